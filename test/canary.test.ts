import { describe, expect, test } from 'vitest';
import { fixedText } from '../src/command-fix.ts';
import { emptyConfig } from '../src/config.ts';
import { unmarked } from '../src/example.ts';
import { makeFixes } from '../src/fix-files.ts';
import { outputs } from '../src/outputs/index.ts';
import { planJson } from '../src/plan/json.ts';
import { planMarkdown } from '../src/plan/markdown.ts';
import { planOf } from '../src/plan.ts';
import { levels } from '../src/policy.ts';
import { rules } from '../src/rules/index.ts';
import { run } from '../src/run.ts';
import { memorySource } from '../src/sources/memory.ts';

/** Every way a value could leak into an output. */
function encodings(value: string): string[] {
  const text = value.replace(/^['"]|['"]$/g, '');
  const base64 = Buffer.from(text).toString('base64').replace(/=+$/, '');
  const decoded = /^[A-Za-z0-9+/=\s]{12,}$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : text;
  return [text, base64, encodeURIComponent(text), JSON.stringify(text).slice(1, -1), decoded].filter(
    // Short words occur in any text; the generated values are longer.
    (form) => form.length >= 8 && !/^\s*$/.test(form),
  );
}

describe('no output of any example holds a value that was found in it', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s', async (_, rule) => {
    for (const example of rule.bad()) {
      if (!rule.credential) continue;
      const { files, marks } = unmarked(example);
      const source = memorySource(files);
      const { report, scan } = await run(source, {
        root: 'example',
        config: emptyConfig,
        configName: undefined,
        level: example.level === 'none' ? undefined : (example.level ?? 2),
        failOn: 'error',
        minConfidence: 'possible',
        today: new Date('2026-11-23'),
        notChecked: [],
      });
      const rendered = new Map(
        outputs.map((output) => [
          output.id as string,
          output.render(report, {
            rules: new Map(rules.map((each) => [each.id, each])),
            colour: false,
            width: 0,
            docs: 'https://example.org/',
          }),
        ]),
      );
      const tree = { ...source, root: '/nowhere', hasGit: true, notChecked: [] };
      rendered.set('--fix-dry-run', fixedText(makeFixes(report, tree, true), true));
      for (const to of levels) {
        const plan = planOf(scan.repository, report.level, { to, namespace: 'canary' });
        rendered.set(`plan to ${to}`, planMarkdown({ report, plan }));
        rendered.set(`plan to ${to} in JSON`, planJson({ report, plan }));
      }
      for (const [id, text] of rendered) {
        for (const mark of marks) {
          for (const line of files.get(mark.path)!.slice(mark.start, mark.end).split('\n')) {
            for (const form of encodings(line.trim())) {
              expect(text.includes(form), `${id} shows a value of "${example.title}"`).toBe(false);
            }
          }
        }
      }
    }
  });
});
