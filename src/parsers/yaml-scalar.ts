import { directiveLine } from './template-mask.ts';
import { type Cursor, isFlowIndicator, type Properties } from './yaml-cursor.ts';
import { YamlAlias, type YamlScalar } from './yaml-node.ts';

/**
 * Readers of scalars and aliases in block context. `parent` is the column of the collection that holds the value (-1 at
 * the root): further lines of the value stand deeper. All leave the cursor behind the value, before blanks and comments,
 * except `readPlain` and `readBlockScalar`, which leave it on the next content.
 */

/** The offset behind a quoted scalar's closing quote, or -1 when there is none before `limit`. */
export function closingQuote(cursor: Cursor, start: number, limit: number): number {
  const { source } = cursor;
  const quote = source.charCodeAt(start);
  for (let i = start + 1; i < limit; i++) {
    const code = source.charCodeAt(i);
    if (code === 92 && quote === 34) i++;
    else if (code === quote) {
      if (quote === 39 && i + 1 < limit && source.charCodeAt(i + 1) === 39) i++;
      else return i + 1;
    }
  }
  return -1;
}

/** A quoted scalar. One that is not closed, or closes only in a later entry, ends with its first line. */
export function readQuoted(cursor: Cursor, parent: number): YamlScalar {
  const { source, pos: start, end } = cursor;
  const quote = source.charCodeAt(start);
  const style = quote === 34 ? 'double' : 'single';
  const hopeless = start >= (quote === 34 ? cursor.unclosedDouble : cursor.unclosedSingle);
  let i = start + 1;
  while (!hopeless && i < end) {
    const code = source.charCodeAt(i);
    if (code === quote) {
      if (quote === 39 && i + 1 < end && source.charCodeAt(i + 1) === 39) i++;
      else {
        cursor.pos = i + 1;
        return cursor.scalar(start, i + 1, style);
      }
    } else if (code === 92 && quote === 34 && cursor.code(i + 1) !== 10) i++;
    else if (code === 10 && !continues(cursor, i + 1, parent)) break;
    i++;
  }
  if (i >= end) {
    if (quote === 34) cursor.unclosedDouble = Math.min(cursor.unclosedDouble, start);
    else cursor.unclosedSingle = Math.min(cursor.unclosedSingle, start);
  }
  let stop = cursor.lineEnd(start);
  while (stop > start + 1 && isBlank(source.charCodeAt(stop - 1))) stop--;
  cursor.problem('quoted value is not closed', start, stop);
  cursor.pos = stop;
  return cursor.scalar(start, stop, style);
}

/** False for a line at or above the parent's column that begins a new entry: a quote before it was left open. */
export function continues(cursor: Cursor, lineStart: number, parent: number): boolean {
  if (parent < 0) return true;
  const at = cursor.pastBlanks(lineStart);
  if (at - lineStart > parent) return true;
  const code = cursor.code(at);
  if (code === 10 || code === 13 || code === -1 || code === 34 || code === 39) return true;
  if (code === 45 && cursor.blankAt(at + 1)) return false;
  return plainKeyEnd(cursor, at) === -1;
}

/** `*name`; the cursor stands on the `*`. */
export function readAlias(cursor: Cursor): YamlAlias {
  const start = cursor.pos;
  let i = start + 1;
  while (!cursor.blankAt(i) && !isFlowIndicator(cursor.source.charCodeAt(i))) i++;
  cursor.pos = i;
  const name = cursor.content.slice(start + 1, i);
  return new YamlAlias(start, i, name, cursor.anchored(name));
}

/** The colon behind a plain implicit key that begins at `at`, on the same line; -1 when there is none. */
export function plainKeyEnd(cursor: Cursor, at: number): number {
  const { source, end } = cursor;
  for (let i = at; i < end; i++) {
    const code = source.charCodeAt(i);
    if (code > 58) continue;
    if (code === 58) {
      if (cursor.blankAt(i + 1)) return i;
    } else if (code === 10) return -1;
    else if (code === 35 && i > at && isBlank(source.charCodeAt(i - 1))) return -1;
  }
  return -1;
}

/**
 * A plain scalar with its further lines; the cursor is left on the next content. A `: ` in the first line belongs to the
 * text when it cannot be a key any more; a further line that looks like an entry ends the scalar.
 */
export function readPlain(cursor: Cursor, parent: number): YamlScalar {
  const { source, pos: start } = cursor;
  let stop = plainLineEnd(cursor, start);
  cursor.pos = stop;
  cursor.skip();
  while (cursor.fresh && !cursor.interrupted && cursor.deeperThan(parent)) {
    const at = cursor.pos;
    if (source.charCodeAt(at) === directiveLine || plainKeyEnd(cursor, at) !== -1) break;
    stop = plainLineEnd(cursor, at);
    cursor.pos = stop;
    cursor.skip();
  }
  return cursor.scalar(start, stop, 'plain');
}

