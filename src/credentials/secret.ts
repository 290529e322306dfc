import type { Judgement, Question } from '../credential.ts';
import { contextualShape } from './contextual.ts';
import { plain, unlikely } from './filters/index.ts';
import { type KeyKind, keyKind } from './key-name.ts';
import { firstOf, isCommonPassword } from './literal.ts';
import { isDull, looksRandom } from './randomness.ts';
import { isOneLineFile, isStructuredText } from './structured-text.ts';
import { answer } from './verdicts.ts';
import { keyWords } from './words.ts';

/**
 * Judges a value where every value is meant to be secret: data of a Secret, `--from-literal`. It is a credential unless
 * the key says that it is an identity (`username`, `host`), something public or a setting, or the value is plainly one.
 */
export function judgeSecret(question: Question, before: readonly string[]): Judgement {
  const { key, value, path } = question;
  const kind = keyKind(key, path);
  const because = [...before, 'secret-place', `key-${kind}`];
  const shape = isDull(value) ? undefined : contextualShape([...(path ?? []).slice(-2), key].join(' '), value);
  if (shape) return answer('credential', 'certain', [...because, `shape-${shape.id}`], shape.id);
  // What is secret in it has a shape, which was looked for before.
  if (/LoginModule (?:required|requisite|sufficient|optional)\b/.test(value))
    return answer('configuration', 'likely', [...because, 'jaas-without-password']);
  if (isDocument(question)) return answer('configuration', 'likely', [...because, 'structured-text']);
  // The secret of a webhook is its address.
  if (hasRandomAddress(value) && kind !== 'public') {
    return answer('credential', /hook/i.test(key) ? 'likely' : 'possible', [...because, 'random-address']);
  }
  switch (kind) {
    case 'identity':
      // `my-password-field-name: x` of a manual
      if (looksRandom(value) && /passw/i.test(key)) break;
      return answer('identifier', 'likely', because);
    case 'public':
      return answer('public', 'likely', because);
  }
  // What a documented field holds.
  if (value === 'string') return answer('placeholder', 'likely', [...because, 'type-name']);
  if (isVariableName(value)) return answer('placeholder', 'likely', [...because, 'environment-name']);
  if (repeatsKey(question, kind, before)) return answer('placeholder', 'likely', [...because, 'names-itself']);
  if (kind === 'password') return underSecretKey(question, because);
  // Whoever generates a token or a key does not write `1111...`.
  if (value.length >= (kind === 'token' ? 12 : 16) && !/\s/.test(value) && isDull(value))
    return answer('placeholder', 'likely', [...because, 'made-up-body']);
  if (kind === 'secret' || kind === 'token' || kind === 'weak') {
    if (wantsKeyFile(key) && value.length < shortestKeyFile && !looksRandom(value))
      return answer('placeholder', 'likely', [...because, 'too-short-for-a-key']);
    if (kind === 'weak' && before.includes('not-base64') && !looksRandom(value)) {
      // In a registry's `auth` a word that everybody tries is a password in the wrong form; another may be a user.
      return path?.includes('auths') && isCommonPassword(value)
        ? answer('credential', 'possible', [...because, 'common-password'])
        : answer('identifier', 'likely', because);
    }
    return underSecretKey(question, because);
  }
  const setting = firstOf(plain, value, question) ?? firstOf(unlikely, value, question);
  // `realm1_bindcred: password`: the word is the vocabulary of settings only under the name of one.
  if (kind === 'unknown' && setting?.id === 'log-level' && /^password$/i.test(value))
    return answer('credential', 'possible', [...because, 'common-password']);
  if (setting && setting.id !== 'uuid') return answer(setting.verdict, 'likely', [...because, setting.id]);
  if (looksRandom(value)) return answer('credential', 'likely', [...because, 'looks-random']);
  if (kind === 'about') {
    // `{dbname}_tp` is filled in.
    const wordlike = /^[\w .,:/*-]*$/.test(value.replace(/\{[a-z_]{1,40}\}/g, ''));
    return wordlike
      ? answer('configuration', 'likely', because)
      : answer('credential', 'possible', [...because, 'mixed-characters']);
  }
  if (isCommonPassword(value)) return answer('credential', 'likely', [...because, 'common-password']);
  return answer('credential', 'likely', because);
}

function underSecretKey(question: Question, because: readonly string[]): Judgement {
  const { value } = question;
  // `SECRET_EXAMPLE: secrets for your cluster go in this file, ...`: nobody types that as a password.
  const count = value.split(/\s+/, 12).length;
  const greets = /^[A-Z][a-z]{1,20} (?:from|is|for|of|to|with|in|by|on) [A-Z][a-z]{1,20} \d{1,3}$/.test(value);
  const sentence = count >= 10 || ((count === 3 || greets) && because.includes('key-weak'));
  if (sentence && firstOf(unlikely, value, question)?.id === 'prose')
    return answer('placeholder', 'likely', [...because, 'prose']);
  const setting = firstOf(plain, value, question);
  if (setting && (setting.id === 'boolean' || setting.id === 'web-address' || setting.id === 'file-path')) {
    return answer(setting.verdict, 'likely', [...because, setting.id]);
  }
  if (because.includes('not-base64') && value.split(/\s+/, 4).length >= 3 && !looksRandom(value)) {
    return answer('placeholder', 'likely', [...because, 'prose']);
  }
  if (looksRandom(value)) return answer('credential', 'certain', [...because, 'looks-random']);
  if (isCommonPassword(value))
    return answer('credential', because.includes('key-token') ? 'possible' : 'likely', [...because, 'common-password']);
  return answer('credential', 'likely', because);
}

/** A text of several lines or JSON; its leaves are judged one by one by whoever reads it. */
function isDocument({ key, value }: Question): boolean {
  if (value.includes('\n') || value.startsWith('{') || value.startsWith('[') || value.startsWith('<'))
    return isStructuredText(value);
  if (isOneLineFile(key, value)) return true;
  // A file of one line: `tenantId: x` under `sops.azure-kv`.
  return key.includes('.') && /^[A-Za-z][\w.-]{0,60}: \S+$/.test(value);
}

/** PEM of the shortest private key, without its armour. */
const shortestKeyFile = 48;

function wantsKeyFile(key: string): boolean {
  const words = keyWords(key).join(' ');
  return /(?:private|ssh|tls|rsa|ca) key|client key data|id (?:rsa|ed|ecdsa|dsa)/.test(words);
}

/** True for a web address with a made-by-machine part in its path or query. */
function hasRandomAddress(value: string): boolean {
  const path = /^https?:\/\/[^\s/?#]{1,255}([/?]\S{8,2000})$/.exec(value)?.[1];
  return (
    path !== undefined &&
    !/[0-9a-f]{8}-[0-9a-f]{4}-|\.(?:git|tgz|zip|tar\.gz|ya?ml|json)$/i.test(path) &&
    path.split(/[/?&=#]/).some(looksRandom)
  );
}

/**
 * `apitoken: api-token` says again what belongs there; nobody is issued such a token. `password: password` is set by many,
 * but as it stands in `data` without base64 it is set nowhere.
 */
function repeatsKey({ key, value }: Question, kind: KeyKind, before: readonly string[]): boolean {
  if (value.length > 60) return false;
  if (kind === 'token' && /^my-(?:[a-z]+-){0,3}(?:token|key)$/.test(value)) return true;
  // `mattermost-token: token`
  if (
    kind === 'token' &&
    keyWords(key)
      .join(' ')
      .endsWith(` ${keyWords(value).join(' ')}`)
  )
    return true;
  // `KEYCLOAK_ADMIN: admin` is the name of the user, `aws.secret.access.key: secret_access_key` the name of the key.
  const [last, whole] = [keyWords(key).at(-1), keyWords(key).join(' ')];
  if (kind === 'unknown' && last === 'admin' && value === 'admin' && whole !== 'admin') return true;
  if (
    (kind === 'secret' || kind === 'weak') &&
    /^[a-z]+(?:[_-][a-z]+){1,4}$/.test(value) &&
    whole.endsWith(` ${keyWords(value).join(' ')}`)
  )
    return true;
  // `secret_key: my_secret_key`
  const named = keyWords(value);
  const own =
    /^(?:my|your|the)$/.test(named[0] ?? '') && named.length > 2 && kind !== 'password' ? named.slice(1) : named;
  if (own.join('') !== keyWords(key).join('')) return false;
  if (own !== named) return true;
  if (kind === 'token' || kind === 'secret' || before.includes('not-base64')) return true;
  // A key without a meaning may be a user: `admin: admin`.
  return kind === 'unknown' && !before.includes('base64-decoded') && !isCommonPassword(value);
}

/** `ACCESS_TOKEN`, `MY_PASSWORD`: nobody's secret, but the name of one. */
function isVariableName(value: string): boolean {
  return /^[A-Z]+(?:_[A-Z]+){1,6}$/.test(value) && /TOKEN|KEY|SECRET|PASS|CRED|SALT/.test(value);
}
