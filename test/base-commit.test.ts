import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { main } from '../src/command.ts';
import { fakeSealed } from '../src/fake-sealed.ts';
import { blobIdOf, blobsAt, commitAt, contentsOf } from '../src/git-commit.ts';
import { openCommit } from '../src/sources/commit.ts';
import { openWorktree } from '../src/sources/worktree.ts';

const temporary = mkdtempSync(join(tmpdir(), 'base-commit-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

type Files = Readonly<Record<string, string | undefined>>;

function git(root: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', HOME: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  }).trim();
}

function write(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    if (content === undefined) rmSync(join(root, path));
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  }
}

function commit(root: string, files: Files): string {
  write(root, files);
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'change');
  return git(root, 'rev-parse', 'HEAD');
}

function repository(files: Files, ...init: string[]): string {
  const root = mkdtempSync(join(temporary, 'repository-'));
  git(root, 'init', '-q', '-b', 'main', ...init);
  commit(root, { '.secrets-ladder.yaml': 'level: 2\n', ...files });
  return root;
}

const sealed = (namespace: string, seed = 1): string => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: db
  namespace: ${namespace}
spec:
  encryptedData:
    password: ${fakeSealed(seed)}
`;

interface Report {
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly line: number }[];
  readonly notChecked: readonly { readonly what: string; readonly why: string; readonly remedy: string }[];
}

async function scan(
  root: string,
  ...more: string[]
): Promise<{ code: number; moved: string[]; stderr: string; report: Report }> {
  let [stdout, stderr] = ['', ''];
  const code = await main(['scan', root, '-o', 'json', ...more], {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    env: {},
    isTTY: false,
    isErrorTTY: false,
    columns: 0,
  });
  const report = (stdout === '' ? { findings: [], notChecked: [] } : JSON.parse(stdout)) as Report;
  const moved = report.findings.filter(({ rule }) => rule === 'sealed-moved-without-reseal');
  return { code, moved: moved.map(({ path, line }) => `${path}:${line}`), stderr, report };
}

describe('--base', () => {
  test('a namespace that changed in a commit, in the index or only on disk', async () => {
    const root = repository({ 'db.yaml': sealed('staging') });
    write(root, { 'db.yaml': sealed('prod') });
    expect((await scan(root, '--base', 'main')).moved).toEqual(['db.yaml:5']);
    git(root, 'add', '-A');
    expect((await scan(root, '--base', 'HEAD')).moved).toEqual(['db.yaml:5']);
    commit(root, {});
    expect((await scan(root, '--base', 'HEAD~1')).moved).toEqual(['db.yaml:5']);
    expect((await scan(root, '--base', 'HEAD')).moved).toEqual([]);
    expect((await scan(root)).moved).toEqual([]);
  });

  test('a file that moved, and a SealedSecret that moved between files without a commit', async () => {
    const root = repository({ 'all.yaml': `${sealed('staging')}---\n${sealed('staging', 2).replace('db', 'api')}` });
    write(root, { 'all.yaml': sealed('staging', 2).replace('db', 'api'), 'apps/db.yml': sealed('prod') });
    expect((await scan(root, '--base', 'main')).moved).toEqual(['apps/db.yml:5']);
  });

  test('a kustomization that alone changed, was added or was taken away', async () => {
    const bare = sealed('').replace('  namespace: \n', '');
    const listing = (namespace: string): string => `namespace: ${namespace}\nresources: [db.yaml]\n`;
    const root = repository({
      'app/kustomization.yaml': listing('staging'),
      'app/db.yaml': bare,
      'b/db.yaml': sealed('b', 2),
    });
    write(root, { 'app/kustomization.yaml': listing('prod'), 'b/Kustomization': listing('c') });
    expect((await scan(root, '--base', 'main')).moved).toEqual(['app/db.yaml:7', 'b/db.yaml:8']);
    commit(root, {});
    write(root, { 'b/Kustomization': undefined, 'b/db.yaml': sealed('c', 2) });
    expect((await scan(root, '--base', 'HEAD')).moved).toEqual([]);
  });

  test('what the other branch did since is not this change', async () => {
    const root = repository({ 'db.yaml': sealed('staging') });
    git(root, 'checkout', '-q', '-b', 'feature');
    commit(root, { 'README.md': 'x\n' });
    git(root, 'checkout', '-q', 'main');
    commit(root, { 'db.yaml': sealed('prod') });
    git(root, 'checkout', '-q', 'feature');
    expect((await scan(root, '--base', 'main')).moved).toEqual([]);
  });

  test('a folder of the repository', async () => {
    const root = repository({ 'clusters/a/db.yaml': sealed('staging'), 'clusters/b/db.yaml': sealed('staging', 2) });
    write(root, { 'clusters/a/db.yaml': sealed('prod'), 'clusters/b/db.yaml': sealed('prod', 2) });
    expect((await scan(join(root, 'clusters/a'), '--base', 'main')).moved).toEqual(['db.yaml:5']);
  });

  test('a repository with SHA-256 ids', async () => {
    const root = repository({ 'db.yaml': sealed('staging'), 'same.yaml': sealed('x', 9) }, '--object-format=sha256');
    write(root, { 'db.yaml': sealed('prod') });
    expect((await scan(root, '--base', 'main')).moved).toEqual(['db.yaml:5']);
  });

  test.each(['nope', '--upload-pack=x', 'HEAD@{1.day.ago}', ':/change', ''])('%j is no commit', async (ref) => {
    const root = repository({ 'db.yaml': sealed('staging') });
    const { code, stderr } = await scan(root, `--base=${ref}`);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no commit');
  });

  test('only files that changed are asked for', () => {
    const root = repository({
      'a.yaml': sealed('a'),
      'b.yaml': sealed('b', 2),
      'c.txt': 'c',
      'd.yaml': sealed('d', 3),
    });
    write(root, { 'b.yaml': sealed('bb', 2), 'c.txt': 'cc', 'd.yaml': undefined });
    const source = openWorktree(root, { include: [], exclude: [], maxBytes: 10_000 });
    for (const _ of source.entries([]));
    const base = openCommit(root, 'main', 'main', 10_000)!;
    const changed = [...base.changed(source, (path) => path.endsWith('.yaml'))!];
    expect(changed.map(({ path, bytes }) => [path, Buffer.from(bytes!).toString()])).toEqual([
      ['b.yaml', sealed('b', 2)],
      ['d.yaml', sealed('d', 3)],
    ]);
  });

  test('content that is not in the clone is said to be missing', async () => {
    const root = repository({ 'db.yaml': sealed('staging'), 'other.yaml': sealed('x', 5) });
    const id = blobsAt(root, git(root, 'rev-parse', 'HEAD'))!.get('db.yaml')!;
    write(root, { 'db.yaml': sealed('prod') });
    rmSync(join(root, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true });
    const { moved, report } = await scan(root, '--base', 'main');
    expect(moved).toEqual([]);
    expect(report.notChecked).toContainEqual({
      what: 'sealed-moved-without-reseal',
      why: '1 file of the base commit could not be read: too large, or not in the clone',
      remedy: expect.any(String),
    });
  });

  test('a commit whose trees are not in the clone is not taken for one without files', async () => {
    const root = repository({ 'db.yaml': sealed('staging') });
    commit(root, { 'db.yaml': sealed('prod') });
    const tree = git(root, 'rev-parse', 'HEAD~1^{tree}');
    rmSync(join(root, '.git/objects', tree.slice(0, 2), tree.slice(2)), { force: true });
    const { report } = await scan(root, '--base', 'HEAD~1');
    expect(report.notChecked).toContainEqual({
      what: 'sealed-moved-without-reseal',
      why: 'the files of the base commit could not be read: too large, or not in the clone',
      remedy: expect.any(String),
    });
  });

  test('programs that the repository names are not run', async () => {
    const root = repository({ 'db.yaml': sealed('staging') });
    const ran = join(temporary, 'ran');
    const script = join(root, 'evil.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${ran}\ncat\n`, { mode: 0o755 });
    writeFileSync(
      join(root, '.git/config'),
      `[core]\n\trepositoryformatversion = 0\n\tfsmonitor = ${script}\n\tpager = ${script}\n[filter "evil"]\n\tclean = ${script}\n\tsmudge = ${script}\n[diff]\n\texternal = ${script}\n[diff "evil"]\n\ttextconv = ${script}\n`,
    );
    write(root, { '.gitattributes': '* diff=evil filter=evil\n', 'db.yaml': sealed('prod') });
    expect((await scan(root, '--base', 'main')).moved).toEqual(['db.yaml:5']);
    expect(existsSync(ran)).toBe(false);
  });
});

