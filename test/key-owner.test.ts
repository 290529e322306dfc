import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fake } from '../src/fake.ts';
import { ageRecipientOf, pgpFingerprintsOf } from '../src/key-owner.ts';

describe('the recipient of an age key', () => {
  // The test vector of filippo.io/age (x25519_test.go): 32 bytes of 0x42.
  const key = `AGE-SECRET-KEY-1${'GFPYYSJZ'.repeat(6)}GFPQ4EGAEX`;

  test('is derived from it', () => {
    expect(ageRecipientOf(key)).toBe('age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj');
  });

  test.each([
    ['a wrong checksum', key.replace(/X$/, 'Q')],
    ['a made-up key', fake('age-key')],
    ['a post-quantum key', fake('age-pq-key')],
    ['nothing', ''],
  ])('is unknown for %s', (_, text) => expect(ageRecipientOf(text)).toBeUndefined());
});

describe('the fingerprints of a PGP key', () => {
  const mpi = (bits: number, fill: number): Buffer =>
    Buffer.concat([Buffer.from([bits >> 8, bits & 255]), Buffer.alloc(Math.ceil(bits / 8), fill)]);
  const rsa = Buffer.concat([Buffer.from([4, 1, 2, 3, 4, 1]), mpi(2048, 0xa1), mpi(17, 1)]);
  const oid = Buffer.from([9, 0x2b, 6, 1, 4, 1, 0xda, 0x47, 0x0f, 1]);
  const ed25519 = Buffer.concat([Buffer.from([4, 1, 2, 3, 4, 22]), oid, mpi(263, 0x40)]);
  const secret = Buffer.from([0, 0, 8, 0xff, 1, 2]);

  /** RFC 4880 4.2.1 with a length of two bytes, 4.2.2 with one of one byte. */
  const old = (tag: number, body: Buffer): Buffer =>
    Buffer.concat([Buffer.from([0x80 | (tag << 2) | 1, body.length >> 8, body.length & 255]), body]);
  const modern = (tag: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([0xc0 | tag, body.length]), body]);
  const armoured = (bytes: Buffer): string =>
    `-----BEGIN PGP PRIVATE KEY BLOCK-----\nComment: of a test\n\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----\n`;
  const fingerprint = (body: Buffer): string =>
    createHash('sha1')
      .update(Buffer.from([0x99, body.length >> 8, body.length & 255]))
      .update(body)
      .digest('hex')
      .toUpperCase();

  test('are those of the key and its subkeys, without their secret parts', () => {
    const text = armoured(
      Buffer.concat([
        old(5, Buffer.concat([rsa, secret])),
        modern(13, Buffer.from('Somebody <somebody@acme.dev>')),
        modern(7, Buffer.concat([ed25519, secret])),
      ]),
    );
    expect(pgpFingerprintsOf(text)).toEqual([fingerprint(rsa), fingerprint(ed25519)]);
  });

  test('are none for what is no such key', () => {
    for (const text of [
      '',
      fake('pgp-private-key'),
      armoured(Buffer.from([0xc5, 255, 1])),
      armoured(rsa.subarray(0, 9)),
    ])
      expect(() => pgpFingerprintsOf(text)).not.toThrow();
    expect(pgpFingerprintsOf('-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n')).toEqual([]);
  });
});
