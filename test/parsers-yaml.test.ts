import { describe, expect, test } from 'vitest';
import { asScalar, at, type Document, itemsOf, pairsOf, textAt } from '../src/parser.ts';
import { maskTemplates } from '../src/parsers/template-mask.ts';
import { yamlParser } from '../src/parsers/yaml.ts';
import { scalarText } from '../src/parsers/yaml-text.ts';
import { scalarsOf, textOf } from './yaml-outline.ts';

function parse(content: string) {
  return yamlParser.parse(textOf(content), 'yaml');
}

function only(content: string): Document {
  const { documents } = parse(content);
  expect(documents).toHaveLength(1);
  return documents[0]!;
}

/** The value at a path with the text of its span, as `[value, written]`. */
function valueAt(content: string, ...path: (string | number)[]): [string, string] | undefined {
  const node = asScalar(at(only(content).root, ...path));
  return node && [node.value, content.slice(node.start, node.end)];
}

describe('places', () => {
  test('a value is where it is written, quotes included', () => {
    const content = "kind: Secret\nstringData:\n  user: admin # a comment\n  \"pass word\": 'it''s'\n";
    expect(valueAt(content, 'stringData', 'user')).toEqual(['admin', 'admin']);
    expect(valueAt(content, 'stringData', 'pass word')).toEqual(["it's", "'it''s'"]);
    const { comments } = only(content);
    expect(comments.map(({ start, end }) => content.slice(start, end))).toEqual(['# a comment']);
  });

  test('a block scalar goes from its indicator to the end of its last line', () => {
    const content = 'a: |-\n  one\n  two\n\nb: c\n';
    expect(valueAt(content, 'a')).toEqual(['one\ntwo', '|-\n  one\n  two']);
  });

  test('nothing has a place behind its colon', () => {
    const node = asScalar(at(only('a: # none\nb:\n').root, 'a'));
    expect(node).toMatchObject({ value: '', style: 'plain', start: 3, end: 3 });
  });

  test('each character of a resolved value maps to the file', () => {
    const content = 'a:\n  b: |\n    one\n\n    two\nc: "x\\n\\u0041y\n  z"\nd: >\n  p\n  q\n';
    const document = only(content);
    const [literal, double, folded] = ['a.b', 'c', 'd'].map((path) =>
      scalarText(document, asScalar(at(document.root, ...path.split('.')))!),
    );
    expect(literal!.content).toBe('one\n\ntwo\n');
    for (const word of ['one', 'two']) {
      const start = literal!.content.indexOf(word);
      const span = literal!.span(start, start + word.length);
      expect(content.slice(span.start, span.end)).toBe(word);
    }
    expect(double!.content).toBe('x\nAy z');
    expect(double!.span(2, 3).start).toBe(content.indexOf('\\u0041'));
    expect(double!.span(3, 4).start).toBe(content.indexOf('\\u0041') + 6);
    expect(double!.span(5, 6).start).toBe(content.indexOf('z"'));
    expect(folded!.content).toBe('p q\n');
    expect(folded!.span(2, 3).start).toBe(content.indexOf('q\n'));
  });

  test('a text inside a text maps to the file', () => {
    const content = 'outer: |\n  inner: |\n    secret: "a\\tb"\n';
    const document = only(content);
    const inner = scalarText(document, asScalar(at(document.root, 'outer'))!);
    const second = yamlParser.parse(inner, 'yaml').documents[0]!;
    const innermost = scalarText(second, asScalar(at(second.root, 'inner'))!);
    const third = yamlParser.parse(innermost, 'yaml').documents[0]!;
    const node = asScalar(at(third.root, 'secret'))!;
    const span = third.text.span(node.start, node.end);
    expect(content.slice(span.start, span.end)).toBe('"a\\tb"');
  });
});

