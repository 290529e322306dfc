import { fieldFault, isShown, isTrial } from '../fault.ts';
import { type StoreReference, storeReferencesOf } from '../model/external-secret.ts';
import type { Repository } from '../model/repository.ts';
import { eso } from '../model/secret-store.ts';
import { spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

const maxRelated = 5;

export const esoStoreDangling: Rule = {
  id: 'eso-store-dangling',
  title: 'An ExternalSecret names a store that is not in the repository',
  why: 'An ExternalSecret whose store is missing never becomes a Secret. `kind` defaults to SecretStore, so a reference to a ClusterSecretStore without `kind` is missing too. A store that was created by hand is gone when the cluster is rebuilt.',
  remedy:
    'Correct `secretStoreRef.name` and `kind`, or add the store to the repository; if another repository provides it, waive this finding with that reason.',
  references: [
    'https://external-secrets.io/latest/api/externalsecret/',
    'https://external-secrets.io/latest/api/secretstore/',
  ],
  credential: false,
  *check(repository) {
    const missing = new Map<string, StoreReference[]>();
    for (const reference of storeReferencesOf(repository)) {
      const { passage } = reference.resource;
      if (isShown(passage) || isTrial(passage.file.path) || isProvided(repository, reference)) continue;
      const namespace = reference.kind === 'SecretStore' ? (reference.resource.namespace ?? '') : '';
      const key = [reference.kind, namespace, reference.name.value].join('\0');
      const group = missing.get(key);
      if (group) group.push(reference);
      else missing.set(key, [reference]);
    }
    const anyStore = repository.resourcesOf('SecretStore', 'ClusterSecretStore').some(({ group }) => group === eso);
    for (const [first, ...others] of missing.values()) {
      if (!first) continue;
      const { kind, name, resource, path } = first;
      const other = kind === 'SecretStore' ? 'ClusterSecretStore' : 'SecretStore';
      const twin = named(repository, other, name.value)[0];
      const more = others.length > 0 ? `, as ${others.length} more do` : '';
      const sentence = twin
        ? `names the ${kind} ${name.value}, but ${name.value} is a ${other}: set kind: ${other}`
        : `names the ${kind} ${name.value}, which is not in this repository${more}`;
      yield fieldFault(this.id, resource, `${path}.name`, sentence, name, {
        // Without a single store in sight they are most likely kept in another repository.
        confidence: twin ? 'certain' : anyStore ? 'likely' : 'possible',
        related: [
          ...(twin ? [{ span: spanOf(twin.document, twin.node), note: `the ${other} of this name` }] : []),
          ...others.slice(0, maxRelated).map((one) => ({
            span: spanOf(one.resource.document, one.name),
            note: 'names the same store',
          })),
        ],
      });
    }
  },
  bad: [
    {
      title: 'a store of another kind and a store of another name',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  conditions:
    - namespaces: [prod]
  provider:
    aws: {service: SecretsManager, region: eu-central-1}
`,
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  secretStoreRef: {name: [|aws|]}
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: other
  namespace: prod
spec:
  secretStoreRef: {name: [|aws-old|], kind: ClusterSecretStore}
  dataFrom:
    - extract: {key: prod/app}
`,
      },
    },
  ],
  good: [
    {
      title: 'a store in the same namespace, a cluster store, a name that is filled in, a generator',
      files: {
        'all.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws
  namespace: prod
spec:
  provider:
    aws: {service: SecretsManager, region: eu-central-1}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  secretStoreRef: {name: aws}
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: substituted
spec:
  secretStoreRef: {name: "\${STORE}", kind: ClusterSecretStore}
  dataFrom:
    - extract: {key: prod/app}
`,
      },
    },
  ],
};

function isProvided(repository: Repository, { kind, name, resource }: StoreReference): boolean {
  for (const store of repository.resourcesOf(kind)) {
    if (store.group !== eso) continue;
    // A templated name may be this one.
    if (store.name === undefined || store.name.includes('${')) return true;
    if (store.name !== name.value) continue;
    if (kind === 'ClusterSecretStore') return true;
    if (!store.namespace || !resource.namespace || store.namespace === resource.namespace) return true;
  }
  return false;
}

function named(repository: Repository, kind: string, name: string) {
  return repository.resourcesOf(kind).filter((store) => store.group === eso && store.name === name);
}
