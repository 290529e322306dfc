/**
 * The only file that starts git. The repository is not trusted: its configuration may name programs to run, its objects
 * may have to be fetched from elsewhere, its index may name anything. Every call here reads and none writes.
 */

import { isUtf8 } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { delimiter, isAbsolute } from 'node:path';
import { decode } from './decode.ts';

const timeLimit = 60_000;
const maxOutput = 1 << 30;
const nowhere = process.platform === 'win32' ? 'NUL' : '/dev/null';

/** Settings that win over the repository's own: the ones by which git would run a program or look outside the tree. */
const settings = [
  'core.fsmonitor=false',
  `core.hooksPath=${nowhere}`,
  'core.untrackedCache=false',
  'core.preloadIndex=true',
  `core.excludesFile=${nowhere}`,
  `core.attributesFile=${nowhere}`,
  'core.pager=cat',
  'core.editor=false',
  'core.sshCommand=false',
  'core.gitProxy=',
  'core.alternateRefsCommand=false',
  'credential.helper=',
  'diff.external=',
  'protocol.allow=never',
  // A bare repository planted in a folder of a clone must not be taken for the repository of that folder.
  'safe.bareRepository=explicit',
  // Containers check a tree out as one user and run as another. What git's ownership check guards against, programs
  // named in somebody else's configuration, is switched off above.
  'safe.directory=*',
];

/** The environment git gets: nothing of ours but the search path, so no GIT_DIR, GIT_CONFIG_COUNT, GIT_TRACE, HOME. */
function environment(): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = {};
  for (const name of ['SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'PATHEXT']) {
    if (process.env[name] !== undefined) kept[name] = process.env[name];
  }
  // A relative entry of PATH would find a program named git in the tree that is scanned.
  const path = (process.env.PATH ?? process.env.Path ?? '').split(delimiter).filter((entry) => isAbsolute(entry));
  return {
    ...kept,
    PATH: path.join(delimiter),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: nowhere,
    GIT_CONFIG_GLOBAL: nowhere,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    // An empty list: no protocol may be used. Stops a lazy fetch in versions that do not know GIT_NO_LAZY_FETCH (< 2.45).
    GIT_ALLOW_PROTOCOL: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    SSH_ASKPASS: 'false',
    GIT_SSH_COMMAND: 'false',
    GIT_PAGER: 'cat',
    GIT_EDITOR: 'false',
    GIT_FLUSH: '0',
    NoDefaultCurrentDirectoryInExePath: '1',
  };
}

/** Why git gave no answer. Its own words are not passed on: they may quote the repository's configuration. */
export type GitRefusal = 'no-git' | 'no-repository' | 'bare' | 'ownership' | 'too-slow' | 'refused';

type Answer =
  | { readonly ok: true; readonly out: Buffer }
  | { readonly ok: false; readonly why: GitRefusal; readonly out: Buffer };

