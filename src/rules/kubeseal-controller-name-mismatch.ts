import { fault, tempered } from '../fault.ts';
import { kubesealCallsOf } from '../model/kubeseal.ts';
import { sealedControllersOf } from '../model/sealed-controller.ts';
import type { Rule } from '../rule.ts';

const expected = 'sealed-secrets-controller';

export const kubesealControllerNameMismatch: Rule = {
  id: 'kubeseal-controller-name-mismatch',
  title: 'kubeseal looks for a controller of another name than the chart installs',
  why: 'kubeseal asks for `sealed-secrets-controller`. The Helm chart calls the controller after its release, so that the command fails with `cannot get sealed secret service`.',
  remedy:
    'Give kubeseal `--controller-name` or, better, `--cert` with the committed certificate; or set `fullnameOverride: sealed-secrets-controller` in the chart.',
  references: ['https://github.com/bitnami/sealed-secrets#helm-chart'],
  credential: false,
  *check(repository) {
    const controllers = sealedControllersOf(repository);
    if (controllers.length === 0 || controllers.some(({ name }) => name === undefined || name === expected)) return;
    const [first] = controllers;
    for (const { passage, span, offline, named } of kubesealCallsOf(repository)) {
      if (offline || named) continue;
      yield fault(this.id, 'kubeseal', `looks for ${expected}, but the controller is called ${first!.name}`, span, {
        confidence: tempered(passage, 'likely'),
        related: [{ span: first!.span, note: `${first!.called} is installed here` }],
      });
    }
  },
  bad: [
    {
      title: 'the chart with its defaults',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets --namespace kube-system --wait
[|kubeseal|] --format=yaml < secret.yaml > sealed.yaml
`,
      },
    },
  ],
  good: [
    {
      title: 'named, offline, or called as expected',
      files: {
        'a/install.sh': `#!/bin/sh
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets --namespace kube-system
kubeseal --controller-name sealed-secrets --format=yaml < secret.yaml > sealed.yaml
kubeseal --cert pub-cert.pem --format=yaml < secret.yaml > sealed.yaml
`,
      },
    },
    {
      title: 'the name that kubeseal expects',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets --set fullnameOverride=sealed-secrets-controller
helm upgrade --install sealed-secrets-controller sealed-secrets/sealed-secrets -n kube-system
kubeseal --format=yaml < secret.yaml > sealed.yaml
`,
      },
    },
  ],
};
