import { fault, tempered } from '../fault.ts';
import { createSecretAt, flagValue } from '../kubectl.ts';
import type { Command } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const kubesealPipelineWithoutNamespace: Rule = {
  id: 'kubeseal-pipeline-without-namespace',
  title: 'A Secret is sealed without saying for which namespace',
  why: 'A sealed value opens in one namespace only. Without `--namespace` it is the one that the current context of whoever runs the command happens to have, and the controller answers `no key could decrypt secret` anywhere else.',
  remedy: 'Give `kubectl create secret` or `kubeseal` the namespace with `--namespace`.',
  references: ['https://github.com/bitnami/sealed-secrets#scopes'],
  credential: false,
  *check(repository) {
    for (const passage of repository.passages) {
      for (const command of passage.parsed.commands) {
        const created = createSecretAt(command);
        if (!created || created.namespace !== undefined) continue;
        const seal = sealIn(command);
        if (!seal || namespaced(seal)) continue;
        yield fault(
          this.id,
          `kubectl create secret ${created.name ?? '(unnamed)'}`,
          'is sealed for the namespace of the current context, whichever that is',
          command.text.span(created.word.start, created.word.end),
          { confidence: tempered(passage, 'certain') },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'neither command names a namespace',
      files: {
        'seal.sh': `#!/bin/sh
kubectl create [|secret|] generic db --from-literal=password="$DB_PASSWORD" --dry-run=client -o yaml | kubeseal -o yaml > db.yaml
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a namespace on either side, or a cluster-wide scope',
      files: {
        'seal.sh': `#!/bin/sh
kubectl create secret generic a -n prod --from-file=key --dry-run=client -o yaml | kubeseal -o yaml > a.yaml
kubectl create secret generic b --from-file=key --dry-run=client -o yaml | kubeseal --namespace prod -o yaml > b.yaml
kubectl create secret generic c --from-file=key --dry-run=client -o yaml | kubeseal --scope cluster-wide -o yaml > c.yaml
`,
      },
    },
  ],
};

function sealIn(command: Command): Command | undefined {
  for (let next = command.pipedTo; next; next = next.pipedTo) {
    if (next.words.some((word) => /(?:^|\/)kubeseal$/.test(word.value))) return next;
  }
  return undefined;
}

function namespaced({ words }: Command): boolean {
  return flagValue(words, ['-n', '--namespace']) !== undefined || flagValue(words, ['--scope']) === 'cluster-wide';
}
