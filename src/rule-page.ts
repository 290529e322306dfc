import { unmarked } from './example.ts';
import type { Example, Rule } from './rule.ts';

/** A rule's page in Markdown: what `explain` prints and docs/rules/<id>.md holds. */
export function ruleText(rule: Rule): string {
  return [
    `# ${rule.id}`,
    `${rule.title}.`,
    `## Why\n${rule.why}`,
    `## What to do\n${rule.remedy}`,
    `## Found\n${rule.bad.map((example) => exampleText(rule, example)).join('\n')}`,
    `## Not found\n${rule.good.map((example) => exampleText(rule, example)).join('\n')}`,
    `## References\n${rule.references.map((url) => `- ${url}`).join('\n')}`,
  ]
    .join('\n\n')
    .concat('\n');
}

/** Longer examples are made of generated values that say nothing to a reader. */
const longestLine = 120;

function exampleText(rule: Rule, example: Example): string {
  const parts = [`### ${example.title[0]?.toUpperCase()}${example.title.slice(1)}`];
  const { files, marks } = unmarked(example);
  for (const [path, content] of files) {
    const found = new Set<number>();
    for (const mark of marks) {
      if (mark.path === path) found.add(content.slice(0, mark.start).split('\n').length);
    }
    const lines = content.replace(/\n$/, '').split('\n');
    const shown = lines.map((line, i) => {
      const cut = line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
      return found.has(i + 1) ? `${cut}    ◀ ${rule.id}` : cut;
    });
    const fence = content.includes('```') ? '~~~~' : '```';
    parts.push(`\`${path}\`\n${fence}\n${shown.join('\n')}\n${fence}`);
  }
  return `${parts.join('\n\n')}\n`;
}
