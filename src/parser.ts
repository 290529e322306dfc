import type { Text } from './text.ts';

/**
 * What every parser yields: positioned nodes. A parser never throws on input: what it cannot read becomes a problem,
 * and what it can read around it is kept.
 */
export type Node = MapNode | SeqNode | ScalarNode | AliasNode;

interface Positioned {
  /** Offsets into the text of the document that holds the node; of a value without its key, comment or trailing break. */
  readonly start: number;
  readonly end: number;
  /** Explicit YAML tag such as `!vault` or `!!binary`. */
  readonly tag?: string;
}

export interface MapNode extends Positioned {
  readonly type: 'map';
  readonly pairs: readonly Pair[];
}

export interface Pair {
  readonly key: ScalarNode;
  readonly value: Node;
}

export interface SeqNode extends Positioned {
  readonly type: 'seq';
  readonly items: readonly Node[];
}

/** How a scalar is written; `literal` is `|`, `folded` is `>`. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface ScalarNode extends Positioned {
  readonly type: 'scalar';
  /** The value after quotes, escapes, indentation and folding are resolved; numbers and booleans stay as written. */
  readonly value: string;
  readonly style: ScalarStyle;
  /** True where a template directive (`{{ ... }}`) stands in the value; `value` then keeps the directive as written. */
  readonly templated: boolean;
}

export interface AliasNode extends Positioned {
  readonly type: 'alias';
  readonly name: string;
  /** The anchored node; undefined for an unknown anchor. Never expanded, so an alias bomb costs nothing. */
  readonly target: Node | undefined;
}

/** A YAML comment: offsets include the `#`. */
export interface Comment {
  readonly start: number;
  readonly end: number;
}

/** One document of a multi-document text. */
export interface Document {
  readonly text: Text;
  readonly start: number;
  readonly end: number;
  readonly root: Node | undefined;
  readonly comments: readonly Comment[];
  /** True when template directives were masked to read it. */
  readonly templated: boolean;
}

/** One command of a script, as far as it can be known without running it. */
export interface Command {
  readonly text: Text;
  readonly start: number;
  readonly end: number;
  /** `NAME=value` before the command or alone on the line (then `words` is empty). */
  readonly assignments: readonly Assignment[];
  /** `kubectl`, `create`, `secret`, ... with quotes resolved. */
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  /** Here-documents fed to the command, already as texts with mapped positions. */
  readonly heredocs: readonly Text[];
  /** The next command of the same pipeline (`a | b`). */
  readonly pipedTo: Command | undefined;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export interface Redirect {
  /** `>`, `>>`, `<` or `<<<` (a string given as input); of another descriptor than 0 and 1 with its number: `2>`. */
  readonly operator: string;
  readonly target: Word;
}

export interface Word {
  /** Value after quotes are resolved; expansions stay as written (`$X`, `${X}`, `$(...)`). */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** True when any part is expanded by the shell or the surrounding template (`$X`, `$(...)`, `${{ }}`, `{{ }}`). */
  readonly expands: boolean;
  /**
   * Pairs [offset in `value`, offset in the text] at which the correspondence jumps (a quote, an escape). Absent where
   * the value is written as it reads, from `start` on.
   */
  readonly pieces?: readonly (readonly [number, number])[];
}

/** Where the part [from, to) of a word's value stands in the text of its command, without the quotes around it. */
export function partOf(word: Word, from: number, to: number = word.value.length): { start: number; end: number } {
  const start = offsetIn(word, from);
  return { start, end: to > from ? offsetIn(word, to - 1) + 1 : start };
}

function offsetIn(word: Word, offset: number): number {
  const pieces = word.pieces;
  if (!pieces) return word.start + offset;
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]![0] <= offset) low = middle;
    else high = middle - 1;
  }
  const [here, there] = pieces[low] ?? [0, word.start];
  return Math.min(there + (offset - here), word.end);
}

/** What a text is written in. */
export type Dialect =
  | 'yaml'
  | 'json'
  | 'dotenv'
  | 'properties'
  | 'ini'
  | 'toml'
  | 'hcl'
  | 'xml'
  | 'shell'
  | 'dockerfile'
  | 'makefile'
  | 'markdown'
  | 'pem'
  | 'netrc'
  | 'pgpass'
  | 'htpasswd'
  | 'groovy'
  | 'starlark'
  | 'jsonnet'
  | 'text';

