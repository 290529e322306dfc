import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask, maskedLine } from '../src/mask.ts';
import { SourceFile, type Span } from '../src/text.ts';
import { file, spanOf } from './report-fixture.ts';

/** The line shown for the part between `[|` and `|]`; every marked part is a credential. */
function shown(marked: string, which = 0): string {
  const spans: { start: number; end: number }[] = [];
  let content = '';
  const open: { start: number; end: number }[] = [];
  for (const part of marked.split(/(\[\||\|\])/)) {
    if (part === '[|') {
      const span = { start: content.length, end: content.length };
      spans.push(span);
      open.push(span);
    } else if (part === '|]') open.pop()!.end = content.length;
    else content += part;
  }
  const source = file('a.yaml', content);
  const all: Span[] = spans.map((span) => ({ file: source, ...span }));
  const line = maskedLine(all[which]!, all);
  expect(line.text.slice(line.start, line.start + line.length)).toBe(mask);
  return line.text;
}

describe('a masked line shows the key and nothing else', () => {
  test.each([
    ['password: [|hunter2|]', 'password: ••••••••'],
    ['  password: [|hunter2|] # was hunter1', '  password: ••••••••'],
    ['  - password: [|"hunter2"|]', '  - password: ••••••••'],
    ['\tpassword:   "[|hunter2|]"', '  password: ••••••••'],
    ['data: {user: admin7, password: [|hunter2|]}', '… password: ••••••••'],
    ['{"user": "admin7", "password": [|"hunter2"|]}', '… "password": ••••••••'],
    ['"password": [|"hunter2"|],', '"password": ••••••••'],
    ['    {"apiVersion":"v1","data":{"password":[|"aHVudGVyMg=="|]},"kind":"Secret"}', '… "password": ••••••••'],
    ['    x: "{\\"data\\":{\\"password\\":\\"[|hunter2|]\\"}}"', '… "password": ••••••••'],
    ['password: !!binary &a "[|hunter2|]"', 'password: ••••••••'],
    ['key: [||\n  hunter2\n  hunter3|]', 'key: ••••••••'],
    ['key: |\n  [|hunter2\n  hunter3|]', '… ••••••••'.slice(2).padStart(10)],
    ['PASSWORD=[|hunter2|]', 'PASSWORD=••••••••'],
    ['export PASSWORD=[|"hunter2"|]', 'export PASSWORD=••••••••'],
    ['password = [|"hunter2"|]', 'password = ••••••••'],
    ['USER=admin7 PASSWORD=[|hunter2|] ./run', '… PASSWORD=••••••••'],
    [
      'kubectl create secret generic x --from-literal=user=admin7 --from-literal=password=[|hunter2|]',
      '… --from-literal=password=••••••••',
    ],
    ['  key = [|"hunter2"|]', '  key = ••••••••'],
    ['x hunter1= [|hunter2|]', '… ••••••••'],
    ['aHVudGVyMQ== [|hunter2|]', '… ••••••••'],
    ['echo aHVudGVyMQ== [|hunter2|]', '… ••••••••'],
    ['say hunter1: [|hunter2|]', '… ••••••••'],
    ['mysql -u admin7 --password [|hunter2|]', '… --password ••••••••'],
    ['mysql -u admin7 -p[|hunter2|]', '… ••••••••'],
    ['args: [--user, admin7, --password=[|hunter2|]]', '… --password=••••••••'],
    ['- [|--password=hunter2|]', '- ••••••••'],
    ['curl -u admin7:[|hunter2|] https://example.org', '… ••••••••'],
    ['url: [|postgres://admin7:hunter2@db/app|]', 'url: ••••••••'],
    ['url: postgres://admin7:[|hunter2|]@db/app', '… ••••••••'],
    ['curl -H "Authorization: Bearer [|hunter2|]"', '… ••••••••'],
    ['curl -H "X-Api-Key: [|hunter2|]"', '… X-Api-Key: ••••••••'],
    ['[|-----BEGIN KEY|]', '••••••••'],
  ])('%j', (marked, expected) => expect(shown(marked)).toBe(expected));

  test.each([
    ['the key repeats a credential', 'hunter2: [|hunter2|]', 0],
    ['the key holds a credential', 'x: [|hunter2|]\nhunter2-key: [|other|]', 1],
    ['the key lies in another credential', 'run: [|export password=hunter2 token=[|hunter3|]|]', 1],
    ['the key looks like a token', `{tok9en${'A1b2'.repeat(5)}: [|hunter2|]}`, 0],
    ['the key is further away than is looked', `${'k'.repeat(150)}: "${' '.repeat(60)}[|hunter2|]`, 0],
  ])('the key goes where %s', (_, marked, which) => {
    expect(shown(marked, which).replace(/^… /, '')).toBe(mask);
  });

  test('a value that only says what a resource is may be seen, a credential of that text may not', () => {
    const source = file('a.yaml', 'kind: SealedSecret\npassword: Secret\ntype: hunter2\n');
    expect(maskedLine(spanOf(source, 'SealedSecret'), []).text).toBe('kind: SealedSecret');
    expect(maskedLine(spanOf(source, 'SealedSecret'), [spanOf(source, 'SealedSecret')]).text).toBe(`kind: ${mask}`);
    expect(maskedLine(spanOf(source, 'Secret', 1), []).text).toBe(`password: ${mask}`);
    expect(maskedLine(spanOf(source, 'hunter2'), []).text).toBe(`type: ${mask}`);
  });

  test.each([
    ['apiVersion: ', 'external-secrets.io/v1beta1', true],
    ['apiVersion: ', 'hunter2.io/v1', false],
    ['password: ', 'external-secrets.io/v1beta1', false],
    ['refreshInterval: ', '0', true],
    ['refreshInterval: ', '"1h0m0s"', true],
    ['refreshInterval: ', '123456', false],
    ['pin: ', '0', false],
    ['enabled: ', 'true', true],
    ['--set server.dev.enabled=', 'true', true],
  ])('%s%s', (before, value, isShown) => {
    const source = file('a.yaml', `${before}${value}\n`);
    const span = { file: source, start: before.length, end: before.length + value.length };
    expect(maskedLine(span, []).text.endsWith(value)).toBe(isShown);
    expect(maskedLine(span, [span]).text).not.toContain(value);
  });
});

