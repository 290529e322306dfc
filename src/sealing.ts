import { createHash, X509Certificate } from 'node:crypto';

/**
 * What can be known about a sealed value and a sealing certificate without the private key.
 *
 * A value is base64 of `uint16BE(len R) || R || C`: R is RSA-OAEP of the session key, as long as the modulus; C is
 * AES-256-GCM of the plaintext, 16 bytes longer than it.
 * https://github.com/bitnami/sealed-secrets/blob/main/pkg/crypto/crypto.go
 */

/** Structure of a sealed value; lengths in bytes. */
export type SealedValue =
  | { readonly ok: true; readonly rsaBytes: number; readonly plaintextLength: number }
  | { readonly ok: false; readonly reason: SealingFlaw };

/** Why a text is no sealed value. */
export type SealingFlaw = 'not-base64' | 'too-short' | 'impossible-key-length' | 'truncated';

const gcmTag = 16;
const lengthPrefix = 2;
const leastRsaBytes = 128;
const mostRsaBytes = 1024;
/** RSA keys are made in steps of 512 bits; 1024, 2048, 3072, 4096 and 8192 bits are the usual ones. */
const rsaStep = 64;

/** Checks a value of `spec.encryptedData` byte by byte. Never throws; a `true` does not prove that it can be opened. */
export function sealedValue(base64: string): SealedValue {
  const blob = sealedBytes(base64);
  if (!blob) return { ok: false, reason: 'not-base64' };
  if (blob.length < lengthPrefix + leastRsaBytes + gcmTag) return { ok: false, reason: 'too-short' };
  const rsaBytes = blob.readUInt16BE(0);
  if (rsaBytes < leastRsaBytes || rsaBytes > mostRsaBytes || rsaBytes % rsaStep !== 0) {
    return { ok: false, reason: 'impossible-key-length' };
  }
  const plaintextLength = blob.length - lengthPrefix - rsaBytes - gcmTag;
  if (plaintextLength < 0) return { ok: false, reason: 'truncated' };
  return { ok: true, rsaBytes, plaintextLength };
}

/** The bytes of a sealed value as Go's `base64.StdEncoding` reads it: padded, line breaks ignored, nothing else. */
function sealedBytes(base64: string): Buffer | undefined {
  const text = /[\r\n]/.test(base64) ? base64.replace(/[\r\n]+/g, '') : base64;
  if (text.length === 0 || text.length % 4 !== 0) return undefined;
  if (!/^[A-Za-z0-9+/]*$/.test(text.endsWith('=') ? text.slice(0, text.endsWith('==') ? -2 : -1) : text)) {
    return undefined;
  }
  return Buffer.from(text, 'base64');
}

/** How widely a sealed value may be used. https://github.com/bitnami/sealed-secrets#scopes */
export type Scope = 'strict' | 'namespace-wide' | 'cluster-wide';

/** Annotations that set the scope, with the scope they set. */
export const scopeAnnotations: Readonly<Record<string, Exclude<Scope, 'strict'>>> = {
  'sealedsecrets.bitnami.com/cluster-wide': 'cluster-wide',
  'sealedsecrets.bitnami.com/namespace-wide': 'namespace-wide',
};

/** The scope that annotations ask for: only the string `true` counts, and cluster-wide wins. */
export function scopeOf(annotations: ReadonlyMap<string, string>): Scope {
  for (const [name, scope] of Object.entries(scopeAnnotations)) if (annotations.get(name) === 'true') return scope;
  return 'strict';
}

/** The OAEP label that binds a value to its place: the value opens only under the label it was sealed with. */
export function labelOf(scope: Scope, namespace: string, name: string): string {
  if (scope === 'cluster-wide') return '';
  return scope === 'namespace-wide' ? namespace : `${namespace}/${name}`;
}

/** The public side of a sealing key. */
export interface SealingCertificate {
  /** Modulus length in bits and in bytes. */
  readonly bits: number;
  readonly rsaBytes: number;
  readonly modulus: bigint;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Distinguished name of the subject; empty for certificates that the controller made. */
  readonly subject: string;
  /** `SHA256:...` as OpenSSH and the controller's log write it. */
  readonly fingerprint: string;
}

/** Reads the first certificate of a PEM text, as kubeseal does; undefined where there is none or its key is not RSA. */
export function sealingCertificate(pem: string): SealingCertificate | undefined {
  const start = pem.indexOf('-----BEGIN CERTIFICATE-----');
  const end = start === -1 ? -1 : pem.indexOf('-----END CERTIFICATE-----', start);
  if (end === -1) return undefined;
  try {
    const certificate = new X509Certificate(`${pem.slice(start, end)}-----END CERTIFICATE-----\n`);
    const { n, e, kty } = certificate.publicKey.export({ format: 'jwk' });
    if (kty !== 'RSA' || !n || !e) return undefined;
    const modulus = Buffer.from(n, 'base64url');
    return {
      bits: certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? modulus.length * 8,
      rsaBytes: modulus.length,
      modulus: integer(modulus),
      validFrom: new Date(certificate.validFrom),
      validTo: new Date(certificate.validTo),
      subject: certificate.subject ?? '',
      fingerprint: fingerprintOf(modulus, Buffer.from(e, 'base64url')),
    };
  } catch {
    // Not a certificate that OpenSSL reads: the caller has nothing to compare with.
    return undefined;
  }
}

/**
 * True where it is certain that a value was not sealed for a certificate: RSA ciphertext is as long as the modulus and,
 * as a number, smaller. False proves nothing.
 */
export function foreignTo(base64: string, certificate: Pick<SealingCertificate, 'rsaBytes' | 'modulus'>): boolean {
  const value = sealedValue(base64);
  if (!value.ok) return false;
  if (value.rsaBytes !== certificate.rsaBytes) return true;
  const blob = sealedBytes(base64);
  return (
    blob !== undefined && integer(blob.subarray(lengthPrefix, lengthPrefix + value.rsaBytes)) >= certificate.modulus
  );
}

function integer(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
}

/** OpenSSH fingerprint of an RSA key (RFC 4253, section 6.6): SHA-256 over its wire form, base64 without padding. */
function fingerprintOf(modulus: Buffer, exponent: Buffer): string {
  const hash = createHash('sha256');
  for (const part of [Buffer.from('ssh-rsa'), positive(exponent), positive(modulus)]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    hash.update(length).update(part);
  }
  return `SHA256:${hash.digest('base64').replace(/=+$/, '')}`;
}

/** An mpint: a leading zero byte keeps a number with its top bit set positive. */
function positive(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}
