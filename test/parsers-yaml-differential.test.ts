import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Lexer, Document as LibraryDocument, parseDocument } from 'yaml';
import { yamlParser } from '../src/parsers/yaml.ts';
import { loadYamlLibrary, readWithLibrary } from '../src/parsers/yaml-library.ts';
import { scalarText } from '../src/parsers/yaml-text.ts';
import { outline, scalarsOf, scanned, textOf } from './yaml-outline.ts';

beforeAll(loadYamlLibrary);

/** Valid YAML in the shapes that people and tools write, and in the ones that parsers get wrong. */
const corpus: readonly string[] = [
  '',
  '\n\n',
  '# only a comment\n',
  'text',
  'a: b',
  'a: b\n',
  'a:\n',
  'a: ',
  'a:   # nothing\nb: c',
  'a:\n  b:\n    c: d\n',
  'a:\n  b: 1\n\n  c: 2\nd: 3\n',
  'a:\n  - b\n  - c\n',
  'a:\n- b\n- c\nd: e\n',
  'a:\n- b:\n  - c\n  d:\n  - e\nf:\n',
  '- a\n- b\n',
  '-\n- a\n-\n',
  '- \n- a',
  '- - a\n  - b\n- - - c\n',
  '-\n  - a\n  -\n    - b\n',
  '- a: 1\n  b: 2\n- a: 3\n',
  '- a:\n    b: 1\n  c:\n  - d\n',
  '-   a: 1\n    b: 2\n',
  '-\n  a: 1\n  b: 2\n',
  'a: [b, c]\n',
  'a: [b,\n  c,\n]\nd: e\n',
  'a: {b: c, d: [e, {f: g}]}\n',
  'a: {b: c,\n    d: e}\n',
  'a:\n  {b: c}\n',
  '{a: b, c}',
  '{a: , b: }',
  '{"a":1,"b":[true,null],"c":{"d":"e"}}',
  '{\n  "a": {\n    "b": "c"\n  },\n  "d": [\n    1\n  ]\n}\n',
  '[a: b, c: d]',
  '["a":b]',
  '[? a : b]',
  '[]\n',
  '{}\n',
  'a: []\nb: {}\n',
  'a: [\n]\nb: {\n}\n',
  'a: [ # comment\n  b, # another\n  c\n]\n',
  'a: [b c, d  e]\n',
  'a: [b\n  c, d]\n',
  'a: [-1, --b, -c-]\n',
  'a: [http://x, b:c]\n',
  'a: {x:1}\n',
  'a: {"x":1}\n',
  "a: {'x':1}\n",
  'a: {x: "y", z: \'w\'}\n',
  'a: {? b : c}\n',
  'a: [[1, 2], [3]]\n',
  'a: [*b, &c d]\nb: &b e\n',
  'a: "b"\nc: \'d\'\n',
  'a: "b c" # d\n',
  "a: 'it''s'\n",
  "a: ''''\n",
  'a: \'\'\nb: ""\n',
  'a: "\\n\\t\\\\\\"\\x41\\u00e9\\U0001F600\\/\\e\\0\\_\\N"\n',
  'a: "\\ud83d\\ude00"\n',
  'a: "b\n  c\n\n  d"\n',
  'a: "b \n \t c"\n',
  'a: "b\\\n  c"\n',
  'a: "b\\\n  \\ c"\n',
  'a: "\n  b\n  "\n',
  "a: 'b\n  c\n\n\n  d'\n",
  "a: '\n  b\n  '\n",
  '"a": b\n\'c\': d\n',
  '"a b": c\n"d: e": f\n',
  '"a"   : b\n',
  'a b c: d\n',
  'a.b/c-d_e: f\n',
  'http://x: y\n',
  'http://x:80: y\n',
  'a: http://x:80/y#z\n',
  'a: b:c\n',
  'a: b #c\nd: e#f\n',
  'a: b # c: d\n',
  'a#b: c\n',
  '#a: b\nc: d\n',
  '  a: b\n  c: d\n',
  ' - a\n - b\n',
  'a: -b\nc: -1\n',
  'a: ?b\nc: :d\n',
  '-a: b\n?c: d\n:e: f\n',
  '- -a\n- ?b\n- :c\n',
  'a: b\n  c\n  d\n',
  'a: b\n\n  c\n\n\n  d\ne: f\n',
  'a:\n  b\n  c\nd: e\n',
  'a: b\n  - c\n',
  '- a\n  b\n- c\n',
  'a\nb\n  c\n',
  'a: |\n  b\n  c\n',
  'a: |\n  b\n\n  c\n\n\nd: e\n',
  'a: |-\n  b\n\nc: d\n',
  'a: |+\n  b\n\n\nc: d\n',
  'a: |+\n\n\nc: d\n',
  'a: |\n\nc: d\n',
  'a: |\nc: d\n',
  'a: |+\nc: d\n',
  'a: |2\n    b\n   c\n',
  'a: |1-\n  b\n',
  'a: |-1\n  b\n',
  'a: |\n\n  b\n',
  'a: |\n    b\n     c\n    d\n',
  'a: | # comment\n  b # no comment\n',
  'a: |\n  # no comment\n  b\n# comment\nc: d\n',
  'a: |\n  b\n # comment\nc: d\n',
  'a: |\n  b\n   \nc: d\n',
  'a: |\n  b\n \nc: d\n',
  'a: |\n  b',
  'a: |\n  b\n  ',
  'a: |\n  b  \n',
  'a: |\n  \tb\n',
  'a: >\n  b\n  c\n\n  d\n',
  'a: >-\n  b\n  c\n   d\n   e\n  f\n',
  'a: >+\n  b\n\n\nc: d\n',
  'a: >\n\n  b\n\n   c\n\n  d\n',
  'a: >\n  b\n\n\n  c\n\n   d\n\n\n  e\n',
  'a: >\n  b\n  \tc\n  d\n',
  'a: >1\n  b\n c\n',
  '- |\n  a\n- >\n  b\n- |2\n   c\n',
  '- - |\n    a\n  - b\n',
  '- a: |\n    b\n  c: d\n',
  'a:\n- |\n b\n- c\n',
  'a:\n  |\n  b\nc: d\n',
  '|\n a\n b\n',
  '|\na\nb\n',
  '>\n a\n b\n',
  '--- |\na\n',
  '--- >-\n a\n b\n',
  '--- text\n',
  '--- "text"\n',
  '--- {a: b}\n',
  '--- # comment\na: b\n',
  '---\na: b\n---\nc: d\n',
  '---\na: b\n...\n---\nc: d\n...\n',
  'a: b\n...\nc: d\n',
  '---\n---\n---\na: b\n',
  '%YAML 1.2\n---\na: b\n',
  '# comment\n%YAML 1.2\n# comment\n---\na: b\n',
  'a: |\n  ---\n  b\n--- \nc: d\n',
  'a: ---b\nc: "---"\n',
  '---a: b\n',
  'a: &x b\nc: *x\n',
  'a: &x\n  b: c\nd: *x\n',
  'a: &x\n- b\nc:\n  <<: *x\n',
  'base: &b {k: v}\nc:\n  <<: *b\n  d: e\n',
  'a: &a {}\nb: &b {}\nc:\n  <<: [*a, *b]\n',
  '&a key: &b value\n*a : c\n',
  '- &a b\n- *a\n- &a c\n- *a\n',
  '&a\n- b\n- *a\n',
  'a: !vault |\n  b\n',
  'a: !vault b\n',
  'a: !!binary |\n  YWJj\n',
  'a: !!str\nb: !!null\n',
  'a: !t {b: c}\nd: !u [e]\n',
  'a: !t\n  b: c\n',
  'a: !t\n- b\n',
  'a: &x !t b\nc: !t &y d\n',
  '!t\na: b\n',
  '!!map\na: b\n',
  '- !t a\n- !u\n  b: c\n- !v\n',
  '!t key: value\n',
  'a: !<tag:yaml.org,2002:str> b\n',
  'a: !Sub "${b}"\nc: !GetAtt d.e\n',
  '? a\n: b\n? c\n',
  '? |\n  a\n: - b\n',
  '? - a\n: b: c\n',
  '? [a, b]\n: c\n',
  '[a, b]: c\n',
  '{a: b}: c\n',
  'a: b\r\nc: d\r\n',
  'a: |\r\n  b\r\n  c\r\n\r\nd: "e\r\n  f"\r\n',
  'a: >\r\n  b\r\n  c\r\n',
  '- a\r\n-\r\n  b: c\r\n',
  'a:\tb\nc: \t d\n',
  'a: b\t\nc: "d"\t# e\n',
  'a:\n  b: c\n\t\nd: e\n',
  'a: b\na: c\n',
  'a: é\nü: "ö"\n日本: 語\n',
  'a: 😀\n😀: b\n',
  'a: +b\nc: =\n',
  'a: 1\nb: 1.5e3\nc: true\nd: ~\ne: null\nf: 2001-01-01\n',
  'a: <<b\n<<c: d\n',
  'a: b, c\nd: e]\nf: g}\n',
  'a: "b: c"\n',
  'a: $(b) ${c} $d\n',
  'a: |\n  {{ b }}\n  {% c %}\n',
  'a: "{{ b }}"\n',
  'a: b {{ c }}\n',
  'run: |\n  if [ "$a" ]; then\n    echo \'b: c\'\n  fi\n',
  'a: >-\n  {"b": "c"}\n',
  'a: \'{"b":"c"}\'\n',
];

