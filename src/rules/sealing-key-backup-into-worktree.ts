import { fault, isKeptAsIs, tempered } from '../fault.ts';
import type { Fix } from '../fix.ts';
import { ignoring } from '../model/ignore-file.ts';
import { isEncrypted, type KeyDump, keyDumpsOf, targetsOf } from '../model/key-dump.ts';
import type { Repository } from '../model/repository.ts';
import { baseOf, directoryOf, joined } from '../model/tree.ts';
import type { Command, Word } from '../parser.ts';
import type { Passage } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const sealingKeyBackupIntoWorktree: Rule = {
  id: 'sealing-key-backup-into-worktree',
  title: 'A command writes the private sealing keys into the working tree',
  why: 'The file holds the keys that open every SealedSecret. It lies beside the files that are committed, no ignore rule covers it, and the next `git add .` publishes it.',
  remedy:
    'Pipe the dump through an encryption (`| age -r …`, `| gpg -e`) or into a store, write it outside of the repository, and add its name to `.gitignore`.',
  fix: 'Adds the name of the file to `.gitignore`, where no file of the repository has that name. To encrypt the dump is for a person.',
  references: ['https://github.com/bitnami/sealed-secrets#how-can-i-do-a-backup-of-my-sealedsecrets'],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    const all = [...writtenInto(repository)];
    const fix = fixOf(repository, all);
    for (const { passage, word, command } of all) {
      yield fault(
        this.id,
        `file ${word.value}`,
        'receives the private sealing keys, and nothing keeps git from adding it',
        command.text.span(word.start, word.end),
        {
          confidence: tempered(passage, 'likely'),
          fix: patternOf(repository, word.value) !== undefined && !isKeptAsIs(passage) ? fix : undefined,
        },
      );
    }
  },
  bad: () => [
    {
      title: 'as the documentation shows it, and through tee',
      files: {
        'backup.sh': `#!/bin/sh
kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > [|sealed-secrets-backup.yaml|]
kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key=active --output=json | tee [|keys.json|]
`,
      },
    },
    {
      title: 'in a document that people follow',
      files: {
        'README.md': `Back up the key:

\`\`\`bash
kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > [|main.key|]
\`\`\`
`,
      },
    },
  ],
  good: () => [
    {
      title: 'outside of the tree, encrypted, ignored, public or only listed',
      files: {
        '.gitignore': 'sealed-secrets-backup.yaml\n',
        'backup.sh': `#!/bin/sh
oc get secret -n sealed-secrets -l sealedsecrets.bitnami.com/sealed-secrets-key=active -o yaml > ~/.bitnami/keys.yaml
kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml | age -r "$RECIPIENT" > keys.age
kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > sealed-secrets-backup.yaml
kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o jsonpath='{.items[0].data.tls\\.crt}' > pub.b64
kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o name > names.txt
kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > "$TMPDIR/keys.yaml"
`,
      },
    },
    {
      title: 'encrypted in the next step, the plain file removed',
      files: {
        'backup.sh': `#!/bin/sh
kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > keys.yaml
gpg --encrypt --recipient ops@acme.dev keys.yaml
shred -u keys.yaml
`,
      },
    },
  ],
};

interface Written {
  readonly passage: Passage;
  readonly command: Command;
  readonly word: Word;
}

function* writtenInto(repository: Repository): Iterable<Written> {
  for (const dump of keyDumpsOf(repository)) {
    const { passage } = dump;
    // What runs in a cluster or on a CI runner writes to a disk that nobody commits.
    if (passage.within?.resource || isEncrypted(dump)) continue;
    if (passage.role === 'workflow' && !/\bgit (?:add|commit)\b/.test(passage.file.content)) continue;
    for (const { word, command } of targetsOf(dump)) {
      if (!staysInside(word.value) || isIgnored(repository, dump, word.value) || isRemoved(dump, word.value)) continue;
      yield { passage, command, word };
    }
  }
}

/** All of them at once, so that the fixes of two findings are one. */
function fixOf(repository: Repository, all: readonly Written[]): Fix | undefined {
  const patterns = new Set<string>();
  for (const { passage, word } of all) {
    const pattern = isKeptAsIs(passage) ? undefined : patternOf(repository, word.value);
    if (pattern !== undefined) patterns.add(pattern);
  }
  const edit = ignoring(repository, 'Private sealing keys', [...patterns]);
  const done = edit?.creates ? 'Create' : 'Add to';
  return edit && { description: `${done} .gitignore: ${[...patterns].join(', ')}`, edits: [edit] };
}

/** Matches wherever the script is run; undefined for a name that is no plain one, or that a file here has. */
function patternOf(repository: Repository, word: string): string | undefined {
  const path = joined('', word);
  if (path === undefined || !/^\w[\w.-]*(?:\/[\w.-]+)*$/.test(path)) return undefined;
  const name = baseOf(path);
  for (const each of repository.paths) if (baseOf(each) === name) return undefined;
  return path.includes('/') ? `**/${path}` : path;
}

/** A relative path that neither a variable nor `..` may lead out of the repository. */
function staysInside(path: string): boolean {
  return path !== '' && path !== '-' && !/^[/~$&]|^\.\.\/|^[A-Za-z]:|\$/.test(path);
}

/** Scripts run in their own directory or at the root; a rule for either is taken for a rule. */
function isIgnored(repository: Repository, { passage }: KeyDump, path: string): boolean {
  return [joined('', path), joined(directoryOf(passage.file.path), path)].some((candidate) => {
    return candidate !== undefined && repository.isIgnored(candidate);
  });
}

/** True where a later command of the script encrypts the file in place or removes it. */
function isRemoved({ passage, command }: KeyDump, path: string): boolean {
  return passage.parsed.commands.some(({ words, start }) => {
    if (start < command.start || !words.some(({ value }) => value === path)) return false;
    return words.some(({ value }) => /^(?:rm|shred|sops|srm)$/.test(value));
  });
}
