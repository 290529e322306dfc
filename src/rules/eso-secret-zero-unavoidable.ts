import { fieldFault, isShown } from '../fault.ts';
import { storedCredentials, storesOf } from '../model/secret-store.ts';
import type { Rule } from '../rule.ts';

export const esoSecretZeroUnavoidable: Rule = {
  id: 'eso-secret-zero-unavoidable',
  title: 'A store can only be opened with a stored key',
  why: 'This provider knows no workload identity, so one credential has to be created and rotated outside of the store. Nobody is reminded of it by a failing sync until it expires or leaks.',
  remedy:
    'Write down who rotates the key and how often, restrict it to the secrets this cluster needs, and keep it sealed (SealedSecret, SOPS) or bootstrapped by a recorded command.',
  references: [
    'https://external-secrets.io/latest/introduction/stability-support/',
    'https://external-secrets.io/latest/guides/threat-model/',
  ],
  credential: false,
  *check(repository) {
    for (const store of storesOf(repository)) {
      if (store.identityField !== undefined || store.identity || isShown(store.resource.passage)) continue;
      const [first] = storedCredentials(store);
      if (!first) continue;
      yield fieldFault(
        this.id,
        store.resource,
        `${store.path}.${first.path}`,
        `is the secret zero of this store, and ${store.provider} offers no workload identity: record who rotates it`,
        first.node,
        { evidence: [`provider ${store.provider}`] },
      );
    }
  },
  bad: () => [
    {
      title: '1Password Connect',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: onepassword
spec:
  conditions:
    - namespaces: [prod]
  provider:
    onepassword:
      connectHost: https://connect.example.com
      vaults: {prod: 1}
      auth:
        secretRef:
          connectTokenSecretRef:
            name: [|connect|]
            key: token
            namespace: external-secrets
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a provider with workload identity',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: gcp
spec:
  provider:
    gcpsm:
      projectID: app
      auth:
        workloadIdentity:
          serviceAccountRef: {name: external-secrets}
`,
      },
    },
  ],
};
