import { fault, tempered } from '../fault.ts';
import { renewalPeriodsOf } from '../model/key-renewal.ts';
import type { Rule } from '../rule.ts';

export const sealingKeyRenewalDisabled: Rule = {
  id: 'sealing-key-renewal-disabled',
  title: 'The renewal of sealing keys is switched off',
  why: 'One key then seals everything for as long as the cluster lives. When it leaks, it opens every value there ever was instead of those of one month.',
  remedy:
    'Remove the setting, so that the key is renewed every 30 days, and let the backup run more often than that; a key from a store needs a rotation of its own.',
  references: ['https://github.com/bitnami/sealed-secrets#sealing-key-renewal'],
  credential: false,
  *check(repository) {
    for (const { seconds, span, passage } of renewalPeriodsOf(repository)) {
      if (seconds !== 0) continue;
      yield fault(this.id, 'sealing key renewal', 'is switched off: one key seals everything, for ever', span, {
        confidence: tempered(passage, 'certain'),
      });
    }
  },
  bad: () => [
    {
      title: 'in values, as an argument and with --set',
      files: {
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: sealed-secrets, namespace: kube-system}
spec:
  chart: {spec: {chart: sealed-secrets, sourceRef: {kind: HelmRepository, name: sealed-secrets}}}
  values:
    keyrenewperiod: [|"0"|]
`,
        'deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: sealed-secrets-controller, namespace: kube-system}
spec:
  template:
    spec:
      containers:
        - name: controller
          image: bitnami/sealed-secrets-controller:0.38.4
          args:
            - [|--key-renew-period=0|]
`,
        'install.sh': `#!/bin/sh
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets --set [|keyrenewperiod=0s|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'another period',
      files: {
        'values.yaml': 'sealed-secrets:\n  keyrenewperiod: "720h"\n',
        'other.yaml': 'sealed-secrets:\n  keyrenewperiod: ""\n',
      },
    },
  ],
};
