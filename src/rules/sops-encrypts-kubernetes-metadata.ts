import { fake } from '../fake.ts';
import { fault, tempered } from '../fault.ts';
import { isEncrypted, sopsDocumentsOf, valuesOf } from '../model/sops.ts';
import { at } from '../parser.ts';
import { spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const sopsEncryptsKubernetesMetadata: Rule = {
  id: 'sops-encrypts-kubernetes-metadata',
  title: 'SOPS encrypts the kind or name of a Kubernetes object',
  why: 'Flux and kustomize read `apiVersion`, `kind` and `metadata` before anything is decrypted: the object cannot be built, and nobody can review which Secret a change touches.',
  remedy:
    'Put `encrypted_regex: ^(data|stringData)$` into the rule of `.sops.yaml`, then decrypt and encrypt the file again.',
  references: [
    'https://fluxcd.io/flux/guides/mozilla-sops/#encrypting-secrets-using-openpgp',
    'https://fluxcd.io/flux/components/kustomize/kustomizations/#decryption',
  ],
  credential: false,
  *check(repository) {
    const flux = repository.resources.some(({ group }) => group === 'kustomize.toolkit.fluxcd.io');
    for (const sops of sopsDocumentsOf(repository)) {
      const { root, document, passage } = sops;
      if (at(root, 'apiVersion') === undefined || at(root, 'kind') === undefined) continue;
      // A kubeconfig has both and is no object of the cluster.
      if (at(root, 'metadata') === undefined) continue;
      for (const { path, node } of valuesOf(sops)) {
        if (!/^(?:apiVersion|kind|metadata)$/.test(path[0] ?? '') || !isEncrypted(node.value)) continue;
        yield fault(
          this.id,
          path.join('.'),
          'is encrypted: Flux and kustomize read it before anything is decrypted',
          spanOf(document, node),
          {
            confidence: flux ? tempered(passage, 'certain') : 'possible',
          },
        );
        break;
      }
    }
  },
  bad: () => [
    {
      title: 'everything encrypted',
      files: {
        'secret.yaml': `apiVersion: [|${fake('sops-value', 81)}|]
kind: ${fake('sops-value', 82)}
metadata:
  name: ${fake('sops-value', 83)}
stringData:
  password: ${fake('sops-value', 84)}
sops:
  kms:
    - {arn: "arn:aws:kms:eu-central-1:111122223333:key/1", enc: x}
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 85)}
  version: 3.13.2
`,
      },
    },
  ],
  good: () => [
    {
      title: 'only the data, and Helm values with a key called metadata',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: app
stringData:
  password: ${fake('sops-value', 86)}
sops:
  kms:
    - {arn: "arn:aws:kms:eu-central-1:111122223333:key/1", enc: x}
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 87)}
  encrypted_regex: ^(data|stringData)$
  version: 3.13.2
`,
        'values.sops.yaml': `metadata:
  token: ${fake('sops-value', 88)}
sops:
  kms:
    - {arn: "arn:aws:kms:eu-central-1:111122223333:key/1", enc: x}
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 89)}
  version: 3.13.2
`,
      },
    },
  ],
};
