import { describe, expect, test } from 'vitest';
import { annotations } from '../src/outputs/annotations.ts';
import { stepSummary } from '../src/outputs/step-summary.ts';
import {
  chained,
  clean,
  empty,
  file,
  hostileNames,
  large,
  options,
  reportOf,
  rich,
  spanOf,
  verdict,
} from './report-fixture.ts';
import { runnerReads } from './runner-commands.ts';

describe('annotations', () => {
  const read = (report = rich()) => runnerReads(annotations.render(report, options));

  test.each([
    ['rich', rich()],
    ['clean', clean],
    ['empty', empty],
  ] as const)('snapshot of %s', async (name, report) => {
    await expect(annotations.render(report, options)).toMatchFileSnapshot(`fixtures/outputs/annotations-${name}.txt`);
  });

  test('the runner takes exactly the annotations that were meant, and keeps all of them', () => {
    const { commands, annotations: taken, log } = read();
    expect(commands.map(({ name }) => name)).toEqual([
      ...Array(10).fill('error'),
      'warning',
      'warning',
      'warning',
      'notice',
      'notice',
    ]);
    expect(taken).toHaveLength(commands.length);
    expect(taken.every(({ kept }) => kept)).toBe(true);
    expect(log.filter((line) => line !== '')).toHaveLength(1);
    for (const { properties } of taken) {
      expect(
        [...properties.keys()].every((key) => ['file', 'line', 'endLine', 'col', 'endColumn', 'title'].includes(key)),
      ).toBe(true);
    }
  });

  test('the worst come first, and one more says how many there are', () => {
    const { annotations: taken } = read(large(3_000));
    for (const kind of ['error', 'warning', 'notice'] as const) {
      const some = taken.filter((each) => each.kind === kind);
      expect(some).toHaveLength(10);
      const rest = kind === 'notice' ? 1_020 - 9 : 990 - 9;
      expect(some.at(-1)!.data).toContain(
        `and ${rest.toLocaleString('en-US')} more ${kind === 'notice' ? 'note' : kind}s`,
      );
    }
    const doubtful = rich().verdicts.map((each) => ({
      ...each,
      finding: { ...each.finding, confidence: 'possible' as const },
    }));
    const sure = verdict(
      'plaintext-secret-manifest',
      spanOf(file('zzz.yaml', 'token: x1y2z3\n'), 'x1y2z3'),
      'Secret z data.token',
    );
    expect(read(reportOf([...doubtful, sure])).annotations[0]!.properties.get('file')).toBe('zzz.yaml');
  });

  test('nine errors need no roll-up, ten do', () => {
    const some = (count: number) =>
      reportOf(
        large(300)
          .verdicts.filter(({ severity }) => severity === 'error')
          .slice(0, count),
      );
    expect(read(some(9)).annotations).toHaveLength(9);
    const ten = read(some(10)).annotations;
    expect(ten).toHaveLength(10);
    expect(ten.at(-1)!.data).toMatch(/^and 1 more error: /);
  });

  test('a place has columns only where it is on one line', () => {
    const source = file('k.yaml', 'key: |\n  x1y2z3\n  x4y5z6\n');
    const many = verdict('plaintext-secret-manifest', spanOf(source, '|\n  x1y2z3\n  x4y5z6'), 'Secret k data.key');
    const text = annotations.render(reportOf([many]), options);
    expect(text).toMatch(/^::error file=k\.yaml,line=1,endLine=3,title=plaintext-secret-manifest::/);
  });

  test('a hostile name is told as it is, made visible', () => {
    for (const name of hostileNames) {
      const source = file(name, 'token: x1y2z3\n');
      const one = verdict('plaintext-secret-manifest', spanOf(source, 'x1y2z3'), name, {
        message: `${name} is readable`,
      });
      const { commands, log } = read(reportOf([one]));
      expect(commands).toHaveLength(1);
      expect(commands[0]!.properties.get('title')).toBe('plaintext-secret-manifest');
      expect(commands[0]!.properties.get('line')).toBe('1');
      expect(log.filter((line) => line !== '')).toHaveLength(1);
    }
  });

  test('a long message is cut before the remedy and the address, within 4,096', () => {
    const source = file('k.yaml', 'key: x1y2z3\n');
    const long = verdict('plaintext-secret-manifest', spanOf(source, 'x1y2z3'), 'x', {
      message: `${'very \n😀%'.repeat(2_000)} long`,
    });
    const [command] = read(reportOf([long])).commands;
    expect(command!.data.length).toBeLessThanOrEqual(4_096);
    expect(command!.data).toContain('Rotate the credential');
    expect(command!.data).toMatch(/plaintext-secret-manifest\.md$/);
  });

  test('a clean run is one line of log', () => {
    const { commands, log } = read(clean);
    expect(commands).toEqual([]);
    expect(log[0]).toMatch(/^secrets-ladder: No findings; 812 files listed, .*1 skipped \(1 binary\)$/);
  });
});

