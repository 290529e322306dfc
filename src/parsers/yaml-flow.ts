import type { Node, ScalarNode } from '../parser.ts';
import { type Cursor, isFlowIndicator, maxDepth, type Properties } from './yaml-cursor.ts';
import { YamlMap, type YamlScalar, YamlSeq } from './yaml-node.ts';
import { isBlank, plainKeyEnd, readAlias, readQuoted } from './yaml-scalar.ts';

/** A collection that is a key is named by this many characters at most. */
export const maxKey = 1024;

const comma = 44;
const colon = 58;
const question = 63;
const maxVariable = 200;

/**
 * A flow collection (YAML 1.2.2, 7.4); the cursor stands on its `{` or `[` and is left behind its closing bracket. An
 * entry of the block collection around it (at `parent` or left of it) ends one that was left open.
 */
export function readFlow(cursor: Cursor, parent: number, properties?: Properties): YamlMap | YamlSeq {
  const start = cursor.pos;
  const isMap = cursor.code(start) === 123;
  const node = isMap ? new YamlMap(start) : new YamlSeq(start);
  node.end = start + 1;
  cursor.assign(node, properties);
  if (cursor.depth >= maxDepth) {
    passTooDeep(cursor);
    node.end = cursor.pos;
    return node;
  }
  cursor.depth++;
  cursor.pos++;
  const open = node instanceof YamlMap ? readMapItems(cursor, node, parent) : readSeqItems(cursor, node, parent);
  if (open) cursor.problem('flow collection is not closed', start, start + 1);
  else node.end = cursor.pos;
  cursor.depth--;
  return node;
}

/** Reads up to and with the `}`; true when it is missing. */
function readMapItems(cursor: Cursor, map: YamlMap, parent: number): boolean {
  for (;;) {
    const code = nextItem(cursor, parent);
    if (code === -1) return true;
    if (code === 125) {
      cursor.pos++;
      return false;
    }
    if (code === 93) {
      // The bracket of a sequence around this map: the map was left open.
      return strayBracket(cursor);
    }
    const { key, value } = readPair(cursor, parent);
    map.add(key, value);
  }
}

/** Reads up to and with the `]`; true when it is missing. */
function readSeqItems(cursor: Cursor, seq: YamlSeq, parent: number): boolean {
  for (;;) {
    const code = nextItem(cursor, parent);
    if (code === -1) return true;
    if (code === 93) {
      cursor.pos++;
      return false;
    }
    if (code === 125) return strayBracket(cursor);
    const start = cursor.pos;
    const isIndicator = (code === question || code === colon) && endsFlowWord(cursor, start + 1);
    const first = isIndicator ? undefined : readFlowNode(cursor, parent);
    if (first) {
      passBlanks(cursor, parent);
      // Only `[a: b]` is a pair; after a node written like JSON the colon needs no blank behind it.
      if (!atColon(cursor, first)) {
        seq.add(first);
        continue;
      }
    }
    const { key, value } = readPair(cursor, parent, first);
    const map = new YamlMap(key.start);
    map.add(key, value);
    seq.add(map);
  }
}

/** Passes blanks and commas; the code of the next item's first character, or -1 when the collection was left open. */
function nextItem(cursor: Cursor, parent: number): number {
  for (;;) {
    if (!passBlanks(cursor, parent)) return -1;
    const code = cursor.code(cursor.pos);
    if (code !== comma) return code;
    cursor.pos++;
  }
}

/** Passes blanks, line breaks and comments; false at the end, or where an entry of the block around begins. */
function passBlanks(cursor: Cursor, parent: number): boolean {
  const code = cursor.code(cursor.pos);
  if (code > 35) return !(cursor.fresh && isForeign(cursor, parent));
  cursor.skip();
  if (cursor.ended) return false;
  return !(cursor.fresh && isForeign(cursor, parent));
}

/** True on a line that belongs to the block collection around an unclosed flow collection. */
function isForeign(cursor: Cursor, parent: number): boolean {
  if (parent < 0 || cursor.column > parent) return false;
  const code = cursor.code(cursor.pos);
  if (code === 34 || code === 39 || isFlowIndicator(code)) return false;
  if (code === 45 && cursor.blankAt(cursor.pos + 1)) return true;
  return plainKeyEnd(cursor, cursor.pos) !== -1;
}

function strayBracket(cursor: Cursor): boolean {
  // Left to the collection around it; the outermost one takes it, so that reading goes on.
  if (cursor.depth === 1) cursor.pos++;
  return true;
}

interface FlowPair {
  readonly key: ScalarNode;
  readonly value: Node;
}

/** A key and its value; `first` is the key when it was read already. */
function readPair(cursor: Cursor, parent: number, first?: Node): FlowPair {
  let key = first;
  if (!key && cursor.code(cursor.pos) === question && endsFlowWord(cursor, cursor.pos + 1)) {
    cursor.pos++;
    passBlanks(cursor, parent);
  }
  if (!key) {
    const code = cursor.code(cursor.pos);
    const missing = code === colon ? endsFlowWord(cursor, cursor.pos + 1) : code === -1 || isCloser(code);
    key = missing ? cursor.nothing(cursor.pos) : readFlowNode(cursor, parent);
  }
  const name = keyOf(cursor, key);
  if (!passBlanks(cursor, parent) || !atColon(cursor, key)) return { key: name, value: cursor.nothing(name.end) };
  cursor.pos++;
  const empty = cursor.pastBlanks(cursor.pos);
  const more = passBlanks(cursor, parent);
  if (!more || isCloser(cursor.code(cursor.pos))) return { key: name, value: cursor.nothing(empty) };
  return { key: name, value: readFlowNode(cursor, parent) };
}

