import { controls, controlsOf } from './control.ts';
import { unmarked } from './example.ts';
import type { Example, Rule } from './rule.ts';

/** A rule's page in Markdown: what `explain` prints and docs/rules/<id>.md holds. */
export function ruleText(rule: Rule): string {
  return [
    `# ${rule.id}`,
    `${rule.title}.`,
    `## Why\n${rule.why}`,
    ...(rule.needs ? [needs[rule.needs]] : []),
    `## What to do\n${rule.remedy}`,
    ...(rule.fix ? [`Fix: automatic, with \`scan --fix\`. ${rule.fix}`] : []),
    `## Found\n${rule
      .bad()
      .map((example) => exampleText(rule, example))
      .join('\n')}`,
    `## Not found\n${rule
      .good()
      .map((example) => exampleText(rule, example))
      .join('\n')}`,
    ...controlsText(rule),
    `## References\n${rule.references.map((url) => `- ${url}`).join('\n')}`,
  ]
    .join('\n\n')
    .concat('\n');
}

function controlsText(rule: Rule): string[] {
  const lines = controlsOf(rule).map((id) => `- [${id}](${controls[id].url}): ${controls[id].says}`);
  return lines.length === 0 ? [] : [`## Controls\nOpenSSF OSPS Baseline:\n\n${lines.join('\n')}`];
}

const needs = {
  'base-commit':
    'Needs a commit to compare with: the base of a pull request or merge group in the Action, `--base` on the command line.',
  history:
    'Asks git for the history of the clone: a checkout in a workflow needs `fetch-depth: 0`, and one that is cut short is reported as not checked.',
};

/** Longer examples are made of generated values that say nothing to a reader. */
const longestLine = 120;

function exampleText(rule: Rule, example: Example): string {
  const parts = [`### ${example.title[0]?.toUpperCase()}${example.title.slice(1)}`];
  const { files, marks, base } = unmarked(example);
  for (const [path, content] of base ?? []) parts.push(block(`\`${path}\` at the base commit`, content, () => ''));
  for (const [path, content] of files) {
    const found = new Set<number>();
    for (const mark of marks) {
      if (mark.path === path) found.add(content.slice(0, mark.start).split('\n').length);
    }
    parts.push(block(`\`${path}\``, content, (line) => (found.has(line) ? `    ◀ ${rule.id}` : '')));
  }
  return `${parts.join('\n\n')}\n`;
}

function block(title: string, content: string, note: (line: number) => string): string {
  const lines = content.replace(/\n$/, '').split('\n');
  const shown = lines.map((line, i) => {
    const cut = line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
    return cut + note(i + 1);
  });
  const fence = content.includes('```') ? '~~~~' : '```';
  return `${title}\n${fence}\n${shown.join('\n')}\n${fence}`;
}
