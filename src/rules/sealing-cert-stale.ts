import { fakeSealingCertificate } from '../fake-sealed.ts';
import { fault } from '../fault.ts';
import { clusterOf } from '../model/cluster.ts';
import { defaultRenewalSeconds, renewalPeriodsOf } from '../model/key-renewal.ts';
import { sealingCertificatesOf } from '../model/sealing-certificate.ts';
import type { Rule } from '../rule.ts';

const day = 24 * 3600 * 1000;
const soon = 30;

export const sealingCertStale: Rule = {
  id: 'sealing-cert-stale',
  title: 'A sealing certificate is older than the renewal period of the controller',
  why: 'The controller makes a new key every 30 days unless told otherwise. Values sealed with the old certificate still open, but each of them adds to what one stolen key opens, and renewal protects nothing.',
  remedy: 'Fetch the current certificate regularly (`kubeseal --fetch-cert` in a scheduled job) and commit it.',
  references: ['https://github.com/bitnami/sealed-secrets#sealing-key-renewal'],
  credential: false,
  *check(repository) {
    for (const { path, span, certificate } of sealingCertificatesOf(repository)) {
      const periods = renewalPeriodsOf(repository);
      const { validFrom, validTo } = certificate;
      if (validTo < repository.today) continue;
      const cluster = clusterOf(path);
      const own = periods.filter(({ passage }) => {
        const other = clusterOf(passage.file.path);
        return cluster === undefined || other === undefined || cluster === other;
      });
      if (own.some(({ seconds }) => seconds === undefined || seconds === 0)) continue;
      const period = Math.max(...own.map(({ seconds }) => seconds ?? 0), own.length > 0 ? 0 : defaultRenewalSeconds);
      const age = Math.floor((repository.today.getTime() - validFrom.getTime()) / day);
      if (age * 24 * 3600 <= period) continue;
      const left = Math.floor((validTo.getTime() - repository.today.getTime()) / day);
      const ends = left <= soon ? `, and expires in ${left} days` : '';
      const sentence = `is ${age} days old, the controller renews its key every ${Math.round(period / 86_400)}${ends}`;
      yield fault(this.id, `certificate ${path}`, sentence, span, {
        confidence: own.length > 0 ? 'certain' : 'likely',
        related: own.slice(0, 1).map((each) => ({ span: each.span, note: 'the renewal period' })),
      });
    }
  },
  bad: () => [
    {
      title: 'older than 30 days',
      files: {
        'pub-sealed-secrets.pem': `[|${fakeSealingCertificate(1, { from: '2024-01-01', to: '2094-01-01' }).trimEnd()}|]
`,
      },
    },
    {
      title: 'older than the period of its own cluster',
      files: {
        'clusters/a/pub-cert.pem': `[|${fakeSealingCertificate(2, { from: '2024-01-01', to: '2094-01-01' }).trimEnd()}|]
`,
        'clusters/a/release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: sealed-secrets, namespace: kube-system}
spec:
  chart: {spec: {chart: sealed-secrets, sourceRef: {kind: HelmRepository, name: sealed-secrets}}}
  values: {keyrenewperiod: "2160h"}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'renewed rarely, or never',
      files: {
        'clusters/a/pub-cert.pem': fakeSealingCertificate(3, { from: '2024-01-01', to: '2094-01-01' }),
        'clusters/a/values.yaml': 'keyrenewperiod: "876000h"\n',
        'clusters/b/pub-cert.pem': fakeSealingCertificate(4, { from: '2024-01-01', to: '2094-01-01' }),
        'clusters/b/values.yaml': 'keyrenewperiod: "0"\n',
      },
    },
  ],
};
