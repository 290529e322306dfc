import type { Comment, Node, Parsed, Parser, ScalarNode } from '../parser.ts';
import type { Text } from '../text.ts';
import { Ahead, OpenMap, oneDocument, scalar, seq } from './nodes.ts';

/**
 * TOML 1.0 (https://toml.io/en/v1.0.0), read tolerantly: tables and dotted keys are nested maps, `[[x]]` is a map per
 * element under the same key, strings of all four kinds, arrays, inline tables. A line that is none of it is skipped.
 */
export const tomlParser: Parser = {
  id: 'toml',
  dialects: ['toml'],
  parse: (text) => new TomlReader(text).read(),
};

const maxDepth = 60;
const bareKey = /[A-Za-z0-9_-]+/y;

class TomlReader {
  readonly #text: Text;
  readonly #content: string;
  readonly #end: number;
  readonly #root: OpenMap;
  readonly #comments: Comment[] = [];
  readonly #closing: { readonly '"""': Ahead; readonly "'''": Ahead };
  #at = 0;

  constructor(text: Text) {
    this.#text = text;
    this.#content = text.content;
    this.#end = text.content.length;
    this.#root = new OpenMap(0, this.#end);
    this.#closing = { '"""': new Ahead(text.content, '"""'), "'''": new Ahead(text.content, "'''") };
  }

