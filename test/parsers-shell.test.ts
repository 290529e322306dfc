import { expect, test } from 'vitest';
import { type Command, partOf } from '../src/parser.ts';
import { shellParser } from '../src/parsers/shell.ts';
import { SourceFile, Text } from '../src/text.ts';

const read = (script: string) => shellParser.parse(Text.of(new SourceFile('a.sh', script)), 'shell');
const commandsOf = (script: string): readonly Command[] => read(script).commands;
const wordsOf = (script: string) => commandsOf(script).map((command) => command.words.map((word) => word.value));

test('words keep their quotes resolved and their places exact, over continuation lines', () => {
  for (const eol of ['\n', '\r\n', ' \n']) {
    const script = `kubectl create secret generic db --from-literal=password='Tr0ub' \\${eol}  --from-literal user=app \\${eol}\n`;
    const [command, ...rest] = commandsOf(script);
    expect(rest).toEqual([]);
    expect(command!.words.map((word) => word.value)).toEqual([
      'kubectl',
      'create',
      'secret',
      'generic',
      'db',
      '--from-literal=password=Tr0ub',
      '--from-literal',
      'user=app',
    ]);
    const literal = command!.words[5]!;
    const { start, end } = partOf(literal, literal.value.lastIndexOf('=') + 1);
    expect(script.slice(start, end)).toBe('Tr0ub');
    expect(script.slice(literal.start, literal.end)).toBe("--from-literal=password='Tr0ub'");
  }
});

test.each([
  ['kubectl create secret docker-registry r --docker-password="$P"', true],
  ['helm install x --set p={{ .Values.p | quote }}', true],
  ['helm install x --set p=${{ secrets.P }}', true],
  ['echo $(date)', true],
  ['echo `date`', true],
  ['echo ${P:-default}', true],
  ['echo <(date)', true],
  ["echo '{{ password }}'", true],
  ["echo '$P'", false],
  ['echo \\$P', false],
  ['echo 5$', false],
  ['echo {a,b}', false],
])('%s: the last word expands: %s', (script, expands) => {
  expect(commandsOf(script)[0]!.words.at(-1)!.expands).toBe(expands);
});

test('a directive is one word, blanks and quotes in it included', () => {
  expect(wordsOf('helm x --set p={{ .Values.p | quote }} --set q=${{ secrets.Q }}')).toEqual([
    ['helm', 'x', '--set', 'p={{ .Values.p | quote }}', '--set', 'q=${{ secrets.Q }}'],
  ]);
});

test('quotes and escapes of every kind', () => {
  expect(wordsOf(`echo a"b 'c'"'d "e"' f\\ g $'h\\x41\\n' "i\\"\\$\\j" it\\'s ""`)).toEqual([
    ['echo', `ab 'c'd "e"`, 'f g', 'hA\n', 'i"$\\j', "it's", ''],
  ]);
  expect(wordsOf("echo don't stop")).toEqual([['echo', "don't", 'stop']]);
});

test('pipelines are linked, groups included', () => {
  const [echo, kubectl, seal] = commandsOf(
    'echo -n "x" | kubectl create secret generic a --dry-run=client --from-file=k=/dev/stdin -o yaml |\n kubeseal > s.yaml',
  );
  expect(echo!.pipedTo).toBe(kubectl);
  expect(kubectl!.pipedTo).toBe(seal);
  expect(seal!.redirects.map(({ operator, target }) => operator + target.value)).toEqual(['>s.yaml']);
  const grouped = commandsOf('{ kubectl a; helm b; } | kubeseal');
  expect(grouped.map((command) => command.pipedTo?.words[0]?.value)).toEqual(['kubeseal', 'kubeseal', undefined]);
  expect(commandsOf('( kubectl a ) > s.yaml')[1]!.redirects[0]!.target.value).toBe('s.yaml');
  expect(commandsOf('a || b && c; d & e').every((command) => command.pipedTo === undefined)).toBe(true);
});

test('redirects: descriptors, duplicates and here-strings', () => {
  const redirects = commandsOf('a 2>&1 >o 2>e &>all >>more <in <<<"text" >|f')[0]!.redirects;
  expect(redirects.map(({ operator, target }) => operator + target.value)).toEqual([
    '>o',
    '2>e',
    '>all',
    '>>more',
    '<in',
    '<<<text',
    '>f',
  ]);
});

test.each([
  ['export DB_PASSWORD=abc', [['DB_PASSWORD', 'abc']], ['export']],
  ['PGPASSWORD=x psql', [['PGPASSWORD', 'x']], ['psql']],
  ['X=$(openssl rand -hex 16)', [['X', '$(openssl rand -hex 16)']], []],
  [
    'local -r A=1 B="2 3"',
    [
      ['A', '1'],
      ['B', '2 3'],
    ],
    ['local', '-r'],
  ],
  ['sudo env A=1 cmd B=2', [['A', '1']], ['sudo', 'env', 'cmd', 'B=2']],
  ['A=(a "b c")', [['A', '(a "b c")']], []],
  ['kubectl set env A=1', [], ['kubectl', 'set', 'env', 'A=1']],
])('%s', (script, assignments, words) => {
  const command = commandsOf(script)[0]!;
  expect(command.assignments.map(({ name, value }) => [name, value.value])).toEqual(assignments);
  expect(command.words.map((word) => word.value)).toEqual(words);
  for (const { value } of command.assignments) {
    expect(script.slice(value.start, value.end).replace(/^"|"$/g, '')).toBe(value.value);
  }
});

