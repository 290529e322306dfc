import { fault, fieldFault, tempered } from '../fault.ts';
import { literal } from '../literal.ts';
import { at, itemsOf } from '../parser.ts';
import { spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { maps } from '../walk.ts';

export const vsoAuthAllNamespaces: Rule = {
  id: 'vso-auth-all-namespaces',
  title: 'A Vault login may be used from every namespace',
  why: '`allowedNamespaces: ["*"]` lets anybody who may create a VaultStaticSecret anywhere read whatever the role of this VaultAuth can read.',
  remedy: 'List the namespaces that may use it, or give each namespace its own VaultAuth with its own role.',
  references: ['https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference#vaultauthspec'],
  credential: false,
  *check(repository) {
    for (const resource of repository.resourcesOf('VaultAuth', 'VaultAuthGlobal')) {
      if (resource.group !== 'secrets.hashicorp.com') continue;
      const all = itemsOf(at(resource.node, 'spec', 'allowedNamespaces')).find((item) => literal(item)?.value === '*');
      if (all)
        yield fieldFault(this.id, resource, 'spec.allowedNamespaces', 'opens this login to every namespace', all);
    }
    // The chart of the operator makes a VaultAuth from its values.
    for (const passage of repository.passages) {
      if (passage.dialect !== 'yaml' || !passage.text.content.includes('allowedNamespaces')) continue;
      for (const document of passage.parsed.documents) {
        for (const { path, node } of maps(document.root)) {
          if (path.at(-1) !== 'defaultAuthMethod') continue;
          const all = itemsOf(at(node, 'allowedNamespaces')).find((item) => literal(item)?.value === '*');
          if (!all) continue;
          yield fault(
            this.id,
            [...path, 'allowedNamespaces'].join('.'),
            'opens the default login to every namespace',
            spanOf(document, all),
            { confidence: tempered(passage, 'certain') },
          );
        }
      }
    }
  },
  bad: [
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
  ],
  good: [
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
