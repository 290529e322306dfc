import { binaryKind, decodedBytes, decodedText, textOf } from './credentials/base64.ts';
import { defaultLiteral } from './credentials/default-literal.ts';
import type { Filter } from './credentials/filter.ts';
import { isSealedValue } from './credentials/filters/ciphertext.ts';
import { ciphertext, placeholders, publicMaterial, references } from './credentials/filters/index.ts';
import { isPasswordHash } from './credentials/hashes.ts';
import { keyKind } from './credentials/key-name.ts';
import { firstOf, loginOutcome } from './credentials/literal.ts';
import { judgeNamed } from './credentials/named.ts';
import { judgeSecret } from './credentials/secret.ts';
import { matchesIn, type ShapeMatch } from './credentials/shapes.ts';
import { answer } from './credentials/verdicts.ts';
import { keyWords } from './credentials/words.ts';
import type { Confidence } from './finding.ts';

/** What a value turned out to be. Only `credential` is a secret that a reader of the repository could use. */
export type Verdict =
  | 'credential'
  | 'placeholder'
  | 'reference'
  | 'ciphertext'
  | 'public'
  | 'identifier'
  | 'empty'
  | 'configuration';

/**
 * What the place where a value stands says about it:
 * - `secret`: every value there is meant to be secret (data of a Secret, a `--from-literal`);
 * - `named`: the key decides (env, ConfigMap, Helm values, dotenv);
 * - `shape`: only a known credential shape counts (free text, annotations).
 */
export type Expectation = 'secret' | 'named' | 'shape';

export interface Question {
  /** The name that tells what the value is: a data key, an env name, a flag without its dashes. */
  readonly key: string;
  /** Keys above it, outermost first: `['grafana', 'auth']`. */
  readonly path?: readonly string[];
  readonly value: string;
  readonly expectation: Expectation;
  /** `base64` where Kubernetes would decode the value before use (`Secret.data`). */
  readonly encoding?: 'base64' | 'plain';
  /** True where the value is written without quotes, so that YAML numbers and booleans are not strings. */
  readonly bare?: boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly confidence: Confidence;
  /** Id of the known shape (`github-token`, `private-key`, `url-password`, ...) when one was recognised. */
  readonly shape?: string;
  /** Names of the filters and evidence that led here, in order; what `--explain-value-at` prints. Never the value. */
  readonly reasons: readonly string[];
  /** The decoded text, where the value was base64 and is text. */
  readonly decoded?: string;
}

/** A text longer than this is judged by its first part. */
const reach = 262_144;

/**
 * What a value is, in its context. Total: any string gives an answer, in time linear in its length. The reasons are names
 * of filters and evidence, never parts of the value.
 */
export function judge(question: Question): Judgement {
  if (question.encoding === 'base64') return judgeBase64(question);
  return judgePlain(question, []);
}

function judgeBase64(question: Question): Judgement {
  const bytes = decodedBytes(question.value);
  if (!bytes) {
    // `data` may hold plain text by mistake, or a template or a variable that yields base64.
    return judgePlain(question, ['not-base64']);
  }
  const text = textOf(bytes);
  if (text !== undefined) {
    const login = keyKind(question.key, question.path) === 'weak' ? loginOutcome(text) : undefined;
    if (login) {
      const { verdict, confidence = 'likely' } = login;
      const reasons = ['base64-decoded', 'user-and-password'];
      if (verdict === 'credential')
        return { ...answer('credential', confidence, reasons, 'registry-login'), decoded: text };
      return { ...answer(verdict === 'reference' ? 'reference' : 'placeholder', 'likely', reasons), decoded: text };
    }
    const judgement = judgePlain({ ...question, value: text, bare: false }, ['base64-decoded']);
    return { ...judgement, decoded: text };
  }
  // `REDACTED` is base64 by accident.
  const written = firstOf(placeholders, question.value.trim(), question);
  if (written) return filtered(written, ['not-base64']);
  // `clientSecret: CLIENTSECRET` too.
  const named = keyWords(question.key);
  if (named.length > 1 && named.at(-1) !== 'password' && named.join('') === keyWords(question.value).join(''))
    return answer('placeholder', 'likely', ['not-base64', 'names-itself']);
  if (isSealedValue(question.value.trim())) return answer('ciphertext', 'certain', ['sealed-value']);
  return judgeBinary(question, bytes);
}

function judgeBinary(question: Question, bytes: Uint8Array): Judgement {
  const kind = binaryKind(bytes);
  const reasons = ['base64-decoded', `binary-${kind}`];
  switch (kind) {
    case 'der-certificate':
      return answer('public', 'certain', reasons);
    case 'openssl':
      return answer('ciphertext', 'certain', reasons);
    case 'pkcs12':
    case 'jks':
      if (keyKind(question.key, question.path) === 'public')
        return answer('public', 'likely', [...reasons, 'public-key-name']);
      return answer('credential', 'likely', reasons, kind);
    case 'der-private-key':
      return answer('credential', 'certain', reasons, kind);
  }
  const age = Buffer.from(bytes.subarray(0, 21)).toString('latin1') === 'age-encryption.org/v1';
  if (age) return answer('ciphertext', 'certain', ['base64-decoded', 'age-message']);
  if (question.expectation === 'secret') {
    const kind = keyKind(question.key, question.path);
    if (kind === 'public') return answer('public', 'likely', [...reasons, 'public-key-name']);
    // Words of four or eight letters are base64 by accident: `OS_AUTH_TYPE: password`.
    if ((kind === 'identity' || kind === 'about') && /^[A-Za-z]{4,24}$/.test(question.value.trim()))
      return answer('identifier', 'likely', [...reasons, 'secret-place', `key-${kind}`]);
    return answer('credential', 'likely', [...reasons, 'secret-place']);
  }
  return judgePlain(question, reasons);
}

