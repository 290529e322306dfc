import { isDate } from './config/date.ts';
import type { Mistake } from './errors.ts';
import type { Finding } from './finding.ts';
import { nearest } from './nearest.ts';
import type { NotChecked, Problem } from './report.ts';
import type { SourceFile } from './text.ts';

/**
 * An agreed exception written where it holds: `# secrets-ladder: allow RULE REASON`, at the end of the line or on a line of
 * its own above it; `allow RULE until 2027-01-31 REASON` ends by itself.
 */
export interface CommentWaiver {
  readonly rule: string;
  /** Lines on which a finding may begin, the last one included. */
  readonly from: number;
  readonly to: number;
  /** From `allow` on, as it is written: what the base commit must hold too. */
  readonly text: string;
}

const sign = 'secrets-ladder: allow ';
const openers = ['#', '//', '/*', '<!--', '--', ';'];
/** Long enough for every reason. */
const longest = 500;
/** Comment lines between a waiver and what it is about. */
const mostBetween = 20;
const blockValue = /[|>][-+0-9]{0,2}$/;

/** Mistakes of one file that are told; more say the same thing again. */
const mostMistakes = 20;

/** Every text behind `allow` in a comment, and where the sign stands. */
function* written(content: string): Iterable<{ at: number; opener: string; text: string }> {
  for (let at = content.indexOf(sign); at !== -1; at = content.indexOf(sign, at + sign.length)) {
    const lineStart = content.lastIndexOf('\n', at) + 1;
    const before = content.slice(Math.max(lineStart, at - 20), at).trimEnd();
    const opener = openers.find((each) => before.endsWith(each));
    if (opener === undefined) continue;
    const [line = ''] = content.slice(at + sign.length, at + longest).split('\n', 1);
    const text = withoutEnd(line);
    // `allow RULE` and `allow <rule>` are how a text says what to write.
    if (!/^[A-Z<{[]/.test(text)) yield { at, opener, text };
  }
}

/** The waivers in the comments of a file, and a mistake for each that does not hold. */
export function commentWaivers(
  file: SourceFile,
  known: readonly string[],
  today: Date,
): { readonly waivers: readonly CommentWaiver[]; readonly mistakes: readonly Mistake[] } {
  const waivers: CommentWaiver[] = [];
  const mistakes: Mistake[] = [];
  const { content, path } = file;
  for (const { at, opener, text } of written(content)) {
    const { line, column } = file.place(at);
    const { start } = file.lineRange(line);
    const found = waiverIn(text, known, today);
    if ('wrong' in found) {
      if (mistakes.length < mostMistakes)
        mistakes.push({ path, line, column, message: `the waiver is not applied: ${found.wrong}` });
      continue;
    }
    const code = content.slice(start, at).trimEnd().slice(0, -opener.length).trimEnd();
    const from = code.trim() === '' ? lineBelow(file, line) : line;
    const held = from === line ? code : lineText(file, from).trimEnd();
    waivers.push({ rule: found.rule, from, to: blockValue.test(held) ? from + 1 : from, text });
  }
  return { waivers, mistakes };
}

/** What is wrong with a waiver's text, or its rule. */
function waiverIn(text: string, known: readonly string[], today: Date): { rule: string } | { wrong: string } {
  const [rule = '', ...rest] = text.split(/\s+/);
  if (!known.includes(rule)) {
    const near = nearest(rule, known);
    return { wrong: `there is no rule of that name${near ? `; did you mean ${near}?` : ''}` };
  }
  const expires = rest[0] === 'until' ? (rest.splice(0, 2)[1] ?? '') : undefined;
  if (rest.join('') === '') return { wrong: 'it gives no reason' };
  const wrong = expires === undefined ? undefined : endOf(expires, today);
  return wrong === undefined ? { rule } : { wrong };
}

function endOf(expires: string, today: Date): string | undefined {
  if (!isDate(expires)) return 'its expiry is no date, YYYY-MM-DD';
  return expires < today.toISOString().slice(0, 10) ? `it expired on ${expires}` : undefined;
}

/** The text without what closes the comment. */
function withoutEnd(text: string): string {
  for (const close of ['-->', '*/']) {
    const at = text.indexOf(close);
    if (at !== -1) return text.slice(0, at).trim();
  }
  return text.trim();
}

function lineText(file: SourceFile, line: number): string {
  const { start, end } = file.lineRange(line);
  return file.content.slice(start, end);
}

/** The first line below that is not a comment of its own. */
function lineBelow(file: SourceFile, line: number): number {
  for (let next = line + 1; next <= Math.min(file.lineCount, line + mostBetween); next++) {
    const text = lineText(file, next).trimStart();
    if (!openers.some((opener) => text.startsWith(opener)) || text.startsWith('---')) return next;
  }
  return line;
}

interface Asked {
  readonly today: Date;
  /** A file as it was before the change that is checked: a waiver counts only where it stood there. */
  readonly textBefore?: (path: string) => Promise<string | undefined>;
}

interface Commented {
  readonly covered: ReadonlySet<Finding>;
  readonly problems: readonly Problem[];
  readonly notChecked: readonly NotChecked[];
}

/** The findings that a comment beside them waives; only files with findings are looked at. */
export async function waivedInComments(
  findings: readonly Finding[],
  known: readonly string[],
  { today, textBefore }: Asked,
): Promise<Commented> {
  const covered = new Set<Finding>();
  const problems: Problem[] = [];
  let fresh = 0;
  const byFile = new Map<SourceFile, Finding[]>();
  for (const finding of findings) {
    const { file } = finding.span;
    const all = byFile.get(file);
    if (all) all.push(finding);
    else byFile.set(file, [finding]);
  }
  for (const [file, own] of byFile) {
    const { waivers, mistakes } = commentWaivers(file, known, today);
    for (const mistake of mistakes) problems.push({ ...mistake, path: file.path });
    if (waivers.length === 0) continue;
    const before = textBefore ? ((await textBefore(file.path)) ?? '') : undefined;
    const holding = agreed(waivers, before);
    fresh += waivers.length - holding.length;
    const places = new Set(holding.flatMap(({ rule, from, to }) => [`${rule} ${from}`, `${rule} ${to}`]));
    for (const finding of own) {
      if (places.has(`${finding.rule} ${file.place(finding.span.start).line}`)) covered.add(finding);
    }
  }
  const what = fresh === 1 ? '1 waiver in a comment' : `${fresh} waivers in comments`;
  const remedy = 'it counts once it is merged; `config-from: head` makes it count now';
  const notChecked =
    fresh === 0 ? [] : [{ what, why: 'new with this change, which cannot waive what it adds', remedy }];
  return { covered, problems, notChecked };
}

/** Those that stood in the file before, each as often as it stood there. */
function agreed(waivers: readonly CommentWaiver[], before: string | undefined): readonly CommentWaiver[] {
  if (before === undefined) return waivers;
  const left = new Map<string, number>();
  for (const { text } of written(before)) left.set(text, (left.get(text) ?? 0) + 1);
  return waivers.filter(({ text }) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count > 0;
  });
}
