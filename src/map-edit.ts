import { type Edit, lineBreakOf } from './fix.ts';
import type { Document, MapNode, Node, Pair } from './parser.ts';

/**
 * Edits of mappings in YAML and JSON that leave every other character where it is. Undefined where the text is embedded in
 * another one, or where an anchor, a tag, a comment or a template stands in the way.
 */

/** Takes a pair out of a map with the line it stands on; the map must keep another pair. */
export function withoutPair(document: Document, map: MapNode, pair: Pair): Edit | undefined {
  const { content } = document.text;
  const at = map.pairs.indexOf(pair);
  if (!document.text.isWhole || at === -1 || map.pairs.length < 2 || !isBare(content, pair)) return undefined;
  const { key, value } = pair;
  if (isFlow(content, map)) {
    const next = map.pairs[at + 1];
    const previous = map.pairs[at - 1];
    if (next) return removed(document, key.start, next.key.start, content.slice(value.end, next.key.start));
    return removed(document, previous!.value.end, value.end, content.slice(previous!.value.end, key.start));
  }
  const start = content.lastIndexOf('\n', key.start - 1) + 1;
  const found = content.indexOf('\n', value.end);
  const end = found === -1 ? content.length : found + 1;
  if (!/^[ \t]*$/.test(content.slice(start, key.start))) return undefined;
  if (!/^[ \t]*(?:#[^\n]*)?\r?\n?$/.test(content.slice(value.end, end))) return undefined;
  // A block scalar above that keeps its last line breaks would take the empty lines that follow.
  if (/^[ \t]*\r?\n/.test(content.slice(end)) && /[|>]\d?\+/.test(content.slice(map.start, start))) return undefined;
  return { span: document.text.span(start, end), text: '' };
}

function removed(document: Document, start: number, end: number, between: string): Edit | undefined {
  return /^\s*,\s*$/.test(between) ? { span: document.text.span(start, end), text: '' } : undefined;
}

/** Puts `name: value`, a plain word each, in front of the first pair of a map. */
export function withFirstPair(document: Document, map: MapNode, name: string, value: string): Edit | undefined {
  const { content } = document.text;
  const first = map.pairs[0]?.key;
  if (!document.text.isWhole || !first || content.slice(map.start, map.end).includes('{{')) return undefined;
  const line = content.lastIndexOf('\n', first.start - 1) + 1;
  const before = content.slice(line, first.start);
  const flow = isFlow(content, map);
  const named = content[first.start] === '"' ? `"${name}"` : name;
  const span = document.text.span(first.start, first.start);
  if (flow && !/^[ \t]*$/.test(before)) return { span, text: `${named}: ${value}, ` };
  if (!/^ *(?:- +)*$/.test(before)) return undefined;
  return { span, text: `${named}: ${value}${flow ? ',' : ''}${lineBreakOf(content)}${' '.repeat(before.length)}` };
}

function isFlow(content: string, map: MapNode): boolean {
  return content[map.start] === '{';
}

/** True where nothing but the colon stands between key and value, down to the last one: no anchor that others refer to, no tag. */
function isBare(content: string, { key, value }: Pair): boolean {
  const between = /^\s*:\s*$/.test(content.slice(key.end, value.start));
  return between && !/[&*!]/.test(content[value.start] ?? '') && isBareNode(content, value);
}

function isBareNode(content: string, node: Node): boolean {
  if (node.type === 'map') return node.pairs.every((pair) => isBare(content, pair));
  return node.type === 'scalar';
}
