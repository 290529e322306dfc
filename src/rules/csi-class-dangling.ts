import { fault, isShown, tempered } from '../fault.ts';
import type { Confidence } from '../finding.ts';
import { isFalse } from '../literal.ts';
import { type CsiVolume, csiVolumesOf } from '../model/csi-volume.ts';
import type { Repository } from '../model/repository.ts';
import { subjectOf } from '../place.ts';
import { spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const csiClassDangling: Rule = {
  id: 'csi-class-dangling',
  title: 'A Pod mounts a SecretProviderClass that is not there',
  why: 'The Pod stays in `ContainerCreating` with `secretproviderclasses "..." not found`. The class must be in the namespace of the Pod, and the volume must be read-only.',
  remedy:
    'Add the SecretProviderClass to the repository in the namespace of the Pod, or correct the name; set `readOnly: true` on the volume.',
  references: [
    'https://secrets-store-csi-driver.sigs.k8s.io/getting-started/usage',
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/csi/configurations',
  ],
  credential: false,
  *check(repository) {
    for (const volume of csiVolumesOf(repository)) {
      const { passage, document, resource, secretProviderClass, readOnly, node } = volume;
      const confidence = confidenceOf(volume);
      if (secretProviderClass && !isShown(passage) && !isProvided(repository, volume)) {
        yield fault(
          this.id,
          subjectOf(passage, resource, 'csi.volumeAttributes.secretProviderClass'),
          `names ${secretProviderClass.value}, which no SecretProviderClass in this repository defines`,
          spanOf(document, secretProviderClass),
          { confidence },
        );
      }
      if (readOnly ? isFalse(readOnly) : secretProviderClass) {
        yield fault(
          this.id,
          subjectOf(passage, resource, 'csi.readOnly'),
          'is not true: the driver refuses the volume',
          readOnly ? spanOf(document, readOnly) : spanOf(document, firstKey(node)),
          { confidence: tempered(passage, 'certain') },
        );
      }
    }
  },
  bad: [
    {
      title: 'no such class, and a volume that may be written',
      files: {
        'pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
  namespace: prod
spec:
  volumes:
    - name: secrets
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: true
        volumeAttributes:
          secretProviderClass: [|vault-db-creds|]
    - name: other
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: [|false|]
        volumeAttributes:
          secretProviderClass: app
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
  namespace: prod
spec:
  provider: vault
  parameters: {roleName: app}
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: vault-db-creds
  namespace: staging
spec:
  provider: vault
  parameters: {roleName: app}
`,
      },
    },
  ],
  good: [
    {
      title: 'a class of the same name, a name that is filled in',
      files: {
        'pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  volumes:
    - name: secrets
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: true
        volumeAttributes: {secretProviderClass: app}
    - name: other
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: true
        volumeAttributes: {secretProviderClass: "\${CLASS}"}
---
apiVersion: secrets-store.csi.x-k8s.io/v1
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

function isProvided(repository: Repository, { secretProviderClass, resource, passage }: CsiVolume): boolean {
  for (const one of repository.resourcesOf('SecretProviderClass')) {
    // The name of a class in a template may be this one.
    if (one.name === undefined && (passage.role === 'helm-template' || one.passage.role === 'helm-template'))
      return true;
    if (one.name !== undefined && one.name !== secretProviderClass?.value && !one.name.includes('$')) continue;
    if (!one.namespace || !resource?.namespace || one.namespace === resource.namespace) return true;
  }
  return false;
}

/** A fragment outside of a resource, or a chart for others, may get its class elsewhere. */
function confidenceOf({ passage, resource }: CsiVolume): Confidence {
  if (passage.role === 'helm-template' || passage.role === 'helm-values') return 'possible';
  return tempered(passage, resource ? 'certain' : 'likely');
}

function firstKey(node: CsiVolume['node']): { start: number; end: number } {
  return node.pairs[0]?.value ?? node;
}
