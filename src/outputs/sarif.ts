import { clipped, jsonText, uriPath } from '../escape.ts';
import type { Confidence } from '../finding.ts';
import type { Fix } from '../fix.ts';
import type { Output, RenderOptions } from '../output.ts';
import {
  counted,
  fromWorkspace,
  grouped,
  nothingScanned,
  nothingScannedRemedy,
  plainText,
  reasonAndRemedy,
  rulePage,
  skipReasons,
  worstFirst,
} from '../phrases.ts';
import type { Report, Verdict } from '../report.ts';
import type { Rule } from '../rule.ts';
import { placesOf, type Span } from '../text.ts';

/**
 * Limits of GitHub code scanning
 * (https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning).
 */
const maxResults = 25_000;
const shownResults = 5_000;
const maxRelated = 100;
/** Ours: long enough for every message made of names, short enough that no file name fills the upload. */
const maxText = 1_000;
const maxNotifications = 1_000;

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF 2.1.0 for GitHub code scanning and other viewers. Source text is never part of it. */
export const sarif: Output = {
  id: 'sarif',
  about:
    'SARIF 2.1.0 for GitHub code scanning and other viewers, valid with zero findings too; worst findings first, at most 25,000, of which GitHub shows 5,000.',
  file: 'secrets-ladder.sarif',
  render(report: Report, options: RenderOptions): string {
    const verdicts = worstFirst(report.verdicts);
    const ids = [...new Set([...options.rules.keys(), ...verdicts.map(({ finding }) => finding.rule)])].sort();
    const index = new Map(ids.map((id, at) => [id, at]));
    const byRule = grouped(verdicts, ({ finding }) => finding.rule);
    return jsonText({
      $schema: schema,
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: report.tool.name,
              semanticVersion: report.tool.version,
              informationUri: 'https://github.com/secrets-ladder/secrets-ladder',
              rules: ids.map((id) => descriptor(id, options, byRule.get(id) ?? [])),
              notifications: Object.entries(notificationTexts).map(([id, text]) => ({
                id,
                shortDescription: { text },
              })),
            },
          },
          automationDetails: { id: 'secrets-ladder/' },
          invocations: [
            { executionSuccessful: report.crashes.length === 0, toolExecutionNotifications: notifications(report) },
          ],
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository' } } },
          results: verdicts.slice(0, maxResults).map((verdict) => result(verdict, report, index)),
          properties: {
            level: report.level.applied,
            reachedLevel: report.level.reached,
            deploys: report.level.deploys,
            conclusion: report.conclusion,
            counts: { ...report.counts },
          },
        },
      ],
    });
  },
};

function result(
  { finding, severity, level, fingerprint }: Verdict,
  report: Report,
  index: ReadonlyMap<string, number>,
): object {
  const related = finding.related.slice(0, maxRelated).map(({ span, note }, id) => ({
    id: id + 1,
    ...location(report, span),
    message: { text: message(note) },
  }));
  return {
    ruleId: finding.rule,
    ruleIndex: index.get(finding.rule) ?? -1,
    level: severity,
    message: { text: message(finding.message) },
    locations: [location(report, finding.span)],
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    ...(finding.fix ? { fixes: [fixOf(finding.fix, report)] } : {}),
    partialFingerprints: { 'secretsLadder/v1': fingerprint },
    properties: {
      confidence: finding.confidence,
      credential: finding.credential,
      subject: clipped(finding.subject, maxText),
      level,
    },
  };
}

/** SARIF 2.1.0, 3.55 to 3.57. */
function fixOf({ description, edits }: Fix, report: Report): object {
  return {
    description: { text: message(description) },
    artifactChanges: [...grouped(edits, ({ span }) => span.file.path)].map(([path, all]) => ({
      artifactLocation: artifact(report, path),
      replacements: all.map(({ span, text }) => ({
        deletedRegion: region(span),
        ...(text === '' ? {} : { insertedContent: { text } }),
      })),
    })),
  };
}