function compare(content: string): void {
  const text = textOf(content);
  const library = readWithLibrary(text);
  expect(library.problems).toEqual([]);
  const own = scanned(text);
  expect(outline(own.documents)).toEqual(outline(library.documents));
  expect(own.problems).toEqual([]);
  for (const { document, node } of scalarsOf(own.documents)) {
    expect(scalarText(document, node).content).toBe(node.value);
  }
}

describe('reads what the yaml package reads', () => {
  test.each(corpus)('%j', (content) => {
    compare(content);
  });

  test('alone, beside another document and indented', () => {
    for (const content of corpus) {
      if (/^(?:---|%|\.\.\.|#.*\n%)|\n(?:---|\.\.\.|%)/.test(content) || content.trim() === '') continue;
      compare(`first: 1\n---\n${content}${content.endsWith('\n') ? '' : '\n'}---\nlast: 1\n`);
    }
  });

  const word = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc
      .array(
        fc.constantFrom('a', 'b c', ': ', ' #', '\n', '\n\n', '  ', '"', "'", '- ', '{', ']', '\t', '&x', '\\', '%'),
      )
      .map((parts) => parts.join('')),
  );
  // A carriage return alone is a line break to YAML and none to the yaml package.
  const value = word.map((text) => text.replaceAll('\r', ''));
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      value,
      fc.constantFrom(null, true, 1.5),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(
        value.filter((key) => !key.includes('__proto__') && key.length < 100),
        tie('node'),
        { maxKeys: 4 },
      ),
    ),
  })).node;

  function readsBack(written: string, root: unknown): boolean {
    return JSON.stringify(parseDocument(written).toJS()) === JSON.stringify(root);
  }

  test('whatever it writes', () => {
    fc.assert(
      fc.property(
        fc.array(tree, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
        fc.record({
          collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
          indent: fc.integer({ min: 1, max: 5 }),
          indentSeq: fc.boolean(),
          lineWidth: fc.constantFrom(0, 20, 80),
          simpleKeys: fc.constant(false),
        }),
        fc.boolean(),
        (roots, defaultStringType, options, crlf) => {
          const written = roots.map((root) =>
            new LibraryDocument(root).toString({
              ...options,
              defaultStringType: defaultStringType as 'PLAIN',
              defaultKeyType: 'PLAIN',
            }),
          );
          let content = written.map((one) => `---\n${one}`).join('');
          if (crlf) content = content.replaceAll('\n', '\r\n');
          const text = textOf(content);
          const library = readWithLibrary(text);
          // Now and then it cannot read what it wrote.
          fc.pre(library.problems.length === 0);
          // It announces an indentation of 2 for a block that begins with a space (`indentSize` of its stringifyString)
          // and indents by `indent`: with 1 the text is no YAML, and readers may differ.
          fc.pre(options.indent > 1 || written.every((one, i) => readsBack(one, roots[i])));
          expect(outline(scanned(text).documents)).toEqual(outline(library.documents));
        },
      ),
      { numRuns: 400 },
    );
  });
});

test('comments are those that the yaml package sees', () => {
  for (const content of corpus) {
    const expected: string[] = [];
    let offset = 0;
    for (const token of new Lexer().lex(content)) {
      if (token === '\x02' || token === '\x1f') continue;
      if (token.startsWith('#')) expected.push(`${offset}-${offset + token.length}`);
      offset += token.length;
    }
    const { documents } = scanned(textOf(content));
    const found = documents.flatMap(({ comments }) => comments.map(({ start, end }) => `${start}-${end}`));
    if (documents.length > 0) expect(found, JSON.stringify(content)).toEqual(expected);
  }
});

test('a document that we cannot read is read by the library, once that is loaded', () => {
  // Valid, but not for us: a sequence at the column of the key that its anchor stands below.
  const content = 'a:\n  &x\n- b\nc: d\n';
  const text = textOf(content);
  expect(scanned(text).problems).not.toEqual([]);
  const parsed = yamlParser.parse(text, 'yaml');
  expect(parsed.wantsLibrary).toBeUndefined();
  expect(parsed.problems).toEqual([]);
  expect(outline(parsed.documents)).toEqual(outline(readWithLibrary(text).documents));
});
