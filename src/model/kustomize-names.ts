import type { Resource } from '../resource.ts';
import type { Span } from '../text.ts';
import { kustomizationsOf } from './kustomize-build.ts';
import { type Layer, layerOf, layersByTarget, type Naming, type Step } from './kustomize-layers.ts';
import { type Named, selects } from './kustomize-patch.ts';
import { directoryOf } from './tree.ts';

/** One way in which a file reaches a cluster: what all layers around it make of names and namespaces. */
export interface Rendering {
  /** What changes names, innermost first. */
  readonly steps: readonly Step[];
  /** Texts of the patches on the way, and those of the patches that change more than names. */
  readonly patches: string;
  readonly contents: string;
}

const known = new WeakMap<Naming, (path: string) => readonly Rendering[]>();
const maxDepth = 12;
const maxRenderings = 100;

/**
 * Every way in which the resources of a file are renamed on their way to a cluster, by kustomizations that list it, Flux
 * Kustomizations and Argo CD Applications; none where nothing in the tree lists the file.
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export function renderingsOf(repository: Naming): (path: string) => readonly Rendering[] {
  let find = known.get(repository);
  if (!find) {
    find = finder(repository);
    known.set(repository, find);
  }
  return find;
}

type Renamable = Named & Partial<Pick<Resource, 'kind' | 'group'>>;

/** Name and namespace that a resource has after a rendering; patches are followed where its kind is given. */
export function renamed(resource: Renamable, rendering: Rendering): Named {
  return walk(resource, rendering).becomes;
}

/** Where a rendering changes the name or namespace of a resource, innermost first. */
export function changesOf(resource: Renamable, rendering: Rendering): readonly Span[] {
  return walk(resource, rendering).changes;
}

/** Where a rendering gives a resource a name or namespace that only the build knows. */
export function unknownChangesOf(resource: Renamable, rendering: Rendering): readonly Span[] {
  return walk(resource, rendering).unknown;
}

function walk(resource: Renamable, { steps }: Rendering): { becomes: Named; changes: Span[]; unknown: Span[] } {
  let { name, namespace } = resource;
  const changes: Span[] = [];
  const unknown: Span[] = [];
  for (const step of steps) {
    if (step.kind === 'patch') {
      if (!selects(step.rename, resource, { name, namespace })) continue;
      if (step.rename.elsewhere) unknown.push(step.span);
      if (step.rename.field === 'name') name = step.rename.value;
      else namespace = step.rename.value;
    } else if (step.kind === 'namespace') namespace = step.value;
    else if (step.kind === 'prefix') name = name === undefined ? undefined : step.value + name;
    else if (step.kind === 'suffix') name = name === undefined ? undefined : name + step.value;
    else {
      namespace ??= step.value;
      continue;
    }
    changes.push(step.span);
  }
  return { becomes: { name, namespace }, changes, unknown };
}

function finder(repository: Naming): (path: string) => readonly Rendering[] {
  const listing = layersByTarget(repository);
  const kustomizations = kustomizationsOf(repository);
  const memo = new Map<string, readonly Rendering[]>();
  const plain: Rendering = { steps: [], patches: '', contents: '' };

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
          ? own.parsed.documents.map((document) => layerOf(repository, document, directory))
          : around(path, true);
      outwards(plain, layers, 0, out);
      renderings = out;
      memo.set(path, renderings);
    }
    return renderings;
  };
}

function within(inner: Rendering, layer: Layer): Rendering {
  return {
    steps: [...inner.steps, ...layer.steps],
    patches: inner.patches + layer.patches,
    contents: inner.contents + layer.contents,
  };
}
