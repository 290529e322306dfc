import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { main } from '../src/command.ts';
import { fakeSealed } from '../src/fake-sealed.ts';
import { historyOf } from '../src/model/history.ts';
import { isBot, peopleIn } from '../src/model/team.ts';

const temporary = mkdtempSync(join(tmpdir(), 'history-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const today = new Date();
const daysAgo = (days: number): Date => new Date(today.getTime() - days * 24 * 3600 * 1000);

function git(root: string, ...args: string[]): string {
  return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

function repository(name: string): string {
  const root = join(temporary, name);
  mkdirSync(root);
  git(root, 'init', '-q', '-b', 'main');
  return root;
}

function commit(root: string, days: number, author: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  git(root, 'add', '-A');
  const [, person = '', email = ''] = /^(.*) <(.*)>$/.exec(author) ?? [];
  const date = daysAgo(days).toISOString();
  execFileSync('git', ['-C', root, 'commit', '-q', '--allow-empty', '-m', 'change'], {
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: person,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: person,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: date,
    },
  });
}

const sealed = (name: string, seed: number): string => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: ${name}, namespace: shop}
spec:
  encryptedData: {password: ${fakeSealed(seed)}}
`;

async function call(...argv: string[]) {
  let stdout = '';
  const code = await main(argv, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: () => {},
    env: {},
    isTTY: false,
    isErrorTTY: false,
    columns: 0,
  });
  return { code, stdout };
}

const root = repository('full');
commit(root, 900, 'Ada <ada@acme.dev>', {
  'apps/old.yaml': sealed('old', 1),
  'apps/re new*.yaml': sealed('renewed', 2),
});
commit(root, 80, 'Ada Lovelace <ada@acme.dev>', { 'apps/re new*.yaml': sealed('renewed', 3) });
commit(root, 20, 'renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>', { 'x.txt': 'x\n' });
commit(root, 10, 'Bob <bob@acme.dev>', {
  'y.txt': 'y\n',
  '.github/CODEOWNERS': '# who\n* @acme/platform @bob\n/apps/ ada@acme.dev\n',
});

describe('the history of a clone', () => {
  test('files that no commit touched for a year, by their exact names', () => {
    const history = historyOf(root, today);
    const paths = new Set(['apps/old.yaml', 'apps/re new*.yaml']);
    expect(history.untouched(paths, 365)).toEqual(new Set(['apps/old.yaml']));
    expect(history.untouched(paths, 70)).toEqual(paths);
    expect(history.untouched(new Set(['apps/o*.yaml']), 365)).toEqual(new Set(['apps/o*.yaml']));
    expect(history.cutShort).toBe(false);
  });

  test('from a folder of the repository', () => {
    expect(historyOf(join(root, 'apps'), today).untouched(new Set(['old.yaml', 're new*.yaml']), 365)).toEqual(
      new Set(['old.yaml']),
    );
  });

  test('authors of the 90 days before the last commit', () => {
    const authors = historyOf(root, today).authors(90)!;
    expect(authors.map(({ name }) => name)).toEqual(['Bob', 'renovate[bot]', 'Ada Lovelace']);
    expect(authors.filter(isBot).map(({ name }) => name)).toEqual(['renovate[bot]']);
  });

  test('no repository, and one without a commit', () => {
    const bare = join(temporary, 'nothing');
    mkdirSync(bare);
    for (const where of [bare, repository('fresh')]) {
      const history = historyOf(where, today);
      expect(history.authors(90)).toBeUndefined();
      expect(history.untouched(new Set(['a']), 365)).toEqual(new Set());
      expect(history.cutShort).toBe(false);
    }
  });

  test('what the repository configures starts no program and follows no name', () => {
    const trap = repository('trap');
    commit(trap, 900, 'Ada <ada@acme.dev>', { 'a.yaml': sealed('a', 1), 'b.yaml': sealed('b', 1) });
    commit(trap, 9, 'Ada <ada@acme.dev>', { 'b.yaml': sealed('b', 2) });
    const marker = join(temporary, 'ran');
    writeFileSync(join(temporary, 'program.sh'), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    for (const key of ['gpg.program', 'core.pager', 'diff.external', 'diff.trap.textconv', 'core.fsmonitor']) {
      git(trap, 'config', key, join(temporary, 'program.sh'));
    }
    git(trap, 'config', 'log.showSignature', 'true');
    git(trap, 'config', 'diff.orderFile', join(temporary, 'nowhere'));
    git(trap, 'config', 'log.follow', 'true');
    writeFileSync(join(trap, '.gitattributes'), '* diff=trap\n');
    const history = historyOf(trap, today);
    expect(history.untouched(new Set(['a.yaml', 'b.yaml']), 365)).toEqual(new Set(['a.yaml']));
    expect(history.authors(90)).toHaveLength(1);
    expect(() => execFileSync('test', ['-e', marker])).toThrow();
  });
});

describe('in a run', () => {
  test('the rule, the facts and the trigger', async () => {
    const scan = JSON.parse((await call('scan', root, '-o', 'json', '--level', '2')).stdout);
    const [finding] = scan.findings.filter(({ rule }: { rule: string }) => rule === 'graduate-rotation');
    expect(finding).toMatchObject({
      path: 'apps/old.yaml',
      severity: 'note',
      message: expect.stringContaining('1 of 2'),
    });
    const assessment = JSON.parse((await call('assess', root, '-o', 'json', '--level', '2')).stdout);
    const team = assessment.facts.find(({ factor }: { factor: string }) => factor === 'team-size');
    expect(team).toEqual({
      factor: 'team-size',
      value: '2',
      source: 'observed',
      confidence: 'low',
      evidence: '2 people wrote commits in 90 days, 1 bot left out; CODEOWNERS names 2 people and 1 team',
    });
    expect(assessment.coverage).toMatchObject({
      secrets: 2,
      atLeast: { 1: 2, 2: 2, 3: 0, 4: 0 },
      mechanisms: [{ mechanism: 'sealed-secrets', secrets: 2, files: 0 }],
    });
    // A guess does not answer the question.
    expect(assessment.undeclared).toContain('team-size');
    expect(assessment.graduation).toEqual([
      {
        level: 3,
        factor: 'rotation',
        because: 'no commit has touched 1 of 2 SealedSecrets for a year: nobody rotates them',
      },
    ]);
  });

  test('a shallow clone says that it could not look', async () => {
    const clone = join(temporary, 'shallow');
    git(temporary, 'clone', '-q', '--depth', '1', `file://${root}`, clone);
    const { findings, notChecked } = JSON.parse((await call('scan', clone, '-o', 'json', '--level', '2')).stdout);
    expect(findings.filter(({ rule }: { rule: string }) => rule === 'graduate-rotation')).toEqual([]);
    expect(notChecked).toContainEqual({
      what: 'graduate-rotation, graduate-team-or-count',
      why: 'the clone is shallow, and what it holds does not go back far enough',
      remedy: 'Check out with `fetch-depth: 0`.',
    });
    // Nothing is sealed: no question, and no complaint.
    const plain = repository('plain');
    commit(plain, 1, 'Ada <ada@acme.dev>', { 'a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n' });
    commit(plain, 0, 'Ada <ada@acme.dev>', { 'b.txt': 'x\n' });
    const other = join(temporary, 'other');
    git(temporary, 'clone', '-q', '--depth', '1', `file://${plain}`, other);
    expect(JSON.parse((await call('scan', other, '-o', 'json')).stdout).notChecked).toEqual([]);
  });

  test('the step summary has the opinion', async () => {
    const { stdout } = await call('scan', root, '-o', 'step-summary', '--level', '4');
    expect(stdout).toContain('### Does the level fit?');
    expect(stdout).toContain('asks for level **2 sealed-secrets**');
    expect(stdout).toContain('do not start with Vault for a proof of concept');
    expect(stdout).toMatch(/team-size 2 \(observed, low confidence/);
  });
});

describe('people', () => {
  const at = (author: string) => {
    const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(author) ?? [];
    return { name, email };
  };

  test('whoever shares a name or an address is one, through any number of steps', () => {
    expect(peopleIn(['A <a@x>', 'B <b@x>', 'A <b@x>', 'C <c@x>', 'c <C@x>'].map(at))).toBe(2);
    expect(peopleIn([])).toBe(0);
  });

  test.each([
    'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>',
    'Renovate Bot <bot@renovateapp.com>',
    'Flux <flux@acme.dev>',
    'github-actions <41898282+github-actions@users.noreply.github.com>',
    'acme-bot <acme-bot@users.noreply.github.com>',
    'ci <ci@acme.dev>',
  ])('a bot: %s', (author) => expect(isBot(at(author))).toBe(true));

  test.each([
    'Abbot Costello <abbott@acme.dev>',
    'Bo Tan <bo.tan@acme.dev>',
    'Cisco <francisco@acme.dev>',
    'R. Root <r.root@acme.dev>',
  ])('a person: %s', (author) => expect(isBot(at(author))).toBe(false));
});