test('a here-document is a text with its places, and a manifest in it is YAML', () => {
  const script = 'kubectl apply -f - <<EOF\napiVersion: v1\nkind: Secret\nstringData:\n  p: a\\$b\nEOF\necho done\n';
  const { commands, insets } = read(script);
  expect(commands.map((command) => command.words[0]!.value)).toEqual(['kubectl', 'echo']);
  expect(insets.map(({ dialect }) => dialect)).toEqual(['yaml']);
  const text = insets[0]!.text;
  expect(text.content).toBe('apiVersion: v1\nkind: Secret\nstringData:\n  p: a$b\n');
  const at = text.content.indexOf('kind');
  expect(text.span(at, at + 4)).toMatchObject({ start: script.indexOf('kind'), end: script.indexOf('kind') + 4 });
  const after = text.content.indexOf('$b');
  expect(text.span(after, after + 2).start).toBe(script.indexOf('$b'));
});

test.each([
  ["cat <<-'E' > prod.env\n\tPASSWORD=x\n\tE\n", 'dotenv', 'PASSWORD=x\n'],
  ['cat > app.properties <<EOF\nx y\nEOF\n', 'properties', 'x y\n'],
  ['tee /etc/a.toml <<EOF\nx = 1\nEOF\n', 'toml', 'x = 1\n'],
  ['bash <<EOF\nfoo bar\nEOF\n', 'shell', 'foo bar\n'],
  ['cat <<EOF | kubectl apply -f -\n{"kind": "Secret"}\nEOF\n', 'json', '{"kind": "Secret"}\n'],
  ['cat <<EOF\nhello there\nEOF\n', 'text', 'hello there\n'],
  ['kubectl apply -f - <<EOF\nkind: Secret\n', 'yaml', 'kind: Secret\n'],
])('here-document %j is %s', (script, dialect, content) => {
  const { insets } = read(script);
  expect(insets.map((inset) => [inset.dialect, inset.text.content])).toEqual([[dialect, content]]);
});

test('what only looks like a here-document swallows nothing', () => {
  expect(wordsOf('echo $((1<<2))\nfoo << x\nbar')).toEqual([['echo', '$((1<<2))'], ['foo'], ['bar']]);
});

test('compound commands, functions, conditions and cases give their simple commands', () => {
  const script = `
# comment kubectl no
deploy() { kubectl a; }
function f { kubectl b; }
if [[ $x =~ ^(a|b)$ && -n $y ]]; then kubectl c; elif d; then e; else g; fi
case "$1" in start|go) kubectl h ;; (*) kubectl i ;; esac
for p in 1 2; do kubectl "$p"; done
while read l; do echo $l; done < <(kubectl j)
! kubectl k && (kubectl l; kubectl m)
echo "$(kubectl n "$(kubectl o)")" \`kubectl p\`
echo "\${X:-$(kubectl q)}"
if [[ -n $a &&
  $b == c ]]; then kubectl r; fi`;
  const kubectl = wordsOf(script).filter(([program]) => program === 'kubectl');
  expect(kubectl.map(([, verb]) => verb)).toEqual('a b c h i $p j k l m n o p q r'.split(' '));
});

test('scripts given as arguments are followed with their places', () => {
  const script = `docker exec x sh -ec 'kubectl create secret generic y --from-literal=a="b c"' && eval "echo \\"hi\\""`;
  const inner = commandsOf(script).find((command) => command.words[0]?.value === 'kubectl')!;
  const literal = inner.words.at(-1)!;
  expect(literal.value).toBe('--from-literal=a=b c');
  const span = inner.text.span(literal.start, literal.end);
  expect(script.slice(span.start, span.end)).toBe('--from-literal=a="b c"');
  expect(
    commandsOf(script)
      .at(-1)!
      .words.map((word) => word.value),
  ).toEqual(['echo', 'hi']);
});

test('places hold through texts inside texts', () => {
  const file = new SourceFile('w.yaml', 'run: |\n    cat <<EOF\n    k: v\n    l: w\n    EOF\n');
  const run = Text.of(file).derive('cat <<EOF\nk: v\nl: w\nEOF\n', [
    [0, 11],
    [10, 25],
    [15, 34],
    [20, 43],
  ]);
  const heredoc = shellParser.parse(run, 'shell').insets[0]!.text;
  expect(heredoc.content).toBe('k: v\nl: w\n');
  const { start, end } = heredoc.span(8, 9);
  expect(file.content.slice(start, end)).toBe('w');
});
