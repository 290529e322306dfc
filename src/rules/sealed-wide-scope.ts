import { fakeSealed } from '../fake-sealed.ts';
import { fieldFault } from '../fault.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import { at } from '../parser.ts';
import type { Rule } from '../rule.ts';
import { scopeAnnotations } from '../sealing.ts';

export const sealedWideScope: Rule = {
  id: 'sealed-wide-scope',
  title: 'A SealedSecret may be opened under another name or namespace',
  why: 'A cluster-wide value is bound to nothing: whoever may create a SealedSecret in any namespace copies it there and reads it. A namespace-wide value can be opened under any name in its namespace.',
  remedy: 'Seal with the strict scope, which is the default; share a value by sealing it once for each place.',
  references: ['https://github.com/bitnami/sealed-secrets#scopes'],
  credential: false,
  *check(repository) {
    for (const { resource, scope } of sealedSecretsOf(repository)) {
      if (scope === 'strict') continue;
      const name = Object.keys(scopeAnnotations).find((each) => scopeAnnotations[each] === scope)!;
      const node = at(resource.node, 'metadata', 'annotations', name);
      if (!node) continue;
      const wide = scope === 'cluster-wide';
      const sentence = wide
        ? 'lets anyone who may create a SealedSecret anywhere open a copy of it'
        : 'lets its values be opened under any name in the namespace';
      yield fieldFault(this.id, resource, `metadata.annotations.${name}`, sentence, node, {
        confidence: wide ? 'certain' : 'possible',
        atMost: wide ? undefined : 'note',
      });
    }
  },
  bad: () => [
    {
      title: 'cluster-wide and namespace-wide',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  namespace: prod
  annotations:
    sealedsecrets.bitnami.com/cluster-wide: [|"true"|]
spec:
  encryptedData: {password: ${fakeSealed(1)}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  namespace: prod
  annotations:
    sealedsecrets.bitnami.com/namespace-wide: [|"true"|]
spec:
  encryptedData: {password: ${fakeSealed(2)}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'strict, and an annotation that says no',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(3)}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  namespace: prod
  annotations: {sealedsecrets.bitnami.com/cluster-wide: "false"}
spec:
  encryptedData: {password: ${fakeSealed(4)}}
`,
      },
    },
  ],
};
