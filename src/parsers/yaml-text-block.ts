import type { Resolution } from './yaml-text-resolution.ts';

/**
 * The lines of a literal or folded block scalar at [start, end), `start` at its `|` or `>`, `end` behind its last line
 * with content: `indent` columns are taken off each line (negative: tabs count too), then folding (YAML 1.2.2, 8.1.3)
 * and chomping (8.1.1.2). Blank lines behind `end` belong to the value when it is kept (`+`).
 */
export function resolveBlock(out: Resolution, start: number, end: number, folded: boolean, indent: number): void {
  const { content } = out;
  const header = headerOf(content, start);
  const width = Math.abs(indent);
  const tabs = indent < 0;
  if (header.next < end) {
    if (folded) foldedLines(out, header.next, end, width, tabs);
    else literalLines(out, header.next, end, width, tabs);
  }
  if (header.chomping === '-') return;
  let at = Math.max(header.next, end);
  if (header.next < end && header.chomping !== '+') {
    out.put('\n', at, at + 1);
    return;
  }
  if (header.chomping !== '+') return;
  // Keep: the last line's break and one for every blank line behind it.
  let wanted = header.next < end;
  for (;;) {
    let i = at;
    while (content.charCodeAt(i) === 32) i++;
    if (content.charCodeAt(i) === 13) i++;
    if (content.charCodeAt(i) !== 10) break;
    out.put('\n', i, i + 1);
    wanted = false;
    at = i + 1;
  }
  if (wanted) out.put('\n', at, at + 1);
}

/** The chomping indicator and where the first line begins. */
function headerOf(content: string, start: number): { chomping: string; next: number } {
  let chomping = '';
  let i = start + 1;
  for (; i < start + 3; i++) {
    const char = content[i];
    if (char === '-' || char === '+') chomping = char;
    else if (char === undefined || char < '0' || char > '9') break;
  }
  const found = content.indexOf('\n', i);
  return { chomping, next: found === -1 ? content.length : found + 1 };
}

function literalLines(out: Resolution, start: number, end: number, width: number, tabs: boolean): void {
  const { content } = out;
  let at = start;
  while (at < end) {
    const found = content.indexOf('\n', at);
    const last = found === -1 || found >= end;
    const stop = last ? end : found;
    const from = unindented(content, at, stop, width, tabs);
    if (last) {
      out.add(from, stop);
      return;
    }
    if (stop > from && content.charCodeAt(stop - 1) === 13) {
      out.add(from, stop - 1);
      out.put('\n', found, found + 1);
    } else out.add(from, found + 1);
    at = found + 1;
  }
}

/** As `yaml` folds: text lines are joined by a space; breaks around empty and more-indented lines stay. */
function foldedLines(out: Resolution, start: number, end: number, width: number, tabs: boolean): void {
  const { content } = out;
  let at = start;
  let separator = '';
  let separatorAt = start;
  let moreIndented = false;
  let begun = false;
  while (at < end) {
    const found = content.indexOf('\n', at);
    const last = found === -1 || found >= end;
    let stop = last ? end : found;
    if (!last && stop > at && content.charCodeAt(stop - 1) === 13) stop--;
    const from = unindented(content, at, stop, width, tabs);
    const first = from < stop ? content.charCodeAt(from) : 0;
    if (!begun && isSpaces(content, from, stop)) {
      // Leading empty lines are kept as they are.
      out.add(from, stop);
      out.put('\n', found, found + 1);
    } else {
      begun = true;
      if (first === 32 || first === 9) {
        if (separator === ' ') separator = '\n';
        else if (!moreIndented && separator === '\n') separator = '\n\n';
        out.put(separator, separatorAt, separatorAt + separator.length);
        out.add(from, stop);
        separator = '\n';
        moreIndented = true;
      } else if (from === stop) {
        if (separator === '\n') out.put('\n', separatorAt, separatorAt + 1);
        else separator = '\n';
      } else {
        out.put(separator, separatorAt, separatorAt + separator.length);
        out.add(from, stop);
        separator = ' ';
        moreIndented = false;
      }
      separatorAt = found;
    }
    if (last) return;
    at = found + 1;
  }
}

/** Where a line's text begins when up to `width` columns of indentation are taken off. */
function unindented(content: string, at: number, stop: number, width: number, tabs: boolean): number {
  const limit = Math.min(stop, at + width);
  let i = at;
  while (i < limit) {
    const code = content.charCodeAt(i);
    if (code !== 32 && !(tabs && code === 9)) break;
    i++;
  }
  return i;
}

function isSpaces(content: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (content.charCodeAt(i) !== 32) return false;
  return true;
}
