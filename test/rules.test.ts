import { readdirSync } from 'node:fs';
import { minimatch } from 'minimatch';
import { describe, expect, test } from 'vitest';
import { historyOfExample, unmarked } from '../src/example.ts';
import type { Finding } from '../src/finding.ts';
import { mechanisms } from '../src/mechanisms/index.ts';
import { places } from '../src/places/index.ts';
import type { Example, Rule } from '../src/rule.ts';
import { rules } from '../src/rules/index.ts';
import { type Scan, scan } from '../src/scan.ts';
import { memoryCommit, memorySource } from '../src/sources/memory.ts';
import { SourceFile } from '../src/text.ts';

/** Patterns of the example's own `.gitignore`: names, with `*`. */
function ignoredBy(files: ReadonlyMap<string, string>): (path: string) => boolean {
  const patterns = (files.get('.gitignore') ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return (path) => patterns.some((pattern) => minimatch(path, pattern, { matchBase: true, dot: true }));
}

async function scanned(example: Example): Promise<{ found: Scan; expected: string[] }> {
  const { files, marks, base } = unmarked(example);
  const found = await scan(memorySource(files), {
    places,
    mechanisms,
    rules,
    declared: {
      level: example.level === 'none' ? undefined : (example.level ?? 2),
      backups: [],
      ...(example.profile ? { profile: example.profile } : {}),
    },
    today: new Date('2026-11-23'),
    ignored: ignoredBy(files),
    base: base && memoryCommit('main', base),
    history: example.history && historyOfExample(example.history),
  });
  const expected = marks.map(({ path, start, end }) => place(new SourceFile(path, files.get(path)!), start, end));
  return { found, expected: expected.sort() };
}

/** `path:line:column-line:column`: what a failure may print without showing a value. */
function place(file: SourceFile, start: number, end: number): string {
  const [from, to] = [file.place(start), file.place(end)];
  return `${file.path}:${from.line}:${from.column}-${to.line}:${to.column}`;
}

function placesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ span }) => place(span.file, span.start, span.end)).sort();
}

/** Readable credentials that other rules found, but for those the example names. */
function strangers(found: Scan, rule: Rule, example: Example): string[] {
  return found.findings
    .filter(({ credential, rule: id }) => credential && id !== rule.id && !example.also?.includes(id))
    .map(({ rule: id, span }) => `${id} at ${place(span.file, span.start, span.end)}`);
}

/** Readable credentials that no rule speaks of: a place whose entries no rule asks for. */
function unsaid({ repository, findings }: Scan): string[] {
  const said = findings.flatMap(({ span, related }) => [span, ...related.map((one) => one.span)]);
  return repository.entries
    .filter((entry) => repository.judgementOf(entry).verdict === 'credential')
    .filter(
      ({ span }) => !said.some(({ file, start, end }) => file === span.file && start <= span.end && end >= span.start),
    )
    .map(({ place: id, span }) => `${id} at ${place(span.file, span.start, span.end)}`);
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('says what it is about', () => {
    expect(rule.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(rule.title).not.toMatch(/\n|\.$/);
    for (const text of [rule.why, rule.remedy]) expect(text).toMatch(/[.)`]$/);
    expect(rule.references.length).toBeGreaterThan(0);
    for (const reference of rule.references) expect(reference).toMatch(/^https:\/\//);
    if (rule.credential) expect(rule.remedy).toMatch(/rotate|revoke|replace the key/i);
    for (const other of rule.outranks ?? []) expect(rules.map(({ id }) => id)).toContain(other);
    expect(rule.bad().length).toBeGreaterThan(0);
    expect(rule.good().length).toBeGreaterThan(0);
  });

  test.each(rule.bad().map((example) => [example.title, example] as const))('bad: %s', async (_title, example) => {
    const { found, expected } = await scanned(example);
    const own = found.findings.filter((finding) => finding.rule === rule.id);
    expect(found.crashes).toEqual([]);
    expect(expected.length, 'a bad example marks what is bad').toBeGreaterThan(0);
    expect(placesOf(own)).toEqual(expected);
    for (const finding of own) {
      expect(finding.message.startsWith(finding.subject), 'the subject comes first').toBe(true);
      expect(finding.message).not.toMatch(/\n/);
    }
    expect(strangers(found, rule, example)).toEqual([]);
    expect(unsaid(found)).toEqual([]);
  });

  test.each(rule.good().map((example) => [example.title, example] as const))('good: %s', async (_title, example) => {
    const { found, expected } = await scanned(example);
    expect(found.crashes).toEqual([]);
    expect(expected).toEqual([]);
    expect(placesOf(found.findings.filter((finding) => finding.rule === rule.id))).toEqual([]);
    expect(strangers(found, rule, example)).toEqual([]);
    expect(unsaid(found)).toEqual([]);
  });
});

describe('the list of rules', () => {
  test('holds every file of the folder, under its own name, in order', () => {
    const files = readdirSync(new URL('../src/rules', import.meta.url)).filter((name) => name !== 'index.ts');
    expect(rules.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
  });

  test('has no id twice, and no cycle of ranks', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    const below = new Map(rules.map((rule) => [rule.id, rule.outranks ?? []]));
    const walk = (id: string, path: readonly string[]): void => {
      expect(path, `${id} outranks itself`).not.toContain(id);
      for (const next of below.get(id) ?? []) walk(next, [...path, id]);
    };
    for (const { id } of rules) walk(id, []);
  });
});
