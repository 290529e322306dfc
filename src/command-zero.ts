import { look, show, type Values, type Views, viewsOf } from './command-run.ts';
import { clipped, jsonText, visible } from './escape.ts';
import { secretZeroGraph } from './mermaid.ts';
import type { RootReach } from './model/secret-zero.ts';
import { counted, samplesOnly } from './phrases.ts';
import type { Report } from './report.ts';
import { reachText, rootTitles, routeSteps, secretZeroJson, subjectsText } from './secret-zero-view.ts';
import { placesOf } from './text.ts';

const views: Views<Report> = { terminal: textView, json: jsonView, mermaid: graphView };

/** `zero [PATH]`: which credentials open the others, and how much hangs on each. Always 0: it shows, the rules judge. */
export async function zeroCommand(
  positionals: readonly string[],
  values: Values,
  stdout: (text: string) => void,
): Promise<number> {
  const asked = viewsOf(values, views);
  const { report } = await look(positionals, values);
  show(asked, report, stdout);
  return 0;
}

const maxRoots = 40;
const maxRoutes = 8;
const maxName = 300;

function textView({ secretZero, counts }: Report): string {
  const lines: string[] = [];
  const { roots } = secretZero;
  if (counts.parsed === 0) lines.push('Nothing was read: this says nothing.');
  else if (roots.length === 0 && secretZero.leftOut > 0) lines.push(`${samplesOnly.replace(/^n/, 'N')}.`);
  else if (roots.length === 0) lines.push('No Secret is provided or used in this repository.');
  else lines.push(`${reachText(secretZero)} hang on ${counted(roots.length, 'root')}, the worst first.`);
  let title = '';
  for (const reach of roots.slice(0, maxRoots)) {
    const next = rootTitles[reach.root.kind];
    if (next !== title) lines.push('', next);
    title = next;
    lines.push(...rootLines(reach));
  }
  if (roots.length > maxRoots) lines.push('', `and ${counted(roots.length - maxRoots, 'more root')}`);
  if (secretZero.leftOut > 0) {
    lines.push('', `Left out: ${counted(secretZero.leftOut, 'Secret')} of tests, examples and documentation.`);
  }
  return `${lines.map(visible).join('\n')}\n`;
}

function rootLines({ root, routes, ...reach }: RootReach): string[] {
  const place = root.span ? `  ${root.span.file.path}:${placesOf(root.span).line}` : '';
  const lines = [`  ${clipped(root.name, maxName)}: ${reachText(reach)}${place}`];
  for (const route of routes.slice(0, maxRoutes)) {
    const steps = routeSteps(route);
    // Used by name alone: no object of the repository stands between.
    const way = [
      counted(route.workloads, 'workload'),
      subjectsText(route),
      ...(steps.length > 0 ? steps : ['no manifest']),
    ];
    lines.push(`    ${way.map((step) => clipped(step, maxName)).join(' → ')}`);
  }
  if (routes.length > maxRoutes) lines.push(`    and ${counted(routes.length - maxRoutes, 'more way')}`);
  return lines;
}

function jsonView(report: Report): string {
  return jsonText({
    version: 1,
    tool: report.tool,
    root: report.root,
    config: report.config ?? null,
    ...secretZeroJson(report.secretZero),
    counts: report.counts,
  });
}

function graphView({ secretZero }: Report): string {
  const { text, omitted } = secretZeroGraph(secretZero);
  return omitted > 0 ? `${text}%% ${counted(omitted, 'way')} left out\n` : text;
}
