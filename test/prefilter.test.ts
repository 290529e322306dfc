import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { keyKind } from '../src/credentials/key-name.ts';
import { unmarked } from '../src/example.ts';
import { fake } from '../src/fake.ts';
import type { Finding } from '../src/finding.ts';
import { mechanisms } from '../src/mechanisms/index.ts';
import { places } from '../src/places/index.ts';
import { stems } from '../src/prefilter/literals.ts';
import { worthOf } from '../src/prefilter.ts';
import { rules } from '../src/rules/index.ts';
import { scan } from '../src/scan.ts';
import { memorySource } from '../src/sources/memory.ts';

/** No file is parsed without need, and no finding is lost by it: every scan must find the same with the prefilter off. */
async function found(files: ReadonlyMap<string, string>, unfiltered: boolean): Promise<string[]> {
  const { findings, crashes } = await scan(memorySource(files), {
    places,
    mechanisms,
    rules,
    declared: { level: 3, backups: [] },
    today: new Date('2026-11-23'),
    ignored: () => false,
    unfiltered,
  });
  expect(crashes).toEqual([]);
  return findings.map(shown);
}

/** All that a report says of a finding, without its text. */
function shown({ rule, subject, message, span, related, confidence }: Finding): string {
  const others = related.map((other) => `${other.span.file.path}:${other.span.start}`).join();
  return `${rule} ${subject} ${message} ${span.file.path}:${span.start}-${span.end} ${confidence} ${others}`;
}

/** Sorts before the files of the examples, so that none of them is parsed for being the first. */
const first: readonly [string, string] = [
  '.a/first.yaml',
  'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: first\n',
];

describe('the examples of the rules', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s', async (_, rule) => {
    for (const example of [...rule.bad(), ...rule.good()]) {
      const files = new Map([first, ...unmarked(example).files]);
      expect(await found(files, false), example.title).toEqual(await found(files, true));
      // A file alone has nothing around it that makes the scan read it.
      for (const one of files) {
        const alone = new Map([first, one]);
        expect(await found(alone, false), `${example.title}: ${one[0]}`).toEqual(await found(alone, true));
      }
    }
  });
});

const word = fc.constantFrom(
  ...'db app api client admin auth token key keys secret password pass pwd access private encryption value default data'.split(
    ' ',
  ),
  ...'name path url user users ref file existing creds credentials license jwt oauth salt seed cookie pat id_rsa kubeconfig'.split(
    ' ',
  ),
);
const keyName = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), fc.constantFrom('_', '-', '.', '', ' '))
  .map(([words, joint]) =>
    joint === ''
      ? words.map((part, i) => (i ? part[0]!.toUpperCase() + part.slice(1) : part)).join('')
      : words.join(joint),
  );
const value = fc.oneof(
  fc.nat(200).map((n) => fake('password', n)),
  fc.nat(50).map((n) => fake('github-token', n)),
  fc.nat(50).map((n) => fake('aws-access-key', n)),
  fc.constantFrom(
    '',
    'changeme',
    'admin',
    'hunter2',
    '12345',
    '1234567890',
    'true',
    'my-secret',
    'DB_PASSWORD',
    'plain text',
  ),
  fc.constantFrom('${TOKEN}', '{{ .Values.token }}', '{{ .Values.token | default "s3cr3t-Value" }}', '$(openssl rand)'),
  fc.constantFrom(
    'postgres://app:s3cr3tValue@db/app',
    '--password=s3cr3tValue',
    '-p s3cr3tValue',
    'line\nPASSWORD=s3cr3tValue\n',
    'line\npassword=s3cr3tValue\n',
    '<match **>\n  password s3cr3tValue\n</match>\n',
    'kubectl create secret generic app --from-file=a',
    'export DB_PASSWORD=s3cr3tValue',
    'useradd -p s3cr3tValue app',
  ),
);
type Tree = { [key: string]: Tree | string | (Tree | string)[] };
const { tree } = fc.letrec<{ tree: Tree; list: (Tree | string)[] }>((tie) => ({
  tree: fc.dictionary(keyName, fc.oneof({ maxDepth: 3 }, value, value, tie('tree'), tie('list')), {
    minKeys: 1,
    maxKeys: 4,
  }) as fc.Arbitrary<Tree>,
  list: fc.array(fc.oneof(value, fc.record({ name: keyName, value }), tie('tree') as fc.Arbitrary<Tree>), {
    minLength: 1,
    maxLength: 3,
  }) as fc.Arbitrary<(Tree | string)[]>,
}));

const wrapped = fc.constantFrom<(tree: Tree) => unknown>(
  (tree) => tree,
  (tree) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'app' }, data: tree }),
  (tree) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app' }, spec: { containers: [tree] } }),
  (tree) => ({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'app' }, spec: tree }),
);

/** `block "label" { name = "value" }`, as Terraform is written. */
function hcl(tree: Tree, depth = 0): string {
  const pad = '  '.repeat(depth);
  return Object.entries(tree)
    .map(([key, value]) => {
      const name = key.replace(/[ .]/g, '_');
      if (typeof value === 'string' && value.endsWith('\n') && value.length % 2 === 0)
        return `${pad}${name} = <<-EOT\n${pad}  ${value.replace(/\n(?=.)/g, `\n${pad}  `)}${pad}EOT\n`;
      if (typeof value === 'string') return `${pad}${name} = ${JSON.stringify(value)}\n`;
      if (Array.isArray(value))
        return `${pad}${name} = ${JSON.stringify(value.filter((item) => typeof item === 'string'))}\n`;
      return depth === 0
        ? `variable "${name}" {\n${hcl(value, 1)}}\n`
        : `${pad}${name} = {\n${hcl(value, depth + 1)}${pad}}\n`;
    })
    .join('');
}

