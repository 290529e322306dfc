import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { main } from '../src/command.ts';
import { emptyConfig } from '../src/config.ts';
import { fake } from '../src/fake.ts';
import { makeFixes } from '../src/fix-files.ts';
import { run as runAll } from '../src/run.ts';
import { openWorktree, type Worktree } from '../src/sources/worktree.ts';

const old = 'https://bitnami-labs.github.io/sealed-secrets';
const now = 'https://bitnami.github.io/sealed-secrets';

describe('scan --fix', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  function project(files: Record<string, string | Buffer>): { folder: string; git: (...args: string[]) => string } {
    const folder = mkdtempSync(join(tmpdir(), 'ladder-fix-'));
    folders.push(folder);
    const git = (...args: string[]): string =>
      execFileSync(
        'git',
        ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...args],
        { cwd: folder, encoding: 'utf8' },
      );
    git('init', '-q');
    for (const [path, text] of Object.entries({ '.secrets-ladder.yaml': 'level: 2\n', ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git('add', '-A');
    git('commit', '-qm', 'first');
    return { folder, git };
  }

  async function run(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const out = { stdout: '', stderr: '' };
    const code = await main(argv, {
      stdout: (text) => {
        out.stdout += text;
      },
      stderr: (text) => {
        out.stderr += text;
      },
      env: {},
      isTTY: false,
      isErrorTTY: false,
      columns: 0,
    });
    return { code, ...out };
  }

  test('changes tracked files, keeps mark, mode and line breaks, and reports what is left', async () => {
    const text = `\ufeff#!/bin/sh\r\nhelm repo add a ${old}\r\necho caf\u00e9\r\n`;
    const { folder, git } = project({
      'install.sh': text,
      'plain.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {password: ${fake('password')}}\n`,
    });
    chmodSync(join(folder, 'install.sh'), 0o755);
    const dry = await run('scan', folder, '--fix-dry-run', '-o', 'json');
    expect(dry.stderr).toMatch(/Would fix 1 finding:\n {2}install\.sh:2 {2}sealed-helm-repo-moved/);
    expect(git('diff', '--name-only', '--diff-filter=M').trim()).not.toContain('plain.yaml');
    expect(readFileSync(join(folder, 'install.sh'), 'utf8')).toBe(text);
    const ran = await run('scan', folder, '--fix', '-o', 'json');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('Fixed 1 finding:');
    const left = JSON.parse(ran.stdout).findings.map(({ rule }: { rule: string }) => rule);
    expect(left).toContain('plaintext-secret-manifest');
    expect(left).not.toContain('sealed-helm-repo-moved');
    expect(readFileSync(join(folder, 'install.sh'), 'utf8')).toBe(text.replace(old, now));
    expect(statSync(join(folder, 'install.sh')).mode & 0o777).toBe(0o755);
    expect((await run('scan', folder, '--fix')).stderr).toContain('Nothing to fix');
    expect(git('status', '--porcelain').trim()).toBe('M install.sh');
  });

  test('leaves untracked files, other encodings and links, and says so', async () => {
    const { folder, git } = project({ 'latin.sh': Buffer.from(`helm repo add a ${old} # caf\u00e9\n`, 'latin1') });
    writeFileSync(join(folder, 'new.sh'), `helm repo add a ${old}\n`);
    symlinkSync('new.sh', join(folder, 'link.sh'));
    const { stderr } = await run('scan', folder, '--fix');
    expect(stderr).toContain('Not fixed 2 findings');
    expect(stderr).toMatch(/latin\.sh.*not UTF-8/);
    expect(stderr).toMatch(/new\.sh.*does not track/);
    expect(git('diff', '--name-only')).toBe('');
  });

  async function reported(folder: string) {
    const source = openWorktree(folder, { include: [], exclude: [], maxBytes: 1_000_000 });
    const { report } = await runAll(source, {
      root: folder,
      config: emptyConfig,
      configName: undefined,
      level: 3,
      failOn: 'error',
      minConfidence: 'possible',
      today: new Date('2026-11-23'),
      notChecked: [],
    });
    return { report, source };
  }
  const texts = (folder: string) =>
    new Map(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((each) => each.isFile() && !each.parentPath.includes('.git'))
        .map((each) => [join(each.parentPath, each.name).slice(folder.length + 1), each] as const)
        .map(([path]) => [path, readFileSync(join(folder, path), 'utf8')] as const),
    );
  /** A name for which no temporary file can be made beside it, whoever runs this. */
  const unwritable = `${'n'.repeat(245)}.yaml`;

  test('a file that cannot be written leaves the others whole, and is said', async () => {
    const { folder } = project({
      'a.yaml': `url: ${old}\n`,
      [unwritable]: `url: ${old}\n`,
      'z.yaml': `url: ${old}\n`,
    });
    const { stderr } = await run('scan', folder, '--fix');
    expect(stderr).toContain('Fixed 2 findings:');
    expect(stderr).toMatch(/Not fixed 1 finding:\n {2}n+\.yaml:1 .*\(the file cannot be written \(ENAMETOOLONG\)\)/);
    expect(stderr).toContain('2 files changed');
    expect(Object.fromEntries(texts(folder))).toMatchObject({
      'a.yaml': `url: ${now}\n`,
      [unwritable]: `url: ${old}\n`,
      'z.yaml': `url: ${now}\n`,
    });
    expect([...texts(folder).keys()].filter((path) => path.endsWith('.tmp'))).toEqual([]);
  });

  test('a fix that cannot be made in one of its files is made in none', async () => {
    const object = (name: string): string => `apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata: {name: ${name}, namespace: prod}
spec: {secretStoreRef: {name: aws}, dataFrom: [{extract: {key: ${name}}}]}
`;
    const { folder, git } = project({
      'eso/Chart.yaml': `apiVersion: v2
name: eso
version: 0.0.0
dependencies:
  - {name: external-secrets, version: 0.16.1, repository: https://charts.external-secrets.io}
`,
      'a.yaml': object('a'),
      [unwritable]: object('b'),
      'z.yaml': object('z'),
      'install.sh': `helm repo add a ${old}\n`,
    });
    const { stderr } = await run('scan', folder, '--fix');
    expect(stderr).toContain('Fixed 1 finding:\n  install.sh:1');
    expect(stderr).toContain('Not fixed 1 finding:');
    expect(git('diff', '--name-only').trim()).toBe('install.sh');
    // Without the obstacle all of it is one fix.
    renameSync(join(folder, unwritable), join(folder, 'b.yaml'));
    git('add', '-A');
    git('commit', '-qm', 'second');
    const again = await run('scan', folder, '--fix');
    expect(again.stderr).toMatch(
      /Fixed 1 finding:\n {2}a\.yaml:1 .*\n {2}b\.yaml:1 .*\n {2}z\.yaml:1 .*\n3 files changed/,
    );
    expect(readFileSync(join(folder, 'b.yaml'), 'utf8')).toBe(object('b').replace('v1beta1', 'v1'));
    expect((await run('scan', folder, '--fix')).stderr).toContain('Nothing to fix');
  });

  test('a file that changed since it was read is left, before and in the last moment', async () => {
    const { folder } = project({ 'a.yaml': `url: ${old}\n`, 'b.yaml': `url: ${old}\n`, 'c.yaml': `url: ${old}\n` });
    const { report, source } = await reported(folder);
    writeFileSync(join(folder, 'a.yaml'), `url: ${old} # mine\n`);
    let reads = 0;
    const late: Worktree = {
      ...source,
      read(path) {
        // Once for the plan, then again right before the file would be replaced.
        if (path === 'b.yaml' && ++reads === 2) writeFileSync(join(folder, 'b.yaml'), 'mine\n');
        return source.read(path);
      },
    };
    const { made, refused, written } = makeFixes(report, late, false);
    expect(made.map(({ finding }) => finding.span.file.path)).toEqual(['c.yaml']);
    expect(refused.map(([, why]) => why)).toEqual([
      'the file has changed since it was read',
      'b.yaml: the file has changed since it was read',
    ]);
    expect(written).toEqual(['c.yaml']);
    expect(Object.fromEntries(texts(folder))).toMatchObject({
      'a.yaml': `url: ${old} # mine\n`,
      'b.yaml': 'mine\n',
      'c.yaml': `url: ${now}\n`,
    });
    expect(texts(folder).size).toBe(4);
  });

  test('nothing is written through a link that has taken the place of a file or folder', async () => {
    const { folder } = project({ 'sub/a.yaml': `url: ${old}\n`, 'b.yaml': `url: ${old}\n` });
    const outside = mkdtempSync(join(tmpdir(), 'ladder-fix-'));
    folders.push(outside);
    for (const name of ['a.yaml', 'b.yaml']) writeFileSync(join(outside, name), `url: ${old}\n`);
    const { report, source } = await reported(folder);
    renameSync(join(folder, 'sub'), join(folder, 'gone'));
    symlinkSync(outside, join(folder, 'sub'));
    rmSync(join(folder, 'b.yaml'));
    symlinkSync(join(outside, 'b.yaml'), join(folder, 'b.yaml'));
    const { made, refused } = makeFixes(report, source, false);
    expect(made).toEqual([]);
    expect(refused.length).toBe(2);
    for (const text of texts(outside).values()) expect(text).toBe(`url: ${old}\n`);
    expect(texts(outside).size).toBe(2);
  });

  test('creates .gitignore, names no value, and refuses without git', async () => {
    const password = fake('password', 7);
    const last = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db' },
      stringData: { password },
    });
    const { folder } = project({
      'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: db
  namespace: prod
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '${last}'
spec:
  encryptedData: {password: ${fake('sealed-value')}}
`,
    });
    const { stdout, stderr } = await run('scan', folder, '--fix', '-o', 'json');
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toContain('\n*-unsealed.*\n');
    expect(readFileSync(join(folder, 'sealed.yaml'), 'utf8')).not.toContain('annotations');
    expect(stderr).toContain('rotate it');
    expect(stdout + stderr).not.toContain(password);
    const bare = mkdtempSync(join(tmpdir(), 'ladder-fix-'));
    folders.push(bare);
    writeFileSync(join(bare, 'a.sh'), `helm repo add a ${old}\n`);
    expect(await run('scan', bare, '--fix')).toMatchObject({ code: 2, stdout: '' });
  });
});
