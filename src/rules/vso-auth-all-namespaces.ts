import { fault, fieldFault, tempered } from '../fault.ts';
import { isFalse, isTrue, literal } from '../literal.ts';
import { releasesOf } from '../model/chart-release.ts';
import { at, itemsOf, type Node } from '../parser.ts';
import { nameOf, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { maps } from '../walk.ts';

const open = 'opens the default login to every namespace';
/** https://github.com/hashicorp/vault-secrets-operator/blob/main/common/common.go */
const byDefault = 'makes it the default login, which the operator lets every namespace use';

export const vsoAuthAllNamespaces: Rule = {
  id: 'vso-auth-all-namespaces',
  title: 'A Vault login may be used from every namespace',
  why: '`allowedNamespaces: ["*"]` lets anybody who may create a VaultStaticSecret anywhere read whatever the role of this VaultAuth can read. The VaultAuth `default` in the namespace of the operator is open to all of them whatever it lists.',
  remedy: 'List the namespaces that may use it, or give each namespace its own VaultAuth with its own role.',
  references: ['https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference#vaultauthspec'],
  credential: false,
  *check(repository) {
    const operators = new Set(['vault-secrets-operator', 'vault-secrets-operator-system']);
    for (const release of releasesOf(repository, /^vault-secrets-operator$/)) {
      if (release.resource?.namespace) operators.add(release.resource.namespace);
      for (const [path, { value, span }] of release.settings) {
        if (!/^defaultAuthMethod\.allowedNamespaces(?:\[\d+\])?$/.test(path) || !/^\{?\\?\*\}?$/.test(value)) continue;
        const subject = `${release.resource ? nameOf(release.resource) : `chart ${release.chart}`} ${path}`;
        yield fault(this.id, subject, open, span, { confidence: tempered(release.passage, 'certain') });
      }
    }
    for (const resource of repository.resourcesOf('VaultAuth', 'VaultAuthGlobal', 'HCPAuth')) {
      if (resource.group !== 'secrets.hashicorp.com') continue;
      const all = star(at(resource.node, 'spec', 'allowedNamespaces'));
      if (all)
        yield fieldFault(this.id, resource, 'spec.allowedNamespaces', 'opens this login to every namespace', all);
      else if (resource.name === 'default' && operators.has(resource.namespace ?? '')) {
        if (resource.kind === 'VaultAuthGlobal') continue;
        const name = at(resource.node, 'metadata', 'name') ?? resource.node;
        yield fieldFault(this.id, resource, 'metadata.name', byDefault, name, { confidence: 'possible' });
      }
    }
    // The chart of the operator makes a VaultAuth from its values.
    for (const passage of repository.passages) {
      if (passage.dialect !== 'yaml' || !passage.text.holds('defaultAuthMethod')) continue;
      for (const document of passage.parsed.documents) {
        for (const { path, node } of maps(document.root)) {
          if (path.at(-1) !== 'defaultAuthMethod' || isFalse(at(node, 'enabled'))) continue;
          const all = star(at(node, 'allowedNamespaces'));
          const enabled = at(node, 'enabled');
          const [where, called, sentence] = all
            ? [all, 'allowedNamespaces', open]
            : [enabled && isTrue(enabled) ? enabled : undefined, 'enabled', byDefault];
          if (!where) continue;
          const confidence = tempered(passage, all ? 'certain' : 'possible');
          yield fault(this.id, [...path, called].join('.'), sentence, spanOf(document, where), { confidence });
        }
      }
    }
  },
  bad: () => [
    {
      title: 'all namespaces, in the object and in the values of the chart',
      level: 4,
      files: {
        'auth.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultAuth
metadata:
  name: default
spec:
  method: kubernetes
  mount: kubernetes
  allowedNamespaces: [[|"*"|]]
  kubernetes: {role: app, serviceAccount: app}
`,
        'values.yaml': `defaultAuthMethod:
  enabled: true
  allowedNamespaces:
    - [|"*"|]
`,
      },
    },
    {
      title: 'the default login of the operator, its chart by the command line, HCP',
      level: 4,
      files: {
        'auth.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultAuth
metadata:
  name: [|default|]
  namespace: vault-secrets-operator-system
spec:
  method: kubernetes
  mount: kubernetes
  kubernetes: {role: app, serviceAccount: app}
---
apiVersion: secrets.hashicorp.com/v1beta1
kind: HCPAuth
metadata:
  name: hcp
  namespace: shop
spec:
  organizationID: org
  projectID: project
  allowedNamespaces: [[|"*"|]]
`,
        'values.yaml': `defaultAuthMethod:
  enabled: [|true|]
  kubernetes: {role: app}
`,
        'install.sh': `helm install vso hashicorp/vault-secrets-operator --set "defaultAuthMethod.allowedNamespaces[0]=[|*|]"
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a default login of another namespace, none in the chart',
      level: 4,
      files: {
        'auth.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultAuth
metadata:
  name: default
  namespace: shop
spec:
  method: kubernetes
  mount: kubernetes
  kubernetes: {role: app, serviceAccount: app}
`,
        'values.yaml': `defaultAuthMethod:
  enabled: false
  allowedNamespaces: ["*"]
`,
        'install.sh': `helm install vso hashicorp/vault-secrets-operator --set "defaultAuthMethod.allowedNamespaces[0]=shop"
`,
      },
    },
    {
      title: 'named namespaces',
      level: 4,
      files: {
        'auth.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultAuth
metadata:
  name: default
spec:
  method: kubernetes
  mount: kubernetes
  allowedNamespaces: [shop, billing]
  kubernetes: {role: app, serviceAccount: app}
`,
      },
    },
  ],
};

function star(list: Node | undefined): Node | undefined {
  return itemsOf(list).find((item) => literal(item)?.value === '*');
}
