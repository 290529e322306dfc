import type {
  Alias,
  Document as LibraryDocument,
  Node as LibraryNode,
  Pair as LibraryPair,
  Scalar as LibraryScalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import type { Document, Node, ParseProblem, ScalarNode, ScalarStyle } from '../parser.ts';
import type { Text } from '../text.ts';
import { tagName } from './yaml-cursor.ts';
import { maxKey } from './yaml-flow.ts';
import { LibraryScalarNode, YamlAlias, YamlMap, YamlScalar, YamlSeq } from './yaml-node.ts';

type Library = typeof import('yaml');
let library: Library | undefined;

/** Loads the `yaml` package (15 ms of start-up), so that `yamlParser` can ask it about documents it has trouble with. */
export async function loadYamlLibrary(): Promise<void> {
  library ??= await import('yaml');
}

export function isYamlLibraryLoaded(): boolean {
  return library !== undefined;
}

/**
 * What the `yaml` package reads in [start, end) of a text, as our nodes: the oracle of the tests, and a second opinion.
 * Needs `loadYamlLibrary`. Comments are left out: `yaml` keeps them without their place. Its errors become problems without their text, which quotes the source.
 */
export function readWithLibrary(
  text: Text,
  start = 0,
  end: number = text.content.length,
): { documents: readonly Document[]; problems: readonly ParseProblem[] } {
  if (!library) throw new Error('loadYamlLibrary has not run');
  const content = text.content.slice(start, end);
  const read = library.parseAllDocuments(content, {
    // The check for unique keys is quadratic, and duplicates are wanted.
    uniqueKeys: false,
    keepSourceTokens: true,
    logLevel: 'silent',
    prettyErrors: false,
    schema: 'failsafe',
    resolveKnownTags: false,
  });
  const documents: Document[] = [];
  const problems: ParseProblem[] = [];
  if (!Array.isArray(read)) return { documents, problems };
  for (const document of read as LibraryDocument[]) {
    for (const error of document.errors) {
      problems.push({
        message: `not valid YAML (${error.code})`,
        start: start + error.pos[0],
        end: start + error.pos[1],
      });
    }
    documents.push(new Adapter(library, text, start, content).document(document));
  }
  return { documents, problems };
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

interface CollectionToken {
  readonly explicitKey?: boolean;
  readonly sep?: readonly { readonly type: string; readonly offset: number }[];
}

class Adapter {
  readonly #library: Library;
  readonly #text: Text;
  readonly #base: number;
  readonly #content: string;
  readonly #anchors = new Map<string, Node>();

  constructor(loaded: Library, text: Text, base: number, content: string) {
    this.#library = loaded;
    this.#text = text;
    this.#base = base;
    this.#content = content;
  }

  document(document: LibraryDocument): Document {
    const [start, , end] = document.range ?? [0, 0, this.#content.length];
    const contents = document.contents as LibraryNode | null;
    const isEmpty = !contents || (this.#library.isScalar(contents) && contents.range?.[0] === contents.range?.[1]);
    const hasProperties = contents?.tag !== undefined || (contents as LibraryScalar | null)?.anchor !== undefined;
    return {
      text: this.#text,
      start: this.#base + start,
      end: this.#base + end,
      root: isEmpty && !hasProperties ? undefined : this.#node(contents!),
      comments: [],
      templated: false,
    };
  }

  #node(node: LibraryNode): Node {
    const { isMap, isSeq, isAlias } = this.#library;
    if (isAlias(node)) return this.#alias(node);
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#seq(node);
    return this.#scalar(node as LibraryScalar);
  }

  #alias(node: Alias): Node {
    const [start, end] = node.range!;
    return new YamlAlias(this.#base + start, this.#base + end, node.source, this.#anchors.get(node.source));
  }

  #scalar(node: LibraryScalar): YamlScalar {
    const [start, end] = node.range!;
    const style = styles[node.type ?? 'PLAIN'] ?? 'plain';
    const isBlock = style === 'literal' || style === 'folded';
    const extent = isBlock ? this.#blockExtent(node, start, end) : { end, indent: 0 };
    return this.#assign(
      new LibraryScalarNode(
        this.#text.content,
        this.#base + start,
        this.#base + extent.end,
        style,
        extent.indent,
        node.source ?? '',
      ),
      node,
    );
  }

  /** The end of a block scalar's last line with content, and its indentation. */
  #blockExtent(node: LibraryScalar, start: number, end: number): { end: number; indent: number } {
    const token = node.srcToken as { indent?: number; props?: { source: string }[]; source?: string } | undefined;
    const header = token?.props?.[0]?.source ?? '|';
    const explicit = /[1-9]/.exec(header);
    const lines = (token?.source ?? '').split('\n');
    const first = lines.find((line) => /[^ \r]/.test(line));
    if (first === undefined) return { end: start + header.length, indent: 0 };
    const indent = explicit ? Math.max(token?.indent ?? 0, 0) + Number(explicit[0]) : first.search(/[^ ]/);
    let length = token?.source?.length ?? 0;
    for (let i = lines.length - 1; i >= 0; i--) {
      const line = lines[i]!.replace(/\r$/, '');
      if (/[^ ]/.test(line) || line.length > indent) {
        if (i < lines.length - 1 && lines[i]!.endsWith('\r')) length--;
        break;
      }
      length -= lines[i]!.length + 1;
    }
    return { end: end - (token?.source?.length ?? 0) + length, indent };
  }

  #map(node: YAMLMap): YamlMap {
    const first = node.items[0] as LibraryPair<LibraryNode, LibraryNode | null> | undefined;
    const isFlow = node.flow === true && node.srcToken?.type === 'flow-collection';
    const start =
      isFlow || !first ? node.range![0] : (this.#indicator(node, 0, 'explicit-key-ind') ?? first.key.range![0]);
    const map = this.#assign(new YamlMap(this.#base + start), node);
    for (const item of node.items as LibraryPair<LibraryNode, LibraryNode | null>[]) {
      const key = this.#key(item);
      map.add(key, item.value ? this.#node(item.value) : this.#missing(key.end));
    }
    if (isFlow) map.end = this.#base + node.range![1];
    return map;
  }

  /** A key must be a scalar: an alias or a collection stands for its text as written, a missing one before its colon. */
  #key(pair: LibraryPair<LibraryNode, LibraryNode | null>): ScalarNode {
    const token = pair.srcToken as CollectionToken | undefined;
    const key = this.#node(pair.key);
    if (key.type === 'scalar') {
      const isMissing = key.start === key.end && !token?.explicitKey && !key.tag && !(pair.key as LibraryScalar).anchor;
      const colon = isMissing ? token?.sep?.find(({ type }) => type === 'map-value-ind') : undefined;
      return colon ? this.#missing(this.#base + colon.offset) : key;
    }
    return new YamlScalar(this.#text.content, key.start, Math.min(key.end, key.start + maxKey), 'plain');
  }

  #missing(at: number): YamlScalar {
    return new YamlScalar(this.#text.content, at, at, 'plain');
  }

  #seq(node: YAMLSeq): YamlSeq {
    const isFlow = node.flow === true;
    const seq = this.#assign(new YamlSeq(this.#base + (isFlow ? node.range![0] : this.#dash(node, 0))), node);
    for (let i = 0; i < node.items.length; i++) {
      if (!isFlow) seq.end = Math.max(seq.end, this.#base + this.#dash(node, i) + 1);
      seq.add(this.#node(node.items[i] as LibraryNode));
    }
    if (isFlow) seq.end = this.#base + node.range![1];
    return seq;
  }

  /** Where the `-` or `?` of an entry stands. */
  #indicator(node: LibraryNode, index: number, type: 'seq-item-ind' | 'explicit-key-ind'): number | undefined {
    const token = node.srcToken as { items?: { start: { type: string; offset: number }[] }[] } | undefined;
    return token?.items?.[index]?.start.find((item) => item.type === type)?.offset;
  }

  #dash(node: YAMLSeq, index: number): number {
    return this.#indicator(node, index, 'seq-item-ind') ?? node.range![0];
  }

  #assign<N extends YamlScalar | YamlMap | YamlSeq>(made: N, node: LibraryNode): N {
    const { anchor } = node as { anchor?: string };
    if (node.tag !== undefined) made.tag = tagName(node.tag);
    if (anchor) this.#anchors.set(anchor, made);
    return made;
  }
}
