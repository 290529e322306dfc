import { asScalar, at, itemsOf } from '../parser.ts';
import type { Passage } from '../resource.ts';
import { generatorsOf } from './kustomization.ts';
import type { Repository } from './repository.ts';
import { directoryOf, joined } from './tree.ts';

const lists = ['resources', 'bases', 'components', 'crds', 'generators', 'transformers'];
const maxDirectories = 2_000;

const known = new WeakMap<Pick<Repository, 'passages'>, ReadonlyMap<string, Passage>>();

/** The kustomization of each directory that has one. */
export function kustomizationsOf(repository: Pick<Repository, 'passages'>): ReadonlyMap<string, Passage> {
  let found = known.get(repository);
  if (!found) {
    const out = new Map<string, Passage>();
    for (const passage of repository.passages) {
      if (passage.role === 'kustomization' && !passage.within) out.set(directoryOf(passage.file.path), passage);
    }
    found = out;
    known.set(repository, found);
  }
  return found;
}

/**
 * The files that a build of a directory reads: what its kustomization lists, and so on downwards; without one every
 * YAML file below, as Flux does.
 */
export function filesBuiltFrom(repository: Repository, directory: string): ReadonlySet<string> {
  const kustomizations = kustomizationsOf(repository);
  const files = new Set<string>();
  const seen = new Set<string>();
  const pending = [directory];
  while (pending.length > 0 && seen.size < maxDirectories) {
    const here = pending.pop()!;
    if (seen.has(here)) continue;
    seen.add(here);
    const passage = kustomizations.get(here);
    if (!passage) {
      const prefix = here === '' ? '' : `${here}/`;
      for (const path of repository.paths) {
        if (!path.startsWith(prefix) || !/\.ya?ml$/.test(path)) continue;
        const inner = nearest(kustomizations, directoryOf(path), here);
        if (inner === undefined) files.add(path);
        else pending.push(inner);
      }
      continue;
    }
    for (const document of passage.parsed.documents) {
      for (const list of lists) {
        for (const item of itemsOf(at(document.root, list))) {
          const target = asScalar(item)?.value;
          const path = target === undefined ? undefined : joined(here, target);
          if (path === undefined) continue;
          if (repository.paths.has(path)) files.add(path);
          else if (path !== here) pending.push(path);
        }
      }
    }
    for (const generator of generatorsOf(passage)) {
      for (const { path } of [...generator.files, ...generator.envs]) if (path !== undefined) files.add(path);
    }
  }
  return files;
}

/** The outermost directory between `above` (left out) and `directory` that has a kustomization of its own. */
function nearest(kustomizations: ReadonlyMap<string, Passage>, directory: string, above: string): string | undefined {
  let found: string | undefined;
  for (let here = directory; here !== above && here !== ''; here = directoryOf(here)) {
    if (kustomizations.has(here)) found = here;
  }
  return found;
}