function flat(tree: Tree, joint: string): string {
  return Object.entries(tree)
    .map(([key, value]) => (typeof value === 'string' ? `${key}${joint}${value}\n` : ''))
    .join('');
}

const file = fc.tuple(tree, wrapped, fc.nat(8)).map(([tree, wrap, style]): [string, string] => {
  switch (style) {
    case 0:
      return ['b/flow.yaml', stringify(wrap(tree), { collectionStyle: 'flow' })];
    case 1:
      return [
        'b/quoted.yaml',
        stringify(wrap(tree), { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_SINGLE' }),
      ];
    case 2:
      return ['b/app.json', JSON.stringify(wrap(tree), null, 2)];
    case 3:
      return ['b/app-line.json', JSON.stringify(wrap(tree))];
    case 4:
      return [
        'b/main.tf',
        hcl({ ...tree, command: Object.values(tree).find((value) => typeof value === 'string') ?? '' }),
      ];
    case 5:
      return ['b/app.properties', flat(tree, '=')];
    case 6:
      return ['b/run.sh', flat(tree, '=').replace(/[ .-]/g, '_')];
    case 7:
      return ['b/values-x.yaml', stringify(tree, { indent: 4, indentSeq: false })];
    default:
      return ['b/app.yaml', stringify(wrap(tree))];
  }
});

test('any configuration: the same findings with the prefilter and without', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 3 }), async (list) => {
      const files = new Map([first, ...list.map(([path, text], i) => [path.replace('/', `/${i}-`), text] as const)]);
      expect(await found(files, false)).toEqual(await found(files, true));
    }),
    { numRuns: 400 },
  );
}, 60_000);

test.each(['db salt', 'session salt value', 'app pat', 'db_keys'])('a name beside its value: %s', async (name) => {
  for (const text of [
    `db: [ { name: ${name}, value: "${fake('password', 7)}" } ]\n`,
    `db:\n  - name: ${name}\n    value: "${fake('password', 7)}"\n`,
  ]) {
    const files = new Map([first, ['b/a.yaml', text] as const]);
    expect(await found(files, false)).toEqual(await found(files, true));
  }
});

test.each(['docs/store.md', 'checks/store.yaml'])('Terraform that another file shows: %s', async (path) => {
  const text = `example: |
  resource "azurerm_key_vault_secret" "app" {
    name  = "app"
    value = "${fake('password', 7)}"
  }
`;
  const shown = path.endsWith('.md') ? `\`\`\`hcl\n${text.split('\n').slice(1).join('\n')}\`\`\`\n` : text;
  const files = new Map([first, [path, shown] as const]);
  const filtered = await found(files, false);
  expect(filtered).toEqual(await found(files, true));
  expect(filtered.join()).toContain('terraform-secret-literal');
});

test('a key that can carry a credential holds one of the stems', () => {
  fc.assert(
    fc.property(keyName, (key) => {
      if (!['password', 'secret', 'token', 'weak'].includes(keyKind(key))) return;
      expect(
        stems.some((stem) => key.toLowerCase().includes(stem)),
        key,
      ).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('what holds nothing is not parsed', () => {
  const worth = (text: string, dialect: 'yaml' | 'hcl' | 'markdown') =>
    worthOf(new TextEncoder().encode(text), dialect);
  expect(worth('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: app\n', 'yaml')).toBe('nothing');
  expect(worth('rules:\n  - resources: ["secrets", "configmaps"]\n    verbs: [get]\n', 'yaml')).toBe('nothing');
  expect(worth('variable "db_password" {\n  description = "Given at run time"\n}\n', 'hcl')).toBe('nothing');
  expect(worth('variable "db_password" {\n  default = "hunter2-Prod"\n}\n', 'hcl')).toBe('values');
  expect(worth('env:\n  - name: DB_PASSWORD\n    value: hunter2\n', 'yaml')).toBe('values');
  expect(worth('env:\n  - name: DB_PASSWORD\n    valueFrom: x\n', 'yaml')).toBe('nothing');
  expect(worth('credentials:\n  - name: admin\n    role: reader\n', 'yaml')).not.toBe('values');
  expect(worth(`credentials:\n  admin: ${fake('password')}\n`, 'yaml')).toBe('values');
  expect(worth('tls:\n  secretName: app-tls\n', 'yaml')).toBe('structure');
  expect(worth('# Test\n\nPods should pass when the Secret `a` is there.\n', 'markdown')).toBe('nothing');
  expect(worth('# Test\n\nThe secret key is `tulip-Harbor-29`.\n', 'markdown')).toBe('values');
  expect(worth('# Test\n\n    pass tulip-Harbor-29\n', 'markdown')).toBe('values');
});

test('a schema speaks of passwords and holds none, a Secret beside it does', async () => {
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: databases.acme.dev}
spec:
  names: {kind: Database, plural: databases}
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          properties:
            password: {type: string, default: changeit-Now1}
            secretToken:
              description: Log in with curl -u user:password
`;
  const secret = `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {password: ${fake('password')}}\n`;
  const worth = (text: string) => worthOf(new TextEncoder().encode(text), 'yaml');
  expect(worth(definition)).not.toBe('values');
  expect(worth(`${definition}---\n${secret}`)).toBe('values');
  expect(worth(`${definition}#  ${fake('github-token')}\n`)).toBe('values');
  const templated = definition.replace('changeit-Now1', '{{ .Values.password | default "changeit-Now1" }}');
  expect(worth(templated)).toBe('values');
  for (const text of [definition, `${definition}---\n${secret}`, `${secret}---\n${definition}`, templated]) {
    const files = new Map([first, ['crds.yaml', text] as const]);
    expect(await found(files, false)).toEqual(await found(files, true));
  }
});
