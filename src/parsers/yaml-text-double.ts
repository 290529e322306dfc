import type { Resolution } from './yaml-text-resolution.ts';

/** YAML 1.2.2, section 5.7; a superset of JSON's escapes. */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};

/** The text between double quotes, [start, end): escapes resolved, line breaks folded; an unknown escape stays. */
export function resolveDouble(out: Resolution, start: number, end: number): void {
  const { content } = out;
  let from = start;
  let i = start;
  while (i < end) {
    const code = content.charCodeAt(i);
    if (code === 92) {
      out.add(from, i);
      i = resolveEscape(out, i, end);
      from = i;
    } else if (code === 32 || code === 9) {
      // Blanks before a line break vanish; others are text.
      const blanks = i;
      while (i < end && (content.charCodeAt(i) === 32 || content.charCodeAt(i) === 9)) i++;
      if (!breaksAt(content, i, end)) continue;
      out.add(from, blanks);
      from = i;
    } else if (breaksAt(content, i, end)) {
      out.add(from, i);
      if (code === 13) i++;
      i = out.fold(i, end);
      from = i;
    } else i++;
  }
  out.add(from, end);
}

function breaksAt(content: string, at: number, end: number): boolean {
  if (at >= end) return false;
  const code = content.charCodeAt(at);
  return code === 10 || (code === 13 && at + 1 < end && content.charCodeAt(at + 1) === 10);
}

/** Resolves the escape whose backslash stands at `at`; gives the offset behind it. */
function resolveEscape(out: Resolution, at: number, end: number): number {
  const { content } = out;
  if (at + 1 >= end) {
    out.add(at, end);
    return end;
  }
  if (breaksAt(content, at + 1, end)) {
    let i = content.charCodeAt(at + 1) === 13 ? at + 3 : at + 2;
    while (i < end && (content.charCodeAt(i) === 32 || content.charCodeAt(i) === 9)) i++;
    return i;
  }
  const letter = content[at + 1]!;
  const simple = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (simple !== undefined) {
    out.put(simple, at, at + 2);
    return at + 2;
  }
  const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  const stop = at + 2 + digits;
  if (digits > 0 && stop <= end) {
    const point = hexadecimal(content, at + 2, stop);
    if (point >= 0 && point <= 0x10ffff) {
      out.put(String.fromCodePoint(point), at, stop);
      return stop;
    }
  }
  out.add(at, at + 2);
  return at + 2;
}

/** The number written in hexadecimal at [start, end), or -1. */
function hexadecimal(content: string, start: number, end: number): number {
  let number = 0;
  for (let i = start; i < end; i++) {
    const code = content.charCodeAt(i) | 0x20;
    const digit = code >= 97 && code <= 102 ? code - 87 : code >= 48 && code <= 57 ? code - 48 : -1;
    if (digit < 0) return -1;
    number = number * 16 + digit;
  }
  return number;
}
