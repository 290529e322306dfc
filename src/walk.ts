import { asMap, itemsOf, type Node, type Pair, pairsOf, resolved, type ScalarNode } from './parser.ts';

/** One scalar with the keys that lead to it; items of sequences add nothing to the path. */
export interface Leaf {
  readonly path: readonly string[];
  readonly node: ScalarNode;
  /** The map the scalar is a value of; undefined inside a sequence of scalars. */
  readonly parent: readonly Pair[] | undefined;
}

const maxDepth = 200;

/** One map with the keys that lead to it. */
export interface MapAt {
  readonly path: readonly string[];
  readonly pairs: readonly Pair[];
  readonly node: Node;
}

/** One sequence of scalars with the keys that lead to it. */
export interface ListAt {
  readonly path: readonly string[];
  readonly items: readonly ScalarNode[];
}

// Arrays, not generators: a recursive generator pays its depth again for every item.

/**
 * Every scalar value below a node, in document order. Aliases are not followed: the anchored node is visited where it is
 * written, so the cost stays linear whatever the document says. Merge keys are visited as the nodes they are.
 */
export function leaves(node: Node | undefined, path: readonly string[] = []): readonly Leaf[] {
  const out: Leaf[] = [];
  if (node) addLeaves(node, path, out, 0);
  return out;
}

function addLeaves(node: Node, path: readonly string[], out: Leaf[], depth: number): void {
  if (depth > maxDepth) return;
  if (node.type === 'scalar') out.push({ path, node, parent: undefined });
  else if (node.type === 'map') {
    for (const { key, value } of node.pairs) {
      if (value.type === 'alias') continue;
      const below = [...path, key.value];
      if (value.type === 'scalar') out.push({ path: below, node: value, parent: node.pairs });
      else addLeaves(value, below, out, depth + 1);
    }
  } else if (node.type === 'seq') {
    for (const item of node.items) addLeaves(item, path, out, depth + 1);
  }
}

/** Every map below a node (itself included) with the keys that lead to it. */
export function maps(node: Node | undefined, path: readonly string[] = []): readonly MapAt[] {
  const out: MapAt[] = [];
  if (node) addMaps(node, path, out, 0);
  return out;
}

function addMaps(node: Node, path: readonly string[], out: MapAt[], depth: number): void {
  if (depth > maxDepth) return;
  if (node.type === 'map') {
    out.push({ path, pairs: node.pairs, node });
    for (const { key, value } of node.pairs) {
      if (value.type === 'map' || value.type === 'seq') addMaps(value, [...path, key.value], out, depth + 1);
    }
  } else if (node.type === 'seq') {
    for (const item of node.items) if (item.type !== 'scalar') addMaps(item, path, out, depth + 1);
  }
}

/** Every sequence of scalars below a node with the keys that lead to it. */
export function scalarLists(node: Node | undefined, path: readonly string[] = []): readonly ListAt[] {
  const out: ListAt[] = [];
  if (node) addLists(node, path, out, 0);
  return out;
}

function addLists(node: Node, path: readonly string[], out: ListAt[], depth: number): void {
  if (depth > maxDepth) return;
  if (node.type === 'map') {
    for (const { key, value } of node.pairs) {
      if (value.type === 'map' || value.type === 'seq') addLists(value, [...path, key.value], out, depth + 1);
    }
  } else if (node.type === 'seq') {
    const scalars: ScalarNode[] = [];
    for (const item of node.items) {
      if (item.type === 'scalar') scalars.push(item);
      else addLists(item, path, out, depth + 1);
    }
    if (scalars.length > 0) out.push({ path, items: scalars });
  }
}

/** The scalar pairs of a map through aliases and merge keys: what a Secret's `data` holds. */
export function* scalarPairs(node: Node | undefined): Iterable<{ key: ScalarNode; value: ScalarNode }> {
  for (const { key, value } of pairsOf(asMap(node))) {
    const scalar = resolved(value);
    if (scalar?.type === 'scalar') yield { key, value: scalar };
  }
}

/** The maps of a sequence, through aliases. */
export function* mapsOf(node: Node | undefined): Iterable<Node> {
  for (const item of itemsOf(node)) {
    const map = asMap(item);
    if (map) yield map;
  }
}