/** The end of a plain scalar's text on one line: before a comment, without trailing blanks. */
function plainLineEnd(cursor: Cursor, at: number): number {
  const { source, end } = cursor;
  let i = at;
  for (; i < end; i++) {
    const code = source.charCodeAt(i);
    if (code > 58) continue;
    if (code === 10) break;
    if (code === 35) {
      if (i > at && isBlank(source.charCodeAt(i - 1))) break;
    } else if (code === 58 && cursor.blankAt(i + 1)) nestedKey(cursor, at, i);
  }
  if (i > at && cursor.code(i) === 10 && source.charCodeAt(i - 1) === 13) i--;
  while (i > at && isBlank(source.charCodeAt(i - 1))) i--;
  return i;
}

function nestedKey(cursor: Cursor, start: number, colon: number): void {
  cursor.problem('a value cannot hold another key on the same line', start, colon + 1);
}

/**
 * A literal or folded block scalar (YAML 1.2.2, 8.1); undefined when the header is none. Lines of template directives
 * shallower than the text do not end it.
 */
export function readBlockScalar(
  cursor: Cursor,
  parent: number,
  properties: Properties | undefined,
): YamlScalar | undefined {
  const { source, pos: start, end } = cursor;
  const style = source.charCodeAt(start) === 62 ? 'folded' : 'literal';
  let explicit = 0;
  let keep = false;
  let i = start + 1;
  for (; i < start + 3; i++) {
    const code = cursor.code(i);
    if (code > 48 && code <= 57) explicit = code - 48;
    else if (code === 43) keep = true;
    else if (code !== 45) break;
  }
  const header = i;
  i = cursor.pastBlanks(i);
  if (cursor.code(i) === 35 && i > header) {
    const stop = cursor.lineEnd(i);
    cursor.comments.push({ start: i, end: stop });
    i = stop;
  }
  if (cursor.code(i) === 13) i++;
  if (i < end && source.charCodeAt(i) !== 10) return undefined;

  const extent = linesBelow(cursor, i + 1, parent, explicit === 0 ? -1 : Math.max(parent, 0) + explicit, keep);
  cursor.pos = Math.min(extent.next, end);
  cursor.skip(true);
  const stop = extent.end === -1 ? header : extent.end;
  return cursor.assign(cursor.scalar(start, stop, style, extent.indent), properties);
}

interface Extent {
  /** Behind the last line with content, or -1. */
  readonly end: number;
  /** Start of the first line that does not belong to the scalar. */
  readonly next: number;
  readonly indent: number;
}

function linesBelow(cursor: Cursor, from: number, parent: number, explicit: number, keep: boolean): Extent {
  const { source, end } = cursor;
  let needed = explicit;
  // As `yaml` does it, a trailing line of blanks is text when it is longer than the first line's indentation.
  let first = keep ? 0 : -1;
  let tabs = false;
  let stop = -1;
  let line = from;
  // Directive lines shallower than the text: they belong to it when more text follows.
  let directives = -1;
  let next = from;
  while (line < end) {
    let i = line;
    while (i < end && source.charCodeAt(i) === 32) i++;
    if (tabs) i = cursor.pastBlanks(i);
    let code = cursor.code(i);
    let indent = i - line;
    const empty = code === 10 || code === -1 || (code === 13 && cursor.code(i + 1) === 10);
    const found = empty && code === 10 ? i : source.indexOf('\n', i);
    const lineStop = found === -1 || found >= end ? end : found;
    if (empty) {
      if (stop !== -1 && indent > Math.max(needed, first)) stop = i;
      next = lineStop + 1;
    } else {
      if (needed < 0 && indent <= parent && code === 9) {
        // Tabs are no indentation in YAML; people who indent with them mean them so.
        i = cursor.pastBlanks(i);
        indent = i - line;
        code = cursor.code(i);
        tabs = indent > parent;
      }
      if (needed < 0 ? indent <= parent : indent < needed) {
        if (code !== directiveLine) break;
        if (directives === -1 && stop === -1) directives = line;
      } else {
        if (needed < 0) needed = indent;
        if (first < 0) first = indent;
        stop = lineStop > i && source.charCodeAt(lineStop - 1) === 13 ? lineStop - 1 : lineStop;
        next = lineStop + 1;
      }
    }
    line = lineStop + 1;
  }
  if (stop === -1 && directives !== -1) {
    // `key: |` filled by a directive at the margin, as Helm's `indent` wants it.
    const written = cursor.lineEnd(directives);
    if (isOutput(cursor.content, directives, written)) return { end: written, next: written + 1, indent: 0 };
  }
  return { end: stop, next, indent: tabs ? -needed : Math.max(needed, 0) };
}

const control =
  /^[ \t]*\{[{%]-?\s*(?:\/\*|if\b|else\b|end\b|endif\b|for\b|endfor\b|range\b|with\b|define\b|block\b|template\b)/;

/** True for a directive line that prints something, false for `if`, `end` and the like. */
function isOutput(content: string, start: number, end: number): boolean {
  return !control.test(content.slice(start, Math.min(end, start + 200)));
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
