import { fault, tempered } from '../fault.ts';
import { csiVolumesOf } from '../model/csi-volume.ts';
import { subjectOf } from '../place.ts';
import { spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const csiNodePublishSecret: Rule = {
  id: 'csi-node-publish-secret',
  title: 'A CSI volume opens the store with a stored key',
  why: '`nodePublishSecretRef` hands the driver a Secret with the key of the store (a service principal, a service-account key): the secret zero lies in the namespace of every workload that mounts the volume. Providers call it the last option.',
  remedy:
    'Use workload identity (`clientID` on Azure, `auth: pod-adc` on GCP, IRSA on AWS, `roleName` for Vault), remove `nodePublishSecretRef`, and revoke the key.',
  references: [
    'https://azure.github.io/secrets-store-csi-driver-provider-azure/docs/configurations/identity-access-modes/service-principal-mode/',
    'https://azure.github.io/secrets-store-csi-driver-provider-azure/docs/configurations/identity-access-modes/workload-identity-mode/',
  ],
  credential: false,
  *check(repository) {
    for (const { passage, document, resource, nodePublishSecret: node } of csiVolumesOf(repository)) {
      if (!node) continue;
      yield fault(
        this.id,
        subjectOf(passage, resource, 'csi.nodePublishSecretRef'),
        'opens the store with a stored key; workload identity needs none',
        spanOf(document, node),
        { confidence: tempered(passage, 'certain') },
      );
    }
  },
  bad: () => [
    {
      title: 'a service principal',
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
        nodePublishSecretRef: {name: [|azure-principal|]}
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: azure
  parameters: {keyvaultName: app, tenantId: "1"}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'workload identity, and another driver',
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
    - name: share
      csi:
        driver: smb.csi.k8s.io
        nodePublishSecretRef: {name: smb}
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: azure
  parameters: {keyvaultName: app, tenantId: "1", clientID: "2"}
`,
      },
    },
  ],
};
