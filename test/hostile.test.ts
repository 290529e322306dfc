import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { check } from '../src/check.ts';
import { emptyConfig } from '../src/config.ts';
import { outputs } from '../src/outputs/index.ts';
import { prepare } from '../src/prepare.ts';
import type { Rule } from '../src/rule.ts';
import { rules } from '../src/rules/index.ts';
import { type Ran, run } from '../src/run.ts';
import { memorySource } from '../src/sources/memory.ts';
import { placesOf, SourceFile } from '../src/text.ts';
import { processorTime } from './processor-time.ts';

/** Input made to hurt: a clear report, no crash of a rule, the neighbouring files still read. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings = {
  root: '.',
  config: emptyConfig,
  configName: undefined,
  level: 2 as const,
  failOn: 'error' as const,
  minConfidence: 'possible' as const,
  today: new Date('2026-11-23'),
  notChecked: [],
};

const secret = (name: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  password: tulip-Harbor-29-lantern\n`;

async function scanned(): Promise<Ran> {
  const asked = {
    root: folder,
    named: '.',
    paths: [],
    level: '2',
    config: undefined,
    include: [],
    exclude: [],
    failOn: undefined,
    minConfidence: undefined,
    maxFileSize: undefined,
  };
  const { source, settings: prepared } = await prepare(asked);
  return run(source, prepared);
}

function inMemory(files: Record<string, string | Uint8Array>): Promise<Ran> {
  return run(memorySource(new Map(Object.entries(files))), settings);
}

const found = (ran: Ran): string[] =>
  ran.report.verdicts.filter((v) => v.finding.credential).map((v) => v.finding.span.file.path);

describe('a hostile tree', () => {
  test('names, links, devices and sizes', async () => {
    for (const name of [
      '::error::x.yaml',
      '##[add-mask]e.yaml',
      'new\nline.yaml',
      'right\u202eleft.yaml',
      "quote'.yaml",
    ]) {
      writeFileSync(join(folder, name), secret('a'));
    }
    symlinkSync('/etc/passwd', join(folder, 'outside.yaml'));
    symlinkSync('nowhere', join(folder, 'broken.yaml'));
    symlinkSync('.', join(folder, 'loop'));
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    writeFileSync(join(folder, 'large.yaml'), 'x: y\n'.repeat(3_000_000));
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'deep/secret.yaml'), secret('b'));
    const ran = await scanned();
    expect(ran.report.crashes).toEqual([]);
    expect(found(ran)).toHaveLength(6);
    const reasons = new Map(ran.report.skipped.map(({ path, reason }) => [path, reason]));
    expect(reasons.get('outside.yaml')).toBe('symlink-outside');
    expect(reasons.get('broken.yaml')).toBe('symlink-broken');
    expect(reasons.get('large.yaml')).toBe('too-large');
    expect(reasons.get('pipe.yaml')).toBe('not-a-file');
    for (const output of outputs) {
      const text = output.render(ran.report, {
        rules: new Map(rules.map((r) => [r.id, r])),
        colour: false,
        width: 0,
        docs: '',
      });
      expect(text, output.id).not.toContain('\u202e');
      expect(text, output.id).not.toContain('new\nline');
    }
  });

  test('a hostile .git/config runs nothing', async () => {
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const canary = join(folder, 'ran');
    for (const key of ['core.fsmonitor', 'core.sshCommand', 'core.pager', 'diff.external', 'core.editor']) {
      execFileSync('git', ['config', key, `touch ${canary}`], { cwd: folder });
    }
    writeFileSync(join(folder, 'secret.yaml'), secret('a'));
    const ran = await scanned();
    expect(found(ran)).toEqual(['secret.yaml']);
    expect(() => execFileSync('test', ['-e', canary])).toThrow();
  });
});

describe('hostile content', () => {
  const neighbour = { 'z-neighbour.yaml': secret('z') };

  test.each([
    [
      'an alias bomb',
      `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *a, ${i ? `*b${i - 1}, *b${i - 1}` : 'x'}]`).join('\n')}\n`,
    ],
    ['deep nesting', '['.repeat(100_000)],
    ['deep block nesting', Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}k:`).join('\n')],
    [
      'an alias bomb in a Secret',
      `a: &a0 {x: y}\n${Array.from({ length: 20 }, (_, i) => `b${i}: &a${i + 1} {${Array.from({ length: 9 }, (_, k) => `k${k}: *a${i}`).join(', ')}}`).join('\n')}\nkind: Secret\napiVersion: v1\nstringData: *a20\n`,
    ],
    [
      'a chain of 12,000 merges',
      `a0: &a0 {x: y}\n${Array.from({ length: 12_000 }, (_, i) => `a${i + 1}: &a${i + 1} {<<: *a${i}, k: 1}`).join('\n')}\nkind: Secret\napiVersion: v1\nstringData: *a12000\n`,
    ],
    [
      '5,000 keys merged 5,000 times',
      `a: &a {${Array.from({ length: 5000 }, (_, i) => `k${i}: 1`).join(', ')}}\n${'b: {<<: *a, z: 1}\n'.repeat(5000)}kind: Secret\napiVersion: v1\n`,
    ],
    [
      '10,000 objects in one file',
      `---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "${'x'.repeat(200)}"}]}\n`.repeat(
        10_000,
      ),
    ],
    ['a merge loop', 'a: &a\n  <<: *a\n  password: *a\n'],
    ['50,000 documents', '---\na: 1\n'.repeat(50_000)],
    ['a truncated template', 'apiVersion: v1\nkind: Secret\ndata:\n  a: {{ .Values'],
    ['an endless quote', `kind: "Secret\n${'x: y\n'.repeat(5000)}`],
    ['a megabyte on one line', `password: ${'ab1!'.repeat(262_144)}\n`],
    ['a megabyte of backslashes in a script', `#!/bin/sh\n${'\\'.repeat(1 << 20)}`],
    ['nested base64', `apiVersion: v1\nkind: Secret\ndata:\n  a: ${nested('{"a":1}', 12)}\n`],
  ])(
    '%s',
    async (_, content) => {
      const name = content.startsWith('#!') ? 'a.sh' : 'a.yaml';
      const begun = processorTime();
      const ran = await inMemory({ [name]: content, ...neighbour });
      expect(ran.report.crashes).toEqual([]);
      expect(found(ran)).toContain('z-neighbour.yaml');
      // Not a speed test: what is quadratic takes minutes here.
      expect(processorTime() - begun).toBeLessThan(30_000);
    },
    60_000,
  );

  test('more findings than a call takes arguments', async () => {
    const content = 'kind: Secret\n';
    const file = new SourceFile('a.yaml', content);
    const many: Rule = {
      ...rules[0]!,
      *check() {
        for (let i = 0; i < 300_000; i++) {
          const span = { file, start: i, end: i + 1 };
          const finding = { rule: 'many', subject: '', message: '', span, related: [], evidence: [] };
          yield { ...finding, confidence: 'certain', credential: true };
        }
      },
    };
    const { scan } = await inMemory({ 'a.yaml': content });
    const { findings, crashes } = check(scan.repository, [many]);
    expect(crashes).toEqual([]);
    expect(findings).toHaveLength(300_000);
  });

  test('lines that end with a carriage return alone', async () => {
    const ran = await inMemory({ 'a.yaml': secret('a').replaceAll('\n', '\r') });
    const finding = ran.report.verdicts.find((v) => v.finding.credential)?.finding;
    expect(finding && placesOf(finding.span)).toMatchObject({ line: 6, column: 13 });
    expect(ran.report.problems).toEqual([]);
  });

  test('truncated UTF-8 and NUL bytes', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode(secret('a')), 0xe2, 0x82]);
    const ran = await inMemory({ 'a.yaml': bytes, 'b.yaml': new Uint8Array([0x61, 0, 0x62, 0x3a]), ...neighbour });
    expect(found(ran)).toEqual(['a.yaml', 'z-neighbour.yaml']);
  });

  test('one broken document among good ones costs only itself', async () => {
    const ran = await inMemory({ 'a.yaml': `${secret('a')}---\nkind: "Secret\n  a: [\n---\n${secret('b')}` });
    expect(ran.report.verdicts.map((v) => v.finding.subject)).toEqual(
      expect.arrayContaining(['Secret a stringData.password', 'Secret b stringData.password']),
    );
    expect(ran.report.problems.length).toBeGreaterThan(0);
  });

  test('no input crashes a rule', async () => {
    const base = [
      'kind: ',
      'Secret',
      'data:\n  ',
      'password',
      '{{ ',
      ' }}',
      '- ',
      '"',
      '|\n  ',
      '&a ',
      '*a',
      '<<: ',
      ': ',
      '\n',
      '---\n',
      '{',
      ']',
      '\t',
      '$(',
      '`',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom(...base), fc.string({ maxLength: 8 })), { maxLength: 60 }),
        fc.constantFrom(
          'a.yaml',
          'a.json',
          'a.sh',
          'a.md',
          '.env',
          'Dockerfile',
          'a.tf',
          'a.toml',
          'values.yaml',
          'kustomization.yaml',
        ),
        async (parts, name) => {
          const ran = await inMemory({ [name]: parts.join('') });
          expect(ran.report.crashes).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);
});

function nested(text: string, times: number): string {
  return times === 0 ? text : nested(Buffer.from(text).toString('base64'), times - 1);
}
