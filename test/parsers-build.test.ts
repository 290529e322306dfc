import { expect, test } from 'vitest';
import type { Dialect, Node } from '../src/parser.ts';
import { parserFor } from '../src/parsers/index.ts';
import { SourceFile, Text } from '../src/text.ts';

/** Assignments and words of each command, each with the text of the file at its place. */
function read(path: string, dialect: Dialect, content: string) {
  const parsed = parserFor(dialect)!.parse(Text.of(new SourceFile(path, content)), dialect);
  const placed = parsed.commands.map(({ text, assignments, words }) => ({
    assignments: assignments.map(({ name, value }) => {
      const { start, end } = text.span(value.start, value.end);
      return [name, value.value, content.slice(start, end)];
    }),
    words: words.map((word) => word.value),
    expands: words.filter((word) => word.expands).map((word) => word.value),
    written: words.map((word) => {
      const { start, end } = text.span(word.start, word.end);
      return content.slice(start, end);
    }),
  }));
  return { commands: placed, insets: parsed.insets.map(({ dialect: inner, text }) => [inner, text.content]) };
}

test('Dockerfile: ENV and ARG', () => {
  const { commands } = read(
    'Dockerfile',
    'dockerfile',
    'FROM x\nENV A=b C="d e" \\\n  U=http://h?a=1&b=2\nenv OLD name of it\nARG TOKEN=t\nARG N\nLABEL p=q\n',
  );
  expect(commands.flatMap((command) => command.assignments)).toEqual([
    ['A', 'b', 'b'],
    ['C', 'd e', '"d e"'],
    ['U', 'http://h?a=1&b=2', 'http://h?a=1&b=2'],
    ['OLD', 'name of it', 'name of it'],
    ['TOKEN', 't', 't'],
  ]);
});

test('Dockerfile: RUN over lines with comments between, flags, JSON form, here-documents', () => {
  const { commands, insets } = read(
    'Dockerfile',
    'dockerfile',
    [
      'RUN --mount=type=secret,id=a apt-get \\',
      '  # comment',
      '  install && \\',
      '  curl -u a:b https://x',
      'RUN <<EOF',
      'export X=y',
      'EOF',
      'RUN cat <<EOF > /x.env && echo done',
      'P=q',
      'EOF',
      'CMD ["sh", "-c", "vault login t"]',
      'COPY <<E2 /etc/app.yaml',
      'a: b',
      'E2',
      '',
    ].join('\r\n'),
  );
  expect(commands.map(({ words }) => words)).toEqual([
    ['apt-get', 'install'],
    ['curl', '-u', 'a:b', 'https://x'],
    ['export'],
    ['cat'],
    ['echo', 'done'],
    ['sh', '-c', 'vault login t'],
    ['vault', 'login', 't'],
  ]);
  expect(commands[1]!.written).toEqual(['curl', '-u', 'a:b', 'https://x']);
  expect(commands[6]!.written).toEqual(['vault', 'login', 't']);
  expect(commands[2]!.assignments).toEqual([['X', 'y', 'y']]);
  expect(insets.map(([dialect]) => dialect)).toEqual(['dotenv', 'yaml']);
});

test('Makefile: recipes and variables', () => {
  const { commands } = read(
    'Makefile',
    'makefile',
    [
      'PASSWORD = hunter # c',
      'export TOKEN := "abc"',
      'WHEN ?= $(shell date)',
      'all: dep',
      "\t@kubectl create secret generic x --from-literal=a=$(PASSWORD) --from-literal=b='lit' \\",
      '\t\t--from-literal=c=$$C',
      '\t-echo $< $$(date)',
      'all: LATE = 1',
      '',
    ].join('\n'),
  );
  expect(commands.flatMap((command) => command.assignments)).toEqual([
    ['PASSWORD', 'hunter', 'hunter'],
    ['TOKEN', 'abc', '"abc"'],
    ['WHEN', '$(shell date)', '$(shell date)'],
    ['LATE', '1', '1'],
  ]);
  const kubectl = commands.find(({ words }) => words[0] === 'kubectl')!;
  expect(kubectl.words).toContain('--from-literal=b=lit');
  expect(kubectl.expands).toEqual(['--from-literal=a=${PASSWORD}', '--from-literal=c=$C']);
  expect(kubectl.written.slice(-3)).toEqual([
    '--from-literal=a=$(PASSWORD)',
    "--from-literal=b='lit'",
    '--from-literal=c=$$C',
  ]);
  expect(commands.map(({ words }) => words[0])).toContain('date');
});

