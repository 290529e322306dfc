import type { Node, ScalarNode } from '../parser.ts';
import { type Cursor, maxDepth, type Properties } from './yaml-cursor.ts';
import { keyOf, readFlow } from './yaml-flow.ts';
import { YamlMap, YamlSeq } from './yaml-node.ts';
import { closingQuote, plainKeyEnd, readAlias, readBlockScalar, readPlain, readQuoted } from './yaml-scalar.ts';

/**
 * Readers of block collections (YAML 1.2.2, chapter 8). Each begins with the cursor on content and leaves it on the
 * next content. Where the indentation of an entry fits no collection, its key is taken to have a second value, so that
 * whatever can be read is kept.
 */

/** The node at the cursor: the first content of its line, or behind `- ` or `? `. `parent` is the column around it. */
export function readNode(cursor: Cursor, parent: number, outer?: Properties): Node {
  const code = cursor.code(cursor.pos);
  if (code === 38 || code === 33) return readWithProperties(cursor, parent, outer);
  if (code === 45 && cursor.blankAt(cursor.pos + 1)) return readSeq(cursor, outer);
  if (code === 63 && cursor.blankAt(cursor.pos + 1)) return readMap(cursor, cursor.column, undefined, outer);
  const column = cursor.column;
  const key = readKey(cursor);
  if (key) return readMap(cursor, column, key, outer);
  if (code === 123 || code === 91) return readFlowOrMap(cursor, parent, column, outer);
  return readInline(cursor, parent, outer);
}

function readWithProperties(cursor: Cursor, parent: number, outer: Properties | undefined): Node {
  let before = outer;
  for (;;) {
    const column = cursor.column;
    const own = cursor.readProperties();
    if (!own) return readNode(cursor, parent, before);
    if (!cursor.fresh && !cursor.ended) {
      // On the same line they belong to an implicit key, when one follows.
      const key = readKey(cursor);
      if (key) return readMap(cursor, column, cursor.assign(key, own), before);
      if (cursor.code(cursor.pos) === 45 && cursor.blankAt(cursor.pos + 1)) return readSeq(cursor, own);
      return readInline(cursor, parent, joined(before, own));
    }
    before = joined(before, own);
    if (!cursor.deeperThan(parent)) return cursor.assign(cursor.nothing(own.end), before);
  }
}

function joined(outer: Properties | undefined, inner: Properties): Properties {
  if (!outer) return inner;
  return { ...inner, anchor: inner.anchor ?? outer.anchor, tag: inner.tag ?? outer.tag };
}

/** A value on its key's line (or alone on its own): a scalar, an alias or a flow collection, with its properties. */
function readInline(cursor: Cursor, parent: number, outer?: Properties): Node {
  let properties = outer;
  const code = cursor.code(cursor.pos);
  switch (code) {
    case 34:
    case 39: {
      const node = cursor.assign(readQuoted(cursor, parent), properties);
      cursor.finishLine();
      return node;
    }
    case 91:
    case 123: {
      const node = readFlow(cursor, parent, properties);
      leaveFlow(cursor);
      return node;
    }
    case 42: {
      const node = readAlias(cursor);
      cursor.finishLine();
      return node;
    }
    case 124:
    case 62: {
      const node = readBlockScalar(cursor, parent, properties);
      if (node) return node;
      cursor.problem('block scalar header holds other text', cursor.pos, cursor.lineEnd(cursor.pos));
      break;
    }
    case 38:
    case 33:
      properties = cursor.readProperties();
      if (properties && outer) properties = joined(outer, properties);
      return readAfterProperties(cursor, parent, properties!);
  }
  return cursor.assign(readPlain(cursor, parent), properties);
}

/** The value behind properties that follow `key:`; a block collection may begin on the next line. */
function readAfterProperties(cursor: Cursor, parent: number, properties: Properties): Node {
  if (!cursor.fresh && !cursor.ended) return readInline(cursor, parent, properties);
  if (cursor.deeperThan(parent)) return readNode(cursor, parent, properties);
  if (isSeqAt(cursor, parent)) return readSeq(cursor, properties);
  return cursor.assign(cursor.nothing(properties.end), properties);
}

