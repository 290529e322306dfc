import { gradePassword, isCommonPassword } from '../credentials/literal.ts';
import { hasRandomPiece, looksRandom } from '../credentials/randomness.ts';
import { type Entry, entryIn, type Place } from '../place.ts';
import type { Passage } from '../resource.ts';
import { isPasswordLike, slashed, toldPairs } from '../spoken.ts';

/**
 * Credentials that a document tells its reader. Only between quotes or backticks, and only what no word, name or field
 * is: documents speak of passwords all the time.
 */
export const prose: Place = {
  id: 'free-text',
  about: 'Credentials told in prose: the password is `...`, log in as `admin` / `...`.',
  *fromPassage(passage) {
    if (passage.within || passage.dialect !== 'markdown') return;
    yield* said(passage, named, (match) => ({ key: match[1]!, value: match[2]! }));
    yield* said(passage, paired, (match) => ({ key: 'password', value: match[1]! }));
    yield* said(passage, listed, (match) => ({ key: match[1]!, value: match[2]! }));
    yield* said(passage, lines, (match) => ({ key: match[1]!, value: match[2]! }));
    yield* said(passage, slashed, (match) => ({ key: 'password', value: match[1]! }));
    for (const form of [row, openRow])
      for (const match of passage.text.content.matchAll(form)) {
        if (isCode(match[1]!, match[2]!)) continue;
        const path = match[1]!.split('.');
        yield told(passage, match, path.at(-1)!, match[2]!, path.slice(0, -1));
      }
    for (const { value, from } of toldPairs(passage.text.content))
      yield entryIn('free-text', passage, passage.text, {
        key: 'password',
        value,
        start: from,
        end: from + value.length,
        expectation: 'named',
        called: 'prose password',
      });
    yield* said(passage, assigned, (match) => ({ key: match[1]!, value: match[2]! }));
    yield* said(passage, printed, ([, key, value]) =>
      isCommonPassword(value!) ? undefined : { key: key!, value: value! },
    );
    yield* said(passage, commented, (match) => ({ key: match[1]!, value: match[2]! }));
    for (const match of passage.text.content.matchAll(cipherKey)) yield told(passage, match, 'secret key', match[2]!);
    for (const form of [accounts, reversed, pairs]) {
      for (const match of passage.text.content.matchAll(form)) {
        const [, user, password] = match as unknown as [string, string, string];
        if (form === pairs && !isAccount(user, password)) continue;
        if (form !== pairs && isDescription(user)) continue;
        // A template compares: `(eq $user.password "admin")`.
        if (/\b(?:eq|ne) /.test(match[0])) continue;
        if (gradePassword(password, user).verdict === 'credential') yield told(passage, match, 'password', password);
      }
    }
    for (const match of passage.text.content.matchAll(item)) {
      const password = (match[1] ?? match[2])!;
      if (!isDescription(password)) yield told(passage, match, 'password', password);
    }
    for (const match of passage.text.content.matchAll(statements)) {
      if (isDescription(match[1]!) || isCalled(passage.text.content, match, match[1]!)) continue;
      yield told(passage, match, 'password', match[1]!);
    }
    for (const form of [bare, flags]) {
      for (const match of passage.text.content.matchAll(form)) {
        if (isMixed(match[2]!)) yield told(passage, match, match[1]!, match[2]!);
      }
    }
  },
};

