import { jsonText } from '../escape.ts';
import type { Fix } from '../fix.ts';
import type { Output, RenderOptions } from '../output.ts';
import type { Report, Verdict } from '../report.ts';
import { secretZeroJson } from '../secret-zero-view.ts';
import type { Timings } from '../stopwatch.ts';
import { placesOf, type Span } from '../text.ts';

/** Version of the format; it changes when a field is removed or changes its meaning, not when one is added. */
const version = 1;

export const schemaAddress =
  'https://raw.githubusercontent.com/secrets-ladder/secrets-ladder/main/schemas/report.schema.json';

/** The whole report as JSON, described by schemas/report.schema.json; the same report gives the same bytes. */
export const json: Output = {
  id: 'json',
  about:
    'The whole report for programs: versioned, described by a JSON Schema, byte for byte the same for the same report.',
  file: 'report.json',
  render(report: Report, options: RenderOptions): string {
    return jsonText({
      $schema: schemaAddress,
      version,
      tool: { name: report.tool.name, version: report.tool.version },
      root: report.root,
      config: report.config ?? null,
      level: report.level.applied,
      reachedLevel: report.level.reached,
      levelReport: {
        declared: report.level.declared ?? null,
        applied: report.level.applied,
        reached: report.level.reached,
        deploys: report.level.deploys,
        evidence: report.level.evidence,
        missing: report.level.missing,
      },
      secretZero: secretZeroJson(report.secretZero),
      conclusion: report.conclusion,
      failOn: report.failOn,
      counts: {
        files: report.counts.files,
        read: report.counts.read,
        parsed: report.counts.parsed,
        documents: report.counts.documents,
        resources: report.counts.resources,
        error: report.counts.error,
        warning: report.counts.warning,
        note: report.counts.note,
        credentials: report.counts.credentials,
      },
      ...(report.timings ? { timings: timingsJson(report.timings) } : {}),
      findings: report.verdicts.map((verdict) => finding(verdict, options)),
      skipped: report.skipped.map(({ path, reason }) => ({ path, reason })),
      problems: report.problems.map(({ path, line, column, message }) => ({
        path,
        line: line ?? null,
        column: column ?? null,
        message,
      })),
      crashes: report.crashes.map(({ rule, path, message }) => ({ rule, path: path ?? null, message })),
      notChecked: report.notChecked.map(({ what, why, remedy }) => ({ what, why, remedy })),
    });
  },
};

function finding({ finding, severity, level, fingerprint }: Verdict, options: RenderOptions): object {
  return {
    rule: finding.rule,
    severity,
    confidence: finding.confidence,
    credential: finding.credential,
    ...place(finding.span),
    subject: finding.subject,
    message: finding.message,
    remedy: options.rules.get(finding.rule)?.remedy ?? '',
    fingerprint,
    evidence: finding.evidence,
    related: finding.related.map(({ span, note }) => ({ ...place(span), note })),
    level,
    ...(finding.fix ? { fix: fixJson(finding.fix) } : {}),
  };
}

function fixJson({ description, edits }: Fix): object {
  return {
    description,
    edits: edits.map(({ span, text, creates }) => ({
      ...place(span),
      start: span.start,
      end: span.end,
      text,
      creates: creates ?? false,
    })),
  };
}

function place(span: Span): object {
  const { line, column, endLine, endColumn } = placesOf(span);
  return { path: span.file.path, line, column, endLine, endColumn };
}

/** Milliseconds, to the microsecond. */
function timingsJson({ phases, rules, files }: Timings): object {
  const round = (ms: number): number => Math.round(ms * 1000) / 1000;
  const table = (times: ReadonlyMap<string, number>): object =>
    Object.fromEntries([...times].map(([name, ms]) => [name, round(ms)]));
  return {
    phases: table(phases),
    rules: table(rules),
    files: files.map(({ path, milliseconds }) => ({ path, milliseconds: round(milliseconds) })),
  };
}
