import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../src/command.ts';

const examples = new URL('../examples/', import.meta.url).pathname;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...argv: string[]): Promise<Ran> {
  return runOn(0, ...argv);
}

/** On a terminal of so many columns; 0: a pipe. */
async function runOn(columns: number, ...argv: string[]): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await main(argv, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    env: {},
    isTTY: columns > 0,
    isErrorTTY: false,
    columns,
    program: 'node dist/cli.js',
  });
  return { code, stdout, stderr };
}

async function json(folder: string, ...more: string[]) {
  const { stdout, code } = await run('scan', folder, '-o', 'json', ...more);
  return { code, report: JSON.parse(stdout) };
}

describe('examples', () => {
  test.each([1, 2, 3, 4])('level-%i-clean has no finding above a note', async (level) => {
    const { code, report } = await json(join(examples, `level-${level}-clean`));
    const loud = report.findings.filter((f: { severity: string }) => f.severity !== 'note');
    expect(loud.map((f: { rule: string; path: string; line: number }) => `${f.path}:${f.line} ${f.rule}`)).toEqual([]);
    expect(code).toBe(0);
    expect(report.levelReport.applied).toBe(level);
    expect(report.reachedLevel).toBe(level);
  });

  test.each([1, 2, 3, 4])('level-%i-broken fails', async (level) => {
    const { code, report } = await json(join(examples, `level-${level}-broken`));
    expect(code).toBe(1);
    expect(report.counts.error).toBeGreaterThan(0);
    expect(report.reachedLevel).toBeLessThan(level);
  });
});

describe('zero', () => {
  test.each([
    [3, 'static', 'Secret external-secrets/aws-credentials'],
    [2, 'in-git', 'values in clear text in this repository'],
  ])('level-%i-broken: the worst root', async (level, kind, name) => {
    const { code, stdout } = await run('zero', join(examples, `level-${level}-broken`), '-o', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).roots[0]).toMatchObject({ kind, name });
  });

  test('the report holds the same chains', async () => {
    const folder = join(examples, 'level-3-broken');
    const { roots, chains } = JSON.parse((await run('zero', folder, '-o', 'json')).stdout);
    const { secretZero } = (await json(folder)).report;
    expect({ roots: secretZero.roots, chains: secretZero.chains }).toEqual({ roots, chains });
    expect(chains).toMatchObject([
      { kind: 'Secret', workloads: ['Deployment shop/shop'], mechanism: 'external-secrets', roots: [0] },
    ]);
  });

  test('terminal and graph, an unknown output, and a folder without Secrets', async () => {
    const folder = join(examples, 'level-3-clean');
    expect((await run('zero', folder)).stdout).toContain('Workload identity\n  ServiceAccount external-secrets');
    expect((await run('zero', folder, '-o', 'mermaid')).stdout).toMatch(/^graph LR\n/);
    expect(await run('zero', folder, '-o', 'sarif')).toMatchObject({ code: 2, stdout: '' });
    expect((await run('zero', join(examples, 'workflows'))).stdout).toContain('No Secret is provided or used');
  });
});

test('one file, wherever it is, and several paths', async () => {
  const file = join(examples, 'level-2-broken/apps/shop/secret.yaml');
  const { findings } = (await json(file)).report;
  expect(findings.filter((f: { credential: boolean }) => f.credential)).toMatchObject([
    { rule: 'plaintext-secret-manifest', line: 9 },
  ]);
  // This repository's own configuration leaves the examples out.
  const config = 'examples/level-2-broken/.secrets-ladder.yaml';
  const { code, stdout } = await run(
    'scan',
    'examples/level-2-broken',
    'examples/level-1-broken',
    '-o',
    'json',
    '-c',
    config,
  );
  expect(code).toBe(1);
  const paths = new Set(
    JSON.parse(stdout).findings.map((f: { path: string }) => f.path.split('/').slice(0, 2).join('/')),
  );
  expect(paths).toEqual(new Set(['examples/level-1-broken', 'examples/level-2-broken']));
});

