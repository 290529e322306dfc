import { type Hunk, hunksOf } from '../diff.ts';
import { clipped, jsonText, markdownCode, markdownText } from '../escape.ts';
import { type ChangedFile, type LineComment, type PostedComment, refusedWith } from '../github.ts';
import type { Output, PullRequest, RenderOptions } from '../output.ts';
import {
  counted,
  fromWorkspace,
  listed,
  looked,
  nothingScanned,
  nothingScannedRemedy,
  plainText,
  rulePage,
  worstFirst,
} from '../phrases.ts';
import type { NotChecked, Report, Verdict } from '../report.ts';
import { type Suggestion, suggestionFor } from '../suggestion.ts';
import { notLookedAt } from '../summary.ts';
import { placesOf } from '../text.ts';

/** Comments of one run: more than a person reads, and GitHub slows down who writes faster than 80 a minute. */
const mostComments = 30;
const mostEdits = 30;
/** Each section of the review's own text. */
const sectionBytes = 4_000;
/** Longest name or message, in UTF-16 code units. */
const maxText = 1_000;

/** At the end of a comment, where no quotation of it stands. The fingerprint holds neither a line nor a value. */
const marker = /<!-- secrets-ladder:finding:([0-9a-f]{32})(:resolved)? -->\s*$/;
const reviewMarker = '<!-- secrets-ladder:review -->';

/** Comments of a review on the lines that a pull request changes: errors and warnings, each once. */
export const review: Output = {
  id: 'review',
  about:
    'A review of a pull request: errors and warnings as comments on the lines it changes, each once however often it is pushed, at most 30 a run, with the fix as a suggestion where there is one; a comment whose finding is gone says so.',
  file: 'review.json',
  render(report: Report, options: RenderOptions): string {
    const all = loud(report);
    const comments = all.map((verdict) => {
      const { line, endLine } = placesOf(verdict.finding.span);
      const path = fromWorkspace(report, verdict.finding.span.file.path);
      return { path, line, endLine, fingerprint: verdict.fingerprint, body: bodyOf(verdict, options) };
    });
    return jsonText({ body: reviewBody(report, all, 0), comments });
  },
  async deliver(report: Report, options: RenderOptions, pull: PullRequest): Promise<readonly NotChecked[]> {
    const posted = await pull.github.reviewComments(pull.number);
    const known = await refreshed(posted, report, options, pull);
    const files = new Map((await pull.github.changedFiles(pull.number)).map((file) => [file.path, file]));
    const fresh = loud(report).filter(({ fingerprint }) => !known.has(fingerprint));
    const { placed, unshown } = await placedOn(files, fresh, report, options, pull);
    const comments = placed.slice(0, mostComments);
    const notChecked: NotChecked[] = [];
    if (unshown > 0) {
      notChecked.push({
        what: `review comments on ${counted(unshown, 'finding')}`,
        why: 'GitHub shows no diff of the file, because it is binary or large',
        remedy: 'see the summary and the report, which have them',
      });
    }
    if (comments.length === 0) return notChecked;
    const verdicts = comments.map(({ verdict }) => verdict);
    const body = reviewBody(
      { ...report, notChecked: [...report.notChecked, ...notChecked] },
      verdicts,
      placed.length - comments.length,
    );
    const refused = await post(comments, body, pull);
    if (refused > 0) {
      notChecked.push({
        what: counted(refused, 'review comment'),
        why: 'GitHub did not accept the line',
        remedy: 'see the annotations and the summary, which have the findings',
      });
    }
    return notChecked;
  },
};

interface Placed extends LineComment {
  readonly verdict: Verdict;
  readonly suggestion?: Suggestion;
}

/** Errors and warnings, worst first; notes are for the summary. */
function loud(report: Report): Verdict[] {
  return worstFirst(report.verdicts).filter(({ severity }) => severity !== 'note');
}

/**
 * Brings the comments of earlier runs up to date, and returns the findings that have one. A comment is edited where its
 * finding is gone or is back; whether a person has answered it does not matter, and nothing is deleted.
 */
async function refreshed(
  posted: readonly PostedComment[],
  report: Report,
  options: RenderOptions,
  { github }: PullRequest,
): Promise<ReadonlySet<string>> {
  const standing = new Map(report.verdicts.map((verdict) => [verdict.fingerprint, verdict]));
  const known = new Set<string>();
  let edits = 0;
  for (const { id, body, current } of posted) {
    const match = marker.exec(body);
    if (!match) continue;
    const fingerprint = match[1]!;
    const verdict = standing.get(fingerprint);
    const isResolved = match[2] !== undefined;
    // Back again, but where the old comment stood is no longer part of the diff: a new one is due.
    if (verdict && isResolved && !current) continue;
    if (verdict) known.add(fingerprint);
    if (Boolean(verdict) !== isResolved || edits >= mostEdits) continue;
    edits++;
    await github.updateReviewComment(id, verdict ? bodyOf(verdict, options) : resolvedBody(body, fingerprint));
  }
  return known;
}

