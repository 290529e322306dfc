import { clipped, visible } from '../escape.ts';
import { maskedLine } from '../mask.ts';
import type { Output, RenderOptions } from '../output.ts';
import {
  conclusionSentence,
  counted,
  firstSentence,
  fromWorkspace,
  grouped,
  levelSentence,
  looked,
  nothingScanned,
  nothingScannedRemedy,
  plainText,
  reasonAndRemedy,
  skippedByReason,
  skippedCounts,
  thousands,
  totals,
  worstFirst,
} from '../phrases.ts';
import type { Report, Verdict } from '../report.ts';
import { labelled, type Paint, painter, wrapped } from '../screen.ts';
import type { SkipReason } from '../source.ts';
import { placesOf, type Span } from '../text.ts';

/** Findings of one rule in one file that are printed in full; the places of the others follow in one line. */
const inFull = 10;
/** Places of further findings that are named; the rest is counted. */
const named = 40;
/** Entries of a section of the footer. */
const listedAtMost = 10;
/** Longest name or message, in UTF-16 code units. */
const maxText = 400;

/** For people: findings by file with the source line masked, then what was looked at and what was not. */
export const terminal: Output = {
  id: 'terminal',
  about:
    'For people: findings by file, the source line with its values masked, why it matters and what to do, and what was not looked at.',
  file: 'report.txt',
  render(report: Report, options: RenderOptions): string {
    const paint = painter(options.colour);
    const width = options.width === 0 ? 100 : Math.min(120, Math.max(40, options.width));
    const lines: string[] = [];
    for (const verdicts of grouped(report.verdicts, ({ finding }) => finding.span.file).values()) {
      lines.push(...fileGroup(verdicts, report, options, paint, width));
    }
    lines.push(...footer(report, options, paint, width));
    return `${lines.join('\n')}\n`;
  },
};

function fileGroup(
  verdicts: readonly Verdict[],
  report: Report,
  options: RenderOptions,
  paint: Paint,
  width: number,
): string[] {
  const path = verdicts[0]?.finding.span.file.path ?? '';
  const lines = [paint('path', shown(fromWorkspace(report, path), 4096).trimEnd()), ''];
  const credentials = verdicts.filter(({ finding }) => finding.credential).map(({ finding }) => finding.span);
  const seen = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const { rule } = verdict.finding;
    const before = seen.get(rule);
    if (before && before.length >= inFull) before.push(verdict);
    else {
      lines.push(...block(verdict, credentials, paint, width));
      if (!before) lines.push(...advice(rule, options, paint, width));
      lines.push(...related(verdict, report, paint, width), '');
      if (before) before.push(verdict);
      else seen.set(rule, [verdict]);
    }
  }
  for (const [rule, all] of seen) {
    if (all.length > inFull) lines.push(...others(rule, all.slice(inFull), paint, width), '');
  }
  return lines;
}

function block({ finding, severity }: Verdict, credentials: readonly Span[], paint: Paint, width: number): string[] {
  const { line, column } = placesOf(finding.span);
  const doubt = finding.confidence === 'certain' ? '' : `  ${finding.confidence}`;
  // The severity stands before the place: `12:5  error` is what problem matchers of other tools listen to.
  const lines = [
    `  ${paint(severity, severity)}  ${paint('rule', shown(finding.rule))}  ${paint('quiet', `${line}:${column}${doubt}`)}`,
  ];
  lines.push(...wrapped(shown(finding.message), width - 4).map((text) => `    ${text}`));
  if (finding.span.end <= finding.span.start) return lines;
  const source = maskedLine(finding.span, credentials);
  if (!source.tells && !finding.credential) return lines;
  const number = String(source.line);
  lines.push('', `      ${paint('quiet', `${number} │`)} ${source.text}`);
  lines.push(
    `      ${paint('quiet', `${' '.repeat(number.length)} │`)} ${' '.repeat(source.start)}${paint(severity, '^'.repeat(source.length))}`,
  );
  return lines;
}

/** The risk and the remedy, once for each rule in a file. */
function advice(rule: string, options: RenderOptions, paint: Paint, width: number): string[] {
  const known = options.rules.get(rule);
  if (!known) return [];
  return [
    ...labelled(paint, 'why', shown(firstSentence(plainText(known.why)), 1000), 4, 6, width),
    ...labelled(paint, 'fix', shown(plainText(known.remedy), 1000), 4, 6, width),
  ];
}

