import { fakeSealed } from '../fake-sealed.ts';
import { fault, tempered } from '../fault.ts';
import { keyBackupsOf } from '../model/key-backup.ts';
import { renewalPeriodsOf } from '../model/key-renewal.ts';
import { sealedControllersOf } from '../model/sealed-controller.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import type { Rule } from '../rule.ts';

export const sealingKeyBackupNotRecurring: Rule = {
  id: 'sealing-key-backup-not-recurring',
  title: 'The sealing keys are backed up by hand only',
  why: 'The controller makes a new key every 30 days and seals everything new with it. A backup that was made once does not have the new key: after a rebuild the old SealedSecrets open and the new ones do not.',
  remedy:
    'Let a schedule make the backup (CronJob, Velero Schedule, PushSecret with the label selector), or switch renewal off where the key comes from a store.',
  references: [
    'https://github.com/bitnami/sealed-secrets/issues/359',
    'https://github.com/bitnami/sealed-secrets#sealing-key-renewal',
  ],
  credential: false,
  *check(repository) {
    if (sealedSecretsOf(repository).length === 0 && sealedControllersOf(repository).length === 0) return;
    const backups = keyBackupsOf(repository);
    // A readable key in Git is a finding of its own, and no backup to improve.
    if (backups.some(({ recurring, plaintext }) => recurring || plaintext)) return;
    if (renewalPeriodsOf(repository).some(({ seconds }) => seconds === 0)) return;
    const once = backups.find(({ span }) => span !== undefined) ?? backups[0];
    // An encrypted file has no text to point at: the first thing that needs the key stands for it.
    const span = once?.span ?? sealedSecretsOf(repository)[0]?.span ?? sealedControllersOf(repository)[0]?.span;
    if (!once || !span) return;
    const passage = repository.passages.find(({ file, within }) => !within && file === span.file);
    yield fault(this.id, 'repository', `has no recurring backup of the sealing keys, only ${once.note}`, span, {
      confidence: passage ? tempered(passage, 'likely') : 'likely',
    });
  },
  bad: () => [
    {
      title: 'a script that somebody has to run',
      files: {
        'backup.sh': `#!/bin/sh
kubectl get secret -n kube-system -l [|sealedsecrets.bitnami.com/sealed-secrets-key|] -o yaml | age -r "$RECIPIENT" > /mnt/backup/keys.age
`,
        'app.yaml': sealed(1),
      },
    },
    {
      title: 'an encrypted file and nothing else',
      files: {
        'main.key.age': 'age-encryption.org/v1\n',
        'app.yaml': sealed(4).replace('SealedSecret', '[|SealedSecret|]'),
      },
    },
  ],
  good: () => [
    {
      title: 'an encrypted file beside a schedule',
      files: {
        'main.key.age': 'age-encryption.org/v1\n',
        'velero.yaml': `apiVersion: velero.io/v1
kind: Schedule
metadata: {name: daily, namespace: velero}
spec: {schedule: 0 3 * * *, template: {}}
`,
        'app.yaml': sealed(5),
      },
    },
    {
      title: 'a workflow on a schedule',
      files: {
        '.github/workflows/backup.yaml': `on:
  schedule:
    - cron: 0 3 * * *
jobs:
  backup:
    runs-on: ubuntu-latest
    steps:
      - run: kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml | age -r "$RECIPIENT" | aws s3 cp - s3://backup/keys
`,
        'app.yaml': sealed(2),
      },
    },
    {
      title: 'keys are never renewed',
      files: {
        'backup.sh': `#!/bin/sh
kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml | age -r "$RECIPIENT" > /mnt/backup/keys.age
`,
        'values.yaml': 'sealed-secrets:\n  keyrenewperiod: "0"\n',
        'app.yaml': sealed(3),
      },
    },
    {
      title: 'no backup at all is another finding',
      files: { 'app.yaml': sealed(4) },
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
