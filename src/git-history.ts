/** What the history of a clone tells, asked of git: read only, nothing is fetched, no program of the repository is run. */

import { git, isInside, records } from './git.ts';

/** A commit as far as its author goes; `time` in milliseconds. */
export interface Authored {
  readonly name: string;
  readonly email: string;
  readonly time: number;
}

const maxCommits = 5_000;
/** By `log.showSignature` git would start gpg, by `log.follow` it would follow one file, by an order file read another. */
const settings = ['-c', 'log.showSignature=false', '-c', 'log.follow=false', '-c', 'diff.orderFile=/dev/null'];
const plain = ['--no-show-signature', '--no-ext-diff', '--no-textconv', '--no-renames', '--no-notes', '--no-color'];

/** The last commits, newest first; undefined where there is no history. `.mailmap` is heeded. */
export function lastCommits(root: string): readonly Authored[] | undefined {
  const answer = git(root, [
    ...settings,
    'log',
    ...plain,
    '-z',
    `--max-count=${maxCommits}`,
    '--format=%ct%x1f%aE%x1f%aN',
  ]);
  if (!answer.ok) return undefined;
  const out: Authored[] = [];
  for (const [record] of records(answer.out)) {
    const [time = '', email = '', name = ''] = record.split('\x1f');
    out.push({ name, email, time: Number(time) * 1000 });
  }
  return out;
}

/** Those of `paths` (from `root`) that a commit since a day touched; undefined where git does not tell. */
export function touchedSince(root: string, paths: Iterable<string>, since: Date): ReadonlySet<string> | undefined {
  const asked = [...paths].filter((path) => isInside(path) && !/[\r\n]/.test(path));
  if (asked.length === 0) return new Set();
  const day = `--since=${since.toISOString()}`;
  const answer = git(
    root,
    [...settings, 'log', ...plain, '-z', day, '--format=', '--name-only', '--relative', '--stdin'],
    `HEAD\n--\n${asked.map((path) => `:(literal)${path}\n`).join('')}`,
  );
  if (!answer.ok) return undefined;
  const touched = new Set<string>();
  for (const [record] of records(answer.out)) touched.add(record.replace(/^\n/, ''));
  return touched;
}

/** True for a clone that stops short of the first commit. */
export function isShallow(root: string): boolean {
  const answer = git(root, ['rev-parse', '--is-shallow-repository']);
  return answer.ok && answer.out.toString('latin1').trim() === 'true';
}
