import { withLineFeeds } from './decode.ts';
import type { PullEvent } from './event.ts';
import { headCommit, showAt } from './git.ts';
import { type GitHub, refusedWith } from './github.ts';
import { lineMap } from './line-map.ts';
import type { Output, PullRequest, RenderOptions } from './output.ts';
import { worstFirst } from './phrases.ts';
import type { NotChecked, Report } from './report.ts';
import type { SourceFile } from './text.ts';

/** Posts what was asked for; what could not be posted is in the report that comes back. */
export async function onPullRequest(
  report: Report,
  options: RenderOptions,
  asked: readonly Output[],
  pull: PullEvent,
  github: GitHub | undefined,
  lineOnHead: PullRequest['lineOnHead'],
): Promise<Report> {
  const left: NotChecked[] = [];
  for (const output of asked) {
    try {
      if (!github) throw new Error('no token');
      left.push(...(await output.deliver!(report, options, { github, ...pull, lineOnHead })));
    } catch (error) {
      left.push(notPosted(output.id, github === undefined ? 'no-token' : refusedWith(error), pull));
    }
  }
  return left.length > 0 ? { ...report, notChecked: [...report.notChecked, ...left] } : report;
}

/** Not the API's own words: they may quote what was sent. */
function notPosted(output: string, status: number | 'no-token' | undefined, { isFork }: PullEvent): NotChecked {
  const what = `the ${output} on the pull request`;
  if (status === 'no-token') return { what, why: 'there is no token', remedy: 'give the action `token`' };
  if (status !== 401 && status !== 403 && status !== 404) {
    const why = status === undefined ? 'the GitHub API did not answer' : `the GitHub API answered ${status}`;
    return { what, why, remedy: 'run the job again; the annotations and the summary have the findings' };
  }
  return isFork
    ? {
        what,
        why: 'the pull request comes from a fork, whose runs get a token that may only read',
        remedy: 'see the annotations and the summary, which need no permission',
      }
    : {
        what,
        why: 'the token may not write to pull requests',
        remedy: 'give the job `permissions: pull-requests: write` (runs that Dependabot starts only read)',
      };
}

/** Files whose lines are looked up for annotations: a step shows thirty of them. */
const mostAnnotated = 30;

/** Annotations are shown on the head commit, and what was scanned is the merge commit. Without an answer lines stay. */
export async function annotatedLines(
  report: Report,
  lineOnHead: PullRequest['lineOnHead'],
): Promise<NonNullable<RenderOptions['lineAt']>> {
  const maps = new Map<SourceFile, (line: number) => number | undefined>();
  for (const { finding } of worstFirst(report.verdicts)) {
    const { file } = finding.span;
    if (maps.has(file)) continue;
    if (maps.size >= mostAnnotated) break;
    try {
      maps.set(file, await lineOnHead(file));
    } catch {
      // Out of reach; a line that is off by a few is better than no annotation.
      break;
    }
  }
  return (file, line) => maps.get(file)?.(line);
}

/**
 * Where lines of scanned files stand in a pull request's head commit: from git where the checkout has it, else from the
 * API. What is checked out is the merge commit, in which changes of the base have moved lines. Each file is asked for once.
 */
export function headLines(root: string, head: string, github: GitHub | undefined): PullRequest['lineOnHead'] {
  if (headCommit(root) === head) return async () => (line) => line;
  const known = new Map<SourceFile, Promise<(line: number) => number | undefined>>();
  return (file) => {
    let map = known.get(file);
    if (!map) {
      map = mapped(file);
      known.set(file, map);
    }
    return map;
  };

  async function mapped(file: SourceFile): Promise<(line: number) => number | undefined> {
    const text = showAt(root, head, file.path) ?? (await github?.fileAt(file.path, head));
    if (text === undefined) return () => undefined;
    return lineMap(file.content, withLineFeeds(text.replace(/^\ufeff/, '')));
  }
}
