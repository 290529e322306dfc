import { createSecretAt, literalsOf } from '../kubectl.ts';
import type { Command } from '../parser.ts';
import { type Entry, entryIn, type Place } from '../place.ts';
import type { Passage } from '../resource.ts';

/** https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_secret/ */
export const kubectlCreateSecret: Place = {
  id: 'kubectl-create-secret',
  about: '`--from-literal` and `--docker-password` of `kubectl create secret` and `oc create secret`.',
  *fromPassage(passage) {
    for (const command of passage.parsed.commands) {
      const created = createSecretAt(command);
      if (created) yield* literals(passage, command, created.name ?? '(unnamed)');
    }
  },
};

function* literals(passage: Passage, command: Command, name: string): Iterable<Entry> {
  for (const literal of literalsOf(command)) {
    yield entryIn('kubectl-create-secret', passage, command.text, {
      key: literal.key,
      value: literal.value,
      start: literal.start,
      end: literal.end,
      expectation: 'secret',
      called: `kubectl create secret ${name} ${literal.key}`,
    });
  }
}
