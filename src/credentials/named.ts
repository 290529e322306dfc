import type { Judgement, Question } from '../credential.ts';
import { decodedText } from './base64.ts';
import { contextualShape } from './contextual.ts';
import { plain, unlikely } from './filters/index.ts';
import { holdsCredentials, type KeyKind, keyKind, mayBeKeyMaterial, mayBePin } from './key-name.ts';
import { firstOf, isCommonPassword, loginOutcome } from './literal.ts';
import { isDull, looksChosen, looksRandom } from './randomness.ts';
import { isStructuredText } from './structured-text.ts';
import { answer } from './verdicts.ts';
import { keyWords } from './words.ts';

/** Judges a value by its key: environment variables, ConfigMaps, Helm values, dotenv. `value` is trimmed. */
export function judgeNamed(question: Question, before: readonly string[]): Judgement {
  const { key, value, path } = question;
  const kind = keyKind(key, path);
  const because = [...before, `key-${kind}`];
  switch (kind) {
    case 'unknown':
      if (value.length >= 20 && value.length <= 200 && mayBeKeyMaterial(key) && isMixed(value))
        return answer('credential', 'possible', [...because, 'looks-random']);
      if (value.length >= 16 && looksRandom(value) && holdsCredentials(path?.at(-1)))
        return answer('credential', 'possible', [...because, 'under-credentials', 'looks-random']);
      if (mayBePin(key) && isEncodedPin(value))
        return answer('credential', 'possible', [...because, 'base64-decoded', 'digits']);
      return answer('configuration', 'likely', because);
    case 'about':
      return answer('configuration', 'likely', because);
    case 'identity':
      return answer('identifier', 'likely', because);
    case 'public':
      return answer('public', 'likely', because);
  }
  const setting = firstOf(plain, value, question);
  if (setting) return answer(setting.verdict, 'likely', [...because, setting.id]);
  if (value.includes('\n') && isStructuredText(value))
    return answer('configuration', 'likely', [...because, 'structured-text']);
  if (isKeyUnderEnvSecrets(question)) return answer('identifier', 'likely', [...because, 'names-a-key']);
  if (kind === 'password') return ofPassword(question, because);
  const shape = isDull(value) ? undefined : contextualShape([...(path ?? []).slice(-2), key].join(' '), value);
  if (shape) return answer('credential', 'likely', [...because, `shape-${shape.id}`], shape.id);
  return ofSecret(question, kind, because);
}

/** `envSecrets: {DB_PASS: db-pass}`: a variable and the key of the Secret that it comes from, called after it. */
function isKeyUnderEnvSecrets({ key, value, path }: Question): boolean {
  if (!/^env[_-]?secrets?$/i.test(path?.at(-1) ?? '') || !/^[a-z]{1,30}(?:[-_.][a-z]{1,30}){1,7}$/.test(value))
    return false;
  const said = keyWords(key);
  const words = keyWords(value);
  return said.length > 1 && said.every((word) => words.includes(word));
}

/** Digits alone, which somebody encoded: no version and no number of a pin of a chip is. */
function isEncodedPin(value: string): boolean {
  return value.length <= 16 && value.length % 4 === 0 && /^\d{4,12}$/.test(decodedText(value) ?? '');
}

/** Digits and letters of both cases, as a machine mixes them, in one run without separators of names. */
function isMixed(value: string): boolean {
  return (
    looksRandom(value) && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && !/[\s:/,;]/.test(value)
  );
}

