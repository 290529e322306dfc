import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { main } from '../src/command.ts';
import { outputs } from '../src/outputs/index.ts';
import { disguises } from './disguises.ts';
import {
  canaries,
  clean,
  empty,
  file,
  hostileNames,
  large,
  options,
  reportOf,
  rich,
  spanOf,
  verdict,
} from './report-fixture.ts';
import { runnerReads } from './runner-commands.ts';

const reports = { rich: rich(), clean, empty, large: large(3_000) };
const cases = outputs.flatMap((output) =>
  Object.entries(reports).map(([name, report]) => ({ id: output.id, name, output, report })),
);

describe('every output', () => {
  test('ids and file names are unique', () => {
    expect(new Set(outputs.map(({ id }) => id)).size).toBe(outputs.length);
    expect(new Set(outputs.map((output) => output.file)).size).toBe(outputs.length);
  });

  test.each(cases)('$id of $name: same bytes each time, ends with one line break', ({ output, report }) => {
    const text = output.render(report, options);
    expect(output.render(report, options)).toBe(text);
    expect(text).toMatch(/[^\n]\n$/);
  });

  test.each(cases)('$id of $name: nothing that acts on a terminal', ({ output, report }) => {
    // The emoji of the summary's headline carries a variation selector.
    const text = output.render(report, options).replaceAll('⚠️', '');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
  });

  test.each(cases.filter(({ id }) => id !== 'annotations'))(
    '$id of $name: no line is a command to a runner',
    ({ output, report }) => {
      expect(runnerReads(output.render(report, options)).commands).toEqual([]);
    },
  );

  test.each(outputs.map((output) => ({ id: output.id, output })))(
    '$id says what was not looked at',
    ({ id, output }) => {
      const text = output.render(rich(), options);
      expect(text).toMatch(/skipped|dump\.json/);
      expect(text).toMatch(/broken\.yaml/);
      expect(text).toMatch(/shallow/);
      expect(text).toMatch(/crash/);
      const nothing = output.render(empty, options);
      if (id === 'json') expect(JSON.parse(nothing).counts.parsed).toBe(0);
      else expect(nothing).toMatch(/nothing was scanned|no file was parsed/i);
    },
  );

  test.each(outputs.map((output) => ({ id: output.id, output })))(
    '$id knows paths below the root of the scan',
    ({ id, output }) => {
      const source = file('db.yaml', 'password: x1y2z3\n');
      const one = verdict('plaintext-secret-manifest', spanOf(source, 'x1y2z3'), 'Secret db data.password');
      const below = output.render(reportOf([one], { root: './examples/broken/' }), options);
      expect(below).toContain(id === 'json' ? '"path": "db.yaml"' : 'examples/broken/db.yaml');
      expect(output.render(reportOf([one], { root: '/srv/checkout' }), options)).not.toContain('/srv/checkout/db.yaml');
    },
  );

  test.each(outputs.map((output) => ({ id: output.id, output })))(
    '$id renders a rule that it does not know',
    ({ output }) => {
      const source = file('db.yaml', 'password: x1y2z3\n');
      const one = verdict('not-a-rule', spanOf(source, 'x1y2z3'), 'Secret db data.password');
      expect(output.render(reportOf([one]), options)).toContain('not-a-rule');
    },
  );
});

describe('no planted value is printed', () => {
  const planted = [...Object.values(canaries), 'c4n4ry', 'admin9']
    .flatMap(disguises)
    .filter((text) => text.length >= 6);
  test.each(cases)('$id of $name', ({ output, report }) => {
    for (const coloured of [false, true]) {
      const text = output.render(report, { ...options, colour: coloured, width: 60 });
      for (const value of planted) expect(text.includes(value), 'a planted value is in the output').toBe(false);
    }
  });

  test('the test would notice', () => {
    expect(planted.some((value) => `password: ${canaries.password}`.includes(value))).toBe(true);
    expect(planted.some((value) => `data: ${btoa(canaries.password)}`.includes(value))).toBe(true);
  });
});

