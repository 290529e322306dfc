import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { type GitRefusal, isInside, type Listed, listFiles } from '../git.ts';
import { globs } from '../glob.ts';
import type { Skipped, Source, SourceEntry } from '../source.ts';
import { onDisk, Reader, walk } from './disk.ts';

/**
 * Largest file read, in bytes, unless told otherwise. etcd takes objects up to 1.5 MiB and a Secret holds 1 MiB, so
 * 10 MiB leaves room for a dump of a whole namespace, and keeps data sets and bundles from costing seconds.
 */
export const defaultMaxBytes = 10 * 1024 * 1024;

export interface WorktreeOptions {
  /** Globs (see `globs`); empty: everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly maxBytes: number;
  /** Files, folders or globs below the root to look at; empty or left out: all. One that git ignores is looked at too. */
  readonly paths?: readonly string[];
}

/** What the listing could not do, and what would let it; the shape of `NotChecked` in a report. */
export interface Shortfall {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

export interface Worktree extends Source {
  /** Absolute path of the folder that paths are relative to, symlinks resolved. */
  readonly root: string;
  /** False where the files were found by walking the folders. */
  readonly hasGit: boolean;
  readonly notChecked: readonly Shortfall[];
}

/**
 * The files below `root` as they lie on disk: those git tracks and the untracked ones it does not ignore. `root` may be
 * a folder inside a repository, or one file. Where git cannot say (there is none, or it refuses), the folders are walked
 * and `notChecked` says so. Throws `UsageError` when `root` or one of `options.paths` is not there.
 *
 * A symlink is never followed: its target is scanned under its own name when it lies in the tree, and the link is
 * skipped as `symlink-outside` when it does not, or when git ignores the target. Tracked files that are deleted on disk
 * are left out, and `paths` loses them once `entries` has come past.
 */
export function openWorktree(root: string, options: WorktreeOptions): Worktree {
  const { folder, file } = locate(root);
  const found = file === undefined ? listFolder(folder) : listOne(folder, file);
  const files = new Map<string, Listed>();
  for (const one of found.listed) files.set(uniqueName(one, files), one);
  const chosen = choose(folder, files, options.paths ?? []);
  const order = [...files.keys()].sort();
  const paths = new Set(order);
  const included = options.include.length === 0 ? () => true : globs(options.include);
  const excluded = globs(options.exclude);

  function* entries(skipped: Skipped[], unwanted?: (path: string) => boolean): Iterable<SourceEntry> {
    const reader = new Reader(folder, paths, options.maxBytes);
    for (const path of order) {
      const one = files.get(path)!;
      if (!chosen(path)) continue;
      if (!included(path) || excluded(path)) {
        skipped.push({ path, reason: 'excluded' });
        continue;
      }
      const unasked = unwanted?.(path) ?? false;
      const bytes =
        one.kind === 'nested'
          ? 'submodule'
          : one.absent
            ? 'absent'
            : unasked
              ? (reader.refusal(one) ?? 'not-configuration')
              : reader.read(path, one);
      if (bytes === 'absent') paths.delete(path);
      else if (bytes === 'elsewhere') continue;
      else if (typeof bytes === 'string') skipped.push({ path, reason: bytes });
      else yield { path, bytes, tracked: one.tracked };
    }
  }

  // Its own buffer, so that a file may be looked up while another is being read.
  let lookup: Reader | undefined;
  function read(path: string): Uint8Array | undefined {
    const one = files.get(path);
    if (one?.kind !== 'file') return undefined;
    lookup ??= new Reader(folder, paths, options.maxBytes);
    const bytes = lookup.read(path, one);
    return typeof bytes === 'string' ? undefined : bytes;
  }

  return {
    kind: 'worktree',
    root: folder,
    hasGit: found.hasGit,
    notChecked: found.notChecked,
    paths,
    isTracked: (path) => files.get(path)?.tracked ?? false,
    entries,
    read,
  };
}

function locate(root: string): { folder: string; file: string | undefined } {
  try {
    const real = realpathSync(resolve(root));
    return statSync(real).isDirectory()
      ? { folder: real, file: undefined }
      : { folder: dirname(real), file: basename(real) };
  } catch {
    throw new UsageError([{ path: root, message: 'there is no such file or folder' }]);
  }
}

interface Found {
  readonly listed: readonly Listed[];
  readonly hasGit: boolean;
  readonly notChecked: readonly Shortfall[];
}

function listFolder(folder: string): Found {
  const answer = listFiles(folder);
  if (typeof answer === 'string') {
    return { listed: [...walk(folder, '', true)], hasGit: false, notChecked: [walked(refusals[answer])] };
  }
  const absent = answer.filter((one) => one.absent).length;
  const notChecked: Shortfall[] = [];
  if (absent > 0) {
    notChecked.push({
      what: `${absent} tracked ${absent === 1 ? 'file' : 'files'}`,
      why: 'the sparse checkout leaves them out',
      remedy: 'Run `git sparse-checkout disable`, or check out without `sparse-checkout`.',
    });
  }
  if (answer.length > 0) return { listed: answer, hasGit: true, notChecked };
  // Asked to look at a folder that git ignores, a scan of nothing would be the wrong answer.
  const listed = [...walk(folder, '', false)];
  if (listed.length > 0) notChecked.push(walked('git lists no file here'));
  return { listed, hasGit: true, notChecked };
}

function listOne(folder: string, file: string): Found {
  const answer = listFiles(folder);
  const hasGit = typeof answer !== 'string';
  const known = hasGit ? answer.find((one) => one.path === file) : undefined;
  return { listed: [known ?? { path: file, tracked: !hasGit, kind: 'file' }], hasGit, notChecked: [] };
}

const refusals: Record<GitRefusal, string> = {
  'no-git': 'git is not installed',
  'no-repository': 'this is not a git repository',
  bare: 'this is a bare git repository',
  ownership: 'git refuses a repository that belongs to somebody else',
  'too-slow': 'git did not answer in time',
  refused: 'git cannot read this repository',
};

function walked(why: string): Shortfall {
  return {
    what: 'ignore rules',
    why: `${why}, so every file counts, except in .git and node_modules`,
    remedy: 'Scan a git working tree, or narrow the scan with `exclude`.',
  };
}

/** The shown path; two names that differ only in bytes that are not UTF-8 get `~2`, `~3`, ... */
function uniqueName(one: Listed, taken: ReadonlyMap<string, Listed>): string {
  if (!taken.has(one.path)) return one.path;
  for (let n = 2; ; n++) if (!taken.has(`${one.path}~${n}`)) return `${one.path}~${n}`;
}

/** A test for the paths asked for; adds to `files` those that are on disk and that git ignores. */
function choose(folder: string, files: Map<string, Listed>, asked: readonly string[]): (path: string) => boolean {
  const wanted = asked.map((path) =>
    path
      .replaceAll('\\', '/')
      .replace(/^(?:\.\/+)+/, '')
      .replace(/(?<!\/)\/+$/, ''),
  );
  if (wanted.length === 0 || wanted.some((path) => path === '' || path === '.')) return () => true;
  const mistakes: string[] = [];
  for (const path of wanted) {
    const chosen = globs([path]);
    if (files.has(path) || [...files.keys()].some(chosen)) continue;
    const kind = isInside(path) ? lstatSync(onDisk(folder, path), { throwIfNoEntry: false }) : undefined;
    if (kind === undefined) mistakes.push(path);
    else if (!kind.isDirectory()) files.set(path, { path, tracked: false, kind: 'file' });
    else for (const one of walk(folder, path, false)) files.set(uniqueName(one, files), one);
  }
  if (mistakes.length > 0) {
    throw new UsageError(mistakes.map((path) => ({ path, message: 'there is no such file or folder in the tree' })));
  }
  const tests = wanted.map((path) => ({ path, chosen: globs([path]) }));
  return (path) => tests.some((test) => test.path === path || test.chosen(path));
}
