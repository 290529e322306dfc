import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../src/check.ts';
import { main } from '../src/command.ts';
import { emptyConfig } from '../src/config.ts';
import { unmarked } from '../src/example.ts';
import { explainValueAt } from '../src/explain-value.ts';
import { outputs } from '../src/outputs/index.ts';
import { rules } from '../src/rules/index.ts';
import { run } from '../src/run.ts';
import { memorySource } from '../src/sources/memory.ts';
import { disguises } from './disguises.ts';
import { runnerReads } from './runner-commands.ts';

/**
 * One repository that holds the files of every example of a readable credential, and names made to hurt, through every
 * door: no value comes out of any of them in any disguise, and nothing that a runner or a terminal would act on.
 */
const root = new URL('..', import.meta.url).pathname;
const temporary = mkdtempSync(join(tmpdir(), 'ladder-doors-'));
const repository = join(temporary, 'repository');
const files = new Map<string, string>();
const marks: { path: string; line: number }[] = [];
const values = new Set<string>();
let planted: string[] = [];

const hostile = [
  '::error::x.yaml',
  'x ##[add-mask]e.yaml',
  'line\nbreak.yaml',
  'right\u202eleft.yaml',
  '\u001b[2Jclear.yaml',
  '%0A::stop-commands::t.yaml',
];

