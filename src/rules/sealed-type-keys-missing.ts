import { fakeSealed } from '../fake-sealed.ts';
import { fieldFault } from '../fault.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import { isChecked, missingKeys } from '../model/secret-type.ts';
import { asScalar, at, pairsOf, textAt } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const sealedTypeKeysMissing: Rule = {
  id: 'sealed-type-keys-missing',
  title: 'A SealedSecret lacks a key that the type of its Secret requires',
  why: 'The API server checks the keys of built-in types. The controller opens the values and then cannot create the Secret: the Ingress, the image pull or the login that waits for it fails.',
  remedy: 'Seal the missing key, or set `spec.template.type` to `Opaque` where the keys are meant to be others.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/#secret-types'],
  credential: false,
  *check(repository) {
    for (const { resource, template } of sealedSecretsOf(repository)) {
      const type = asScalar(at(template, 'type'));
      if (!type || !isChecked(type.value) || resource.document.templated || at(resource.node, 'spec', 'data')) continue;
      // With this annotation the controller adds its keys to a Secret that is already there.
      if (textAt(template, 'metadata', 'annotations', 'sealedsecrets.bitnami.com/patch') === 'true') continue;
      const keys = new Set(
        [at(resource.node, 'spec', 'encryptedData'), at(template, 'data')].flatMap((map) =>
          pairsOf(map).map(({ key }) => key.value),
        ),
      );
      for (const names of missingKeys(type.value, keys)) {
        yield fieldFault(
          this.id,
          resource,
          'spec.template.type',
          `requires ${names}, which is neither sealed nor in the template`,
          type,
        );
      }
    }
  },
  bad: () => [
    {
      title: 'a pull Secret under the wrong key, a TLS Secret without its key',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: pull, namespace: prod}
spec:
  encryptedData: {config.json: ${fakeSealed(1, { length: 200 })}}
  template:
    type: [|kubernetes.io/dockerconfigjson|]
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: web, namespace: prod}
spec:
  encryptedData: {tls.crt: ${fakeSealed(2, { length: 1200 })}}
  template:
    type: [|kubernetes.io/tls|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'keys from the values and from the template',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: pull, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(3)}}
  template:
    type: kubernetes.io/basic-auth
    data: {username: ci}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: pull, namespace: prod}
spec:
  encryptedData: {token: ${fakeSealed(4)}}
  template:
    type: kubernetes.io/dockerconfigjson
    data:
      .dockerconfigjson: '{"auths": {"r.acme.dev": {"auth": "{{ .token }}"}}}'
`,
      },
    },
  ],
};
