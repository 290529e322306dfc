import { exposure } from '../exposure.ts';
import { fake } from '../fake.ts';
import { fakeSealed } from '../fake-sealed.ts';
import { isKeySecret } from '../model/key-backup.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import { secretOf } from '../model/secret.ts';
import type { Rule } from '../rule.ts';

export const sealingKeyBackupPlaintext: Rule = {
  id: 'sealing-key-backup-plaintext',
  title: 'A private sealing key is in Git',
  why: 'With this key everybody opens every value that was ever sealed for it, in every commit and every clone. Sealing with a new key does not help what is in the history.',
  remedy:
    'Treat every credential that was sealed for the key as leaked: make a new sealing key, rotate each credential, seal it again, and keep the backup outside of Git or encrypted.',
  references: [
    'https://github.com/bitnami/sealed-secrets#secret-rotation',
    'https://fluxcd.io/flux/security/best-practices/',
  ],
  credential: true,
  outranks: [
    'kustomize-patch-secret',
    'kustomize-secret-files-tracked',
    'plaintext-secret-manifest',
    'private-key-tracked',
    'secret-dump-from-cluster',
    'unsealed-secret-beside-sealed',
  ],
  *check(repository) {
    for (const entry of repository.entriesAt('secret-data')) {
      if (entry.key !== 'tls.key') continue;
      const secret = secretOf(entry);
      if (!secret || !isKeySecret(secret)) continue;
      const judgement = repository.judgementOf(entry);
      if (judgement.verdict !== 'credential') continue;
      yield exposure(this.id, entry, judgement, 'is the private sealing key: it opens every SealedSecret made for it');
    }
    const sealing = sealedSecretsOf(repository).length > 0;
    for (const entry of repository.entriesAt('key-file')) {
      const { path } = entry.passage.file;
      if (!(/seal(?:ed|ing)/i.test(path) || (sealing && /(?:^|\/)(?:main|master)\.key$/.test(path)))) continue;
      const judgement = repository.judgementOf(entry);
      if (judgement.verdict !== 'credential') continue;
      yield {
        ...exposure(
          this.id,
          entry,
          judgement,
          'is a private sealing key by its name: it opens every SealedSecret made for it',
        ),
        confidence: 'likely',
      };
    }
  },
  bad: () => [
    {
      title: 'as the controller makes it: without a label, its name to be completed',
      files: {
        'backup.yaml': `apiVersion: v1
kind: Secret
metadata: {generateName: sealed-secrets-key, namespace: kube-system}
type: kubernetes.io/tls
data:
  tls.crt: eA==
  tls.key: [|${Buffer.from(fake('rsa-private-key', 5)).toString('base64')}|]
`,
      },
    },
    {
      title: 'the dump of a cluster, whatever the file is called',
      files: {
        'main.key': `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Secret
    metadata:
      generateName: sealed-secrets-key
      name: sealed-secrets-keyabcde
      namespace: kube-system
      labels:
        sealedsecrets.bitnami.com/sealed-secrets-key: active
    type: kubernetes.io/tls
    data:
      tls.crt: ${btoa(fake('certificate'))}
      tls.key: [|${btoa(fake('rsa-private-key'))}|]
`,
      },
    },
    {
      title: "a key of one's own as PEM, beside what it opens",
      files: {
        'sealing/sealing.key': `[|${fake('private-key').trimEnd()}|]
`,
        'app.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(1)}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'encrypted with SOPS, and a TLS Secret of another kind',
      files: {
        'key.sops.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: sealed-secrets-keyabcde
  labels: {sealedsecrets.bitnami.com/sealed-secrets-key: active}
type: kubernetes.io/tls
data:
  tls.crt: ${fake('sops-value', 1)}
  tls.key: ${fake('sops-value', 2)}
sops:
  mac: ${fake('sops-value', 3)}
  lastmodified: "2026-01-01T00:00:00Z"
  version: 3.10.0
`,
      },
    },
  ],
};
