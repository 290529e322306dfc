import { fault, isKeptAsIs, tempered } from '../fault.ts';
import { type Fix, replacing } from '../fix.ts';
import type { Repository } from '../model/repository.ts';
import { directoryOf } from '../model/tree.ts';
import type { Passage } from '../resource.ts';
import type { Rule } from '../rule.ts';

const address = 'bitnami-labs.github.io/sealed-secrets';
const moved = /(?:https?:\/\/|(?<![\w./-]))bitnami-labs\.github\.io\/sealed-secrets/g;
const now = 'https://bitnami.github.io/sealed-secrets';

export const sealedHelmRepoMoved: Rule = {
  id: 'sealed-helm-repo-moved',
  title: 'The chart repository of Sealed Secrets is the one that is gone',
  why: 'The project moved on 2026-06-15, and `bitnami-labs.github.io/sealed-secrets` answers 404 since. Installing or upgrading the controller fails: most unwelcome on the day a cluster has to be rebuilt.',
  remedy:
    'Use `https://bitnami.github.io/sealed-secrets`; where a `Chart.lock` pins the old one, run `helm dependency update` afterwards.',
  fix: 'Writes the new address. Not where a lock file with a checksum holds the old one as well, nor in changelogs and in pages that name both.',
  references: [
    'https://github.com/bitnami/sealed-secrets/issues/1982',
    'https://github.com/bitnami/sealed-secrets/pull/1983',
  ],
  credential: false,
  *check(repository) {
    for (const passage of repository.passages) {
      // Embedded texts are part of the file that holds them.
      if (passage.within) continue;
      const { content } = passage.text;
      if (!content.includes(address)) continue;
      for (const { 0: found, index } of content.matchAll(moved)) {
        const span = passage.text.span(index, index + found.length);
        yield fault(
          this.id,
          `chart repository ${found}`,
          'is gone; it is now https://bitnami.github.io/sealed-secrets',
          span,
          {
            confidence: tempered(passage, 'certain'),
            fix: fixOf(repository, passage, index, found),
          },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'a chart whose lock file holds the address too, and its checksum',
      files: {
        'platform/Chart.yaml': `apiVersion: v2
name: platform
version: 0.0.0
dependencies:
  - name: sealed-secrets
    version: 2.19.1
    repository: [|https://bitnami-labs.github.io/sealed-secrets|]
`,
        'platform/Chart.lock': `dependencies:
- name: sealed-secrets
  repository: https://bitnami-labs.github.io/sealed-secrets
  version: 2.19.1
digest: sha256:2b1c3f4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708
generated: "2026-01-01T00:00:00Z"
`,
      },
    },
    {
      title: 'in a manifest and in a script',
      files: {
        'repository.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: sealed-secrets, namespace: flux-system}
spec:
  interval: 1h
  url: [|https://bitnami-labs.github.io/sealed-secrets|]
`,
        'install.sh': `#!/bin/sh
helm repo add sealed-secrets [|https://bitnami-labs.github.io/sealed-secrets|]
`,
        'application.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: sealed-secrets, namespace: argocd}
spec:
  source: {chart: sealed-secrets, repoURL: [|bitnami-labs.github.io/sealed-secrets|], targetRevision: 2.*}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'the new address, and a mirror of the old one',
      files: {
        'install.sh': `helm repo add sealed-secrets https://bitnami.github.io/sealed-secrets
helm repo add mirror https://charts.example.org/bitnami-labs.github.io/sealed-secrets
`,
      },
    },
  ],
};

function fixOf(repository: Repository, passage: Passage, index: number, found: string): Fix | undefined {
  const { text, file } = passage;
  // Part of a longer name, or of a text that tells of the move.
  if (/^[\w-]/.test(text.content.slice(index + found.length, index + found.length + 1))) return undefined;
  if (isKeptAsIs(passage) || (passage.role === 'docs' && text.content.includes('//bitnami.github.io/sealed-secrets'))) {
    return undefined;
  }
  if (isLocked(repository, file.path)) return undefined;
  const edit = replacing(text, index, index + found.length, found, now);
  return edit && { description: `Write ${now}`, edits: [edit] };
}

/** True for a lock file, and for what one beside it pins by a checksum over the addresses. */
function isLocked(repository: Repository, path: string): boolean {
  if (path.endsWith('.lock')) return true;
  const directory = directoryOf(path);
  const name = path.slice(directory === '' ? 0 : directory.length + 1).replace(/\.ya?ml(?:\.gotmpl)?$/, '');
  if (!/^(?:Chart|requirements|helmfile)$/.test(name)) return false;
  const lock = `${directory === '' ? '' : `${directory}/`}${name}.lock`;
  return repository.paths.has(lock) && (repository.textOf(lock)?.includes(address) ?? true);
}
