import { type Assessment, profileKeys } from './assessment.ts';
import { look, show, type Values, type Views, viewsOf } from './command-run.ts';
import { jsonText, visible } from './escape.ts';
import type { Fact } from './level.ts';
import { gapsTitle, isJudged, levelName, samplesOnly } from './phrases.ts';
import type { Report } from './report.ts';

interface Assessed {
  readonly report: Report;
  readonly assessment: Assessment;
}

const views: Views<Assessed> = { terminal: textView, json: jsonView };

/** `assess [PATH]`: does the level fit? Always 0: an opinion fails no build. */
export async function assessCommand(
  positionals: readonly string[],
  values: Values,
  stdout: (text: string) => void,
): Promise<number> {
  const asked = viewsOf(values, views);
  const { report } = await look(positionals, values);
  const { assessment } = report;
  if (assessment) show(asked, { report, assessment }, stdout);
  return 0;
}

function textView({ report, assessment }: Assessed): string {
  const { level, facts, recommended, graduation, overEngineering, undeclared } = assessment;
  const lines = [
    `Level      ${level.declared === undefined ? 'none declared' : `${levelName(level.declared)}, declared`}`,
    ...(level.declared === level.applied ? [] : [`           ${levelName(level.applied)}, applied`]),
    `           ${level.deploys === 'samples-only' ? samplesOnly : `${levelName(level.reached)}, reached`}`,
    ...level.evidence.map((sentence) => `             ${sentence}`),
    '',
    ...(isJudged(report)
      ? [
          `Fits       ${levelName(recommended.level)}`,
          ...recommended.decidedBy.map(({ because }) => `             ${because}`),
        ]
      : ['Fits       nothing to judge']),
    '',
    ...(level.missing.length > 0 ? section(gapsTitle(report), level.missing) : []),
    ...section(
      'Reasons to climb',
      graduation.map(({ level, because }) => `level ${level}: ${because}`),
    ),
    ...section('More than needed', overEngineering),
    ...table(facts),
    ...(undeclared.length > 0
      ? section('Only a person can tell for sure: say it in .secrets-ladder.yaml under `profile`', [
          undeclared.map((factor) => profileKeys[factor]).join(', '),
        ])
      : []),
  ];
  if (report.counts.parsed === 0) lines.push('Nothing was read: this assessment rests on nothing.', '');
  return `${lines.map(visible).join('\n').trimEnd()}\n`;
}

function section(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [title, ...sentences.map((sentence) => `  - ${sentence}`), ''];
}

function table(facts: readonly Fact[]): string[] {
  const width = Math.max(0, ...facts.map(({ factor }) => profileKeys[factor].length));
  const rows = facts.map(({ factor, value, source, confidence, evidence }) => {
    const origin = source === 'declared' ? 'declared' : `observed, ${confidence} confidence: ${evidence}`;
    return `  ${profileKeys[factor].padEnd(width)}  ${value}  (${origin})`;
  });
  return rows.length === 0 ? [] : ['Known', ...rows, ''];
}

function jsonView({ report, assessment }: Assessed): string {
  const { level, coverage, facts, recommended, graduation, overEngineering, undeclared } = assessment;
  return jsonText({
    version: 1,
    tool: report.tool,
    root: report.root,
    config: report.config ?? null,
    level: {
      declared: level.declared ?? null,
      applied: level.applied,
      reached: level.reached,
      deploys: level.deploys,
      evidence: level.evidence,
      missing: level.missing,
    },
    coverage: {
      secrets: coverage.total,
      atLeast: coverage.atLeast,
      bootstrap: coverage.bootstrap,
      readable: coverage.readable,
      perhapsReadable: coverage.perhaps,
      unfilled: coverage.unfilled,
      used: coverage.used,
      mechanisms: coverage.kept,
      aside: coverage.shown,
      atWork: coverage.atWork,
    },
    recommended: { level: recommended.level, decidedBy: recommended.decidedBy, reasons: recommended.reasons },
    graduation,
    overEngineering,
    facts: facts.map((fact) => ({ ...fact, factor: profileKeys[fact.factor] })),
    undeclared: undeclared.map((factor) => profileKeys[factor]),
    counts: report.counts,
  });
}
