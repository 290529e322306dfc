import type { Comment, Document, Node, Parsed, ParseProblem, Parser, ScalarNode } from '../parser.ts';
import type { Text } from '../text.ts';
import { type Masked, maskTemplates } from './template-mask.ts';
import { maxScalars } from './yaml-cursor.ts';
import { maxKey } from './yaml-flow.ts';
import { YamlMap, YamlScalar, YamlSeq } from './yaml-node.ts';

/** Nesting beyond this is not read. */
const maxDepth = 500;
const maxProblems = 200;

/**
 * Reads JSON (RFC 8259) and JSON5 (https://spec.json5.org), tolerant of comments and trailing commas (tsconfig, VS Code)
 * and of several values in a row (JSON lines, `kubectl get -o json` of many); each value is a document.
 */
export const jsonParser: Parser = {
  id: 'json',
  dialects: ['json'],
  parse(text: Text): Parsed {
    const { content } = text;
    const plain = new JsonReader(text, content, undefined).read();
    if (plain.problems.length === 0 || !content.includes('{{')) return plain;
    // Braces inside strings are text; only where they break the JSON around them are they directives.
    const masks = maskTemplates(content);
    if (!masks) return plain;
    const masked = new JsonReader(text, masks.masked, masks).read();
    return masked.problems.length < plain.problems.length ? masked : plain;
  },
};

class JsonReader {
  readonly #text: Text;
  readonly #source: string;
  readonly #masks: Masked | undefined;
  readonly #json5: boolean;
  readonly #problems: ParseProblem[] = [];
  #comments: Comment[] = [];
  #pos = 0;
  #end: number;
  #scalars = 0;
  #depth = 0;

  constructor(text: Text, source: string, masks: Masked | undefined) {
    this.#text = text;
    this.#source = source;
    this.#masks = masks;
    this.#json5 = /\.json5$/i.test(text.file.path);
    this.#end = source.length;
  }

