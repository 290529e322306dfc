import { emptyConfig } from '../src/config.ts';
import { parserFor } from '../src/parsers/index.ts';
import { planJson } from '../src/plan/json.ts';
import { planMarkdown } from '../src/plan/markdown.ts';
import { type Plan, type PlanRequest, planOf } from '../src/plan.ts';
import type { Level } from '../src/policy.ts';
import { run } from '../src/run.ts';
import { memorySource } from '../src/sources/memory.ts';
import { SourceFile, Text } from '../src/text.ts';

export interface Drawing {
  readonly plan: Plan;
  readonly markdown: string;
  readonly json: ReturnType<typeof JSON.parse>;
}

/** The plan for a tree in memory. */
export async function drawn(
  files: Readonly<Record<string, string>>,
  to: Level | undefined,
  request: Partial<PlanRequest> & { declared?: Level } = {},
): Promise<Drawing> {
  const { report, scan } = await run(memorySource(new Map(Object.entries(files))), {
    root: 'example',
    config: emptyConfig,
    configName: undefined,
    level: request.declared,
    failOn: 'error',
    minConfidence: 'possible',
    today: new Date('2026-11-23'),
    notChecked: [],
  });
  const plan = planOf(scan.repository, report.level, { to, namespace: request.namespace });
  const subject = { report, plan };
  return { plan, markdown: planMarkdown(subject), json: JSON.parse(planJson(subject)) };
}

/** Steps of the one Secret that is planned. */
export function only({ plan }: Drawing) {
  if (plan.planned.length !== 1) throw new Error(`${plan.planned.length} planned, ${plan.refused.length} refused`);
  return plan.planned[0]!;
}

export function commandsOf(drawing: Drawing): string[] {
  return drawing.plan.planned.flatMap(({ steps }) => steps.flatMap((step) => step.commands));
}

/** The words of every command in a text, by the grammar that reads scripts. */
export function wordsIn(text: string): string[][] {
  const parsed = parserFor('shell')!.parse(Text.of(new SourceFile('plan.sh', text)), 'shell');
  return parsed.commands.map(({ words }) => words.map(({ value }) => value));
}
