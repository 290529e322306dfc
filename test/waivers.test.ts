import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { baselineOf, readBaseline } from '../src/baseline.ts';
import { emptyConfig } from '../src/config.ts';
import { outputs } from '../src/outputs/index.ts';
import { type Ran, run, type Settings } from '../src/run.ts';
import { memorySource } from '../src/sources/memory.ts';

const value = 'tulip-Harbor-29-lantern';

function scanned(files: Record<string, string>, more: Partial<Settings> = {}): Promise<Ran> {
  return run(memorySource(new Map(Object.entries(files))), {
    root: '.',
    config: { ...emptyConfig, level: 1 },
    configName: undefined,
    level: undefined,
    failOn: 'error',
    minConfidence: 'possible',
    today: new Date('2026-11-23'),
    notChecked: [],
    ...more,
  });
}

const head = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n';
const rule = 'plaintext-secret-manifest';
const credentials = (ran: Ran): string[] =>
  ran.report.verdicts.filter(({ finding }) => finding.credential).map(({ finding }) => finding.subject);
const reasons = (ran: Ran): string[] => ran.report.notChecked.map(({ what, why }) => `${what} ${why}`);

describe('a waiver in a comment', () => {
  test.each([
    ['at the end of the line', `${head}  password: ${value} # secrets-ladder: allow ${rule} a test cluster\n`],
    ['on the line above', `${head}  # secrets-ladder: allow ${rule} a test cluster\n  password: ${value}\n`],
    [
      'above other comments',
      `${head}  # secrets-ladder: allow ${rule} a test cluster\n  # of the shop team\n  password: ${value}\n`,
    ],
    ['until a day to come', `${head}  # secrets-ladder: allow ${rule} until 2026-11-23 a test\n  password: ${value}\n`],
    ['above a block', `${head}  # secrets-ladder: allow ${rule} a test cluster\n  password: |\n    ${value}\n`],
  ])('holds %s', async (_, text) => {
    const ran = await scanned({ 'a.yaml': text });
    expect(credentials(ran)).toEqual([]);
    expect(reasons(ran)).toEqual(['1 finding waived in comments']);
    expect(ran.report.problems).toEqual([]);
  });

  test('holds for its own line and rule only', async () => {
    const ran = await scanned({
      'a.yaml': `${head}  # secrets-ladder: allow ${rule} a test cluster\n  password: ${value}\n  token: ${value}\n`,
      'b.yaml': `${head}  password: ${value} # secrets-ladder: allow secret-in-configmap a test\n`,
      'c.yaml': `${head}  # secrets-ladder: allow ${rule} a test cluster\n\n  password: ${value}\n`,
    });
    expect(ran.report.verdicts.filter(({ finding }) => finding.credential)).toHaveLength(3);
  });

  test.each([
    ['without a reason', `allow ${rule}`, /gives no reason/],
    ['of a misspelt rule', 'allow plaintext-secret-manifst a test', /did you mean plaintext-secret-manifest/],
    ['that has expired', `allow ${rule} until 2026-11-22 a test`, /expired on 2026-11-22/],
    ['with an impossible end', `allow ${rule} until 2026-13-40 a test`, /no date/],
  ])('%s does not hold, and the report says where', async (_, waiver, message) => {
    const ran = await scanned({ 'a.yaml': `${head}  password: ${value} # secrets-ladder: ${waiver}\n` });
    expect(credentials(ran)).toHaveLength(1);
    expect(ran.report.problems).toMatchObject([{ path: 'a.yaml', line: 6, message: expect.stringMatching(message) }]);
  });

  test('is read in every kind of comment, and not in a value', async () => {
    const ran = await scanned({
      '.env': `# secrets-ladder: allow dotenv-tracked a test\nDB_PASSWORD=${value}\n`,
      'README.md': `<!-- secrets-ladder: allow secret-in-command a test -->\n    mysql -u root --password=${value}\n`,
      'a.tf': `// secrets-ladder: allow terraform-secret-literal a test\n`,
      'b.yaml': `${head}  note: "secrets-ladder: allow ${rule} x"\n  password: ${value}\n`,
    });
    expect(ran.report.verdicts.filter(({ finding }) => finding.rule === 'dotenv-tracked')).toEqual([]);
    expect(credentials(ran)).toContain('Secret a stringData.password');
  });

  test('counts on a pull request only where the file held it before, as often as it did', async () => {
    const waived = (key: string): string => `  # secrets-ladder: allow ${rule} a test cluster\n  ${key}: ${value}\n`;
    const before = head + waived('password');
    const files = { 'a.yaml': before + waived('token'), 'new.yaml': before };
    const asked: string[] = [];
    const ran = await scanned(files, {
      textBefore: async (path) => {
        asked.push(path);
        return path === 'a.yaml' ? before : undefined;
      },
    });
    expect(credentials(ran)).toEqual(['Secret a stringData.token', 'Secret a stringData.password']);
    expect(asked).toEqual(['a.yaml', 'new.yaml']);
    expect(reasons(ran)).toEqual([
      '1 finding waived in comments',
      '2 waivers in comments new with this change, which cannot waive what it adds',
    ]);
  });

  test('a hundred thousand of them take no time', async () => {
    const line = `  password: ${value} # secrets-ladder: allow secret-in-configmap a test\n`;
    const begun = performance.now();
    await scanned({ 'a.yaml': head + line + `  # secrets-ladder: allow secret-in-configmap a\n`.repeat(100_000) });
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

describe('a baseline', () => {
  const files = { 'a.yaml': `${head}  password: ${value}\n` };
  const json = outputs.find(({ id }) => id === 'json')!;
  const reportOf = (ran: Ran): string =>
    json.render(ran.report, { rules: new Map(), colour: false, width: 0, docs: '' });

  test('leaves out what was there before, wherever its lines have moved, and nothing else', async () => {
    const baseline = baselineOf('old.json', reportOf(await scanned(files)));
    const ran = await scanned({ 'a.yaml': `# a line\n${files['a.yaml']}  token: ${value}\n` }, { baseline });
    expect(credentials(ran)).toEqual(['Secret a stringData.token']);
    expect(reasons(ran)).toContain('1 finding in the baseline');
    expect(ran.exitCode).toBe(1);
    expect((await scanned(files, { baseline })).exitCode).toBe(0);
  });

  test.each([
    ['no JSON', '{', /not valid JSON/],
    ['another file', '{"version": 2}', /no|not a JSON report/],
    ['a list', '[]', /not a JSON report/],
    ['null', 'null', /not a JSON report/],
    ['findings without a fingerprint', '{"version":1,"findings":[{}]}', /no fingerprint/],
  ])('%s is a mistake', (_, text, message) => {
    expect(() => baselineOf('old.json', text)).toThrow(message);
  });

  test('a file that is not there is a mistake', () => {
    const folder = mkdtempSync(join(tmpdir(), 'baseline-'));
    expect(() => readBaseline(join(folder, 'none.json'))).toThrow(/no such baseline/);
    writeFileSync(join(folder, 'a.json'), '{"version":1,"findings":[]}');
    expect(readBaseline(join(folder, 'a.json')).fingerprints.size).toBe(0);
    rmSync(folder, { recursive: true });
  });
});