/** Another text inside this one, to be read in its own dialect: a Markdown fence, a `run:` block, a here-document. */
export interface Inset {
  readonly dialect: Dialect;
  readonly text: Text;
}

/** Input that could not be read, with its place; the rest of the file is still read. */
export interface ParseProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface Parsed {
  readonly documents: readonly Document[];
  readonly commands: readonly Command[];
  readonly insets: readonly Inset[];
  readonly problems: readonly ParseProblem[];
  /** True when a second `parse` can read more once `loadYamlLibrary` has run (parsers/yaml-library.ts). */
  readonly wantsLibrary?: boolean;
}

/** Reads one or more dialects. `parse` is pure and total: any string gives a result in time linear in its length. */
export interface Parser {
  readonly id: string;
  readonly dialects: readonly Dialect[];
  parse(text: Text, dialect: Dialect): Parsed;
}

export const nothingParsed: Parsed = { documents: [], commands: [], insets: [], problems: [] };

const maxAliasHops = 16;

/** The node an alias stands for; undefined for an unknown or endless one. */
export function resolved(node: Node | undefined): Exclude<Node, AliasNode> | undefined {
  let at = node;
  for (let hop = 0; at && at.type === 'alias'; hop++) {
    if (hop >= maxAliasHops) return undefined;
    at = at.target;
  }
  return at as Exclude<Node, AliasNode> | undefined;
}

/** The map behind a node, or undefined. */
export function asMap(node: Node | undefined): MapNode | undefined {
  const found = resolved(node);
  return found?.type === 'map' ? found : undefined;
}

/** The items of a sequence, or none. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  const found = resolved(node);
  return found?.type === 'seq' ? found.items : [];
}

/** The scalar behind a node, or undefined. */
export function asScalar(node: Node | undefined): ScalarNode | undefined {
  const found = resolved(node);
  return found?.type === 'scalar' ? found : undefined;
}

/**
 * Pairs of a map with YAML merge keys (`<<: *base`) followed; a pair written in the map itself wins. Later duplicates of
 * a key are all given: each is readable in the file.
 */
export function pairsOf(node: Node | undefined): readonly Pair[] {
  const map = asMap(node);
  if (!map) return [];
  if (!map.pairs.some((pair) => pair.key.value === '<<')) return map.pairs;
  const out: Pair[] = [];
  merge(map, out, new Set(), new Set(), map.pairs.length + maxInherited);
  return out;
}

/**
 * Pairs that a map may inherit: nobody merges more, and without a bound a small file could ask for the same thousand keys
 * a thousand times. What is left out is still read where it is written.
 */
const maxInherited = 500;

function merge(map: MapNode, out: Pair[], seen: Set<string>, visited: Set<Node>, most: number): void {
  if (visited.has(map) || visited.size > maxInherited) return;
  visited.add(map);
  const inherited: Node[] = [];
  const own = new Set<string>();
  for (const pair of map.pairs) {
    if (out.length >= most) return;
    if (pair.key.value === '<<' && pair.key.style === 'plain') inherited.push(pair.value);
    else if (!seen.has(pair.key.value)) {
      out.push(pair);
      own.add(pair.key.value);
    }
  }
  for (const key of own) seen.add(key);
  for (const node of inherited) {
    for (const source of asMap(node) ? [node] : itemsOf(node)) {
      const target = asMap(source);
      if (target) merge(target, out, seen, visited, most);
    }
  }
}

/** The value at a path of keys, through aliases and merge keys; a number selects an item. */
export function at(node: Node | undefined, ...path: readonly (string | number)[]): Node | undefined {
  let here = node;
  for (const step of path) {
    if (here === undefined) return undefined;
    if (typeof step === 'number') here = itemsOf(here)[step];
    else here = childOf(here, step);
  }
  return here;
}

function childOf(node: Node, key: string): Node | undefined {
  const map = asMap(node);
  if (!map) return undefined;
  for (const pair of map.pairs) if (pair.key.value === key) return pair.value;
  for (const pair of pairsOf(map)) if (pair.key.value === key) return pair.value;
  return undefined;
}

/** The string at a path of keys, or undefined when there is none or it is not a scalar. */
export function textAt(node: Node | undefined, ...path: readonly (string | number)[]): string | undefined {
  return asScalar(at(node, ...path))?.value;
}

/** True for an unquoted YAML null (`~`, `null` or nothing). */
export function isNull(node: ScalarNode): boolean {
  return node.style === 'plain' && /^(?:~|null|Null|NULL|)$/.test(node.value);
}
