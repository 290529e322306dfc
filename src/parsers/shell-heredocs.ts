import type { Text } from '../text.ts';
import { Assembly } from './assembly.ts';
import { linesOf } from './nodes.ts';

/** A here-document that a line has announced and whose body begins on the next. */
interface Expected {
  readonly delimiter: string;
  readonly stripTabs: boolean;
  /** A quoted delimiter keeps backslashes as they are. */
  readonly quoted: boolean;
  /** Where the body goes: the list of its command. */
  readonly texts: Text[];
}

const longestDelimiter = 120;

/** The here-documents of one script text. */
export class Heredocs {
  readonly #text: Text;
  #expected: Expected[] = [];
  readonly #lines: LineIndex;

  constructor(text: Text) {
    this.#text = text;
    this.#lines = new LineIndex(text.content);
  }

  expect(expected: Expected): void {
    this.#expected.push(expected);
  }

  /**
   * Reads the announced bodies from `at`, the beginning of a line; the offset behind them. A delimiter that never comes
   * announces nothing, unless it looks like one (`EOF`): then the text was cut and its rest is the body.
   */
  readBodies(at: number, end: number): number {
    if (this.#expected.length === 0) return at;
    const expected = this.#expected;
    this.#expected = [];
    let from = at;
    for (const one of expected) {
      const found = this.#lines.after(one.delimiter, from);
      const line = found !== undefined && found < end ? found : undefined;
      if (line === undefined && !/^[A-Z][A-Z_]{1,40}$/.test(one.delimiter)) continue;
      const bodyEnd = line ?? end;
      one.texts.push(bodyText(this.#text, from, bodyEnd, one));
      from = line === undefined ? end : lineAfter(this.#text.content, line, end);
    }
    return from;
  }
}

/** Finds the line that ends a here-document without looking at every line again for each. */
export class LineIndex {
  readonly #content: string;
  /** Beginnings of the lines that could end a body, by their content without blanks; made on first use. */
  #lines: Map<string, number[]> | undefined;

  constructor(content: string) {
    this.#content = content;
  }

  /** The beginning of the first line from `from` on that holds nothing but the delimiter. */
  after(delimiter: string, from: number): number | undefined {
    if (delimiter === '' || delimiter.length > longestDelimiter) return undefined;
    this.#lines ??= linesByContent(this.#content);
    const starts = this.#lines.get(delimiter.trim()) ?? [];
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! < from) low = middle + 1;
      else high = middle;
    }
    return starts[low];
  }
}

function linesByContent(content: string): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const { start, end } of linesOf(content)) {
    if (end - start > 2 * longestDelimiter) continue;
    const line = content.slice(start, end).trim();
    if (line === '' || line.length > longestDelimiter) continue;
    const known = lines.get(line);
    if (known) known.push(start);
    else lines.set(line, [start]);
  }
  return lines;
}

function lineAfter(content: string, at: number, end: number): number {
  for (const line of linesOf(content, at, end)) return line.next;
  return end;
}

/** The body as the command reads it: without the tabs of `<<-`, and with the escapes of an unquoted one resolved. */
function bodyText(text: Text, from: number, to: number, { stripTabs, quoted }: Expected): Text {
  const { content } = text;
  const body = content.slice(from, to);
  const escapes = !quoted && body.includes('\\');
  if (!stripTabs && !escapes) return text.derive(body, [[0, from]]);
  const assembly = new Assembly(text);
  for (const line of linesOf(content, from, to)) {
    let at = line.start;
    if (stripTabs) while (at < line.end && content.charCodeAt(at) === 9) at++;
    let copied = at;
    if (escapes) {
      for (; at < line.end; at++) {
        if (content.charCodeAt(at) !== 92) continue;
        const next = content.charCodeAt(at + 1);
        if (at + 1 < line.end && (next === 36 || next === 92 || next === 96)) {
          assembly.take(copied, at);
          copied = ++at;
        } else if (at + 1 === line.end) {
          assembly.take(copied, at);
          copied = line.next;
        }
      }
    }
    assembly.take(copied, line.next);
  }
  return assembly.finish(from);
}
