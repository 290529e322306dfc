import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Entry } from '../place.ts';
import type { Rule } from '../rule.ts';

export const kustomizePatchSecret: Rule = {
  id: 'kustomize-patch-secret',
  title: 'A kustomize patch holds a readable credential',
  why: 'A patch is text in Git like any manifest: a value that overlays put into a Secret with it is open to all readers of the repository and of its history.',
  remedy:
    'Rotate the credential and let the overlay bring its own SealedSecret, SOPS file or ExternalSecret in place of the patch.',
  references: [
    'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  ],
  credential: true,
  outranks: ['plaintext-secret-manifest', 'plaintext-known-credential'],
  check(repository) {
    const entries = [
      ...repository.entriesAt('patch'),
      ...repository.entriesAt('secret-data').filter((entry) => isInline(entry)),
    ];
    return exposures(
      repository,
      this.id,
      entries,
      (_, judgement) => `puts in ${called(judgement)} that stands in the kustomization`,
    );
  },
  bad: () => [
    {
      title: 'an inline strategic merge patch',
      files: {
        'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [secret.yaml]
patches:
  - patch: |-
      apiVersion: v1
      kind: Secret
      metadata:
        name: db
      stringData:
        password: [|${fake('password')}|]
`,
      },
    },
    {
      title: 'JSON 6902, inline and in a file',
      files: {
        'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
patches:
  - target: {kind: Secret, name: db}
    patch: |-
      - op: replace
        path: /data/password
        value: [|${btoa(fake('password', 2))}|]
  - target: {kind: Secret, name: app}
    patch: |
      - op: add
        path: /data/x
        value: [|${btoa(fake('password', 4))}|]
  - target: {kind: Redis, name: cache}
    path: redis-patch.yaml
`,
        'redis-patch.yaml': `- op: add
  path: /spec/auth/password
  value: [|${fake('password', 3)}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'patches that delete a Secret, name one, or change something else',
      files: {
        'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
patches:
  - patch: |-
      $patch: delete
      apiVersion: v1
      kind: Secret
      metadata:
        name: db
      stringData:
        password: ${fake('password', 4)}
  - target: {kind: Deployment}
    patch: |-
      - op: replace
        path: /spec/template/spec/volumes/0/secret/secretName
        value: app-db-credentials-v3
      - op: remove
        path: /data/password
      - op: replace
        path: /spec/replicas
        value: 3
`,
      },
    },
  ],
};

/** A Secret written inside the kustomization itself, or inside a Flux Kustomization. */
function isInline({ passage }: Entry): boolean {
  const holder = passage.within;
  return holder !== undefined && (passage.role === 'kustomization' || holder.resource?.kind === 'Kustomization');
}
