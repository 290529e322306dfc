import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, type Node, textAt } from '../src/parser.ts';
import { jsonParser } from '../src/parsers/json.ts';
import { scalarText } from '../src/parsers/yaml-text.ts';
import { scalarsOf, textOf } from './yaml-outline.ts';

function parse(content: string) {
  return jsonParser.parse(textOf(content), 'json');
}

/** The JavaScript value of a node, for comparison with JSON.parse. */
function plain(node: Node): unknown {
  if (node.type === 'map') return node.pairs.map(({ key, value }) => [key.value, plain(value)]);
  if (node.type === 'seq') return node.items.map(plain);
  if (node.type === 'alias') return undefined;
  return node.style === 'double' ? node.value : JSON.parse(node.value);
}

function asPairs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asPairs);
  if (value && typeof value === 'object') return Object.entries(value).map(([key, item]) => [key, asPairs(item)]);
  return value;
}

describe('JSON', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2, '\t'), (json, indent) => {
        const value: unknown = JSON.parse(json);
        const { documents, problems } = parse(JSON.stringify(value, null, indent));
        expect(problems).toEqual([]);
        expect(documents).toHaveLength(1);
        expect(plain(documents[0]!.root!)).toEqual(asPairs(value));
      }),
      { numRuns: 500 },
    );
  });

  test('a value is where it is written', () => {
    const content = '{"a": {"b": "c\\n\\u0041\\/"}, "d": [1, true]}';
    const { documents } = parse(content);
    const node = at(documents[0]!.root, 'a', 'b')!;
    expect(content.slice(node.start, node.end)).toBe('"c\\n\\u0041\\/"');
    expect(node).toMatchObject({ value: 'c\nA/', style: 'double' });
    expect(at(documents[0]!.root, 'd', 0)).toMatchObject({ value: '1', style: 'plain' });
    for (const { document, node: each } of scalarsOf(documents)) {
      expect(scalarText(document, each).content).toBe(each.value);
    }
  });

  test('comments and trailing commas', () => {
    const content = '// one\n{\n  /* two */ "a": 1, // three\n  "b": ["http://x", ],\n}\n';
    const { documents, problems } = parse(content);
    expect(problems).toEqual([]);
    expect(textAt(documents[0]!.root, 'b', 0)).toBe('http://x');
    expect(documents[0]!.comments.map(({ start, end }) => content.slice(start, end))).toEqual([
      '// one',
      '/* two */',
      '// three',
    ]);
  });

  test('several values in a row', () => {
    expect(parse('{"a": 1}\n{"a": 2}\r\n{"a": 3}').documents.map(({ root }) => textAt(root, 'a'))).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(parse('{"a": 1}{"a": 2} [] 3').documents).toHaveLength(4);
    expect(parse('  \n').documents).toEqual([]);
  });

  test('broken JSON is read around the break', () => {
    const cases: readonly [string, string][] = [
      ['{"a": "open\n, "b": "x"}', 'x'],
      ['{"a" 1, "b": "x"}', 'x'],
      ['{"a": , "b": "x"}', 'x'],
      ['{"a": [1, "b": "x"}', ''],
      ['{"a": bare, "b": "x"', 'x'],
      ['{a: 1, "b": "x"}', 'x'],
    ];
    for (const [content, expected] of cases) {
      const { documents, problems } = parse(content);
      expect(problems.length, content).toBeGreaterThan(0);
      if (expected) expect(textAt(documents[0]!.root, 'b'), content).toBe(expected);
    }
  });

  test('templates', () => {
    const { documents, problems } = parse('{"a": "{{ .x | default "y" }}", "b": {{ .z }}, "c": "d"}');
    expect(problems).toEqual([]);
    expect(at(documents[0]!.root, 'a')).toMatchObject({ value: '{{ .x | default "y" }}', templated: true });
    expect(at(documents[0]!.root, 'b')).toMatchObject({ value: '{{ .z }}', templated: true });
    expect(at(documents[0]!.root, 'c')).toMatchObject({ value: 'd', templated: false });
    // Braces in a string of whole JSON are text.
    expect(textAt(parse('{"a":{"b":"{{"},"c":"}}"}').documents[0]!.root, 'c')).toBe('}}');
  });
});