beforeAll(() => {
  let number = 0;
  for (const rule of rules.filter(({ credential }) => credential)) {
    for (const example of rule.bad()) {
      const folder = `e${++number}`;
      const { files: parts, marks: found } = unmarked(example);
      for (const [path, content] of parts) files.set(`${folder}/${path}`, content);
      for (const { path, start, end } of found) {
        const content = parts.get(path)!;
        marks.push({ path: `${folder}/${path}`, line: content.slice(0, start).split('\n').length });
        for (const line of content.slice(start, end).split('\n')) values.add(line.trim().replace(/^["']|["']$/g, ''));
      }
    }
  }
  for (const name of hostile) {
    const text = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: "##[stop-commands]t \\u202e"\nstringData:\n  "::error::key": tulip-Harbor-29-lantern\n`;
    files.set(name, text);
    marks.push({ path: name, line: 6 });
  }
  values.add('tulip-Harbor-29-lantern');
  for (const value of [...values]) {
    if (/^[A-Za-z0-9+/=]{12,}$/.test(value)) values.add(Buffer.from(value, 'base64').toString('utf8').trim());
  }
  // Short words occur in any text, and the frame of a PEM block is no secret.
  planted = [...values]
    .filter((value) => value.length >= 8 && !/-----(?:BEGIN|END)/.test(value))
    .flatMap(disguises)
    .filter((text) => text.length >= 8);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), content);
  }
  execFileSync('git', ['init', '-q'], { cwd: repository });
  execFileSync('git', ['add', '-A', '-f'], { cwd: repository });
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function expectNothing(text: string, where: string): void {
  for (const value of planted) {
    // Not through expect(text): a failure would print the whole output.
    if (text.includes(value)) expect.fail(`${where} shows a planted value: ${value.slice(0, 6)}...`);
  }
}

function expectHarmless(text: string, where: string): void {
  expect(runnerReads(text).commands, where).toEqual([]);
  const acts = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
  expect(
    text.split('\n').filter((line) => acts.test(line)),
    where,
  ).toEqual([]);
}

async function command(...argv: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const say = (part: string): void => {
    text += part;
  };
  const terminal = { stdout: say, stderr: say, env: {}, isTTY: false, isErrorTTY: false, columns: 0 };
  return { code: await main(argv, terminal), text };
}

test('the canaries are found, so that their absence says something', async () => {
  const { report } = await scanned();
  expect(planted.length).toBeGreaterThan(500);
  const found = new Set(report.verdicts.map(({ finding }) => finding.rule));
  const silent = rules.filter(({ id, credential }) => credential && !found.has(id)).map(({ id }) => id);
  // Rules that other rules outrank, or that look at the whole of a repository, where this one is no single example.
  expect(silent.length).toBeLessThan(rules.filter(({ credential }) => credential).length / 3);
});

function scanned(keepAll = false): ReturnType<typeof run> {
  return run(memorySource(files), {
    root: '.',
    config: emptyConfig,
    configName: undefined,
    level: 2,
    failOn: 'error',
    minConfidence: 'possible',
    today: new Date('2026-11-23'),
    notChecked: [],
    keepAll,
  });
}

describe('the command line', () => {
  test.each([
    ...outputs.map(({ id }) => ['scan', '-o', id]),
    ['scan', '--color', 'always'],
    ['scan', '--timings'],
    ['scan', '--level', '4'],
    ['assess'],
    ['assess', '-o', 'json'],
    ['plan'],
    ['plan', '-o', 'json'],
    ['zero'],
    ['zero', '-o', 'json'],
    ['zero', '-o', 'mermaid'],
    ['init'],
  ])('%s %s %s', async (name, ...more) => {
    const { code, text } = await command(name, repository, ...more);
    expect(code).toBeLessThan(2);
    expect(text.length).toBeGreaterThan(20);
    expectNothing(text, name);
    if (name === 'init') {
      const written = join(repository, '.secrets-ladder.yaml');
      expectNothing(readFileSync(written, 'utf8'), 'the configuration');
      rmSync(written);
    }
    if (!more.includes('annotations') && !more.includes('always')) expectHarmless(text.replaceAll('\ufe0f', ''), name);
  });

  test('--explain-value-at, on every line that holds a value', async () => {
    const { scan } = await scanned(true);
    let verdicts = 0;
    for (const { path, line } of marks) {
      if (!scan.repository.files.has(path)) continue;
      const text = explainValueAt(scan.repository, `${path}:${line}`);
      if (text.includes('verdict: credential')) verdicts++;
      expectNothing(text, '--explain-value-at');
      expectHarmless(text, '--explain-value-at');
    }
    expect(verdicts).toBeGreaterThan(marks.length / 2);
  });

  test('mistakes, also in a configuration made to hurt', async () => {
    const config = join(repository, '.secrets-ladder.yaml');
    writeFileSync(
      config,
      '"x ##[add-mask]y\\e[2J": 1\n"a\\n::error::b": 2\nlevel: "##[stop-commands]t"\nrules: {"\\u202e": off}\n',
    );
    const { code, text } = await command('scan', repository);
    rmSync(config);
    expect(code).toBe(2);
    expect(text).toMatch(/\.secrets-ladder\.yaml:1:1: unknown key/);
    expectHarmless(text, 'a mistake');
    for (const argv of [
      ['##[add-mask]x'],
      ['scan', '--##[x]'],
      ['explain', '\n::error::x'],
      ['scan', '-o', '##[debug]x'],
    ]) {
      const wrong = await command(...argv);
      expect(wrong.code).toBe(2);
      expectHarmless(wrong.text, argv.join(' '));
    }
  });
});

test('a rule that throws does not quote its input', async () => {
  const { scan } = await scanned();
  const rule = rules[0]!;
  const thrower: typeof rule = {
    ...rule,
    check({ passages }) {
      throw new RangeError(passages.map(({ text }) => text.content).join());
    },
  };
  const { crashes } = check(scan.repository, [thrower]);
  expect(crashes).toHaveLength(1);
  expectNothing(JSON.stringify(crashes), 'a crash');
});

describe('the Action', () => {
  test.each(['push', 'merge_group', 'schedule', 'workflow_dispatch', 'none'])('on %s', (event) => {
    const home = mkdtempSync(join(temporary, 'runner-'));
    for (const name of ['output', 'summary']) writeFileSync(join(home, name), '');
    const events: Record<string, object> = {
      push: { ref: 'refs/heads/main', before: '0'.repeat(40), after: 'a'.repeat(40) },
      merge_group: { merge_group: { base_sha: 'b'.repeat(40), head_sha: 'a'.repeat(40), head_ref: 'x' } },
      schedule: { schedule: '17 4 * * 1' },
      workflow_dispatch: { inputs: {} },
    };
    if (events[event]) writeFileSync(join(home, 'event.json'), JSON.stringify(events[event]));
    const { status, stdout, stderr } = spawnSync(
      join(root, 'node_modules/node/bin/node'),
      [join(root, 'dist/index.js')],
      {
        cwd: repository,
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          GITHUB_ACTIONS: 'true',
          GITHUB_WORKSPACE: repository,
          GITHUB_EVENT_NAME: event,
          ...(events[event] ? { GITHUB_EVENT_PATH: join(home, 'event.json') } : {}),
          GITHUB_OUTPUT: join(home, 'output'),
          GITHUB_STEP_SUMMARY: join(home, 'summary'),
          GITHUB_REPOSITORY: 'example/shop',
          RUNNER_DEBUG: '1',
          RUNNER_TEMP: home,
          INPUT_OUTPUTS: 'annotations\nstep-summary\nterminal\nreview\nsticky-comment',
        },
      },
    );
    expect(status).toBe(1);
    expect(stderr).toBe('');
    const written = join(home, 'secrets-ladder');
    const reports = readdirSync(written).map((name) => readFileSync(join(written, name), 'utf8'));
    const [output, summary] = ['output', 'summary'].map((name) => readFileSync(join(home, name), 'utf8'));
    for (const text of [stdout, output!, summary!, ...reports]) expectNothing(text, `the Action on ${event}`);
    const step = runnerReads(stdout);
    const others = step.commands.filter(({ name }) => !['error', 'warning', 'notice'].includes(name));
    expect(others).toEqual([]);
    expect(step.annotations.filter(({ kind }) => kind === 'error')).toHaveLength(10);
    for (const kind of ['error', 'warning', 'notice']) {
      expect(step.annotations.filter((each) => each.kind === kind).length).toBeLessThanOrEqual(10);
    }
    expect(step.annotations.every(({ data, kept }) => kept && data.length < 4096)).toBe(true);
    expect(output).toMatch(/^conclusion<<.*\nfailure\n/m);
    expect(Buffer.byteLength(summary!)).toBeLessThan(1024 * 1024);
  });
});
