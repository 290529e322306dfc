import { fieldFault, isShown } from '../fault.ts';
import { literal } from '../literal.ts';
import { csiGroup } from '../model/csi-volume.ts';
import { at, itemsOf } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const csiSyncToEtcd: Rule = {
  id: 'csi-sync-to-etcd',
  title: 'A mounted secret is copied into a Kubernetes Secret',
  why: '`secretObjects` writes the value to etcd, where it is in clear text without encryption at rest and readable for everybody who may read Secrets in the namespace. A mounted file exists only in the memory of the node while the Pod runs.',
  remedy:
    'Read the mounted file and drop `secretObjects`; where an environment variable is unavoidable, encrypt etcd with a KMS provider and keep RBAC on Secrets tight.',
  references: [
    'https://secrets-store-csi-driver.sigs.k8s.io/topics/sync-as-kubernetes-secret',
    'https://secrets-store-csi-driver.sigs.k8s.io/topics/best-practices',
    'https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/',
  ],
  credential: false,
  *check(repository) {
    for (const resource of repository.resourcesOf('SecretProviderClass')) {
      if (resource.group !== csiGroup || isShown(resource.passage)) continue;
      const [first] = itemsOf(at(resource.node, 'spec', 'secretObjects'));
      if (!first) continue;
      const name = literal(at(first, 'secretName')) ?? first;
      // Declared encryption at rest leaves the copy and takes the clear text: worth a look, no more.
      const sealed = repository.declared.profile?.encryptionAtRest === true;
      const sentence = sealed ? 'copies the value into etcd, which is encrypted' : 'copies the value into etcd';
      yield fieldFault(this.id, resource, 'spec.secretObjects', sentence, name, {
        confidence: sealed ? 'possible' : 'certain',
        atMost: sealed ? 'note' : undefined,
      });
    }
  },
  bad: () => [
    {
      title: 'a synced Secret',
      level: 4,
      files: {
        'class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: vault
  parameters: {roleName: app}
  secretObjects:
    - secretName: [|app|]
      type: Opaque
      data:
        - {objectName: password, key: password}
`,
      },
    },
    {
      title: 'also where etcd is declared to be encrypted',
      level: 4,
      profile: { encryptionAtRest: true },
      files: {
        'class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: azure
  secretObjects: [{secretName: [|app|], type: Opaque, data: [{objectName: password, key: password}]}]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'only files',
      level: 4,
      files: {
        'class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: vault
  parameters: {roleName: app}
`,
      },
    },
  ],
};
