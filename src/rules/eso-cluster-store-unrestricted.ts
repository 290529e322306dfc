import { fieldFault, isShown } from '../fault.ts';
import { matchesEveryName } from '../model/external-secret.ts';
import { eso } from '../model/secret-store.ts';
import { asMap, asScalar, at, itemsOf, type MapNode, type Node, pairsOf } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const esoClusterStoreUnrestricted: Rule = {
  id: 'eso-cluster-store-unrestricted',
  title: 'A ClusterSecretStore serves every namespace',
  why: 'Without `spec.conditions` anybody who may create an ExternalSecret in any namespace can read everything that the store can read: a namespace is no boundary any more.',
  remedy:
    'Add `spec.conditions` with the `namespaces`, `namespaceSelector` or `namespaceRegexes` that may use the store, or make it a SecretStore in its namespace.',
  references: [
    'https://external-secrets.io/latest/guides/security-best-practices/',
    'https://external-secrets.io/latest/api/clustersecretstore/',
  ],
  credential: false,
  *check(repository) {
    for (const resource of repository.resourcesOf('ClusterSecretStore')) {
      if (resource.group !== eso || isShown(resource.passage) || at(resource.node, 'spec', 'provider') === undefined)
        continue;
      const conditions = itemsOf(at(resource.node, 'spec', 'conditions'));
      // One that lets every namespace in is enough: any of them will do.
      const open = conditions.find(admitsAll);
      if (open) {
        yield fieldFault(this.id, resource, 'spec.conditions', 'let every namespace in', open);
        continue;
      }
      if (conditions.length > 0) continue;
      const { document } = resource;
      // In a chart the conditions may come from values.
      if (document.templated && document.text.content.slice(document.start, document.end).includes('conditions'))
        continue;
      const node = at(resource.node, 'metadata', 'name') ?? resource.node;
      yield fieldFault(
        this.id,
        resource,
        'spec.conditions',
        'is missing: every namespace may read through this store',
        node,
      );
    }
  },
  bad: () => [
    {
      title: 'no conditions, and an empty list of them',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: [|aws|]
spec:
  provider:
    aws: {service: SecretsManager, region: eu-central-1}
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: [|gcp|]
spec:
  conditions: []
  provider:
    gcpsm: {projectID: app}
`,
      },
    },
    {
      title: 'conditions that every namespace meets',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: aws}
spec:
  conditions:
    - namespaces: [prod]
    - [|namespaceSelector: {}|]
  provider:
    aws: {service: SecretsManager, region: eu-central-1}
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: gcp}
spec:
  conditions:
    - [|namespaceRegexes: [".*"]|]
  provider:
    gcpsm: {projectID: app}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a selector with labels, and a pattern with a prefix',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: aws}
spec:
  conditions:
    - namespaceSelector: {matchLabels: {store: aws}}
    - namespaceSelector: {matchExpressions: [{key: store, operator: Exists}]}
    - namespaceRegexes: ["^prod-.*"]
  provider:
    aws: {service: SecretsManager, region: eu-central-1}
`,
      },
    },
    {
      title: 'namespaces by label',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  conditions:
    - namespaceSelector:
        matchLabels: {secrets: aws}
  provider:
    aws: {service: SecretsManager, region: eu-central-1}
`,
      },
    },
  ],
};

/** A condition that every namespace meets: a selector without labels, a pattern for every name. */
function admitsAll(condition: Node): boolean {
  const selector = asMap(at(condition, 'namespaceSelector'));
  const labels = pairsOf(at(selector, 'matchLabels')).length + itemsOf(at(selector, 'matchExpressions')).length;
  if (selector && !isTemplated(selector) && labels === 0) return true;
  return itemsOf(at(condition, 'namespaceRegexes')).some((item) => matchesEveryName(asScalar(item)?.value ?? '^$'));
}

/** A directive among the keys says what the file does not. */
function isTemplated(selector: MapNode): boolean {
  return selector.pairs.some(({ key }) => !/^match(?:Labels|Expressions)$/.test(key.value));
}
