import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parseDocument } from 'yaml';
import { policiesModule, readPolicies, schemaNames, schemaWithRules } from '../scripts/build-policies.ts';
import { validatorModule } from '../scripts/build-validators.ts';
import { plain, readDocument } from '../src/config/document.ts';
import { mistakesIn } from '../src/config/validate.ts';
import type { Mistake } from '../src/errors.ts';
import * as policyValidator from '../src/generated/validate-policy.ts';
import { levelNames } from '../src/level.ts';
import { gradeOf, type Level, levels, loadPolicies, policySetOf, severities } from '../src/policy.ts';
import { rules } from '../src/rules/index.ts';

const root = new URL('../', import.meta.url);
const set = loadPolicies();
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');

describe('the policy files', () => {
  it.each(set.policies.map((policy) => policy.name))('%s is valid and reads the same everywhere', async (name) => {
    const source = text(`policies/${name}.yaml`);
    const mistakes: Mistake[] = [];
    const document = await readDocument(source, name, mistakes);
    expect([...mistakes, ...mistakesIn(document!, name, policyValidator)]).toEqual([]);
    expect(plain(document!)).toEqual(parseDocument(source).toJS());
    expect(source.startsWith('# yaml-language-server: $schema=../schemas/policy.schema.json\n')).toBe(true);
  });

  test('there is one for each level, and each extends the one below', () => {
    expect(set.policies.map((policy) => policy.level)).toEqual([1, 2, 3, 4]);
    set.policies.forEach((policy, i) => {
      expect(policy.extends).toBe(set.policies[i - 1]?.name);
      expect(policy.name).toBe(`level-${policy.level}-${levelNames[policy.level!]}`);
      expect(policy.title).toBeTruthy();
      expect(policy.intent).toBeTruthy();
    });
  });

  test('every line says something new, and why', () => {
    for (const policy of set.policies) {
      for (const [rule, line] of Object.entries(policy.rules)) {
        expect(line.reason, `${policy.name}: ${rule}`).toBeTruthy();
        const below = policy.level === 1 ? 'off' : gradeOf(set, rule, (policy.level! - 1) as Level);
        expect(line.severity, `${policy.name}: ${rule} repeats the level below`).not.toBe(below);
      }
    }
  });

  test('a severity falls from one level to the next only where the line says why', () => {
    const falls: string[] = [];
    for (const rule of set.rules) {
      for (const level of [2, 3, 4] as const) {
        const [below, here] = [gradeOf(set, rule, (level - 1) as Level), gradeOf(set, rule, level)];
        if (severities.indexOf(here) >= severities.indexOf(below)) continue;
        falls.push(`${rule} ${level}`);
        expect(set.policies[level - 1]!.rules[rule]?.reason, `${rule} at ${level}`).toBeTruthy();
      }
    }
    // Each of these is a decision; a new one has to be added here on purpose.
    expect(falls.sort()).toEqual([
      'graduate-compliance 4',
      'graduate-multi-cloud 3',
      'graduate-multi-cluster 3',
      'graduate-rotation 3',
      'graduate-team-or-count 3',
      'mechanism-above-level 4',
      'sealed-key-not-this-cert 3',
      'sealed-without-namespace 3',
      'sealing-cert-expired 3',
      'sealing-cert-expiring 3',
      'sealing-cert-missing 4',
      'sealing-cert-stale 4',
      'sealing-key-backup-missing 3',
      'vault-at-poc 2',
      'vault-at-poc 3',
    ]);
  });
});

describe('rules and policies', () => {
  test.each(rules.map((rule) => rule.id))('%s has a line', (id) => {
    expect(set.rules.has(id)).toBe(true);
  });

  test.each(rules.filter((rule) => rule.credential).map((rule) => rule.id))(
    '%s, a readable credential, is an error at every level',
    (id) => {
      expect(levels.map((level) => gradeOf(set, id, level))).toEqual(['error', 'error', 'error', 'error']);
    },
  );

  it('keeps a rule off below the level that adds it, and shows one that no policy knows', () => {
    expect(levels.map((level) => gradeOf(set, 'eso-secret-zero-unavoidable', level))).toEqual([
      'off',
      'off',
      'note',
      'warning',
    ]);
    expect(gradeOf(set, 'no-such-rule', 1)).toBe('warning');
  });

  it('says which policy a grade comes from', () => {
    expect(set.grades[4].get('private-key-tracked')).toMatchObject({ severity: 'error', policy: 'level-1-kubectl' });
    expect(set.grades[4].get('sealing-key-backup-missing')).toMatchObject({ policy: 'level-3-external-secrets' });
  });

  it('lays policies over each other in any order', () => {
    const made = policySetOf([
      { name: 'b', level: 2, extends: 'a', rules: { y: { severity: 'error' } } },
      { name: 'a', level: 1, rules: { x: { severity: 'note' }, y: { severity: 'note' } } },
    ]);
    expect([gradeOf(made, 'x', 2), gradeOf(made, 'y', 1), gradeOf(made, 'y', 2)]).toEqual(['note', 'note', 'error']);
  });
});

describe('what is generated is up to date', () => {
  const remedy = 'run `npm run generate`';

  test('src/generated/policies.ts', () => {
    expect(policiesModule() === text('src/generated/policies.ts'), remedy).toBe(true);
    expect(readPolicies()).toEqual(set.policies);
  });

  test.each(schemaNames)('schemas/%s.schema.json lists every rule', (name) => {
    const schema = text(`schemas/${name}.schema.json`);
    expect(schemaWithRules(schema) === schema, remedy).toBe(true);
    expect(JSON.parse(schema).$defs.ruleId.enum).toEqual([...set.rules].sort());
  });

  test.each(schemaNames)('src/generated/validate-%s.ts, without any import', async (name) => {
    const code = text(`src/generated/validate-${name}.ts`);
    expect((await validatorModule(name)) === code, remedy).toBe(true);
    expect(code).not.toMatch(/\brequire\(|^import /m);
  });
});

/** The table of docs/levels.md: one row a rule, one column a level. */
function levelsPage(): string {
  const registered = new Set(rules.map((rule) => rule.id));
  const ids = [...set.rules].filter((id) => registered.has(id));
  const parts = set.policies.map((policy) => {
    const lines = Object.entries(policy.rules).filter(([id]) => registered.has(id));
    return `## Level ${policy.level}: ${policy.title}

${policy.intent}

${policy.level === 1 ? 'Its rules:' : `What it adds to level ${policy.level! - 1}, or changes:`}

| rule | severity | because |
|---|---|---|
${lines.map(([id, line]) => `| [${id}](rules/${id}.md) | ${line.severity} | ${line.reason?.replaceAll('|', '\\|')} |`).join('\n')}
`;
  });
  return `# Levels

A repository declares its level in \`.secrets-ladder.yaml\` (see [configuration.md](configuration.md)); the level's policy
gives each rule its severity. An \`error\` fails the run unless \`fail-on\` says otherwise, a \`warning\` and a \`note\` are
shown. A credential that can be read in Git is an error at every level. The files behind this page are in
[policies/](../policies).

${parts.join('\n')}
## All rules by level

| rule | 1 | 2 | 3 | 4 |
|---|---|---|---|---|
${ids.map((id) => `| [${id}](rules/${id}.md) | ${levels.map((level) => gradeOf(set, id, level)).join(' | ')} |`).join('\n')}
`;
}

test('docs/levels.md', async () => {
  await expect(levelsPage()).toMatchFileSnapshot('../docs/levels.md');
});
