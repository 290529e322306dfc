import { fieldOf } from '../credential-field.ts';
import { exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import { fieldFault } from '../fault.ts';
import { at, itemsOf } from '../parser.ts';
import type { Rule } from '../rule.ts';
import { mapsOf } from '../walk.ts';

export const encryptionConfigInlineKey: Rule = {
  id: 'encryption-config-inline-key',
  title: 'The encryption of etcd is open: its key is in Git, or it is off',
  why: 'The key in an EncryptionConfiguration decrypts every Secret in every backup of etcd; with `identity` as the first provider Secrets are written in clear text.',
  remedy:
    'Rotate the key and write all Secrets anew with it, keep the file on the control plane only, and prefer a `kms` provider, whose key never leaves its store; put `identity` last.',
  references: [
    'https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/',
    'https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/',
  ],
  credential: true,
  outranks: [
    'plaintext-secret-manifest',
    'plaintext-secret-in-resource',
    'secret-in-configmap',
    'plaintext-known-credential',
  ],
  *check(repository) {
    const keys = repository.entries.filter((entry) => fieldOf(entry)?.family === 'encryption-key');
    yield* exposures(repository, this.id, keys, () => 'is the readable key that encrypts Secrets in etcd');
    for (const resource of repository.resourcesOf('EncryptionConfiguration', 'EncryptionConfig')) {
      for (const rule of mapsOf(at(resource.node, 'resources'))) {
        const covered = itemsOf(at(rule, 'resources')).map((item) => (item.type === 'scalar' ? item.value : ''));
        const first = itemsOf(at(rule, 'providers'))[0];
        const identity = at(first, 'identity');
        if (!covered.some((name) => /^(?:secrets|\*\.|\*\.\*)$/.test(name)) || !first || !identity) continue;
        yield fieldFault(
          this.id,
          resource,
          'resources.providers[0]',
          'is `identity`, so that Secrets are written to etcd in clear text',
          first,
          { atMost: 'warning' },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'a key in the file',
      files: {
        'encryption.yaml': `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - aescbc:
          keys:
            - name: key1
              secret: [|${fake('base64')}|]
      - identity: {}
`,
      },
    },
    {
      title: 'no encryption at all',
      files: {
        'encryption.yaml': `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets, configmaps]
    providers:
      - [|identity: {}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a KMS provider, a placeholder, and `identity` for reading what was written before',
      files: {
        'encryption.yaml': `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - kms: {apiVersion: v2, name: vault, endpoint: "unix:///run/kms.sock"}
      - aesgcm:
          keys:
            - {name: key1, secret: "<BASE 64 ENCODED SECRET>"}
      - identity: {}
`,
      },
    },
  ],
};
