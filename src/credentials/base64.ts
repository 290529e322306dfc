/**
 * Base64 as Kubernetes reads it: RFC 4648 standard alphabet with padding; between lines of equal width white space is
 * tolerated (Go's decoder skips `\r` and `\n`, folded YAML scalars put spaces there). Node's own decoder accepts anything,
 * so the form is checked first.
 */
const form = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes of a strictly formed base64 text, or undefined. */
export function decodedBytes(text: string): Buffer | undefined {
  const compact = /\s/.test(text) ? joined(text) : text;
  if (compact.length % 4 !== 0 || !form.test(compact)) return undefined;
  return Buffer.from(compact, 'base64');
}

/** Lines of base64 put together. Words with spaces between them are no base64, whatever their letters. */
function joined(text: string): string {
  const parts = text.trim().split(/\s+/);
  const width = parts[0]?.length ?? 0;
  const folded = parts.every((part, i) => part.length === width || (i === parts.length - 1 && part.length < width));
  return folded && (parts.length === 1 || width >= 16) ? parts.join('') : text;
}

/** The text behind a strictly formed base64 value; undefined when it is not base64 or not text. */
export function decodedText(value: string): string | undefined {
  const bytes = decodedBytes(value);
  return bytes && textOf(bytes);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text when they are valid UTF-8 without control characters other than white space; else undefined. */
export function textOf(bytes: Uint8Array): string | undefined {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return undefined;
  }
  return /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text) ? undefined : text;
}

/** Binary forms that hold key material, by their first bytes. */
export type BinaryKind =
  | 'pkcs12'
  | 'jks'
  | 'der-private-key'
  | 'der-certificate'
  | 'der'
  | 'gzip'
  | 'openssl'
  | 'unknown';

/**
 * What some bytes are. PKCS#12 (RFC 7292) is a SEQUENCE that begins with INTEGER 3; PKCS#1 and PKCS#8 private keys
 * (RFC 8017, RFC 5958) begin with INTEGER 0, SEC1 keys (RFC 5915) with INTEGER 1; a certificate (RFC 5280) with another
 * SEQUENCE. Java key stores begin with FEEDFEED.
 */
export function binaryKind(bytes: Uint8Array): BinaryKind {
  const [a, b, c, d] = bytes;
  if (a === 0xfe && b === 0xed && c === 0xfe && d === 0xed) return 'jks';
  if (a === 0xce && b === 0xce && c === 0xce && d === 0xce) return 'jks';
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (Buffer.from(bytes.subarray(0, 8)).toString('latin1') === 'Salted__') return 'openssl';
  if (a !== 0x30 || b === undefined) return 'unknown';
  const header = b < 0x80 ? 2 : 2 + (b & 0x7f);
  const [tag, length, value] = bytes.subarray(header, header + 3);
  if (tag === 0x30) return 'der-certificate';
  if (tag === 0x02 && length === 1) {
    if (value === 3) return 'pkcs12';
    if (value === 0 || value === 1) return 'der-private-key';
  }
  return 'der';
}
