import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../src/command.ts';
import { Stopwatch } from '../src/stopwatch.ts';

test('the time of a scan by phase, rule and file, for people and programs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'timings-'));
  try {
    writeFileSync(join(folder, 'a.yaml'), 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: b}\n');
    writeFileSync(join(folder, 'main.go'), 'package main\n');
    const said = { out: '', error: '' };
    const terminal = {
      stdout: (text: string) => (said.out += text),
      stderr: (text: string) => (said.error += text),
      env: {},
      isTTY: false,
      isErrorTTY: false,
      columns: 0,
    };
    await main(['scan', folder, '--timings', '-o', 'json'], terminal);
    const { timings, counts } = JSON.parse(said.out);
    expect(Object.keys(timings.phases)).toEqual(
      expect.arrayContaining(['list', 'read', 'prefilter', 'parse', 'judge', 'model', 'rules', 'chains']),
    );
    expect(timings.rules).toHaveProperty('plaintext-secret-manifest');
    expect(timings.files.map(({ path }: { path: string }) => path)).toEqual(['a.yaml']);
    // Source code is not even read.
    expect(counts).toMatchObject({ files: 2, read: 1, parsed: 1 });
    expect(said.error).toMatch(
      /Phases\n +\d+\.\d ms {2}list\n[\s\S]*Rules\n[\s\S]*Slowest files\n +\d+\.\d ms {2}a\.yaml\n$/,
    );
    said.out = '';
    await main(['scan', folder, '-o', 'json'], terminal);
    expect(JSON.parse(said.out)).not.toHaveProperty('timings');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('of many files the slowest are kept', () => {
  const watch = new Stopwatch();
  for (let i = 0; i < 2500; i++) {
    watch.lap('parse');
    watch.file(String(i));
  }
  const { files, phases } = watch.timings(new Map());
  const times = files.map(({ milliseconds }) => milliseconds);
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(times).toHaveLength(20);
  expect([...phases.keys()]).toEqual(['parse']);
});
