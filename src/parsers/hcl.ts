import { guessDialect } from '../dialect.ts';
import type { Inset, Node, Parsed, Parser, ScalarNode } from '../parser.ts';
import type { Text } from '../text.ts';
import { HclCursor, maxHclDepth } from './hcl-cursor.ts';
import { OpenMap, oneDocument, scalar, seq } from './nodes.ts';

/**
 * HCL 2 (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md), read tolerantly and without evaluating it.
 * A block is a map under its type and labels: `resource "kubernetes_secret" "db" {}` is resource > kubernetes_secret > db.
 * Strings with `${ }`, references and calls are scalars marked as templated; a call that only wraps its arguments
 * (`jsonencode({...})`, `sensitive("x")`) is read as these. Here-documents that look like something are insets too.
 */
export const hclParser: Parser = {
  id: 'hcl',
  dialects: ['hcl'],
  parse: (text) => new HclReader(text).read(),
};

const wrappers = new Set(
  'jsonencode yamlencode jsondecode yamldecode base64encode sensitive nonsensitive tostring merge tomap tolist toset trimspace chomp try coalesce concat'.split(
    ' ',
  ),
);
const literal = /^(?:-?\d[\d.eE+-]{0,60}|true|false|null|)$/;

class HclReader {
  readonly #cursor: HclCursor;
  readonly #text: Text;

  constructor(text: Text) {
    this.#text = text;
    this.#cursor = new HclCursor(text);
  }

  read(): Parsed {
    const cursor = this.#cursor;
    const root = new OpenMap(0, cursor.end);
    while (cursor.at < cursor.end) this.#body(root, 0);
    root.end = cursor.end;
    return { ...oneDocument(this.#text, root, cursor.comments), insets: this.#insets };
  }

  readonly #insets: Inset[] = [];

  /** Attributes and blocks up to the closing brace, which is consumed. */
  #body(map: OpenMap, depth: number): void {
    const cursor = this.#cursor;
    while (cursor.skip()) {
      const letter = cursor.letter;
      if (letter === '}') {
        cursor.at++;
        return;
      }
      const key = this.#key();
      if (!key) {
        cursor.at++;
        continue;
      }
      cursor.blanks();
      if (cursor.letter === ':' || (cursor.letter === '=' && cursor.content[cursor.at + 1] !== '=')) {
        cursor.at++;
        if (cursor.content[cursor.at] === '>') cursor.at++;
        const value = this.#value(depth);
        map.add(key, value);
        if (key.value === 'command' || key.value === 'inline') this.#script(value);
      } else this.#block(map, key, depth);
    }
  }

  /** What a `local-exec` or `remote-exec` runs, where it is written as a string. */
  #script(node: Node): void {
    if (node.type === 'seq') for (const item of node.items) this.#script(item);
    if (node.type !== 'scalar' || node.style !== 'double') return;
    const command = this.#cursor.content.slice(node.start + 1, node.end - 1);
    if (guessDialect(command) !== 'shell') return;
    this.#insets.push({ dialect: 'shell', text: this.#text.derive(command, [[0, node.start + 1]]) });
  }

  #key(): ScalarNode | undefined {
    const cursor = this.#cursor;
    if (cursor.letter === '"') return cursor.string();
    if (cursor.letter === '(') {
      const start = cursor.at;
      const end = cursor.rawEnd(true);
      return scalar(cursor.content.slice(start, end), 'plain', start, end, true);
    }
    return cursor.identifier();
  }

  #block(map: OpenMap, type: ScalarNode, depth: number): void {
    const cursor = this.#cursor;
    const path = [type];
    while (cursor.letter !== '{') {
      const label = cursor.letter === '"' ? cursor.string() : cursor.identifier();
      if (!label) {
        cursor.restOfLine();
        return;
      }
      if (path.length < maxHclDepth) path.push(label);
      cursor.blanks();
    }
    const start = cursor.at;
    if (depth >= maxHclDepth) {
      cursor.rawEnd();
      return;
    }
    cursor.at++;
    const name = path.pop()!;
    let parent = map;
    for (const key of path) parent = parent.child(key);
    const body = new OpenMap(start);
    this.#body(body, depth + 1);
    body.end = cursor.at;
    parent.add(name, body);
  }

  #value(depth: number): Node {
    const cursor = this.#cursor;
    cursor.blanks();
    const start = cursor.at;
    const letter = cursor.letter;
    if (letter === '"') {
      const found = cursor.string();
      if (cursor.atTerminator()) return found;
      cursor.at = found.end;
      return this.#expression(start);
    }
    if (letter === '<' && cursor.content[start + 1] === '<') {
      const heredoc = cursor.heredoc();
      if (heredoc) {
        if (heredoc.inset) this.#insets.push(heredoc.inset);
        return heredoc.node;
      }
    }
    if (depth < maxHclDepth && (letter === '[' || letter === '{') && !cursor.isFor()) {
      const node = letter === '[' ? this.#list(depth, ']') : this.#object(depth);
      if (!cursor.atTerminator()) cursor.rawEnd();
      return node;
    }
    const call = depth < maxHclDepth ? cursor.call() : undefined;
    if (call !== undefined && (wrappers.has(call) || call === 'templatefile')) {
      cursor.at += call.length;
      const all = this.#list(depth, ')');
      // A template's values count, its file does not.
      const given = call === 'templatefile' && all.type === 'seq' ? seq(all.items.slice(1), all.start, all.end) : all;
      if (!cursor.atTerminator()) cursor.rawEnd();
      const only = given.type === 'seq' && given.items.length === 1 ? given.items[0]! : given;
      return only.type === 'seq' && only.items.length === 0
        ? scalar(cursor.content.slice(start, cursor.at), 'plain', start, cursor.at, true)
        : only;
    }
    return this.#expression(start);
  }

  #expression(start: number): ScalarNode {
    const cursor = this.#cursor;
    const end = cursor.rawEnd();
    const value = cursor.content.slice(start, end);
    return scalar(value, 'plain', start, end, !literal.test(value));
  }

  #list(depth: number, closer: ']' | ')'): Node {
    const cursor = this.#cursor;
    const start = cursor.at++;
    const items: Node[] = [];
    while (cursor.skip()) {
      if (cursor.letter === closer) break;
      const before = cursor.at;
      items.push(this.#value(depth + 1));
      if (cursor.at === before) {
        items.pop();
        cursor.at++;
      }
    }
    cursor.at = Math.min(cursor.at + 1, cursor.end);
    return seq(items, start, cursor.at);
  }

  #object(depth: number): Node {
    const cursor = this.#cursor;
    const map = new OpenMap(cursor.at++);
    this.#body(map, depth + 1);
    map.end = cursor.at;
    return map;
  }
}
