import type { Document, Node } from '../parser.ts';
import type { Text } from '../text.ts';
import { readNode } from './yaml-block.ts';
import type { Cursor } from './yaml-cursor.ts';
import { YamlMap } from './yaml-node.ts';

/**
 * Splits a stream at its `---` and `...` lines before anything is read, so that a broken document cannot swallow the
 * next (YAML 1.2.2, 9.1: these lines end a document wherever they stand), and reads each document.
 */
export function readDocuments(text: Text, cursor: Cursor): Document[] {
  const documents: Document[] = [];
  const { source } = cursor;
  const markers = new Markers(source);
  // What holds comments and directives only belongs to the document behind it.
  let prefix = -1;
  let at = 0;
  while (at < source.length && !cursor.exhausted) {
    if (markers.isMarker(at) && source.charCodeAt(at) === 46) {
      const found = source.indexOf('\n', at);
      at = found === -1 ? source.length : found + 1;
      continue;
    }
    const explicit = markers.isMarker(at);
    const next = markers.behind(at);
    const document = readDocument(text, cursor, prefix === -1 ? at : prefix, at, next, explicit);
    if (document) documents.push(document);
    prefix = document ? -1 : prefix === -1 ? at : prefix;
    at = next;
  }
  return documents;
}

/** Reads the document at [at, end) with the comments from `start` on; undefined when nothing stands there. */
function readDocument(
  text: Text,
  cursor: Cursor,
  start: number,
  at: number,
  end: number,
  explicit: boolean,
): Document | undefined {
  cursor.open(start, end);
  if (start < at) {
    cursor.end = at;
    passPrologue(cursor);
    cursor.end = end;
  }
  if (explicit) {
    cursor.pos = at + 3;
    cursor.skip();
    // Content on the marker's line counts its columns from there.
    if (!cursor.fresh) cursor.lineStart = cursor.pos;
  } else {
    cursor.pos = at;
    passPrologue(cursor);
    if (cursor.ended) return undefined;
  }
  const root = cursor.ended ? undefined : readRoot(cursor);
  return { text, start, end, root, comments: cursor.comments, templated: cursor.templated(start, end) };
}

/** Comments and `%YAML`, `%TAG` lines. */
function passPrologue(cursor: Cursor): void {
  cursor.skip(true);
  while (!cursor.ended && cursor.column === 0 && cursor.code(cursor.pos) === 37) {
    cursor.pos = cursor.lineEnd(cursor.pos);
    cursor.skip();
  }
}

/** The root, and whatever follows it by mistake: maps are joined, so that a stray line does not hide the rest. */
function readRoot(cursor: Cursor): Node {
  let root = readNode(cursor, -1);
  while (!cursor.ended) {
    cursor.problem('content behind the end of the document', cursor.pos, cursor.lineEnd(cursor.pos));
    const more = readNode(cursor, -1);
    if (!(more instanceof YamlMap)) continue;
    if (root instanceof YamlMap) for (const { key, value } of more.pairs) root.add(key, value);
    else if (root.type === 'scalar') root = more;
  }
  return root;
}

/** Finds lines that begin with `---` or `...`; each kind is looked for once. */
class Markers {
  readonly #source: string;
  #dashes = -1;
  #dots = -1;

  constructor(source: string) {
    this.#source = source;
  }

  isMarker(at: number): boolean {
    const source = this.#source;
    const code = source.charCodeAt(at);
    if (code !== 45 && code !== 46) return false;
    if (source.charCodeAt(at + 1) !== code || source.charCodeAt(at + 2) !== code) return false;
    const next = source.charCodeAt(at + 3);
    return Number.isNaN(next) || next === 32 || next === 10 || next === 9 || next === 13;
  }

  /** The start of the first marker line behind `at`, or the length. */
  behind(at: number): number {
    if (this.#dashes <= at) this.#dashes = this.#find('\n---', at);
    if (this.#dots <= at) this.#dots = this.#find('\n...', at);
    return Math.min(this.#dashes, this.#dots);
  }

  #find(needle: string, from: number): number {
    let at = this.#source.indexOf(needle, from);
    while (at !== -1 && !this.isMarker(at + 1)) at = this.#source.indexOf(needle, at + 1);
    return at === -1 ? this.#source.length : at + 1;
  }
}
