import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeSealed, fakeSealingCertificate } from '../src/fake-sealed.ts';
import { foreignTo, labelOf, type Scope, scopeOf, sealedValue, sealingCertificate } from '../src/sealing.ts';
import { certificatePem, keys, open, vectors } from './sealed-vectors.ts';

const certificates = Object.fromEntries(
  Object.keys(keys).map((bits) => [bits, sealingCertificate(certificatePem(Number(bits)))!]),
);

describe('values sealed by upstream Go', () => {
  test('there are 24', () => expect(vectors).toHaveLength(24));

  test.each(vectors)('$scope, $bits bits, label "$label"', (vector) => {
    const label = labelOf(vector.scope, vector.namespace, vector.name);
    expect(label).toBe(vector.label);
    const plaintext = Buffer.from(vector.plaintext, 'base64');
    expect(sealedValue(vector.ciphertext)).toEqual({
      ok: true,
      rsaBytes: vector.bits / 8,
      plaintextLength: plaintext.length,
    });
    expect(open(vector.ciphertext, label, vector.bits)).toEqual(plaintext);
    expect(() => open(vector.ciphertext, `${label}x`, vector.bits)).toThrow();
  });

  test('no value is called foreign to the certificate it was sealed for', () => {
    for (const { ciphertext, bits } of vectors) expect(foreignTo(ciphertext, certificates[bits]!)).toBe(false);
  });

  test('a key of another length did not seal it', () => {
    for (const { ciphertext, bits } of vectors) {
      expect(foreignTo(ciphertext, certificates[bits === 2048 ? 4096 : 2048]!)).toBe(true);
    }
  });

  test('a number that is not below the modulus did not come from it', () => {
    const { ciphertext } = vectors.find(({ bits }) => bits === 2048)!;
    const blob = Buffer.from(ciphertext, 'base64');
    blob.fill(0xff, 2, 2 + 256);
    expect(foreignTo(blob.toString('base64'), certificates[2048]!)).toBe(true);
  });
});

interface Break {
  readonly name: string;
  readonly reasons: readonly string[];
  /** `at` and `what` are any whole numbers. */
  readonly mutate: (ciphertext: string, at: number, what: number) => string;
}

const foreignCharacters = [' ', '\t', '-', '_', '=', '.', '\0', '\u00e9', '\u{1f511}', '%', '"', '{{'];

function withBytes(ciphertext: string, change: (blob: Buffer) => Buffer): string {
  return change(Buffer.from(ciphertext, 'base64')).toString('base64');
}

function withKeyLength(ciphertext: string, length: number): string {
  return withBytes(ciphertext, (blob) => {
    blob.writeUInt16BE(length);
    return blob;
  });
}

/** Every way in which a value stops being one: text that is no base64, and lengths that do not add up. */
const breaks: readonly Break[] = [
  {
    name: 'a character that is not of the alphabet',
    reasons: ['not-base64'],
    mutate(ciphertext, at, what) {
      // Before the padding: `=` at the very end may be right.
      const i = at % (ciphertext.length - 4);
      return ciphertext.slice(0, i) + foreignCharacters[what % foreignCharacters.length]! + ciphertext.slice(i + 1);
    },
  },
  {
    name: 'characters left out',
    reasons: ['not-base64'],
    mutate(ciphertext, at, what) {
      const i = at % (ciphertext.length - 4);
      return ciphertext.slice(0, i) + ciphertext.slice(i + 1 + (what % 3));
    },
  },
  {
    name: 'padding too much',
    reasons: ['not-base64'],
    mutate: (ciphertext, _, what) => ciphertext + '='.repeat(1 + (what % 5)),
  },
  {
    name: 'the end cut off',
    reasons: ['too-short', 'truncated'],
    mutate: (ciphertext, at) =>
      withBytes(ciphertext, (blob) => blob.subarray(0, 1 + (at % (2 + blob.readUInt16BE(0) + 15)))),
  },
  {
    name: 'a key length that no RSA key has',
    reasons: ['impossible-key-length'],
    mutate(ciphertext, at) {
      const length = at % 0x10000;
      const possible = length >= 128 && length <= 1024 && length % 64 === 0;
      return withKeyLength(ciphertext, possible ? length + 1 : length);
    },
  },
  {
    name: 'a key length that is longer than the value',
    reasons: ['truncated'],
    mutate: (ciphertext, _, what) =>
      withKeyLength(
        withBytes(ciphertext, (blob) => blob.subarray(0, 2 + blob.readUInt16BE(0) + 16)),
        Buffer.from(ciphertext, 'base64').readUInt16BE(0) + 64 * (1 + (what % 8)),
      ),
  },
];