describe('what git holds', () => {
  test('contents come back whatever they hold, and large ones are left out', () => {
    const binary = '\0\n\n blob 3\nabc\n';
    const root = repository({ 'a.yaml': binary, 'b.yaml': '', 'c.yaml': 'x'.repeat(5000), 'd.yaml': 'no newline' });
    const head = commitAt(root, 'HEAD')!;
    const blobs = blobsAt(root, head)!;
    const ids = ['d.yaml', 'c.yaml', 'a.yaml', 'b.yaml'].map((path) => blobs.get(path)!);
    const missing = 'f'.repeat(40);
    const found = new Map(contentsOf(root, [...ids.slice(0, 2), missing, ...ids.slice(2)], 1000));
    expect(found.size).toBe(5);
    const texts = [...ids, missing].map((id) => found.get(id)?.toString());
    expect(texts).toEqual(['no newline', undefined, binary, '', undefined]);
    expect(blobIdOf(Buffer.from(binary), head)).toBe(ids[2]);
  });
});

describe('the Action', () => {
  const root = new URL('..', import.meta.url).pathname;

  function action(workspace: string, event: object): { moved: string[]; report: Report } {
    const home = mkdtempSync(join(temporary, 'runner-'));
    writeFileSync(join(home, 'event.json'), JSON.stringify(event));
    spawnSync(process.execPath, [join(root, 'dist/index.js')], {
      cwd: workspace,
      env: {
        PATH: process.env['PATH'],
        GITHUB_WORKSPACE: workspace,
        GITHUB_EVENT_PATH: join(home, 'event.json'),
        RUNNER_TEMP: home,
      },
    });
    const report = JSON.parse(readFileSync(join(home, 'secrets-ladder/report.json'), 'utf8')) as Report;
    const moved = report.findings.filter(({ rule }) => rule === 'sealed-moved-without-reseal');
    return { moved: moved.map(({ path, line }) => `${path}:${line}`), report };
  }

  test.each(['pull_request', 'merge_group'])('%s: compares with the base commit', (kind) => {
    const workspace = repository({ 'db.yaml': sealed('staging') });
    const base = git(workspace, 'rev-parse', 'HEAD');
    commit(workspace, { 'db.yaml': sealed('prod') });
    const event =
      kind === 'pull_request' ? { pull_request: { base: { sha: base } } } : { merge_group: { base_sha: base } };
    const { moved, report } = action(workspace, event);
    expect(moved).toEqual(['db.yaml:5']);
    expect(report.notChecked.map(({ what }) => what)).not.toContain('sealed-moved-without-reseal');
  });

  test('a checkout without the base commit: not checked, with the remedy, where something is sealed', () => {
    const origin = repository({ 'db.yaml': sealed('staging') });
    const base = git(origin, 'rev-parse', 'HEAD');
    commit(origin, { 'db.yaml': sealed('prod') });
    const shallow = join(temporary, 'shallow');
    git(temporary, 'clone', '-q', '--depth', '1', `file://${origin}`, shallow);
    const { moved, report } = action(shallow, { pull_request: { base: { sha: base } } });
    expect(moved).toEqual([]);
    expect(report.notChecked).toContainEqual({
      what: 'sealed-moved-without-reseal',
      why: 'the base commit is not in the checkout',
      remedy: expect.stringContaining('fetch-depth: 2'),
    });
    const plain = repository({ 'README.md': 'nothing is sealed here\n' });
    const other = action(plain, { pull_request: { base: { sha: base } } });
    expect(other.report.notChecked.map(({ what }) => what)).not.toContain('sealed-moved-without-reseal');
  });
});
