import { at, type Node, textAt } from '../parser.ts';
import { mapsOf } from '../walk.ts';
import { filesBuiltFrom, kustomizationsOf } from './kustomize-build.ts';
import type { Repository } from './repository.ts';
import { directoryOf, joined } from './tree.ts';

/** A Secret whose values a kustomization copies while it builds. */
export interface Replacement {
  readonly name: string;
  /** `source`: copied from it into other objects; `target`: written into it. */
  readonly as: 'source' | 'target';
  /** The kustomization that does so. */
  readonly path: string;
}

const known = new WeakMap<Repository, ReadonlyMap<string, readonly Replacement[]>>();

/** What kustomizations copy from or into a Secret of a file. https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/ */
export function replacementsOf(repository: Repository, name: string, path: string): readonly Replacement[] {
  let all = known.get(repository);
  if (!all) {
    const byName = new Map<string, Replacement[]>();
    for (const one of replacementsIn(repository)) {
      const same = byName.get(one.name);
      if (same) same.push(one);
      else byName.set(one.name, [one]);
    }
    all = byName;
    known.set(repository, all);
  }
  return (all.get(name) ?? []).filter(
    (one) => one.path === path || filesBuiltFrom(repository, directoryOf(one.path)).has(path),
  );
}

function* replacementsIn(repository: Repository): Iterable<Replacement> {
  const passages = kustomizationsOf(repository);
  if (passages.size === 0) return;
  const files = new Map(repository.passages.filter(({ within }) => !within).map((one) => [one.file.path, one]));
  for (const [directory, passage] of passages) {
    const { path } = passage.file;
    for (const { root } of passage.parsed.documents) {
      for (const entry of mapsOf(at(root, 'replacements'))) {
        const file = textAt(entry, 'path');
        if (file === undefined) yield* copied(entry, path);
        else {
          const other = files.get(joined(directory, file) ?? '');
          // A file of replacements holds one of them, or a list.
          for (const document of other?.parsed.documents ?? []) {
            if (document.root?.type === 'seq') for (const one of mapsOf(document.root)) yield* copied(one, path);
            else yield* copied(document.root, path);
          }
        }
      }
      for (const entry of mapsOf(at(root, 'vars'))) {
        const name = secretName(at(entry, 'objref'));
        if (name !== undefined) yield { name, as: 'source', path };
      }
    }
  }
}

function* copied(entry: Node | undefined, path: string): Iterable<Replacement> {
  const source = secretName(at(entry, 'source'));
  if (source !== undefined) yield { name: source, as: 'source', path };
  for (const target of mapsOf(at(entry, 'targets'))) {
    const name = secretName(at(target, 'select'));
    if (name !== undefined) yield { name, as: 'target', path };
  }
}

function secretName(node: Node | undefined): string | undefined {
  return textAt(node, 'kind') === 'Secret' ? textAt(node, 'name') : undefined;
}
