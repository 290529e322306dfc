import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goPattern } from '../src/model/go-pattern.ts';

describe('patterns of Go', () => {
  it.each([
    ['^(data|stringData)$', ['data', 'stringData'], ['metadata', 'data ', 'xstringData']],
    ['.*/secrets/.*\\.ya?ml', ['a/secrets/b.yml', 'x/secrets/y/z.yaml.bak'], ['secrets/b.yml', 'a/secrets/b.json']],
    ['(?i)SECRET', ['a/Secret.yaml', 'sEcReT'], ['sacred']],
    ['[^/]+\\.sops\\.(?:yaml|json)$', ['a/b.sops.json'], ['/.sops.yaml', 'b.sops.toml']],
    ['^[[:lower:]]{2,3}$', ['ab', 'abc'], ['a', 'abcd', 'AB']],
    ['\\Qa.b\\E\\d+', ['a.b12'], ['axb1']],
    ['(?P<env>prod|staging)/', ['x/prod/y'], ['dev/']],
    ['', ['', 'anything'], []],
    ['^$', [''], ['x']],
    ['\\bkey\\b', ['my-key.txt'], ['monkey']],
  ])('%s', (source, matching, others) => {
    const pattern = goPattern(source);
    for (const text of matching) expect(pattern?.test(text), text).toBe(true);
    for (const text of others) expect(pattern?.test(text), text).toBe(false);
  });

  it.each(['a**', '(a', 'a)', '[a', '*a', '(?=a)', '(?<!a)b', '\\p{Greek}', '\\1', 'a{3,2}', 'x{1001}'])(
    'refuses %s, which is not RE2 or not understood',
    (source) => expect(goPattern(source)).toBeUndefined(),
  );

  it('takes time linear in the text whatever the pattern', () => {
    const text = `${'a'.repeat(20_000)}!`;
    const started = performance.now();
    for (const source of ['(a+)+$', '(a|a)*b', '(?:a*)*b', '.*.*.*.*b', '(a?){30}a{30}b']) {
      expect(goPattern(source)?.test(text), source).toBe(false);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('agrees with the engine of JavaScript where both have the syntax', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      'c',
      '.',
      '[ab]',
      '[^a]',
      '\\w',
      '\\.',
      '(?:ab)',
      '(a|bc)',
      '^',
      '$',
      '(b*|c)',
    );
    const quantified = fc
      .tuple(atom, fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}', '*?'))
      .map(([one, times]) => (one === '^' || one === '$' ? one : one + times));
    const source = fc.array(quantified, { maxLength: 5 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        source,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.', '/'), maxLength: 8 }),
        (pattern, text) => {
          expect(goPattern(pattern)?.test(text)).toBe(new RegExp(pattern, 's').test(text));
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
