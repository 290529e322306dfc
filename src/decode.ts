import { isAscii } from 'node:buffer';

/** How far to look for the NUL byte that tells a binary file; what git looks at (`FIRST_FEW_BYTES`, xdiff-interface.c). */
const sniffed = 8000;

const gitCryptHeader = Buffer.from('\0GITCRYPT\0', 'latin1');

/** UTF-16 by its byte order mark; a UTF-32 mark, which begins like the little-endian one, does not count. */
function utf16(bytes: Uint8Array): 'le' | 'be' | undefined {
  if (bytes.length < 2) return undefined;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'be';
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe) return undefined;
  return bytes.length >= 4 && bytes[2] === 0 && bytes[3] === 0 ? undefined : 'le';
}

/** The same memory with the fast searches of Node's `Buffer`. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** True when the bytes are not text: a NUL among the first 8,000 of them, and no UTF-16 byte order mark. */
export function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.length > sniffed ? bytes.subarray(0, sniffed) : bytes;
  return head.indexOf(0) !== -1 && utf16(bytes) === undefined;
}

/**
 * A lone carriage return as the line feed it stands for (YAML 1.2, 5.4; kubectl takes it too), so that no reader has to
 * know a third kind of line break. Offsets stay as they are.
 */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

/** True for a file that git-crypt encrypted: https://github.com/AGWA/git-crypt/blob/master/commands.cpp (`GITCRYPT`). */
export function isGitCrypt(bytes: Uint8Array): boolean {
  return bytes.length >= gitCryptHeader.length && gitCryptHeader.equals(bytes.subarray(0, gitCryptHeader.length));
}

/**
 * The text that bytes stand for, without its byte order mark; undefined for binary content. UTF-8 unless a byte order
 * mark says UTF-16; a byte that is not UTF-8 becomes U+FFFD and the rest is kept. The result does not share memory with
 * `bytes`, so their buffer may be used again.
 */
export function decode(bytes: Uint8Array): string | undefined {
  const buffer = asBuffer(bytes);
  const order = utf16(buffer);
  if (order) {
    const even = buffer.subarray(2, buffer.length - (buffer.length % 2));
    return (order === 'le' ? even : Buffer.from(even).swap16()).toString('utf16le');
  }
  if (isBinary(buffer)) return undefined;
  // Eight of ten files are plain ASCII, and a one-byte string costs a third of what UTF-8 decoding does.
  if (isAscii(buffer)) return buffer.toString('latin1');
  const marked = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
  return buffer.toString('utf8', marked ? 3 : 0);
}
