import { clipped, commandData, commandProperty, visible } from '../escape.ts';
import type { Output, RenderOptions } from '../output.ts';
import {
  counted,
  fromWorkspace,
  listed,
  looked,
  nothingScanned,
  nothingScannedRemedy,
  plainText,
  reasonAndRemedy,
  rulePage,
  skippedCounts,
  thousands,
  totals,
  worstFirst,
} from '../phrases.ts';
import type { Report, Verdict } from '../report.ts';
import { placesOf } from '../text.ts';

/**
 * What a runner takes from one step: ten annotations of each kind, first come, first served; the last place is kept for
 * the roll-up (https://github.com/actions/runner, ExecutionContext.cs, `_maxCountPerIssueType`).
 */
const shown = 9;
/** Longer messages are cut by the runner, in UTF-16 code units (ExecutionContext.cs, `_maxIssueMessageLength`). */
const maxMessage = 4096;
/** Longest name of a problem's file in a roll-up. */
const maxName = 200;

type Kind = 'error' | 'warning' | 'notice';

const kinds = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** GitHub workflow commands, which mark the lines of a diff. One plain line of log at the end says what was looked at. */
export const annotations: Output = {
  id: 'annotations',
  about:
    'Workflow commands for GitHub Actions that mark the lines in a pull request: the worst nine findings of each severity and one line on how many more there are, because a step may show ten.',
  file: 'annotations.txt',
  render(report: Report, options: RenderOptions): string {
    const verdicts = worstFirst(report.verdicts);
    const lines: string[] = [];
    for (const severity of ['error', 'warning', 'note'] as const) {
      const general = generalCommands(report, severity);
      const found = verdicts.filter((verdict) => verdict.severity === severity);
      const places = found.slice(0, shown - general.length);
      lines.push(...general, ...places.map((verdict) => findingCommand(verdict, report, options)));
      if (found.length > places.length) lines.push(rollUp(severity, found.slice(places.length)));
    }
    lines.push(`secrets-ladder: ${statusSentence(report)}`);
    return `${lines.join('\n')}\n`;
  },
};

function findingCommand({ finding, severity }: Verdict, report: Report, options: RenderOptions): string {
  const { line: onDisk, column, endLine: endOnDisk, endColumn } = placesOf(finding.span);
  const line = options.lineAt?.(finding.span.file, onDisk) ?? onDisk;
  const endLine = line + (endOnDisk - onDisk);
  const properties: [string, string | number][] = [
    ['file', fromWorkspace(report, finding.span.file.path)],
    ['line', line],
    ['endLine', endLine],
  ];
  // The runner drops columns with a debug message where a finding spans several lines.
  if (line === endLine) properties.push(['col', column], ['endColumn', Math.max(column, endColumn)]);
  const remedy = plainText(options.rules.get(finding.rule)?.remedy ?? '');
  const rest = `${remedy === '' ? '' : `\n${visible(remedy)}`}\n${visible(rulePage(options, finding.rule))}`;
  const message = clipped(visible(finding.message), Math.max(1, maxMessage - rest.length)) + rest;
  return command(kinds[severity], [...properties, ['title', finding.rule]], message);
}

/** Trouble that is not a finding, one command for each kind of it: crashed rules, unreadable input, nothing scanned. */
function generalCommands(report: Report, severity: Verdict['severity']): string[] {
  const out: string[] = [];
  if (severity === 'error' && report.crashes.length > 0) {
    const rules = [...new Set(report.crashes.map((crash) => crash.rule))];
    const message = `${counted(rules.length, 'rule')} crashed, so this result is incomplete: ${someOf(rules)}. Please report it.`;
    out.push(command('error', [['title', 'secrets-ladder crashed']], message));
  }
  if (severity === 'note' && report.notChecked.length > 0) {
    const message = someOf(report.notChecked.map((one) => `${one.what}: ${reasonAndRemedy(one)}`));
    out.push(command('notice', [['title', 'Not checked']], `${message}.`));
  }
  if (severity !== 'warning') return out;
  if (nothingScanned(report)) {
    out.push(command('warning', [['title', 'Nothing was scanned']], `${looked(report)}. ${nothingScannedRemedy}`));
  }
  if (report.problems.length > 0) {
    const [first] = report.problems;
    const message = `${counted(report.problems.length, 'problem')} kept input from being read whole: ${someOf(
      report.problems.map((problem) => `${problem.path}: ${problem.message}`),
    )}. The rest was scanned.`;
    const place: [string, string | number][] = first
      ? [
          ['file', fromWorkspace(report, first.path)],
          ['line', first.line ?? 1],
        ]
      : [];
    out.push(command('warning', [...place, ['title', 'Input not readable']], message));
  }
  return out;
}

function rollUp(severity: Verdict['severity'], rest: readonly Verdict[]): string {
  const rules = new Map<string, number>();
  for (const { finding } of rest) rules.set(finding.rule, (rules.get(finding.rule) ?? 0) + 1);
  const counts = [...rules].map(([rule, count]) => `${thousands(count)} ${visible(rule)}`);
  const message = `and ${counted(rest.length, `more ${severity}`)}: ${listed(counts)}. The step summary and the report list them all.`;
  return command(kinds[severity], [['title', 'secrets-ladder']], message);
}

/** The first few, escaped, and how many more there are. */
function someOf(texts: readonly string[]): string {
  const first = texts.slice(0, 5).map((text) => clipped(visible(text).replace(/\.$/, ''), maxName));
  return `${first.join('; ')}${texts.length > 5 ? `; and ${thousands(texts.length - 5)} more` : ''}`;
}

function statusSentence(report: Report): string {
  const unread = report.problems.length > 0 ? counted(report.problems.length, 'problem') : '';
  const crashed = report.crashes.length > 0 ? counted(report.crashes.length, 'crash', 'crashes') : '';
  const unchecked = report.notChecked.length > 0 ? `${report.notChecked.length} not checked` : '';
  const skipped =
    report.skipped.length > 0 ? `${thousands(report.skipped.length)} skipped (${skippedCounts(report)})` : '';
  return [totals(report), looked(report), skipped, unread, crashed, unchecked].filter(Boolean).join('; ');
}

/** `message` must have its untrusted parts escaped with `visible` already. */
function command(kind: Kind, properties: readonly [string, string | number][], message: string): string {
  const list = properties.map(([name, value]) => `${name}=${commandProperty(String(value))}`).join(',');
  return `::${kind} ${list}::${commandData(clipped(message, maxMessage))}`;
}
