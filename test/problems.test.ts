import { expect, test } from 'vitest';
import { mechanisms } from '../src/mechanisms/index.ts';
import { places } from '../src/places/index.ts';
import type { Problem } from '../src/report.ts';
import { scan } from '../src/scan.ts';
import { memorySource } from '../src/sources/memory.ts';

async function problems(files: Record<string, string>): Promise<readonly Problem[]> {
  const source = memorySource(new Map(Object.entries(files)));
  const declared = { level: undefined, backups: [] };
  const parts = { places, mechanisms, rules: [], declared, today: new Date(0), ignored: () => false };
  return (await scan(source, parts)).problems;
}

const broken = 'a: password: hunter2\n';

test('a file that its name makes YAML is held to it', async () => {
  expect(await problems({ 'a.yaml': broken, 'b.yaml.tmpl': broken })).toMatchObject([
    { path: 'a.yaml', line: 1, column: 4 },
    { path: 'b.yaml.tmpl', line: 1, column: 4 },
  ]);
});

test('named templates and prose that only looks like YAML are no broken YAML', async () => {
  const helper = '{{- define "x" -}}\nkey: value\n- item\ntext\n{{- end }}\n{{ define "y" }}<p>text</p>{{ end }}\n';
  expect(await problems({ '_helpers.tpl': helper, NOTES: broken, SKIP_THIS: `Error: creating it: failed\n` })).toEqual(
    [],
  );
});

test('JSON5 is read as such, and JSON is not', async () => {
  const json5 = `// comment\n{\n  $schema: 'it\\'s',\n  rules: [{ match_1: "x", n: +.5, }],\n}\n`;
  expect(await problems({ '.renovaterc.json5': json5 })).toEqual([]);
  expect(await problems({ 'a.json': '{password: "x"}\n' })).toMatchObject([{ line: 1, column: 2 }]);
});