/** One run of git. For the files beside this one that ask it about a repository. */
export function git(root: string, args: readonly string[], input = '', accepted: readonly number[] = [0]): Answer {
  const hardening = settings.flatMap((setting) => ['-c', setting]);
  const run = spawnSync('git', ['--no-pager', ...hardening, '-C', root, ...args], {
    env: environment(),
    input,
    maxBuffer: maxOutput,
    timeout: timeLimit,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  const out = run.stdout ?? Buffer.alloc(0);
  const code = (run.error as NodeJS.ErrnoException | undefined)?.code;
  // EPIPE: git gave up before it had read its input; its status and message tell why.
  if (code !== undefined && code !== 'EPIPE') {
    if (code === 'ENOENT' || code === 'EACCES') return { ok: false, why: 'no-git', out };
    return { ok: false, why: code === 'ETIMEDOUT' ? 'too-slow' : 'refused', out };
  }
  if (run.status !== null && accepted.includes(run.status)) return { ok: true, out };
  return { ok: false, why: refusalIn(run.stderr.toString('latin1', 0, 2000)), out };
}

function refusalIn(message: string): GitRefusal {
  if (message.includes('not a git repository')) return 'no-repository';
  if (message.includes('must be run in a work tree') || message.includes('bare repository')) return 'bare';
  if (message.includes('dubious ownership') || message.includes('unsafe repository')) return 'ownership';
  return 'refused';
}

/** What lies behind a path that git lists. `nested` is a repository inside this one, submodule or not. */
export type ListedKind = 'file' | 'symlink' | 'nested';

export interface Listed {
  /** From the root, `/` separated; bytes that are not UTF-8 are shown as U+FFFD. */
  readonly path: string;
  readonly tracked: boolean;
  readonly kind: ListedKind;
  /** The name as the file system has it, where `path` cannot say it. */
  readonly raw?: Buffer;
  /** True for a tracked file that a sparse checkout leaves out. */
  readonly absent?: boolean;
}

/**
 * Files below `root` that git tracks, and untracked ones that it does not ignore; in no particular order. A path that
 * leaves the root or lies in `.git`, which only a forged index can hold, is left out.
 */
export function listFiles(root: string): readonly Listed[] | GitRefusal {
  const answer = git(root, [
    'ls-files',
    '-z',
    '-t',
    '--stage',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    '.',
  ]);
  if (!answer.ok) return answer.why;
  const listed: Listed[] = [];
  let last = '';
  for (const [line, raw] of records(answer.out)) {
    // `? path`, or `H 100644 <hash> <stage>\tpath`: https://git-scm.com/docs/git-ls-files#_output
    const tracked = line[0] !== '?';
    const path = tracked ? line.slice(line.indexOf('\t') + 1) : line.slice(2);
    // A file in conflict is listed once a side.
    if (!isInside(path) || (tracked && path === last && !raw)) continue;
    if (tracked) last = path;
    const name = raw ? { raw: raw.subarray(tracked ? raw.indexOf(9) + 1 : 2) } : {};
    if (!tracked) {
      const nested = path.endsWith('/');
      listed.push({ path: nested ? path.slice(0, -1) : path, tracked, kind: nested ? 'nested' : 'file', ...name });
      continue;
    }
    const mode = line.slice(2, 8);
    const kind = mode === '160000' ? 'nested' : mode === '120000' ? 'symlink' : 'file';
    listed.push({ path, tracked, kind, ...name, ...(line[0] === 'S' ? { absent: true } : {}) });
  }
  return listed;
}

/** NUL-terminated records as text, with the bytes of those that are not UTF-8. */
export function* records(out: Buffer): Iterable<[string, Buffer | undefined]> {
  if (isUtf8(out)) {
    for (const record of out.toString().split('\0')) if (record !== '') yield [record, undefined];
    return;
  }
  for (let start = 0; start < out.length; ) {
    const nul = out.indexOf(0, start);
    const end = nul === -1 ? out.length : nul;
    const bytes = out.subarray(start, end);
    if (bytes.length > 0) yield [bytes.toString(), isUtf8(bytes) ? undefined : bytes];
    start = end + 1;
  }
}

const outside = /^\/|^[A-Za-z]:|(?:^|\/)(?:\.\.?|\.git)(?:\/|$)|\/\//i;

/** True for a relative path that stays below the root and out of `.git`. */
export function isInside(path: string): boolean {
  return path !== '' && !path.includes('\0') && !outside.test(path);
}

/**
 * Those of `paths` (from `root`; they need not exist) that git would ignore. Paths git cannot judge, such as those
 * behind a symlink, are not in the result; undefined where there is no git or no repository.
 */
export function gitIgnores(root: string, paths: readonly string[]): ReadonlySet<string> | undefined {
  const asked = [...new Set(paths)].filter(isInside);
  const ignored = new Set<string>();
  if (asked.length === 0) return ignored;
  // One path that git cannot judge makes it give up on the rest: find it by halves, in a bounded number of tries.
  const pending = [asked];
  for (let tries = 0; tries < 64 && pending.length > 0; tries++) {
    const some = pending.shift()!;
    // `./` keeps git from taking a leading colon for pathspec magic.
    const answer = git(root, ['check-ignore', '-z', '--stdin'], some.map((path) => `./${path}\0`).join(''), [0, 1]);
    if (answer.ok) for (const path of answer.out.toString().split('\0')) ignored.add(path.slice(2));
    else if (answer.why !== 'refused') return undefined;
    else if (some.length > 1) pending.push(some.slice(0, some.length >> 1), some.slice(some.length >> 1));
  }
  ignored.delete('');
  return ignored;
}

/**
 * The text of `path` (from `root`) as it is in the commit `ref`; undefined where either is not there or the content is
 * binary. `cat-file`, unlike `show`, runs no textconv program.
 */
export function showAt(root: string, ref: string, path: string): string | undefined {
  if (!isInside(path) || !isRef(ref)) return undefined;
  const answer = git(root, ['cat-file', 'blob', `${ref}:./${path}`]);
  return answer.ok ? decode(answer.out) : undefined;
}

/**
 * Whether the commit `ref` holds `path` (from `root`); undefined where the commit or one of its trees is not here, as in
 * a shallow clone. Tells a file that is not there from one whose content cannot be had.
 */
export function isAt(root: string, ref: string, path: string): boolean | undefined {
  if (!isInside(path) || !isRef(ref)) return undefined;
  const answer = git(root, ['ls-tree', '-z', ref, '--', path]);
  return answer.ok ? answer.out.length > 0 : undefined;
}

/** A name that git cannot take for an option or for a search (`:/message`, `@{date}`). */
export function isRef(ref: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_./^~+@-]{0,250}$/.test(ref) && !ref.includes('@{');
}

/** The hash of the commit that is checked out; undefined before the first one, or where there is no repository. */
export function headCommit(root: string): string | undefined {
  const answer = git(root, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  const hash = answer.ok ? answer.out.toString('latin1').trim() : '';
  return /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
}
