import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hunksOf } from '../src/diff.ts';
import { runnerReads } from './runner-commands.ts';
import { StrictGitHub } from './strict-github.ts';

/** dist/index.js as a process on a pull request, against a GitHub on loopback that refuses what the real one refuses. */
const root = new URL('..', import.meta.url).pathname;
const temporary = mkdtempSync(join(tmpdir(), 'ladder-pull-'));
const token = 'token-of-this-run';
let github: StrictGitHub;
beforeAll(async () => {
  github = new StrictGitHub();
  await github.start();
});
afterAll(() => {
  github.stop();
  rmSync(temporary, { recursive: true, force: true });
});

const canary = 'tulip-Harbor-29-lantern';
const secret = (name: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  password: ${canary}\n`;
const config = 'level: 1\nrules:\n  kubectl-create-secret-imperative: off\n';
const padding = Array.from({ length: 12 }, (_, i) => `# line ${i}\n`).join('');

/** A repository in which a branch adds a Secret below some lines, and main has meanwhile added lines at the top. */
class Project {
  readonly folder = mkdtempSync(join(temporary, 'project-'));
  base = '';

  constructor() {
    this.git('init', '-q', '-b', 'main');
    this.commit({ '.secrets-ladder.yaml': config, 'app.yaml': `${padding}---\nkind: Namespace\napiVersion: v1\n` });
    this.git('branch', 'change');
    this.base = this.commit({ 'app.yaml': `# one\n# two\n# three\n${this.read('app.yaml')}` });
  }

  git(...args: string[]): string {
    const as = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...as, ...args], { cwd: this.folder, encoding: 'utf8' }).trim();
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  commit(files: Record<string, string | undefined>): string {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      if (text === undefined) rmSync(join(this.folder, path));
      else writeFileSync(join(this.folder, path), text);
    }
    this.git('add', '-A');
    this.git('commit', '-qm', 'a change');
    return this.git('rev-parse', 'HEAD');
  }

  /** Pushes to the branch, and leaves the merge commit checked out, as actions/checkout does. */
  push(change: (read: (path: string) => string) => Record<string, string | undefined>): string {
    this.git('checkout', '-q', 'change');
    const head = this.commit(change((path) => this.read(path)));
    this.git('checkout', '-q', '--detach', 'main');
    this.git('merge', '-q', '--no-ff', '-m', 'merge', 'change');
    const names = this.git('diff', '--name-only', `main...${head}`).split('\n').filter(Boolean);
    github.head = head;
    github.files = names.map((filename) => {
      const diff = this.git('diff', `main...${head}`, '--', filename);
      return { filename, patch: diff.slice(diff.indexOf('@@')) };
    });
    return head;
  }
}

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  readonly report: { findings: { rule: string; fingerprint: string }[]; notChecked: { what: string; why: string }[] };
}