/** The findings that stand on lines the pull request changes, and how many are in files whose diff is not shown. */
async function placedOn(
  files: ReadonlyMap<string, ChangedFile>,
  verdicts: readonly Verdict[],
  report: Report,
  options: RenderOptions,
  pull: PullRequest,
): Promise<{ placed: Placed[]; unshown: number }> {
  const placed: Placed[] = [];
  const hunks = new Map<string, readonly Hunk[]>();
  let unshown = 0;
  for (const verdict of verdicts) {
    const { file } = verdict.finding.span;
    const path = fromWorkspace(report, file.path);
    const changed = files.get(path);
    if (!changed) continue;
    if (changed.patch === undefined) {
      unshown++;
      continue;
    }
    const onHead = await pull.lineOnHead(file);
    const { line: from, endLine: to } = placesOf(verdict.finding.span);
    const start = onHead(from);
    if (!hunks.has(path)) hunks.set(path, hunksOf(changed.patch));
    const hunk = hunks.get(path)!.find((each) => start !== undefined && each.added.has(start));
    if (start === undefined || !hunk) continue;
    const end = onHead(to);
    // Both ends have to stand in one hunk, or GitHub refuses the whole review.
    const isRange = end !== undefined && end > start && end <= hunk.end;
    const suggestion =
      placed.length < mostComments ? suggestionFor(verdict, report, hunks.get(path)!, onHead) : undefined;
    if (suggestion && !placed.some((other) => other.path === path && overlap(other, suggestion))) {
      placed.push({
        path,
        ...linesOf(suggestion),
        body: bodyOf(verdict, options, suggestion.block),
        verdict,
        suggestion,
      });
      continue;
    }
    const body = bodyOf(verdict, options);
    placed.push(isRange ? { path, startLine: start, line: end, body, verdict } : { path, line: start, body, verdict });
  }
  return { placed, unshown };
}

function linesOf({ startLine, line }: Suggestion): Pick<LineComment, 'startLine' | 'line'> {
  return startLine < line ? { startLine, line } : { line };
}

/** Of two suggestions for one line only one can be taken. */
function overlap({ suggestion }: Placed, { startLine, line }: Suggestion): boolean {
  return suggestion !== undefined && suggestion.startLine <= line && startLine <= suggestion.line;
}

/** One review; where GitHub refuses it, which it does as a whole and without a reason, its halves. Returns how many failed. */
async function post(comments: readonly LineComment[], body: string, pull: PullRequest): Promise<number> {
  try {
    await pull.github.createReview(pull.number, pull.head, body, comments);
    return 0;
  } catch (error) {
    if (refusedWith(error) !== 422) throw error;
    if (comments.length === 1) return 1;
    const half = comments.length >> 1;
    return (await post(comments.slice(0, half), body, pull)) + (await post(comments.slice(half), body, pull));
  }
}

/** What the comments are, and what was not looked at: a review must not look like more than it is. */
function reviewBody(report: Report, verdicts: readonly Verdict[], left: number): string {
  const count = (grade: string): number => verdicts.filter(({ severity }) => severity === grade).length;
  const grades = (['error', 'warning'] as const).filter((grade) => count(grade) > 0);
  const found = listed(grades.map((grade) => counted(count(grade), grade))) || 'no error and no warning';
  const more = left > 0 ? ` ${counted(left, 'more finding')} on changed lines: see the summary of the run.` : '';
  const seen = nothingScanned(report) ? `**Nothing was scanned.** ${nothingScannedRemedy}` : `${looked(report)}.`;
  const head = `**secrets-ladder**: ${found} on lines that this pull request changes.${more}\n\n${seen}`;
  return [head, ...notLookedAt(report, sectionBytes), reviewMarker].join('\n\n');
}

function bodyOf({ finding, severity, fingerprint }: Verdict, options: RenderOptions, block?: string): string {
  const rule = options.rules.get(finding.rule);
  const doubt = finding.confidence === 'certain' ? '' : ` (${finding.confidence})`;
  const title = `**${severity}**${doubt} [${markdownText(finding.rule)}](<${rulePage(options, finding.rule)}>)`;
  const remedy = rule ? `\n\n**What to do.** ${prose(rule.remedy)}` : '';
  const message = markdownText(clipped(finding.message, maxText));
  return `${title}: ${message}${remedy}${block ? `\n\n${block}` : ''}\n\n<!-- secrets-ladder:finding:${fingerprint} -->`;
}

function resolvedBody(body: string, fingerprint: string): string {
  const rule = /\[([^\]\n]{1,200})\]\(</.exec(body)?.[1] ?? '';
  const text = `✅ Resolved: ${markdownCode(rule)} is no longer found here. A credential that was in Git stays in its history: rotate it.`;
  return `${text}\n\n<!-- secrets-ladder:finding:${fingerprint}:resolved -->`;
}

/** A text of ours in Markdown on one line, without links that would notify anybody. */
function prose(markdown: string): string {
  return markdownText(clipped(plainText(markdown), maxText));
}
