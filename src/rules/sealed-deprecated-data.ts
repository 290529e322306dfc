import { fakeSealed } from '../fake-sealed.ts';
import { fieldFault } from '../fault.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import { at } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const sealedDeprecatedData: Rule = {
  id: 'sealed-deprecated-data',
  title: 'A SealedSecret uses the deprecated `spec.data`',
  why: 'One ciphertext for the whole Secret was the first form of a SealedSecret. It hides which keys there are, cannot be changed key by key, and works only while the controller runs with `--accept-deprecated-v1-data`, which will go.',
  remedy: 'Seal the Secret again: current versions of kubeseal write `spec.encryptedData`.',
  references: ['https://github.com/bitnami/sealed-secrets/blob/main/pkg/apis/sealedsecrets/v1alpha1/types.go'],
  credential: false,
  *check(repository) {
    for (const { resource } of sealedSecretsOf(repository)) {
      const data = at(resource.node, 'spec', 'data');
      if (data?.type !== 'scalar' || data.value === '') continue;
      yield fieldFault(
        this.id,
        resource,
        'spec.data',
        'is deprecated: it holds the whole Secret in one ciphertext',
        data,
      );
    }
  },
  bad: () => [
    {
      title: 'one ciphertext',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  data: [|${fakeSealed(1, { length: 300 })}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'one ciphertext for each key',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(2)}}
`,
      },
    },
  ],
};
