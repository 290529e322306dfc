import { jsonText } from '../escape.ts';
import type { Plan } from '../plan.ts';
import type { Report } from '../report.ts';
import type { Step } from './step.ts';
import type { Subject } from './subject.ts';

/** A plan and the report of the run it was made in. */
export interface Drawn {
  readonly report: Report;
  readonly plan: Plan;
}

/** Address of the schema, `schemas/plan.schema.json`. */
export const planSchema =
  'https://raw.githubusercontent.com/secrets-ladder/secrets-ladder/main/schemas/plan.schema.json';

/** The plan for programs. */
export function planJson({ report, plan }: Drawn): string {
  return jsonText({
    $schema: planSchema,
    version: 1,
    tool: report.tool,
    root: report.root,
    config: report.config ?? null,
    to: plan.to,
    by: plan.by,
    recommended: plan.recommended,
    preparations: plan.preparations.map(stepOf),
    secrets: plan.planned.map(({ subject, to, steps }) => ({ ...secretOf(subject), to, steps: steps.map(stepOf) })),
    refused: plan.refused.map(({ subject, to, reason }) => ({ ...secretOf(subject), to, ...reason })),
    missing: plan.missing,
    done: plan.done,
    leftOut: [...plan.leftOut].map(([reason, count]) => ({ reason, count })),
    counts: { files: report.counts.files, read: report.counts.read, parsed: report.counts.parsed },
    problems: report.problems.length,
  });
}

function secretOf({ targets, name, keys, mechanism, path, line, from }: Subject) {
  return {
    name: targets[0]?.name ?? name ?? null,
    namespace: targets[0]?.namespace ?? null,
    keys: keys ?? null,
    mechanism,
    path,
    line,
    from,
  };
}

function stepOf({ title, files, commands, notes }: Step) {
  return { title, files, commands, notes };
}
