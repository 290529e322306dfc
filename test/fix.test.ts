import fc from 'fast-check';
import { minimatch } from 'minimatch';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { unmarked } from '../src/example.ts';
import { fake } from '../src/fake.ts';
import { type Edit, Edits } from '../src/fix.ts';
import { mechanisms } from '../src/mechanisms/index.ts';
import { places } from '../src/places/index.ts';
import type { Example } from '../src/rule.ts';
import { rules } from '../src/rules/index.ts';
import { type Scan, scan } from '../src/scan.ts';
import { memorySource } from '../src/sources/memory.ts';
import { SourceFile } from '../src/text.ts';

function ignoredBy(files: ReadonlyMap<string, string>): (path: string) => boolean {
  const patterns = (files.get('.gitignore') ?? '')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'));
  return (path) => patterns.some((pattern) => minimatch(path, pattern, { matchBase: true, dot: true }));
}

function scanned(files: ReadonlyMap<string, string>, { level, profile }: Example): Promise<Scan> {
  return scan(memorySource(files), {
    places,
    mechanisms,
    rules,
    declared: { level: level === 'none' ? undefined : (level ?? 2), backups: [], ...(profile ? { profile } : {}) },
    today: new Date('2026-11-23'),
    ignored: ignoredBy(files),
  });
}

/** Every fix of one rule made at once. */
function fixed(files: ReadonlyMap<string, string>, found: Scan, rule: string): Map<string, string> {
  const edits = new Map<string, Edits>();
  for (const finding of found.findings) {
    if (finding.rule !== rule) continue;
    for (const edit of finding.fix?.edits ?? []) {
      const { path } = edit.span.file;
      const all = edits.get(path) ?? new Edits();
      edits.set(path, all);
      expect(all.take([edit]), 'fixes of one rule do not overlap').toBeDefined();
    }
  }
  const out = new Map(files);
  for (const [path, all] of edits) out.set(path, all.appliedTo(files.get(path) ?? ''));
  return out;
}

