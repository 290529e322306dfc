import { constants, createDecipheriv, createPrivateKey, privateDecrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Scope } from '../src/sealing.ts';

/** A value that upstream's Go code sealed; see fixtures/sealed-vectors. */
export interface Vector {
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

export const vectors = fixture<Vector[]>('vectors.json');

/** Throw-away sealing keys by length in bits; they open the vectors and whatever else is sealed for them. */
export const keys = fixture<Record<string, { jwk: Record<string, string>; certificate: string }>>('keys.json');

/** The certificate of a throw-away key, as a controller gives it out. */
export function certificatePem(bits: number): string {
  const lines = keys[bits]!.certificate.match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** The controller's side, for tests only: opens a value or throws. */
export function open(ciphertext: string, label: string, bits: number): Buffer {
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
