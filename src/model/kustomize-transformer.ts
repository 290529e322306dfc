import { literal } from '../literal.ts';
import { asScalar, at, type Document, itemsOf, type Node, textAt } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import { mapsOf } from '../walk.ts';
import type { Step } from './kustomize-layers.ts';
import type { PatchTarget } from './kustomize-patch.ts';
import type { Repository } from './repository.ts';
import { joined } from './tree.ts';

type Files = Pick<Repository, 'passages'>;

/** The passages of a file: the whole of it, and what is embedded. */
interface Held {
  whole: Passage | undefined;
  readonly embedded: Passage[];
}

const known = new WeakMap<Files, ReadonlyMap<string, Held>>();

/** By path, because every kustomization may ask for every file. */
function heldIn(repository: Files, path: string | undefined): Held | undefined {
  let found = known.get(repository);
  if (!found) {
    const out = new Map<string, Held>();
    for (const passage of repository.passages) {
      const { path: own } = passage.file;
      const held = out.get(own) ?? { whole: undefined, embedded: [] };
      out.set(own, held);
      if (passage.within) held.embedded.push(passage);
      else held.whole = passage;
    }
    found = out;
    known.set(repository, found);
  }
  return path === undefined ? undefined : found.get(path);
}

/** What the transformers that a kustomization lists do to names and namespaces. */
export function transformerSteps(
  repository: Files,
  document: Document,
  node: Node | undefined,
  directory: string,
): Step[] {
  const out: Step[] = [];
  for (const item of itemsOf(at(node, 'transformers'))) {
    const written = asScalar(item);
    if (!written) continue;
    if (!written.value.includes('\n')) {
      const file = heldIn(repository, joined(directory, written.value));
      for (const inner of file?.whole?.parsed.documents ?? []) out.push(...stepsOf(inner));
      continue;
    }
    const { file, start, end } = spanOf(document, written);
    for (const { text, parsed } of heldIn(repository, file.path)?.embedded ?? []) {
      const begun = text.span(0, 0).start;
      if (begun >= start && begun <= end) for (const inner of parsed.documents) out.push(...stepsOf(inner));
    }
  }
  return out;
}

/** https://kubectl.docs.kubernetes.io/references/kustomize/builtins/ */
function stepsOf(document: Document): Step[] {
  const { root } = document;
  const step = (kind: 'namespace' | 'prefix' | 'suffix', node: Node | undefined): Step[] => {
    const scalar = literal(node);
    return scalar ? [{ kind, value: scalar.value, span: spanOf(document, scalar) }] : [];
  };
  switch (textAt(root, 'kind')) {
    case 'NamespaceTransformer':
      return step('namespace', at(root, 'metadata', 'namespace'));
    case 'PrefixTransformer':
      return named(root) ? step('prefix', at(root, 'prefix')) : [];
    case 'SuffixTransformer':
      return named(root) ? step('suffix', at(root, 'suffix')) : [];
    case 'PrefixSuffixTransformer':
      return named(root) ? [...step('prefix', at(root, 'prefix')), ...step('suffix', at(root, 'suffix'))] : [];
    case 'ReplacementTransformer':
      return [...mapsOf(at(root, 'replacements'))].flatMap((entry) => renamesIn(document, entry));
    case 'PatchTransformer':
    case 'PatchJson6902Transformer':
      return patched(document);
    default:
      return [];
  }
}

/** Operations in the text of a transformer: that they rename is seen, what to is left to the build. */
function patched(document: Document): Step[] {
  const { root } = document;
  const text = asScalar(at(root, 'patch') ?? at(root, 'jsonOp'));
  if (!text) return [];
  const span = spanOf(document, text);
  const target = selected(at(root, 'target'));
  return (['name', 'namespace'] as const).flatMap((field): Step[] => {
    if (!new RegExp(`/metadata/${field}(?![\\w/])`).test(text.value)) return [];
    return [{ kind: 'patch', rename: { target, field, value: undefined, span, elsewhere: true }, span }];
  });
}

/** Without the field nothing is renamed; one that is for other kinds leaves Secrets alone. */
function named(root: Node | undefined): boolean {
  return [...mapsOf(at(root, 'fieldSpecs'))].some(
    (spec) => textAt(spec, 'path') === 'metadata/name' && /^(?:|Secret|SealedSecret)$/.test(textAt(spec, 'kind') ?? ''),
  );
}

/** What a kustomization writes into names and namespaces by `replacements`, and whether that is all they write. */
export function replacementSteps(
  repository: Files,
  document: Document,
  node: Node | undefined,
  directory: string,
): Step[] {
  return [...mapsOf(at(node, 'replacements'))].flatMap((entry) => {
    const path = textAt(entry, 'path');
    if (path === undefined) return renamesIn(document, entry);
    const file = heldIn(repository, joined(directory, path));
    return (file?.whole?.parsed.documents ?? []).flatMap((inner) =>
      // A file of replacements holds one of them, or a list.
      (inner.root?.type === 'seq' ? [...mapsOf(inner.root)] : inner.root ? [inner.root] : []).flatMap((one) =>
        renamesIn(inner, one),
      ),
    );
  });
}

/** What is copied is known to the build only. */
function renamesIn(document: Document, entry: Node): Step[] {
  return [...mapsOf(at(entry, 'targets'))].flatMap((target) =>
    itemsOf(at(target, 'fieldPaths')).flatMap((item): Step[] => {
      const path = asScalar(item);
      const [, field] = /^metadata\.(name|namespace)$/.exec(path?.value ?? '') ?? [];
      if (!path || (field !== 'name' && field !== 'namespace')) return [];
      const span = spanOf(document, path);
      const rename = {
        target: selected(at(target, 'select')),
        field,
        value: undefined,
        span,
        elsewhere: true,
      } as const;
      return [{ kind: 'patch', rename, span }];
    }),
  );
}

function selected(select: Node | undefined): PatchTarget {
  return {
    group: textAt(select, 'group'),
    kind: textAt(select, 'kind'),
    name: textAt(select, 'name'),
    namespace: textAt(select, 'namespace'),
  };
}
