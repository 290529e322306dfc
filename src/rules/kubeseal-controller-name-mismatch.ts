import { fault, isKeptAsIs, tempered } from '../fault.ts';
import type { Fix } from '../fix.ts';
import { type KubesealCall, kubesealCallsOf } from '../model/kubeseal.ts';
import { type SealedController, sealedControllersOf } from '../model/sealed-controller.ts';
import type { Rule } from '../rule.ts';

const expected = 'sealed-secrets-controller';

export const kubesealControllerNameMismatch: Rule = {
  id: 'kubeseal-controller-name-mismatch',
  title: 'kubeseal looks for a controller of another name than the chart installs',
  why: 'kubeseal asks for `sealed-secrets-controller`. The Helm chart calls the controller after its release, so that the command fails with `cannot get sealed secret service`.',
  remedy:
    'Give kubeseal `--controller-name` or, better, `--cert` with the committed certificate; or set `fullnameOverride: sealed-secrets-controller` in the chart.',
  fix: 'Adds `--controller-name`, and `--controller-namespace` where the chart goes into another one than kube-system. Not where controllers of several names are installed or the name is a variable.',
  references: ['https://github.com/bitnami/sealed-secrets#helm-chart'],
  credential: false,
  *check(repository) {
    const controllers = sealedControllersOf(repository);
    if (controllers.length === 0 || controllers.some(({ name }) => name === undefined || name === expected)) return;
    const [first] = controllers;
    for (const call of kubesealCallsOf(repository)) {
      const { passage, span, offline, named } = call;
      if (offline || named) continue;
      yield fault(this.id, 'kubeseal', `looks for ${expected}, but the controller is called ${first!.name}`, span, {
        confidence: tempered(passage, 'likely'),
        fix: fixOf(call, controllers),
        related: [{ span: first!.span, note: `${first!.called} is installed here` }],
      });
    }
  },
  bad: () => [
    {
      title: 'the chart with its defaults',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets --namespace kube-system --wait
[|kubeseal|] --format=yaml < secret.yaml > sealed.yaml
`,
      },
    },
    {
      title: 'in another namespace, in a workflow',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets --namespace security --create-namespace
`,
        '.github/workflows/seal.yaml': `on: push
jobs:
  seal:
    runs-on: ubuntu-latest
    steps:
      - run: |
          cat secret.yaml | [|kubeseal|] --format yaml > sealed.yaml
`,
      },
    },
    {
      title: 'two controllers of two names',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets --namespace kube-system
helm upgrade --install seal sealed-secrets/sealed-secrets --namespace kube-system
[|kubeseal|] --format=yaml < secret.yaml > sealed.yaml
`,
      },
    },
  ],
  good: () => [
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

const plainName = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;

/** The flags go right behind the word, where no quote of a string around the command can be in the way. */
function fixOf(call: KubesealCall, controllers: readonly SealedController[]): Fix | undefined {
  const { passage, span, namespaced } = call;
  if (isKeptAsIs(passage)) return undefined;
  const { content } = span.file;
  const names = new Set(controllers.map(({ name }) => name));
  const namespaces = new Set(controllers.map(({ namespace }) => namespace));
  const [name] = names;
  const [namespace] = namespaces;
  if (names.size > 1 || namespaces.size > 1 || !name || !plainName.test(name)) return undefined;
  if (namespace !== undefined && !plainName.test(namespace)) return undefined;
  if (!/(?:^|[^"'`])kubeseal$/.test(content.slice(Math.max(0, span.start - 1), span.end))) return undefined;
  if (!/^(?:[\s|<>;)]|$)/.test(content.slice(span.end, span.end + 1))) return undefined;
  const elsewhere = namespace !== undefined && namespace !== 'kube-system' && !namespaced;
  const flags = `--controller-name ${name}${elsewhere ? ` --controller-namespace ${namespace}` : ''}`;
  return {
    description: `Add ${flags}`,
    edits: [{ span: { file: span.file, start: span.end, end: span.end }, text: ` ${flags}` }],
  };
}
