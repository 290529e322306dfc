import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Case, Leak } from '../case.ts';

/*
 * Cases that other projects wrote for their own checks, read from a checkout of theirs. The labels are theirs, also where this
 * project disagrees; docs/accuracy.md lists those.
 */

/** gitleaks: the `tps` and `fps` of the rule kubernetes-secret-yaml, path to content, taken from the Go source. */
export function gitleaks(checkout: string): Case[] {
  const source = readFileSync(join(checkout, 'cmd/generate/config/rules/kubernetes.go'), 'utf8');
  const blocks = ['tps', 'fps'] as const;
  return blocks.flatMap((name) => {
    const start = source.indexOf(`${name} := map[string]string{`);
    const end = source.indexOf('\n\t}\n', start);
    if (start < 0 || end < 0) throw new Error(`no ${name} in the rule`);
    return [...source.slice(start, end).matchAll(/"([\w.-]+)":\s*`([^`]*)`/g)].map(([, path, content]) =>
      file('gitleaks', `${name} ${path}`, 'Secret data', path!, content!, name === 'tps' ? [{}] : []),
    );
  });
}

/** polaris: one file a case, named `failure.*` or `success.*`. */
export function polaris(checkout: string): Case[] {
  const folders = { sensitiveConfigmapContent: 'ConfigMap', sensitiveContainerEnvVar: 'container env' };
  return Object.entries(folders).flatMap(([folder, shape]) =>
    readdirSync(join(checkout, 'test/checks', folder)).map((name) => {
      const content = readFileSync(join(checkout, 'test/checks', folder, name), 'utf8');
      return file('polaris', `${folder}/${name}`, shape, 'case.yaml', content, name.startsWith('failure.') ? [{}] : []);
    }),
  );
}

/** semgrep-rules: one file, a `ruleid:` comment above each line that leaks. */
export function semgrep(checkout: string): Case[] {
  const path = join(checkout, 'yaml/kubernetes/security/secrets-in-config-file.test.yaml');
  const content = readFileSync(path, 'utf8');
  const leaks = content.split('\n').flatMap((line, i) => (/#\s*ruleid:/.test(line) ? [{ line: i + 2 }] : []));
  return [file('semgrep', basename(path), 'Secret data', 'case.yaml', content, leaks)];
}

/** kube-linter: one file, objects whose name says that they must not fire and two that must. */
export function kubeLinter(checkout: string): Case[] {
  const content = readFileSync(join(checkout, 'tests/checks/env-var-secret.yml'), 'utf8');
  const leaks = content.split('\n').flatMap((line, i) => (/- name: SECRET_/.test(line) ? [{ line: i + 2 }] : []));
  return [file('kube-linter', 'env-var-secret.yml', 'container env', 'case.yaml', content, leaks)];
}

/** trivy-checks: the `data` of the ConfigMaps that its Rego tests hand to KSV0109 and KSV01010. */
export function trivyChecks(checkout: string): Case[] {
  const folder = join(checkout, 'checks/kubernetes');
  const table = readFileSync(join(folder, 'configMap_with_secrets_test.rego'), 'utf8');
  const many = [
    ...table.matchAll(/^\t\t"([^"]+)": \{\n\t\t\t"data": (\{[\s\S]*?\}),\n\t\t\t"expected": (\d+)([\s\S]*?)^\t\t\}/gm),
  ];
  const cases = many.map(([, title, data, expected, rest]) => {
    const keys = [...(/expected_keys": \{(.*)\}/.exec(rest!)?.[1]?.matchAll(/"([^"]+)"/g) ?? [])].map(
      ([, key]) => key!,
    );
    return configMap(`KSV0109 ${title}`, data!, expected === '0' ? [] : keys);
  });
  const single = readFileSync(join(folder, 'configMap_with_sensitive_test.rego'), 'utf8');
  for (const [, title, data] of single.matchAll(/^test_(\w+) if \{[\s\S]*?"data": (\{[\s\S]*?\}),\n\t\}/gm))
    cases.push(configMap(`KSV01010 ${title}`, data!, title!.endsWith('denied') ? ['username'] : []));
  if (cases.length < 10) throw new Error(`only ${cases.length} cases in the tests of trivy-checks`);
  return cases;
}

/** Its expected key is the name of a data key, or of an assignment inside a value. */
function configMap(name: string, data: string, keys: readonly string[]): Case {
  const values = JSON.parse(data.replace(/,(\s*\})/, '$1')) as Record<string, string>;
  const lines = Object.entries(values).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`);
  const content = ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', '  name: test', 'data:', ...lines, ''].join('\n');
  const leaks = keys.map((key) => ({ line: 6 + lines.findIndex((line) => line.includes(key)) }));
  return file('trivy-checks', name, 'ConfigMap', 'case.yaml', content, leaks);
}

function file(set: string, name: string, shape: string, path: string, content: string, at: Omit<Leak, 'path'>[]): Case {
  return { set, name, shape, files: new Map([[path, content]]), leaks: at.map((leak) => ({ path, ...leak })) };
}
