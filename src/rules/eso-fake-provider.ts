import { fieldFault, isTrial } from '../fault.ts';
import { storesOf } from '../model/secret-store.ts';
import { asScalar, at } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const esoFakeProvider: Rule = {
  id: 'eso-fake-provider',
  title: 'A store or generator is the fake one',
  why: 'The `fake` provider returns values written in the store itself. It is made for tests; in a cluster it means that the values are in Git and that nothing behind them can rotate.',
  remedy:
    'Point the ExternalSecret at a real store, rotate the values that the fake one holds, and keep `fake` to test folders.',
  references: [
    'https://external-secrets.io/latest/provider/fake/',
    'https://external-secrets.io/latest/api/generator/fake/',
  ],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    for (const store of storesOf(repository)) {
      if (store.provider !== 'fake' || isTrial(store.resource.passage.file.path)) continue;
      yield fieldFault(
        this.id,
        store.resource,
        store.path,
        'returns the values written in it: a store for tests',
        store.at,
      );
    }
    for (const resource of repository.resourcesOf('Fake', 'ClusterGenerator')) {
      if (resource.group !== 'generators.external-secrets.io' || isTrial(resource.passage.file.path)) continue;
      const field = resource.kind === 'Fake' ? ['kind'] : ['spec', 'kind'];
      const kind = asScalar(at(resource.node, ...field));
      if (kind?.value !== 'Fake') continue;
      const said = 'returns the values written in it: a generator for tests';
      yield fieldFault(this.id, resource, field.join('.'), said, kind);
    }
  },
  bad: () => [
    {
      title: 'outside of a test folder',
      files: {
        'clusters/prod/store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: values
spec:
  provider:
    [|fake|]:
      data:
        - key: /app/mode
          value: blue
---
apiVersion: generators.external-secrets.io/v1alpha1
kind: [|Fake|]
metadata:
  name: values
spec:
  data:
    mode: blue
---
apiVersion: generators.external-secrets.io/v1alpha1
kind: ClusterGenerator
metadata:
  name: values
spec:
  kind: [|Fake|]
  generator: {fakeSpec: {data: {mode: blue}}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'another generator for the whole cluster',
      files: {
        'generator.yaml': `apiVersion: generators.external-secrets.io/v1alpha1
kind: ClusterGenerator
metadata:
  name: password
spec:
  kind: Password
  generator: {passwordSpec: {length: 32, allowRepeat: true, noUpper: false}}
`,
      },
    },
    {
      title: 'in a test folder',
      files: {
        'charts/app/tests/store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: values
spec:
  provider:
    fake:
      data:
        - key: /app/mode
          value: blue
`,
      },
    },
  ],
};