function judgePlain(asked: Question, before: readonly string[]): Judgement {
  const value = asked.value.length > reach ? asked.value.slice(0, reach).trim() : asked.value.trim();
  const question: Question = { ...asked, value };
  if (value === '' || value === '""' || value === "''") return answer('empty', 'certain', [...before, 'empty']);
  if (asked.bare && /^(?:~|null)$/i.test(value)) return answer('empty', 'certain', [...before, 'null']);
  // A member of a map in a language that was read as settings: `"client_secret": "OKTA_CLIENT_SECRET",`.
  const member = /^(["'])([^"'\n]{1,400})\1,$/.exec(value);
  if (member) return judgePlain({ ...asked, value: member[2]!, bare: false }, before);
  const cipher = firstOf(ciphertext, value, question);
  if (cipher) return filtered(cipher, before);
  const fallback = defaultLiteral(value);
  if (fallback !== undefined)
    return judgePlain({ ...asked, value: fallback, bare: false }, [...before, 'default-literal']);
  const known = judgeShapes(question, before) ?? judgeHidden(question, before);
  if (known) return known;
  if (asked.expectation === 'named') {
    // Most keys say nothing: that settles it before any other question.
    const kind = keyKind(asked.key, asked.path);
    if (kind === 'unknown' || kind === 'about') return judgeNamed(question, before);
  }
  if (asked.expectation === 'shape') {
    const open = firstOf(publicMaterial, value, question);
    return open ? filtered(open, before) : answer('configuration', 'likely', [...before, 'no-known-shape']);
  }
  const plainly =
    firstOf(references, value, question) ??
    firstOf(placeholders, value, question) ??
    firstOf(publicMaterial, value, question);
  if (plainly) return filtered(plainly, before);
  const within = placeholderInBase64(value, question);
  if (within) return filtered(within, [...before, 'base64-decoded']);
  if (isPasswordHash(value)) {
    return asked.expectation === 'secret'
      ? answer('credential', 'possible', [...before, 'password-hash', 'secret-place'], 'password-hash')
      : answer('configuration', 'likely', [...before, 'password-hash']);
  }
  return asked.expectation === 'named' ? judgeNamed(question, before) : judgeSecret(question, before);
}

/** `token: Y2hhbmdlbWU=` in plain text is the word itself, encoded once too often. */
function placeholderInBase64(value: string, question: Question): Filter | undefined {
  if (value.length < 8 || value.length > 400 || value.length % 4 !== 0) return undefined;
  const text = decodedText(value)?.trim();
  if (text === undefined || text.length < 3 || !/^[\x20-\x7e]+$/.test(text)) return undefined;
  return firstOf(references, text, question) ?? firstOf(placeholders, text, question);
}

function judgeShapes(question: Question, before: readonly string[]): Judgement | undefined {
  const matches = matchesIn(question.value);
  const hit = best(matches.filter((match) => match.verdict === 'credential'));
  if (hit) return answer('credential', hit.confidence, [...before, `shape-${hit.shape}`], hit.shape);
  // What only resembles a credential says what the value is when nothing else stands in it.
  const lookalike = matches.find((match) => match.end - match.start >= question.value.length * 0.5);
  if (!lookalike) return undefined;
  const verdict = lookalike.verdict === 'reference' ? 'reference' : 'placeholder';
  return answer(verdict, 'likely', [
    ...before,
    `shape-${lookalike.shape}`,
    verdict === 'reference' ? 'variable-inside' : 'made-up-body',
  ]);
}

/** A known credential behind base64, once or twice, where nobody decodes it for the reader: it is written so to hide it. */
function judgeHidden(question: Question, before: readonly string[]): Judgement | undefined {
  let text = question.value;
  if (question.expectation === 'shape' || text.length < 40 || !/^[A-Za-z0-9+/]{40}[A-Za-z0-9+/\s]*={0,2}$/.test(text))
    return undefined;
  for (let depth = 0; depth < 2; depth++) {
    const decoded = decodedText(text)?.trim();
    if (decoded === undefined) return undefined;
    const judged = judgeShapes({ ...question, value: decoded }, [...before, 'base64-decoded']);
    if (judged) return judged;
    text = decoded;
  }
  return undefined;
}

const ranks = { certain: 2, likely: 1, possible: 0 };

function best(matches: readonly ShapeMatch[]): ShapeMatch | undefined {
  let found: ShapeMatch | undefined;
  for (const match of matches) if (!found || ranks[match.confidence] > ranks[found.confidence]) found = match;
  return found;
}

function filtered(filter: Filter, before: readonly string[]): Judgement {
  return answer(filter.verdict, 'likely', [...before, filter.id]);
}