/** Lines made of structure and secrets in every arrangement we can think of; some secrets are findings, some are not. */
const secret = fc.stringMatching(/^(?:[a-z0-9]{1,4} )?[a-z0-9+/=:@-]{0,6}zQ[a-z0-9+/=:@-]{1,6}[a-z0-9+=]$/);
const frame = fc.constantFrom(
  ['password: ', ' '],
  ['"password": "', '", '],
  ['{"password":"', '"}'],
  ['\\"password\\":\\"', '\\",'],
  ['- ', '\n'],
  ['TOKEN=', ' '],
  ["--token='", "' "],
  ['--token ', ' '],
  ['https://', '@'],
  ['user:', ' '],
  ['"', '", '],
  ['', ' '],
  ['[', ', '],
  ['| ', '\n  '],
  ['\t', '\r\n'],
  ['é: ', ' # '],
);

describe('no part of a value is printed', () => {
  test('found or not, wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(frame, secret, fc.boolean()), { minLength: 1, maxLength: 6 }), (parts) => {
        let content = '';
        const spans: { start: number; end: number }[] = [];
        for (const [[before, after], value, found] of parts) {
          content += before;
          if (found) spans.push({ start: content.length, end: content.length + value.length });
          content += value + after;
        }
        const source = new SourceFile('a', content);
        const all = spans.map((span) => ({ file: source, ...span }));
        for (const span of all) expect(maskedLine(span, all).text).not.toContain('zQ');
      }),
      { numRuns: 2_000 },
    );
  });

  test('any text at all gives one printable line in bounded time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(), fc.nat(), (content, a, b) => {
        const source = new SourceFile('a', content);
        const [start, end] = [a % (content.length + 1), b % (content.length + 1)].sort((x, y) => x - y);
        const { text } = maskedLine({ file: source, start: start!, end: end! }, []);
        expect(text).toMatch(/^[\x20-\x7e…•]+$/);
        expect(text.length).toBeLessThan(250);
      }),
    );
    const line = `{${'"key": "value", '.repeat(200_000)}"password": "hunter2"}`;
    const source = new SourceFile('big.json', line);
    const password = spanOf(source, '"hunter2"');
    const started = performance.now();
    for (let i = 0; i < 1_000; i++) maskedLine(password, []);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
