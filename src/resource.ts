import type { Dialect } from './parser.ts';
import {
  asMap,
  asScalar,
  at,
  type Document,
  itemsOf,
  type MapNode,
  type Node,
  type Parsed,
  pairsOf,
  textAt,
} from './parser.ts';
import type { SourceFile, Span, Text } from './text.ts';

/** What a file is for in its tree, as far as its path and neighbours tell. */
export type Role =
  | 'helm-template'
  | 'helm-values'
  | 'helm-chart'
  | 'helm-crd'
  | 'kustomization'
  | 'workflow'
  | 'docs'
  | 'test'
  | 'example'
  | 'plain';

/**
 * A stretch of a file in one dialect, parsed: a whole file, or a text inside it (a ConfigMap value holding YAML, the
 * last-applied annotation, a Markdown fence, the JSON inside a base64 value).
 */
export interface Passage {
  readonly file: SourceFile;
  readonly text: Text;
  readonly dialect: Dialect;
  readonly parsed: Parsed;
  readonly role: Role;
  /** What holds it; undefined for a whole file. */
  readonly within: Holder | undefined;
}

/** The value that an embedded passage was found in. */
export interface Holder {
  readonly passage: Passage;
  readonly resource: Resource | undefined;
  /** Key path of the value: `['data', 'config.yaml']`. */
  readonly path: readonly string[];
  /** `base64` where it had to be decoded first. */
  readonly encoding: 'base64' | 'plain';
}