const accents = '# caf\u00e9 \u{1f511}\n';
const dressed: readonly (readonly [string, (text: string, path: string) => string])[] = [
  ['as written', (text) => text],
  ['with CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['behind other letters', (text, path) => (/\.ya?ml$/.test(path) ? accents + text : text)],
];

const old = 'https://bitnami-labs.github.io/sealed-secrets';
const now = 'https://bitnami.github.io/sealed-secrets';
const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** What a fix may change of what YAML says: path of keys, value before and after. */
const meant: Readonly<Record<string, (path: string, before: unknown, after: unknown) => boolean>> = {
  'csi-class-dangling': (path, before, after) =>
    path.endsWith('/csi/readOnly') && after === true && (before === undefined || before === false),
  'csi-legacy-identity': isVersion,
  'eso-api-version-deprecated': isVersion,
  'eso-api-version-removed': isVersion,
  'gitignore-missing-secret-patterns': () => false,
  'kubeseal-controller-name-mismatch': (_path, before, after) =>
    String(after).replace(/(?<=kubeseal) --controller-name \S+(?: --controller-namespace \S+)?/, '') === before,
  'last-applied-annotation-leak': (path, before, after) =>
    after === undefined &&
    [annotation, 'kubecfg.ksonnet.io/last-applied-configuration'].some(
      (name) =>
        path.endsWith(`/annotations/${name}`) ||
        (path.endsWith('/annotations') && Object.keys(before as object).join() === name),
    ),
  'sealing-key-backup-into-worktree': () => false,
  'secret-data-invalid': (path, before, after) =>
    path.includes('/stringData/') && typeof before !== 'string' && String(before) === after,
  'sealed-helm-repo-moved': (_path, before, after) =>
    // One without `https://` gets it: without it no chart repository answers.
    String(before)
      .replaceAll(old, now)
      .replace(/^bitnami-labs\.github\.io\/sealed-secrets/, now) === after,
};

function isVersion(path: string, before: unknown, after: unknown): boolean {
  return path.endsWith('/apiVersion') && String(before).replace(/v1(?:alpha1|beta1)$/, 'v1') === after;
}

/** Where two values differ: path of keys, before, after. */
function* differences(before: unknown, after: unknown, path = ''): Iterable<readonly [string, unknown, unknown]> {
  if (typeof before !== 'object' || typeof after !== 'object' || !before || !after) {
    if (before !== after) yield [path, before, after];
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    yield* differences((before as Json)[key], (after as Json)[key], `${path}/${key}`);
  }
}
type Json = Readonly<Record<string, unknown>>;

/** The documents of a file as the yaml package reads them; undefined where they are templates. */
function documentsOf(path: string, text: string): unknown[] | undefined {
  if (!/\.(?:ya?ml|json)$/.test(path)) return undefined;
  const all = parseAllDocuments(text, { merge: true });
  return all.some(({ errors }) => errors.length > 0) ? undefined : all.map((each) => each.toJS() as unknown);
}

const withFix = rules.filter((rule) => rule.fix !== undefined);

describe.each(withFix.map((rule) => [rule.id, rule] as const))('the fix of %s', (id, rule) => {
  const cases = rule
    .bad()
    .flatMap((example) => dressed.map(([how, dress]) => [`${example.title}, ${how}`, example, dress] as const));
  test.each(cases)('%s', async (_title, example, dress) => {
    const files = new Map([...unmarked(example).files].map(([path, text]) => [path, dress(text, path)]));
    const before = await scanned(files, example);
    const changed = fixed(files, before, id);
    const after = await scanned(changed, example);
    const has = (found: Scan) =>
      new Set(found.findings.map((each) => `${each.rule} ${each.span.file.path} ${each.subject}`));
    const own = (found: Scan) => found.findings.filter((each) => each.rule === id);
    // What was fixed is gone, nothing else appears, and there is nothing to fix a second time.
    expect(own(after).length).toBe(own(before).filter((each) => !each.fix).length);
    expect(own(after).filter((each) => each.fix)).toEqual([]);
    const known = has(before);
    expect([...has(after)].filter((each) => !known.has(each))).toEqual([]);
    expect(after.problems).toEqual(before.problems);
    for (const [path, text] of changed) {
      const then = files.get(path);
      if (then === undefined || then === text) continue;
      const read = documentsOf(path, then);
      if (read === undefined) continue;
      const all = [...differences(read, documentsOf(path, text))];
      expect(all.length, 'comments are not what it changes').toBeGreaterThan(0);
      expect(all.filter((one) => !meant[id]!(...one))).toEqual([]);
      // The new text keeps to the line breaks of the file.
      if (then.includes('\r\n')) expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    }
  });

  test('at least one example has it', async () => {
    const found = await Promise.all(rule.bad().map((example) => scanned(unmarked(example).files, example)));
    expect(
      found.flatMap(({ findings }) => findings.filter((each) => each.rule === id && each.fix)).length,
    ).toBeGreaterThan(0);
  });
});

test('a rule whose page promises no fix gives none', async () => {
  for (const rule of rules) {
    if (rule.fix) continue;
    for (const example of rule.bad()) {
      const { findings } = await scanned(unmarked(example).files, example);
      expect(findings.filter((each) => each.rule === rule.id && each.fix)).toEqual([]);
    }
  }
});

describe('the text of a fix', () => {
  const one = async (files: Record<string, string>, rule: string): Promise<Map<string, string>> => {
    const map = new Map(Object.entries(files));
    const found = await scanned(map, { title: '', files });
    return fixed(map, found, rule);
  };

  test('keeps quotes and comments', async () => {
    const text = (version: string): string => `# first
apiVersion: "external-secrets.io/${version}" # why
kind: ExternalSecret
metadata: {name: app}
spec: {secretStoreRef: {name: aws}, dataFrom: [{extract: {key: v1beta1}}]}
`;
    expect((await one({ 'a.yaml': text('v1beta1') }, 'eso-api-version-removed')).get('a.yaml')).toBe(text('v1'));
  });

  test('a chart that asks what the cluster serves, and a patch without its base, are left', async () => {
    const object = `apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata: {name: app}
spec: {secretStoreRef: {name: aws}, dataFrom: [{extract: {key: app}}]}
`;
    const chart = `{{- if .Capabilities.APIVersions.Has "external-secrets.io/v1beta1" }}\n${object}{{- end }}\n`;
    const files = { 'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 0.0.0\n', 'c/templates/a.yaml': chart };
    expect((await one(files, 'eso-api-version-removed')).get('c/templates/a.yaml')).toBe(chart);
    const patched = {
      'kustomization.yaml': 'resources: [https://example.org/base]\npatches: [{path: p.yaml}]\n',
      'p.yaml': object,
    };
    expect((await one(patched, 'eso-api-version-removed')).get('p.yaml')).toBe(object);
  });

  test('what a policy matches by its version, and what a test is made of, are left', async () => {
    const object = (version: string): string => `apiVersion: ${version}
kind: ExternalSecret
metadata: {name: app, namespace: prod}
spec: {secretStoreRef: {name: aws}, dataFrom: [{extract: {key: app}}]}
`;
    const old = object('external-secrets.io/v1beta1');
    const policy = (kind: string): string => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: prefix}
spec:
  rules:
    - name: prefix
      match: {any: [{resources: {kinds: [external-secrets.io/v1beta1/${kind}]}}]}
      mutate: {patchStrategicMerge: {metadata: {labels: {a: b}}}}
`;
    const rule = 'eso-api-version-removed';
    const matched = { 'app.yaml': old, 'policy.yaml': policy('ExternalSecret') };
    expect((await one(matched, rule)).get('app.yaml')).toBe(old);
    const another = { 'app.yaml': old, 'policy.yaml': policy('SecretStore') };
    expect((await one(another, rule)).get('app.yaml')).toBe(object('external-secrets.io/v1'));
    const places = ['tests/app.yaml', 'policies/.chainsaw-test/app.yaml', 'clusters/test/app.yaml'];
    const all = await one(Object.fromEntries(places.map((path) => [path, old])), rule);
    expect(places.map((path) => all.get(path) === old)).toEqual([true, true, false]);
    const csi = (version: string): string => `apiVersion: secrets-store.csi.x-k8s.io/${version}
kind: SecretProviderClass
metadata: {name: e2e}
spec: {provider: vault, parameters: {roleName: app}}
`;
    const classes = { 'e2e/class.yaml': csi('v1alpha1'), 'class.yaml': csi('v1alpha1') };
    expect(Object.fromEntries(await one(classes, 'csi-legacy-identity'))).toEqual({
      'e2e/class.yaml': csi('v1alpha1'),
      'class.yaml': csi('v1'),
    });
  });

  test('quotes what is under stringData, in YAML and in JSON, and nothing that others refer to', async () => {
    const yaml = (open: string): string => `apiVersion: v1
kind: Secret
metadata: {name: db, annotations: {port: &port 5432}}
data: {count: 1234}
stringData:
  port: ${open}5432${open} # the port
  shared: *port
  lent: &lent 1
  flow: ${open}off${open}
`;
    const json = (port: unknown): string =>
      JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: { port, user: 'a' } });
    const after = await one({ 'a.yaml': yaml(''), 'b.json': json(5432) }, 'secret-data-invalid');
    expect(after.get('a.yaml')).toBe(yaml('"'));
    expect(after.get('b.json')).toBe(json('5432'));
  });

  test('ignores where keys are written to, wherever the script is run, but no name that a file has', async () => {
    const dump = (path: string): string =>
      `kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > ${path}\n`;
    const files = {
      'ops/backup.sh': `#!/bin/sh\n${dump('keys.yaml')}${dump('./out/all.yaml')}${dump('db.yaml')}${dump('a[b].yaml')}`,
      'apps/db.yaml': 'kind: Namespace\napiVersion: v1\n',
      '.gitignore': 'node_modules/',
    };
    const after = await one(files, 'sealing-key-backup-into-worktree');
    expect(after.get('.gitignore')).toBe('node_modules/\n# Private sealing keys\nkeys.yaml\n**/out/all.yaml\n');
    expect(after.get('ops/backup.sh')).toBe(files['ops/backup.sh']);
  });

  test('strips the annotation among others, in YAML and in JSON', async () => {
    const last = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db' },
      stringData: { password: fake('password') },
    });
    const key = annotation;
    const yaml = (line: string): string =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  annotations:\n    team: a # ours\n${line}  labels: {a: b}\n`;
    const object = (annotations: object): string =>
      JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', annotations } }, null, 2);
    const after = await one(
      {
        'a.yaml': yaml(`    ${key}: |\n      ${last}\n`),
        'b.json': object({ [key]: last, team: 'a' }),
        'c.json': object({ team: 'a', [key]: last }),
      },
      'last-applied-annotation-leak',
    );
    expect(after.get('a.yaml')).toBe(yaml(''));
    for (const path of ['b.json', 'c.json']) expect(after.get(path)).toBe(object({ team: 'a' }));
  });

  test('the lock of a chart, a changelog, and a page that names both addresses are left', async () => {
    const add = `helm repo add sealed-secrets ${old}`;
    const files = {
      'CHANGELOG.md': `# Changes\n\n${add}\n`,
      'docs/move.md': `\`\`\`sh\n${add}\nhelm repo add sealed-secrets ${now}\n\`\`\`\n`,
    };
    expect(await one(files, 'sealed-helm-repo-moved')).toEqual(new Map(Object.entries(files)));
  });
});

