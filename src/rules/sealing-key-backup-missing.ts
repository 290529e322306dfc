import { fakeSealed } from '../fake-sealed.ts';
import { fault, tempered } from '../fault.ts';
import { clusterOf } from '../model/cluster.ts';
import { keyBackupsOf } from '../model/key-backup.ts';
import { sealedControllersOf } from '../model/sealed-controller.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import type { Passage } from '../resource.ts';
import type { Rule } from '../rule.ts';
import type { Span } from '../text.ts';

export const sealingKeyBackupMissing: Rule = {
  id: 'sealing-key-backup-missing',
  title: 'Nothing shows that the sealing keys are backed up',
  why: 'The private keys exist in the cluster alone. If it is lost or rebuilt, no SealedSecret in Git can be opened again, and every credential has to be found or made anew.',
  remedy:
    'Back up the Secrets with the label `sealedsecrets.bitnami.com/sealed-secrets-key` regularly and encrypted (Velero, a CronJob, a PushSecret), or supply the key from a store; where that happens elsewhere, declare it under `backups` in the configuration.',
  references: [
    'https://github.com/bitnami/sealed-secrets#how-can-i-do-a-backup-of-my-sealedsecrets',
    'https://github.com/bitnami/sealed-secrets/blob/main/docs/bring-your-own-certificates.md',
  ],
  credential: false,
  *check(repository) {
    const needs = new Map<string | undefined, { passage: Passage; span: Span; sealed: number }>();
    for (const { resource, span } of sealedSecretsOf(repository)) {
      const cluster = clusterOf(resource.passage.file.path);
      const need = needs.get(cluster);
      if (need) need.sealed++;
      else needs.set(cluster, { passage: resource.passage, span, sealed: 1 });
    }
    if (needs.size === 0) {
      // The SealedSecrets may lie in other repositories; their keys are this one's concern.
      for (const { passage, span } of sealedControllersOf(repository)) {
        if (passage.role === 'docs') continue;
        const cluster = clusterOf(passage.file.path);
        if (!needs.has(cluster)) needs.set(cluster, { passage, span, sealed: 0 });
      }
    }
    if (needs.size === 0) return;
    const backups = keyBackupsOf(repository);
    for (const [cluster, { passage, span, sealed }] of needs) {
      if (backups.some((each) => cluster === undefined || each.cluster === undefined || each.cluster === cluster))
        continue;
      const subject = cluster === undefined ? 'repository' : `cluster ${cluster}`;
      const what =
        sealed === 0 ? 'the sealed-secrets controller' : sealed === 1 ? 'a SealedSecret' : `${sealed} SealedSecrets`;
      yield fault(this.id, subject, `has ${what}, but nothing shows a backup of the sealing keys`, span, {
        confidence: tempered(passage, sealed === 0 ? 'possible' : 'likely'),
      });
    }
  },
  bad: () => [
    {
      title: 'one finding, at the first SealedSecret',
      files: {
        'app/a.yaml': `apiVersion: bitnami.com/v1alpha1
kind: [|SealedSecret|]
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(1)}}
`,
        'app/b.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(2)}}
`,
      },
    },
    {
      title: 'Velero leaves the Secrets out, and another cluster has its own backup',
      files: {
        'clusters/a/app.yaml': `apiVersion: bitnami.com/v1alpha1
kind: [|SealedSecret|]
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(3)}}
`,
        'clusters/a/velero.yaml': `apiVersion: velero.io/v1
kind: Schedule
metadata: {name: daily, namespace: velero}
spec:
  schedule: 0 3 * * *
  template:
    includedNamespaces: ["*"]
    excludedResources: [secrets]
`,
        'clusters/b/app.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(4)}}
`,
        'clusters/b/velero.yaml': `apiVersion: velero.io/v1
kind: Schedule
metadata: {name: daily, namespace: velero}
spec:
  schedule: 0 3 * * *
  template:
    includedNamespaces: ["*"]
`,
      },
    },
    {
      title: 'Velero is paused, takes other resources, or selects by other labels',
      files: Object.fromEntries(
        [
          'paused: true',
          'template: {excludedNamespaceScopedResources: [secrets]}',
          'template: {includedNamespaceScopedResources: [deployments]}',
          'template: {labelSelector: {matchExpressions: [{key: app, operator: In, values: [web]}]}}',
          'template: {orLabelSelectors: [{matchLabels: {app: web}}]}',
        ].flatMap((field, i) => [
          [
            `clusters/${i}/app.yaml`,
            `apiVersion: bitnami.com/v1alpha1
kind: [|SealedSecret|]
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(30 + i)}}
`,
          ],
          [`clusters/${i}/velero.yaml`, velero(field)],
        ]),
      ),
    },
    {
      title: 'a controller whose SealedSecrets are elsewhere',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install sealed-secrets [|sealed-secrets/sealed-secrets|] -n kube-system
`,
      },
    },
  ],
  good: () => [
    {
      title: 'Velero selects the keys, or everything but something else',
      files: Object.fromEntries(
        [
          'paused: false',
          'template: {includedNamespaceScopedResources: [secrets]}',
          'template: {labelSelector: {matchExpressions: [{key: sealedsecrets.bitnami.com/sealed-secrets-key, operator: Exists}]}}',
          'template: {labelSelector: {matchExpressions: [{key: velero.io/exclude-from-backup, operator: DoesNotExist}]}}',
          'template: {orLabelSelectors: [{matchLabels: {app: web}}, {matchLabels: {sealedsecrets.bitnami.com/sealed-secrets-key: active}}]}',
        ].flatMap((field, i) => [
          [`clusters/${i}/app.yaml`, sealed(40 + i)],
          [`clusters/${i}/velero.yaml`, velero(field)],
        ]),
      ),
    },
    {
      title: 'a CronJob takes the keys to a store',
      files: {
        'app.yaml': sealed(5),
        'backup.yaml': `apiVersion: batch/v1
kind: CronJob
metadata: {name: sealing-key-backup, namespace: kube-system}
spec:
  schedule: 0 3 * * *
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: backup
              image: registry.acme.dev/kubectl
              command: [sh, -c, "kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml | age -r $RECIPIENT | aws s3 cp - s3://backup/keys"]
`,
      },
    },
    {
      title: 'a PushSecret',
      files: {
        'app.yaml': sealed(6),
        'push.yaml': `apiVersion: external-secrets.io/v1alpha1
kind: PushSecret
metadata: {name: sealing-key, namespace: kube-system}
spec:
  selector:
    secret:
      selector:
        matchLabels: {sealedsecrets.bitnami.com/sealed-secrets-key: active}
`,
      },
    },
    {
      title: 'the key comes from a store, or from Terraform',
      files: {
        'clusters/a/app.yaml': sealed(7),
        'clusters/a/key.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: sealing-key, namespace: kube-system}
spec:
  secretStoreRef: {name: store, kind: ClusterSecretStore}
  target:
    template:
      type: kubernetes.io/tls
      metadata:
        labels: {sealedsecrets.bitnami.com/sealed-secrets-key: active}
  dataFrom: [{extract: {key: sealing-key}}]
`,
        'clusters/b/app.yaml': sealed(8),
        'clusters/b/key.tf': `resource "kubernetes_secret" "sealing" {
  metadata {
    name      = "sealing-key"
    namespace = "kube-system"
    labels = {
      "sealedsecrets.bitnami.com/sealed-secrets-key" = "active"
    }
  }
  data = { "tls.key" = var.sealing_key }
}
`,
      },
    },
    {
      title: 'SealedSecrets in prose only',
      files: { 'README.md': `\`\`\`yaml\n${sealed(9)}\`\`\`\n` },
    },
  ],
};

function sealed(seed: number): string {
  return `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(seed)}}
`;
}

function velero(field: string): string {
  return `apiVersion: velero.io/v1
kind: Schedule
metadata: {name: daily, namespace: velero}
spec:
  schedule: 0 3 * * *
  ${field}
`;
}
