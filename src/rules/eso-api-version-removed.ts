import { fieldFault } from '../fault.ts';
import { placementOf } from '../model/chart-placement.ts';
import { releasesOf } from '../model/chart-release.ts';
import type { Repository } from '../model/repository.ts';
import { eso } from '../model/secret-store.ts';
import { asScalar, pairsOf } from '../parser.ts';
import type { Rule } from '../rule.ts';
import type { Span } from '../text.ts';

/** The minor release, before 1.0, that no longer serves a version. */
const goneIn = { v1alpha1: 16, v1beta1: 17 } as const;

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
    let installed: ReturnType<typeof installedIn> | undefined;
    for (const resource of repository.resourcesOf(...kinds)) {
      if (resource.group !== eso) continue;
      const versions = pairsOf(resource.node).filter(({ key }) => key.value === 'apiVersion');
      // A chart may choose by what the cluster serves: `if .Capabilities.APIVersions.Has ... else`.
      if (versions.some(({ value }) => asScalar(value)?.value === `${eso}/v1`)) continue;
      for (const { value } of versions) {
        const short = asScalar(value)?.value.slice(eso.length + 1);
        if (short !== 'v1beta1' && short !== 'v1alpha1') continue;
        const since = goneIn[short];
        installed ??= installedIn(repository);
        // Written for the operator that is installed; `v1` came with 0.16 only.
        const old = installed.length > 0 && installed.every(({ minor }) => minor < since) ? installed[0] : undefined;
        yield fieldFault(
          this.id,
          resource,
          'apiVersion',
          old
            ? `is ${short}, which External Secrets Operator ${old.text} serves and 0.${since} does not: write ${eso}/v1 with the upgrade`
            : `is ${short}, not served since External Secrets Operator 0.${since}: write ${eso}/v1`,
          value,
          old ? { confidence: 'possible', related: [{ span: old.span, note: 'the version installed here' }] } : {},
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
    {
      title: 'the operator of the repository still serves it: it breaks with the upgrade',
      files: {
        'platform/eso/Chart.yaml': `apiVersion: v2
name: eso
version: 0.0.0
dependencies:
  - name: external-secrets
    version: 0.10.2
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

interface Installed {
  readonly text: string;
  /** Of 0.x; later majors are above all of them. */
  readonly minor: number;
  readonly span: Span;
}

/** The versions of the operator that the repository installs; its chart counts as the operator does. */
function installedIn(repository: Repository): readonly Installed[] {
  return releasesOf(repository, /^external-secrets$/).flatMap((release): Installed[] => {
    const version = placementOf(release).version;
    const match = /^[~^v=\s]{0,4}(\d{1,3})\.(\d{1,3})(?:\.|$)/.exec(version?.text ?? '');
    if (!version || !match) return [];
    return [{ ...version, minor: match[1] === '0' ? Number(match[2]) : Number.POSITIVE_INFINITY }];
  });
}