  read(): Parsed {
    let table = this.#root;
    while (this.#at < this.#end) {
      this.#skip();
      if (this.#at >= this.#end) break;
      if (this.#content[this.#at] === '[') table = this.#header() ?? table;
      else this.#pair(table, 0);
      this.#restOfLine();
    }
    return oneDocument(this.#text, this.#root, this.#comments);
  }

  /** Blanks, breaks and comments. */
  #skip(): void {
    while (this.#at < this.#end) {
      const letter = this.#content[this.#at]!;
      if (letter === '#') this.#comment();
      else if (letter === ' ' || letter === '\t' || letter === '\n' || letter === '\r') this.#at++;
      else return;
    }
  }

  #blanks(): void {
    while (this.#at < this.#end && (this.#content[this.#at] === ' ' || this.#content[this.#at] === '\t')) this.#at++;
  }

  #comment(): void {
    const start = this.#at;
    this.#at = this.#lineEnd(start);
    this.#comments.push({ start, end: this.#at });
  }

  #lineEnd(from: number): number {
    let i = from;
    while (i < this.#end && this.#content[i] !== '\n' && this.#content[i] !== '\r') i++;
    return i;
  }

  #restOfLine(): void {
    this.#blanks();
    if (this.#content[this.#at] === '#') this.#comment();
    else this.#at = this.#lineEnd(this.#at);
  }

  /** `[a.b]` or `[[a.b]]`: the map that the following pairs go to. */
  #header(): OpenMap | undefined {
    const many = this.#content[this.#at + 1] === '[';
    this.#at += many ? 2 : 1;
    const keys = this.#keys();
    const last = keys.pop();
    if (!last || this.#content[this.#at] !== ']') return undefined;
    this.#at += many ? 2 : 1;
    let map = this.#root;
    for (const key of keys) map = map.child(key);
    return many ? map.fresh(last, this.#at) : map.child(last);
  }

  /** A dotted key; deeper than the limit its last parts are dropped. */
  #keys(): ScalarNode[] {
    const keys: ScalarNode[] = [];
    while (this.#at < this.#end) {
      this.#blanks();
      const key = this.#key();
      if (!key) break;
      if (keys.length < maxDepth) keys.push(key);
      this.#blanks();
      if (this.#content[this.#at] !== '.') break;
      this.#at++;
    }
    return keys;
  }

  #key(): ScalarNode | undefined {
    const letter = this.#content[this.#at];
    if (letter === '"' || letter === "'") return this.#line(letter);
    bareKey.lastIndex = this.#at;
    const found = bareKey.exec(this.#content);
    if (!found) return undefined;
    const start = this.#at;
    this.#at += found[0].length;
    return scalar(found[0], 'plain', start, this.#at, false);
  }

  #pair(table: OpenMap, depth: number): boolean {
    const keys = this.#keys();
    const last = keys.pop();
    if (!last || this.#content[this.#at] !== '=') return false;
    this.#at++;
    this.#blanks();
    let map = table;
    for (const key of keys) map = map.child(key);
    map.add(last, this.#value(depth));
    return true;
  }

  #value(depth: number): Node {
    const letter = this.#content[this.#at];
    if (letter === '"' || letter === "'") {
      const triple = letter.repeat(3) as '"""' | "'''";
      return this.#content.startsWith(triple, this.#at) ? this.#block(triple) : this.#line(letter);
    }
    if (letter === '[' && depth < maxDepth) return this.#array(depth);
    if (letter === '{' && depth < maxDepth) return this.#inlineTable(depth);
    const start = this.#at;
    while (this.#at < this.#end && !',]}#\n\r'.includes(this.#content[this.#at]!)) this.#at++;
    let end = this.#at;
    while (end > start && (this.#content[end - 1] === ' ' || this.#content[end - 1] === '\t')) end--;
    return scalar(this.#content.slice(start, end), 'plain', start, end);
  }

  #array(depth: number): Node {
    const start = this.#at++;
    const items: Node[] = [];
    while (this.#at < this.#end) {
      this.#skip();
      const letter = this.#content[this.#at];
      if (letter === ']' || letter === undefined) break;
      if (letter === ',') {
        this.#at++;
        continue;
      }
      const before = this.#at;
      items.push(this.#value(depth + 1));
      if (this.#at === before) this.#at++;
    }
    this.#at = Math.min(this.#at + 1, this.#end);
    return seq(items, start, this.#at);
  }

  #inlineTable(depth: number): Node {
    const map = new OpenMap(this.#at++);
    while (this.#at < this.#end) {
      this.#skip();
      const letter = this.#content[this.#at];
      if (letter === '}' || letter === undefined) break;
      const before = this.#at;
      if (letter === ',') this.#at++;
      else if (!this.#pair(map, depth + 1) && this.#at === before) this.#at++;
    }
    this.#at = Math.min(this.#at + 1, this.#end);
    map.end = this.#at;
    return map;
  }

  /** A string on one line; without its closing quote it ends with the line. */
  #line(quote: '"' | "'"): ScalarNode {
    const start = this.#at;
    let i = start + 1;
    let escaped = false;
    while (i < this.#end) {
      const letter = this.#content[i]!;
      if (letter === quote || letter === '\n' || letter === '\r') break;
      if (letter === '\\' && quote === '"') {
        escaped = true;
        i++;
      }
      i++;
    }
    i = Math.min(i, this.#end);
    const closed = this.#content[i] === quote;
    this.#at = closed ? i + 1 : i;
    const raw = this.#content.slice(start + 1, i);
    return scalar(escaped ? unescaped(raw) : raw, quote === '"' ? 'double' : 'single', start, this.#at);
  }

  /** A string in three quotes: its span is what stands between them, without a break right behind the first. */
  #block(triple: '"""' | "'''"): ScalarNode {
    const start = this.#at;
    let close = this.#closing[triple].at(start + 3);
    while (close !== -1 && triple === '"""' && this.#content[close - 1] === '\\' && this.#content[close - 2] !== '\\') {
      close = this.#closing[triple].at(close + 1);
    }
    const bodyEnd = close === -1 ? this.#end : close;
    this.#at = close === -1 ? this.#end : close + 3;
    const first = this.#content.startsWith('\r\n', start + 3) ? 2 : this.#content[start + 3] === '\n' ? 1 : 0;
    const from = Math.min(start + 3 + first, bodyEnd);
    const raw = this.#content.slice(from, bodyEnd);
    return scalar(triple === '"""' && raw.includes('\\') ? unescaped(raw) : raw, 'plain', from, bodyEnd);
  }
}

const letters: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\x1b' };

function unescaped(raw: string): string {
  return raw.replace(
    /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|[ \t]*(?:\r\n|\n|\r)\s*|([\s\S]))/g,
    (_, short?: string, long?: string, letter?: string) => {
      const code = short ?? long;
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
      }
      return letter === undefined ? '' : (letters[letter] ?? letter);
    },
  );
}
