import { fieldFault, isShown, isTrial } from '../fault.ts';
import { type Placed, placedBy } from '../model/effective-namespace.ts';
import { type StoreReference, storeReferencesOf } from '../model/external-secret.ts';
import type { Repository } from '../model/repository.ts';
import { eso } from '../model/secret-store.ts';
import { type Resource, spanOf } from '../resource.ts';
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
    const placed = placedBy(repository);
    const stores = {
      SecretStore: storesBy(repository, 'SecretStore', placed),
      ClusterSecretStore: storesBy(repository, 'ClusterSecretStore', placed),
    };
    const missing = new Map<string, StoreReference[]>();
    for (const reference of storeReferencesOf(repository)) {
      const { passage } = reference.resource;
      if (isShown(passage) || isTrial(passage.file.path)) continue;
      if (isProvided(reference, stores[reference.kind], placed)) continue;
      const namespace = reference.kind === 'SecretStore' ? (placed(reference.resource).namespace ?? '') : '';
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
      const twin = stores[other].byName.get(name.value)?.[0];
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
  bad: () => [
    {
      title: 'namespaces that kustomize sets apart',
      files: {
        'store/kustomization.yaml': 'namespace: platform\nresources: [store.yaml]\n',
        'store/store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws
spec:
  provider:
    aws: {service: SecretsManager, region: eu-central-1}
`,
        'app/kustomization.yaml': 'namespace: prod\nresources: [secret.yaml]\n',
        'app/secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  secretStoreRef: {name: [|aws|]}
  dataFrom:
    - extract: {key: prod/app}
`,
      },
    },
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
  good: () => [
    {
      title: 'a namespace and a prefix that kustomize gives',
      files: {
        'kustomization.yaml': `namespace: prod
namePrefix: shop-
resources: [store.yaml, secret.yaml]
`,
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws
  namespace: base
spec:
  provider:
    aws: {service: SecretsManager, region: eu-central-1}
`,
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
  namespace: default
spec:
  secretStoreRef: {name: shop-aws}
  dataFrom:
    - extract: {key: prod/app}
`,
      },
    },
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

/** The stores of one kind by name. */
interface Stores {
  /** True where a name is templated: it may be any. */
  readonly open: boolean;
  readonly byName: ReadonlyMap<string, Resource[]>;
}

function storesBy(repository: Repository, kind: string, placed: Placed): Stores {
  const byName = new Map<string, Resource[]>();
  let open = false;
  for (const store of repository.resourcesOf(kind)) {
    if (store.group !== eso) continue;
    if (store.name === undefined || store.name.includes('${')) open = true;
    for (const name of new Set([store.name, placed(store).name])) {
      if (name === undefined) continue;
      const same = byName.get(name);
      if (same) same.push(store);
      else byName.set(name, [store]);
    }
  }
  return { open, byName };
}

/** True where a store has the name, in the namespace that both end up in; one that is not known may be any. */
function isProvided({ kind, name, resource }: StoreReference, stores: Stores, placed: Placed): boolean {
  if (stores.open) return true;
  const found = stores.byName.get(name.value) ?? [];
  if (kind === 'ClusterSecretStore') return found.length > 0;
  const { namespace } = placed(resource);
  return found.some((store) => {
    const other = placed(store).namespace;
    return !other || !namespace || other === namespace;
  });
}
