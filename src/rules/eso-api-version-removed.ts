import { fieldFault } from '../fault.ts';
import { migrationsOf } from '../model/eso-migration.ts';
import { oldVersionsIn } from '../model/eso-version.ts';
import { eso } from '../model/secret-store.ts';
import type { Rule } from '../rule.ts';

export const esoApiVersionRemoved: Rule = {
  id: 'eso-api-version-removed',
  title: 'An External Secrets API version is no longer served',
  why: 'External Secrets Operator removed `v1alpha1` in 0.16 and stopped serving `v1beta1` in 0.17 (May 2025). The API server answers `no matches for kind`, nothing is synced, and a rebuilt cluster comes up without its Secrets.',
  remedy: 'Write `apiVersion: external-secrets.io/v1`; from `v1beta1` the fields are the same.',
  fix: 'Writes `v1` where nothing else has to change. Not for what `v1` has in another form (such as `dataFrom` and templates of `v1alpha1`, the first template engine, the providers alibaba and device42, `valueMap` of fake), nor where a kustomization or a Kyverno policy picks the object by its version, a chart asks what the cluster serves, or an operator here is too old for `v1`.',
  references: [
    'https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0',
    'https://external-secrets.io/latest/introduction/stability-support/',
  ],
  credential: false,
  *check(repository) {
    const all = [...oldVersionsIn(repository)];
    const migration = migrationsOf(repository, all);
    for (const one of all) {
      const { resource, node, version, since, servedBy } = one;
      if (servedBy) continue;
      const edit = migration(one);
      const sentence = `is ${version}, not served since External Secrets Operator 0.${since}: write ${eso}/v1`;
      yield fieldFault(this.id, resource, 'apiVersion', sentence, node, {
        fix: edit && { description: `Write ${eso}/v1`, edits: [edit] },
      });
    }
  },
  bad: () => [
    {
      title: 'store and secret of the time before 0.17',
      files: {
        'store.yaml': `apiVersion: [|external-secrets.io/v1beta1|]
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  conditions:
    - namespaces: [prod]
  provider:
    aws:
      service: SecretsManager
      region: eu-central-1
---
apiVersion: [|external-secrets.io/v1alpha1|]
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  data:
    - secretKey: password
      remoteRef: {key: prod/app}
`,
      },
    },
    {
      title: 'the operator of the repository is past it',
      files: {
        'platform/eso/Chart.yaml': `apiVersion: v2
name: eso
version: 0.0.0
dependencies:
  - name: external-secrets
    version: 0.17.0
    repository: https://charts.external-secrets.io
`,
        'app.yaml': `apiVersion: [|external-secrets.io/v1beta1|]
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  data:
    - secretKey: password
      remoteRef: {key: prod/app}
`,
      },
    },
    {
      title: 'what v1 has in another form: the version alone is not enough',
      files: {
        'app.yaml': `apiVersion: [|external-secrets.io/v1alpha1|]
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  dataFrom:
    - key: prod/app
---
apiVersion: [|external-secrets.io/v1beta1|]
kind: ExternalSecret
metadata:
  name: mail
  namespace: prod
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  target:
    template:
      engineVersion: v1
  data:
    - secretKey: password
      remoteRef: {key: prod/mail}
`,
      },
      also: ['eso-store-dangling', 'eso-template-unsafe'],
    },
    {
      title: 'an overlay that picks the object by its version',
      files: {
        'kustomization.yaml': `resources: [app.yaml]
patches:
  - target: {group: external-secrets.io, version: v1beta1, kind: ExternalSecret, name: app}
    patch: |-
      - {op: replace, path: /spec/refreshInterval, value: 30m}
`,
        'app.yaml': `apiVersion: [|external-secrets.io/v1beta1|]
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  refreshInterval: 1h
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  data:
    - secretKey: password
      remoteRef: {key: prod/app}
`,
      },
      also: ['eso-store-dangling'],
    },
  ],
  good: () => [
    {
      title: 'the operator of the repository still serves it: another rule says so',
      files: {
        'platform/eso/Chart.yaml': `apiVersion: v2
name: eso
version: 0.0.0
dependencies:
  - name: external-secrets
    version: 0.10.2
    repository: https://charts.external-secrets.io
`,
        'app.yaml': `apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  data:
    - secretKey: password
      remoteRef: {key: prod/app}
`,
      },
      also: ['eso-api-version-deprecated', 'eso-store-dangling'],
    },
    {
      title: 'v1, and PushSecret and generators, which are still v1alpha1',
      files: {
        'all.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1alpha1
kind: PushSecret
metadata:
  name: app
---
apiVersion: generators.external-secrets.io/v1alpha1
kind: Password
metadata:
  name: app
`,
      },
      also: ['eso-store-dangling'],
    },
  ],
};
