import { programOf } from '../flags.ts';
import type { Command, Word } from '../parser.ts';
import type { Passage } from '../resource.ts';
import type { Span } from '../text.ts';
import type { Repository } from './repository.ts';

/** Label of the Secrets that hold sealing keys. https://github.com/bitnami/sealed-secrets#how-can-i-do-a-backup-of-my-sealedsecrets */
export const keyLabel = 'sealedsecrets.bitnami.com/sealed-secrets-key';
/** Names that the controller generates for them. */
export const keyName = /^sealed-secrets-key/;

/** A command that reads sealing keys with their private half out of a cluster. */
export interface KeyDump {
  readonly passage: Passage;
  readonly command: Command;
  /** The word that selects the keys. */
  readonly span: Span;
  /** The commands it is piped through, in order. */
  readonly pipeline: readonly Command[];
}

const client = /(?:^|[/$({])(?:kubectl|oc|k|kubecolor|KUBECTL)\b/;
/** Formats that show the private key; `-o name` and a template for `tls.crt` do not. */
const whole = /^(?:-o|--output)=?(?:yaml|json)$|^-o(?:yaml|json)$/;
const template = /(?:jsonpath|go-template|custom-columns)[\s\S]{0,300}tls\\?\.key|\.data[}\]]/;

/** Every command that dumps sealing keys. */
export function* keyDumpsOf(repository: Repository): Iterable<KeyDump> {
  for (const passage of repository.passages) {
    if (passage.parsed.commands.length === 0 || !passage.text.content.includes('sealed-secrets-key')) continue;
    for (const command of passage.parsed.commands) {
      const word = selectorIn(command);
      if (!word || !shows(command)) continue;
      const pipeline: Command[] = [];
      for (let next = command.pipedTo; next && pipeline.length < 20; next = next.pipedTo) pipeline.push(next);
      yield { passage, command, span: command.text.span(word.start, word.end), pipeline };
    }
  }
}

/** The word of `kubectl get secret` that names sealing keys. */
function selectorIn({ words }: Command): Word | undefined {
  const get = words.findIndex(({ value }) => value === 'get');
  if (get === -1 || !words.slice(0, get).some(({ value }) => client.test(value))) return undefined;
  return words.find(
    ({ value }, i) => i > get && (value.includes(keyLabel) || keyName.test(value.replace(/^secrets?\//, ''))),
  );
}

function shows({ words }: Command): boolean {
  return words.some(({ value }, i) => {
    return (
      whole.test(value) ||
      (/^(?:-o|--output)$/.test(words[i - 1]?.value ?? '') && /^(?:yaml|json)$/.test(value)) ||
      template.test(value)
    );
  });
}

const ciphers =
  /^(?:gpg2?|age|rage|sops|openssl|vault|bao|op|aws|gcloud|az|bw|pass|kubeseal|restic|rclone|mc|s3cmd|gsutil|ssh)$/;

/** True where the dump goes through a program that encrypts it or takes it to a store. */
export function isEncrypted({ pipeline }: KeyDump): boolean {
  return pipeline.some(({ words }) => ciphers.test(programOf(words)));
}

/** The files that a dump is written to, by redirection or `tee`. */
export function targetsOf({ command, pipeline }: KeyDump): { readonly word: Word; readonly command: Command }[] {
  const out: { word: Word; command: Command }[] = [];
  const last = pipeline.at(-1) ?? command;
  for (const step of new Set([command, ...pipeline])) {
    if (step === last) {
      for (const { operator, target } of step.redirects) {
        if (/^>>?\|?$/.test(operator)) out.push({ word: target, command: step });
      }
    }
    if (programOf(step.words) === 'tee') {
      const tee = step.words.findIndex(({ value }) => /(?:^|\/)tee$/.test(value));
      for (const word of step.words.slice(tee + 1)) if (!word.value.startsWith('-')) out.push({ word, command: step });
    }
  }
  return out;
}
