import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ControlId, controlsOf } from '../src/control.ts';
import { actionOutputs, optionsOf } from '../src/options.ts';
import { ruleText } from '../src/rule-page.ts';
import { rules } from '../src/rules/index.ts';

const root = new URL('..', import.meta.url).pathname;

describe('docs are written from metadata', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('docs/rules/%s.md', async (id, rule) => {
    await expect(ruleText(rule)).toMatchFileSnapshot(`../docs/rules/${id}.md`);
  });

  test('the controls of the OSPS Baseline stand on the pages of the rules that serve them', () => {
    const served = (id: ControlId): string[] =>
      rules.filter((rule) => controlsOf(rule).includes(id)).map((rule) => rule.id);
    for (const rule of rules) if (rule.credential) expect(served('OSPS-BR-07.01')).toContain(rule.id);
    expect(served('OSPS-BR-07.01')).toEqual(expect.arrayContaining(['gitignore-missing-secret-patterns']));
    expect(served('OSPS-BR-07.02')).toEqual([
      'level-not-declared',
      'mechanism-above-level',
      'mechanism-below-level',
      'secrets-path-no-codeowners',
    ]);
    for (const rule of rules) {
      const cited = [...ruleText(rule).matchAll(/^- \[(OSPS-[A-Z]+-[\d.]+)\]\(https:/gm)].map(([, id]) => id);
      expect(cited, rule.id).toEqual([...controlsOf(rule)]);
    }
  });

  test('docs/rules has no page without a rule', () => {
    const pages = readdirSync(`${root}docs/rules`).map((name) => name.replace(/\.md$/, ''));
    expect(pages.filter((page) => page !== 'README' && !rules.some((rule) => rule.id === page))).toEqual([]);
  });

  test('docs/rules/README.md', async () => {
    const rows = rules.map(
      (rule) => `| [${rule.id}](${rule.id}.md) | ${rule.title} | ${rule.credential ? 'yes' : ''} |`,
    );
    const text = `# Rules\n\nSeverities per level are in [levels.md](../levels.md).\n\n| rule | what it finds | readable credential |\n|---|---|---|\n${rows.join('\n')}\n`;
    await expect(text).toMatchFileSnapshot('../docs/rules/README.md');
  });

  test('docs/fixes.md', async () => {
    const rows = rules.flatMap((rule) => (rule.fix ? [`| [${rule.id}](rules/${rule.id}.md) | ${rule.fix} |`] : []));
    expect(rows.length).toBeGreaterThan(0);
    const text = `# Fixes

<!-- Written by test/docs.test.ts from the rules. -->

Where one change of text is certainly right, the finding carries it:

    node dist/cli.js scan --fix-dry-run ../my-gitops-repository   # says what would change
    node dist/cli.js scan --fix ../my-gitops-repository           # changes it, scans again, reports what is left

| rule | what the fix does |
| --- | --- |
${rows.join('\n')}

What everything else needs, a person has to decide: \`explain RULE\` and the rule's page say what to do, [plan](plan.md) gives the commands.

## What it keeps to

- Only files that git tracks, below the root of the scan, reached through no link, in UTF-8, and as they were when they were read. See \`git diff\`;
  \`git checkout -p\` takes a change back.
- Tests, changelogs and guides for a migration keep what they say on purpose; their findings have no fix.
- Every other character stays: line breaks, byte order mark, comments, quotes, permissions.
- A fix is made whole or not at all, also where it needs several files; of two that overlap the first, and the other one by the next run. What was
  not fixed is listed with its reason, and does not keep the rest from being fixed.
- A file is replaced by one that is complete: nobody ever reads half of it.
- The new text is made of constants and of names. A value is never written, printed or moved; it can only be deleted, and then it is still in the history
  of the repository: rotate it.
- Waived findings, those of the baseline and those whose rule is off are not fixed.
- Run again after that, it changes nothing.

The findings of the JSON report have it as \`fix\` ([outputs.md](outputs.md#fixes)), those of SARIF as \`fixes\`, for editors and other programs.
The \`review\` of a pull request makes it a suggestion that can be committed with a click, where every line that it replaces is one that the change adds. A
suggestion has to repeat these lines: where a readable credential or a value of a Secret stands on one of them, waived or not, or the line holds characters that
nobody sees or ends with a carriage return, the comment has none.
`;
    await expect(text).toMatchFileSnapshot('../docs/fixes.md');
  });

  test('docs/options.md', async () => {
    const table = (door: 'cli' | 'action'): string =>
      optionsOf(door)
        .map((option) => {
          const name = door === 'cli' ? `--${option.name}${option.value ? ` ${option.value}` : ''}` : option.name;
          return `| \`${name.replaceAll('|', '\\|')}\` | ${option.help} | ${option.fallback ?? ''} |`;
        })
        .join('\n');
    const outputs = Object.entries(actionOutputs).map(([name, help]) => `| \`${name}\` | ${help} |`);
    const text = `# Options

An option that is given beats the configuration, which beats the default.

## Command line

| option | what it does | default |
|---|---|---|
${table('cli')}

## Action inputs

| input | what it does | default |
|---|---|---|
${table('action')}

## Action outputs

| output | what it holds |
|---|---|
${outputs.join('\n')}
`;
    await expect(text).toMatchFileSnapshot('../docs/options.md');
  });

  test('every path that prose links to exists', () => {
    for (const page of ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md']) {
      const text = readFileSync(root + page, 'utf8');
      for (const [, link] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
        expect(existsSync(root + link), `${page}: ${link}`).toBe(true);
    }
  });
});
