import { findShapes } from './credentials/shapes.ts';
import type { Hunk } from './diff.ts';
import { isVisible } from './escape.ts';
import { type Edit, Edits } from './fix.ts';
import type { Report, Verdict } from './report.ts';
import type { SourceFile } from './text.ts';

/** A fix as GitHub takes it in a review comment: what stands in the place of whole lines of the head commit. */
export interface Suggestion {
  readonly startLine: number;
  readonly line: number;
  /** The fenced block. */
  readonly block: string;
}

/** More is not read in a comment. */
const mostLines = 20;
const mostText = 2_000;

/**
 * The fix of a finding as a suggestion. Unlike the fix it repeats text of the file, so there is none where a readable
 * credential stands on the lines, agreed to or not, or where one could have been missed: a rule crashed, or part of the
 * file could not be read. All lines must be lines that the change adds, in one hunk, and read there as they do here.
 */
export function suggestionFor(
  { finding }: Verdict,
  report: Report,
  hunks: readonly Hunk[],
  onHead: (line: number) => number | undefined,
): Suggestion | undefined {
  const { file } = finding.span;
  const edits = finding.fix?.edits ?? [];
  if (edits.length === 0 || edits.some(({ span, creates }) => creates || span.file.path !== file.path))
    return undefined;
  if (report.crashes.length > 0 || report.problems.some(({ path }) => path === file.path)) return undefined;
  const { first, last } = linesOf(edits, file);
  const found = file.place(finding.span.start).line;
  if (found < first || found > last || last - first >= mostLines) return undefined;
  const startLine = onHead(first);
  const hunk = hunks.find(({ added }) => startLine !== undefined && added.has(startLine));
  if (startLine === undefined || !hunk) return undefined;
  for (let line = first; line <= last; line++) {
    const { start, end } = file.lineRange(line);
    const there = startLine + line - first;
    if (onHead(line) !== there || hunk.added.get(there) !== file.content.slice(start, end)) return undefined;
  }
  const [start, end] = [file.lineRange(first).start, file.lineRange(last).end];
  if (report.exposed.some(({ file: { path }, ...at }) => path === file.path && at.start <= end && at.end >= start)) {
    return undefined;
  }
  const text = changed(edits, file, start, end);
  if (text === undefined || text.length > mostText || !isVisible(text)) return undefined;
  if ([...findShapes(text)].length > 0) return undefined;
  return { startLine, line: startLine + last - first, block: fenced(text) };
}

function linesOf(edits: readonly Edit[], file: SourceFile): { first: number; last: number } {
  let [start, end] = [Number.POSITIVE_INFINITY, 0];
  for (const { span } of edits) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { first: file.place(start).line, last: file.place(end).line };
}

/** [start, end) of a file with the edits made. */
function changed(edits: readonly Edit[], { content }: SourceFile, start: number, end: number): string | undefined {
  const all = new Edits();
  if (!all.take(edits)) return undefined;
  const after = all.appliedTo(content);
  return after.slice(start, after.length - (content.length - end));
}

/** In a fence that is longer than any in the text. */
function fenced(text: string): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}suggestion\n${text}\n${fence}`;
}
