import { fakeSealed } from '../fake-sealed.ts';
import { fieldFault } from '../fault.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import type { Rule } from '../rule.ts';

export const sealedValueEmpty: Rule = {
  id: 'sealed-value-empty',
  title: 'A sealed value holds the empty string',
  why: 'The length of a sealed value gives the length of what is in it, and here that is nothing: an unset variable in the script that sealed it, or `kubeseal` fed with an empty input. The application starts with an empty password.',
  remedy: 'Seal the real value, or leave the key out where an empty one is meant.',
  references: ['https://github.com/bitnami/sealed-secrets/blob/main/pkg/crypto/crypto.go'],
  credential: false,
  *check(repository) {
    for (const { resource, items } of sealedSecretsOf(repository)) {
      for (const { key, node, value } of items) {
        if (!value.ok || value.plaintextLength > 0) continue;
        yield fieldFault(this.id, resource, `spec.encryptedData.${key}`, 'holds the empty string', node);
      }
    }
  },
  bad: () => [
    {
      title: 'nothing was sealed',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    user: ${fakeSealed(1, { length: 3 })}
    password: [|${fakeSealed(2, { length: 0 })}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'one byte is something',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    debug: ${fakeSealed(3, { length: 1 })}
`,
      },
    },
  ],
};