/** A Kubernetes object wherever it sits: a document, an item of a List, an OpenShift Template's object. */
export interface Resource {
  readonly passage: Passage;
  readonly document: Document;
  readonly node: MapNode;
  /** `apps/v1`; empty where missing. */
  readonly apiVersion: string;
  /** API group: `apps`; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Declared name and namespace; undefined where missing or templated. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
}

/** `Secret prod/app`, `Secret app`, `Secret (unnamed)`: how findings name a resource. */
export function nameOf(resource: Resource): string {
  const name = resource.name ?? '(unnamed)';
  return `${resource.kind} ${resource.namespace ? `${resource.namespace}/` : ''}${name}`;
}

/** The span of a node of a document in its file. */
export function spanOf(document: Document, node: { start: number; end: number }): Span {
  return document.text.span(node.start, node.end);
}

const listKinds = /^(?:List|[A-Z]\w*List)$/;
const maxListDepth = 8;

/**
 * Every resource of a passage: documents with `kind`, items of `List` and `...List` kinds, OpenShift `Template.objects`,
 * JSON or YAML arrays of objects, and objects inside other documents (`extraObjects` of Helm values, the manifests of a
 * ManifestWork, what a policy generates, `kubernetes_manifest` of Terraform). An outer resource comes before those inside it.
 */
export function* resourcesOf(passage: Passage): Iterable<Resource> {
  const versions = new Map<Document['text'], (from: number) => number>();
  for (const document of passage.parsed.documents) {
    const found = [...resourcesIn(passage, document, document.root, 0)];
    yield* found;
    const root = found[0];
    if (root?.kind === 'CustomResourceDefinition') continue;
    const { text } = document;
    const next = versions.get(text) ?? finder(text.content, 'apiVersion');
    versions.set(text, next);
    if (!mayNest(document, found.length, next)) continue;
    const known = new Set<Node>(found.map(({ node }) => node));
    yield* nestedIn(passage, document, document.root, known, 0);
  }
}

/** Whether a document names more API versions than the resources that are known already; `next` finds one in its text. */
function mayNest(document: Document, known: number, next: (from: number) => number): boolean {
  let at = document.start - 1;
  for (let seen = 0; seen <= known; seen++) {
    at = next(at + 1);
    if (at === -1 || at >= document.end) return false;
  }
  return true;
}

/** `indexOf` for ever later offsets: what lies ahead is found once, however many documents a text has. */
function finder(content: string, word: string): (from: number) => number {
  let asked = 0;
  let found = content.indexOf(word);
  return (from) => {
    if (from < asked || (found !== -1 && found < from)) {
      asked = from;
      found = content.indexOf(word, from);
    }
    return found;
  };
}

const maxNestedDepth = 60;

/** Objects in full below a node: a mere reference (`ownerReferences`, `scaleTargetRef`) has no `metadata`. */
function* nestedIn(
  passage: Passage,
  document: Document,
  node: Node | undefined,
  known: ReadonlySet<Node>,
  depth: number,
): Iterable<Resource> {
  if (!node || depth > maxNestedDepth) return;
  if (node.type === 'seq') for (const item of node.items) yield* nestedIn(passage, document, item, known, depth + 1);
  if (node.type !== 'map') return;
  const whole = known.has(node) ? undefined : wholeObject(node);
  if (whole) yield resource(passage, document, whole, textAt(node, 'kind')!, textAt(node, 'apiVersion')!);
  for (const { value } of node.pairs) {
    if (value.type !== 'scalar') yield* nestedIn(passage, document, value, known, depth + 1);
  }
}

/** True for a Kubernetes object written out, not merely referred to. */
export function isObject(node: MapNode): boolean {
  return wholeObject(node)?.start === node.start;
}

/**
 * The map that holds an object named by `kind` and `apiVersion`: that map itself where it has `metadata`, or contents and
 * no name, which a chart fills in; in Kyverno's `generate` the map under `data`. A reference has none.
 */
function wholeObject(node: MapNode): MapNode | undefined {
  if (!/^[A-Za-z]\w{1,80}$/.test(textAt(node, 'kind') ?? '')) return undefined;
  if (!/^[a-z][\w./-]{1,120}$/.test(textAt(node, 'apiVersion') ?? '')) return undefined;
  if (asMap(at(node, 'metadata'))) return node;
  if (at(node, 'name') === undefined) return unwrapped(node) ?? (hasContents(node) ? node : undefined);
  const rest = asMap(at(node, 'data'));
  // One that says all of it again is met on the way down.
  return rest && hasContents(rest) && !wholeObject(rest) ? rest : undefined;
}

/**
 * An object whose fields below `kind` a chart is given as one value, and puts beside it: `rawResources.NAME.spec` of the
 * charts made with bjw-s's common library, `manifest` since its version 4.
 * https://bjw-s-labs.github.io/helm-charts/docs/common-library/resources/rawResources/
 */
function unwrapped(node: MapNode): MapNode | undefined {
  const manifest = asMap(at(node, 'manifest'));
  const spec = asMap(at(node, 'spec'));
  const inner = manifest ?? (spec && hasContents(spec) ? spec : undefined);
  if (!inner || !hasContents(inner)) return undefined;
  const named = new Set(inner.pairs.map(({ key }) => key.value));
  const field = manifest ? 'manifest' : 'spec';
  const outer = node.pairs.filter(({ key }) => key.value !== field && !named.has(key.value));
  return { ...node, pairs: [...outer, ...inner.pairs] };
}

function hasContents(node: MapNode): boolean {
  return ['spec', 'data', 'stringData'].some((field) => asMap(at(node, field)) !== undefined);
}

function* resourcesIn(passage: Passage, document: Document, node: Node | undefined, depth: number): Iterable<Resource> {
  if (depth > maxListDepth) return;
  const map = asMap(node);
  if (!map) {
    for (const item of itemsOf(node)) yield* resourcesIn(passage, document, item, depth + 1);
    return;
  }
  const kind = textAt(map, 'kind');
  if (kind === undefined || kind === '') return;
  const items = at(map, 'items');
  if (listKinds.test(kind) && items && itemsOf(items).length > 0) {
    const itemKind = kind === 'List' ? undefined : kind.slice(0, -'List'.length);
    const itemVersion = textAt(map, 'apiVersion');
    for (const item of itemsOf(items)) {
      // Items of a typed list may leave out kind and apiVersion, as `kubectl get -o json` of old servers did.
      const itemMap = asMap(item);
      if (itemKind && itemMap && textAt(itemMap, 'kind') === undefined) {
        yield resource(passage, document, itemMap, itemKind, itemVersion ?? '');
      } else yield* resourcesIn(passage, document, item, depth + 1);
    }
    return;
  }
  yield resource(passage, document, map, kind, textAt(map, 'apiVersion') ?? '');
  if (kind === 'Template') {
    for (const item of itemsOf(at(map, 'objects'))) yield* resourcesIn(passage, document, item, depth + 1);
  }
}

function resource(passage: Passage, document: Document, node: MapNode, kind: string, apiVersion: string): Resource {
  const slash = apiVersion.indexOf('/');
  const group = slash === -1 ? '' : apiVersion.slice(0, slash);
  return {
    passage,
    document,
    node,
    apiVersion,
    group,
    // The API server rejects `kind: secret`, but what it holds is readable all the same.
    kind: group === '' && kind.toLowerCase() === 'secret' ? 'Secret' : kind,
    name: plainText(at(node, 'metadata', 'name')),
    namespace: plainText(at(node, 'metadata', 'namespace')),
    labels: stringMap(at(node, 'metadata', 'labels')),
    annotations: stringMap(at(node, 'metadata', 'annotations')),
  };
}

function plainText(node: Node | undefined): string | undefined {
  const scalar = asScalar(node);
  return scalar && !scalar.templated && scalar.value !== '' ? scalar.value : undefined;
}

/** The string entries of a map such as labels or annotations. */
export function stringMap(node: Node | undefined): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const { key, value } of pairsOf(node)) {
    const scalar = asScalar(value);
    if (scalar) out.set(key.value, scalar.value);
  }
  return out;
}
