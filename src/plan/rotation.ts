import { markdownCode as code } from '../escape.ts';
import { listed } from '../phrases.ts';
import { quoted, quotedPath } from '../quote.ts';
import { type Step, step } from './step.ts';
import type { Subject } from './subject.ts';

/** Data keys that are no secret, and so need no new value. */
const publicKey =
  /^(?:(?:tls|ca|server|client|root)?\.?-?(?:crt|cert|pem\.pub)|ca(?:-bundle)?\.(?:crt|pem)|ca|user(?:name)?|.*\.pub|host(?:name)?|port|.*[_-](?:host|port|user(?:name)?))$/i;

/** The keys of a Secret that hold credentials, as far as their names tell; none where the keys are not known. */
export function credentialKeys({ keys }: Subject): readonly string[] {
  const all = keys ?? [];
  const secret = all.filter((key) => !publicKey.test(key));
  return secret.length > 0 ? secret : all;
}

/**
 * A loop that asks for a new value of each key and hands it through a pipeline: it is neither shown nor kept in the history
 * of the shell, and no newline is added.
 */
export function typed(keys: readonly string[], pipeline: readonly string[]): string[] {
  if (keys.length === 0) return [];
  return [
    [
      `for key in ${keys.map(quoted).join(' ')}; do`,
      '  printf \'new %s: \' "$key" >&2; IFS= read -rs value; echo >&2',
      `  printf %s "$value" | ${pipeline.join(' \\\n    | ')}`,
      'done; unset value',
    ].join('\n'),
  ];
}

/** The same for one key and a command that is only for it. */
export function typedValue(key: string, command: string): string {
  return `printf 'new %s: ' ${quoted(key)} >&2; IFS= read -rs value; echo >&2; printf %s "$value" | ${command}; unset value`;
}

/** The last step of every plan: what to make anew, why, and how the new value gets to its place. */
export function rotation(subject: Subject, { commands }: { readonly commands: readonly string[] }): Step {
  const keys = credentialKeys(subject);
  if (subject.mechanism === 'plain-secret' && subject.from > 0) {
    return step('Rotate what is a credential in it', {
      commands,
      notes: [
        `All of it was readable in ${code(subject.path)}, and history keeps it. None of it surely looks like a credential; make anew what is one, and revoke the old one where it is issued.`,
      ],
    });
  }
  const names = listed(keys.slice(0, 8).map(code)) + (keys.length > 8 ? ' and more' : '');
  return step(keys.length > 0 ? `Rotate ${names}` : 'Rotate its values', {
    commands: [...historyOf(subject), ...commands],
    notes: [
      exposure(subject),
      ...(commands.length > 0
        ? ['A value of several lines comes from a file: run the pipeline once for its key with the file as its input.']
        : []),
    ],
  });
}

function historyOf({ from, path, tracked }: Subject): string[] {
  return from === 0 && tracked ? [`git log --oneline -- ${quotedPath(path)}`] : [];
}

/** Where the old value could be read, or still can. */
function exposure({ from, mechanism, path, tracked }: Subject): string {
  if (from === 0 && !tracked) {
    return `The file ${code(path)} is not in Git yet. If it never was, and never gets there, the old value may stay.`;
  }
  if (from === 0) {
    return `The old value was readable in ${code(path)}: every commit that the first command lists keeps it, and so do clones and forks. Make a new credential where it is issued, and revoke the old one there; rewriting history does not help.`;
  }
  switch (mechanism) {
    case 'sealed-secrets':
      return 'The old ciphertext stays in history and opens for whoever gets a sealing key of that time. Make a new credential where it is issued, and revoke the old one there.';
    case 'sops':
      return 'The old ciphertext stays in history and opens for whoever gets the key that it was encrypted with. Make a new credential where it is issued, and revoke the old one there.';
    case 'external-secrets':
    case 'csi-driver':
      return 'Delete the old entry in the store once nothing reads it. A new credential leaves behind whoever could read the old entry.';
    default:
      return 'Whoever made the Secret by hand knows the value. Make a new credential where it is issued, and revoke the old one there.';
  }
}