/** `password: \`x\``, `the API key is "x"`, `with password \`x\``. */
const named =
  /(?<!\b(?:eq|ne) [\w$.]{0,60})\b(password|passwd|passphrase|api[ -]?key|access[ -]?token|token|secret ?key|client[ _-]?secret)\b[*_`"')]{0,4}(?:[^`"'\n.,;|]{0,24}?(?:\bis|\bto|\bof|:|=))?[*_ \t(]{1,6}[`"']([^\s`"'<>{}$|\\]{4,80})[`"']/gi;
/** `admin:x` and `admin` / `x` after a word that says what it is. */
const paired =
  /\b(?:credentials?|log ?in|username|user)\b[^`"'\n|]{0,40}[`"'](?!(?:role|group|scope|system|proj|kube):|(?:secrets?|kv|data)\/)[\w.@-]{2,40}(?:[`"']?[ \t]{0,2}[:/][ \t]{0,2}[`"']?|[`"'] and [`"'])([^\s`"'<>{}$|\\]{4,80})[`"']/gi;
/** A line of a list that says nothing else: `- **Password**: x`. */
const listed =
  /^[ \t]{0,12}[-*+][ \t]{1,4}[*_]{0,2}(?:[a-z]{2,20}[ \t]){0,2}(password|passwd|api[ -]?key|token)[*_]{0,2}:[*_]{0,2}[ \t]{0,4}([^\s`"'<>{}$|\\]{4,80})[ \t]*$/gim;
/** Two lines of their own: `Username: admin`, `Password: x`. */
const lines =
  /^[ \t]{0,12}(?:[-*+][ \t]{1,4})?[*_]{0,2}(?:user(?: ?name)?|login|e-?mail)[*_]{0,2}:[*_]{0,2}[ \t]{1,4}[^\s<>{}$|]{2,60}[ \t]{0,4}\n[ \t]{0,12}(?:[-*+][ \t]{1,4})?[*_]{0,2}(password|passwd)[*_]{0,2}:[*_]{0,2}[ \t]{1,4}([^\s`"'<>{}$|\\]{4,80})[ \t]*$/gim;
/** The same where the password is any word of letters: beside a user it is what is typed. */
const pairs =
  /^[ \t]{0,12}[-*+]?[ \t]{0,4}[*_]{0,2}(?:user(?: ?name)?|login)[*_]{0,2}:[*_]{0,2}[ \t]{0,4}[`"']?\\?([\w.@-]{2,60})[`"']?[ \t]{0,4}\n[ \t]{0,12}[-*+]?[ \t]{0,4}[*_]{0,2}(?:password|passwd)[*_]{0,2}:[*_]{0,2}[ \t]{0,4}[`"']?(\w{4,60})[`"']?[ \t]*$/gim;
/** An item of a list that says nothing else, where only quotes tell a word from a description: `- password: \`ubnt\``. */
const item =
  /^[ \t]{0,12}[-*+][ \t]{1,4}[*_]{0,2}(?:default[ \t])?(?:password|passwd)[*_]{0,2}:(?:[*_]{0,2}[ \t]{1,4}[`"'](\w{4,40})[`"']|([a-z]{4,40}))[ \t]*$/gim;
/** A row of the table of a chart's values: the key, perhaps its type or its description, and the default. */
const row =
  /^\|[ \t]{0,40}`?((?:[\w-]{1,80}(?:\[\d{0,3}\])?\.){0,8}[\w-]{2,80})`?[ \t]{0,300}\|(?:[^|\n]{0,1000}\|){0,2}[ \t]{0,40}`"?([^\s`"'<>{}$|\\]{4,200})"?`[ \t]{0,300}\|/gm;
/** The same without a sign at either end: `a.password` | the password of the user | `x`. */
const openRow =
  /^[ \t]{0,3}`((?:[\w-]{1,80}(?:\[\d{0,3}\])?\.){0,8}[\w-]{2,80})`[ \t]{0,300}\|(?:[^|\n]{0,1000}\|){0,2}[ \t]{0,40}`"?([^\s`"'<>{}$|\\]{4,200})"?`[ \t]*$/gm;
/** `DB_PASSWORD=x` between backticks. */
const assigned = /`([A-Z][A-Z0-9_]{2,60})=["']?([^\s`"'<>{}$|\\]{4,200})["']?`/g;

/**
 * What a program printed, in a fence or a comment of one: `DB_PASSWORD=x`, `# Username=admin Password=x`. Lists of parameters
 * show everybody's passwords in the same form.
 */
const printed =
  /^[ \t]{0,12}(?:#{1,3}[ \t]{1,4}(?:(?:Expected[ \t])?Output:[ \t]{0,4})?)?(?:[\w-]{1,40}=[^\s=]{1,80}[ \t]{1,4})?([\w.-]{0,60}(?:password|passwd|token|secret|api[_-]?key))[ \t]{0,8}[:=][ \t]{0,4}["']?([^\s`"'<>{}()$|\\*&][^\s`"'<>{}()$|\\]{3,119})["']?[ \t]*$/gim;
/** A comment that says nothing else: `<!-- test-credentials = x -->`. */
const commented =
  /<!--[ \t]{0,8}([\w-]{0,40}(?:password|passwd|credentials?|token|secret|api[ _-]?key))[ \t]{0,4}[:=][ \t]{0,4}["']?([^\s`"'<>{}|\\]{6,120})["']?[ \t]{0,8}-->/gi;
/** The key of a cipher in the code of an example, as Python writes bytes: `key = b'x'`. */
const cipherKey =
  /\b(?:\w{1,30}_)?key[ \t]{0,8}=[ \t]{0,8}b(["'])([\x21\x23-\x26\x28-\x7e]{16}(?:[\x21\x23-\x26\x28-\x7e]{8}){0,2})\1/gi;

/** `the user \`alice\` with the password \`x\``: any word, since it stands beside the one that it belongs to. */
const accounts =
  /\b(?:user(?:[ -]?name)?|log ?in as|sign in as)\b[:*_ \t]{1,6}[`"']([\w.@-]{2,40})[`"'][^`"'\n]{0,40}\bpassword\b(?: is| of| set to)?[:=*_ \t]{1,4}[`"']([^\s`"'<>{}$|\\]{3,80})[`"']/gi;
/** `Use the \`admin\` user and the \`x\` password`. */
const reversed =
  /[`"']([\w.@-]{2,40})[`"'] user(?:[ -]?name)? and (?:the )?[`"']([^\s`"'<>{}$|\\]{3,80})[`"'] password\b/gi;
/** `The default password is \`x\`.` */
const statements =
  /\b(?:the|default|initial|admin|its|your)[ \t](?:[\w-]{1,20}[ \t]){0,3}password[ \t](?:for[ \t](?:[\w-]{1,20}[ \t]){1,3})?is[ \t]{1,2}[`"']([\w!@#%^&*+.-]{4,60})[`"'](?=[.,)]|$)/gim;
/** `with the password x`, where only a machine writes such a word. */
const bare =
  /\b(password|passphrase|token)\b["']?(?: is|:| =)?[ \t]{1,24}["']?([\w+/!@#%^&*-]{12,120}={0,2})(?=[\s,;"']|\.(?!\.)|$)/gim;
/** `--hmac-secret=x` in what no shell was recognised in. */
const flags = /--([\w.-]{0,80}(?:secret|password|token|api-?key))[= ]["']?([\w+/!@#%^&*=.-]{12,200})/gi;

/** Whether two words are a user and what that user types, rather than what belongs in two fields. */
function isAccount(user: string, password: string): boolean {
  if (/^password$/i.test(password)) return /@|^(?:admin|administrator|root)$/i.test(user);
  return !isDescription(password) && (user === 'user' || !isDescription(user));
}

/** What a document says about a password or calls one: `required`, `username`. */
function isDescription(value: string): boolean {
  return /^(?:required|optional|empty|null|undefined|unset|correct|incorrect|invalid|wrong|hidden|masked|encrypted|hashed|base64|generated|random|true|false|user(?:name)?s?|name|passw(?:or)?ds?|token|key|none|default)$/i.test(
    value,
  );
}

/** What a table of fields or tests has beside a name: a type (`SecretKeySelector`, `PKIIntermediate`), a file of source code. */
function isCode(key: string, value: string): boolean {
  if (/^(?:[A-Z][a-z0-9]+){2,}$/.test(value) || /\/[\w.-]{1,100}\.(?:go|tsx?|jsx?|py|java|rs|rb|kt|cs)$/.test(value))
    return true;
  return /^(?:[A-Z][a-z]+){2,}$/.test(key) && /^[A-Z]{2,8}[a-z]{3,}[A-Za-z]{0,60}$/.test(value);
}

function isMixed(value: string): boolean {
  return looksRandom(value) && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

function* said(
  passage: Passage,
  form: RegExp,
  read: (match: RegExpExecArray) => { key: string; value: string } | undefined,
): Iterable<Entry> {
  const { content } = passage.text;
  for (const match of content.matchAll(form)) {
    const found = read(match);
    if (!found) continue;
    const { key, value } = found;
    if (isCalled(content, match, value)) continue;
    const password = /pass|PASS/i.test(key);
    if (password ? !isPasswordLike(value) : !hasRandomPiece(value)) continue;
    yield told(passage, match, key, value);
  }
}

/** `The variable for the user password is \`user_password\`.` says what it is called. */
function isCalled(content: string, match: RegExpExecArray, value: string): boolean {
  if (!/^[a-z]{1,30}(?:_[a-z]{1,30}){1,6}$/.test(value)) return false;
  const at = match.index + match[0].lastIndexOf(value);
  const before = content.slice(Math.max(0, at - 120), at);
  return /\b(?:variable|parameter|field|option|property) (?:for|of|with|that holds)[\w `'*-]{0,60}$/i.test(before);
}

function told(
  passage: Passage,
  match: RegExpExecArray,
  key: string,
  value: string,
  path: readonly string[] = [],
): Entry {
  const start = match.index + match[0].lastIndexOf(value);
  const entry = entryIn('free-text', passage, passage.text, {
    key,
    value,
    start,
    end: start + value.length,
    expectation: 'named',
    called: `prose ${key.toLowerCase()}`,
  });
  return path.length > 0 ? { ...entry, path } : entry;
}
