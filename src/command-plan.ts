import { look, show, textOf, type Values, type Views, viewsOf } from './command-run.ts';
import { UsageError } from './errors.ts';
import { type Drawn, planJson } from './plan/json.ts';
import { planMarkdown } from './plan/markdown.ts';
import { planOf } from './plan.ts';
import { levelOf } from './prepare.ts';

const views: Views<Drawn> = { markdown: planMarkdown, json: planJson };

/** `plan [PATH] [--to LEVEL]`: what brings each Secret to its level. 0 also where something is left to do. */
export async function planCommand(
  positionals: readonly string[],
  values: Values,
  stdout: (text: string) => void,
): Promise<number> {
  const asked = viewsOf(values, views);
  const to = textOf(values, 'to');
  const namespace = textOf(values, 'namespace');
  if (namespace !== undefined && !/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw new UsageError([{ message: 'namespace is lower-case letters, digits and dashes, at most 63' }]);
  }
  const request = { to: to === undefined ? undefined : levelOf(to), namespace };
  const { report, scan } = await look(positionals, values);
  show(asked, { report, plan: planOf(scan.repository, report.level, request) }, stdout);
  return 0;
}