describe('structure', () => {
  test('duplicate keys are all kept', () => {
    const { root } = only('a: 1\na: 2\n');
    expect(pairsOf(root).map(({ value }) => asScalar(value)?.value)).toEqual(['1', '2']);
  });

  test('aliases name their target and are not expanded', () => {
    const { root } = only('a: &x {b: c}\nd: *x\ne:\n  <<: *x\nf: *unknown\n');
    expect(textAt(root, 'd', 'b')).toBe('c');
    expect(textAt(root, 'e', 'b')).toBe('c');
    expect(at(root, 'f')).toMatchObject({ type: 'alias', name: 'unknown', target: undefined });
  });

  test('tags stay with their node', () => {
    const { root } = only('a: !vault |\n  x\nb: !!binary aGk=\n');
    expect(at(root, 'a')).toMatchObject({ tag: '!vault', value: 'x\n' });
    expect(at(root, 'b')).toMatchObject({ tag: '!!binary' });
  });

  test('tabs are taken as people mean them', () => {
    const { root } = only('a:\n\tb: c\n\td:\n\t\t- e\n\t\t- f: g\nh:\ti\n');
    expect(textAt(root, 'a', 'b')).toBe('c');
    expect(textAt(root, 'a', 'd', 1, 'f')).toBe('g');
    expect(textAt(root, 'h')).toBe('i');
    expect(textAt(only('a:\n\tb: |\n\t\tone\n\t\ttwo\n').root, 'a', 'b')).toBe('one\ntwo\n');
  });

  test('documents', () => {
    const content = '# license\n---\na: 1\n---\n# nothing\n---\nb: 2\n...\n';
    const { documents } = parse(content);
    expect(documents.map(({ root }) => root && pairsOf(root)[0]!.key.value)).toEqual(['a', undefined, 'b']);
    expect(documents.map(({ comments }) => comments.length)).toEqual([1, 1, 0]);
    expect(documents.map(({ start }) => start)).toEqual([0, content.indexOf('---\n# n'), content.indexOf('---\nb')]);
  });
});

describe('broken input', () => {
  test('one document does not swallow the next', () => {
    for (const broken of ['a: "open', "a: 'open", 'a: [b, c', 'a: {b: c', 'a: |\nb', '{{ if', '"', '*', '- : [']) {
      const { documents } = parse(`first: 1\n---\n${broken}\n---\nlast: 3\n`);
      expect(documents, broken).toHaveLength(3);
      expect(textAt(documents[0]!.root, 'first')).toBe('1');
      expect(textAt(documents[2]!.root, 'last'), broken).toBe('3');
    }
  });

  test('an open quote ends with its line, an open bracket with the next key', () => {
    expect(valueAt('a: "x y\nb: z\n', 'a')).toEqual(['x y', '"x y']);
    expect(valueAt('a: "x y\nb: z\n', 'b')?.[0]).toBe('z');
    expect(valueAt('a: "x\nb: "z"\n', 'b')?.[0]).toBe('z');
    expect(valueAt('a: [x, y\nb: z\n', 'b')?.[0]).toBe('z');
    expect(valueAt('a: {x: y\nb: z\n', 'b')?.[0]).toBe('z');
    expect(valueAt('a:\n  - {x: y\n  - z\n', 'a', 1)?.[0]).toBe('z');
  });

  test('a variable without quotes among brackets is one word', () => {
    const content = 'a: {p: ${P}, q: x${Q:-1}y, r: $, s: [${S}, ${T}z], "t": ${T}}\nb: c\n';
    expect(['p', 'q', 'r'].map((key) => valueAt(content, 'a', key)?.[0])).toEqual(['${P}', 'x${Q:-1}y', '$']);
    expect(itemsOf(at(only(content).root, 'a', 's')).map((item) => asScalar(item)?.value)).toEqual(['${S}', '${T}z']);
    expect(valueAt(content, 'a', 't')).toEqual(['${T}', '${T}']);
    expect(valueAt(content, 'b')).toEqual(['c', 'c']);
    // One that is left open takes nothing along.
    expect(valueAt('a: {p: ${P, q: r}\nb: c\n', 'b')).toEqual(['c', 'c']);
  });

  test('what is indented wrongly is still read', () => {
    expect(itemsOf(at(only('a:\n  - b\n - c\n').root, 'a')).length).toBeGreaterThan(0);
    const pairs = pairsOf(only('a:\n    b: 1\n  c: 2\nd: 3\n').root);
    expect(pairs.map(({ key }) => key.value)).toEqual(['a', 'a', 'd']);
    expect(textAt(pairs[1]!.value, 'c')).toBe('2');
    expect(textAt(only('a: 1\njust text\nb: 2\n').root, 'b')).toBe('2');
    expect(textAt(only('just text\nmore text\nb: 2\n').root, 'b')).toBe('2');
    expect(valueAt('a: b: c\nd: e\n', 'a')?.[0]).toBe('b: c');
  });

  test('problems have a place and none of the text', () => {
    const canary = ['can', 'ary', 'value'].join('-');
    for (const line of [
      `a: "${canary}`,
      `a: [${canary}`,
      `a: b: ${canary}`,
      `a: "b" ${canary}`,
      `a: 1\n${canary}`,
      `a: {{ ${canary}`,
    ]) {
      const content = `${line}\nb: c\n`;
      const { problems } = parse(content);
      expect(problems.length, line.replace(canary, '')).toBeGreaterThan(0);
      for (const { message, start, end } of problems) {
        expect(message).not.toContain(canary);
        expect(start).toBeLessThan(end + 1);
        expect(end).toBeLessThanOrEqual(content.length);
      }
    }
  });

  test('a document that only the library reads is announced', () => {
    const { wantsLibrary, documents } = parse('a:\n  &x\n- b\n---\nc: d\n');
    expect(wantsLibrary).toBe(true);
    expect(textAt(documents[1]!.root, 'c')).toBe('d');
    expect(parse('a: b\n').wantsLibrary).toBeUndefined();
    expect(parse('a: {{ x }}\n  - y\nz\n').wantsLibrary).toBeUndefined();
  });
});