function isCloser(code: number): boolean {
  return code === comma || code === 93 || code === 125;
}

function atColon(cursor: Cursor, key: Node): boolean {
  if (cursor.code(cursor.pos) !== colon) return false;
  const likeJson = key.type === 'map' || key.type === 'seq' || (key.type === 'scalar' && key.style !== 'plain');
  return likeJson || endsFlowWord(cursor, cursor.pos + 1);
}

function endsFlowWord(cursor: Cursor, at: number): boolean {
  return cursor.blankAt(at) || isFlowIndicator(cursor.source.charCodeAt(at));
}

/** A collection or alias as the scalar that a pair's key must be: its text as written, or the beginning of it. */
export function keyOf(cursor: Cursor, key: Node): ScalarNode {
  return key.type === 'scalar' ? key : cursor.scalar(key.start, Math.min(key.end, key.start + maxKey), 'plain');
}

/** A node inside a flow collection; it takes at least one character, except where properties stand alone. */
function readFlowNode(cursor: Cursor, parent: number): Node {
  let properties: Properties | undefined;
  const code = cursor.code(cursor.pos);
  if (code === 38 || code === 33) {
    properties = cursor.readProperties();
    const next = cursor.code(cursor.pos);
    const nothing = next === colon ? endsFlowWord(cursor, cursor.pos + 1) : next === -1 || isCloser(next);
    if (nothing) return cursor.assign(cursor.nothing(properties?.end ?? cursor.pos), properties);
  }
  switch (cursor.code(cursor.pos)) {
    case 34:
    case 39:
      return cursor.assign(readQuotedInFlow(cursor, parent), properties);
    case 123:
    case 91:
      return readFlow(cursor, parent, properties);
    case 42:
      return readAlias(cursor);
    default:
      return cursor.assign(readFlowPlain(cursor, parent), properties);
  }
}

function readQuotedInFlow(cursor: Cursor, parent: number): YamlScalar {
  const node = readQuoted(cursor, parent);
  if (node.end > node.start) lineOf(cursor, node.start);
  return node;
}

/** A quoted scalar may have crossed lines: finds the start of the one that the cursor stands on. */
function lineOf(cursor: Cursor, start: number): void {
  for (let i = cursor.pos - 1; i >= start; i--) {
    if (cursor.source.charCodeAt(i) !== 10) continue;
    cursor.lineStart = i + 1;
    return;
  }
}

/** A plain scalar in a flow collection, with its further lines; the cursor is left behind its text. */
function readFlowPlain(cursor: Cursor, parent: number): YamlScalar {
  const start = cursor.pos;
  let stop = flowLineEnd(cursor, start);
  cursor.pos = stop;
  for (;;) {
    const { pos, lineStart } = cursor;
    cursor.skip();
    const code = cursor.code(cursor.pos);
    const goesOn =
      cursor.fresh &&
      !cursor.interrupted &&
      !cursor.ended &&
      !isFlowIndicator(code) &&
      !(code === colon && endsFlowWord(cursor, cursor.pos + 1)) &&
      !isForeign(cursor, parent);
    if (!goesOn) {
      // What was skipped stays skipped, unless a comment in it would be kept twice.
      if (!cursor.interrupted && cursor.comments.length === 0) {
        cursor.pos = pos;
        cursor.lineStart = lineStart;
      }
      break;
    }
    stop = flowLineEnd(cursor, cursor.pos);
    cursor.pos = stop;
  }
  return cursor.scalar(start, stop, 'plain');
}

/** The end of a plain flow scalar's text on one line; behind its first character at least. */
function flowLineEnd(cursor: Cursor, at: number): number {
  const { source, end } = cursor;
  let i = at;
  for (; i < end; i++) {
    const code = source.charCodeAt(i);
    if (code === 36 && source.charCodeAt(i + 1) === 123) i = variableEnd(source, i, end);
    else if (code === 10 || (isFlowIndicator(code) && i > at)) break;
    else if (code === colon && endsFlowWord(cursor, i + 1) && i > at) break;
    else if (code === 35 && i > at && isBlank(source.charCodeAt(i - 1))) break;
  }
  while (i > at + 1 && (isBlank(source.charCodeAt(i - 1)) || source.charCodeAt(i - 1) === 13)) i--;
  return Math.max(i, Math.min(at + 1, end));
}

/** `${NAME}` is put in before anybody reads YAML: its last character; `at` where it is none, or not on one line. */
function variableEnd(source: string, at: number, end: number): number {
  const limit = Math.min(end, at + maxVariable);
  for (let i = at + 2; i < limit; i++) {
    const code = source.charCodeAt(i);
    if (code === 125) return i;
    if (code === 10 || code === 123) break;
  }
  return at;
}

/** Passes a collection nested too deeply, by its brackets. */
function passTooDeep(cursor: Cursor): void {
  const start = cursor.pos;
  cursor.problem('nested too deeply', start, start + 1);
  let level = 0;
  let i = start;
  for (; i < cursor.end; i++) {
    const code = cursor.source.charCodeAt(i);
    if (code === 91 || code === 123) level++;
    else if ((code === 93 || code === 125) && --level === 0) {
      i++;
      break;
    }
  }
  cursor.pos = i;
}