test('the hostile names are in the reports', () => {
  for (const name of hostileNames)
    expect(reports.rich.verdicts.some(({ finding }) => finding.span.file.path === name)).toBe(true);
});

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** What the command prints for an example. */
async function zero(example: string, ...options: string[]): Promise<string> {
  let printed = '';
  const stdout = (text: string): void => {
    printed += text;
  };
  const terminal = { stdout, stderr: stdout, env: {}, isTTY: false, isErrorTTY: false, columns: 0 };
  await main(['zero', new URL(`../examples/${example}`, import.meta.url).pathname, ...options], terminal);
  return printed;
}

test('docs/outputs.md is written from the outputs and the schema of the report', async () => {
  const schema = JSON.parse(readFileSync(new URL('../schemas/report.schema.json', import.meta.url), 'utf8')) as Schema;
  const described = (each: Schema): string =>
    each.description ?? (each.$ref ? described(schema.$defs?.[each.$ref.split('/').at(-1)!] ?? {}) : '');
  const fields = (of: Schema | undefined): string =>
    Object.entries(of?.properties ?? {})
      .map(([name, each]) => `| \`${name}\` | ${described(each)} |`)
      .join('\n');
  const page = `# Outputs

<!-- Written by test/outputs.test.ts from src/outputs/ and schemas/report.schema.json. -->

A run can write several outputs at once: \`--output <id>\` prints one, \`--output <id>=<file>\` writes it to a file.

| id | default file | what it is |
| --- | --- | --- |
${outputs.map((output) => `| \`${output.id}\` | \`${output.file}\` | ${output.about} |`).join('\n')}

All of them show the same report, and none of them ever holds a secret value: source lines are shown with the value masked, and
only the terminal shows source lines at all. All say how many files were listed, read and parsed, which were skipped and why, what could
not be read, and what could not be checked. Where a platform has a limit, the worst findings come first and the output says
how many were left out.

## The JSON report

\`schemas/report.schema.json\` describes it (JSON Schema 2020-12). Paths are relative to \`root\`. Lines and columns start at 1; columns
count UTF-16 code units; \`endColumn\` is the column after the last character. Within version 1 fields are only added.

| field | meaning |
| --- | --- |
${fields(schema)}

Each of \`findings\`:

| field | meaning |
| --- | --- |
${fields(schema.$defs?.finding)}

### Fixes

\`fix\` of a finding is a change of text after which it is gone ([fixes.md](fixes.md)): replace every stretch of \`edits\`, or none.

| field | meaning |
| --- | --- |
${fields(schema.$defs?.['edit'])}

### Numbers and chains

\`counts\`:

| field | meaning |
| --- | --- |
${fields(schema.properties?.counts)}

Each of \`secretZero.roots\`:

| field | meaning |
| --- | --- |
${fields(schema.$defs?.root)}

Each of \`secretZero.chains\`:

| field | meaning |
| --- | --- |
${fields(schema.$defs?.chain)}

## Secret zero

\`secrets-ladder zero\` shows the same chains by themselves: the credentials that open the others, worst first, with the Secrets and workloads that
hang on each (its blast radius) and the ways that lead to it. \`--output json\` gives the chains as in \`secretZero\` of the report, \`--output mermaid\` the graph
that the step summary holds. Names of objects and files only; what stands in tests, examples and documentation is left out and counted.

A store that opens with a stored key (\`zero examples/level-3-broken\`):

\`\`\`text
${await zero('level-3-broken')}\`\`\`

The same store with a workload identity (\`zero examples/level-3-clean\`):

\`\`\`text
${await zero('level-3-clean')}\`\`\`

As a graph (\`zero --output mermaid examples/level-3-broken\`):

\`\`\`mermaid
${await zero('level-3-broken', '--output', 'mermaid')}\`\`\`

## SARIF

The fingerprint is under \`partialFingerprints["secretsLadder/v1"]\`; it stays the same when lines move. GitHub's own
\`primaryLocationLineHash\` is left to the upload action, which computes it. Rules carry \`security-severity\`, \`precision\` and the tag \`security\`;
problems, skipped files and crashed rules are in \`invocations[0].toolExecutionNotifications\`. A finding that can be fixed by a change of text has it in
\`fixes\`.
`;
  await expect(page).toMatchFileSnapshot('../docs/outputs.md');
  for (const output of outputs) expect(page).toContain(`\`${output.id}\``);
  expect(page).not.toMatch(/\| {2}\|/);
});
