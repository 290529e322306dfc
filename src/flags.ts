import { isDocumentedLogin } from './credentials/literal.ts';

/**
 * Which words of a command carry a named value: `--password=x`, `--password x`, `KEY=x`, `-e KEY=x`, `--set a.b=x`,
 * `-u user:x`. What the value is worth is judged elsewhere.
 */
export interface FlagWord {
  readonly value: string;
  readonly expands: boolean;
}

export interface Flagged<W extends FlagWord> {
  /** Flag or variable name without dashes; of a dotted path the last part. */
  readonly key: string;
  readonly path: readonly string[];
  readonly value: string;
  readonly word: W;
  /** How it was given, for people: `--from-literal`, `--set`, `environment`. */
  readonly by: string;
}

const assignment = /^([A-Za-z_][\w.\-[\]]{0,200})=([\s\S]*)$/;
const longFlag = /^--?([A-Za-z][\w.-]{1,100})=([\s\S]*)$/;
/** Flags whose value is itself `name=value`. */
const carriers =
  /^(?:-e|--env|--build-arg|--from-literal|--set|--set-string|--set-literal|-D|--define|--values?|--param|-p|-v|--variable|--var|-var)$/;
const helmSet = /^--set(?:-string|-literal)?$/;
/** Programs of which one short flag takes a password. */
const shortPassword: Readonly<Record<string, string>> = {
  sshpass: '-p',
  mongo: '-p',
  mongosh: '-p',
  mongodump: '-p',
  mongorestore: '-p',
  mongoexport: '-p',
  mongoimport: '-p',
  'cypher-shell': '-p',
  cqlsh: '-p',
  useradd: '-p',
  usermod: '-p',
  zip: '-P',
  unzip: '-P',
  'redis-cli': '-a',
  'redis-benchmark': '-a',
  sqlcmd: '-P',
  ldapsearch: '-w',
  ldapadd: '-w',
  ldapmodify: '-w',
  ldapdelete: '-w',
  ldapwhoami: '-w',
  ldappasswd: '-w',
};
/** Programs whose `login` takes the password as `-p`; elsewhere it is a port, a patch or a project. */
const loginPrograms = /^(?:docker|podman|nerdctl|buildah|skopeo|oras|crane|oc|helm|az)$/;
const basicAuthPrograms = /^(?:curl|wget|https?|xh|helm|etcdctl)$/;
const basicAuthFlags = /^(?:-[uUa]|--user|--proxy-user|--auth)$/;
/** Tools of container registries: `--creds user:password`. */
const credentialFlags = /^--(?:(?:src|dest|from|to)-)?creds$/;
const attachedPassword = /^(?:mysql|mysqladmin|mysqldump|mysqlimport|mariadb|mariadb-admin|mariadb-dump)$/;
const headerFlags = /^(?:-H|--header|--proxy-header)$/;
const dataFlags = /^(?:-d|--data|--data-raw|--data-binary|--data-ascii|--data-urlencode|--post-data|-F|--form)$/;

/** Named values among the words of one command, in order; words that the shell expands are left out where they are the value. */
export function* flagged<W extends FlagWord>(words: readonly W[]): Iterable<Flagged<W>> {
  // Programs may stand behind others: `kubectl exec db-0 -- mysql -psecret`.
  const programs: string[] = [];
  const runs = (known: RegExp): boolean => programs.some((program) => known.test(program));
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const next = words[i + 1];
    const text = word.value;
    if (text === '--') continue;
    if (text.startsWith('-')) {
      if (/^-p./.test(text) && runs(attachedPassword)) {
        yield { key: 'password', path: [], value: text.slice(2), word, by: '-p' };
        continue;
      }
      if (/^-[uU][^-]/.test(text) && runs(basicAuthPrograms)) {
        yield* login(text.slice(2), word, text.slice(0, 2));
        continue;
      }
      const inline = longFlag.exec(text);
      if (inline) {
        yield* given(text.slice(0, text.indexOf('=')), inline[1]!, inline[2]!, word, runs);
        continue;
      }
      if (!next || next.value.startsWith('--')) continue;
      // https://dev.mysql.com/doc/refman/8.4/en/connecting.html: without `=` it asks, and the next word is a database.
      if (text === '--password' && runs(attachedPassword)) continue;
      // What ends with `=` is padded base64 or empty, no assignment.
      if (carriers.test(text) && assignment.test(next.value) && !next.value.endsWith('=')) {
        yield* carried(text.replace(/^-+/, ''), next.value, next, text);
        i++;
      } else if ((text.startsWith('--') && !/\s/.test(text)) || dataFlags.test(text) || headerFlags.test(text)) {
        yield* given(text, text.replace(/^-+/, ''), next.value, next, runs);
        if (!next.value.startsWith('-')) i++;
      } else if (basicAuthFlags.test(text) && runs(basicAuthPrograms)) {
        yield* login(next.value, next, text);
      } else if (takesPassword(text, programs, words)) {
        yield { key: 'password', path: [], value: next.value, word: next, by: text };
      } else if (/^-pass(?:in|out|word)?$/.test(text) && next.value.startsWith('pass:')) {
        // https://docs.openssl.org/master/man1/openssl-passphrase-options/
        yield { key: 'password', path: [], value: next.value.slice('pass:'.length), word: next, by: text };
      } else if (/^-[A-Za-z][\w-]{3,}$/.test(text) && !/^-[a-z]{2}/.test(next.value)) {
        yield { key: text.slice(1), path: [], value: next.value, word: next, by: text };
      }
      continue;
    }
    const pair = assignment.exec(text);
    if (pair) yield* dotted(pair[1]!, pair[2]!, word, 'environment');
    else if (programs.length < 40) programs.push(text.slice(text.lastIndexOf('/') + 1));
  }
}