describe('structure', () => {
  test.each([
    ['', 'not-base64'],
    ['not base64 at all', 'not-base64'],
    ['AgB=', 'too-short'],
    [fakeSealed(1).slice(0, -1), 'not-base64'],
    [fakeSealed(1).slice(0, 600), 'truncated'],
    [`Q${fakeSealed(1).slice(1)}`, 'impossible-key-length'],
    [` ${fakeSealed(1)}`, 'not-base64'],
  ])('%# is refused', (text, reason) => {
    expect(sealedValue(text)).toEqual({ ok: false, reason });
  });

  test('line breaks in base64 are read as Go reads them', () => {
    const wrapped = fakeSealed(2).replace(/(.{76})/g, '$1\r\n');
    expect(sealedValue(wrapped)).toEqual({ ok: true, rsaBytes: 512, plaintextLength: 18 });
  });

  test('what is made up is well formed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(128, 256, 384, 512, 1024), fc.nat(300), (seed, rsaBytes, length) => {
        expect(sealedValue(fakeSealed(seed, { rsaBytes, length }))).toEqual({
          ok: true,
          rsaBytes,
          plaintextLength: length,
        });
      }),
      { numRuns: 50 },
    );
  });

  test('10,000 mutations that break the structure are refused, each for its reason', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.constantFrom(...vectors),
        fc.constantFrom(...breaks),
        fc.nat(),
        fc.nat(),
        (vector, how, at, what) => {
          const text = how.mutate(vector.ciphertext, at, what);
          const value = sealedValue(text);
          expect(value.ok, how.name).toBe(false);
          if (!value.ok) expect(how.reasons).toContain(value.reason);
          // What is no sealed value is foreign to no certificate.
          expect(foreignTo(text, certificates[vector.bits]!)).toBe(false);
          seen.set(how.name, (seen.get(how.name) ?? 0) + 1);
        },
      ),
      { numRuns: 10_000, seed: 1 },
    );
    expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(10_000);
    for (const { name } of breaks) expect(seen.get(name), name).toBeGreaterThan(500);
  });

  // What no check without the private key can see: only the controller refuses these.
  test('a flipped bit of the ciphertext leaves the structure whole, and the value does not open', () => {
    fc.assert(
      fc.property(fc.constantFrom(...vectors), fc.nat(), fc.nat(7), (vector, at, bit) => {
        const blob = Buffer.from(vector.ciphertext, 'base64');
        const i = 2 + (at % (blob.length - 2));
        blob[i] = blob[i]! ^ (1 << bit);
        const text = blob.toString('base64');
        expect(sealedValue(text)).toEqual(sealedValue(vector.ciphertext));
        expect(() => open(text, vector.label, vector.bits)).toThrow();
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  test('bytes put after the ciphertext are a longer plaintext, and the value does not open', () => {
    for (const { ciphertext, label, bits, plaintext } of vectors) {
      const longer = Buffer.concat([Buffer.from(ciphertext, 'base64'), Buffer.from('more')]).toString('base64');
      const plaintextLength = Buffer.from(plaintext, 'base64').length + 4;
      expect(sealedValue(longer)).toEqual({ ok: true, rsaBytes: bits / 8, plaintextLength });
      expect(() => open(longer, label, bits)).toThrow();
    }
  });

  test('10,000 values with any edits at all give an answer', () => {
    const certificate = certificates[2048]!;
    fc.assert(
      fc.property(
        fc.constantFrom(...vectors.map(({ ciphertext }) => ciphertext)),
        fc.array(fc.tuple(fc.nat(800), fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('=', '\n', '\0', 'A')))),
        fc.nat(900),
        (ciphertext, edits, end) => {
          let text = ciphertext;
          for (const [at, put] of edits) text = text.slice(0, at) + put + text.slice(at + 1);
          const value = sealedValue(text.slice(0, end));
          foreignTo(text.slice(0, end), certificate);
          if (value.ok) expect(value.plaintextLength).toBeGreaterThanOrEqual(0);
          else expect(value.reason).toMatch(/^[a-z0-9-]+$/);
        },
      ),
      { numRuns: 10_000, seed: 1 },
    );
  });

  test('any text at all gives an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(typeof sealedValue(text).ok).toBe('boolean');
      }),
    );
  });
});

describe('scope', () => {
  test.each<[Record<string, string>, Scope]>([
    [{}, 'strict'],
    [{ 'sealedsecrets.bitnami.com/cluster-wide': 'true' }, 'cluster-wide'],
    [{ 'sealedsecrets.bitnami.com/namespace-wide': 'true' }, 'namespace-wide'],
    [
      { 'sealedsecrets.bitnami.com/namespace-wide': 'true', 'sealedsecrets.bitnami.com/cluster-wide': 'true' },
      'cluster-wide',
    ],
    [{ 'sealedsecrets.bitnami.com/cluster-wide': 'True' }, 'strict'],
  ])('%o is %s', (annotations, scope) => {
    expect(scopeOf(new Map(Object.entries(annotations)))).toBe(scope);
  });
});

describe('certificates', () => {
  test('the fingerprint is the one of OpenSSH', () => {
    // As `ssh-keygen -lf` prints them for the public keys.
    expect(certificates[2048]!.fingerprint).toBe('SHA256:9Ljiq2UehcS+f59hQbCt7a2VlRDpnFdMyS4Ip8yPf1A');
    expect(certificates[4096]!.fingerprint).toBe('SHA256:LJPVRbSnnqainh8Ud9Aq8O7kV1bZJJ0eGe4v2rxTdk4');
  });

  test('validity, length and the empty subject of the controller', () => {
    expect(certificates[2048]).toMatchObject({ bits: 2048, rsaBytes: 256, subject: '' });
    expect(certificates[4096]).toMatchObject({ bits: 4096, rsaBytes: 512 });
    expect(certificates[2048]!.validFrom.toISOString()).toBe('2026-01-01T00:00:00.000Z');
    expect(certificates[2048]!.validTo.toISOString()).toBe('2035-12-30T00:00:00.000Z');
  });

  test('a made-up certificate reads as asked for', () => {
    const certificate = sealingCertificate(
      fakeSealingCertificate(3, { from: '2020-02-03', to: '2021-02-03', bits: 1024 }),
    );
    expect(certificate).toMatchObject({ bits: 1024, rsaBytes: 128, subject: '' });
    expect(certificate!.validTo.toISOString()).toBe('2021-02-03T00:00:00.000Z');
  });

  test.each([
    '',
    'no PEM',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
    '-----BEGIN CERTIFICATE-----\n',
  ])('text %# is no certificate', (text) => expect(sealingCertificate(text)).toBeUndefined());
});
