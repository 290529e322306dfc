import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { json, schemaAddress } from '../src/outputs/json.ts';
import { sarif } from '../src/outputs/sarif.ts';
import type { Report } from '../src/report.ts';
import { clean, empty, hostileNames, large, options, reportOf, rich, rules } from './report-fixture.ts';

const parsed = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const addFormats = formats.default as unknown as (ajv: Ajv) => void;

describe('json', () => {
  const schema = parsed('../schemas/report.schema.json');
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  const read = (report: Report) => JSON.parse(json.render(report, options));

  test.each([
    ['rich', rich()],
    ['clean', clean],
    ['empty', empty],
    ['large', large(3_000)],
  ] as const)('%s keeps to the published schema', (_, report) => {
    validate(read(report));
    expect(validate.errors).toBeNull();
  });

  test('the schema names every field, and the address in the report', () => {
    expect(schema.$id).toBe(schemaAddress);
    const closed = (each: object): object =>
      Object.fromEntries(
        Object.entries(each)
          .map(([key, value]) => [
            key,
            typeof value === 'object' && value !== null && !Array.isArray(value) ? closed(value) : value,
          ])
          .concat('properties' in each && 'type' in each ? [['additionalProperties', false]] : []),
      );
    const strict = new Ajv2020({ strict: false });
    addFormats(strict);
    const check = strict.compile({ ...closed(schema), $id: 'closed' });
    check(read(rich()));
    expect(check.errors).toBeNull();
  });

  test('a reader gets exactly these fields, in this order', () => {
    const report = read(rich());
    expect(Object.keys(report)).toEqual(
      [
        '$schema',
        'version',
        'tool',
        'root',
        'config',
        'level',
        'reachedLevel',
        'levelReport',
        'secretZero',
        'conclusion',
        'failOn',
        'counts',
      ].concat(['findings', 'skipped', 'problems', 'crashes', 'notChecked']),
    );
    const finding = report.findings.find((each: { path: string }) => each.path === 'clusters/prod/db.yaml');
    expect(finding).toEqual({
      rule: 'plaintext-secret-manifest',
      severity: 'error',
      confidence: 'certain',
      credential: true,
      path: 'clusters/prod/db.yaml',
      line: 7,
      column: 13,
      endLine: 7,
      endColumn: 29,
      subject: 'Secret prod/db stringData.password',
      message: 'Secret prod/db stringData.password is readable in Git',
      remedy: rules.get('plaintext-secret-manifest')!.remedy,
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      evidence: ['kind: Secret'],
      related: [
        { path: 'clusters/prod/sealed.yaml', line: 2, column: 7, endLine: 2, endColumn: 19, note: expect.any(String) },
        { path: 'clusters/prod/db.yaml', line: 2, column: 1, endLine: 2, endColumn: 13, note: expect.any(String) },
      ],
      level: 2,
    });
  });

  test('names come back as they are', () => {
    const paths = read(rich()).findings.map((each: { path: string }) => each.path);
    for (const name of hostileNames) expect(paths).toContain(name);
  });

  test('snapshot', async () => {
    await expect(json.render(rich(), options)).toMatchFileSnapshot('fixtures/outputs/report.json');
  });
});

