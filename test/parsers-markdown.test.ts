import { expect, test } from 'vitest';
import { markdownParser } from '../src/parsers/markdown.ts';
import { SourceFile, Text } from '../src/text.ts';

function insetsOf(content: string, path = 'README.md') {
  const file = new SourceFile(path, content);
  return markdownParser.parse(Text.of(file), 'markdown').insets;
}
const short = (content: string, path?: string) =>
  insetsOf(content, path).map(({ dialect, text }) => [dialect, text.content]);

test.each<[string, string, [string, string][]]>([
  ['bash', '```bash\nkubectl get x\n```\n', [['shell', 'kubectl get x\n']]],
  ['attributes', '~~~ {.yaml .copy}\na: b\n~~~\n', [['yaml', 'a: b\n']]],
  ['unclosed', '```json\n{}', [['json', '{}']]],
  [
    'a forgotten end',
    '```yaml\na: b\n\nText\n\n```sh\nhelm x\n```\n',
    [
      ['yaml', 'a: b\n\nText\n\n'],
      ['shell', 'helm x\n'],
    ],
  ],
  ['a fence in a block of text', '```yaml\na: |\n  ```sh\n  x\n```\n', [['yaml', 'a: |\n  ```sh\n  x\n']]],
  ['longer fence', '````md\n```\n````\n```ini\na=b\n```', [['ini', 'a=b\n']]],
  ['no language, manifest', '```\napiVersion: v1\nkind: Secret\n```\n', [['yaml', 'apiVersion: v1\nkind: Secret\n']]],
  ['no language, command', '```\nexport A=b\n```\n', [['shell', 'export A=b\n']]],
  ['no language, neither', '```\nhello world\n```\n', []],
  ['another language', '```python\nimport os\n```\n', []],
  [
    'manifest in a shell fence',
    '```sh\n# c\napiVersion: v1\nkind: Secret\n```\n',
    [['yaml', '# c\napiVersion: v1\nkind: Secret\n']],
  ],
  ['in a list', '1. x\n\n   ```bash\n   helm a \\\n     --b\n   ```\n', [['shell', 'helm a \\\n  --b\n']]],
  ['in a quotation', '> ```yaml\n> a:\n>   b: c\n> ```\n', [['yaml', 'a:\n  b: c\n']]],
  [
    'indented',
    'Text:\n\n    kubectl create secret generic y\n\n    helm x\n\nText\n',
    [['shell', 'kubectl create secret generic y\n\nhelm x\n']],
  ],
  ['indented prose', 'Text:\n\n    hello there\n', []],
  [
    'inline',
    'Run `kubectl create secret generic x --from-literal=a=b`, not `foo`.\n',
    [['shell', 'kubectl create secret generic x --from-literal=a=b']],
  ],
  ['AsciiDoc', '[source,bash]\n----\noc create secret generic z\n----\n', [['shell', 'oc create secret generic z\n']]],
  ['reStructuredText', '.. code-block:: bash\n\n   vault login t\n\ntext\n', [['shell', '\nvault login t\n']]],
])('%s', (_, content, expected) => {
  expect(short(content)).toEqual(expected);
});

test('a session gives what was typed, without prompts and output', () => {
  const session =
    "```console\n$ export A=b\nit doesn't matter\n$ cat <<EOF | kubectl apply -f -\nkind: Secret\nEOF\nsecret/x created\n$ helm a \\\n> --set b=c\nok\n```\n";
  const expected = 'export A=b\ncat <<EOF | kubectl apply -f -\nkind: Secret\nEOF\nhelm a \\\n--set b=c\n';
  expect(short(session)).toEqual([['shell', expected]]);
  expect(short(session.replace('console', 'bash'))).toEqual([['shell', expected]]);
  expect(short('```console\nroot@host:~# kubectl get x\noutput\n```\n')).toEqual([['shell', 'kubectl get x\n']]);
  expect(short('```bash\n# comment\nkubectl get x\n```\n')).toEqual([['shell', '# comment\nkubectl get x\n']]);
});

test('a session gives a command without a prompt under a remark or an empty line, not what looks like one in an output', () => {
  const session = '```sh\n$ oc get x\nhelm is old\n\n# mine\noc get y \\\n  -o name\nkubectl get z\n  oc get w\n```\n';
  expect(short(session)).toEqual([['shell', 'oc get x\noc get y \\\n  -o name\nkubectl get z\n']]);
});

test('a session gives what the commands printed, where it is JSON or an object of Kubernetes', () => {
  const object = 'apiVersion: v1\nkind: Secret\ndata:\n  a: b\n';
  const session = `\`\`\`console\n$ cat a\n{"b": "long"}\n$ kubectl get secret b -o yaml\n${object}$ kubectl describe secret b\nName: b\nType: Opaque\n\`\`\`\n`;
  expect(short(session)).toEqual([
    ['shell', 'cat a\nkubectl get secret b -o yaml\nkubectl describe secret b\n'],
    ['json', '{"b": "long"}\n'],
    ['yaml', object],
  ]);
});

test('places hold through indentation, prompts and CRLF', () => {
  const content = '- a\r\n\r\n  ```console\r\n  $ export A=one\r\n  out\r\n  $ export B=two\r\n  ```\r\n';
  const [inset] = insetsOf(content);
  const at = inset!.text.content.indexOf('two');
  const { start, end } = inset!.text.span(at, at + 3);
  expect(content.slice(start, end)).toBe('two');
  expect(start).toBe(content.indexOf('two'));
});