function ofPassword(question: Question, because: readonly string[]): Judgement {
  const { value, bare } = question;
  if (bare && /^[+-]?\d{1,5}$/.test(value)) return answer('configuration', 'likely', [...because, 'number']);
  // `pass: GET /carts/1 duration: 141ms`: a test that passed.
  if (/^pass(?:ed)?$/i.test(question.key) && /\s/.test(value))
    return answer('configuration', 'likely', [...because, 'prose']);
  if (isCommonPassword(value)) return answer('credential', 'possible', [...because, 'common-password']);
  // `keyMapping: {password: myPasswordKey}`
  if (/^[a-z]{1,20}(?:[A-Z][a-z]{1,20}){0,3}PasswordKey$/.test(value))
    return answer('identifier', 'likely', [...because, 'names-a-key']);
  // `password: "defined in secure.yml as user_password"`
  if (/^(?:defined|stored|kept) in [\w./-]{2,80}(?: as [\w.-]{2,80})?$/i.test(value))
    return answer('configuration', 'likely', [...because, 'prose']);
  const other = firstOf(unlikely, value, question);
  if (other?.id === 'prose') {
    return value.length > 80 || /[.!?:]$/.test(value)
      ? answer('configuration', 'likely', [...because, 'prose'])
      : answer('credential', 'possible', [...because, 'prose']);
  }
  if (other?.id === 'secret-name' && value.includes('/'))
    return answer('identifier', 'likely', [...because, 'secret-name']);
  if (other && other.id !== 'number' && other.id !== 'uuid') {
    // `password: app-db-credentials-v3` may be a password or the name of the Secret that holds it.
    return other.id === 'secret-name' || other.id === 'log-level'
      ? answer('credential', 'possible', [...because, other.id])
      : answer(other.verdict, 'likely', [...because, other.id]);
  }
  if (looksRandom(value)) return answer('credential', 'likely', [...because, 'looks-random']);
  if (/\d|[^\w\s]/.test(value) && value.length >= 6)
    return answer('credential', 'likely', [...because, 'mixed-characters']);
  return answer('credential', 'possible', [...because, 'plain-word']);
}

