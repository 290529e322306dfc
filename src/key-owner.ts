import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

/*
 * Whom a private key belongs to: the recipient that files are encrypted for. Everything here works on the key alone,
 * keeps nothing of it, and gives undefined for what it cannot read.
 */

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
/** PKCS#8 of an X25519 key, up to its 32 bytes. https://www.rfc-editor.org/rfc/rfc8410#section-7 */
const x25519 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** `age1...` of an `AGE-SECRET-KEY-1...`. https://github.com/C2SP/C2SP/blob/main/age.md#the-x25519-recipient-type */
export function ageRecipientOf(key: string): string | undefined {
  const scalar = bech32Decoded('age-secret-key-', key.trim().toLowerCase());
  if (scalar?.length !== 32) return undefined;
  const secret = createPrivateKey({ key: Buffer.concat([x25519, scalar]), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(secret).export({ format: 'jwk' });
  return x === undefined ? undefined : bech32Encoded('age', Buffer.from(x, 'base64url'));
}

/** https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki */
function checksum(prefix: string, words: readonly number[]): number {
  const high = [...prefix].map((char) => char.charCodeAt(0) >> 5);
  const low = [...prefix].map((char) => char.charCodeAt(0) & 31);
  let sum = 1;
  for (const word of [...high, 0, ...low, ...words]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ word;
    [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((generator, i) => {
      if ((top >>> i) & 1) sum ^= generator;
    });
  }
  return sum >>> 0;
}

function bech32Decoded(prefix: string, text: string): Buffer | undefined {
  if (!text.startsWith(`${prefix}1`) || text.length > 200) return undefined;
  const words = [...text.slice(prefix.length + 1)].map((char) => alphabet.indexOf(char));
  if (words.length < 7 || words.includes(-1) || checksum(prefix, words) !== 1) return undefined;
  return Buffer.from(regrouped(words.slice(0, -6), 5, 8, false));
}

function bech32Encoded(prefix: string, bytes: Uint8Array): string {
  const words = regrouped([...bytes], 8, 5, true);
  const sum = checksum(prefix, [...words, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = [25, 20, 15, 10, 5, 0].map((shift) => (sum >>> shift) & 31);
  return `${prefix}1${[...words, ...tail].map((word) => alphabet[word]).join('')}`;
}

function regrouped(units: readonly number[], from: number, to: number, pad: boolean): number[] {
  const out: number[] = [];
  let held = 0;
  let bits = 0;
  for (const unit of units) {
    held = ((held << from) | unit) & 0xfffff;
    bits += from;
    while (bits >= to) {
      bits -= to;
      out.push((held >>> bits) & ((1 << to) - 1));
    }
  }
  if (pad && bits > 0) out.push((held << (to - bits)) & ((1 << to) - 1));
  return out;
}

/** Fingerprints of the key and the subkeys in an armoured PGP private key. https://www.rfc-editor.org/rfc/rfc4880 */
export function pgpFingerprintsOf(armoured: string): readonly string[] {
  const block = /-----BEGIN PGP PRIVATE KEY BLOCK-----\r?\n(?:[A-Za-z]+: [^\n]*\n)*\s*([A-Za-z0-9+/=\s]+)/.exec(
    armoured,
  );
  const base64 = (block?.[1] ?? '')
    .trimEnd()
    .replace(/\s=[A-Za-z0-9+/]{4}$/, '')
    .replace(/\s+/g, '');
  const bytes = Buffer.from(base64, 'base64');
  const out: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const packet = packetAt(bytes, at);
    if (!packet) break;
    const length = packet.tag === 5 || packet.tag === 7 ? publicLength(packet.body) : undefined;
    if (length !== undefined) {
      const head = Buffer.from([0x99, length >> 8, length & 255]);
      out.push(createHash('sha1').update(head).update(packet.body.subarray(0, length)).digest('hex').toUpperCase());
    }
    at = packet.end;
  }
  return out;
}

function packetAt(bytes: Buffer, at: number): { tag: number; body: Buffer; end: number } | undefined {
  const first = bytes[at]!;
  if ((first & 0x80) === 0) return undefined;
  const modern = (first & 0x40) !== 0;
  const tag = modern ? first & 63 : (first >> 2) & 15;
  const one = bytes[at + 1] ?? 0;
  let head: number;
  let length: number;
  if (modern) {
    [head, length] =
      one < 192
        ? [2, one]
        : one < 224
          ? [3, ((one - 192) << 8) + (bytes[at + 2] ?? 0) + 192]
          : one === 255 && at + 6 <= bytes.length
            ? [6, bytes.readUInt32BE(at + 2)]
            : [0, 0];
  } else {
    const size = [1, 2, 4, 0][first & 3]!;
    if (size === 0 || at + 1 + size > bytes.length) return undefined;
    [head, length] = [1 + size, bytes.readUIntBE(at + 1, size)];
  }
  const end = at + head + length;
  if (head === 0 || length === 0 || end > bytes.length) return undefined;
  return { tag, body: bytes.subarray(at + head, end), end };
}

/** Multi-precision integers of the public part, by algorithm; curves begin with the identifier of the curve. */
const integers: Readonly<Record<number, number>> = { 1: 2, 2: 2, 3: 2, 16: 3, 17: 4, 18: 1, 19: 1, 22: 1 };

/** How long the public part at the start of a version 4 secret key is. */
function publicLength(body: Buffer): number | undefined {
  const algorithm = body[5] ?? 0;
  const count = integers[algorithm];
  if (body[0] !== 4 || count === undefined) return undefined;
  let at = 6;
  if (algorithm >= 18) at += 1 + (body[at] ?? 0);
  for (let i = 0; i < count; i++) {
    if (at + 2 > body.length) return undefined;
    at += 2 + Math.ceil(body.readUInt16BE(at) / 8);
  }
  if (algorithm === 18) at += 1 + (body[at] ?? 0);
  return at <= body.length ? at : undefined;
}