function related({ finding }: Verdict, report: Report, paint: Paint, width: number): string[] {
  const lines = finding.related.slice(0, listedAtMost).flatMap(({ span, note }) => {
    const { line, column } = placesOf(span);
    const path = span.file === finding.span.file ? 'line ' : `${shown(fromWorkspace(report, span.file.path))}:`;
    return labelled(paint, 'see', `${path}${line}:${column}  ${shown(note)}`, 4, 6, width);
  });
  const rest = finding.related.length - listedAtMost;
  return rest > 0 ? [...lines, ...labelled(paint, 'see', `and ${counted(rest, 'more place')}`, 4, 6, width)] : lines;
}

function others(rule: string, verdicts: readonly Verdict[], paint: Paint, width: number): string[] {
  const places = verdicts.slice(0, named).map(({ finding }) => {
    const { line, column } = placesOf(finding.span);
    return `${line}:${column}`;
  });
  const rest = verdicts.length - places.length;
  const tail = rest > 0 ? ` and ${thousands(rest)} more, all in the JSON report` : '';
  const text = `and ${counted(verdicts.length, 'more', 'more')} of ${shown(rule)} in this file, at ${places.join(', ')}${tail}`;
  return wrapped(text, width - 2).map((line) => `  ${paint('quiet', line)}`);
}

function footer(report: Report, options: RenderOptions, paint: Paint, width: number): string[] {
  const lines: string[] = [];
  const label = (name: string, text: string): void => void lines.push(...labelled(paint, name, text, 0, 13, width));
  const list = (name: string, items: readonly string[]): void => {
    items.slice(0, listedAtMost).forEach((item, i) => void label(i === 0 ? name : '', item));
    if (items.length > listedAtMost) label('', `and ${(items.length - listedAtMost).toLocaleString('en-US')} more`);
  };
  const clean = report.verdicts.length === 0 && report.conclusion === 'success' && !nothingScanned(report);
  if (nothingScanned(report)) {
    lines.push(paint('error', 'NOTHING WAS SCANNED'), ...wrapped(nothingScannedRemedy, width), '');
  }
  if (clean) {
    const parsed = `in ${counted(report.counts.parsed, 'parsed file')} of ${thousands(report.counts.files)} listed`;
    lines.push(
      ...wrapped(`${totals(report)} ${parsed}; level: ${levelSentence(report)}.`, width).map((line) =>
        paint('good', line),
      ),
    );
  } else {
    const tone = report.conclusion === 'failure' ? 'error' : nothingScanned(report) ? 'warning' : 'good';
    const [found, conclusion] = [`${totals(report)}.`, `${conclusionSentence(report)}.`];
    if (found.length + conclusion.length < width)
      lines.push(`${paint('strong', found)} ${paint(tone, conclusion)}`, '');
    else lines.push(paint('strong', found), ...wrapped(conclusion, width).map((line) => paint(tone, line)), '');
    label('level', levelSentence(report));
    list(
      'missing',
      report.level.missing.map((sentence) => shown(sentence)),
    );
    label('looked at', looked(report));
  }
  if (report.skipped.length > 0)
    label('skipped', `${counted(report.skipped.length, 'file')}: ${skippedCounts(report)}`);
  list('', notable(report));
  list(
    'problems',
    report.problems.map(({ path, line, column, message }) => {
      const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
      return `${shown(fromWorkspace(report, path))}${place}  ${shown(message)}`;
    }),
  );
  list(
    'crashed',
    report.crashes.map(({ rule, path, message }) => {
      return `${shown(rule)}${path === undefined ? '' : ` on ${shown(fromWorkspace(report, path))}`}: ${shown(message)}`;
    }),
  );
  list(
    'not checked',
    report.notChecked.map((one) => `${shown(one.what)}: ${shown(reasonAndRemedy(one))}`),
  );
  const fixable = report.verdicts.filter(({ finding }) => finding.fix).length;
  if (fixable > 0) label('fixable', `${counted(fixable, 'finding')} with --fix (see --fix-dry-run)`);
  const worst = worstFirst(report.verdicts)[0];
  if (worst) label('more', `${shown(options.program ?? 'secrets-ladder')} explain ${shown(worst.finding.rule)}`);
  return lines;
}

/** Skipped for a reason that somebody should look at; the others are only counted. */
const surprising: ReadonlySet<SkipReason> = new Set([
  'too-large',
  'symlink-outside',
  'symlink-broken',
  'not-a-file',
  'unreadable',
]);

function notable(report: Report): string[] {
  return skippedByReason(report)
    .filter(([reason]) => surprising.has(reason))
    .flatMap(([reason, paths]) => paths.map((path) => `${shown(fromWorkspace(report, path))} (${reason})`));
}

function shown(text: string, limit = maxText): string {
  return clipped(visible(text), limit);
}
