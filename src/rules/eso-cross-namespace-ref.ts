import { fieldFault } from '../fault.ts';
import { literal } from '../literal.ts';
import { isStore, storesOf } from '../model/secret-store.ts';
import { at } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const esoCrossNamespaceRef: Rule = {
  id: 'eso-cross-namespace-ref',
  title: 'A store reads a Secret across a namespace boundary',
  why: 'A SecretStore may only read its own namespace; up to 2.3 some references crossed it (CVE-2026-42875), since 2.4 they are errors. The reference of a ClusterSecretStore needs a namespace, or it is looked up in the namespace of whoever asks.',
  remedy:
    'In a SecretStore drop `namespace` (or use the own one); in a ClusterSecretStore add `namespace:` beside `name:` and `key:`.',
  references: [
    'https://external-secrets.io/latest/provider/aws-access/',
    'https://github.com/external-secrets/external-secrets/pull/6313',
  ],
  credential: false,
  *check(repository) {
    for (const store of storesOf(repository)) {
      const { resource, path } = store;
      if (!isStore(resource)) continue;
      if (resource.kind === 'ClusterSecretStore') {
        if (resource.document.templated) continue;
        const [first] = store.references.filter(({ namespace, name }) => namespace === undefined && name !== undefined);
        if (!first) continue;
        yield fieldFault(
          this.id,
          resource,
          `${path}.${first.path}`,
          'has no namespace: it is read from the namespace of each ExternalSecret that uses the store',
          first.node,
          { confidence: 'likely' },
        );
        continue;
      }
      if (resource.namespace === undefined) continue;
      const provider = literal(at(store.config, 'caProvider', 'namespace'));
      const foreign = [
        ...store.references.map(({ namespace, path: field }) => ({ namespace, field })),
        { namespace: provider, field: 'caProvider' },
      ];
      for (const { namespace, field } of foreign) {
        if (!namespace || namespace.value === resource.namespace) continue;
        yield fieldFault(
          this.id,
          resource,
          `${path}.${field}.namespace`,
          'is not the namespace of the SecretStore: the operator refuses it since 2.4',
          namespace,
        );
      }
    }
  },
  bad: [
    {
      title: 'a SecretStore that reaches out, a ClusterSecretStore that does not say where',
      files: {
        'stores.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: doppler
  namespace: prod
spec:
  provider:
    onepasswordSDK:
      vault: prod
      auth:
        serviceAccountSecretRef:
          name: token
          key: token
          namespace: [|admin|]
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: onepassword
spec:
  conditions:
    - namespaces: [prod]
  provider:
    onepasswordSDK:
      vault: prod
      auth:
        serviceAccountSecretRef:
          name: [|token|]
          key: token
`,
      },
      also: ['eso-secret-zero-unavoidable'],
    },
  ],
  good: [
    {
      title: 'each as it should be',
      files: {
        'stores.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: onepassword
  namespace: prod
spec:
  provider:
    onepasswordSDK:
      vault: prod
      auth:
        serviceAccountSecretRef: {name: token, key: token}
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: onepassword
spec:
  conditions:
    - namespaces: [prod]
  provider:
    onepasswordSDK:
      vault: prod
      auth:
        serviceAccountSecretRef: {name: token, key: token, namespace: external-secrets}
`,
      },
      also: ['eso-secret-zero-unavoidable'],
    },
  ],
};
