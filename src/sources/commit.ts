import { blobIdOf, blobsAt, commitAt, contentsOf, forkPoint } from '../git-commit.ts';
import type { BaseCommit, Source } from '../source.ts';

/**
 * The commit where what is checked out at `root` left the history of `ref`; undefined where it is not in the clone.
 * Nothing but the list of its files is read before somebody asks, and then only what changed.
 */
export function openCommit(root: string, ref: string, name: string, maxBytes: number): BaseCommit | undefined {
  const named = commitAt(root, ref);
  if (named === undefined) return undefined;
  const commit = forkPoint(root, named);
  let listed: { readonly blobs: ReadonlyMap<string, string> | undefined } | undefined;
  const list = (): ReadonlyMap<string, string> | undefined => {
    listed ??= { blobs: blobsAt(root, commit) };
    return listed.blobs;
  };
  return {
    name,
    holds: (path) => list()?.has(path) ?? false,
    changed(source, wanted) {
      const blobs = list();
      return blobs && changedAmong(blobs, root, source, wanted, maxBytes);
    },
  };
}

function* changedAmong(
  blobs: ReadonlyMap<string, string>,
  root: string,
  source: Source,
  wanted: (path: string) => boolean,
  maxBytes: number,
): Iterable<{ path: string; bytes: Uint8Array | undefined }> {
  const pathOf = new Map<string, string[]>();
  for (const [path, id] of blobs) {
    if (!wanted(path)) continue;
    // The index is not asked: git's own comparison with the working tree may run the filter programs it names.
    const now = source.read(path);
    // One that is there and cannot be read is skipped, and counted, as it is now.
    if (now ? blobIdOf(now, id) === id : source.paths.has(path)) continue;
    const paths = pathOf.get(id);
    if (paths) paths.push(path);
    else pathOf.set(id, [path]);
  }
  for (const [id, bytes] of contentsOf(root, [...pathOf.keys()], maxBytes)) {
    for (const path of pathOf.get(id) ?? []) yield { path, bytes };
  }
}
