import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, isBinary, isGitCrypt } from '../src/decode.ts';
import { globs } from '../src/glob.ts';

describe('decode', () => {
  it('gives back any text, in UTF-8 and UTF-16, without its byte order mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        fc.pre(!text.includes('\0') && !text.startsWith('\ufeff'));
        const little = Buffer.from(`\ufeff${text}`, 'utf16le');
        expect(decode(Buffer.from(text, 'utf8'))).toBe(text);
        expect(decode(Buffer.from(`\ufeff${text}`, 'utf8'))).toBe(text);
        expect(decode(little)).toBe(text);
        expect(decode(Buffer.from(little).swap16())).toBe(text);
      }),
    );
  });

  it('takes any bytes without failing, and says that binary ones are no text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(decode(bytes) === undefined).toBe(isBinary(bytes));
      }),
    );
    expect(decode(new Uint8Array([0x61, 0, 0x62]))).toBeUndefined();
    expect(decode(new Uint8Array([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]))).toBeUndefined();
    expect(isGitCrypt(Buffer.from('\0GITCRYPT\0x'))).toBe(true);
    expect(isGitCrypt(Buffer.from('\0GIT'))).toBe(false);
  });

  it('keeps what it can of text cut in the middle of a character', () => {
    expect(decode(Buffer.from('caf\u00e9').subarray(0, 4))).toBe('caf\ufffd');
    expect(decode(new Uint8Array([0xff, 0xfe, 0x61, 0, 0x62]))).toBe('a');
  });
});

describe('globs', () => {
  it.each([
    ['vendor/', 'vendor/a/b.yaml', true],
    ['vendor', 'vendor/.a', true],
    ['vendor/**', 'vendored/a', false],
    ['./vendor/', 'a/vendor/b', false],
    ['**/vendor/', 'a/vendor/b', true],
    ['clusters/*/prod', 'clusters/eu/prod/x.yaml', true],
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'd/a.yaml', false],
    ['**/*.{yaml,yml}', 'd/.x/a.yml', true],
    ['.', 'anything/at/all', true],
    ['a[', 'a[', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(globs([pattern])(path)).toBe(expected);
  });

  it('lets a later pattern take back', () => {
    const test = globs(['a/**', '!a/b/**', 'a/b/c.yaml']);
    expect(['a/x', 'a/b/x', 'a/b/c.yaml', 'z'].map(test)).toEqual([true, false, true, false]);
  });

  it('is not slowed down by a hostile pattern', () => {
    const start = performance.now();
    globs(['*a*a*a*a*a*a*a*a*a*a*a*b', '**/**/**/**/**/**/x', '{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}'])('a'.repeat(500));
    expect(performance.now() - start).toBeLessThan(500);
  });
});