describe('step summary', () => {
  const render = (report = rich()): string => stepSummary.render(report, options);
  const rows = (text: string): string[] =>
    text.split('\n').filter((line) => /^\| (?:error|warning|note) \|/.test(line));

  test.each([
    ['rich', rich()],
    ['clean', clean],
    ['empty', empty],
  ] as const)('snapshot of %s', async (name, report) => {
    await expect(render(report)).toMatchFileSnapshot(`fixtures/outputs/summary-${name}.md`);
  });

  test('tables are whole: every row has the cells of its head', () => {
    for (const report of [rich(), large(3_000), clean]) {
      let cells: number | undefined;
      for (const line of render(report).split('\n')) {
        if (!line.startsWith('|')) cells = undefined;
        else {
          const count = line.replaceAll('\\|', '').split('|').length;
          cells ??= count;
          expect(count).toBe(cells);
          expect(line.endsWith('|')).toBe(true);
        }
      }
    }
  });

  test('every finding has its row, worst first', () => {
    expect(rows(render())).toHaveLength(rich().verdicts.length);
    const order = ['error', 'warning', 'note'];
    const severities = rows(render(large(300))).map((line) => order.indexOf(line.split(' ')[1]!));
    expect(severities).toEqual([...severities].sort());
  });

  test('names cannot leave their cell', () => {
    const text = render().replace(/```mermaid\n[\s\S]*?\n```\n/, '');
    expect(text).not.toContain('graph LR');
    expect(text).not.toMatch(/<(?!\/?(?:details|summary|code)>|https:\/\/example\.org\/rules\/)/);
    expect(text).not.toMatch(/(?<!&#64;)@octocat/);
    expect(text).not.toContain('](https');
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)!.length);
  });

  test('names cannot leave the graph: its lines are nodes with an escaped label, edges and styles', () => {
    const graph = /```mermaid\ngraph LR\n([\s\S]*?)\n```\n/.exec(render())![1]!.split('\n');
    const label = String.raw`(?:[\p{L}\p{N} .,()/-]|#\d+;|…|<br/>)+`;
    const known = new RegExp(
      String.raw`^  (?:n\d+\["${label}"\](?::::(?:bad|poor|fair|good|open))?|n\d+ --> n\d+|classDef \w+ fill:#\w+,stroke:#\w+,color:#000)$`,
      'u',
    );
    for (const line of graph) expect(line).toMatch(known);
    // Both ends of every edge are there, and every hostile name is.
    const nodes = new Set(graph.flatMap((line) => /^ {2}(n\d+)\[/.exec(line)?.[1] ?? []));
    for (const line of graph) for (const [, end] of line.matchAll(/(n\d+)(?= -->|$)/g)) expect(nodes).toContain(end);
    expect(graph.filter((line) => line.includes(':::bad') || line.includes(':::good'))).toHaveLength(
      hostileNames.length,
    );
  });

  test('a graph of any size is cut between ways, and says how many are left out', () => {
    const names = Array.from({ length: 3_000 }, (_, i) => `${'"]`'.repeat(300)}-${i}`);
    const text = render(reportOf([], { secretZero: chained(names) }));
    const graph = /```mermaid\n([\s\S]*?)\n```\n/.exec(text)![1]!;
    expect(graph.length).toBeLessThan(25_000);
    expect(graph).toContain('classDef');
    const shown = graph.match(/<br\/>ExternalSecret"/g)!.length;
    expect(shown).toBeGreaterThan(0);
    const left = Number(/\*\*([\d,]+) ways\*\* left out of the graph/.exec(text)![1]!.replaceAll(',', ''));
    expect(shown + left).toBe(3_000);
    expect(text).toContain('**2,980 more roots** left out here');
  });

  test('a repository without Secrets has no section on them', () => {
    expect(render(clean)).not.toContain('Secret zero');
  });

  test('a report of any size stays under 1 MiB, is cut between rows, and says how much is left out', () => {
    const name = `${'\u202e|`'.repeat(1_000)}.yaml`;
    const many = large(12_000);
    const huge = reportOf(
      many.verdicts.map((each) => ({
        ...each,
        finding: {
          ...each.finding,
          message: name,
          span: { ...each.finding.span, file: file(name, each.finding.span.file.content) },
        },
      })),
      {
        secretZero: chained(Array.from({ length: 2_000 }, (_, i) => `${name}${i}`)),
        skipped: Array.from({ length: 20_000 }, () => ({ path: name, reason: 'too-large' as const })),
        problems: Array.from({ length: 20_000 }, () => ({ path: name, line: 1, column: 1, message: name })),
        crashes: Array.from({ length: 20_000 }, () => ({ rule: 'a-rule', path: name, message: name })),
        notChecked: Array.from({ length: 20_000 }, () => ({ what: name, why: name, remedy: name })),
        level: {
          ...many.level,
          missing: Array.from({ length: 1_000 }, () => name),
          evidence: Array.from({ length: 1_000 }, () => name),
        },
      },
    );
    for (const report of [many, huge]) {
      const text = render(report);
      expect(Buffer.byteLength(text)).toBeLessThan(1_048_576 * 0.95);
      const left = Number(/\*\*([\d,]+) more findings\*\* left out/.exec(text)![1]!.replaceAll(',', ''));
      expect(rows(text).length + left).toBe(12_000);
      for (const row of rows(text)) expect(row.split('|')).toHaveLength(6);
    }
    expect(render(huge)).toMatch(/- and 19,\d{3} more\n\n<\/details>/);
  });

  test('the decision: declared, reached, what is missing', () => {
    const text = render();
    expect(text).toMatch(/^## ❌ /);
    expect(text).toContain('| 2 sealed-secrets | 2 sealed-secrets | 0 plaintext in Git |');
    expect(text).toContain('- 19 readable credentials are in Git.');
    expect(render(clean)).toMatch(/^## ✅ secrets-ladder: no findings\n/);
    expect(render(empty)).toMatch(/^## ⚠️ [\s\S]*Nothing was scanned/);
  });
});