async function action(
  project: { folder: string; base: string },
  given: { outputs?: string; fork?: boolean; token?: string; event?: object; baseline?: string } = {},
): Promise<Ran> {
  const home = mkdtempSync(join(temporary, 'runner-'));
  for (const name of ['output', 'summary']) writeFileSync(join(home, name), '');
  const repo = { full_name: 'example/shop' };
  const event = given.event ?? {
    pull_request: {
      number: 7,
      base: { sha: project.base, repo },
      head: { sha: github.head, repo: given.fork ? { full_name: 'stranger/shop' } : repo },
    },
  };
  writeFileSync(join(home, 'event.json'), JSON.stringify(event));
  const child = spawn(join(root, 'node_modules/node/bin/node'), [join(root, 'dist/index.js')], {
    cwd: project.folder,
    env: {
      PATH: process.env['PATH'],
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: project.folder,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(home, 'event.json'),
      GITHUB_OUTPUT: join(home, 'output'),
      GITHUB_STEP_SUMMARY: join(home, 'summary'),
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_API_URL: github.url,
      RUNNER_TEMP: home,
      INPUT_TOKEN: given.token ?? token,
      ...(given.baseline ? { INPUT_BASELINE: given.baseline } : {}),
      INPUT_OUTPUTS: given.outputs ?? 'review',
    },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const status = await new Promise<number | null>((done) => child.on('close', done));
  const summary = readFileSync(join(home, 'summary'), 'utf8');
  const report = JSON.parse(readFileSync(join(home, 'secrets-ladder/report.json'), 'utf8')) as Ran['report'];
  const files = ['report.json', 'secrets-ladder.sarif'].map((name) =>
    readFileSync(join(home, 'secrets-ladder', name), 'utf8'),
  );
  const posted = JSON.stringify([github.reviewComments, github.reviews, github.conversation]);
  // Whatever a test is about: no value and no token anywhere.
  for (const text of [stdout, stderr, summary, posted, ...files]) {
    for (const value of [canary, Buffer.from(canary).toString('base64'), token]) expect(text).not.toContain(value);
  }
  return { status, stdout, stderr, summary, report };
}

beforeEach(() => {
  const fresh = new StrictGitHub();
  Object.assign(github, {
    mayWrite: true,
    slowDown: false,
    contents: fresh.contents,
    reviewComments: [],
    reviews: [],
    conversation: [],
  });
  github.requests.length = 0;
});
afterAll(() => expect(github.wrong).toEqual([]));

/** Adds a Secret at the end of a file whose top main has changed, and a file of its own. */
const leak = (read: (path: string) => string): Record<string, string> => ({
  'app.yaml': `${read('app.yaml')}---\n${secret('shop')}`,
  'new.yaml': secret('other'),
});

describe('the review', () => {
  test('suggests the fix of a line that the change adds, on the head commit', async () => {
    const project = new Project();
    const chart = (url: string): string => `helm repo add sealed-secrets ${url}\n`;
    const old = 'https://bitnami-labs.github.io/sealed-secrets';
    project.push((read) => ({ 'app.yaml': `${read('app.yaml')}# ${chart(old)}`, 'mixed.sh': `ls\r\n${chart(old)}` }));
    project.push(() => ({ 'install.sh': `#!/bin/sh\nPASSWORD=${canary} ${chart(old)}${chart(old)}` }));
    await action(project);
    const said = github.reviewComments.filter(({ body }) => body.includes('sealed-helm-repo-moved'));
    const suggested = said.filter(({ body }) => body.includes('suggestion'));
    expect(said.map(({ path, line }) => `${path}:${line}`).sort()).toEqual([
      'app.yaml:16',
      'install.sh:2',
      'install.sh:3',
      'mixed.sh:2',
    ]);
    expect(suggested.map(({ path, line }) => `${path}:${line}`).sort()).toEqual([
      'app.yaml:16',
      'install.sh:3',
      'mixed.sh:2',
    ]);
    for (const { body, path } of suggested) {
      const text = `${path === 'app.yaml' ? '# ' : ''}${chart('https://bitnami.github.io/sealed-secrets')}`;
      expect(body).toContain(`\n\`\`\`suggestion\n${text}\`\`\`\n`);
    }
  });

  test('stands on the lines of the head commit, once, however often it is pushed', async () => {
    const project = new Project();
    project.push(leak);
    const first = await action(project);
    expect(first.status).toBe(1);
    expect(github.reviews).toHaveLength(1);
    expect(github.reviews[0]!.body).toContain('2 errors on lines that this pull request changes');
    // Line 25 in the merge commit: main added three lines above it.
    expect(github.reviewComments.map(({ path, line }) => `${path}:${line}`).sort()).toEqual([
      'app.yaml:22',
      'new.yaml:6',
    ]);
    expect(github.reviewComments[0]!.body).toMatch(/plaintext-secret-manifest.*What to do.*Rotate/s);
    // The annotations would repeat what the comments say.
    expect(runnerReads(first.stdout).annotations).toEqual([]);

    project.push((read) => ({ 'new.yaml': read('new.yaml'), 'other.yaml': 'a: b\n' }));
    await action(project);
    expect(github.reviews).toHaveLength(1);
    expect(github.reviewComments).toHaveLength(2);
  });

  test('a comment whose finding is gone says so, and is taken back when it returns', async () => {
    const project = new Project();
    project.push(leak);
    await action(project);
    const comment = github.reviewComments.find(({ path }) => path === 'new.yaml')!;
    const asked = comment.body;
    project.push(() => ({ 'new.yaml': 'a: b\n' }));
    await action(project);
    expect(comment.body).toMatch(/Resolved.*plaintext-secret-manifest.*rotate/);
    const edits = (): number => github.requests.filter((each) => each.startsWith('PATCH')).length;
    const before = edits();
    await action(project);
    expect(edits()).toBe(before);
    project.push(() => ({ 'new.yaml': secret('other') }));
    await action(project);
    expect(comment.body).toBe(asked);
    expect(github.reviews).toHaveLength(1);
    // Once the old comment is out of the diff, a new one is due.
    comment.body = comment.body.replace(/ -->$/, ':resolved -->');
    comment.line = null;
    await action(project);
    expect(github.reviewComments.filter(({ path }) => path === 'new.yaml')).toHaveLength(2);
  });

  test('findings on lines that the pull request does not touch get no comment', async () => {
    const project = new Project();
    project.git('checkout', '-q', 'main');
    project.base = project.commit({ 'old.yaml': secret('old') });
    project.push(() => ({ 'plain.yaml': 'a: b\n' }));
    const ran = await action(project);
    expect(ran.status).toBe(1);
    expect(github.reviews).toEqual([]);
  });

  test('at most thirty comments, worst first, and the rest is counted', async () => {
    const project = new Project();
    const keys = Array.from({ length: 45 }, (_, i) => `  password-${i}: ${canary}\n`).join('');
    project.push(() => ({ 'new.yaml': secret('other') + keys }));
    await action(project);
    expect(github.reviewComments).toHaveLength(30);
    expect(github.reviews[0]!.body).toContain('16 more findings on changed lines');
  });

  test('a line that GitHub refuses costs its own comment only', async () => {
    const project = new Project();
    project.push((read) => ({ ...leak(read), 'third.yaml': secret('third') }));
    // What GitHub takes for the diff differs from what it told.
    const told = github.files;
    github.files = told.map((file) => ({ ...file }));
    const refused = github.files.find(({ filename }) => filename === 'new.yaml')!;
    const patch = refused.patch!;
    let asked = 0;
    Object.defineProperty(refused, 'patch', {
      enumerable: true,
      get: () => (asked++ === 0 ? patch : '@@ -1 +1,1 @@\n+a'),
    });
    const ran = await action(project);
    expect(github.reviewComments.map(({ path }) => path).sort()).toEqual(['app.yaml', 'third.yaml']);
    expect(ran.report.notChecked).toMatchObject([{ what: '1 review comment' }]);
    expect(runnerReads(ran.stdout).annotations.length).toBeGreaterThan(0);
  });

  test('a marker in the comment of a person is not taken for ours', async () => {
    const project = new Project();
    project.push(leak);
    const { report } = await action(project, { outputs: 'annotations' });
    const user = { login: 'stranger', type: 'User' };
    const quoted = `look:\n<!-- secrets-ladder:finding:${report.findings.find((each) => each.rule === 'plaintext-secret-manifest')!.fingerprint} -->`;
    github.say(github.reviewComments, { body: quoted, user, path: 'new.yaml', line: 6 });
    await action(project);
    expect(github.reviewComments.filter((comment) => comment.user.type === 'Bot')).toHaveLength(2);
  });

  test('waits where GitHub asks to slow down', async () => {
    const project = new Project();
    project.push(leak);
    github.slowDown = true;
    await action(project);
    expect(github.reviews).toHaveLength(1);
  });

  test('a file without a shown diff is counted, comments come in pages', async () => {
    const project = new Project();
    project.push(leak);
    github.files = github.files.map(({ filename, patch }) =>
      filename === 'new.yaml' ? { filename } : { filename, patch: patch! },
    );
    for (let i = 0; i < 150; i++)
      github.say(github.reviewComments, { body: `note ${i}`, user: { login: 'a', type: 'User' } });
    const ran = await action(project);
    expect(github.reviewComments.slice(150).map(({ path }) => path)).toEqual(['app.yaml']);
    expect(ran.report.notChecked).toMatchObject([{ what: 'review comments on 1 finding' }]);
    expect(github.requests.filter((each) => each === 'GET /repos/example/shop/pulls/7/comments')).toHaveLength(2);
  });
});

describe('without the permission', () => {
  test.each([
    ['a token that may only read', {}, /may not write/],
    ['a fork', { fork: true }, /comes from a fork/],
    ['no token', { token: '' }, /there is no token/],
  ])('%s: annotations instead, and the report says why', async (_, given, why) => {
    const project = new Project();
    project.push(leak);
    github.mayWrite = false;
    const ran = await action(project, { ...given, outputs: 'review\nsticky-comment' });
    expect(ran.status).toBe(1);
    const { annotations } = runnerReads(ran.stdout);
    expect(annotations.filter(({ kind }) => kind === 'error')).toHaveLength(2);
    expect(ran.report.notChecked).toMatchObject([
      { what: 'the review on the pull request', why: expect.stringMatching(why) },
      { what: 'the sticky-comment on the pull request', why: expect.stringMatching(why) },
    ]);
    expect(github.reviewComments).toEqual([]);
  });

  test('no pull request: nothing is posted, and nothing is missing', async () => {
    const project = new Project();
    project.push(leak);
    const ran = await action(project, { event: { ref: 'refs/heads/main' }, outputs: 'annotations\nreview' });
    expect(ran.status).toBe(1);
    expect(github.requests).toEqual([]);
    expect(ran.report.notChecked).toEqual([]);
  });
});

describe('the sticky comment', () => {
  test('is updated in place, written again only when it changes, and says when all is well', async () => {
    const project = new Project();
    project.push(leak);
    const run = (): Promise<Ran> => action(project, { outputs: 'sticky-comment' });
    await run();
    expect(github.conversation).toHaveLength(1);
    expect(github.conversation[0]!.body).toContain('plaintext-secret-manifest');
    await run();
    expect(github.requests.filter((each) => /^(?:PATCH|POST)/.test(each))).toHaveLength(1);
    // Two runs at once each started one.
    github.say(github.conversation, { body: github.conversation[0]!.body });
    github.say(github.conversation, { body: github.conversation[0]!.body, user: { login: 'a', type: 'User' } });
    project.push(() => ({ 'new.yaml': undefined, 'app.yaml': padding }));
    await run();
    expect(github.conversation.map(({ user }) => user.type)).toEqual(['Bot', 'User']);
    expect(github.conversation[0]!.body).not.toContain('plaintext-secret-manifest');
  });

  test('a pull request that never had a finding gets none', async () => {
    const project = new Project();
    writeFileSync(join(project.folder, '.gitignore'), '');
    project.push(() => ({ 'plain.yaml': 'a: b\n' }));
    const ran = await action(project, { outputs: 'sticky-comment' });
    expect(ran.report.findings).toEqual([]);
    expect(github.conversation).toEqual([]);
  });
});

describe('annotations', () => {
  test('are on the lines of the head commit, asked from the API where the checkout does not have it', async () => {
    const project = new Project();
    const head = project.push(leak);
    const shallow = mkdtempSync(join(temporary, 'shallow-'));
    execFileSync('git', ['clone', '-q', '--depth=1', `file://${project.folder}`, shallow]);
    for (const path of ['app.yaml', 'new.yaml']) {
      github.contents.set(`${path}@${head}`, project.git('show', `${head}:${path}`));
    }
    github.contents.set(`.secrets-ladder.yaml@${project.base}`, config);
    for (const folder of [project.folder, shallow]) {
      const ran = await action({ folder, base: project.base }, { outputs: 'annotations' });
      const places = runnerReads(ran.stdout)
        .annotations.filter(({ kind }) => kind === 'error')
        .map(({ properties }) => `${properties.get('file')}:${properties.get('line')}`);
      expect(places.sort()).toEqual(['app.yaml:22', 'new.yaml:6']);
    }
  });

  test('a change of the configuration does not count, and the report says so', async () => {
    const project = new Project();
    project.push((read) => ({
      ...leak(read),
      '.secrets-ladder.yaml': 'level: 1\nrules:\n  plaintext-secret-manifest: off\n',
    }));
    const ran = await action(project, { outputs: 'annotations' });
    expect(ran.status).toBe(1);
    expect(ran.report.notChecked).toMatchObject([
      { what: 'configuration of this change', why: expect.stringContaining('differs') },
    ]);
  });
});

describe('what a change cannot waive', () => {
  const waiver = '  # secrets-ladder: allow plaintext-secret-manifest a test cluster\n';
  const waived = secret('old').replace('  password', `${waiver}  password`);

  test('its own finding, by a comment; one that stood there before holds', async () => {
    const project = new Project();
    project.git('checkout', '-q', 'main');
    project.base = project.commit({ 'old.yaml': waived });
    project.push(() => ({ 'new.yaml': waived }));
    const ran = await action(project, { outputs: 'annotations' });
    expect(ran.status).toBe(1);
    const places = runnerReads(ran.stdout).annotations.filter(({ kind }) => kind === 'error');
    expect(places.map(({ properties }) => properties.get('file'))).toEqual(['new.yaml']);
    expect(ran.report.notChecked.map(({ what }) => what)).toContain('1 waiver in a comment');
  });

  test('its own finding, by a baseline it brings along; the one of the base commit holds', async () => {
    const project = new Project();
    project.git('checkout', '-q', 'main');
    project.base = project.commit({ 'old.yaml': secret('old') });
    project.push(() => ({ 'plain.yaml': 'a: b\n' }));
    const first = await action(project, { outputs: 'annotations' });
    expect(first.status).toBe(1);
    project.git('checkout', '-q', 'main');
    project.base = project.commit({ 'baseline.json': JSON.stringify({ version: 1, ...first.report }) });
    project.push(() => ({ 'plain.yaml': 'a: c\n' }));
    expect((await action(project, { outputs: 'annotations', baseline: 'baseline.json' })).status).toBe(0);
    const findings = [{ fingerprint: 'f'.repeat(32) }];
    project.push(() => ({ 'new.yaml': secret('new'), 'other.json': JSON.stringify({ version: 1, findings }) }));
    expect((await action(project, { outputs: 'annotations', baseline: 'baseline.json' })).status).toBe(1);
  });
});

test('hunks of a diff', () => {
  const patch = '@@ -1,2 +1,3 @@\n a\n+b\n c\n@@ -10 +11,2 @@ d\n-e\n+f\n+g\n\\ No newline at end of file';
  expect(hunksOf(patch)).toEqual([
    { start: 1, end: 3, added: new Map([[2, 'b']]) },
    {
      start: 11,
      end: 12,
      added: new Map([
        [11, 'f'],
        [12, 'g'],
      ]),
    },
  ]);
  expect(hunksOf('')).toEqual([]);
});