function ofSecret(question: Question, kind: KeyKind, because: readonly string[]): Judgement {
  const { value, key, bare } = question;
  // No Secret is called `123456` or `s3cr3t`.
  if (
    kind === 'weak' &&
    /secret$/i.test(key) &&
    /\d/.test(value) &&
    !(bare && /^\d+$/.test(value)) &&
    isCommonPassword(value)
  )
    return answer('credential', 'possible', [...because, 'common-password']);
  const other = firstOf(unlikely, value, question);
  // `basic-auth: ops:78211388` is no image with a tag.
  const login = other?.id === 'image' && /auth|cred/i.test(key);
  // No Secret and no key of one is what AWS issues: `aws_secret_access_key = minio_secret`, unless it says so again.
  if (
    other?.id === 'secret-name' &&
    /^[a-z]+_[a-z]+$/.test(value) &&
    /secret access key$/.test(keyWords(key).join(' '))
  ) {
    const said = keyWords(key);
    if (!keyWords(value).every((word) => said.includes(word)))
      return answer('credential', 'possible', [...because, 'plain-word']);
  }
  if (other && !login && !(other.id === 'uuid' && kind !== 'weak')) {
    return answer(other.verdict, 'likely', [...because, other.id]);
  }
  const meaning = keyWords(`${key === 'secret' ? (question.path?.at(-1) ?? '') : ''} ${key}`).join(' ');
  const ofSessions = /(?:cookie|session|jwt|csrf|registry http) secret$/.test(meaning);
  if (/\s/.test(value)) {
    return ofSessions && isCommonPassword(value)
      ? answer('credential', 'possible', [...because, 'common-password'])
      : answer('configuration', 'likely', [...because, 'several-words']);
  }
  if (isDull(value) && (value.length >= 12 || kind === 'token'))
    return answer('placeholder', 'likely', [...because, 'made-up-body']);
  if (kind === 'token' && /^secret_?id$/i.test(key.replace('-', '_')) && !looksRandom(value))
    return answer('identifier', 'likely', because);
  if (looksRandom(value)) {
    return answer('credential', kind === 'weak' && !keyWords(key).includes('secret') ? 'possible' : 'likely', [
      ...because,
      'looks-random',
    ]);
  }
  if (kind === 'weak') {
    if (looksChosen(value) && keyWords(key).some((word) => word === 'secret' || word === 'password'))
      return answer('credential', 'possible', [...because, 'mixed-characters']);
    const login = /auth|cred/i.test(key) ? loginOutcome(value) : undefined;
    const password = value.slice(value.indexOf(':') + 1);
    return login?.verdict === 'credential' && (/\d|\W/.test(password) || isCommonPassword(password))
      ? answer('credential', 'possible', [...because, 'user-and-password'])
      : answer('configuration', 'likely', [...because, 'plain-word']);
  }
  // `vault_secret_key: elastic/fluentd`
  if (/secret[_-]?key$/i.test(key) && /^[a-z][a-z-]{1,40}(?:\/[a-z][a-z0-9-]{1,40}){1,5}$/.test(value))
    return answer('identifier', 'likely', [...because, 'file-path']);
  // `secretKeySecretKey: rootPassword`: in which key of a Secret the secret key stands.
  if (/key[_-]?secret[_-]?key$/i.test(key) && /^[a-z]{1,20}(?:[A-Z][a-z]{1,20}){0,4}$/.test(value))
    return answer('identifier', 'likely', [...because, 'names-a-key']);
  // `tokenValue: USER` of a manual; `secretKey: customKey` and `default "existingSecret"` name where it is.
  if (kind === 'token' && /^[A-Z]{3,20}$/.test(value))
    return answer('placeholder', 'likely', [...because, 'capital-name']);
  if (
    /^existing[A-Z]/.test(value) ||
    (/secret[_-]?key$/i.test(key) &&
      !/secret/i.test(value) &&
      /^[a-z]{1,20}(?:[A-Z][a-z]{1,20}){0,4}Key\d{0,2}$/.test(value))
  )
    return answer('identifier', 'likely', [...because, 'names-a-key']);
  // `secretKey: secretKey`, `client_secret: clientsecret`: nobody is issued what the field is called.
  if (kind === 'secret' && keyWords(key).length > 1 && keyWords(key).join('') === keyWords(value).join(''))
    return answer('placeholder', 'likely', [...because, 'names-itself']);
  // `clientSecretKey: clientSecret` is the key of a Secret, called after what it holds.
  if (/key$/i.test(key) && `${keyWords(value).join(' ')} key` === keyWords(key).join(' '))
    return answer('identifier', 'likely', [...because, 'names-itself']);
  if (/^[a-z]+(?:[-_][a-z]+){2,}$/.test(value)) return answer('identifier', 'likely', [...because, 'several-words']);
  if (/^my[-_ ]?/i.test(value) && kind === 'token') return answer('placeholder', 'likely', [...because, 'my-token']);
  // `secretKey: password` and `codecov-token-secret-key: secret` name a key of a Secret as often as they are one.
  if (
    /^(?!minio|admin|root|change|test|super|mysecret|secretpass)[a-z]+$/.test(value) &&
    /(?:^|[_-])secret[_-]?key$/i.test(key)
  )
    return answer('identifier', 'likely', [...because, 'plain-word']);
  // `signing_secret: signing-galaxy`, `clientRootSecret: cockroachdb-root`: the name of a Secret, with a word of its key.
  if (/secret$/i.test(key) && !ofSessions && /^[a-z][a-z0-9]{1,30}(?:-[a-z][a-z0-9]{1,30}){1,4}$/.test(value)) {
    const parts = value.split('-');
    if (!/secret|passw/.test(value) && keyWords(key).some((word) => word !== 'secret' && parts.includes(word)))
      return answer('identifier', 'likely', [...because, 'secret-name']);
  }
  // `rox_api_token: roxsecrets` names the Secret that holds it; `token: s3cr3t` does not.
  if (/^[a-z]{2,40}secrets$/.test(value)) return answer('identifier', 'likely', [...because, 'secret-name']);
  if (isCommonPassword(value)) return answer('credential', 'possible', [...because, 'common-password']);
  const mixed = /[0-9]/.test(value) && /[A-Za-z]/.test(value) && value.length >= 8;
  if (mixed || /secret|passw|s[31]cr|sekri?t/i.test(value))
    return answer('credential', 'possible', [...because, mixed ? 'mixed-characters' : 'common-password']);
  if (kind === 'secret' && value.length >= 8 && !/^[a-z]+$/.test(value))
    return answer('credential', 'possible', [...because, 'plain-word']);
  // `--cookie-secret=bacon`: nobody names a Secret after these, so even a word is the secret itself.
  // `REGISTRY_HTTP_SECRET`: https://distribution.github.io/distribution/about/configuration/#http
  if (value.length >= 4 && ofSessions) return answer('credential', 'possible', [...because, 'plain-word']);
  return answer('configuration', 'likely', [...because, 'plain-word']);
}
