import { profileKeys } from './assessment.ts';
import { clipped, markdownCode, markdownText } from './escape.ts';
import { secretZeroGraph } from './mermaid.ts';
import type { RenderOptions } from './output.ts';
import {
  conclusionSentence,
  counted,
  fromWorkspace,
  gapsTitle,
  grades,
  isJudged,
  levelName,
  looked,
  nothingScanned,
  nothingScannedRemedy,
  reasonAndRemedy,
  rulePage,
  samplesOnly,
  skippedCounts,
  skipReasons,
  totals,
  worstFirst,
} from './phrases.ts';
import type { Report, Verdict } from './report.ts';
import { rootTitles } from './secret-zero-view.ts';
import { placesOf } from './text.ts';

/** What the level and the opinion on it can take at most of the whole, each; and each of the four sections at the end. */
const headShare = 0.1;
const sectionShare = 0.05;
/** The most that the credentials which open the others may take; what they leave is for the findings. */
const zeroShare = 0.3;
/** Longest name or message in a cell, in UTF-16 code units. */
const maxCell = 300;

/**
 * A report in Markdown for GitHub: the decision, the level, a table of findings, worst first, and what was not looked at.
 * Never more than `maxBytes` of UTF-8, and never cut inside a table.
 */
export function summaryMarkdown(report: Report, options: RenderOptions, maxBytes: number): string {
  const head = [
    headline(report),
    level(report, Math.floor(maxBytes * headShare)),
    suitability(report, Math.floor(maxBytes * headShare)),
    counts(report),
  ];
  const zero = secretZero(report, Math.floor(maxBytes * zeroShare));
  const taken = Buffer.byteLength([...head, zero].join('\n\n')) + 1_000;
  const parts = [
    ...head,
    findings(report, options, Math.floor(maxBytes * (1 - 4 * sectionShare)) - taken),
    zero,
    ...notLookedAt(report, Math.floor(maxBytes * sectionShare)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Folded sections on what crashed, could not be read, was not checked and was skipped, each of at most so many bytes. */
export function notLookedAt(report: Report, bytes: number): string[] {
  const { crashes, problems, notChecked, skipped } = report;
  return [
    folded(
      counted(crashes.length, 'crash', 'crashes'),
      crashes,
      ({ rule, path, message }) =>
        `${code(rule)}${path === undefined ? '' : ` on ${code(fromWorkspace(report, path))}`}: ${text(message)}`,
      bytes,
    ),
    folded(
      counted(problems.length, 'problem'),
      problems,
      ({ path, line, column, message }) => {
        const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
        return `${code(`${fromWorkspace(report, path)}${place}`)}: ${text(message)}`;
      },
      bytes,
    ),
    folded(
      `${notChecked.length.toLocaleString('en-US')} not checked`,
      notChecked,
      (one) => `**${text(one.what)}**: ${text(reasonAndRemedy(one))}`,
      bytes,
    ),
    folded(
      `${counted(skipped.length, 'file')} skipped: ${skippedCounts(report)}`,
      skipped,
      ({ path, reason }) => `${code(fromWorkspace(report, path))}: ${skipReasons[reason]}`,
      bytes,
    ),
  ].filter((section) => section !== '');
}

function headline(report: Report): string {
  const mark = report.conclusion === 'failure' ? '❌' : nothingScanned(report) ? '⚠️' : '✅';
  const lines = [
    `## ${mark} secrets-ladder: ${totals(report).replace(/^N/, 'n')}`,
    '',
    `${conclusionSentence(report)}. ${looked(report)}.`,
  ];
  if (nothingScanned(report)) lines.push('', `> [!WARNING]`, `> **Nothing was scanned.** ${nothingScannedRemedy}`);
  return lines.join('\n');
}

function level(report: Report, bytes: number): string {
  const { level } = report;
  const declared = level.declared === undefined ? 'none' : levelName(level.declared);
  const rows = ['### Level', '', '| declared | graded as | reached |', '| --- | --- | --- |'];
  const reached = level.deploys === 'samples-only' ? samplesOnly : levelName(level.reached);
  rows.push(`| ${declared} | ${levelName(level.applied)} | ${reached} |`);
  if (level.missing.length > 0) rows.push('', `${gapsTitle(report)}:`, '', ...bullets(level.missing, bytes / 3));
  if (level.evidence.length > 0) rows.push('', 'Seen in this repository:', '', ...bullets(level.evidence, bytes / 3));
  return rows.join('\n');
}

function bullets(sentences: readonly string[], bytes: number): string[] {
  const shown = fitting(sentences.slice(0, 20), (sentence) => `- ${text(sentence)}`, bytes);
  const rest = sentences.length - shown.length;
  return rest > 0 ? [...shown, `- and ${rest.toLocaleString('en-US')} more`] : shown;
}

/** The opinion on the level; it fails no run. */
function suitability(report: Report, bytes: number): string {
  const { assessment } = report;
  if (!assessment || !isJudged(report)) return '';
  const { recommended, graduation, overEngineering, facts, undeclared } = assessment;
  const because = recommended.decidedBy.map((reason) => text(reason.because)).join('; ');
  const rows = [
    '### Does the level fit?',
    '',
    `What is known asks for level **${levelName(recommended.level)}**: ${because}.`,
  ];
  if (graduation.length > 0) {
    const reasons = graduation.map((reason) => `level ${reason.level}: ${reason.because}`);
    rows.push('', 'Reasons to climb:', '', ...bullets(reasons, bytes / 3));
  }
  if (overEngineering.length > 0) rows.push('', 'More than needed:', '', ...bullets(overEngineering, bytes / 3));
  const known = facts.map(({ factor, value, source, confidence, evidence }) => {
    return `${profileKeys[factor]} ${value} (${source === 'declared' ? source : `observed, ${confidence} confidence: ${evidence}`})`;
  });
  if (undeclared.length > 0) {
    const keys = undeclared.map((factor) => profileKeys[factor]).join(', ');
    known.push(`for a person to tell, under profile: ${keys}`);
  }
  rows.push('', '<details><summary>What is known</summary>', '', ...bullets(known, bytes / 3), '', '</details>');
  return rows.join('\n');
}

function counts({ counts }: Report): string {
  const cells = grades.map((grade) => counts[grade].toLocaleString('en-US'));
  return `| errors | warnings | notes | of these readable credentials |\n| ---: | ---: | ---: | ---: |\n| ${cells.join(' | ')} | ${counts.credentials.toLocaleString('en-US')} |`;
}

function findings(report: Report, options: RenderOptions, bytes: number): string {
  if (report.verdicts.length === 0) return '';
  const head = ['### Findings', '', '| severity | rule | place | what |', '| --- | --- | --- | --- |'];
  const verdicts = worstFirst(report.verdicts);
  const kept = fitting(verdicts, (verdict) => row(verdict, report, options), bytes);
  const rest = verdicts.length - kept.length;
  if (rest > 0) {
    kept.push(
      '',
      `**${counted(rest, 'more finding')}** left out here, the least severe; the JSON and SARIF reports have them.`,
    );
  }
  return [...head, ...kept].join('\n');
}

function row({ finding, severity }: Verdict, report: Report, options: RenderOptions): string {
  const { line } = placesOf(finding.span);
  const rule = `[${text(finding.rule)}](<${rulePage(options, finding.rule)}>)`;
  return `| ${severity} | ${rule} | ${code(`${fromWorkspace(report, finding.span.file.path)}:${line}`)} | ${text(finding.message)} |`;
}

const maxRoots = 20;

/** The root credentials, worst first, and the graph of what hangs on them. */
function secretZero({ secretZero }: Report, bytes: number): string {
  const { roots } = secretZero;
  if (roots.length === 0) return '';
  const { text: graph, omitted } = secretZeroGraph(secretZero);
  const rows = roots.slice(0, maxRoots).map(({ root, secrets, files, workloads }) => {
    const cells = [rootTitles[root.kind], text(root.name), ...[secrets + files, workloads].map(String)];
    return `| ${cells.join(' | ')} |`;
  });
  const rest = [
    ...(roots.length > maxRoots
      ? [`**${counted(roots.length - maxRoots, 'more root')}** left out here; the JSON report has them.`]
      : []),
    ...(omitted > 0 ? [`**${counted(omitted, 'way')}** left out of the graph; the JSON report has them.`] : []),
  ];
  const table = [
    '### Secret zero',
    '',
    'The credentials that open the others, and how much hangs on each.',
    '',
    '| root | which | Secrets and encrypted files | workloads |',
    '| --- | --- | ---: | ---: |',
    ...rows,
  ];
  const drawn = ['', '```mermaid', graph.trimEnd(), '```'];
  const tail = rest.length > 0 ? ['', rest.join(' ')] : [];
  const whole = [...table, ...drawn, ...tail].join('\n');
  if (Buffer.byteLength(whole) <= bytes) return whole;
  return `### Secret zero\n\n${counted(roots.length, 'credential')} open the others; the JSON report has them.`;
}

function folded<Item>(title: string, items: readonly Item[], render: (item: Item) => string, bytes: number): string {
  if (items.length === 0) return '';
  const kept = fitting(items, (item) => `- ${render(item)}`, bytes);
  const rest = items.length - kept.length;
  if (rest > 0) kept.push(`- and ${rest.toLocaleString('en-US')} more`);
  return `<details><summary>${title}</summary>\n\n${kept.join('\n')}\n\n</details>`;
}

/** The lines of the first items, as many as fit whole. */
function fitting<Item>(items: readonly Item[], render: (item: Item) => string, bytes: number): string[] {
  const lines: string[] = [];
  let left = bytes;
  for (const item of items) {
    const line = render(item);
    left -= Buffer.byteLength(line) + 1;
    if (left < 0) break;
    lines.push(line);
  }
  return lines;
}

function text(untrusted: string): string {
  return markdownText(clipped(untrusted, maxCell));
}

function code(untrusted: string): string {
  // The end of a path says more than its start, and it carries the line.
  const short = untrusted.length > maxCell ? `…${untrusted.slice(-maxCell)}`.toWellFormed() : untrusted;
  return markdownCode(short);
}
