import { fake } from '../fake.ts';
import { fault, tempered } from '../fault.ts';
import { programOf } from '../flags.ts';
import { createSecretAt } from '../kubectl.ts';
import { directoryOf, joined } from '../model/tree.ts';
import type { Command, Word } from '../parser.ts';
import type { Entry } from '../place.ts';
import type { Rule } from '../rule.ts';

export const dryRunOutputTracked: Rule = {
  id: 'dry-run-output-tracked',
  title: 'A command writes a plain Secret to a file that is in Git',
  why: 'The next run writes the next credential into the same file, and the next commit takes it along.',
  remedy:
    'Pipe the output through `kubeseal` (or `sops --encrypt`) instead of a file, remove the plain file from Git, ignore it, and rotate what it held.',
  references: [
    'https://kubernetes.io/docs/tasks/configmap-secret/managing-secret-using-kubectl/',
    'https://github.com/bitnami/sealed-secrets#usage',
  ],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    let plain: Map<string, Entry> | undefined;
    for (const passage of repository.passages) {
      for (const command of passage.parsed.commands) {
        if (!createSecretAt(command)?.dryRun) continue;
        const target = targetOf(command);
        if (!target || target.expands) continue;
        plain ??= readable(
          repository.entriesAt('secret-data'),
          (entry) => repository.judgementOf(entry).verdict === 'credential',
        );
        for (const directory of new Set([directoryOf(passage.file.path), ''])) {
          const entry = plain.get(joined(directory, target.value) ?? '');
          if (!entry) continue;
          yield fault(
            this.id,
            `output of kubectl create secret in ${target.value}`,
            'is a plain Secret and lies in the repository',
            command.text.span(target.start, target.end),
            {
              confidence: tempered(passage, 'certain'),
              related: [{ span: entry.span, note: `${entry.subject} is readable here` }],
            },
          );
          break;
        }
      }
    }
  },
  bad: () => [
    {
      title: 'the file was committed',
      files: {
        'make-secret.sh': `#!/bin/sh
kubectl create secret generic db -n prod --from-literal=password="$DB_PASSWORD" --dry-run=client -o yaml > [|secret.yaml|]
`,
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: prod
data:
  password: ${btoa(fake('password'))}
`,
      },
      also: ['plaintext-secret-manifest'],
    },
    {
      title: 'by tee',
      files: {
        'make-secret.sh': `#!/bin/sh
kubectl create secret generic db -n prod --from-literal=password="$DB_PASSWORD" --dry-run=client -o yaml | tee [|secret.yaml|] | kubectl apply -f -
`,
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: prod
data:
  password: ${btoa(fake('password', 2))}
`,
      },
      also: ['plaintext-secret-manifest'],
    },
  ],
  good: () => [
    {
      title: 'the output is sealed, or the file is not in the repository',
      files: {
        'make-secret.sh': `#!/bin/sh
kubectl create secret generic db -n prod --from-literal=password="$DB_PASSWORD" --dry-run=client -o yaml | kubeseal -o yaml > sealed.yaml
kubectl create secret generic db -n prod --from-literal=password="$DB_PASSWORD" --dry-run=client -o yaml > /tmp/secret.yaml
kubectl create secret generic db -n prod --from-literal=password="$DB_PASSWORD" --dry-run=client -o yaml | kubeseal -o yaml | tee sealed.yaml
`,
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: db
  namespace: prod
spec:
  encryptedData:
    password: ${fake('sealed-value')}
`,
      },
    },
  ],
};

/** The command whose output the pipeline writes; one that seals or encrypts writes no plain Secret. */
/** The file that the Secret goes to: by redirection at the end of the pipe, or by a `tee` in it. */
function targetOf(command: Command): Word | undefined {
  let last = command;
  for (; last.pipedTo; last = last.pipedTo) {
    // What is encrypted on the way is no plain Secret.
    if (/^(?:kubeseal|sops|age|gpg2?|openssl)$/.test(programOf(last.words))) return undefined;
    const file = teed(last.words);
    if (file) return file;
  }
  return last.redirects.find(({ operator }) => operator === '>' || operator === '>>')?.target ?? teed(last.words);
}

function teed(words: readonly Word[]): Word | undefined {
  if (programOf(words) !== 'tee') return undefined;
  const tee = words.findIndex(({ value }) => /(?:^|\/)tee$/.test(value));
  return words.slice(tee + 1).find(({ value }) => !value.startsWith('-'));
}

function readable(entries: readonly Entry[], isCredential: (entry: Entry) => boolean): Map<string, Entry> {
  const out = new Map<string, Entry>();
  for (const entry of entries) {
    const { path } = entry.passage.file;
    if (!out.has(path) && isCredential(entry)) out.set(path, entry);
  }
  return out;
}