test('edits: what lies outside of them stays, whatever they are', () => {
  const edit = fc.record({ start: fc.nat(40), length: fc.nat(6), text: fc.string({ maxLength: 2 }) });
  const fixes = fc.array(fc.array(edit, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
  fc.assert(
    fc.property(fc.string({ minLength: 50, maxLength: 60 }), fixes, (content, wanted) => {
      const file = new SourceFile('a', content);
      const edits = new Edits();
      const taken = new Map<string, Edit>();
      for (const fix of wanted) {
        const own = fix.map(({ start, length, text }): Edit => ({ span: { file, start, end: start + length }, text }));
        const before = [...edits.all];
        if (edits.take(own)) for (const one of own) taken.set(`${one.span.start} ${one.span.end} ${one.text}`, one);
        else expect(edits.all).toEqual(before);
      }
      // Made one by one from the end, they give the same.
      let expected = content;
      const sorted = [...taken.values()].sort((a, b) => a.span.start - b.span.start);
      for (const { span, text } of sorted.toReversed()) {
        expected = expected.slice(0, span.start) + text + expected.slice(span.end);
      }
      expect(edits.appliedTo(content)).toBe(expected);
      for (const [i, one] of sorted.entries()) {
        if (i > 0) expect(one.span.start).toBeGreaterThanOrEqual(sorted[i - 1]!.span.end);
      }
    }),
  );
});

test('edits: the same one counts once, and taking a fix back leaves what another one has too', () => {
  const file = new SourceFile('a', '0123456789');
  const edit = (start: number, end: number, text: string): Edit => ({ span: { file, start, end }, text });
  const edits = new Edits();
  expect(edits.take([edit(2, 2, 'x')])).toBeDefined();
  const undo = edits.take([edit(2, 2, 'x'), edit(4, 6, '')]);
  expect(edits.appliedTo(file.content)).toBe('01x236789');
  expect(edits.take([edit(2, 2, 'y')])).toBeUndefined();
  expect(edits.take([edit(8, 9, ''), edit(5, 7, 'z')])).toBeUndefined();
  expect(edits.take([edit(8, 9, 'a'), edit(8, 9, 'b')])).toBeUndefined();
  undo!();
  expect(edits.appliedTo(file.content)).toBe('01x23456789');
});
