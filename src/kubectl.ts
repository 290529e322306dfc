import { type Command, partOf, type Word } from './parser.ts';

/** A `kubectl create secret` or `oc create secret` among the words of a command. */
export interface CreateSecret {
  /** `generic`, `docker-registry` or `tls`. */
  readonly type: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** True with `--dry-run`: the Secret goes to standard output, not to a cluster. */
  readonly dryRun: boolean;
  /** True where it gets into a cluster: at once, or by `--dry-run=client -o yaml | kubectl apply -f -`. */
  readonly applied: boolean;
  /** The word `secret`, for positions. */
  readonly word: Word;
}

const kubectl = /(?:^|[/$({"'])(?:kubectl|oc|k|kubecolor|microk8s|minikube|k3s|KUBECTL)\b/i;

/** The creation a command makes, or undefined. Programs before it (`sudo`, `docker exec x`) do not hide it. */
export function createSecretAt(command: Command): CreateSecret | undefined {
  const { words } = command;
  for (let i = 0; i + 2 < words.length; i++) {
    if (words[i]!.value !== 'create' || !/^secrets?$/.test(words[i + 1]!.value)) continue;
    const before = words.slice(0, i).map((word) => word.value);
    if (!before.some((word) => kubectl.test(word))) continue;
    const rest = words.slice(i + 2);
    // Flags may stand before the type and between type and name.
    const [type, name] = rest.filter(
      ({ value }, at) => !value.startsWith('-') && !takesValue(rest[at - 1]?.value ?? ''),
    );
    const dryRun = words.some(({ value }) => value.startsWith('--dry-run') && value !== '--dry-run=none');
    return {
      type: type?.value ?? '',
      name: name?.value,
      namespace: flagValue(words, ['-n', '--namespace']),
      dryRun,
      applied: !dryRun || isApplied(command),
      word: words[i + 1]!,
    };
  }
  return undefined;
}

const maxPipe = 8;

/** Whether what a command prints is applied further down the pipe, unsealed and not encrypted. */
function isApplied({ pipedTo }: Command): boolean {
  for (let next = pipedTo, i = 0; next && i < maxPipe; next = next.pipedTo, i++) {
    const values = next.words.map(({ value }) => value);
    if (values.some((value) => /(?:^|\/)(?:kubeseal|sops)$/.test(value))) return false;
    const verb = values.findIndex((value) => /^(?:apply|create|replace)$/.test(value));
    const isKubectl = values.slice(0, verb).some((value) => kubectl.test(value));
    const dry = values.some((value) => value.startsWith('--dry-run') && value !== '--dry-run=none');
    if (verb !== -1 && isKubectl && !dry) return true;
  }
  return false;
}

function takesValue(flag: string): boolean {
  return (
    /^--?[a-z]/.test(flag) && !flag.includes('=') && !/^--(?:dry-run|append-hash|save-config|validate)$/.test(flag)
  );
}

/** The value of the first of some flags, given as `--flag value` or `--flag=value`. */
export function flagValue(words: readonly Word[], flags: readonly string[]): string | undefined {
  for (let i = 0; i < words.length; i++) {
    const value = words[i]!.value;
    for (const flag of flags) {
      if (value === flag) return words[i + 1]?.value;
      if (value.startsWith(`${flag}=`)) return value.slice(flag.length + 1);
      if (flag.length === 2 && value.startsWith(flag) && value.length > 2 && !value.startsWith('--'))
        return value.slice(2);
    }
  }
  return undefined;
}

export interface Literal {
  readonly key: string;
  readonly value: string;
  readonly expands: boolean;
  readonly start: number;
  readonly end: number;
}

/** Values given to `kubectl create secret` as text, with the positions of the values alone. */
export function* literalsOf(command: Command): Iterable<Literal> {
  const { words } = command;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const inline = /^--(from-literal|docker-password)=([\s\S]*)$/.exec(word.value);
    const flag = inline ? inline[1]! : /^--(from-literal|docker-password)$/.exec(word.value)?.[1];
    if (!flag) continue;
    const holder = inline ? word : words[i + 1];
    if (!holder) continue;
    const given = inline ? inline[2]! : holder.value;
    const equals = flag === 'from-literal' ? given.indexOf('=') : -1;
    if (flag === 'from-literal' && equals < 1) continue;
    const value = given.slice(equals + 1);
    yield {
      key: flag === 'from-literal' ? given.slice(0, equals) : flag,
      value,
      expands: holder.expands,
      ...stretchOf(holder, value),
    };
  }
}

/** Where `value`, the end of what a word reads as, stands in the text: without the quotes and escapes around it. */
export function stretchOf(word: Word, value: string, key?: string): { start: number; end: number } {
  const from = word.value.length - value.length;
  if (key !== undefined && value !== '') {
    // `--set a=x,key=value,b=y`: one pair of several.
    const pair = word.value.indexOf(`${key}=${value},`);
    if (pair !== -1) return partOf(word, pair + key.length + 1, pair + key.length + 1 + value.length);
  }
  return value === '' || !word.value.endsWith(value)
    ? { start: word.start, end: word.end }
    : partOf(word, from, word.value.length);
}