describe('templates', () => {
  test('masking keeps every offset', () => {
    const content = 'a: {{ .b }}\r\n{{- if .c }}\r\n  {{/* d\n  e */}}\nf: "{{ g }}"\n';
    const { masked, directives } = maskTemplates(content)!;
    expect(masked).toHaveLength(content.length);
    expect(masked).not.toContain('{{');
    expect(masked.split('\n').map((line) => line.length)).toEqual(content.split('\n').map((line) => line.length));
    expect(directives.map(({ start, end }) => content.slice(start, end))).toEqual([
      '{{ .b }}',
      '{{- if .c }}',
      '{{/* d\n  e */}}',
      '{{ g }}',
    ]);
    expect(maskTemplates('a: {b: {c: d}}')).toBeUndefined();
  });

  test('values and keys keep their directives', () => {
    const content = [
      'name: {{ .Values.name | quote }}',
      'host: pre-{{ .x }}-post # {{ no }}',
      'quoted: "{{ .y | default "z" }}"',
      'branch: {{ if x }}a{{ else }}b{{ end }}',
      '{{ .key }}: {{ .value }}',
      'list: [{{ .a }}, "{{ .b }}"]',
      'real: {a: {b: c}}',
      'action: ${{ secrets.TOKEN }}',
      '',
    ].join('\n');
    const { root, templated } = only(content);
    expect(templated).toBe(true);
    const read = (...path: (string | number)[]) => {
      const node = asScalar(at(root, ...path));
      return [node?.value, node?.templated];
    };
    expect(read('name')).toEqual(['{{ .Values.name | quote }}', true]);
    expect(read('host')).toEqual(['pre-{{ .x }}-post', true]);
    expect(read('quoted')).toEqual(['{{ .y | default "z" }}', true]);
    expect(read('branch')).toEqual(['{{ if x }}a{{ else }}b{{ end }}', true]);
    expect(read('{{ .key }}')).toEqual(['{{ .value }}', true]);
    expect(read('list', 1)).toEqual(['{{ .b }}', true]);
    expect(read('real', 'a', 'b')).toEqual(['c', false]);
    expect(read('action')).toEqual(['${{ secrets.TOKEN }}', true]);
    expect(parse(content).problems).toEqual([]);
  });

  test('lines of directives vanish, and both branches are kept', () => {
    const content = [
      '{{- if .Values.enabled }}',
      'kind: Secret',
      'metadata:',
      '  labels:',
      '    {{- include "labels" . | nindent 4 }}',
      'stringData:',
      '  {{- if .a }}',
      '  password: one',
      '  {{- else }}',
      '  password: two',
      '  {{- end }}',
      '  {{- range $k, $v := .Values.more }}',
      '  {{ $k }}: {{ $v',
      '    | quote }}',
      '  {{- end }}',
      '  after: three',
      '{{- end }}',
      '',
    ].join('\n');
    const { root } = only(content);
    const pairs = pairsOf(at(root, 'stringData'));
    expect(pairs.map(({ key, value }) => [key.value, asScalar(value)?.templated])).toEqual([
      ['password', false],
      ['password', false],
      ['{{ $k }}', true],
      ['after', false],
    ]);
    expect(parse(content).problems).toEqual([]);
  });

  test('directives are part of a block scalar, also at the margin', () => {
    const content =
      'a: |\n  one\n{{- if x }}\n  two {{ y }}\n{{- end }}\nb: |\n{{ .Files.Get "f" | indent 2 }}\nc: |\n  {{ z }}\nd: e\n';
    const { root } = only(content);
    expect(textAt(root, 'a')).toBe('one\n{{- if x }}\ntwo {{ y }}\n');
    expect(at(root, 'b')).toMatchObject({ value: '{{ .Files.Get "f" | indent 2 }}\n', templated: true });
    expect(at(root, 'c')).toMatchObject({ value: '{{ z }}\n', templated: true });
    expect(at(root, 'd')).toMatchObject({ value: 'e', templated: false });
  });

  test('quotes and comments in directives hide their braces', () => {
    const { root } = only('a: {{ "}}" }}x\nb: {{`{{ c }}`}}\n{{/* }} d: "\n*/ -}}\ne: f\n');
    expect(textAt(root, 'a')).toBe('{{ "}}" }}x');
    expect(textAt(root, 'b')).toBe('{{`{{ c }}`}}');
    expect(textAt(root, 'e')).toBe('f');
  });

  test('an open directive costs its line only', () => {
    const { documents, problems } = parse('a: {{ b\nc: d\ne: {{ f }}\n');
    expect(textAt(documents[0]!.root, 'c')).toBe('d');
    expect(textAt(documents[0]!.root, 'e')).toBe('{{ f }}');
    expect(problems).toHaveLength(1);
    expect(parse('# see {{ here\na: "{{"\nb: |\n  {{\n').problems).toEqual([]);
    // Nor do braces further down close it.
    expect(textAt(only('# {{ b\na: c\nd: {e: {f: g}}\n').root, 'a')).toBe('c');
  });

  test('other engines', () => {
    const { root } = only('{% if a %}\nb: {% c %}\n{% endif %}\nd: {{{ e }}}\n');
    expect(at(root, 'b')).toMatchObject({ value: '{% c %}', templated: true });
    expect(at(root, 'd')).toMatchObject({ value: '{{{ e }}}', templated: true });
  });

  test('a value is the text of its span, directives included', () => {
    const content = 'a: {{ b }}\nc: "{{ d }} e"\nf: \'{{ g }}\'\nh: |\n  {{ i }}\n  j\n';
    const { documents } = parse(content);
    for (const { document, node } of scalarsOf(documents)) {
      expect(scalarText(document, node).content).toBe(node.value);
      expect(content.slice(node.start, node.end)).toContain(node.value.trimEnd().split('\n')[0]);
    }
  });
});
