import { createHash } from 'node:crypto';

/**
 * Fake sealed values and sealing certificates for rule examples and tests, made at run time: structurally valid, sealed
 * for nobody. The same arguments give the same text.
 */

export interface SealedShape {
  /** Modulus length in bytes; 512 is the controller's default of 4096 bits. */
  readonly rsaBytes?: number;
  /** Length of the plaintext in bytes. */
  readonly length?: number;
}

/** A value as kubeseal writes it, of random bytes. */
export function fakeSealed(seed = 0, { rsaBytes = 512, length = 18 }: SealedShape = {}): string {
  const blob = bytes(`sealed/${seed}/${rsaBytes}/${length}`, 2 + rsaBytes + length + 16);
  blob.writeUInt16BE(rsaBytes);
  // The first byte of the RSA ciphertext stays small, so that it is below every modulus of its length.
  blob[2] = 1;
  return blob.toString('base64');
}

export interface CertificateShape {
  /** ISO dates. */
  readonly from?: string;
  readonly to?: string;
  /** Modulus length in bits. */
  readonly bits?: number;
}

/** A self-signed RSA certificate in PEM without a subject, as the controller makes them; its signature is noise. */
export function fakeSealingCertificate(
  seed = 0,
  { from = '2026-11-10', to = '2036-11-07', bits = 4096 }: CertificateShape = {},
): string {
  const noise = bytes(`certificate/${seed}/${bits}`, bits / 4);
  const modulus = noise.subarray(0, bits / 8);
  modulus[0] = modulus[0]! | 0xc0;
  modulus[modulus.length - 1] = modulus[modulus.length - 1]! | 1;
  const sha256WithRsa = sequence(Buffer.from('06092a864886f70d01010b0500', 'hex'));
  const rsaEncryption = sequence(Buffer.from('06092a864886f70d0101010500', 'hex'));
  const key = sequence(rsaEncryption, bitString(sequence(whole(modulus), whole(Buffer.from([1, 0, 1])))));
  const nobody = sequence();
  const body = sequence(
    tagged(0xa0, whole(Buffer.from([2]))),
    whole(Buffer.from([1 + (seed % 100)])),
    sha256WithRsa,
    nobody,
    sequence(time(from), time(to)),
    nobody,
    key,
  );
  const der = sequence(body, sha256WithRsa, bitString(noise.subarray(bits / 8)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function bytes(seed: string, length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update(seed).digest();
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function bitString(content: Buffer): Buffer {
  return tagged(0x03, Buffer.from([0]), content);
}

function whole(value: Buffer): Buffer {
  return tagged(0x02, (value[0] ?? 0) >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0), value);
}

/** GeneralizedTime, midnight UTC. */
function time(date: string): Buffer {
  return tagged(0x18, Buffer.from(`${date.replaceAll('-', '')}000000Z`));
}
