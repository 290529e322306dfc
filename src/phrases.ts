/** The sentences that outputs share, so that every view of a report says the same thing in the same words. */
import { levelNames } from './level.ts';
import type { RenderOptions } from './output.ts';
import type { Level } from './policy.ts';
import type { NotChecked, Report, Verdict } from './report.ts';
import type { SkipReason } from './source.ts';

export const grades = ['error', 'warning', 'note'] as const;

const reachedNames: Readonly<Record<0 | Level, string>> = { 0: 'plaintext in Git', ...levelNames };

export const skipReasons: Readonly<Record<SkipReason, string>> = {
  binary: 'binary',
  'too-large': 'too large',
  'symlink-outside': 'link out of the tree',
  'symlink-broken': 'broken link',
  'not-a-file': 'not a regular file',
  unreadable: 'unreadable',
  excluded: 'excluded',
  submodule: 'submodule',
  encrypted: 'encrypted',
  'not-configuration': 'not configuration',
};

/** `12,345`. Not by `Intl`, which takes ten milliseconds to start. */
export function thousands(count: number): string {
  let rest = String(count);
  let out = '';
  for (; rest.length > 3; rest = rest.slice(0, -3)) out = `,${rest.slice(-3)}${out}`;
  return rest + out;
}

/** `1 file`, `3,000 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

const ranks = { error: 0, warning: 1, note: 2, certain: 0, likely: 1, possible: 2 } as const;

/** Errors first, then readable credentials, then the surest; equal ones keep the order of the report. */
export function worstFirst(verdicts: readonly Verdict[]): Verdict[] {
  const rank = ({ severity, finding }: Verdict): number =>
    ranks[severity] * 8 + (finding.credential ? 0 : 4) + ranks[finding.confidence];
  return [...verdicts].sort((a, b) => rank(a) - rank(b));
}

/** True where no file was parsed: such a run proves nothing and must not look clean. */
export function nothingScanned(report: Report): boolean {
  return report.counts.parsed === 0;
}

/** `3 errors, 1 warning and 2 notes in 4 files`, or `No findings`. */
export function totals(report: Report): string {
  const { counts } = report;
  const parts = grades.filter((grade) => counts[grade] > 0).map((grade) => counted(counts[grade], grade));
  if (parts.length === 0) return 'No findings';
  const files = new Set(report.verdicts.map((verdict) => verdict.finding.span.file.path)).size;
  return `${listed(parts)} in ${counted(files, 'file')}`;
}

/** `812 files listed, 300 read, 120 parsed (140 documents, 95 resources)`. */
export function looked({ counts }: Report): string {
  const inside = listed([counted(counts.documents, 'document'), counted(counts.resources, 'resource')]);
  const [read, parsed] = [counts.read, counts.parsed].map((count) => thousands(count));
  return `${counted(counts.files, 'file')} listed, ${read} read, ${parsed} parsed (${inside})`;
}

