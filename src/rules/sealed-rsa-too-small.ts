import { fakeSealed, fakeSealingCertificate } from '../fake-sealed.ts';
import { fault, tempered } from '../fault.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import { sealingCertificatesOf } from '../model/sealing-certificate.ts';
import { subjectOf } from '../place.ts';
import type { Rule } from '../rule.ts';

const leastBits = 2048;

export const sealedRsaTooSmall: Rule = {
  id: 'sealed-rsa-too-small',
  title: 'Values are sealed for an RSA key of less than 2048 bits',
  why: 'NIST has disallowed shorter keys since 2014. Whoever factors one opens every value that was ever sealed for it, and Git keeps them all.',
  remedy:
    'Give the controller a key of 4096 bits (its default), seal everything again, and rotate what was sealed for the short key.',
  references: ['https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-131Ar2.pdf'],
  credential: false,
  *check(repository) {
    for (const { path, span, certificate } of sealingCertificatesOf(repository)) {
      if (certificate.bits >= leastBits) continue;
      yield fault(this.id, `certificate ${path}`, `has an RSA key of ${certificate.bits} bits`, span);
    }
    for (const { resource, items } of sealedSecretsOf(repository)) {
      const item = items.find(({ value }) => value.ok && value.rsaBytes * 8 < leastBits);
      if (!item?.value.ok) continue;
      yield fault(
        this.id,
        subjectOf(resource.passage, resource, `spec.encryptedData.${item.key}`),
        `is sealed for an RSA key of ${item.value.rsaBytes * 8} bits`,
        item.span,
        { confidence: tempered(resource.passage, 'certain') },
      );
    }
  },
  bad: () => [
    {
      title: '1024 bits',
      files: {
        'pub-cert.pem': `[|${fakeSealingCertificate(1, { bits: 1024 }).trimEnd()}|]
`,
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    user: [|${fakeSealed(1, { rsaBytes: 128 })}|]
    password: ${fakeSealed(2, { rsaBytes: 128 })}
`,
      },
    },
  ],
  good: () => [
    {
      title: '2048 bits and more',
      files: {
        'pub-cert.pem': fakeSealingCertificate(2, { bits: 2048 }),
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(3, { rsaBytes: 256 })}}
`,
      },
    },
  ],
};
