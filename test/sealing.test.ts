import { constants, createDecipheriv, createPrivateKey, privateDecrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeSealed, fakeSealingCertificate } from '../src/fake-sealed.ts';
import { foreignTo, labelOf, type Scope, scopeOf, sealedValue, sealingCertificate } from '../src/sealing.ts';

interface Vector {
  readonly scope: Scope;
  readonly namespace: string;
  readonly name: string;
  readonly label: string;
  readonly plaintext: string;
  readonly ciphertext: string;
  readonly bits: number;
}

function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`fixtures/sealed-vectors/${name}`, import.meta.url), 'utf8')) as T;
}

const vectors = fixture<Vector[]>('vectors.json');
const keys = fixture<Record<string, { jwk: Record<string, string>; certificate: string }>>('keys.json');

function armoured(base64: string): string {
  return `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const certificates = Object.fromEntries(
  Object.entries(keys).map(([bits, { certificate }]) => [bits, sealingCertificate(armoured(certificate))!]),
);

/** The controller's side, for tests only: opens a value or throws. */
function open(ciphertext: string, label: string, bits: number): Buffer {
  const blob = Buffer.from(ciphertext, 'base64');
  const rsaBytes = blob.readUInt16BE(0);
  const session = privateDecrypt(
    {
      key: createPrivateKey({ key: keys[bits]!.jwk, format: 'jwk' }),
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(label, 'utf8'),
    },
    blob.subarray(2, 2 + rsaBytes),
  );
  const decipher = createDecipheriv('aes-256-gcm', session, Buffer.alloc(12));
  decipher.setAuthTag(blob.subarray(-16));
  return Buffer.concat([decipher.update(blob.subarray(2 + rsaBytes, -16)), decipher.final()]);
}

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

  test('10,000 mutated values give an answer', () => {
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
