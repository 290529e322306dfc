import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dialectOf } from '../src/dialect.ts';
import { type Command, type Dialect, type Node, type Parsed, partOf, type Word } from '../src/parser.ts';
import { parsers } from '../src/parsers/index.ts';
import { SourceFile, Text } from '../src/text.ts';

const own = parsers.flatMap((parser) =>
  parser.dialects
    .filter((dialect) => dialect !== 'yaml' && dialect !== 'json')
    .map((dialect) => [dialect, parser] as const),
);

/** Pieces that the grammars give a meaning to. */
const pieces = [
  '"',
  "'",
  '`',
  '\\',
  '\\\n',
  '$',
  '$(',
  '${',
  '$((',
  '${{ ',
  '{{',
  '}}',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '[[',
  ']]',
  '<',
  '>',
  '<<EOF\n',
  '<<-E ',
  'EOF\n',
  'E\n',
  '|',
  '||',
  '&',
  '&&',
  ';',
  ';;',
  '#',
  ' # ',
  '//',
  '/*',
  '*/',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<a b="',
  '</a>',
  '=',
  ':',
  ',',
  '.',
  '-',
  '"""',
  "'''",
  '\n',
  '\r\n',
  '\r',
  '\t',
  ' ',
  '    ',
  'if ',
  'fi',
  'case x in ',
  'esac',
  'do ',
  'done',
  'for ',
  'a',
  'é',
  '\u{1F511}',
  'KEY=',
  'export ',
  'sh -c ',
  'eval ',
  'kubectl create ',
  'RUN ',
  'ENV ',
  'COPY ',
  'CMD [',
  'all:\n\t',
  'X := ',
  '$$',
  '```\n',
  '```bash\n',
  '~~~',
  '> ',
  '- ',
  '[source,bash]\n',
  '----\n',
  '.. code-block:: x\n',
  '$ ',
  'sh ',
  'script: ',
  'resource "a" "b" {',
  'jsonencode(',
  'for x in y',
  'machine ',
  'password ',
  '-----BEGIN KEY-----',
  '-----END KEY-----',
  '[a.b]\n',
  '%{',
  '\\u0041',
  '&amp;',
];
const wild = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

function* nodesIn(node: Node | undefined): Iterable<Node> {
  if (!node) return;
  yield node;
  if (node.type === 'seq') for (const item of node.items) yield* nodesIn(item);
  if (node.type === 'map') {
    for (const { key, value } of node.pairs) {
      yield key;
      yield* nodesIn(value);
    }
  }
}

function wordsIn({ words, assignments, redirects }: Command): Word[] {
  return [...words, ...assignments.map(({ value }) => value), ...redirects.map(({ target }) => target)];
}

