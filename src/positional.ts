import { keyKind } from './credentials/key-name.ts';
import type { FlagWord } from './flags.ts';
import type { Command, Word } from './parser.ts';

/** A word, or a part of one, that the program before it or behind it takes for a credential. */
export interface Positional {
  readonly key: string;
  readonly value: string;
  readonly word: Word;
  /** Offset of `value` in the value of the word. */
  readonly from: number;
  /** The command as people name it: `vault login`, `chpasswd`. */
  readonly by: string;
  /** True where every value is meant to be secret, whatever its name. */
  readonly secret: boolean;
}

const furthest = 40;

/** Values that have a meaning by where they stand: `vault login TOKEN`, `rabbitmqctl add_user NAME PASSWORD`. */
export function* positional(command: Command): Iterable<Positional> {
  const { words } = command;
  const end = Math.min(words.length, furthest);
  for (let i = 0; i < end; i++) {
    const name = words[i]!.value;
    const program = byProgram[name.slice(name.lastIndexOf('/') + 1)];
    if (!program) continue;
    const found = [...program(words.slice(i + 1))];
    yield* found;
    // `kubectl exec vault-0 -n vault -- vault kv put`: a namespace may be called as the program is.
    if (found.length > 0) break;
  }
  yield* handedOver(command);
}

type Reader = (rest: readonly Word[]) => Iterable<Positional>;

function whole(key: string, word: Word | undefined, by: string, secret = false): Positional[] {
  return word && !word.value.startsWith('-') ? [{ key, value: word.value, word, from: 0, by, secret }] : [];
}

/** The words that are no flags; what a flag may take stays among them. */
function plain(words: readonly Word[]): Word[] {
  return words.filter(({ value }) => !value.startsWith('-'));
}

/** `foo=start`: neither the name nor the value says that it is a secret. */
const words = /^[a-z]{1,30}(?:[-_][a-z]{1,30}){0,4}\d?$/;

function* vault(rest: readonly Word[]): Iterable<Positional> {
  const [verb, sub, path, ...more] = plain(rest);
  if (verb?.value === 'login' && sub && !sub.value.includes('=')) yield* whole('token', sub, 'vault login');
  if (verb?.value === 'token' && /^(?:lookup|renew|revoke|capabilities)$/.test(sub?.value ?? ''))
    yield* whole('token', path, `vault token ${sub!.value}`);
  if (verb?.value === 'operator' && sub?.value === 'unseal') yield* whole('unseal-key', path, 'vault operator unseal');
  const stored =
    verb?.value === 'kv' && (sub?.value === 'put' || sub?.value === 'patch')
      ? more
      : verb?.value === 'write' && /^(?:secret|kv)\//.test(sub?.value ?? '')
        ? [path, ...more]
        : [];
  for (const word of stored) {
    const pair = /^([A-Za-z_][\w.-]{0,100})=(?!@)([\s\S]+)$/.exec(word?.value ?? '');
    if (!word || !pair) continue;
    const [, key, value] = pair as unknown as [string, string, string];
    const secret = !(keyKind(key) === 'unknown' && words.test(value));
    yield { key, value, word, from: key.length + 1, by: 'vault kv put', secret };
  }
}

function* rabbit(rest: readonly Word[]): Iterable<Positional> {
  const at = rest.findIndex(({ value }) => value === 'add_user' || value === 'change_password');
  if (at !== -1) yield* whole('password', plain(rest.slice(at + 1))[1], `rabbitmqctl ${rest[at]!.value}`);
}

/** `mc alias set NAME URL ACCESS SECRET`, before 2020 `mc config host add`. */
function* minio(rest: readonly Word[]): Iterable<Positional> {
  const words = plain(rest);
  const at = words.findIndex(
    ({ value }, i) => /^(?:set|add)$/.test(value) && /^(?:alias|host)$/.test(words[i - 1]?.value ?? ''),
  );
  if (at !== -1) yield* whole('secret-key', words[at + 4], 'mc alias set');
}

/** `htpasswd -b FILE USER PASSWORD` and `-nb USER PASSWORD`. */
function* htpasswd(rest: readonly Word[]): Iterable<Positional> {
  const flags = rest.filter(({ value }) => /^-[A-Za-z]+$/.test(value)).map(({ value }) => value);
  if (!flags.some((flag) => flag.includes('b'))) return;
  yield* whole('password', plain(rest)[flags.some((flag) => flag.includes('n')) ? 1 : 2], 'htpasswd');
}

/** `aws configure set KEY VALUE`, `git config KEY VALUE`, `npm config set KEY VALUE`. */
function* setting(rest: readonly Word[]): Iterable<Positional> {
  const words = plain(rest);
  const verb = words.findIndex(({ value }) => value === 'configure' || value === 'config');
  if (verb === -1 || verb > 1) return;
  const [key, value] = words.slice(verb + (words[verb + 1]?.value === 'set' ? 2 : 1));
  if (key && value) yield* whole(key.value.slice(-100), value, 'config set');
}

const byProgram: Readonly<Record<string, Reader | undefined>> = Object.assign(Object.create(null), {
  vault,
  bao: vault,
  rabbitmqctl: rabbit,
  mc: minio,
  htpasswd,
  aws: setting,
  git: setting,
  npm: setting,
  pnpm: setting,
  yarn: setting,
  pulumi: setting,
  pip: setting,
} satisfies Record<string, Reader>);

/** `echo VALUE | docker login --password-stdin`, `echo USER:VALUE | chpasswd`, `echo VALUE > password.txt`, `<<< VALUE`. */
function* handedOver(command: Command): Iterable<Positional> {
  const { words, redirects } = command;
  for (const { operator, target } of redirects) {
    if (operator === '<<<') yield* fed([target], words);
  }
  if (!/^(?:echo|printf)$/.test(words[0]?.value ?? '')) return;
  const texts = words.slice(1).filter(({ value }) => !/^-[neE]{1,3}$/.test(value) && !/^%s(?:\\n)?$/.test(value));
  if (texts.length === 0) return;
  let reader = command.pipedTo;
  for (let hop = 0; reader && hop < 8; hop++, reader = reader.pipedTo) yield* fed(texts, reader.words);
  if (texts.length !== 1) return;
  for (const { operator, target } of redirects) {
    const name = target.value.slice(target.value.lastIndexOf('/') + 1);
    // The second field of a line of /etc/passwd is an `x`.
    if (operator.startsWith('>') && /^[\w.-]{3,60}$/.test(name) && !target.value.endsWith('/etc/passwd'))
      yield* whole(name.replace(/^\.+/, ''), texts[0], `echo into ${name}`);
  }
}

/** What a command makes of its standard input. */
function* fed(texts: readonly Word[], reader: readonly FlagWord[]): Iterable<Positional> {
  const names = reader.slice(0, furthest).map(({ value }) => value.slice(value.lastIndexOf('/') + 1));
  if (names.includes('chpasswd')) {
    for (const word of texts) {
      const pair = /^([\w.-]{1,60}):([^\s:][^\n]{0,300})$/.exec(word.value.replace(/\\n$/, ''));
      if (pair)
        yield { key: 'password', value: pair[2]!, word, from: pair[1]!.length + 1, by: 'chpasswd', secret: false };
    }
    return;
  }
  if (texts.length !== 1) return;
  if (
    names.includes('--password-stdin') ||
    names.includes('kinit') ||
    (names.includes('passwd') && names.includes('--stdin'))
  )
    yield* whole('password', texts[0], '--password-stdin');
  else if (names.includes('--with-token') || (names.includes('login') && names.includes('vault')))
    yield* whole('token', texts[0], '--with-token');
}
