import { fieldFault } from '../fault.ts';
import { eso } from '../model/secret-store.ts';
import { asScalar, pairsOf } from '../parser.ts';
import type { Rule } from '../rule.ts';

const kinds = ['SecretStore', 'ClusterSecretStore', 'ExternalSecret', 'ClusterExternalSecret'] as const;

export const esoApiVersionRemoved: Rule = {
  id: 'eso-api-version-removed',
  title: 'An External Secrets API version is no longer served',
  why: 'External Secrets Operator removed `v1alpha1` in 0.16 and stopped serving `v1beta1` in 0.17 (May 2025). The API server answers `no matches for kind`, nothing is synced, and a rebuilt cluster comes up without its Secrets.',
  remedy: 'Write `apiVersion: external-secrets.io/v1`; from `v1beta1` the fields are the same.',
  references: [
    'https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0',
    'https://external-secrets.io/latest/introduction/stability-support/',
  ],
  credential: false,
  *check(repository) {
    for (const resource of repository.resourcesOf(...kinds)) {
      if (resource.group !== eso) continue;
      const versions = pairsOf(resource.node).filter(({ key }) => key.value === 'apiVersion');
      // A chart may choose by what the cluster serves: `if .Capabilities.APIVersions.Has ... else`.
      if (versions.some(({ value }) => asScalar(value)?.value === `${eso}/v1`)) continue;
      for (const { value } of versions) {
        const version = asScalar(value)?.value;
        if (version !== `${eso}/v1beta1` && version !== `${eso}/v1alpha1`) continue;
        const short = version.slice(eso.length + 1);
        const since = short === 'v1beta1' ? '0.17' : '0.16';
        yield fieldFault(
          this.id,
          resource,
          'apiVersion',
          `is ${short}, not served since External Secrets Operator ${since}: write ${eso}/v1`,
          value,
        );
      }
    }
  },
  bad: [
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
  ],
  good: [
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