/** Items by key, in the order in which the keys appear; `Map.groupBy` is not in Node 20. */
export function grouped<Item, Key>(items: Iterable<Item>, key: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** Skipped paths by reason, most frequent reason first. */
export function skippedByReason(report: Report): [SkipReason, string[]][] {
  const groups = [...grouped(report.skipped, ({ reason }) => reason)].map(([reason, all]): [SkipReason, string[]] => [
    reason,
    all.map(({ path }) => path),
  ]);
  return groups.sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
}

/** `2 binary, 1 too large`; empty where nothing was skipped. */
export function skippedCounts(report: Report): string {
  return skippedByReason(report)
    .map(([reason, paths]) => `${thousands(paths.length)} ${skipReasons[reason]}`)
    .join(', ');
}

/** `2 sealed-secrets`. */
export function levelName(level: 0 | Level): string {
  return `${level} ${reachedNames[level]}`;
}

/** `declared 2 sealed-secrets, reached 0 plaintext in Git`. */
export function levelSentence({ level }: Report): string {
  const declared =
    level.declared === undefined
      ? `none declared, graded as ${levelName(level.applied)}`
      : `declared ${levelName(level.declared)}`;
  const graded =
    level.declared !== undefined && level.declared !== level.applied ? `, graded as ${levelName(level.applied)}` : '';
  return `${declared}${graded}, ${level.deploys === 'samples-only' ? samplesOnly : `reached ${levelName(level.reached)}`}`;
}

/** False where a repository deploys no Secret and declares no level: there is nothing that a level could fit. */
export function isJudged({ level }: Report): boolean {
  return level.deploys !== 'samples-only' || level.declared !== undefined;
}

/** What the gaps to the next level are: in the way of one that is asked for, or what a higher one would take. */
export function gapsTitle({ level, assessment }: Report): string {
  const next = Math.min(4, level.reached + 1);
  const { recommended, graduation = [] } = assessment ?? {};
  const wanted = Math.max(level.applied, recommended?.level ?? next, ...graduation.map((reason) => reason.level));
  return next > wanted ? `What level ${next} would take` : `In the way of level ${next}`;
}

/** What is said in place of a reached level where a repository deploys no Secret. */
export const samplesOnly = 'no Secret is deployed: tests, examples and docs only';

/** Why the run ended as it did. */
export function conclusionSentence(report: Report): string {
  const threshold = report.failOn === 'never' || report.failOn === 'off' ? undefined : report.failOn;
  if (report.conclusion === 'failure') {
    const reached =
      threshold !== undefined &&
      grades.slice(0, grades.indexOf(threshold) + 1).some((grade) => report.counts[grade] > 0);
    const rules = new Set(report.crashes.map((crash) => crash.rule)).size;
    const reasons = [
      reached ? `findings of severity ${atLeast(threshold)} fail this run` : '',
      rules > 0 ? `${counted(rules, 'rule')} crashed, so the result is incomplete` : '',
    ].filter((reason) => reason !== '');
    return reasons.length > 0 ? `Failed: ${reasons.join('; ')}` : 'Failed';
  }
  if (nothingScanned(report)) return 'Nothing was scanned';
  if (threshold === undefined) return 'Passed: no finding fails this run';
  return `Passed: no finding of severity ${atLeast(threshold)}`;
}

function atLeast(threshold: 'error' | 'warning' | 'note'): string {
  return threshold === 'error' ? 'error' : threshold === 'warning' ? 'warning or error' : 'note, warning or error';
}

/** Why something was not checked and what would let it, as two sentences. */
export function reasonAndRemedy({ why, remedy }: NotChecked): string {
  return `${why}${/[.!?]$/.test(why) ? '' : '.'} ${remedy[0]?.toUpperCase() ?? ''}${remedy.slice(1)}`;
}

/** What to do where nothing was scanned. */
export const nothingScannedRemedy =
  'Check the path, the include and exclude patterns, and that the files are checked out. A run that looked at nothing proves nothing.';

/** Address of a rule's page. */
export function rulePage(options: RenderOptions, rule: string): string {
  return `${options.docs}${encodeURIComponent(rule)}.md`;
}

/** Markdown as plain text on one line. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]\n]{0,300})\]\([^)\s]{0,500}\)/g, '$1')
    .replace(/`|\*\*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The first sentence of plain text; an abbreviation such as `e.g.` does not end it. */
export function firstSentence(text: string): string {
  for (const match of text.matchAll(/[.!?](?= [A-Z])/g)) {
    if (!/\b(?:e\.g|i\.e|etc|vs)$/.test(text.slice(0, match.index))) return text.slice(0, match.index + 1);
  }
  return text;
}

/**
 * A path of the report as seen from where the user stands: under the root of the scan where that is a relative path.
 * Annotations and code scanning resolve paths from the workspace, not from the root of the scan.
 */
export function fromWorkspace(report: Report, path: string): string {
  const root = report.root
    .replace(/\\/g, '/')
    .replace(/^(?:\.\/+)+/, '')
    .replace(/(?<!\/)\/+$/, '');
  return root === '' ||
    root === '.' ||
    root === '-' ||
    root.startsWith('/') ||
    root.startsWith('..') ||
    /^[A-Za-z]:/.test(root)
    ? path
    : `${root}/${path}`;
}
