import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as readYaml, Document as YamlDocument } from 'yaml';
import { type Edit, Edits } from '../src/fix.ts';
import { withFirstPair, withoutPair } from '../src/map-edit.ts';
import type { Document, MapNode, Node, Pair } from '../src/parser.ts';
import { yamlParser } from '../src/parsers/yaml.ts';
import { textOf } from './yaml-outline.ts';

const key = fc.constantFrom('a', 'b', 'c', 'a b', 'c-d', 'e: f', '#g', '"h', "i'", '1', 'j.k/l');
const text = fc.constantFrom(
  'x',
  'two words',
  '',
  '# no comment',
  'a: b',
  'line\nline',
  'line\n',
  'kept\n\n',
  '\nlate',
  '{',
  'é🔑',
  '"',
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
    tie('map'),
    fc.array(tie('any'), { maxLength: 3 }),
  ),
  map: fc.dictionary(key, tie('any'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
}));

/** Ways to write a value down. */
const styles: readonly (readonly [string, (value: unknown) => string])[] = [
  ['JSON', (each) => `${JSON.stringify(each)}\n`],
  ['JSON on many lines', (each) => `${JSON.stringify(each, null, 2)}\n`],
  ['blocks', (each) => written(each, 'block', {})],
  ['blocks, sequences not indented', (each) => written(each, 'block', { indentSeq: false, indent: 4 })],
  ['blocks, double quotes', (each) => written(each, 'block', { defaultStringType: 'QUOTE_DOUBLE' })],
  ['flow', (each) => written(each, 'flow', { lineWidth: 0 })],
  ['flow on many lines', (each) => written(each, 'flow', { lineWidth: 20 })],
  ['blocks with comments', (each) => written(each, 'block', {}).replace(/^(\s*[a-c]: x)$/gm, '$1 # why')],
  ['blocks with CRLF', (each) => written(each, 'block', {}).replaceAll('\n', '\r\n')],
];

function written(each: unknown, collectionStyle: 'block' | 'flow', more: object): string {
  return new YamlDocument(each).toString({ collectionStyle, ...more });
}

interface Place {
  readonly document: Document;
  readonly map: MapNode;
  readonly path: readonly (string | number)[];
}

function* mapsIn(document: Document, node: Node | undefined, path: readonly (string | number)[]): Iterable<Place> {
  if (node?.type === 'seq') for (const [i, item] of node.items.entries()) yield* mapsIn(document, item, [...path, i]);
  if (node?.type !== 'map') return;
  yield { document, map: node, path };
  for (const pair of node.pairs) yield* mapsIn(document, pair.value, [...path, pair.key.value]);
}

function placesIn(content: string): Place[] {
  const { documents } = yamlParser.parse(textOf(content), 'yaml');
  return documents.flatMap((document) => [...mapsIn(document, document.root, [])]);
}

function edited(content: string, edit: Edit): unknown {
  const edits = new Edits();
  edits.take([edit]);
  return readYaml(edits.appliedTo(content));
}

type Json = Record<string | number, unknown>;

/** The value with the map at a path changed. */
function changed(content: string, path: readonly (string | number)[], change: (map: Json) => void): unknown {
  const root = readYaml(content) as Json;
  let at = root;
  for (const step of path) at = at[step] as Json;
  change(at);
  return root;
}

describe.each(styles)('in %s', (_style, write) => {
  const all = (check: (content: string, place: Place) => number): number => {
    let made = 0;
    fc.assert(
      fc.property(value.map, (each) => {
        const content = write(each);
        for (const place of placesIn(content)) made += check(content, place);
      }),
      { numRuns: 150 },
    );
    return made;
  };

  test('a pair that is taken out is gone, and all else is there', () => {
    const made = all((content, { document, map, path }) => {
      let count = 0;
      for (const pair of map.pairs as readonly Pair[]) {
        const edit = withoutPair(document, map, pair);
        if (!edit) continue;
        count++;
        const expected = changed(content, path, (each) => delete each[pair.key.value]);
        expect(edited(content, edit)).toEqual(expected);
      }
      return count;
    });
    expect(made).toBeGreaterThan(100);
  });

  test('a pair that is put first is there, and all else too', () => {
    const made = all((content, { document, map, path }) => {
      const edit = withFirstPair(document, map, 'readOnly', 'true');
      if (!edit) return 0;
      const expected = changed(content, path, (each) => {
        each['readOnly'] = true;
      });
      expect(edited(content, edit)).toEqual(expected);
      return 1;
    });
    expect(made).toBeGreaterThan(100);
  });
});

test('what others refer to stays', () => {
  const out = (content: string, name: string): Edit | undefined => {
    const { document, map } = placesIn(content)[0]!;
    return withoutPair(document, map, map.pairs.find((pair) => pair.key.value === name)!);
  };
  expect(out('a: &x 1\nb: *x\n', 'a')).toBeUndefined();
  expect(out('a: {c: &x 1}\nb: *x\n', 'a')).toBeUndefined();
  expect(out('a:\n  c: !t 1\nb: 2\n', 'a')).toBeUndefined();
  expect(out('a: {{ .x }}\nb: 2\n', 'b')).toBeDefined();
  expect(out('a: 1\n', 'a')).toBeUndefined();
  expect(out('a: |+\n  kept\nb: 1\n\nc: 2\n', 'b')).toBeUndefined();
});