test('justfile: recipes and variables', () => {
  const { commands } = read(
    'justfile',
    'makefile',
    'pw := "abc"\ndeploy env="x":\n    @kubectl create secret generic a --from-literal=p={{pw}} --from-literal=q=lit\n',
  );
  expect(commands[0]!.assignments).toEqual([['pw', 'abc', '"abc"']]);
  expect(commands[1]!.expands).toEqual(['--from-literal=p={{pw}}']);
  expect(commands[1]!.written.at(-1)).toBe('--from-literal=q=lit');
});

test('Jenkinsfile: shell steps and literals', () => {
  const content = `pipeline { environment { DB_PASS = 'pw' ; C = credentials('id') }
  steps { sh 'curl -u a:b x' // sh 'no'
    sh """
      helm upgrade x --set p=\${env.P} --set q=\\$Q
    """
    sh(script: "echo \\"hi\\"", returnStdout: true) } }`;
  const file = new SourceFile('Jenkinsfile', content);
  const { documents, insets } = parserFor('groovy')!.parse(Text.of(file), 'groovy');
  expect(insets.map(({ dialect, text }) => [dialect, text.content.trim()])).toEqual([
    ['shell', 'curl -u a:b x'],
    ['shell', 'helm upgrade x --set p=${env.P} --set q=$Q'],
    ['shell', 'echo "hi"'],
  ]);
  const text = insets[1]!.text;
  const { start, end } = text.span(text.content.indexOf('$Q'), text.content.indexOf('$Q') + 2);
  expect(content.slice(start, end)).toBe('$Q');
  const root = documents[0]!.root!;
  expect(
    root.type === 'map' && root.pairs.map(({ key, value }) => [key.value, content.slice(value.start, value.end)]),
  ).toEqual([['DB_PASS', "'pw'"]]);
});

test('Tiltfile and Jsonnet: commands and literals', () => {
  const tilt = `# local('no')
local('kubectl get pods')
local_resource('db', cmd="helm upgrade db \\"x\\"")
password = r'a//b' # c
args = {'api-key': "k", "x y": 'z', 'joined': 'a' + b}
if x == 'y': pass
`;
  const starlark = parserFor('starlark')!.parse(Text.of(new SourceFile('Tiltfile', tilt)), 'starlark');
  expect(starlark.insets.map(({ dialect, text }) => [dialect, text.content])).toEqual([
    ['shell', 'kubectl get pods'],
    ['shell', 'helm upgrade db "x"'],
  ]);
  expect(pairsIn(starlark.documents[0]!.root, tilt)).toEqual([
    ['password', "'a//b'"],
    ['api-key', '"k"'],
  ]);
  const jsonnet = `local a = 'b'; # c: 'd'
{ 'e-f':: 'g', h+: 'i', /* j: 'k' */ l::: 'm' % n, o: 'p' }`;
  const { documents } = parserFor('jsonnet')!.parse(Text.of(new SourceFile('a.jsonnet', jsonnet)), 'jsonnet');
  expect(documents[0]!.comments).toHaveLength(2);
  expect(pairsIn(documents[0]!.root, jsonnet)).toEqual([
    ['a', "'b'"],
    ['e-f', "'g'"],
    ['h', "'i'"],
    ['o', "'p'"],
  ]);
});

/** The keys of a map, each with its value as it is written. */
function pairsIn(root: Node | undefined, content: string): string[][] {
  return root?.type === 'map'
    ? root.pairs.map(({ key, value }) => [content.slice(key.start, key.end), content.slice(value.start, value.end)])
    : [];
}
