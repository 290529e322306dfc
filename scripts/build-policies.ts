/**
 * Writes src/generated/policies.ts from policies/*.yaml, so that a run reads and parses no policy, and the ids of all
 * rules into the two JSON Schemas, so that editors can complete them. Run it after a policy has changed.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import type { Policy, PolicyLine, Severity } from '../src/policy.ts';

const root = new URL('../', import.meta.url);
export const schemaNames = ['config', 'policy'] as const;

/** The policy files, level 1 first, each rule as a severity with its reason. */
export function readPolicies(): Policy[] {
  const folder = new URL('policies/', root);
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => {
    const policy = parse(readFileSync(new URL(name, folder), 'utf8')) as Policy & { rules: Record<string, unknown> };
    const rules = Object.entries(policy.rules).map(([id, line]) => [id, lineOf(line as PolicyLine | Severity)]);
    return { ...policy, rules: Object.fromEntries(rules) as Policy['rules'] };
  });
}

function lineOf(line: PolicyLine | Severity): PolicyLine {
  return typeof line === 'string' ? { severity: line } : line;
}

/** The source text of src/generated/policies.ts. */
export function policiesModule(): string {
  return `// Written by scripts/build-policies.ts from policies/*.yaml. Do not edit.
import type { Policy } from '../policy.ts';

export const policies: readonly Policy[] = ${JSON.stringify(readPolicies(), null, 2)};
`;
}

/** A schema's text with the ids of all rules in `$defs.ruleId.enum`; the rest of the text stays as it is. */
export function schemaWithRules(text: string): string {
  const ids = [...new Set(readPolicies().flatMap((policy) => Object.keys(policy.rules)))].sort();
  const line = `"ruleId": { "description": "Id of a rule.", "enum": [\n${ids.map((id) => `      "${id}"`).join(',\n')}\n    ] },`;
  return text.replace(/"ruleId": \{[^{}]*\},/, () => line);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('src/generated/policies.ts', root), policiesModule());
  for (const name of schemaNames) {
    const url = new URL(`schemas/${name}.schema.json`, root);
    writeFileSync(url, schemaWithRules(readFileSync(url, 'utf8')));
  }
}
