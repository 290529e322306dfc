/** What a commit holds, asked of git: read only, and nothing is fetched for it. */

import { createHash } from 'node:crypto';
import { git, isInside, isRef, records } from './git.ts';

/** The id of the commit that `ref` names; undefined where it is not here: a mistake, or a clone that stops short of it. */
export function commitAt(root: string, ref: string): string | undefined {
  return isRef(ref) ? idIn(git(root, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])) : undefined;
}

/** Where what is checked out left the history of `commit`; `commit` itself where git cannot tell, as in a shallow clone. */
export function forkPoint(root: string, commit: string): string {
  return idIn(git(root, ['merge-base', commit, 'HEAD'])) ?? commit;
}

function idIn(answer: ReturnType<typeof git>): string | undefined {
  const id = answer.ok ? answer.out.toString('latin1').trim() : '';
  return /^[0-9a-f]{40,64}$/.test(id) ? id : undefined;
}

/** The files of a commit below `root`, path to object id; undefined where its trees are not here. */
export function blobsAt(root: string, commit: string): ReadonlyMap<string, string> | undefined {
  const answer = git(root, ['ls-tree', '-r', '-z', commit]);
  if (!answer.ok) return undefined;
  const blobs = new Map<string, string>();
  for (const [record] of records(answer.out)) {
    // `100644 blob <id>\t<path>`; symlinks and submodules hold no text of their own.
    const tab = record.indexOf('\t');
    const [mode = '', type, id] = record.slice(0, tab).split(' ');
    const path = record.slice(tab + 1);
    if (type === 'blob' && mode.startsWith('100') && id !== undefined && isInside(path)) blobs.set(path, id);
  }
  return blobs;
}

/** The id that git gives a file with this content, in the hash of another id. */
export function blobIdOf(bytes: Uint8Array, like: string): string {
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}

const batchBytes = 64 * 1024 * 1024;

/** The content of objects by id, in any order; undefined for those that are not here or are larger than `maxBytes`. */
export function* contentsOf(
  root: string,
  ids: readonly string[],
  maxBytes: number,
): Iterable<readonly [id: string, content: Buffer | undefined]> {
  const sizes = sizesOf(root, ids);
  let batch: string[] = [];
  let total = 0;
  for (const id of ids) {
    const size = sizes.get(id) ?? Number.POSITIVE_INFINITY;
    if (size > maxBytes) {
      yield [id, undefined];
      continue;
    }
    if (total + size > batchBytes && batch.length > 0) {
      yield* read(root, batch);
      batch = [];
      total = 0;
    }
    batch.push(id);
    total += size;
  }
  if (batch.length > 0) yield* read(root, batch);
}

function sizesOf(root: string, ids: readonly string[]): Map<string, number> {
  const sizes = new Map<string, number>();
  if (ids.length === 0) return sizes;
  const answer = git(root, ['cat-file', '--batch-check'], `${ids.join('\n')}\n`);
  for (const line of answer.out.toString('latin1').split('\n')) {
    const [id = '', type, size] = line.split(' ');
    if (type === 'blob') sizes.set(id, Number(size));
  }
  return sizes;
}

function* read(root: string, ids: readonly string[]): Iterable<readonly [string, Buffer | undefined]> {
  const { out } = git(root, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
  let at = 0;
  for (const id of ids) {
    // `<id> blob <size>\n<content>\n`; for an object that went missing since, `<id> missing\n`.
    const end = out.indexOf(10, at);
    const [named, type, size] = end === -1 ? [] : out.toString('latin1', at, end).split(' ');
    const length = Number(size);
    if (named !== id || type !== 'blob' || end + 1 + length > out.length) {
      yield [id, undefined];
      if (named === id && end !== -1) at = end + 1;
      continue;
    }
    yield [id, out.subarray(end + 1, end + 1 + length)];
    at = end + 1 + length + 1;
  }
}
