import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { terminal } from '../src/outputs/terminal.ts';
import { clean, empty, file, large, options, reportOf, rich, spanOf, verdict } from './report-fixture.ts';

const render = (report = rich(), more: Partial<typeof options> = {}): string =>
  terminal.render(report, { ...options, ...more });

describe('snapshots', () => {
  test.each([
    ['rich', rich()],
    ['clean', clean],
    ['empty', empty],
  ] as const)('%s', async (name, report) => {
    await expect(render(report)).toMatchFileSnapshot(`fixtures/outputs/terminal-${name}.txt`);
  });
});

describe('findings', () => {
  const source = file('db.yaml', 'stringData:\n  password: x1y2z3\n  token: u4v5w6\n');
  const first = verdict('plaintext-secret-manifest', spanOf(source, 'x1y2z3'), 'Secret db stringData.password');
  const second = verdict('plaintext-secret-manifest', spanOf(source, 'u4v5w6'), 'Secret db stringData.token', {
    severity: 'note',
    confidence: 'likely',
  });

  test('the caret stands under the mask', () => {
    const lines = render(reportOf([first])).split('\n');
    const at = lines.findIndex((line) => line.includes('│'));
    expect(lines[at]!.indexOf('••••••••')).toBe(lines[at + 1]!.indexOf('^^^^^^^^'));
  });

  test('why and fix stand once for each rule in a file, in one sentence and without markup', () => {
    const text = render(reportOf([first, second]));
    expect(text.match(/ why {3}/g)).toHaveLength(1);
    expect(text.match(/ fix {3}/g)).toHaveLength(1);
    expect(text).toContain('not encryption');
    expect(text).not.toContain('Forks keep it too');
    expect(text).toContain('SealedSecret, SOPS');
  });

  test('doubt is shown, certainty is not', () => {
    const text = render(reportOf([first, second]));
    expect(text).toContain('note  plaintext-secret-manifest  3:10  likely\n');
    expect(text).toContain('error  plaintext-secret-manifest  2:13\n');
  });

  test('ten of a rule in a file are printed in full, the rest is named and counted', () => {
    const text = render(large(250));
    expect(text.match(/│ {3}key\d+: •/g)).toHaveLength(30);
    expect(text).toContain('and 90 more of plaintext-secret-manifest in this file, at 13:10, 14:10');
    expect(text).toContain('and 50 more, all in the JSON report');
    expect(text).toMatch(/^82 errors, 83 warnings and 85 notes in 3 files\./m);
  });
});

describe('the end', () => {
  test('a clean run is one quiet sentence, and what was skipped', () => {
    const text = render(clean, { width: 200 });
    expect(text.trimEnd().split('\n')).toHaveLength(2);
    expect(text).toMatch(/^No findings in 120 parsed files of 812 listed; /);
    expect(text).toContain('1 file: 1 binary');
  });

  test('nothing scanned is loud', () => {
    expect(render(empty)).toMatch(/^NOTHING WAS SCANNED\n/);
  });

  test('a crash fails the run even without findings', () => {
    const text = render(reportOf([], { conclusion: 'failure', crashes: [{ rule: 'a-rule', message: 'boom' }] }));
    expect(text).toContain('Failed: 1 rule crashed, so the result is incomplete.');
  });
});

describe('form', () => {
  test('colour adds nothing but colour', () => {
    for (const report of [rich(), clean, empty]) {
      const coloured = render(report, { colour: true });
      expect(coloured).toContain('\u001b[');
      expect(stripVTControlCharacters(coloured)).toBe(render(report));
    }
  });

  test.each([40, 60, 80, 120, 0])('width %i is kept where words allow', (width) => {
    for (const line of render(large(250), { width }).split('\n')) {
      if (!/│|https?:|^\d+ errors|^ {2}(?:error|warning|note) {2}/.test(line))
        expect(line.length).toBeLessThanOrEqual(width === 0 ? 100 : width);
    }
  });

  test('no trailing spaces', () => expect(render()).not.toMatch(/[ \t]$/m));

  test('problem matchers of other tools do not take our lines for theirs', () => {
    const matchers = [
      /^\s+\d+:\d+\s+(?:error|warning|info)\s/, // eslint-stylish
      /^.+:\sline\s\d+,\scol\s\d+,\s(?:error|warning|info)/i, // eslint-compact
      /^\S.*[:(]\d+[:,]\d+\)?\s*[-:]?\s+(?:error|warning|info)\b/i, // tsc, gcc
    ];
    for (const line of render().split('\n')) for (const matcher of matchers) expect(line).not.toMatch(matcher);
  });
});
