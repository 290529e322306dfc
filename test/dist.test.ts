import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionYml } from '../scripts/action-yml.ts';
import { runnerReads } from './runner-commands.ts';

const root = new URL('..', import.meta.url).pathname;
const temporary = mkdtempSync(join(tmpdir(), 'ladder-dist-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

test('dist is what src builds to', () => {
  const out = join(temporary, 'built');
  execFileSync(process.execPath, [join(root, 'scripts/build.ts'), out]);
  const built = contents(out);
  const committed = contents(join(root, 'dist'));
  expect(Object.keys(committed)).toEqual(Object.keys(built));
  for (const [name, text] of Object.entries(built))
    expect(committed[name] === text, `${name}: run npm run build`).toBe(true);
});

test('action.yml is what the options say', async () => {
  await expect(actionYml()).toMatchFileSnapshot('../action.yml');
});

test('a reader that has seen enough, such as head, is no error', async () => {
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'rules'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(errors).toBe('');
});

describe('the bundles run without node_modules', () => {
  const alone = join(temporary, 'alone');
  beforeAll(() => {
    for (const part of ['dist', 'policies', 'package.json', 'examples']) {
      cpSync(join(root, part), join(alone, part), { recursive: true });
    }
  });

  test('cli.js scans an example', () => {
    const { status, stdout } = spawnSync(process.execPath, ['dist/cli.js', 'scan', 'examples/level-2-broken'], {
      cwd: alone,
      encoding: 'utf8',
    });
    expect(stdout).toContain('apps/shop/secret.yaml');
    expect(status).toBe(1);
  });

  test('index.js runs as the Action on a push and on a pull request that disables the rule it breaks', () => {
    const workspace = join(temporary, 'workspace');
    cpSync(join(root, 'examples/level-2-broken'), workspace, { recursive: true });
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
        cwd: workspace,
        encoding: 'utf8',
      }).trim();
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'base');
    const base = git('rev-parse', 'HEAD');
    writeFileSync(
      join(workspace, '.secrets-ladder.yaml'),
      'level: 2\nrules:\n  plaintext-secret-manifest: off\n  unsealed-secret-beside-sealed: off\n',
    );
    git('commit', '-qam', 'head');
    const push = action(workspace, 'push', {});
    const pull = action(workspace, 'pull_request', { pull_request: { base: { sha: base } } });
    const rulesOf = (run: Ran): string[] => run.report.findings.map((finding) => finding.rule);
    expect(rulesOf(push)).not.toContain('unsealed-secret-beside-sealed');
    expect(rulesOf(pull)).toContain('unsealed-secret-beside-sealed');
    expect(pull.report.config).toBe('base:.secrets-ladder.yaml');
    for (const run of [push, pull]) {
      expect(run.status).toBe(1);
      // The runner's own grammar: only annotations, each once, none cut off.
      const step = runnerReads(run.stdout);
      expect(step.annotations.length).toBeGreaterThan(0);
      expect(step.commands.every((command) => ['error', 'warning', 'notice'].includes(command.name))).toBe(true);
      expect(run.outputs['conclusion']).toBe('failure');
      expect(run.outputs['level']).toBe('2');
      expect(Number(run.outputs['findings-count'])).toBe(run.report.findings.length);
      expect(existsSync(run.outputs['sarif-file'] ?? '')).toBe(true);
      expect(run.summary).toContain('secrets-ladder');
    }
  });

  interface Ran {
    status: number | null;
    stdout: string;
    summary: string;
    outputs: Record<string, string>;
    report: { config: string; findings: { rule: string }[] };
  }

  function action(workspace: string, event: string, payload: object): Ran {
    const home = mkdtempSync(join(temporary, 'runner-'));
    for (const name of ['output', 'summary']) writeFileSync(join(home, name), '');
    writeFileSync(join(home, 'event.json'), JSON.stringify(payload));
    const { status, stdout } = spawnSync(process.execPath, [join(alone, 'dist/index.js')], {
      cwd: workspace,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        GITHUB_ACTIONS: 'true',
        GITHUB_WORKSPACE: workspace,
        GITHUB_EVENT_NAME: event,
        GITHUB_EVENT_PATH: join(home, 'event.json'),
        GITHUB_OUTPUT: join(home, 'output'),
        GITHUB_STEP_SUMMARY: join(home, 'summary'),
        GITHUB_REPOSITORY: 'example/shop',
        RUNNER_TEMP: home,
      },
    });
    // name<<delimiter, value, delimiter: the file format of the runner.
    const outputs = Object.fromEntries(
      [...readFileSync(join(home, 'output'), 'utf8').matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map((m) => [
        m[1]!,
        m[3]!,
      ]),
    );
    const report = JSON.parse(readFileSync(outputs['report-file'] ?? '', 'utf8'));
    return { status, stdout, summary: readFileSync(join(home, 'summary'), 'utf8'), outputs, report };
  }
});
