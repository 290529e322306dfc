import { fieldFault } from '../fault.ts';
import { at } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const esoLegacyKes: Rule = {
  id: 'eso-legacy-kes',
  title: 'An ExternalSecret is for the abandoned kubernetes-external-secrets',
  why: 'kubernetes-external-secrets (`kubernetes-client.io/v1`) was archived in 2022 and gets no security fixes. Its successor, the External Secrets Operator, does not read these objects.',
  remedy:
    'Install the External Secrets Operator and rewrite the object as `external-secrets.io/v1` ExternalSecret with a `secretStoreRef`; the project names a migration tool.',
  references: [
    'https://github.com/external-secrets/kubernetes-external-secrets#readme',
    'https://external-secrets.io/latest/guides/v1beta1/',
  ],
  credential: false,
  *check(repository) {
    for (const resource of repository.resourcesOf('ExternalSecret')) {
      const node = at(resource.node, 'apiVersion');
      if (resource.group !== 'kubernetes-client.io' || !node) continue;
      yield fieldFault(this.id, resource, 'apiVersion', 'is of kubernetes-external-secrets, which is archived', node);
    }
  },
  bad: () => [
    {
      title: 'the old group',
      files: {
        'secret.yaml': `apiVersion: [|kubernetes-client.io/v1|]
kind: ExternalSecret
metadata:
  name: app
spec:
  backendType: secretsManager
  data:
    - key: prod/app
      name: password
`,
      },
    },
  ],
  good: () => [
    {
      title: 'the successor',
      files: {
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  dataFrom:
    - extract: {key: prod/app}
`,
      },
      also: ['eso-store-dangling'],
    },
  ],
};
