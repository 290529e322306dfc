import type { Comment, Document, MapNode, Node, Pair, Parsed, ScalarNode, ScalarStyle, SeqNode } from '../parser.ts';
import type { Text } from '../text.ts';

/** A scalar; `templated` where a `{{ ... }}` directive stands in its value, unless the dialect knows better. */
export function scalar(
  value: string,
  style: ScalarStyle,
  start: number,
  end: number,
  templated: boolean = hasDirective(value),
): ScalarNode {
  return { type: 'scalar', value, style, start, end, templated };
}

/** True where `{{` is followed by `}}`. */
export function hasDirective(value: string): boolean {
  const open = value.indexOf('{{');
  return open !== -1 && value.indexOf('}}', open) !== -1;
}

/** A sequence of nodes. */
export function seq(items: readonly Node[], start: number, end: number): SeqNode {
  return { type: 'seq', items, start, end };
}

/** A map being read: children of the same name can be looked up while it grows. */
export class OpenMap implements MapNode {
  readonly type = 'map';
  readonly start: number;
  end: number;
  readonly pairs: Pair[] = [];
  readonly #maps = new Map<string, OpenMap>();

  constructor(start: number, end: number = start) {
    this.start = start;
    this.end = end;
  }

  add(key: ScalarNode, value: Node): void {
    this.pairs.push({ key, value });
    if (value.end > this.end) this.end = value.end;
  }

  /** The map under a key, made on first use. */
  child(key: ScalarNode): OpenMap {
    const found = this.#maps.get(key.value);
    if (found) return found;
    const made = new OpenMap(key.start, key.end);
    this.#maps.set(key.value, made);
    this.pairs.push({ key, value: made });
    return made;
  }

  /** A fresh map under a key that replaces the one `child` finds. */
  fresh(key: ScalarNode, start: number): OpenMap {
    const made = new OpenMap(start);
    this.#maps.set(key.value, made);
    this.pairs.push({ key, value: made });
    return made;
  }
}

/** One document that fills the text. */
export function oneDocument(text: Text, root: Node | undefined, comments: readonly Comment[]): Parsed {
  const document: Document = { text, start: 0, end: text.content.length, root, comments, templated: false };
  return { documents: [document], commands: [], insets: [], problems: [] };
}

/** One line of a content: `end` is before its line break, `next` behind it. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The lines of a content (LF, CRLF, lone CR). */
export function* linesOf(content: string, from = 0, to: number = content.length): Iterable<Line> {
  let at = from;
  while (at < to) {
    let end = at;
    while (end < to) {
      const code = content.charCodeAt(end);
      if (code === 10 || code === 13) break;
      end++;
    }
    let next = end;
    if (next < to) next += content.charCodeAt(next) === 13 && content.charCodeAt(next + 1) === 10 ? 2 : 1;
    yield { start: at, end, next };
    at = next;
  }
}

/** The first offset from `at` on that is no space or tab. */
export function skipBlanks(content: string, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const code = content.charCodeAt(i);
    if (code !== 32 && code !== 9) break;
    i++;
  }
  return i;
}

/** The end of [start, end) without trailing blanks. */
export function trimEnd(content: string, start: number, end: number): number {
  let i = end;
  while (i > start) {
    const code = content.charCodeAt(i - 1);
    if (code !== 32 && code !== 9 && code !== 10 && code !== 13) break;
    i--;
  }
  return i;
}

/** Where a string stands next. Asked with rising offsets only, all questions together cost one pass. */
export class Ahead {
  readonly #content: string;
  readonly #needle: string;
  #from = 0;
  #found = -2;

  constructor(content: string, needle: string) {
    this.#content = content;
    this.#needle = needle;
  }

  /** The first place at or after `offset`, or -1. */
  at(offset: number): number {
    if (this.#found !== -2 && offset >= this.#from && (this.#found === -1 || this.#found >= offset)) return this.#found;
    this.#from = offset;
    this.#found = this.#content.indexOf(this.#needle, offset);
    return this.#found;
  }
}
