import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const kustomizeSecretLiterals: Rule = {
  id: 'kustomize-secret-literals',
  title: 'A secretGenerator has readable literals',
  why: 'A generator writes the Secret at build time, but its literals stand in the kustomization: in Git the value is as open as in a Secret manifest.',
  remedy:
    'Rotate the credential, then replace the generator entry by a SealedSecret, a SOPS file through KSOPS, or an ExternalSecret.',
  references: [
    'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/',
    'https://kubernetes.io/docs/tasks/configmap-secret/managing-secret-using-kustomize/',
  ],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('kustomize-secret-literal'),
      (_, judgement) => `holds ${called(judgement)} in the kustomization`,
    );
  },
  bad: () => [
    {
      title: 'plain and quoted literals',
      files: {
        'overlays/prod/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: prod
secretGenerator:
  - name: db
    literals:
      - username=app
      - password=[|${fake('password')}|]
      - "api-key='[|${fake('password', 2)}|]'"
`,
      },
    },
    {
      title: 'a generator in a file of its own',
      files: {
        'base/generator.yaml': `apiVersion: builtin
kind: SecretGenerator
metadata: {name: db}
literals:
  - password=[|${fake('password', 3)}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'placeholders that a later step fills in',
      files: {
        'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
secretGenerator:
  - name: db
    literals:
      - password=\${DB_PASSWORD}
      - token=<path:kv/data/app#token>
      - empty=
  - name: cache
    literals: [password=\${CACHE_PASSWORD}, user=cache]
`,
      },
    },
  ],
};
