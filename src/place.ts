import type { Expectation } from './credential.ts';
import type { Document, ScalarNode } from './parser.ts';
import { nameOf, type Passage, type Resource } from './resource.ts';
import type { Span, Text } from './text.ts';

/** A kind of place where a credential can stand. Rules grade findings by it. */
export type PlaceId =
  | 'secret-data'
  | 'secret-template-data'
  | 'configmap-data'
  | 'container-env'
  | 'container-args'
  | 'annotation'
  | 'resource-field'
  | 'helm-values'
  | 'helm-template-literal'
  | 'gitops-values'
  | 'kustomize-secret-literal'
  | 'kustomize-configmap-literal'
  | 'kustomize-file'
  | 'patch'
  | 'dotenv'
  | 'config-file'
  | 'terraform'
  | 'kubectl-create-secret'
  | 'command-argument'
  | 'script-variable'
  | 'key-file'
  | 'free-text';

/** One key and its value at a place where a credential can stand. A fact; whether it is a credential is judged later. */
export interface Entry {
  readonly place: PlaceId;
  /** The name that tells what the value is: data key, env name, flag. */
  readonly key: string;
  /** Keys above `key`, outermost first. */
  readonly path: readonly string[];
  /** The value as the reader of the file gets it: quotes and escapes resolved, base64 not decoded. */
  readonly value: string;
  readonly encoding: 'base64' | 'plain';
  readonly expectation: Expectation;
  readonly bare: boolean;
  /** Where the value stands. */
  readonly span: Span;
  readonly passage: Passage;
  readonly resource: Resource | undefined;
  readonly document: Document | undefined;
  /** What a finding on it is about: `Secret prod/app data.password`. */
  readonly subject: string;
  /** The value as a text with mapped positions, where another document may be inside. */
  readonly text?: Text;
  /** Where another file names the one that holds the value, and as what: a kustomization's `secretGenerator`. */
  readonly via?: { readonly span: Span; readonly note: string };
}

/** What places may ask about the tree around a passage. */
export interface Tree {
  /** True when the path is in the source (tracked or untracked). */
  has(path: string): boolean;
  isTracked(path: string): boolean;
  /** Directories that hold a Chart.yaml, without trailing slash; the root is the empty string. */
  readonly charts: ReadonlySet<string>;
}

/**
 * Finds the entries of one kind of place. Places are asked in the order of `places/index.ts`; of two entries on the same
 * span the first wins, so that the generic places come last.
 */
export interface Place {
  readonly id: PlaceId;
  /** What stands there, in one sentence. */
  readonly about: string;
  fromResource?(resource: Resource, tree: Tree): Iterable<Entry>;
  fromPassage?(passage: Passage, tree: Tree): Iterable<Entry>;
}

/** What an entry needs beyond its place: where the value is and how it is named. */
export interface Sighting {
  readonly key: string;
  readonly path?: readonly string[];
  readonly node: ScalarNode;
  readonly expectation: Expectation;
  readonly encoding?: 'base64' | 'plain';
  /** Replaces the path in the subject where people name the place otherwise (`container app env DB_PASSWORD`). */
  readonly called?: string;
}

/** An entry for a scalar of a document; `where` may be the resource itself. */
export function entryAt(
  place: PlaceId,
  where: Resource | { passage: Passage; document: Document; resource?: Resource | undefined },
  sighting: Sighting,
): Entry {
  const { passage, document } = where;
  const resource = 'apiVersion' in where ? where : where.resource;
  const { node, key, path = [] } = sighting;
  const called = sighting.called ?? [...path, key].join('.');
  return {
    place,
    key,
    path,
    value: node.value,
    encoding: sighting.encoding ?? 'plain',
    expectation: sighting.expectation,
    bare: node.style === 'plain',
    span: document.text.span(node.start, node.end),
    passage,
    resource,
    document,
    subject: subjectOf(passage, resource, called),
  };
}

/** The part of a scalar that reads `value`, where it is written as it reads; else the whole scalar with that value. */
export function partOfScalar(document: Document, node: ScalarNode, value: string): ScalarNode {
  const { type, style, templated } = node;
  const at = document.text.content.slice(node.start, node.end).lastIndexOf(value);
  const start = at === -1 ? node.start : node.start + at;
  return { type, value, start, end: at === -1 ? node.end : start + value.length, style, templated };
}

/** An entry for a stretch of a text that is no document: a word of a command, a token in prose. */
export function entryIn(
  place: PlaceId,
  passage: Passage,
  text: Text,
  stretch: {
    key: string;
    path?: readonly string[];
    value: string;
    start: number;
    end: number;
    expectation: Expectation;
    called?: string;
  },
): Entry {
  return {
    place,
    key: stretch.key,
    path: stretch.path ?? [],
    value: stretch.value,
    encoding: 'plain',
    expectation: stretch.expectation,
    bare: false,
    span: text.span(stretch.start, stretch.end),
    passage,
    resource: undefined,
    document: undefined,
    subject: subjectOf(passage, undefined, stretch.called ?? stretch.key),
  };
}

/** `Secret prod/app data.password`; inside an embedded document the holder comes first. */
export function subjectOf(passage: Passage, resource: Resource | undefined, called: string): string {
  const parts: string[] = [];
  const holder = passage.within;
  if (holder?.resource) parts.push(`${nameOf(holder.resource)} ${holder.path.join('.')}`);
  else if (holder && holder.path.length > 0) parts.push(holder.path.join('.'));
  parts.push(resource ? `${nameOf(resource)} ${called}` : called);
  return parts.join(' > ');
}
