import { fakeSealed, fakeSealingCertificate } from '../fake-sealed.ts';
import { fault } from '../fault.ts';
import { sealingCertificatesOf } from '../model/sealing-certificate.ts';
import type { Rule } from '../rule.ts';

export const sealingCertExpired: Rule = {
  id: 'sealing-cert-expired',
  title: 'A sealing certificate has expired',
  why: 'Since 0.18 kubeseal refuses an expired certificate: nobody can seal a new value with it. The controller goes on opening old ones, so that it comes to light on the day a secret has to change.',
  remedy:
    'Fetch the current certificate (`kubeseal --fetch-cert`) and commit it in place of this one; make a new pair where the controller was given its own key.',
  references: ['https://github.com/bitnami/sealed-secrets/issues/818'],
  credential: false,
  *check(repository) {
    for (const { path, span, certificate } of sealingCertificatesOf(repository)) {
      if (certificate.validTo >= repository.today) continue;
      const day = certificate.validTo.toISOString().slice(0, 10);
      yield fault(this.id, `certificate ${path}`, `expired on ${day}, and kubeseal refuses it`, span);
    }
  },
  bad: () => [
    {
      title: 'expired',
      files: {
        'pub-sealed-secrets.pem': `[|${fakeSealingCertificate(1, { from: '2015-01-01', to: '2025-01-01' }).trimEnd()}|]
`,
      },
    },
    {
      title: 'recognised by its empty subject where there are SealedSecrets',
      files: {
        'cluster.crt': `[|${fakeSealingCertificate(2, { from: '2015-01-01', to: '2025-01-01' }).trimEnd()}|]
`,
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
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
      title: 'valid for years',
      files: { 'pub-sealed-secrets.pem': fakeSealingCertificate(3, { from: '2025-01-01', to: '2095-01-01' }) },
    },
  ],
};
