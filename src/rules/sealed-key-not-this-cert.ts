import { fakeSealed, fakeSealingCertificate } from '../fake-sealed.ts';
import { fault, tempered } from '../fault.ts';
import { clusterOf } from '../model/cluster.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import { sealingCertificatesOf } from '../model/sealing-certificate.ts';
import { subjectOf } from '../place.ts';
import type { Rule } from '../rule.ts';
import { foreignTo } from '../sealing.ts';

export const sealedKeyNotThisCert: Rule = {
  id: 'sealed-key-not-this-cert',
  title: 'A value was not sealed with any certificate of the repository',
  why: 'The RSA part of a sealed value is as long as the modulus of the key it was sealed for, and as a number it is smaller. Where that does not hold for any committed certificate, the value was sealed for another key: an older one of the same cluster, or another cluster, which opens nothing here.',
  remedy:
    'Seal the value again with the certificate of the cluster (`kubeseal --cert`, or `--re-encrypt` for values of an older key).',
  references: [
    'https://github.com/bitnami/sealed-secrets/blob/main/pkg/crypto/crypto.go',
    'https://github.com/bitnami/sealed-secrets#re-encryption-advanced',
  ],
  credential: false,
  *check(repository) {
    const committed = sealingCertificatesOf(repository);
    if (committed.length === 0) return;
    for (const { resource, items } of sealedSecretsOf(repository)) {
      const cluster = clusterOf(resource.passage.file.path);
      const candidates = committed.filter(({ path }) => {
        const other = clusterOf(path);
        return cluster === undefined || other === undefined || cluster === other;
      });
      if (candidates.length === 0) continue;
      const foreign = items.filter(({ node }) =>
        candidates.every(({ certificate }) => foreignTo(node.value, certificate)),
      );
      const [first] = foreign;
      if (!first) continue;
      const keys = foreign.map(({ key }) => `\`${key}\``).join(', ');
      yield fault(
        this.id,
        subjectOf(resource.passage, resource, `spec.encryptedData.${first.key}`),
        `was sealed for another key than ${candidates.map(({ path }) => path).join(', ')}${foreign.length > 1 ? ` (so were ${keys})` : ''}`,
        first.span,
        {
          confidence: tempered(resource.passage, 'certain'),
          related: candidates.slice(0, 5).map(({ span, path }) => ({ span, note: `certificate ${path}` })),
        },
      );
    }
  },
  bad: () => [
    {
      title: 'a key of another length',
      files: {
        'pub-sealed-secrets.pem': fakeSealingCertificate(1),
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    old: [|${fakeSealed(1, { rsaBytes: 256 })}|]
    new: ${fakeSealed(2)}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'lengths that fit one of the certificates',
      files: {
        'certs/sealed-secrets-prod.pem': fakeSealingCertificate(2),
        'certs/sealed-secrets-old.pem': fakeSealingCertificate(3, { bits: 2048, from: '2024-01-01' }),
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    old: ${fakeSealed(3, { rsaBytes: 256 })}
    new: ${fakeSealed(4)}
`,
      },
    },
    {
      title: 'the certificate of another cluster says nothing',
      files: {
        'clusters/a/pub-cert.pem': fakeSealingCertificate(4),
        'clusters/b/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(5, { rsaBytes: 256 })}}
`,
      },
    },
  ],
};