describe('sarif', () => {
  // The schema is draft 4: the same as draft 7 for what it uses, but for the name of `$id`.
  const { id: _id, $schema: _draft, ...schema } = parsed('fixtures/sarif/sarif-2.1.0-rtm.5.json');
  // Without `u`, because one of its patterns is not a regular expression under that flag.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  const read = (report: Report) => JSON.parse(sarif.render(report, options));

  test.each([
    ['rich', rich()],
    ['clean', clean],
    ['empty', empty],
    ['large', large(3_000)],
    ['nothing at all', reportOf([])],
  ] as const)('%s keeps to the official schema', (_, report) => {
    validate(read(report));
    expect(validate.errors).toBeNull();
  });

  test('the schema would notice', () => {
    const broken = read(rich());
    broken.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    expect(validate(broken)).toBe(false);
  });

  test('what GitHub asks for is there', () => {
    const [run] = read(rich()).runs;
    expect(run.automationDetails.id).toBe('secrets-ladder/');
    expect(run.columnKind).toBe('utf16CodeUnits');
    for (const rule of run.tool.driver.rules) {
      for (const text of [
        rule.id,
        rule.shortDescription.text,
        rule.fullDescription.text,
        rule.help.text,
        rule.help.markdown,
      ]) {
        expect(text).not.toBe('');
      }
      expect(rule.name).toMatch(/^[A-Z][A-Za-z0-9]+$/);
      expect(rule.helpUri).toBe(`https://example.org/rules/${rule.id}.md`);
      expect(rule.properties.tags).toContain('security');
      expect(Number(rule.properties['security-severity'])).toBeGreaterThan(0);
      expect(typeof rule.properties['security-severity']).toBe('string');
      expect(['very-high', 'high', 'medium', 'low']).toContain(rule.properties.precision);
    }
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(Object.keys(result.partialFingerprints)).toEqual(['secretsLadder/v1']);
      expect(result.locations).toHaveLength(1);
      const { region, artifactLocation } = result.locations[0].physicalLocation;
      expect(region.startLine).toBeGreaterThan(0);
      expect(region.endLine > region.startLine || region.endColumn >= region.startColumn).toBe(true);
      expect(artifactLocation.uriBaseId).toBe('%SRCROOT%');
      expect(new URL(artifactLocation.uri, 'file:///repository/').href).toMatch(/^file:\/\/\/repository\//);
    }
    const uris = run.results.map(
      (each: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }) =>
        each.locations[0].physicalLocation.artifactLocation.uri,
    );
    for (const name of hostileNames) expect(uris.map(decodeURIComponent)).toContain(name.toWellFormed());
  });

  test('source text is nowhere, and a message cannot make a link', () => {
    const text = sarif.render(rich(), options);
    expect(text).not.toMatch(/"(?:snippet|contextRegion|contents|rendered)"/);
    const messages: string[] = read(rich()).runs[0].results.map(
      (each: { message: { text: string } }) => each.message.text,
    );
    for (const message of messages) expect(message).not.toContain('](');
  });

  test('trouble is told as notifications', () => {
    const [invocation] = read(rich()).runs[0].invocations;
    expect(invocation.executionSuccessful).toBe(false);
    const ids = invocation.toolExecutionNotifications.map((each: { descriptor: { id: string } }) => each.descriptor.id);
    expect(ids).toEqual(['crash', 'problem', 'problem', 'not-checked', 'skipped', 'skipped', 'skipped', 'skipped']);
    expect(read(clean).runs[0].invocations[0].executionSuccessful).toBe(true);
    expect(sarif.render(empty, options)).toContain('"nothing-scanned"');
    const noisy = read(
      reportOf([], { skipped: Array.from({ length: 5_000 }, (_, i) => ({ path: `${i}`, reason: 'binary' as const })) }),
    );
    const told = noisy.runs[0].invocations[0].toolExecutionNotifications;
    expect(told).toHaveLength(1_001);
    expect(told.at(-1).message.text).toContain('4,000 more notifications left out');
  });

  test('worst first, cut at 25,000, and the cut is told', () => {
    const [run] = read(large(25_100)).runs;
    expect(run.results).toHaveLength(25_000);
    const order = ['error', 'warning', 'note'];
    const levels: number[] = run.results.map((each: { level: string }) => order.indexOf(each.level));
    expect(levels).toEqual([...levels].sort());
    const texts: string[] = run.invocations[0].toolExecutionNotifications.map(
      (each: { message: { text: string } }) => each.message.text,
    );
    expect(texts.join('\n')).toContain('100 results of 25,100 findings left out');
    expect(texts.join('\n')).toContain('GitHub shows the first 5,000');
  });

  test('snapshot', async () => {
    await expect(sarif.render(rich(), options)).toMatchFileSnapshot('fixtures/outputs/secrets-ladder.sarif');
  });
});
