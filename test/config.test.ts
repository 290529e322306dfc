import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, test } from 'vitest';
import {
  configText,
  emptyConfig,
  findConfig,
  gradeFor,
  levelFor,
  readConfig,
  waiversAt,
  waives,
} from '../src/config.ts';
import { UsageError } from '../src/errors.ts';
import { schema as configSchema } from '../src/generated/validate-config.ts';
import { type Level, levels, loadPolicies } from '../src/policy.ts';
import { rules } from '../src/rules/index.ts';
import { processorTime } from './processor-time.ts';

const known = [...loadPolicies().rules];
const name = '.secrets-ladder.yaml';
const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(files: Record<string, string> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'config-')));
  made.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const read = (text: string, root = tmpdir()) => readConfig(text, name, known, root);

/** The messages of the mistakes in a configuration, each with its place. */
async function mistakes(text: string, root?: string): Promise<string[]> {
  try {
    await read(text, root);
  } catch (error) {
    if (error instanceof UsageError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('reading', () => {
  it('reads every key', async () => {
    const config = await read(`
level: sealed-secrets
levels: {sandbox/: 1, 'clusters/**': external-secrets, clusters/prod/**: 4}
rules:
  sealed-wide-scope: off
  secret-in-args: {severity: warning, reason: tested, paths: [test/]}
include: ['**/*.yaml']
exclude: [vendor/]
fail-on: warning
min-confidence: likely
backups:
  - {where: safe, verified: 2026-05-01, covers: [prod], note: two copies}
  - where: drawer
profile: {team-size: 4, clusters: 2, compliance: [SOC2, PCI], clouds: [aws], rotation: automatic, dynamic-secrets: true, fine-grained-access: false, encryption-at-rest: true}
secret-zeros: [{secret: external-secrets/aws, owner: platform team, expires: 2027-01-01}]
waivers:
  - {rule: private-key-tracked, path: test/**, reason: a test key, subject: '* test*'}
`);
    expect(config).toMatchObject({
      level: 2,
      levels: [
        { glob: 'sandbox/', level: 1 },
        { glob: 'clusters/**', level: 3 },
        { glob: 'clusters/prod/**', level: 4 },
      ],
      include: ['**/*.yaml'],
      exclude: ['vendor/'],
      failOn: 'warning',
      minConfidence: 'likely',
      backups: [
        { where: 'safe', verified: '2026-05-01', covers: ['prod'], note: 'two copies' },
        { where: 'drawer', verified: undefined, covers: [] },
      ],
      profile: {
        teamSize: 4,
        clusters: 2,
        compliance: ['SOC2', 'PCI'],
        clouds: ['aws'],
        rotation: 'automatic',
        dynamicSecrets: true,
        fineGrainedAccess: false,
        encryptionAtRest: true,
      },
      secretZeros: [{ secret: 'external-secrets/aws', owner: 'platform team', expires: '2027-01-01' }],
      waivers: [{ rule: 'private-key-tracked', path: 'test/**', at: { path: name, line: 17, column: 5 } }],
    });
  });

  it.each(['', '\n# nothing yet\n', '---\n', '\ufeff'])('reads %j as nothing', async (text) => {
    expect(await read(text)).toEqual(emptyConfig);
  });

  it('reads JSON, CRLF, a byte order mark and aliases', async () => {
    expect((await read('\ufeff{"level": 3}')).level).toBe(3);
    expect((await read('level: 3\r\nexclude:\r\n  - a\r\n')).exclude).toEqual(['a']);
    expect((await read('exclude: &x [a]\ninclude: *x\n')).include).toEqual(['a']);
  });
});

describe('mistakes', () => {
  it.each([
    ['levle: 2', `${name}:1:1: unknown key \`levle\`; did you mean level?`],
    ['level: 5', `${name}:1:8: \`level\` must be 1, 2, 3, 4, kubectl, sealed-secrets, external-secrets or vault`],
    ['level: valt', expect.stringContaining('or vault; did you mean vault?')],
    ['level:', expect.stringContaining('`level` must be')],
    ['rules: {secret-in-arg: off}', `${name}:1:9: unknown rule \`secret-in-arg\`; did you mean secret-in-args?`],
    [
      'rules:\n  secret-in-args: warn',
      expect.stringMatching(/:2:19: .*must be error, warning, note or off; did you mean warning/),
    ],
    [
      'rules: {secret-in-args: {severity: note, path: [a]}}',
      expect.stringMatching(/1:42: unknown key `path` in .*did you mean paths/),
    ],
    ['rules: {secret-in-args: {reason: x}}', `${name}:1:25: \`rules.secret-in-args\` needs \`severity\``],
    ['exclude: vendor/', `${name}:1:10: \`exclude\` must be a list`],
    ['exclude: [a, 3]', `${name}:1:14: \`exclude[2]\` must be text`],
    ['fail-on: off', expect.stringContaining('must be error, warning, note or never')],
    ['backups: [{verified: 2026-02-03}]', `${name}:1:11: \`backups[1]\` needs \`where\``],
    ['backups: [{where: " "}]', expect.stringContaining('`backups[1].where` must not be empty')],
    ['backups: [{where: x, verified: 3.2.26}]', expect.stringContaining('must be a date, YYYY-MM-DD')],
    ['backups: [{where: x, verified: 2026-02-30}]', expect.stringContaining('no day of the calendar')],
    ['profile: {team-size: many}', expect.stringContaining('`profile.team-size` must be a whole number')],
    ['profile: {clusters: 0}', expect.stringContaining('must be at least 1')],
    ['profile: {compliance: [HIPPA]}', expect.stringContaining('did you mean HIPAA?')],
    ['profile: {team-sise: 3}', expect.stringContaining('did you mean team-size?')],
    ['waivers: [{rule: secret-in-args}]', expect.stringContaining('`waivers[1]` needs `reason`')],
    ['waivers: [{rule: secret-in-arg, reason: x}]', expect.stringContaining('did you mean secret-in-args?')],
    ['secret-zeros: [{secret: a/b}]', expect.stringContaining('needs `owner`')],
    ['level: 1\nlevel: 2', `${name}:2:1: \`level\` is given twice`],
    ['- level', expect.stringContaining('must be a map')],
    ['level: *x', expect.stringContaining('alias')],
    ['level: 1\n---\nlevel: 2', expect.stringContaining('only one document')],
    ['? [a]\n: b', expect.stringContaining('a key must be a name')],
    ['__proto__: {level: 2}', expect.stringContaining('unknown key `__proto__`')],
  ])('%j', async (text, expected) => {
    const found = await mistakes(text);
    expect(found[0]).toEqual(expected);
    if (!text.includes('*x')) expect(found).toHaveLength(1);
  });

  it('gives all of them, in the order of the file', async () => {
    const found = await mistakes(
      'levle: 2\nrules: {nope-nope: off}\nlevel: 9\nlevel: 1\npolicies: [gone.yaml]\nexclude: x\n',
    );
    expect(found.map((one) => one.split(':')[1])).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('never quotes a value or a source line', async () => {
    const secret = ['hunter', 'two', 'correct', 'horse'].join('-');
    for (const text of [
      `level: ${secret}`,
      `backups: [{where: x, verified: ${secret}}]`,
      `level: "${secret}`,
      `level: 1\n  ${secret}: [\n`,
      `exclude: ${secret}`,
      `rules: {secret-in-args: ${secret}}`,
      `waivers: [{rule: ${secret}, reason: x}]`,
      `waivers:\n\t- ${secret}`,
    ]) {
      const found = await mistakes(text);
      expect(found.length).toBeGreaterThan(0);
      expect(found.join('\n')).not.toContain(secret);
    }
  });

  it('shows odd key names harmlessly', async () => {
    const [found] = await mistakes(`"a\\n::error::b\\u202e${'x'.repeat(100)}": 1`);
    expect(found).toMatch(/^[^\n\u202e]*$/);
    expect(found!.length).toBeLessThan(140);
  });

  it('takes hostile files calmly', async () => {
    const bomb = `a0: &a0 [x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`).join('\n')}`;
    const start = processorTime();
    for (const text of [
      bomb,
      '['.repeat(50_000),
      `${'{a: '.repeat(500)}1${'}'.repeat(500)}`,
      `exclude: &a [*a]`,
      `exclude:\n${'  - x\n'.repeat(30_000)}`,
      `${Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n')}`,
      'x'.repeat(2_000_000),
    ]) {
      expect((await mistakes(text)).length).toBeGreaterThan(0);
    }
    expect(processorTime() - start).toBeLessThan(10_000);
  });

  it('never fails on any text but with a usage error', async () => {
    const words = fc.constantFrom(
      'level',
      'rules',
      ':',
      ' ',
      '\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '"',
      "'",
      '|',
      '? ',
      '!!x ',
      '#',
      '\t',
      '%',
      '2',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.array(words).map((list) => list.join('')),
        ),
        async (text) => {
          await mistakes(text);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('finding', () => {
  it('finds the file in the root, or in the folder of a single file', () => {
    const root = folder({ [name]: 'level: 2', 'a.yaml': '' });
    expect(findConfig(root)).toEqual({ path: name, text: 'level: 2' });
    expect(findConfig(join(root, 'a.yaml'))?.path).toBe(name);
    expect(findConfig(folder({ '.secrets-ladder.yml': 'x' }))?.path).toBe('.secrets-ladder.yml');
    expect(findConfig(folder())).toBeUndefined();
    expect(findConfig(folder({ 'conf/x.yaml': 'y' }), './conf/x.yaml')).toEqual({ path: 'conf/x.yaml', text: 'y' });
  });

  it('refuses two of them, one that is not there, and one outside', () => {
    expect(() => findConfig(folder({ [name]: '', '.secrets-ladder.yml': '' }))).toThrow(/keep one/);
    expect(() => findConfig(folder(), 'x.yaml')).toThrow(/no such configuration/);
    const outside = folder({ 'x.yaml': 'level: 1', 'd/y': '' });
    const root = folder({ 'sub/x': '' });
    symlinkSync(join(outside, 'x.yaml'), join(root, name));
    symlinkSync(outside, join(root, 'out'));
    for (const given of [undefined, '../x.yaml', join(outside, 'x.yaml'), 'out/x.yaml', 'sub/../../x']) {
      expect(() => findConfig(root, given)).toThrow(/inside the scanned folder/);
    }
    expect(() => findConfig(root, 'sub')).toThrow(/not a file/);
  });
});

describe('levels and severities', () => {
  it('takes the last glob that matches', async () => {
    const config = await read(
      "level: 2\nlevels:\n  '10': 4\n  '**/dev/**': 1\n  clusters/prod: 3\n  clusters/prod/dev/x.yaml: 4\n",
    );
    const at = (path: string): Level | undefined => levelFor(config, path);
    expect([at('a.yaml'), at('x/dev/a.yaml'), at('clusters/prod/a.yaml'), at('clusters/prod/dev/a.yaml')]).toEqual([
      2, 1, 3, 3,
    ]);
    expect([at('clusters/prod/dev/x.yaml'), at('10/x')]).toEqual([4, 4]);
    expect(levelFor(emptyConfig, 'a')).toBeUndefined();
  });

  it('grades by the level, then by overrides', async () => {
    const config = await read('rules:\n  sealed-wide-scope: off\n  secret-in-args: {severity: note, paths: [test/]}\n');
    expect(gradeFor(emptyConfig, 'sealed-wide-scope', 'a', 1)).toBe('off');
    expect(gradeFor(emptyConfig, 'sealed-wide-scope', 'a', 2)).toBe('warning');
    expect(gradeFor(config, 'sealed-wide-scope', 'a', 2)).toBe('off');
    expect(gradeFor(config, 'secret-in-args', 'test/a', 2)).toBe('note');
    expect(gradeFor(config, 'secret-in-args', 'prod/a', 2)).toBe('error');
  });
});

describe('further policies', () => {
  const policy = (rules: string, more = ''): string => `name: ours\n${more}rules: ${rules}\n`;

  it('applies them in order, over the level and under the overrides', async () => {
    const root = folder({
      'org/a.yaml': policy('{sealed-wide-scope: error, secret-in-args: note, sa-token-secret: error}'),
      'org/b.yaml': policy('{secret-in-args: {severity: warning, reason: x}}', 'level: 3\n'),
    });
    const config = await read('policies: [org/a.yaml, ./org/b.yaml]\nrules: {sa-token-secret: off}\n', root);
    expect(gradeFor(config, 'sealed-wide-scope', 'a', 1)).toBe('error');
    expect(gradeFor(config, 'secret-in-args', 'a', 2)).toBe('note');
    expect(gradeFor(config, 'secret-in-args', 'a', 3)).toBe('warning');
    expect(gradeFor(config, 'sa-token-secret', 'a', 4)).toBe('off');
  });

  it('reads what they extend first, from their own folder', async () => {
    const root = folder({
      'org/top.yaml': policy('{secret-in-args: note}', 'extends: base/low.yaml\n'),
      'org/base/low.yaml': policy('{secret-in-args: off, sealed-wide-scope: off}', 'extends: level-2-sealed-secrets\n'),
    });
    const config = await read('policies: [org/top.yaml]', root);
    expect(config.policies).toHaveLength(2);
    expect(gradeFor(config, 'secret-in-args', 'a', 2)).toBe('note');
    expect(gradeFor(config, 'sealed-wide-scope', 'a', 2)).toBe('off');
  });

  it.each([
    [{ 'p.yaml': policy('{secret-in-arg: off}') }, /p\.yaml:2:9: unknown rule .*did you mean secret-in-args/],
    [{ 'p.yaml': 'name: x\nrulez: {}\n' }, /p\.yaml:2:1: unknown key `rulez`; did you mean rules/],
    [{ 'p.yaml': 'name: X Y\nrules: {}\n' }, /p\.yaml:1:7: `name` must be of lower-case/],
    [{ 'p.yaml': '' }, /\.secrets-ladder\.yaml:1:12: .*is empty/],
    [{ 'p.yaml': '[' }, /p\.yaml:1:2: not valid YAML/],
    [{ 'p.yaml': policy('{}', 'extends: p.yaml\n') }, /p\.yaml:2:10: .*circle/],
    [{ 'p.yaml': policy('{}', 'extends: ../../x.yaml\n') }, /p\.yaml:2:10: .*inside the repository/],
    [{ 'q.yaml': '' }, /no policy `p\.yaml`/],
  ])('says what is wrong with them: %j', async (files, expected) => {
    expect((await mistakes('policies: [p.yaml]', folder(files))).join('\n')).toMatch(expected);
  });

  it.each(['../p.yaml', '/etc/passwd', 'https://example.org/p.yaml', 'out/p.yaml', 'a/../../p.yaml'])(
    'does not read %s',
    async (path) => {
      const root = folder({ 'repo/x': '' });
      writeFileSync(join(root, 'p.yaml'), policy('{}'));
      symlinkSync(root, join(root, 'repo', 'out'));
      expect((await mistakes(`policies: ['${path}']`, join(root, 'repo'))).join()).toMatch(/inside the/);
    },
  );

  it('does not take policies of the working tree for a configuration of the base commit', async () => {
    const root = folder({ 'p.yaml': policy('{secret-in-args: off}') });
    const text = 'policies: [p.yaml]';
    await expect(readConfig(text, `base:${name}`, known, root)).rejects.toThrow(/another commit/);
    const base = (path: string): string | undefined =>
      path === 'p.yaml' ? policy('{secret-in-args: note}') : undefined;
    const config = await readConfig(text, `base:${name}`, known, root, base);
    expect(gradeFor(config, 'secret-in-args', 'a', 1)).toBe('note');
  });
});

describe('waivers', () => {
  it('does not apply those that are past or have no date, and says so', async () => {
    const config = await read(`waivers:
  - {rule: secret-in-args, reason: a}
  - {rule: secret-in-args, reason: b, expires: 2026-06-15}
  - {rule: secret-in-args, reason: c, expires: 2026-06-14}
  - {rule: secret-in-args, reason: d, expires: next week}
  - {rule: secret-in-args, reason: e, expires: 2027-13-01}
`);
    const { active, inactive } = waiversAt(config, new Date('2026-06-15T23:59:00Z'));
    expect(active.map((waiver) => waiver.reason)).toEqual(['a', 'b']);
    expect(inactive.map(({ line, message }) => [line, message.replace(/.*: /, '')])).toEqual([
      [4, 'it expired on 2026-06-14'],
      [5, 'its expiry is no date, YYYY-MM-DD'],
      [6, 'its expiry is no date, YYYY-MM-DD'],
    ]);
  });
});

describe('what a waiver covers', () => {
  it.each([
    ['', true],
    [', path: scripts/', true],
    [', path: "*.sh"', false],
    [', subject: "Secret prod/*"', true],
    [', subject: "*data.*"', true],
    [', subject: "Secret"', false],
    [', subject: "secret prod/app data.password"', false],
    [', subject: "*prod*app*password"', true],
    [', subject: "*prod*prod*"', false],
    [', path: scripts/, subject: "*nothing*"', false],
  ])('%s', async (more, expected) => {
    const config = await read(`waivers: [{rule: secret-in-args, reason: x${more}}]`);
    const waiver = config.waivers[0]!;
    expect(waives(waiver, 'secret-in-args', 'scripts/a.sh', 'Secret prod/app data.password')).toBe(expected);
    expect(waives(waiver, 'secret-in-env-value', 'scripts/a.sh', 'Secret prod/app data.password')).toBe(false);
  });

  it('is found in linear time', async () => {
    const config = await read(`waivers: [{rule: secret-in-args, reason: x, subject: '${'*a'.repeat(200)}*b'}]`);
    const start = performance.now();
    expect(waives(config.waivers[0]!, 'secret-in-args', 'a', 'a'.repeat(100_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(200);
  });
});

describe('what init writes', () => {
  it.each([...levels])('is a valid configuration of level %i', async (level) => {
    const text = configText({ level, evidence: ['SealedSecret prod/app', 'x\nlevel: 4\u202e\r- y', 'z'.repeat(500)] });
    const config = await read(text);
    expect(config).toEqual({ ...emptyConfig, level });
    expect(text).toMatch(/^# yaml-language-server: \$schema=https:\/\/\S+\/config\.schema\.json\n/);
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(200);
    // Every block of the guidance is right as it stands, once it is no comment any more.
    const blocks = configText({ level, evidence: [] }).split('\n').slice(1);
    const yaml = blocks
      .filter((line) => /^#(?: {2,}(?:- )?[\w./*-]+:| +- | [a-z-]+:(?: |$))/.test(line))
      .map((line) => line.slice(2));
    expect(yaml.length).toBeGreaterThan(15);
    const ids = rules.map((rule) => rule.id);
    await expect(readConfig(`level: ${level}\n${yaml.join('\n')}`, name, ids, tmpdir())).resolves.toBeDefined();
  });
});

interface Schema {
  readonly description?: string;
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
  readonly $ref?: string;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly then?: Schema;
  readonly default?: unknown;
  readonly $defs?: Record<string, Schema>;
  readonly pattern?: string;
}

/** docs/configuration.md: every key of the schema. */
function configurationPage(schema: Schema): string {
  const follow = (at: Schema): Schema => (at.$ref ? { ...schema.$defs![at.$ref.slice('#/$defs/'.length)], ...at } : at);
  const typeOf = (at: Schema): string => {
    const full = follow(at);
    if (full.enum) return full.enum.map((value) => `\`${value}\``).join(', ');
    if (full.then) return 'severity, or a map';
    if (full.type === 'array') return `list of ${full.items ? typeOf(full.items).replace(/^map$/, 'maps') : 'values'}`;
    if (full.type === 'object')
      return typeof full.additionalProperties === 'object' ? `map to ${typeOf(full.additionalProperties)}` : 'map';
    if (full.pattern?.includes('d{4}')) return 'date';
    return full.type === 'string'
      ? 'text'
      : full.type === 'integer'
        ? 'whole number'
        : full.type === 'boolean'
          ? '`true`, `false`'
          : '';
  };
  const rows = (at: Schema): string =>
    Object.entries(at.properties ?? {})
      .map(([key, value]) => {
        const full = follow(value);
        const must = at.required?.includes(key) ? ' Required.' : '';
        const byDefault = full.default === undefined ? '' : ` Default: \`${full.default}\`.`;
        return `| \`${key}\` | ${typeOf(value)} | ${full.description ?? ''}${must}${byDefault} |`.replace(
          / {2,}/g,
          ' ',
        );
      })
      .join('\n');
  const table = (at: Schema): string => `| key | value | what it says |\n|---|---|---|\n${rows(at)}\n`;
  const sections = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const full = follow(value);
    const of = follow(full.items ?? (typeof full.additionalProperties === 'object' ? full.additionalProperties : full));
    const map = of.then ?? of;
    return map.properties ? [`## \`${key}\`\n\n${full.description}\n\n${table(map)}`] : [];
  });
  return `# Configuration

${schema.description} \`secrets-ladder init\` writes one. An unknown key, rule or value is an error with its line, column and the
nearest name, and nothing runs. Editors complete and check the file with
[config.schema.json](../schemas/config.schema.json); the first line that \`init\` writes tells them.

\`\`\`yaml
level: sealed-secrets
levels:
  sandbox/**: kubectl
  clusters/prod/**: external-secrets
rules:
  eso-cluster-store-unrestricted: note
exclude:
  - vendor/
backups:
  - where: 1Password, vault Platform
    verified: 2026-05-01
waivers:
  - rule: kubectl-create-secret-imperative
    path: scripts/bootstrap.sh
    reason: creates the secret zero of a new cluster
    expires: 2026-12-31
\`\`\`

A severity is decided in this order: \`rules\` here, the last of \`policies\` that mentions the rule, the policy of the level
that the file is held to (see [levels.md](levels.md)). A state that is milder than what the rule is about is less (a private
key behind a pass phrase is a warning), a worse one more (a token of a service account that can be read is an error), unless
\`rules\` here says otherwise. On a pull request the configuration of the base commit counts.

## Keys

${table(schema)}
${sections.join('\n')}
## Waivers in comments

A waiver may stand where it holds, at the end of the line or on a line of its own above it, in any comment:

\`\`\`text
# secrets-ladder: allow plaintext-secret-manifest the test cluster resets it every night
password: ...
token: ... # secrets-ladder: allow plaintext-secret-manifest until 2027-01-31 replaced with the next release
\`\`\`

The reason is required. One without it, of a rule that does not exist or past its last day is not applied, and the report says where. On a
pull request a waiver counts only where the file of the base commit has it.

## Baseline

\`secrets-ladder scan -o json=baseline.json\` writes down what is there today; with \`--baseline baseline.json\` (in the Action: \`baseline\`) these findings are
left out and counted, and new ones fail the run. Findings are told apart by rule, path and subject, so lines may move. On a pull request the
baseline of the base commit counts.
`;
}

test('docs/configuration.md', async () => {
  const page = configurationPage(configSchema as Schema);
  await expect(page).toMatchFileSnapshot('../docs/configuration.md');
  const example = /```yaml\n([^`]*)```/.exec(page)![1]!;
  await expect(
    readConfig(
      example,
      name,
      rules.map((rule) => rule.id),
      tmpdir(),
    ),
  ).resolves.toBeDefined();
});

test('the schema describes every key', () => {
  const published = JSON.parse(
    readFileSync(new URL('../schemas/config.schema.json', import.meta.url), 'utf8'),
  ) as Schema;
  const bare: string[] = [];
  const visit = (at: Schema, path: string): void => {
    for (const [key, value] of Object.entries(at.properties ?? {})) {
      const target = value.$ref ? published.$defs?.[value.$ref.slice('#/$defs/'.length)] : undefined;
      if (!value.description && !target?.description) bare.push(`${path}${key}`);
    }
  };
  visit(published, '');
  for (const [key, value] of Object.entries(published.$defs ?? {})) visit(value.then ?? value, `${key}.`);
  expect(bare).toEqual([]);
});