function region(span: Span): object {
  const { line, column, endLine, endColumn } = placesOf(span);
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function location(report: Report, span: Span): object {
  return {
    physicalLocation: {
      artifactLocation: artifact(report, span.file.path),
      region: region(span),
    },
  };
}

function artifact(report: Report, path: string): object {
  return { uri: uriPath(fromWorkspace(report, path)), uriBaseId: '%SRCROOT%' };
}

/** Message text without links: `[text](address)` made of names would be one (SARIF 2.1.0, 3.11.6). */
function message(text: string): string {
  return clipped(text.replace(/\](?=\()/g, '] '), maxText);
}

const levels = ['note', 'warning', 'error'] as const;
const precisions: Readonly<Record<Confidence, string>> = { certain: 'very-high', likely: 'high', possible: 'medium' };
/** GitHub: above 9.0 critical, from 7.0 high, from 4.0 medium. */
const weights = {
  credential: { error: '9.5', warning: '7.5', note: '5.0' },
  other: { error: '7.0', warning: '5.0', note: '3.0' },
};

function descriptor(id: string, options: RenderOptions, verdicts: readonly Verdict[]): object {
  const rule: Rule | undefined = options.rules.get(id);
  const level =
    levels.findLast((each) => verdicts.some(({ severity }) => severity === each)) ??
    (rule?.credential ? 'error' : 'warning');
  // A rule is as precise as its least sure finding here; without findings there is nothing to doubt.
  const confidence = (['possible', 'likely', 'certain'] as const).find((each) =>
    verdicts.some(({ finding }) => finding.confidence === each),
  );
  const title = rule?.title ?? id;
  const remedy = rule?.remedy ?? '';
  const why = rule?.why ?? title;
  const references = (rule?.references ?? []).map((reference) => `- <${reference}>`).join('\n');
  return {
    id,
    name: id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: plainText(title) },
    fullDescription: { text: clipped(plainText(why), maxText) },
    help: {
      text: plainText(`${why} ${remedy}`),
      markdown: [why, remedy === '' ? '' : `**What to do.** ${remedy}`, references]
        .filter((part) => part !== '')
        .join('\n\n'),
    },
    helpUri: rulePage(options, id),
    defaultConfiguration: { level },
    properties: {
      precision: precisions[confidence ?? 'certain'],
      'security-severity': weights[rule?.credential ? 'credential' : 'other'][level],
      tags: ['security', 'secrets', 'kubernetes'],
    },
  };
}

const notificationTexts = {
  crash: 'A rule crashed',
  problem: 'Input that could not be read whole',
  skipped: 'A file that was not read',
  'not-checked': 'A check that could not look',
  'nothing-scanned': 'No file was parsed',
  'results-cut': 'Results left out',
  'notifications-cut': 'Notifications left out',
} as const;

function notifications(report: Report): object[] {
  const all: object[] = [];
  const add = (
    id: keyof typeof notificationTexts,
    level: string,
    text: string,
    path?: string,
    line?: number,
    column?: number,
  ): void => {
    const region =
      line === undefined
        ? {}
        : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } };
    const locations =
      path === undefined
        ? {}
        : { locations: [{ physicalLocation: { artifactLocation: artifact(report, path), ...region } }] };
    all.push({ descriptor: { id }, level, message: { text: message(text) }, ...locations });
  };
  if (nothingScanned(report)) add('nothing-scanned', 'warning', `No file was parsed. ${nothingScannedRemedy}`);
  const found = report.verdicts.length;
  if (found > maxResults)
    add(
      'results-cut',
      'warning',
      `${counted(found - maxResults, 'result')} of ${counted(found, 'finding')} left out: the least severe.`,
    );
  if (found > shownResults)
    add('results-cut', 'note', `GitHub shows the first 5,000 of ${counted(found, 'finding')}; the worst come first.`);
  for (const { rule, path, message: text } of report.crashes) add('crash', 'error', `${rule}: ${text}`, path);
  for (const { path, line, column, message: text } of report.problems)
    add('problem', 'warning', text, path, line, column);
  for (const one of report.notChecked) add('not-checked', 'note', `${one.what}: ${reasonAndRemedy(one)}`);
  for (const { path, reason } of report.skipped) add('skipped', 'note', `Not read: ${skipReasons[reason]}.`, path);
  if (all.length <= maxNotifications) return all;
  const rest = all.length - maxNotifications;
  all.length = maxNotifications;
  add('notifications-cut', 'note', `${counted(rest, 'more notification')} left out; the JSON report has them all.`);
  return all;
}
