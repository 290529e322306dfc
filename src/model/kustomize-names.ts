import { literal } from '../literal.ts';
import { asScalar, at, type Document, itemsOf, type Node, pairsOf, textAt } from '../parser.ts';
import { type Resource, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { mapsOf } from '../walk.ts';
import { kustomizationsOf } from './kustomize-build.ts';
import type { Repository } from './repository.ts';
import { directoryOf, joined } from './tree.ts';

/** A value and where it is written. */
interface Written {
  readonly value: string;
  readonly span: Span;
}

/** What one kustomization, Flux Kustomization or Argo CD Application does to names. */
interface Layer {
  readonly namespace: Written | undefined;
  /** Fills in a namespace where there is none. */
  readonly fallback: Written | undefined;
  readonly prefix: Written | undefined;
  readonly suffix: Written | undefined;
  /** Kinds and names of what patches of this layer touch are not followed; their texts are. */
  readonly patches: string;
  /** Directory it stands in, by which outer layers list it; undefined for one that nothing lists. */
  readonly directory: string | undefined;
}

/** One way in which a file reaches a cluster: what all layers around it make of names and namespaces. */
export interface Rendering {
  readonly namespace: Written | undefined;
  readonly fallback: Written | undefined;
  readonly prefix: string;
  readonly suffix: string;
  /** Places that change names, innermost first. */
  readonly changes: readonly Span[];
  /** Texts of the patches on the way. */
  readonly patches: string;
}

const known = new WeakMap<Repository, (path: string) => readonly Rendering[]>();
const maxDepth = 12;
const maxRenderings = 100;

/**
 * Every way in which the resources of a file are renamed on their way to a cluster, by kustomizations that list it, Flux
 * Kustomizations and Argo CD Applications; none where nothing in the tree lists the file.
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export function renderingsOf(repository: Repository): (path: string) => readonly Rendering[] {
  let find = known.get(repository);
  if (!find) {
    find = finder(repository);
    known.set(repository, find);
  }
  return find;
}

/** Name and namespace that a resource has after a rendering; undefined where not known. */
export function renamed(
  resource: Pick<Resource, 'name' | 'namespace'>,
  rendering: Rendering,
): { name: string | undefined; namespace: string | undefined } {
  const { name, namespace } = resource;
  return {
    name: name === undefined ? undefined : rendering.prefix + name + rendering.suffix,
    namespace: rendering.namespace?.value ?? namespace ?? rendering.fallback?.value,
  };
}

function finder(repository: Repository): (path: string) => readonly Rendering[] {
  const listing = layersByTarget(repository);
  const kustomizations = kustomizationsOf(repository);
  const memo = new Map<string, readonly Rendering[]>();
  const plain: Rendering = {
    namespace: undefined,
    fallback: undefined,
    prefix: '',
    suffix: '',
    changes: [],
    patches: '',
  };

  /** Layers around a path: those that list it, or the tool that applies the directory it is in. */
  const around = (path: string, isFile: boolean): readonly Layer[] => {
    const listed = listing.get(path) ?? [];
    if (listed.length > 0 || !isFile) return listed;
    for (let directory = directoryOf(path); ; directory = directoryOf(directory)) {
      if (kustomizations.has(directory)) return [];
      const tools = (listing.get(directory) ?? []).filter((layer) => layer.directory === undefined);
      if (tools.length > 0) return tools;
      if (directory === '') return [];
    }
  };

  const outwards = (inner: Rendering, layers: readonly Layer[], depth: number, out: Rendering[]): void => {
    for (const layer of layers) {
      if (out.length >= maxRenderings) return;
      const here = within(inner, layer);
      const outer = layer.directory === undefined || depth >= maxDepth ? [] : around(layer.directory, false);
      if (outer.length === 0) out.push(here);
      else outwards(here, outer, depth + 1, out);
    }
  };

  return (path) => {
    let renderings = memo.get(path);
    if (!renderings) {
      const out: Rendering[] = [];
      const directory = directoryOf(path);
      const own = kustomizations.get(directory);
      // What a kustomization generates goes through itself first.
      const layers =
        own?.file.path === path
          ? own.parsed.documents.map((document) => kustomizationLayer(repository, document, directory))
          : around(path, true);
      outwards(plain, layers, 0, out);
      renderings = out;
      memo.set(path, renderings);
    }
    return renderings;
  };
}

/** The outer layer sets the namespace last, and its prefix comes first. */
function within(inner: Rendering, layer: Layer): Rendering {
  const changes = [layer.namespace, layer.prefix, layer.suffix].flatMap((change) => (change ? [change.span] : []));
  return {
    namespace: layer.namespace ?? inner.namespace,
    fallback: inner.fallback ?? layer.fallback,
    prefix: (layer.prefix?.value ?? '') + inner.prefix,
    suffix: inner.suffix + (layer.suffix?.value ?? ''),
    changes: [...inner.changes, ...changes],
    patches: inner.patches + layer.patches,
  };
}

/** For each file or directory, the layers that list it. */
function layersByTarget(repository: Repository): Map<string, Layer[]> {
  const out = new Map<string, Layer[]>();
  const list = (target: string | undefined, layer: Layer): void => {
    if (target === undefined) return;
    const layers = out.get(target);
    if (layers) layers.push(layer);
    else out.set(target, [layer]);
  };
  for (const [directory, passage] of kustomizationsOf(repository)) {
    for (const document of passage.parsed.documents) {
      const layer = kustomizationLayer(repository, document, directory);
      for (const field of ['resources', 'bases', 'components']) {
        for (const item of itemsOf(at(document.root, field))) {
          const target = asScalar(item)?.value;
          // A component's own resources are changed by it; those of who uses it are followed only through the user.
          if (target !== undefined && !target.includes('://')) list(joined(directory, target), layer);
        }
      }
    }
  }
  for (const resource of repository.resourcesOf('Kustomization')) {
    if (resource.group !== 'kustomize.toolkit.fluxcd.io') continue;
    const spec = at(resource.node, 'spec');
    list(pathOf(textAt(spec, 'path') ?? './'), {
      ...nothing,
      namespace: written(resource.document, at(spec, 'targetNamespace')),
      prefix: written(resource.document, at(spec, 'namePrefix')),
      suffix: written(resource.document, at(spec, 'nameSuffix')),
      patches: patchTexts(repository, spec, ''),
    });
  }
  for (const resource of repository.resourcesOf('Application')) {
    if (resource.group !== 'argoproj.io') continue;
    const spec = at(resource.node, 'spec');
    const fallback = written(resource.document, at(spec, 'destination', 'namespace'));
    for (const source of [at(spec, 'source'), ...itemsOf(at(spec, 'sources'))]) {
      const path = textAt(source, 'path');
      if (path === undefined) continue;
      const kustomize = at(source, 'kustomize');
      list(pathOf(path), {
        ...nothing,
        fallback,
        namespace: written(resource.document, at(kustomize, 'namespace')),
        prefix: written(resource.document, at(kustomize, 'namePrefix')),
        suffix: written(resource.document, at(kustomize, 'nameSuffix')),
        patches: patchTexts(repository, kustomize, ''),
      });
    }
  }
  return out;
}

const nothing: Layer = {
  namespace: undefined,
  fallback: undefined,
  prefix: undefined,
  suffix: undefined,
  patches: '',
  directory: undefined,
};

function kustomizationLayer(repository: Repository, document: Document, directory: string): Layer {
  const { root } = document;
  return {
    ...nothing,
    namespace: written(document, at(root, 'namespace')),
    prefix: written(document, at(root, 'namePrefix')),
    suffix: written(document, at(root, 'nameSuffix')),
    patches: patchTexts(repository, root, directory),
    directory,
  };
}

function written(document: Document, node: Node | undefined): Written | undefined {
  const scalar = literal(node);
  return scalar && { value: scalar.value, span: spanOf(document, scalar) };
}

/** What the patches say, inline or in files, in one text: enough to ask whether they touch a kind. */
function patchTexts(repository: Repository, node: Node | undefined, directory: string): string {
  const texts: string[] = [];
  const add = (given: string | undefined): void => {
    if (given === undefined) return;
    if (given.includes('\n')) texts.push(given);
    else texts.push(repository.files.get(joined(directory, given) ?? '')?.content ?? '');
  };
  for (const item of itemsOf(at(node, 'patchesStrategicMerge'))) add(asScalar(item)?.value);
  for (const field of ['patches', 'patchesJson6902', 'replacements']) {
    for (const patch of mapsOf(at(node, field))) {
      add(textAt(patch, 'patch'));
      add(textAt(patch, 'path'));
      for (const { value } of pairsOf(at(patch, 'target'))) texts.push(asScalar(value)?.value ?? '');
    }
  }
  return texts.join('\n');
}

function pathOf(path: string): string | undefined {
  return joined('', path.replace(/^\/+/, ''));
}
