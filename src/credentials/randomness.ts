/** How a value is made up: the evidence by which made-by-machine values differ from words. */

/** Shannon entropy in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const p = count / text.length;
    bits -= p * Math.log2(p);
  }
  return bits;
}

const runs = [
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  '9876543210',
  'zyxwvutsrqponmlkjihgfedcba',
];
const tellingWords =
  /example|placeholder|dummy|changeme|change_me|change-me|replace|redacted|\*{3}|\.{3}|<[a-z][\w .-]*>|deadbeef|not-?a-?real|fakefake|notreal/i;
/** Short ones stand in random text by chance, but seldom in one case: `q7TOdOvm` is no TODO. */
const shortTellingWords =
  /[yY][o0]ur|Y[O0]UR|xxxx|XXXX|[iI]nsert|INSERT|[tT]odo|TODO|[fF]ixme|FixMe|FIXME|[sS]ample|SAMPLE/;

/**
 * True for the body of a token that nobody issued: one character repeated, an ascending run such as `1234567890abcdef`,
 * few different characters, or a word that says so (`EXAMPLE`, `your`, `xxxx`).
 */
export function isDull(body: string): boolean {
  const sample = body.slice(0, 256);
  if (sample.length === 0) return true;
  if (tellingWords.test(sample) || shortTellingWords.test(sample)) return true;
  const distinct = new Set(sample).size;
  if (distinct <= 2 || (sample.length >= 16 && distinct <= 5)) return true;
  if (sample.length >= 12 && entropy(sample) < 2.2) return true;
  if (sample.length < 8) return false;
  const lower = sample.toLowerCase();
  if (runLength(lower) * 5 >= sample.length * 3) return true;
  if (sample.length < 12) return false;
  // `1a2b3c4d5e6f`: two runs, one character of each in turn.
  const odd = lower.replace(/.(.)?/gs, '$1');
  const even = lower.replace(/(.).?/gs, '$1');
  return (runLength(odd) + runLength(even)) * 5 >= sample.length * 4;
}

/** `test123test123`: nothing but the same part again. */
function isRepeated(text: string): boolean {
  const period = (text + text).indexOf(text, 1);
  return period >= 3 && period * 2 <= text.length;
}

/** How many characters continue an ascending, descending or keyboard run of at least four. */
function runLength(text: string): number {
  let covered = 0;
  let length = 1;
  for (let i = 1; i <= text.length; i++) {
    const pair = i < text.length ? text.slice(i - 1, i + 1) : '';
    if (
      pair.length === 2 &&
      (runs.some((run) => run.includes(pair)) || pair[0] === pair[1] || pair === '90' || pair === '0a' || pair === '9a')
    )
      length++;
    else {
      if (length >= 4) covered += length;
      length = 1;
    }
  }
  return covered;
}

/**
 * True for a value that a machine made: long enough, letters and digits (or both cases) mixed inside words rather than
 * beside them. `q7Zt9LxVw2Rk8PmN4b` and 32 hex digits are; `app-db-credentials-v3` and `oauth2-proxy` are not.
 */
export function looksRandom(value: string): boolean {
  if (value.length < 12 || /\s/.test(value)) return false;
  const sample = value.slice(0, 512);
  return !isDull(sample) && !isRepeated(sample) && hasRandomPiece(sample);
}

/** True when a run of letters and digits in a text is made as no word is, whatever stands beside it. */
export function hasRandomPiece(text: string): boolean {
  const pieces = text.slice(0, 512).split(/[^A-Za-z0-9]+/);
  if (pieces.some(isRandomPiece)) return true;
  // Generated passwords mix in signs, which leave no long piece.
  const signs = new Set(text.match(/[!$%^&*~;?|#@+=]/g)).size;
  return signs >= 2 && text.length >= 12 && pieces.length >= 3 && jumps(text.replace(/[^A-Za-z0-9]+/g, '')) >= 4;
}

/** `SecretsManagerTest1Value`: the name of a constant, words run together. */
const constantName = /^(?:[A-Z][a-z]{2,20}\d{0,2}){2,12}$/;

/**
 * True for a value as people make passwords up, with signs among letters that no name, path or expression has there:
 * `Stolen!Secret42`. `=`, `$` at the start and brackets are of other languages.
 */
export function looksChosen(value: string): boolean {
  if (value.length < 8 || value.length > 64 || /[\s=(){}<>]|^[$@*%&]|:\/\//.test(value)) return false;
  const signs = new Set(value.match(/[!$%^&*~;'"|#@+?]/g)).size;
  if (signs === 0 || !/[A-Za-z]{2}/.test(value)) return false;
  if (/^[A-Za-z0-9]{6,}[!?]+$/.test(value)) return true;
  return signs >= 2 || (/\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value));
}

function isRandomPiece(piece: string): boolean {
  if (piece.length < 8 || constantName.test(piece)) return false;
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(piece) && piece.length >= 16)
    return /\d/.test(piece) && (/[a-f]/i.test(piece) || piece.length >= 24);
  return jumps(piece) >= Math.max(3, Math.floor(piece.length / 5));
}

/** Changes of character class inside a word, except the capital at the start of a camel-case part. */
function jumps(piece: string): number {
  let count = 0;
  let previous = classOf(piece.charCodeAt(0));
  for (let i = 1; i < piece.length; i++) {
    const here = classOf(piece.charCodeAt(i));
    if (here !== previous && !(previous === 'upper' && here === 'lower')) count++;
    previous = here;
  }
  return count;
}

function classOf(code: number): 'lower' | 'upper' | 'digit' | 'other' {
  if (code >= 97 && code <= 122) return 'lower';
  if (code >= 65 && code <= 90) return 'upper';
  if (code >= 48 && code <= 57) return 'digit';
  return 'other';
}