  read(): Parsed {
    const documents: Document[] = [];
    let start = 0;
    this.#skip();
    while (this.#pos < this.#end) {
      const code = this.#source.charCodeAt(this.#pos);
      if (isDelimiter(code) && code !== 123 && code !== 91) {
        this.#problem('a value is expected', this.#pos, this.#pos + 1);
        this.#pos++;
      } else {
        const root = code === 123 || code === 91 || code === 34 ? this.#value() : this.#bare();
        this.#skip();
        const templated = this.#masks !== undefined;
        const comments = this.#comments;
        this.#comments = [];
        documents.push({ text: this.#text, start, end: this.#pos, root, comments, templated });
        start = this.#pos;
      }
      this.#skip();
    }
    return { documents, commands: [], insets: [], problems: this.#problems };
  }

  /** A value; takes at least one character. */
  #value(): Node {
    const code = this.#source.charCodeAt(this.#pos);
    if (code === 123 || code === 91) return this.#collection(code === 123);
    return this.#scalar();
  }

  /** A number or word that is a document of its own; what is no JSON at all is passed line by line. */
  #bare(): Node {
    const start = this.#pos;
    const node = this.#scalar();
    if (node.templated || isLiteral(this.#source, start, node.end)) return node;
    const found = this.#source.indexOf('\n', start);
    this.#pos = found === -1 ? this.#source.length : found;
    return node;
  }

  #collection(isMap: boolean): Node {
    const start = this.#pos++;
    const node = isMap ? new YamlMap(start) : new YamlSeq(start);
    node.end = this.#pos;
    if (this.#depth >= maxDepth) {
      this.#problem('nested too deeply', start, start + 1);
      this.#passTooDeep();
      node.end = this.#pos;
      return node;
    }
    this.#depth++;
    const closer = isMap ? 125 : 93;
    for (;;) {
      this.#skip();
      if (this.#pos >= this.#end) {
        this.#problem('a bracket is not closed', start, start + 1);
        break;
      }
      const code = this.#source.charCodeAt(this.#pos);
      if (code === 44) this.#pos++;
      else if (code === closer) {
        node.end = ++this.#pos;
        break;
      } else if (code === 125 || code === 93) {
        this.#problem('a bracket is not closed', start, start + 1);
        // The bracket belongs to a collection around this one.
        if (this.#depth === 1) this.#pos++;
        break;
      } else if (node instanceof YamlSeq) {
        if (code === 58) {
          this.#problem('a comma is expected', this.#pos, this.#pos + 1);
          this.#pos++;
        } else node.add(this.#value());
      } else this.#pair(node);
    }
    this.#depth--;
    return node;
  }

  #pair(map: YamlMap): void {
    const key = this.#key();
    this.#skip();
    if (this.#source.charCodeAt(this.#pos) !== 58) {
      this.#problem('a key has no value', key.start, key.end);
      map.add(key, this.#nothing(key.end));
      return;
    }
    this.#pos++;
    const after = this.#pos;
    this.#skip();
    const code = this.#pos < this.#end ? this.#source.charCodeAt(this.#pos) : 125;
    if (code === 44 || code === 58 || code === 93 || code === 125) {
      this.#problem('a key has no value', key.start, key.end);
      if (code === 58) this.#pos++;
      map.add(key, this.#nothing(after));
    } else map.add(key, this.#value());
  }

  #key(): ScalarNode {
    const code = this.#source.charCodeAt(this.#pos);
    if (code === 58) return this.#nothing(this.#pos);
    if (code !== 123 && code !== 91) return this.#scalar(true);
    const node = this.#collection(code === 123);
    this.#problem('a key is no string', node.start, node.end);
    return this.#node(node.start, Math.min(node.end, node.start + maxKey), 'plain');
  }

  #scalar(isKey = false): ScalarNode {
    const source = this.#source;
    const start = this.#pos;
    const quote = source.charCodeAt(start);
    if (quote === 34 || (quote === 39 && this.#json5)) return this.#string(start, quote);
    let i = start + 1;
    while (i < source.length) {
      const code = source.charCodeAt(i);
      if (code <= 32 || isDelimiter(code) || code === 34) break;
      if (code === 47 && (source.charCodeAt(i + 1) === 47 || source.charCodeAt(i + 1) === 42)) break;
      i++;
    }
    this.#pos = i;
    const node = this.#node(start, i, 'plain');
    const isName = isKey && this.#json5 && /^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(source.slice(start, i));
    if (!node.templated && !isName && !isLiteral(source, start, i)) this.#problem('a string without quotes', start, i);
    return node;
  }

  /** A string; one that is not closed on its line ends with it. */
  #string(start: number, quote: number): ScalarNode {
    const source = this.#source;
    let i = start + 1;
    for (; i < source.length; i++) {
      const code = source.charCodeAt(i);
      if (code === quote) {
        this.#pos = i + 1;
        return this.#node(start, i + 1, 'double');
      }
      if (code === 10 || (code === 13 && source.charCodeAt(i + 1) === 10)) break;
      if (code === 92 && (this.#json5 || source.charCodeAt(i + 1) !== 10)) i++;
    }
    this.#pos = Math.min(i, source.length);
    this.#problem('a string is not closed', start, this.#pos);
    return this.#node(start, this.#pos, 'double');
  }

  #node(start: number, end: number, style: 'plain' | 'double'): YamlScalar {
    if (++this.#scalars === maxScalars) {
      this.#problem('too many values', this.#pos, this.#end);
      this.#end = this.#pos;
    }
    return new YamlScalar(this.#text.content, start, end, style, this.#templated(start, end));
  }

  #nothing(at: number): YamlScalar {
    return new YamlScalar(this.#text.content, at, at, 'plain');
  }

  #templated(start: number, end: number): boolean {
    const content = this.#text.content;
    const written = content.slice(start, end);
    const open = written.indexOf('{{');
    return open !== -1 && written.includes('}}', open + 2);
  }

  /** Passes blanks and comments. */
  #skip(): void {
    const source = this.#source;
    for (;;) {
      const code = source.charCodeAt(this.#pos);
      // 1 fills lines that hold template directives only.
      if (code === 32 || code === 10 || code === 13 || code === 9 || code === 1 || code === 0xfeff) this.#pos++;
      else if (code === 35) this.#comment(source.indexOf('\n', this.#pos));
      else if (code === 47 && source.charCodeAt(this.#pos + 1) === 47) this.#comment(source.indexOf('\n', this.#pos));
      else if (code === 47 && source.charCodeAt(this.#pos + 1) === 42) {
        const found = source.indexOf('*/', this.#pos + 2);
        this.#comment(found === -1 ? -1 : found + 2);
      } else return;
    }
  }

  #comment(found: number): void {
    const start = this.#pos;
    let end = found === -1 ? this.#source.length : found;
    this.#pos = end;
    if (end > start && this.#source.charCodeAt(end - 1) === 13) end--;
    this.#comments.push({ start, end });
  }

  #passTooDeep(): void {
    const source = this.#source;
    let level = 1;
    for (let i = this.#pos; i < source.length; i++) {
      const code = source.charCodeAt(i);
      if (code === 91 || code === 123) level++;
      else if ((code === 93 || code === 125) && --level === 0) {
        this.#pos = i + 1;
        return;
      }
    }
    this.#pos = source.length;
  }

  #problem(message: string, start: number, end: number): void {
    if (this.#problems.length < maxProblems) this.#problems.push({ message, start, end });
  }
}

/** `{`, `}`, `[`, `]`, `,` or `:`. */
function isDelimiter(code: number): boolean {
  return code === 123 || code === 125 || code === 91 || code === 93 || code === 44 || code === 58;
}

/** A number, `true`, `false` or `null`. */
function isLiteral(source: string, start: number, end: number): boolean {
  const code = source.charCodeAt(start);
  if (code === 45 || code === 43 || code === 46 || (code >= 48 && code <= 57)) return true;
  if (end - start > 8) return false;
  const word = source.slice(start, end);
  return word === 'true' || word === 'false' || word === 'null' || word === 'NaN' || word === 'Infinity';
}
