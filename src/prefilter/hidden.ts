/** The least length of a value that is taken for base64 which hides a credential. */
const least = 40;

/**
 * Whether bytes hold a run of base64 that decodes to printable text: a known credential may be hidden in it. Looks at one
 * byte in twenty, and around it only where a run may be: text is made of shorter words.
 */
export function hidesText(bytes: Uint8Array): boolean {
  const stride = least / 2;
  for (let i = stride; i < bytes.length; i += stride) {
    if (base64[bytes[i]!] === 0 || base64[bytes[i - stride]!] === 0 || base64[bytes[i - (stride >> 1)]!] === 0)
      continue;
    let start = i;
    while (start > 0 && base64[bytes[start - 1]!] === 1) start--;
    let end = i;
    while (end < bytes.length && base64[bytes[end]!] === 1) end++;
    if (end - start >= least && isPrintable(bytes, start)) return true;
    i = Math.max(i, end);
  }
  return false;
}

/** True where the first 24 characters from `start` stand for 18 bytes of printable ASCII. */
function isPrintable(bytes: Uint8Array, start: number): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset + start, 24).toString('latin1');
  return /^[\t\n\r\x20-\x7e]{18}$/.test(Buffer.from(head, 'base64').toString('latin1'));
}

const base64 = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/') base64[char.charCodeAt(0)] = 1;
