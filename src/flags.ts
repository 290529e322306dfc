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
/** Programs whose `-p VALUE` or `-a VALUE` is a password. */
const shortPassword: Readonly<Record<string, string>> = {
  docker: '-p',
  podman: '-p',
  sshpass: '-p',
  mongo: '-p',
  mongosh: '-p',
  mongodump: '-p',
  oc: '-p',
  'redis-cli': '-a',
  az: '-p',
  helm: '-p',
  skopeo: '-p',
  nerdctl: '-p',
};
const basicAuthPrograms = /^(?:curl|wget|http|https|helm)$/;
const attachedPassword = /^(?:mysql|mysqladmin|mysqldump|mariadb|mariadb-admin|mariadb-dump)$/;

/** Named values among the words of one command, in order; words that the shell expands are left out where they are the value. */
export function* flagged<W extends FlagWord>(words: readonly W[]): Iterable<Flagged<W>> {
  const program = programOf(words);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const next = words[i + 1];
    const text = word.value;
    if (text.startsWith('-')) {
      const inline = longFlag.exec(text);
      if (inline) {
        yield* carried(inline[1]!, inline[2]!, word, text.slice(0, text.indexOf('=')));
        continue;
      }
      if (!next || next.value.startsWith('--')) continue;
      if (carriers.test(text) && assignment.test(next.value)) {
        yield* carried(text.replace(/^-+/, ''), next.value, next, text);
        i++;
      } else if (text.startsWith('--')) {
        yield { key: text.slice(2), path: [], value: next.value, word: next, by: text };
        if (!next.value.startsWith('-')) i++;
      } else if ((text === '-u' || text === '-U') && basicAuthPrograms.test(program) && next.value.includes(':')) {
        yield { key: 'password', path: [], value: next.value.slice(next.value.indexOf(':') + 1), word: next, by: text };
      } else if (shortPassword[program] === text && (program !== 'docker' || words.some((w) => w.value === 'login'))) {
        yield { key: 'password', path: [], value: next.value, word: next, by: text };
      } else if (/^-pass(?:in|out|word)?$/.test(text) && next.value.startsWith('pass:')) {
        // https://docs.openssl.org/master/man1/openssl-passphrase-options/
        yield { key: 'password', path: [], value: next.value.slice('pass:'.length), word: next, by: text };
      } else if (/^-[A-Za-z][\w-]{3,}$/.test(text)) {
        yield { key: text.slice(1), path: [], value: next.value, word: next, by: text };
      }
      if (attachedPassword.test(program) && /^-p./.test(text)) {
        yield { key: 'password', path: [], value: text.slice(2), word, by: '-p' };
      }
      continue;
    }
    const pair = assignment.exec(text);
    if (pair) yield* dotted(pair[1]!, pair[2]!, word, 'environment');
  }
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
