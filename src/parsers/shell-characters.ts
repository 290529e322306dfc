export const ansiEscape = /\\(?:x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|[0-7]{1,3}|[\s\S])/y;
const ansiLetters: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
};

export function unescaped(written: string): string {
  const letter = written[1] ?? '';
  if (/^[xuU]$/.test(letter) && written.length > 2) return codePoint(Number.parseInt(written.slice(2), 16));
  if (/^[0-7]$/.test(letter)) return codePoint(Number.parseInt(written.slice(1), 8));
  return ansiLetters[letter] ?? letter;
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/**
 * The offset behind a line continuation that begins at `from`, or `from` where there is none. Blanks between the
 * backslash and the break are allowed: the shell does not, but people write them and mean a continuation.
 */
export function continuation(content: string, from: number, end: number): number {
  let i = from + 1;
  while (i < end && isBlank(content.charCodeAt(i))) i++;
  return i < end && isBreak(content.charCodeAt(i)) ? i + breakLength(content, i) : from;
}

export function breakLength(content: string, at: number): number {
  return content.charCodeAt(at) === 13 && content.charCodeAt(at + 1) === 10 ? 2 : 1;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

export function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

export function isName(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

export function isNamePart(code: number): boolean {
  return isName(code) || (code >= 48 && code <= 57);
}

export const special = new Uint8Array(128);
for (const letter of ' \t\n\r;&|()<>\'"\\$`{') special[letter.charCodeAt(0)] = 1;

export function isOrdinary(code: number): boolean {
  return code > 127 || special[code] === 0;
}
