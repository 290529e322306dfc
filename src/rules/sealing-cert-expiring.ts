import { fakeSealingCertificate } from '../fake-sealed.ts';
import { fault } from '../fault.ts';
import { sealingCertificatesOf } from '../model/sealing-certificate.ts';
import type { Rule } from '../rule.ts';

const day = 24 * 3600 * 1000;
const notice = 30 * day;

export const sealingCertExpiring: Rule = {
  id: 'sealing-cert-expiring',
  title: 'A sealing certificate expires within 30 days',
  why: 'From its last day on kubeseal refuses the certificate, and nobody can seal a new value. The certificates of the controller last ten years; one that expires soon was made by hand, often for a month or a year, and so was the key that has to be replaced.',
  remedy:
    'Make a new pair (`openssl req -x509 -days 3650 ...`) and give it to the controller beside the old key, or fetch the current certificate (`kubeseal --fetch-cert`) and commit it.',
  references: [
    'https://github.com/bitnami/sealed-secrets/blob/main/docs/bring-your-own-certificates.md',
    'https://github.com/bitnami/sealed-secrets/issues/1126',
  ],
  credential: false,
  *check(repository) {
    const now = repository.today.getTime();
    for (const { path, span, certificate } of sealingCertificatesOf(repository)) {
      const left = certificate.validTo.getTime() - now;
      if (left < 0 || left > notice) continue;
      const days = Math.floor(left / day);
      const until = certificate.validTo.toISOString().slice(0, 10);
      const when = days === 1 ? 'in 1 day' : `in ${days} days`;
      yield fault(this.id, `certificate ${path}`, `expires ${when}, on ${until}`, span);
    }
  },
  bad: () => [
    {
      title: 'a certificate of a month, made by hand',
      files: {
        'pub-sealed-secrets.pem': `[|${fakeSealingCertificate(1, { from: '2026-11-10', to: '2026-12-10' }).trimEnd()}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'more than a month left; expired already, which another rule says',
      files: {
        'a/pub-cert.pem': fakeSealingCertificate(2, { from: '2026-11-10', to: '2027-01-10' }),
        'b/pub-cert.pem': fakeSealingCertificate(3, { from: '2016-11-10', to: '2026-11-10' }),
      },
    },
  ],
};
