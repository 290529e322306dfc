import { fieldFault, isShown } from '../fault.ts';
import { isTrue } from '../literal.ts';
import { at } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const vsoNoRefresh: Rule = {
  id: 'vso-no-refresh',
  title: 'A VaultStaticSecret is never refreshed',
  why: 'Without `refreshAfter` the operator reads the value once, when the object is created or changed: a rotation in Vault never reaches the workload.',
  remedy:
    'Set `spec.refreshAfter: 1h` (or `syncConfig.instantUpdates: true`), and `rolloutRestartTargets` for workloads that read the value at start only.',
  references: [
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference#vaultstaticsecretspec',
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/sources/vault/instant-updates',
  ],
  credential: false,
  *check(repository) {
    for (const resource of repository.resourcesOf('VaultStaticSecret')) {
      const spec = at(resource.node, 'spec');
      if (resource.group !== 'secrets.hashicorp.com' || at(spec, 'path') === undefined || isShown(resource.passage))
        continue;
      if (at(spec, 'refreshAfter') !== undefined || isTrue(at(spec, 'syncConfig', 'instantUpdates'))) continue;
      const { document } = resource;
      if (document.templated && document.text.content.slice(document.start, document.end).includes('refreshAfter'))
        continue;
      const node = at(resource.node, 'metadata', 'name') ?? resource.node;
      yield fieldFault(this.id, resource, 'spec.refreshAfter', 'is missing: a rotated value never arrives', node);
    }
  },
  bad: [
    {
      title: 'read once',
      level: 4,
      files: {
        'secret.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: [|app|]
spec:
  mount: kv
  type: kv-v2
  path: app/payment
  destination: {name: app, create: true}
`,
      },
    },
  ],
  good: [
    {
      title: 'on a timer, and by events',
      level: 4,
      files: {
        'secret.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: app
spec:
  mount: kv
  type: kv-v2
  path: app/payment
  refreshAfter: 1h
  destination: {name: app, create: true}
---
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: events
spec:
  mount: kv
  type: kv-v2
  path: app/mail
  syncConfig: {instantUpdates: true}
  destination: {name: events, create: true}
`,
      },
    },
  ],
};
