import { fault, isShown, tempered } from '../fault.ts';
import type { Fix } from '../fix.ts';
import { migrationsOf } from '../model/eso-migration.ts';
import { type OldVersion, oldVersionsIn } from '../model/eso-version.ts';
import { eso } from '../model/secret-store.ts';
import { subjectOf } from '../place.ts';
import { spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

const maxRelated = 5;

export const esoApiVersionDeprecated: Rule = {
  id: 'eso-api-version-deprecated',
  title: 'The next upgrade of External Secrets ends an API version in use',
  why: 'The operator that this repository installs still serves the version. External Secrets Operator 0.16 dropped `v1alpha1`, 0.17 stopped serving `v1beta1`: after the upgrade the API server answers `no matches for kind`, and nothing is synced.',
  remedy:
    'Upgrade to 0.16, which serves both, write `apiVersion: external-secrets.io/v1` everywhere, then go on to 0.17 and later.',
  fix: 'Writes `v1` everywhere at once where the installed operator serves both (0.16) and nothing else has to change.',
  references: [
    'https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0',
    'https://external-secrets.io/latest/introduction/stability-support/',
  ],
  credential: false,
  *check(repository) {
    const groups = new Map<string, OldVersion[]>();
    const all = [...oldVersionsIn(repository)];
    const migration = migrationsOf(repository, all);
    for (const one of all) {
      if (!one.servedBy) continue;
      const group = groups.get(one.version);
      if (group) group.push(one);
      else groups.set(one.version, [one]);
    }
    // One upgrade, one finding.
    for (const [version, group] of groups) {
      const inUse = group.filter(({ resource }) => !isShown(resource.passage));
      const [first, ...others] = inUse.length > 0 ? inUse : group;
      if (!first?.servedBy) continue;
      const { resource, node, since, servedBy } = first;
      const more = others.length > 0 ? `, as ${others.length} more are` : '';
      yield fault(
        this.id,
        subjectOf(resource.passage, resource, 'apiVersion'),
        `is ${version}${more}: External Secrets Operator ${servedBy.text} serves it, 0.${since} does not; write ${eso}/v1 with the upgrade`,
        spanOf(resource.document, node),
        {
          confidence: tempered(resource.passage, 'certain'),
          fix: fixOf(group, migration),
          related: [
            { span: servedBy.span, note: 'the version installed here' },
            ...others.slice(0, maxRelated).map((one) => ({
              span: spanOf(one.resource.document, one.node),
              note: `${version} as well`,
            })),
          ],
        },
      );
    }
  },
  bad: () => [
    {
      title: 'an operator of the time before 0.17: one upgrade, said once',
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
      remoteRef:
        key: prod/app
---
apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata:
  name: mail
  namespace: prod
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  data:
    - secretKey: password
      remoteRef:
        key: prod/mail
`,
      },
      also: ['eso-store-dangling'],
    },
    {
      title: 'an operator that serves both: all of it can be written now',
      files: {
        'platform/eso/Chart.yaml': `apiVersion: v2
name: eso
version: 0.0.0
dependencies:
  - name: external-secrets
    version: 0.16.1
    repository: https://charts.external-secrets.io
`,
        'app.yaml': `apiVersion: [|"external-secrets.io/v1beta1"|] # since the move
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  dataFrom:
    - extract: {key: prod/app}
`,
        'mail.yaml': `kind: ExternalSecret
apiVersion: external-secrets.io/v1beta1
metadata:
  name: mail
  namespace: prod
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  dataFrom:
    - extract: {key: prod/mail}
`,
      },
      also: ['eso-store-dangling'],
    },
  ],
  good: () => [
    {
      title: 'v1, for an operator that serves both',
      files: {
        'platform/eso/Chart.yaml': `apiVersion: v2
name: eso
version: 0.0.0
dependencies:
  - name: external-secrets
    version: 0.16.1
    repository: https://charts.external-secrets.io
`,
        'app.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  dataFrom:
    - extract: {key: prod/app}
`,
      },
      also: ['eso-store-dangling'],
    },
    {
      title: 'an operator past the version, which another rule finds',
      files: {
        'platform/eso/Chart.yaml': `apiVersion: v2
name: eso
version: 0.0.0
dependencies:
  - name: external-secrets
    version: 0.17.0
    repository: https://charts.external-secrets.io
`,
        'app.yaml': `apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  dataFrom:
    - extract: {key: prod/app}
`,
      },
      also: ['eso-api-version-removed', 'eso-store-dangling'],
    },
  ],
};

/** One finding is about all of them, so its fix changes all or none. */
function fixOf(group: readonly OldVersion[], migration: ReturnType<typeof migrationsOf>): Fix | undefined {
  const edits = group.map(migration);
  return edits.every((edit) => edit !== undefined) ? { description: `Write ${eso}/v1`, edits } : undefined;
}