/** Every place in its text and in its file; plain values are what stands there. */
function expectPlaces({ documents, commands, insets }: Parsed, file: SourceFile): void {
  const inFile = (text: Text, start: number, end: number): void => {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(text.content.length);
    const span = text.span(start, end);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(file.content.length);
  };
  for (const { text, root, comments } of documents) {
    for (const node of nodesIn(root)) {
      inFile(text, node.start, node.end);
      // The name of an element's text is ours: it stands nowhere.
      if (node.type === 'scalar' && node.value === '#text' && node.start === node.end) continue;
      if (node.type === 'scalar' && !/[\\&\n$%"'`]/.test(node.value + text.content.slice(node.start, node.end))) {
        expect(text.content.slice(node.start, node.end)).toContain(node.value);
      }
    }
    for (const { start, end } of comments) inFile(text, start, end);
  }
  for (const command of commands) {
    const { text } = command;
    inFile(text, command.start, command.end);
    for (const word of wordsIn(command)) {
      inFile(text, word.start, word.end);
      if (!word.pieces) expect(text.content.slice(word.start, word.end)).toBe(word.value);
      else if (!text.content.includes("$'") && !text.content.includes('["')) {
        for (let i = 0; i < word.value.length; i++) {
          expect(text.content[partOf(word, i, i + 1).start]).toBe(word.value[i]);
        }
      }
    }
    for (const heredoc of command.heredocs) inFile(heredoc, 0, heredoc.content.length);
  }
  for (const { text } of insets) {
    inFile(text, 0, text.content.length);
    // An unescaped text is made of characters of the file.
    if (text.content.includes('\\') || file.content.includes('\\')) continue;
    for (let i = 0; i < text.content.length; i++) {
      expect(file.content[text.span(i, i + 1).start]).toBe(text.content[i]);
    }
  }
}

describe.each(own)('%s', (dialect, parser) => {
  test('reads any text, truncated anywhere, with places in range', () => {
    fc.assert(
      fc.property(wild, fc.nat(), (content, cut) => {
        for (const part of [content, content.slice(0, cut % (content.length + 1))]) {
          const file = new SourceFile('any', part);
          expectPlaces(parser.parse(Text.of(file), dialect), file);
        }
      }),
      { numRuns: 250 },
    );
  });
});

test('the dialect of any path and content is found without failing', () => {
  fc.assert(fc.property(fc.string(), wild, (path, head) => void dialectOf(path, head)));
});

/** Hostile repetitions: each once made a parser of this kind look again at what it had seen. */
const repeated = [
  '"',
  "'",
  '`',
  '\\`',
  '`\\`',
  '\\\\`',
  '$(',
  '"$(',
  '${',
  '"${',
  '$((',
  '(',
  '((',
  '{',
  '{ a; }|',
  '( a ) |',
  '[[ ',
  '{{',
  '<<A\n',
  'a <<A;',
  'cat <<A <<B\n',
  '\\',
  '\\\n',
  '\\ ',
  'a|\n',
  'case x in ',
  'X=(',
  '<(',
  "$'",
  'eval "',
  'eval "eval <(',
  'a=\t$(sh -c "',
  'sh -c "',
  '#',
  'a="\n',
  'a="\\"\n',
  'a="""\n',
  '"""',
  'a.',
  'a=[',
  'a={b=',
  'a {',
  'a "b" {\n',
  'x = <<E\n',
  'jsonencode(',
  '/*',
  '<',
  '<a>',
  '<a b="',
  '</a>',
  '<!--',
  '<![CDATA[',
  '-----BEGIN A-----\n',
  '-----BEGIN A-----\n-----END B-----\n',
  '```\n',
  '> ```\n',
  '    kubectl a\n',
  '    \n',
  '----\n',
  '[source]\n',
  ' `a',
  '$ kubectl \\\n',
  '$ cat <<E\n',
  '\n',
  '\r',
  '\t',
  '\ta\n',
  'all:\n\ta $(b\n',
  'RUN a \\\n',
  'RUN <<A\n',
  'RUN \\\n# c\n',
  'COPY <<A x\n',
  'CMD ["',
  'sh """',
  '[a\n',
  'a',
  ' ',
  'machine a ',
  'a # b\n',
];

/** Milliseconds to read `size` characters of a repetition. */
function cost(parser: (typeof own)[number][1], dialect: Dialect, unit: string, size: number): number {
  const text = Text.of(new SourceFile('any', unit.repeat(Math.ceil(size / unit.length))));
  const from = performance.now();
  parser.parse(text, dialect);
  return performance.now() - from;
}

describe.each(own)('%s in linear time', (dialect, parser) => {
  test('on hostile repetitions', () => {
    const slow = repeated.filter((unit) => {
      // Quadratic reading of 32,000 characters takes a second; linear reading a few milliseconds.
      if (cost(parser, dialect, unit, 32_000) < 150) return false;
      return cost(parser, dialect, unit, 128_000) > 8 * cost(parser, dialect, unit, 32_000) + 300;
    });
    expect(slow).toEqual([]);
  });
});

test('a megabyte of nothing but quotes, brackets or backslashes is read at once', () => {
  const shell = own.find(([dialect]) => dialect === 'shell')![1];
  for (const unit of ['"', "'", '$(', '`', '\\', '<<A\n', '{']) {
    expect(cost(shell, 'shell', unit, 1_000_000)).toBeLessThan(5000);
  }
});

test('the value of a variable stands behind its sign, also where its name is written with an escape', () => {
  const { commands } = parsers
    .find(({ dialects }) => dialects.includes('dockerfile'))!
    .parse(Text.of(new SourceFile('Dockerfile', 'ENV \\u0041=[a.b]\n')), 'dockerfile');
  const { text, assignments } = commands[0]!;
  const { start, end } = partOf(assignments[0]!.value, 0);
  expect(text.content.slice(start, end)).toBe('[a.b]');
});
