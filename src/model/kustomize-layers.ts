import { literal } from '../literal.ts';
import { asScalar, at, type Document, itemsOf, type Node, textAt } from '../parser.ts';
import { spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { kustomizationsOf } from './kustomize-build.ts';
import { patchesOf, type Rename } from './kustomize-patch.ts';
import { replacementSteps, transformerSteps } from './kustomize-transformer.ts';
import type { Repository } from './repository.ts';
import { joined } from './tree.ts';

/** What the names of a tree depend on; an earlier commit has it too. */
export type Naming = Pick<Repository, 'passages' | 'files' | 'resourcesOf'>;

/** One thing that is done to names and namespaces; `fallback` fills in a namespace where there is none. */
export type Step =
  | { readonly kind: 'namespace' | 'fallback' | 'prefix' | 'suffix'; readonly value: string; readonly span: Span }
  | { readonly kind: 'patch'; readonly rename: Rename; readonly span: Span };

/** What one kustomization, Flux Kustomization or Argo CD Application does to names. */
export interface Layer {
  /** In the order in which they are done. */
  readonly steps: readonly Step[];
  /** Texts of its patches, and those of the patches that change more than names. */
  readonly patches: string;
  readonly contents: string;
  /** Directory it stands in, by which outer layers list it; undefined for one that nothing lists. */
  readonly directory: string | undefined;
}

/** Components of components may double what they do at every step. */
const maxSteps = 1_000;
const maxText = 1_000_000;

/** For each file or directory, the layers that list it. */
export function layersByTarget(repository: Naming): Map<string, Layer[]> {
  const out = new Map<string, Layer[]>();
  const list = (target: string | undefined, layer: Layer): void => {
    if (target === undefined) return;
    const layers = out.get(target);
    if (layers) layers.push(layer);
    else out.set(target, [layer]);
  };
  const componentAt = componentsOf(repository);
  for (const [directory, passage] of kustomizationsOf(repository)) {
    for (const document of passage.parsed.documents) {
      const own = transformations(repository, document, document.root, directory, fields);
      const listed = itemsOf(at(document.root, 'components')).map((item) => targetOf(item, directory));
      const components = listed.map(componentAt);
      const layer = after(components, own, directory);
      for (const field of ['resources', 'bases']) {
        for (const item of itemsOf(at(document.root, field))) list(targetOf(item, directory), layer);
      }
      // What a component lists goes through the components after it.
      for (const [index, component] of listed.entries()) {
        list(component, after(components.slice(index + 1), own, directory));
      }
    }
  }
  for (const resource of repository.resourcesOf('Kustomization')) {
    if (resource.group !== 'kustomize.toolkit.fluxcd.io') continue;
    const spec = at(resource.node, 'spec');
    const own = transformations(repository, resource.document, spec, '', { ...fields, namespace: 'targetNamespace' });
    const path = pathOf(textAt(spec, 'path') ?? './');
    const listed = itemsOf(at(spec, 'components')).map((item) => targetOf(item, path ?? ''));
    list(path, after(listed.map(componentAt), own, undefined));
  }
  for (const resource of repository.resourcesOf('Application')) {
    if (resource.group !== 'argoproj.io') continue;
    const spec = at(resource.node, 'spec');
    const fallback = written('fallback', resource.document, at(spec, 'destination', 'namespace'));
    for (const source of [at(spec, 'source'), ...itemsOf(at(spec, 'sources'))]) {
      const path = textAt(source, 'path');
      if (path === undefined) continue;
      const own = transformations(repository, resource.document, at(source, 'kustomize'), '', fields);
      list(pathOf(path), { ...own, steps: [...fallback, ...own.steps], directory: undefined });
    }
  }
  return out;
}

/** The layer of a kustomization itself, for what it generates. */
export function layerOf(repository: Naming, document: Document, directory: string): Layer {
  const components = itemsOf(at(document.root, 'components')).map((item) => targetOf(item, directory));
  return after(
    components.map(componentsOf(repository)),
    transformations(repository, document, document.root, directory, fields),
    directory,
  );
}

type Transformation = Omit<Layer, 'directory'>;

const fields = { namespace: 'namespace', prefix: 'namePrefix', suffix: 'nameSuffix' } as const;

/**
 * What a kustomization does itself: its patches, then its namespace, prefix and suffix, then its old
 * JSON patches, its replacements and the transformers that it lists.
 * https://github.com/kubernetes-sigs/kustomize/blob/master/api/internal/target/kusttarget_configplugin.go
 */
function transformations(
  repository: Naming,
  document: Document,
  node: Node | undefined,
  directory: string,
  called: Readonly<Record<'namespace' | 'prefix' | 'suffix', string>>,
): Transformation {
  const patches = patchesOf(repository, document, node, directory);
  const steps: Step[] = [
    ...patches.renames.map((rename) => ({ kind: 'patch' as const, rename, span: rename.span })),
    ...(['namespace', 'prefix', 'suffix'] as const).flatMap((kind) => written(kind, document, at(node, called[kind]))),
    ...patches.lateRenames.map((rename) => ({ kind: 'patch' as const, rename, span: rename.span })),
    ...replacementSteps(repository, document, node, directory),
    ...transformerSteps(repository, document, node, directory),
  ];
  return { steps, patches: patches.texts, contents: patches.contents };
}

function written(kind: Exclude<Step['kind'], 'patch'>, document: Document, node: Node | undefined): Step[] {
  const scalar = literal(node);
  return scalar ? [{ kind, value: scalar.value, span: spanOf(document, scalar) }] : [];
}

const known = new WeakMap<Naming, (directory: string | undefined) => Transformation>();

/** What a component does to all that who uses it has gathered so far. */
function componentsOf(repository: Naming): (directory: string | undefined) => Transformation {
  let find = known.get(repository);
  if (!find) {
    const memo = new Map<string, Transformation>();
    find = (directory) => {
      const found = directory === undefined ? nothing : memo.get(directory);
      if (found || directory === undefined) return found ?? nothing;
      // One that leads back to itself adds nothing the second time.
      memo.set(directory, nothing);
      const documents = kustomizationsOf(repository).get(directory)?.parsed.documents ?? [];
      const layers = documents.map((document) => layerOf(repository, document, directory));
      const done = after(layers, nothing, directory);
      memo.set(directory, done);
      return done;
    };
    known.set(repository, find);
  }
  return find;
}

const nothing: Transformation = { steps: [], patches: '', contents: '' };

function after(components: readonly Transformation[], own: Transformation, directory: string | undefined): Layer {
  return {
    steps: [...components.flatMap(({ steps }) => steps).slice(0, maxSteps), ...own.steps],
    patches: joinedTexts([...components, own].map(({ patches }) => patches)),
    contents: joinedTexts([...components, own].map(({ contents }) => contents)),
    directory,
  };
}

function joinedTexts(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .join('\n')
    .slice(0, maxText);
}

function targetOf(item: Node, directory: string): string | undefined {
  const target = asScalar(item)?.value;
  return target === undefined || target.includes('://') ? undefined : joined(directory, target);
}

function pathOf(path: string): string | undefined {
  return joined('', path.replace(/^\/+/, ''));
}