function takesPassword(flag: string, programs: readonly string[], words: readonly FlagWord[]): boolean {
  if (programs.some((program) => Object.hasOwn(shortPassword, program) && shortPassword[program] === flag)) return true;
  return (
    flag === '-p' &&
    programs.some((program) => loginPrograms.test(program)) &&
    words.some(({ value }) => value === 'login')
  );
}

/** `user:password`, of which the second part counts. */
function* login<W extends FlagWord>(value: string, word: W, by: string): Iterable<Flagged<W>> {
  const colon = value.indexOf(':');
  if (colon < 1 || isDocumentedLogin(value.slice(0, colon), value.slice(colon + 1))) return;
  yield { key: 'password', path: [], value: value.slice(colon + 1), word, by };
}

/** A long flag with its value: a header, a form, a login, or named by the flag itself. */
function* given<W extends FlagWord>(
  by: string,
  name: string,
  value: string,
  word: W,
  runs: (known: RegExp) => boolean,
): Iterable<Flagged<W>> {
  if (headerFlags.test(by)) {
    const header = /^([A-Za-z][\w-]{1,80}):\s*(?:(?:token|bearer|apikey|basic)\s+)?(\S{1,4000})\s*$/i.exec(value);
    if (header) yield { key: header[1]!, path: [], value: header[2]!, word, by };
  } else if (dataFlags.test(by)) {
    if (/^[{[<@]/.test(value)) return;
    for (const part of value.split('&', 200)) {
      const pair = assignment.exec(part);
      if (pair) yield { key: pair[1]!, path: [], value: pair[2]!, word, by };
    }
  } else if (credentialFlags.test(by) || (basicAuthFlags.test(by) && runs(basicAuthPrograms))) {
    yield* login(value, word, by);
  } else yield* carried(name, value, word, by);
}

/** `--from-literal=key=value` and `--set a.b=c,d=e` hold further names; any other flag is its own name. */
function* carried<W extends FlagWord>(flag: string, rest: string, word: W, by: string): Iterable<Flagged<W>> {
  if (helmSet.test(by)) {
    for (const part of rest.split(/(?<!\\),/)) {
      const pair = assignment.exec(part);
      if (pair) yield* dotted(pair[1]!, pair[2]!, word, by);
    }
    return;
  }
  const pair =
    carriers.test(by) || /^(?:from-literal|env|build-arg|set)$/.test(flag) ? assignment.exec(rest) : undefined;
  if (pair) yield* dotted(pair[1]!, pair[2]!, word, by);
  else if (assignment.test(rest) && flag === 'D') yield* dotted(flag, rest, word, by);
  else yield* dotted(flag, rest, word, by);
}

function* dotted<W extends FlagWord>(name: string, value: string, word: W, by: string): Iterable<Flagged<W>> {
  const parts = name.split('.');
  yield { key: parts.at(-1) ?? name, path: parts.slice(0, -1), value, word, by };
}

/** The program a command runs: the first word that is no assignment, wrapper or flag. */
export function programOf(words: readonly FlagWord[]): string {
  for (const { value } of words) {
    if (assignment.test(value) || value.startsWith('-')) continue;
    if (/^(?:sudo|env|time|exec|nohup|command|xargs|then|do|else|!|if|while)$/.test(value)) continue;
    return value.slice(value.lastIndexOf('/') + 1);
  }
  return '';
}

/** A part of a value that reads as a word of a command line. */
export interface InnerWord extends FlagWord {
  readonly from: number;
}

const worthReading = /pass|pwd|secret|token|key|auth|cred/i;

/**
 * Named values inside one value: `JAVA_OPTS=-Xmx1g -Ddb.password=x`, `--requirepass x`, `DB_PASSWORD=x`. Nothing for
 * values that are no list of flags or assignments.
 */
export function* flaggedInside(value: string): Iterable<Flagged<InnerWord> & { readonly from: number }> {
  if (value.length > 4000 || !/^(?:-|[A-Za-z_][\w.]{0,80}=[^=])|\s-{1,2}[A-Za-z]/.test(value)) return;
  if (!worthReading.test(value) || value.includes('\n') || value.includes('://')) return;
  const words: InnerWord[] = [];
  for (const { 0: raw, index } of value.matchAll(/[^\s"']*(?:"[^"]*"|'[^']*')[^\s"']*|\S+/g)) {
    words.push({ value: raw, expands: false, from: index });
  }
  for (const found of flagged(words)) {
    const quoted = /^(["'])(.*)\1$/s.exec(found.value);
    const inner = quoted ? quoted[2]! : found.value;
    // `--passphrase $(cat x)` was cut at the space.
    if (/^[$`<]/.test(inner)) continue;
    const from = found.word.from + found.word.value.lastIndexOf(inner);
    yield { ...found, value: inner, from };
  }
}
