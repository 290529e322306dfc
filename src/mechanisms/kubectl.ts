import { createSecretAt, literalsOf } from '../kubectl.ts';
import type { Declaration, Mechanism } from '../mechanism.ts';

export const kubectl: Mechanism = {
  id: 'kubectl',
  title: 'kubectl create secret',
  level: 1,
  about:
    'Secrets made by hand or by a script: `kubectl create secret` (`oc` too) without `--dry-run`, or with what it prints piped to `kubectl apply`. Nothing about them is in Git but the command.',
  reference: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_secret/',
  *declarationsIn(passage) {
    for (const command of passage.parsed.commands) {
      const made = createSecretAt(command);
      if (!made?.applied) continue;
      const name = made.name !== undefined && !/[$`{<]/.test(made.name) ? made.name : undefined;
      const namespace = made.namespace !== undefined && !/[$`{<]/.test(made.namespace) ? made.namespace : undefined;
      yield {
        mechanism: 'kubectl',
        name,
        namespace,
        keys: keysOf(made.type, command),
        span: command.text.span(made.word.start, made.word.end),
        resource: undefined,
      } satisfies Declaration;
    }
  },
  *signs(passage) {
    for (const command of passage.parsed.commands) {
      const made = createSecretAt(command);
      if (!made?.applied) continue;
      const span = command.text.span(made.word.start, made.word.end);
      yield { mechanism: 'kubectl', span, note: 'kubectl create secret' };
    }
  },
};

/** Data keys where the command names them all. */
function keysOf(type: string, command: Parameters<typeof literalsOf>[0]): readonly string[] | undefined {
  if (type === 'tls') return ['tls.crt', 'tls.key'];
  if (type === 'docker-registry') return ['.dockerconfigjson'];
  if (command.words.some(({ value }) => /^--from-(?:file|env-file)/.test(value))) return undefined;
  return [...literalsOf(command)].map(({ key }) => key);
}
