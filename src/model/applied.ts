import { asScalar, at, itemsOf } from '../parser.ts';
import type { Resource } from '../resource.ts';
import type { Repository } from './repository.ts';
import { directoryOf, joined } from './tree.ts';

interface Placed {
  readonly resource: Resource | undefined;
}

/**
 * A test for two objects that reach the same cluster together: they are in one file, in files that one kustomization
 * lists, or in one directory without a kustomization. Overlays and clusters in sibling folders never are.
 */
export function applied(repository: Repository): (a: Placed, b: Placed) => boolean {
  const listedBy = listings(repository);
  const kustomized = new Set([...listedBy.values()].flatMap((directories) => [...directories]));
  return (a, b) => {
    const first = a.resource?.passage.file.path;
    const second = b.resource?.passage.file.path;
    if (first === undefined || second === undefined) return false;
    if (first === second) return true;
    const one = listedBy.get(first);
    const two = listedBy.get(second);
    if (one && two) return [...one].some((directory) => two.has(directory));
    if (one || two) return false;
    const directory = directoryOf(first);
    return directory === directoryOf(second) && !kustomized.has(directory);
  };
}

/** For each file, the directories of the kustomizations that list it under `resources` or `bases`. */
function listings(repository: Repository): Map<string, Set<string>> {
  const out = new Map<string, Set<string>>();
  for (const passage of repository.passages) {
    if (passage.role !== 'kustomization' || passage.within) continue;
    const directory = directoryOf(passage.file.path);
    for (const document of passage.parsed.documents) {
      for (const item of itemsOf(at(document.root, 'resources'))) {
        const listed = asScalar(item)?.value;
        const path = listed === undefined ? undefined : joined(directory, listed);
        if (path === undefined || !repository.paths.has(path)) continue;
        const directories = out.get(path);
        if (directories) directories.add(directory);
        else out.set(path, new Set([directory]));
      }
    }
  }
  return out;
}
