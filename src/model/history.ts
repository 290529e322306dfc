import { type Authored, isShallow, lastCommits, touchedSince } from '../git-history.ts';

/** What rules may ask about the past of a repository. Git is asked at the first question, and once for each. */
export interface History {
  /** Those of `paths` that no commit of the last `days` touched: a change of a file may be one of its values, so these are the least. */
  untouched(paths: ReadonlySet<string>, days: number): ReadonlySet<string>;
  /** Who wrote the commits of the `days` before the last one; undefined where the clone does not go back that far. */
  authors(days: number): readonly Authored[] | undefined;
  /** True where a question was asked that a clone of limited depth cannot answer. */
  readonly cutShort: boolean;
}

const day = 24 * 3600 * 1000;

/** The history of the clone at `root`. */
export function historyOf(root: string, today: Date): History {
  let commits: readonly Authored[] | undefined;
  let shallow: boolean | undefined;
  let cutShort = false;
  /** True where the clone holds a commit from before a time, so that it tells what happened since. */
  const reaches = (time: number): boolean => {
    commits ??= lastCommits(root) ?? [];
    if (commits.some((commit) => commit.time < time)) return true;
    shallow ??= isShallow(root);
    if (shallow) cutShort = true;
    return !shallow && commits.length > 0;
  };
  return {
    untouched(paths, days) {
      const since = today.getTime() - days * day;
      if (paths.size === 0 || !reaches(since)) return new Set();
      const touched = touchedSince(root, paths, new Date(since));
      return new Set(touched ? [...paths].filter((path) => !touched.has(path)) : []);
    },
    authors(days) {
      commits ??= lastCommits(root) ?? [];
      const [last] = commits;
      if (!last || !reaches(last.time - days * day)) return undefined;
      return commits.filter(({ time }) => time >= last.time - days * day);
    },
    get cutShort() {
      return cutShort;
    },
  };
}
