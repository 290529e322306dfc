import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonParser } from '../src/parsers/json.ts';
import { yamlParser } from '../src/parsers/yaml.ts';
import { scalarText } from '../src/parsers/yaml-text.ts';
import { processorTime } from './processor-time.ts';
import { nodesOf, scalarsOf, textOf } from './yaml-outline.ts';

/** Whatever the content, spans lie inside and values map back; gives what does not hold. */
function faults(content: string): string[] {
  const out: string[] = [];
  const holds = (what: string, is: boolean) => {
    if (!is) out.push(what);
  };
  for (const parser of [yamlParser, jsonParser]) {
    const { documents, problems } = parser.parse(textOf(content), parser.dialects[0]!);
    for (const { start, end } of problems) holds('problem inside', start <= end && end <= content.length);
    let last = 0;
    for (const document of documents) {
      holds('documents ascend', document.start >= last && document.end >= document.start);
      last = document.end;
      for (const { start, end } of nodesOf(document.root)) {
        holds('node inside its document', document.start <= start && start <= end && end <= document.end);
      }
    }
    for (const { document, node } of scalarsOf(documents)) {
      const written = content.slice(node.start, node.end);
      const text = scalarText(document, node);
      holds('text is the value', text.content === node.value);
      if (node.style === 'plain' && !written.includes('\n')) holds('plain value is its span', written === node.value);
      for (let i = 0; i < Math.min(text.content.length, 20); i++) {
        const char = text.content[i]!;
        const { start } = text.span(i, i + 1);
        if (/[a-zA-Z0-9]/.test(char)) holds('character maps', content[start] === char || content[start] === '\\');
      }
    }
  }
  return out;
}

function readsSafely(content: string): void {
  expect(faults(content)).toEqual([]);
}

const piece = fc.constantFrom(
  ...['a', 'b: ', 'key:', ' ', '\n', '\n  ', '\n    ', '- ', '? ', ': ', '"', "'", '[', ']', '{', '}', ', ', ' # c'],
  ...[
    '|',
    '>-',
    '|+2',
    '&a ',
    '*a',
    '!t ',
    '\n---\n',
    '\n...\n',
    '\t',
    '\\',
    '\\u00',
    '%',
    '@',
    '\r\n',
    '\r',
    '<<: ',
    'é😀',
  ],
  ...[
    '{{ x }}',
    '{{',
    '}}',
    '{{- if }}',
    '\n{{ end }}\n',
    '{%',
    '{% x %}',
    '{{/*',
    '*/}}',
    '`',
    '\u0001',
    '//',
    '/*',
    '\u2028',
  ],
);
const soup = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''));

describe('any input is read', () => {
  test('tokens in any order', () => {
    fc.assert(fc.property(soup, readsSafely), { numRuns: 1000 });
  });

  test('any characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), readsSafely), { numRuns: 500 });
  });

  test('every truncation of a file', () => {
    const content = [
      '# c\n--- !t\nkind: Secret\nmetadata: {name: "x", labels: [a, {b: c}]}',
      'stringData:\n  k: |-\n    one\n\n    two\n  l: >\n    three\n  "m": \'n\'\'o\'\n  p: "q\\n\\u0041\n    r"',
      '  {{- if .s }}\n  {{ t }}: "{{ u }}"\n  {{- end }}\n  ? v\n  : &w x\n  y: *w\n...\n- - z\n-\n  {"a":[1,{}]}\n',
    ].join('\n');
    for (let end = 0; end <= content.length; end++) {
      readsSafely(content.slice(0, end));
      readsSafely(content.slice(end));
    }
  });
});

/** Long inputs that a careless reader takes quadratic time or endless recursion for. */
const hostile: Readonly<Record<string, () => string>> = {
  'brackets in brackets': () => '['.repeat(50_000),
  'maps in maps': () => '{a: '.repeat(50_000),
  'items in items': () => '- '.repeat(50_000),
  'keys of keys': () => '? '.repeat(50_000),
  'flow keys of flow keys': () => '{'.repeat(50_000),
  'a map in every line': () => Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
  'falling indentation': () => Array.from({ length: 2000 }, (_, i) => `${' '.repeat(2000 - i)}a: b`).join('\n'),
  'properties of properties': () => '&a\n'.repeat(50_000),
  'an alias bomb': () =>
    `a0: &a0 [x]\n${Array.from({ length: 1000 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]\n`).join('')}`,
  '100,000 keys': () => Array.from({ length: 100_000 }, (_, i) => `key${i}: value\n`).join(''),
  '50,000 documents': () => '---\na: b\n'.repeat(50_000),
  'markers only': () => '...\n---\n'.repeat(50_000),
  'a plain value of 20 MB': () => `a: ${'x'.repeat(20_000_000)}`,
  'a long quoted value': () => `a: "${'x y '.repeat(400_000)}"`,
  'a long value of escapes': () => `a: "${'\\n'.repeat(400_000)}"`,
  'a long value of quotes': () => `a: '${"''".repeat(400_000)}'`,
  'a long block scalar': () => `a: |\n${'  some line of text\n'.repeat(50_000)}`,
  'a long folded scalar': () => `a: >\n${'  some line of text\n'.repeat(50_000)}`,
  'a long line of colons': () => ': '.repeat(400_000),
  'a long blank': () => `a: ${' '.repeat(1_000_000)}`,
  'empty lines': () => `a: |\n${'\n'.repeat(1_000_000)}`,
  'open quotes': () => 'a: "x\n'.repeat(50_001),
  'open quotes in items': () => "- 'x\n".repeat(50_001),
  'open brackets': () => 'a: [x\n'.repeat(50_000),
  'open directives': () => 'a: {{ x\n'.repeat(50_000),
  'directives in directives': () => '{{ '.repeat(50_000),
  'open comments in directives': () => `${'{{/*\n'.repeat(50_000)}*/`,
  'open raw strings in directives': () => '{{ `\n'.repeat(50_000),
  'open blocks': () => `${'{%\n'.repeat(50_000)}%}`,
  'open blocks on a line': () => '{%'.repeat(50_000),
  'stray brackets': () => '}'.repeat(50_000),
  'brackets that do not match': () => '[}'.repeat(50_000),
  'text without keys': () => `a: b\n${'just text\n'.repeat(50_000)}`,
  zigzag: () =>
    Array.from({ length: 50_000 }, (_, i) => `${' '.repeat((i * 7) % 13)}${i % 3 ? 'a: b' : '- x'}\n`).join(''),
};

describe('hostile input is read in linear time', () => {
  test.each(Object.entries(hostile))('%s', (_, make) => {
    const text = textOf(make());
    for (const parser of [yamlParser, jsonParser]) {
      const begun = processorTime();
      const { documents } = parser.parse(text, parser.dialects[0]!);
      let resolved = 0;
      for (const { node } of scalarsOf(documents)) resolved += node.value.length;
      expect(resolved).toBeLessThanOrEqual(2 * text.content.length);
      // Far above what is measured (a tenth of a second), far below what a quadratic reader takes (minutes).
      expect(processorTime() - begun).toBeLessThan(4000);
    }
  });

  test('nesting beyond the limit is a problem', () => {
    expect(yamlParser.parse(textOf('['.repeat(5000)), 'yaml').problems).toContainEqual(
      expect.objectContaining({ message: 'nested too deeply' }),
    );
    expect(jsonParser.parse(textOf('['.repeat(5000)), 'json').problems).toContainEqual(
      expect.objectContaining({ message: 'nested too deeply' }),
    );
  });
});
