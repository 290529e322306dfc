import { fault, tempered } from '../fault.ts';
import type { Rule } from '../rule.ts';

const address = 'bitnami-labs.github.io/sealed-secrets';
const moved = /https?:\/\/bitnami-labs\.github\.io\/sealed-secrets/g;

export const sealedHelmRepoMoved: Rule = {
  id: 'sealed-helm-repo-moved',
  title: 'The chart repository of Sealed Secrets is the one that is gone',
  why: 'The project moved on 2026-06-15, and `bitnami-labs.github.io/sealed-secrets` answers 404 since. Installing or upgrading the controller fails: most unwelcome on the day a cluster has to be rebuilt.',
  remedy: 'Use `https://bitnami.github.io/sealed-secrets`.',
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
          },
        );
      }
    }
  },
  bad: [
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
      },
    },
  ],
  good: [
    {
      title: 'the new address',
      files: { 'install.sh': 'helm repo add sealed-secrets https://bitnami.github.io/sealed-secrets\n' },
    },
  ],
};
