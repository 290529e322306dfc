import type { LineCounter, Node, Pair, ParsedNode } from 'yaml';
import type { Mistake } from '../errors.ts';

/** A place in a file; both numbers start at 1. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

/** A value of a YAML file and where it stands; `entries` and `items` keep the order of the file. */
export type Item =
  | { readonly kind: 'map'; readonly at: Spot; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly at: Spot; readonly items: readonly Item[] }
  | { readonly kind: 'scalar'; readonly at: Spot; readonly value: unknown };

export interface Entry {
  readonly key: string;
  readonly at: Spot;
  readonly value: Item;
}

const maxLength = 1 << 20;
const maxItems = 20_000;
const maxDepth = 40;

/** Our words for the errors of `yaml`, whose own messages quote the source. */
const syntaxErrors: Readonly<Record<string, string>> = {
  BAD_INDENT: 'the indentation does not fit what stands above',
  BLOCK_AS_IMPLICIT_KEY: 'a key and its value stand where one value is expected; is the indentation right?',
  DUPLICATE_KEY: 'this key is there already',
  MISSING_CHAR: 'a quote, bracket or colon is missing',
  MULTIPLE_DOCS: 'only one document is read; remove the `---` and what follows',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line; is a colon missing?',
  TAB_AS_INDENT: 'tabs cannot indent; use spaces',
  UNEXPECTED_TOKEN: 'this does not belong here',
};

/**
 * Reads one YAML document with the place of everything in it. Mistakes (syntax, keys given twice, aliases without end)
 * are added to `mistakes` and never quote the file. Undefined for an empty document, or where nothing can be read.
 */
export async function readDocument(text: string, path: string, mistakes: Mistake[]): Promise<Item | undefined> {
  if (text.length > maxLength) {
    mistakes.push({ path, message: 'the file is larger than 1 MiB' });
    return undefined;
  }
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const spot = (offset: number): Spot => spotOf(lines, offset);
  try {
    const document = parseDocument(text.replace(/^\ufeff/, ''), {
      lineCounter: lines,
      // Its check is quadratic; `map` below has its own.
      uniqueKeys: false,
      prettyErrors: false,
      // At 'silent' it would keep quiet about a second document.
      logLevel: 'error',
    });
    if (document.errors.length > 0) {
      for (const error of document.errors) {
        const message = `not valid YAML: ${syntaxErrors[error.code] ?? error.code.toLowerCase().replaceAll('_', ' ')}`;
        mistakes.push({ path, ...spot(error.pos[0]), message });
      }
      return undefined;
    }
    if (document.contents === null || isEmpty(document.contents)) return undefined;
    return await itemOf(document.contents, spot, path, mistakes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    mistakes.push({ path, message: 'the file is nested too deeply' });
    return undefined;
  }
}

function isEmpty(node: ParsedNode): boolean {
  return 'value' in node && node.value === null && !node.tag && node.range[0] === node.range[1];
}

async function itemOf(root: Node, spot: (at: number) => Spot, path: string, mistakes: Mistake[]): Promise<Item> {
  const { isAlias, isMap, isScalar, isSeq } = await import('yaml');
  const anchors = new Map<string, Node>();
  let count = 0;
  const nothing = (at: Spot): Item => ({ kind: 'scalar', at, value: null });

  function read(node: Node | null, above: Spot, depth: number): Item {
    if (!node) return nothing(above);
    const at = spot(node.range?.[0] ?? 0);
    if (++count > maxItems || depth > maxDepth) {
      if (count !== Number.POSITIVE_INFINITY) {
        mistakes.push({ path, ...at, message: 'the file holds too many values, or is nested too deeply' });
      }
      count = Number.POSITIVE_INFINITY;
      return nothing(at);
    }
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!target) mistakes.push({ path, ...at, message: 'the alias names no anchor above it' });
      return target ? read(target, at, depth + 1) : nothing(at);
    }
    const { anchor } = node as { anchor?: string };
    if (anchor) anchors.set(anchor, node);
    if (isMap(node)) return { kind: 'map', at, entries: map(node.items, at, depth) };
    if (isSeq(node)) return { kind: 'list', at, items: node.items.map((item) => read(item as Node, at, depth + 1)) };
    return { kind: 'scalar', at, value: isScalar(node) ? node.value : undefined };
  }

  function map(pairs: readonly Pair[], above: Spot, depth: number): Entry[] {
    const entries: Entry[] = [];
    const seen = new Set<string>();
    for (const pair of pairs) {
      const key = read(pair.key as Node | null, above, depth + 1);
      if (key.kind !== 'scalar' || key.value === null) {
        mistakes.push({ path, ...key.at, message: 'a key must be a name' });
        continue;
      }
      const name = isScalar(pair.key) && pair.key.source !== undefined ? pair.key.source : String(key.value);
      if (seen.has(name)) {
        mistakes.push({ path, ...key.at, message: `${quoted(name)} is given twice` });
        continue;
      }
      seen.add(name);
      entries.push({ key: name, at: key.at, value: read(pair.value as Node | null, key.at, depth + 1) });
    }
    return entries;
  }

  return read(root, { line: 1, column: 1 }, 0);
}

function spotOf(lines: LineCounter, offset: number): Spot {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** The plain value, for a validator. Maps have no prototype, so that `__proto__` is a key like any other. */
export function plain(item: Item): unknown {
  if (item.kind === 'scalar') return item.value;
  if (item.kind === 'list') return item.items.map(plain);
  const made: Record<string, unknown> = Object.create(null);
  for (const { key, value } of item.entries) made[key] = plain(value);
  return made;
}

/** The entry of a map; undefined where it is missing or `item` is no map. */
export function entryOf(item: Item | undefined, key: string): Entry | undefined {
  return item?.kind === 'map' ? item.entries.find((entry) => entry.key === key) : undefined;
}

/** The items of an entry's list; none where it is missing or no list. */
export function itemsOf(entry: Entry | undefined): readonly Item[] {
  return entry?.value.kind === 'list' ? entry.value.items : [];
}

/** A key as messages show it: what a person typed as a name, bounded, in backticks, without control characters. */
export function quoted(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`]/gu, '\ufffd');
  return `\`${clean.length > 60 ? `${clean.slice(0, 60)}\u2026` : clean}\``;
}