describe('the command line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ladder-'));
    writeFileSync(join(folder, 'pod.yaml'), 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('help names every option and exit code', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    for (const word of ['--fail-on', '--level', '--output', 'explain RULE', 'init', 'Exit codes'])
      expect(stdout).toContain(word);
  });

  test('a mistake names the nearest option and exits 2', async () => {
    expect(await run('scan', folder, '--levle', '2')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--level'),
    });
    expect(await run('scna')).toMatchObject({ code: 2, stderr: expect.stringContaining('scan') });
    expect(await run('scan', folder, '-o', 'jsn')).toMatchObject({ code: 2, stderr: expect.stringContaining('json') });
    expect(await run('scan', join(folder, 'nowhere'))).toMatchObject({ code: 2 });
    expect(await run('scan', folder, '--level', '7')).toMatchObject({ code: 2 });
  });

  test('a mistake in the configuration has its line, and nothing runs', async () => {
    const path = join(folder, '.secrets-ladder.yaml');
    writeFileSync(path, 'level: 2\nfail-onn: error\n');
    const { code, stdout, stderr } = await run('scan', folder);
    rmSync(path);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/\.secrets-ladder\.yaml:2:1: .*fail-on/);
  });

  test('explain, rules and levels print', async () => {
    expect((await run('explain', 'plaintext-secret-manifest')).stdout).toContain('## Why');
    expect(await run('explain', 'plaintext-secret-manifst')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('plaintext-secret-manifest'),
    });
    expect((await run('rules')).stdout).toContain('plaintext-secret-manifest');
    expect((await run('levels')).stdout).toContain('sealed-secrets');
  });

  test('on a terminal of 80 columns no line is longer, but for code, addresses and paths', async () => {
    const isLong = (line: string): boolean => line.length > 80 && /\S\s+\S/.test(line.trim()) && !line.includes('://');
    for (const argv of [
      ['--help'],
      ['rules'],
      ['levels'],
      ['scan', join(examples, 'level-2-broken'), '--color=never'],
    ]) {
      expect((await runOn(80, ...argv)).stdout.split('\n').filter(isLong)).toEqual([]);
    }
    const prose = (await runOn(80, 'explain', 'plaintext-secret-manifest')).stdout.split('## Found')[0]!;
    expect(prose.split('\n').filter(isLong)).toEqual([]);
    expect((await run('explain', 'plaintext-secret-manifest')).stdout.split('\n').some(isLong)).toBe(true);
  });

  test('further commands are named as the program was started', async () => {
    const { stdout } = await run('scan', join(examples, 'level-2-broken'));
    expect(stdout).toContain('node dist/cli.js explain secret-in-configmap');
  });

  test('colour is one of three', async () => {
    const broken = join(examples, 'level-2-broken');
    expect(await run('scan', broken, '--color', 'sometimes')).toMatchObject({ code: 2, stdout: '' });
    expect((await runOn(80, 'scan', broken)).stdout).toContain('\u001b[');
    expect((await runOn(80, 'scan', broken, '--color', 'never')).stdout).not.toContain('\u001b[');
    expect((await run('scan', broken, '--color', 'always')).stdout).toContain('\u001b[');
  });

  test('init writes a configuration that scan accepts, and not twice', async () => {
    expect((await run('init', folder)).code).toBe(0);
    const text = readFileSync(join(folder, '.secrets-ladder.yaml'), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=/m);
    expect((await run('scan', folder)).code).toBe(0);
    expect((await run('init', folder)).code).toBe(2);
  });

  test('several outputs in one run', async () => {
    const sarif = join(folder, 'out.sarif');
    const { stdout } = await run('scan', folder, '-o', 'terminal', '-o', `sarif=${sarif}`);
    expect(stdout).not.toBe('');
    expect(JSON.parse(readFileSync(sarif, 'utf8')).version).toBe('2.1.0');
    rmSync(sarif);
  });
});
