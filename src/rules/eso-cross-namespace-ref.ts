import { fieldFault } from '../fault.ts';
import { isSubstituted } from '../literal.ts';
import { placedBy } from '../model/effective-namespace.ts';
import { isStore, storesOf } from '../model/secret-store.ts';
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
    const placed = placedBy(repository);
    for (const store of storesOf(repository)) {
      const { resource, path, references, support } = store;
      if (!isStore(resource)) continue;
      if (resource.kind === 'ClusterSecretStore') {
        if (resource.document.templated) continue;
        const open = references.find(({ placed: said, name }) => !said && name !== undefined);
        const account = support.find((each) => each.kind === 'service-account' && !each.placed);
        const [first] = [open, account].filter((each) => each !== undefined);
        if (first) {
          yield fieldFault(
            this.id,
            resource,
            `${path}.${first.path}`,
            'has no namespace: it is looked up in the namespace of each ExternalSecret that uses the store',
            first.node,
            { confidence: 'likely' },
          );
        }
        for (const each of support) {
          if (each.kind !== 'object' || each.placed) continue;
          yield fieldFault(
            this.id,
            resource,
            `${path}.${each.path}`,
            'has no namespace: the webhook refuses a ClusterSecretStore that does not say where it is',
            each.node,
          );
        }
        continue;
      }
      const own = placed(resource).namespace;
      if (own === undefined || isSubstituted(own)) continue;
      for (const { namespace, path: field } of [...references, ...support]) {
        if (!namespace || namespace.value === own) continue;
        yield fieldFault(
          this.id,
          resource,
          `${path}.${field}.namespace`,
          'is not the namespace of the SecretStore: the operator refuses it since 2.4',
          namespace,
          { confidence: own === resource.namespace ? 'certain' : 'likely' },
        );
      }
    }
  },
  bad: () => [
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
    {
      title: 'a ServiceAccount and a certificate across the boundary, or without a place',
      files: {
        'stores.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: vault
  namespace: prod
spec:
  provider:
    vault:
      server: https://vault.example.org
      caProvider: {type: ConfigMap, name: ca, key: ca.crt, namespace: [|vault|]}
      auth:
        kubernetes:
          mountPath: kubernetes
          role: prod
          serviceAccountRef: {name: eso, namespace: [|external-secrets|]}
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: vault
spec:
  conditions:
    - namespaces: [prod]
  provider:
    vault:
      server: https://vault.example.org
      caProvider: {type: ConfigMap, name: [|ca|], key: ca.crt}
      auth:
        kubernetes:
          mountPath: kubernetes
          role: prod
          serviceAccountRef: {name: [|eso|]}
`,
      },
    },
    {
      title: 'the namespace of the store set by kustomize',
      files: {
        'kustomization.yaml': 'namespace: prod\nresources: [store.yaml]\n',
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: aws}
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-central-1
      auth: {jwt: {serviceAccountRef: {name: eso, namespace: [|staging|]}}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'the namespace that kustomize sets, one that a variable gives, and no ServiceAccount',
      files: {
        'kustomization.yaml': 'namespace: prod\nresources: [store.yaml]\n',
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: aws, namespace: any}
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-central-1
      auth: {jwt: {serviceAccountRef: {name: eso, namespace: prod}}}
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: vault}
spec:
  conditions: [{namespaces: [prod]}]
  provider:
    vault:
      server: https://vault.example.org
      caProvider: {type: Secret, name: ca, key: ca.crt, namespace: "\${NAMESPACE}"}
      auth: {kubernetes: {mountPath: kubernetes, role: prod, serviceAccountRef: {name: eso, namespace: external-secrets}}}
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: aws}
spec:
  conditions: [{namespaces: [prod]}]
  provider: {aws: {service: SecretsManager, region: eu-central-1}}
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: onepassword}
spec:
  conditions: [{namespaces: [prod]}]
  provider:
    onepasswordSDK:
      vault: prod
      auth: {serviceAccountSecretRef: {name: token, key: token, namespace: "\${NAMESPACE}"}}
`,
      },
    },
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
