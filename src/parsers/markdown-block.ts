import type { Text } from '../text.ts';
import { Assembly } from './assembly.ts';
import type { Line } from './nodes.ts';

/**
 * The line that closes a fence, or the end. Where `forgotten` is true for the language of a further opening line no deeper
 * than `indent`, the writer left out the closing line, and that line, still to be read, stands for it.
 */
export function closingFence(
  content: string,
  lines: readonly Line[],
  from: number,
  opening: string,
  indent: number,
  forgotten: (language: string) => boolean,
): { close: number; next: number } {
  const marker = opening[0]!;
  for (let i = from; i < lines.length; i++) {
    const { start, end } = lines[i]!;
    if (end - start > 200) continue;
    const line = content
      .slice(start, end)
      .replace(/^[ \t>]+/, '')
      .trimEnd();
    if (!line.startsWith(opening)) continue;
    const info = line.slice(opening.length);
    if (info === marker.repeat(info.length)) return { close: i, next: i + 1 };
    const deeper = content.slice(start, start + indent + 1).trim() === '';
    if (!deeper && /^[\w-]+$/.test(info) && forgotten(info)) return { close: i, next: i };
  }
  return { close: lines.length, next: lines.length };
}

/** The line behind an indented block: the first that is not blank and indented less. */
export function endOfIndented(
  content: string,
  lines: readonly Line[],
  from: number,
  least: number,
  options: boolean,
): number {
  let end = from;
  for (let i = from; i < lines.length; i++) {
    const line = lines[i]!;
    if (isBlankLine(content, line)) continue;
    const indent = width(/^[ \t]*/.exec(content.slice(line.start, Math.min(line.end, line.start + 200)))![0]);
    if (indent < least && !(options && indent >= 1)) break;
    end = i + 1;
  }
  return end;
}

export function isBlankLine(content: string, line: Line): boolean {
  for (let i = line.start; i < line.end; i++) {
    const code = content.charCodeAt(i);
    if (code !== 32 && code !== 9) return false;
  }
  return true;
}

/** An indented block is code behind a blank line or a heading. */
export function endsParagraph(content: string, lines: readonly Line[], i: number): boolean {
  if (i === 0) return true;
  const before = lines[i - 1]!;
  return isBlankLine(content, before) || /^ {0,3}#{1,6}[ \t]/.test(content.slice(before.start, before.start + 12));
}

export function width(indent: string): number {
  let columns = 0;
  for (const letter of indent) columns += letter === '\t' ? 4 : 1;
  return columns;
}

/**
 * The lines of a block as a text of their own: without the indentation (at most `prefix` and the list marker wide, at
 * most what all lines share) and without the `>` of a quotation.
 */
export function shiftedText(text: Text, lines: readonly Line[], prefix: string, marker: number): Text {
  const { content } = text;
  const quoted = prefix.includes('>');
  const starts: number[] = [];
  let least = prefix.length + marker;
  if (!quoted) {
    for (const line of lines) {
      if (isBlankLine(content, line)) continue;
      let indent = 0;
      while (indent < least && line.start + indent < line.end && ' \t'.includes(content[line.start + indent]!))
        indent++;
      if (indent < least) least = indent;
      if (least === 0) break;
    }
  }
  for (const line of lines) {
    let at = line.start;
    if (quoted) {
      const depth = prefix.split('>').length - 1;
      for (let i = 0; i < depth; i++) {
        while (at < line.end && content[at] === ' ') at++;
        if (content[at] !== '>' || at >= line.end) break;
        at++;
        if (content[at] === ' ' && at < line.end) at++;
      }
    } else at = Math.min(line.end, line.start + least);
    starts.push(at);
  }
  const assembly = new Assembly(text);
  for (const [i, line] of lines.entries()) assembly.take(starts[i]!, line.next);
  return assembly.finish(lines[0]?.start ?? 0);
}