function isSeqAt(cursor: Cursor, column: number): boolean {
  return !cursor.ended && cursor.column === column && cursor.code(cursor.pos) === 45 && cursor.blankAt(cursor.pos + 1);
}

/** Behind a flow collection: one that was left open may have stopped at a fresh line already. */
function leaveFlow(cursor: Cursor): void {
  if (
    cursor.fresh &&
    cursor.source.charCodeAt(cursor.pos - 1) !== 125 &&
    cursor.source.charCodeAt(cursor.pos - 1) !== 93
  )
    return;
  cursor.finishLine();
}

/** A flow collection, or a map that has it as its first key. */
function readFlowOrMap(cursor: Cursor, parent: number, column: number, outer: Properties | undefined): Node {
  const before = cursor.lineStart;
  const node = readFlow(cursor, parent, outer);
  const at = cursor.pastBlanks(cursor.pos);
  if (cursor.lineStart === before && cursor.code(at) === 58 && cursor.blankAt(at + 1)) {
    cursor.pos = at + 1;
    return readMap(cursor, column, keyOf(cursor, node), undefined);
  }
  leaveFlow(cursor);
  return node;
}

/** An implicit key and its colon; undefined, with the cursor unmoved, when none stands here. */
function readKey(cursor: Cursor): ScalarNode | undefined {
  const start = cursor.pos;
  const code = cursor.code(start);
  let end: number;
  switch (code) {
    case 34:
    case 39: {
      end = closingQuote(cursor, start, cursor.lineEnd(start));
      if (end === -1) return undefined;
      const colon = cursor.pastBlanks(end);
      if (cursor.code(colon) !== 58 || !cursor.blankAt(colon + 1)) return undefined;
      cursor.pos = colon + 1;
      return cursor.scalar(start, end, code === 34 ? 'double' : 'single');
    }
    case 42: {
      const alias = readAlias(cursor);
      const colon = cursor.pastBlanks(alias.end);
      if (cursor.code(colon) !== 58 || !cursor.blankAt(colon + 1)) {
        cursor.pos = start;
        return undefined;
      }
      cursor.pos = colon + 1;
      return keyOf(cursor, alias);
    }
    case 91:
    case 123:
    case 124:
    case 62:
    case 38:
    case 33:
      return undefined;
    case 45:
    case 63:
      if (cursor.blankAt(start + 1)) return undefined;
  }
  const colon = plainKeyEnd(cursor, start);
  if (colon === -1) return undefined;
  cursor.pos = colon + 1;
  end = colon;
  while (end > start) {
    const last = cursor.source.charCodeAt(end - 1);
    if (last !== 32 && last !== 9) break;
    end--;
  }
  return cursor.scalar(start, end, 'plain');
}

/** A block map whose keys stand at `column`; `first` is its first key when that was read with its colon. */
function readMap(
  cursor: Cursor,
  column: number,
  first: ScalarNode | undefined,
  properties: Properties | undefined,
): Node {
  const map = cursor.assign(new YamlMap(first ? first.start : cursor.pos), properties);
  if (cursor.depth >= maxDepth) return tooDeep(cursor, column, map);
  cursor.depth++;
  let key = first;
  for (;;) {
    if (key) map.add(key, readValue(cursor, column));
    else readEntry(cursor, column, map);
    key = undefined;
    while (cursor.deeperThan(column)) {
      const last = map.pairs.at(-1);
      cursor.oddity('indentation fits no collection above', cursor.pos, cursor.lineEnd(cursor.pos));
      map.add(last ? last.key : cursor.nothing(cursor.pos), readNode(cursor, column));
    }
    if (cursor.ended || cursor.column < column) break;
    key = readKey(cursor);
  }
  cursor.depth--;
  return map;
}

