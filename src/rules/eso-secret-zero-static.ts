import { fieldFault } from '../fault.ts';
import { storedCredentials, storesOf } from '../model/secret-store.ts';
import type { Rule } from '../rule.ts';

export const esoSecretZeroStatic: Rule = {
  id: 'eso-secret-zero-static',
  title: 'A store opens with a stored key where workload identity would do',
  why: 'The Secret that a store reads is the secret zero: whoever has it has everything behind the store. A long-lived key must be created, copied and rotated by hand; a workload identity is issued by the platform for minutes and cannot be copied out of Git or etcd.',
  remedy:
    'Replace the secret reference with the identity field that the finding names (IRSA or EKS Pod Identity, GKE Workload Identity, Microsoft Entra Workload ID, Vault Kubernetes auth), then revoke the stored key.',
  references: [
    'https://external-secrets.io/latest/guides/security-best-practices/',
    'https://external-secrets.io/latest/provider/aws-access/',
    'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
  ],
  credential: false,
  *check(repository) {
    for (const store of storesOf(repository)) {
      if (store.identityField === undefined) continue;
      // A chart may write both ways side by side and let its values choose.
      if (store.identity && (store.resource.document.templated || store.provider === 'azurekv')) continue;
      const [first] = storedCredentials(store);
      if (!first) continue;
      yield fieldFault(
        this.id,
        store.resource,
        `${store.path}.${first.path}`,
        `opens the store with a stored key; ${store.path}.${store.identityField} needs none`,
        first.node,
        { evidence: [`provider ${store.provider}`, `field ${first.path}`] },
      );
    }
  },
  bad: () => [
    {
      title: 'access keys for AWS, an AppRole for Vault, a client secret for Azure',
      files: {
        'stores.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws
  namespace: default
spec:
  provider:
    aws:
      service: SecretsManager
      region: us-east-1
      auth:
        secretRef:
          accessKeyIDSecretRef:
            name: aws-credentials
            key: access-key-id
          secretAccessKeySecretRef:
            name: [|aws-credentials|]
            key: secret-access-key
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: vault
spec:
  provider:
    vault:
      server: https://vault.example.com:8200
      auth:
        appRole:
          path: approle
          roleId: 5f3c
          secretRef: {name: [|vault-approle|], key: secret-id}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: azure
spec:
  provider:
    azurekv:
      vaultUrl: https://app.vault.azure.net
      authSecretRef:
        clientId: {name: azure, key: id}
        clientSecret: {name: [|azure|], key: secret}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'workload identity, explicit and implied',
      files: {
        'stores.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-central-1
      auth:
        jwt:
          serviceAccountRef: {name: external-secrets}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws-pod-identity
spec:
  provider:
    aws: {service: ParameterStore, region: eu-central-1}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: azure
spec:
  provider:
    azurekv:
      authType: WorkloadIdentity
      vaultUrl: https://app.vault.azure.net
      authSecretRef:
        clientId: {name: azure, key: id}
        tenantId: {name: azure, key: tenant}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: vault
spec:
  provider:
    vault:
      server: https://vault.example.com:8200
      caProvider: {type: ConfigMap, name: ca, key: ca.crt}
      auth:
        kubernetes:
          mountPath: kubernetes
          role: app
          serviceAccountRef: {name: app}
`,
      },
    },
    {
      title: 'a provider without any identity has a rule of its own',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: onepassword
spec:
  provider:
    onepassword:
      connectHost: https://connect.example.com
      vaults: {prod: 1}
      auth:
        secretRef:
          connectTokenSecretRef: {name: connect, key: token}
`,
      },
      also: ['eso-secret-zero-unavoidable'],
    },
  ],
};
