import { fakeSealed, fakeSealingCertificate } from '../fake-sealed.ts';
import { fault, tempered } from '../fault.ts';
import { kubesealCallsOf } from '../model/kubeseal.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import { isNamedLikeCertificate, sealingCertificatesOf } from '../model/sealing-certificate.ts';
import type { Rule } from '../rule.ts';

export const sealingCertMissing: Rule = {
  id: 'sealing-cert-missing',
  title: 'There are SealedSecrets, but no certificate to seal with',
  why: 'With the public certificate in Git anybody can seal a value, offline and without access to the cluster. Without it every author needs credentials of the cluster, and nothing here can tell whether a value was sealed for the right key.',
  remedy: 'Commit the certificate of each cluster (`kubeseal --fetch-cert > pub-sealed-secrets.pem`): it is public.',
  references: ['https://fluxcd.io/flux/guides/sealed-secrets/', 'https://github.com/bitnami/sealed-secrets#usage'],
  credential: false,
  *check(repository) {
    const [first] = sealedSecretsOf(repository).filter(({ items }) => items.length > 0);
    if (!first || sealingCertificatesOf(repository).length > 0) return;
    // An encrypted or unread file with such a name is a certificate for those who have the key.
    for (const path of repository.paths) if (isNamedLikeCertificate(path)) return;
    for (const { command, passage } of kubesealCallsOf(repository)) {
      if (command.words.some(({ value }) => /^--cert(?:=|$)/.test(value))) return;
      if (passage.file.content.includes('SEALED_SECRETS_CERT')) return;
    }
    yield fault(this.id, 'repository', 'holds SealedSecrets, but no certificate to seal with', first.span, {
      confidence: tempered(first.resource.passage, 'likely'),
    });
  },
  bad: () => [
    {
      title: 'one finding for the repository, at the first SealedSecret',
      files: {
        'a.yaml': `apiVersion: bitnami.com/v1alpha1
kind: [|SealedSecret|]
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(1)}}
`,
        'b.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(2)}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'the certificate is committed',
      files: {
        'pub-sealed-secrets.pem': fakeSealingCertificate(1),
        'a.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(3)}}
`,
      },
    },
    {
      title: 'a script fetches it from an address',
      files: {
        'seal.sh': `#!/bin/sh
kubeseal --cert https://sealed-secrets.acme.dev/v1/cert.pem -o yaml < "$1"
`,
        'a.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(4)}}
`,
      },
    },
  ],
};
