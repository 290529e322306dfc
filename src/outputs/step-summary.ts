import { profileKeys } from '../assessment.ts';
import { clipped, markdownCode, markdownText } from '../escape.ts';
import { secretZeroGraph } from '../mermaid.ts';
import type { Output, RenderOptions } from '../output.ts';
import {
  conclusionSentence,
  counted,
  fromWorkspace,
  grades,
  levelName,
  looked,
  nothingScanned,
  nothingScannedRemedy,
  reasonAndRemedy,
  rulePage,
  skippedCounts,
  skipReasons,
  totals,
  worstFirst,
} from '../phrases.ts';
import type { Report, Verdict } from '../report.ts';
import { rootTitles } from '../secret-zero-view.ts';
import { placesOf } from '../text.ts';

/**
 * Above 1 MiB the runner drops the whole summary (https://github.com/actions/runner, FileCommandManager.cs); 5 % stay free
 * because other steps of the action may write to the same file.
 */
const maxBytes = Math.floor(1024 * 1024 * 0.95);
/** Each of the five sections at the end, and what the headline and the level can take at most. */
const sectionBytes = 50_000;
const headBytes = 150_000;
const findingBytes = maxBytes - headBytes - 5 * sectionBytes;
/** Longest name or message in a cell, in UTF-16 code units. */
const maxCell = 300;

/** Markdown for the page of a workflow run. */
export const stepSummary: Output = {
  id: 'step-summary',
  about:
    'Markdown for the page of a workflow run: the decision, the level and a table of findings, worst first, kept under the 1 MiB that GitHub accepts.',
  file: 'summary.md',
  render(report: Report, options: RenderOptions): string {
    const { crashes, problems, notChecked, skipped } = report;
    const parts = [
      headline(report),
      level(report),
      suitability(report),
      counts(report),
      findings(report, options),
      secretZero(report),
      section(counted(crashes.length, 'crash', 'crashes'), crashes, ({ rule, path, message }) => {
        return `${code(rule)}${path === undefined ? '' : ` on ${code(fromWorkspace(report, path))}`}: ${text(message)}`;
      }),
      section(counted(problems.length, 'problem'), problems, ({ path, line, column, message }) => {
        const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
        return `${code(`${fromWorkspace(report, path)}${place}`)}: ${text(message)}`;
      }),
      section(`${notChecked.length.toLocaleString('en-US')} not checked`, notChecked, (one) => {
        return `**${text(one.what)}**: ${text(reasonAndRemedy(one))}`;
      }),
      section(`${counted(skipped.length, 'file')} skipped: ${skippedCounts(report)}`, skipped, ({ path, reason }) => {
        return `${code(fromWorkspace(report, path))}: ${skipReasons[reason]}`;
      }),
    ];
    return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  },
};

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

function level({ level }: Report): string {
  const declared = level.declared === undefined ? 'none' : levelName(level.declared);
  const rows = ['### Level', '', '| declared | graded as | reached |', '| --- | --- | --- |'];
  rows.push(`| ${declared} | ${levelName(level.applied)} | ${levelName(level.reached)} |`);
  if (level.missing.length > 0)
    rows.push('', `In the way of level ${Math.min(4, level.reached + 1)}:`, '', ...bullets(level.missing));
  if (level.evidence.length > 0) rows.push('', 'Seen in this repository:', '', ...bullets(level.evidence));
  return rows.join('\n');
}

/** The opinion on the level; it fails no run. */
function suitability({ assessment }: Report): string {
  if (!assessment) return '';
  const { recommended, graduation, overEngineering, facts, undeclared } = assessment;
  const because = recommended.decidedBy.map((reason) => text(reason.because)).join('; ');
  const rows = [
    '### Does the level fit?',
    '',
    `What is known asks for level **${levelName(recommended.level)}**: ${because}.`,
  ];
  if (graduation.length > 0) {
    const reasons = graduation.map((reason) => `level ${reason.level}: ${reason.because}`);
    rows.push('', 'Reasons to climb:', '', ...bullets(reasons));
  }
  if (overEngineering.length > 0) rows.push('', 'More than needed:', '', ...bullets(overEngineering));
  const known = facts.map(({ factor, value, source, confidence, evidence }) => {
    return `${profileKeys[factor]} ${value} (${source === 'declared' ? source : `observed, ${confidence} confidence: ${evidence}`})`;
  });
  if (undeclared.length > 0) {
    const keys = undeclared.map((factor) => profileKeys[factor]).join(', ');
    known.push(`not known, to be declared under profile: ${keys}`);
  }
  rows.push('', '<details><summary>What is known</summary>', '', ...bullets(known), '', '</details>');
  return rows.join('\n');
}

function bullets(sentences: readonly string[]): string[] {
  const shown = sentences.slice(0, 20).map((sentence) => `- ${text(sentence)}`);
  return sentences.length > 20 ? [...shown, `- and ${(sentences.length - 20).toLocaleString('en-US')} more`] : shown;
}

function counts({ counts }: Report): string {
  const cells = grades.map((grade) => counts[grade].toLocaleString('en-US'));
  return `| errors | warnings | notes | of these readable credentials |\n| ---: | ---: | ---: | ---: |\n| ${cells.join(' | ')} | ${counts.credentials.toLocaleString('en-US')} |`;
}

function findings(report: Report, options: RenderOptions): string {
  if (report.verdicts.length === 0) return '';
  const head = ['### Findings', '', '| severity | rule | place | what |', '| --- | --- | --- | --- |'];
  const verdicts = worstFirst(report.verdicts);
  const kept = fitting(verdicts, (verdict) => row(verdict, report, options), findingBytes);
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
function secretZero({ secretZero }: Report): string {
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
  return [
    '### Secret zero',
    '',
    'The credentials that open the others, and how much hangs on each.',
    '',
    '| root | which | Secrets and encrypted files | workloads |',
    '| --- | --- | ---: | ---: |',
    ...rows,
    '',
    '```mermaid',
    graph.trimEnd(),
    '```',
    ...(rest.length > 0 ? ['', rest.join(' ')] : []),
  ].join('\n');
}

function section<Item>(title: string, items: readonly Item[], render: (item: Item) => string): string {
  if (items.length === 0) return '';
  const kept = fitting(items, (item) => `- ${render(item)}`, sectionBytes);
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
