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