/** The value behind an implicit key's colon. */
function readValue(cursor: Cursor, column: number): Node {
  const colon = cursor.pos;
  cursor.skip();
  if (!cursor.fresh && !cursor.ended) return readInline(cursor, column);
  if (cursor.deeperThan(column)) return readNode(cursor, column);
  if (isSeqAt(cursor, column)) return readSeq(cursor, undefined);
  return cursor.nothing(cursor.pastBlanks(colon));
}

/** An entry of a map that does not begin with an implicit key: properties, `? key`, `: value`, or nothing known. */
function readEntry(cursor: Cursor, column: number, map: YamlMap): void {
  const start = cursor.pos;
  const code = cursor.code(start);
  if (code === 38 || code === 33) {
    const properties = cursor.readProperties();
    const key = cursor.fresh ? undefined : readKey(cursor);
    if (key) {
      map.add(cursor.assign(key, properties), readValue(cursor, column));
      return;
    }
  } else if (code === 63 && cursor.blankAt(start + 1)) {
    readExplicit(cursor, column, map);
    return;
  } else if (code === 45 && cursor.blankAt(start + 1)) {
    cursor.oddity('a sequence stands where a key is expected', start, start + 1);
    const last = map.pairs.at(-1);
    map.add(last ? last.key : cursor.nothing(start), readSeq(cursor, undefined));
    return;
  } else if (code === 91 || code === 123) {
    const node = readFlow(cursor, column);
    const at = cursor.pastBlanks(cursor.pos);
    if (cursor.code(at) === 58 && cursor.blankAt(at + 1)) {
      cursor.pos = at + 1;
      map.add(keyOf(cursor, node), readValue(cursor, column));
      return;
    }
  }
  if (cursor.fresh && cursor.pos > start) return;
  const stop = cursor.lineEnd(cursor.pos);
  cursor.problem('a line without a key stands in a map', start, stop);
  cursor.pos = stop;
  cursor.skip();
}

/** `? key` and the `: value` that may follow. */
function readExplicit(cursor: Cursor, column: number, map: YamlMap): void {
  const key = keyOf(cursor, readIndicated(cursor, column));
  if (cursor.ended || cursor.column !== column || cursor.code(cursor.pos) !== 58 || !cursor.blankAt(cursor.pos + 1)) {
    map.add(key, cursor.nothing(key.end));
    return;
  }
  map.add(key, readIndicated(cursor, column));
}

/** The node behind `- `, `? ` or `: ` (one character), which may begin on the same line; or a null. */
function readIndicated(cursor: Cursor, column: number): Node {
  const indicator = cursor.pos;
  cursor.pos++;
  cursor.skip();
  if (cursor.deeperThan(column)) return readNode(cursor, column);
  if (cursor.code(indicator) !== 45 && isSeqAt(cursor, column)) return readSeq(cursor, undefined);
  return cursor.nothing(cursor.pastBlanks(indicator + 1));
}

/** A block sequence; its dashes stand in the column of the cursor. */
function readSeq(cursor: Cursor, properties: Properties | undefined): Node {
  const column = cursor.column;
  const seq = cursor.assign(new YamlSeq(cursor.pos), properties);
  if (cursor.depth >= maxDepth) return tooDeep(cursor, column, seq);
  cursor.depth++;
  for (;;) {
    seq.end = Math.max(seq.end, cursor.pos + 1);
    seq.add(readIndicated(cursor, column));
    while (cursor.deeperThan(column)) {
      cursor.oddity('indentation fits no collection above', cursor.pos, cursor.lineEnd(cursor.pos));
      seq.add(readNode(cursor, column));
    }
    if (!isSeqAt(cursor, column)) break;
  }
  cursor.depth--;
  return seq;
}

/** Passes all lines of a collection that is nested too deeply. */
function tooDeep<N extends Node>(cursor: Cursor, column: number, node: N): N {
  cursor.problem('nested too deeply', node.start, node.start + 1);
  do {
    cursor.pos = cursor.lineEnd(cursor.pos);
    cursor.skip();
  } while (!cursor.ended && cursor.column >= column);
  return node;
}
