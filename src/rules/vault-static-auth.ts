import { fieldFault } from '../fault.ts';
import { literal } from '../literal.ts';
import { at } from '../parser.ts';
import type { Rule } from '../rule.ts';
import { maps } from '../walk.ts';

/**
 * Fields of VaultAuth and VaultAuthGlobal that read a stored credential, and what to use instead.
 * https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference
 */
const stored: readonly { path: readonly string[]; instead: string }[] = [
  { path: ['appRole', 'secretRef'], instead: 'method: kubernetes with kubernetes.serviceAccount' },
  { path: ['appRole', 'secretIDPath'], instead: 'method: kubernetes with kubernetes.serviceAccount' },
  { path: ['jwt', 'secretRef'], instead: 'jwt.serviceAccount' },
  { path: ['aws', 'secretRef'], instead: 'aws.irsaServiceAccount' },
];

/** Login methods of the Vault Agent that begin with a stored credential. */
const storedMethods = /^(?:approle|userpass|ldap|token|token_file|okta|radius|github)$/;
const authType = 'vault.hashicorp.com/auth-type';

export const vaultStaticAuth: Rule = {
  id: 'vault-static-auth',
  title: 'A client in the cluster logs in to Vault with a stored credential',
  why: 'A SecretID, password or token that lies in the cluster is the secret zero again: long-lived, copied by hand, and enough to pose as the client from anywhere. Inside Kubernetes every Pod has an identity that Vault can check.',
  remedy:
    'Use the Kubernetes auth method (or JWT, IRSA, GCP Workload Identity) with the ServiceAccount of the workload, then revoke the stored credential.',
  references: [
    'https://developer.hashicorp.com/vault/docs/auth/kubernetes',
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/sources/vault/auth',
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/injector/annotations',
  ],
  credential: false,
  *check(repository) {
    for (const resource of repository.resourcesOf('VaultAuth', 'VaultAuthGlobal')) {
      if (resource.group !== 'secrets.hashicorp.com') continue;
      for (const { path, instead } of stored) {
        const node = literal(at(resource.node, 'spec', ...path));
        if (!node) continue;
        const called = `spec.${path.join('.')}`;
        yield fieldFault(this.id, resource, called, `logs in with a stored credential; ${instead} needs none`, node);
        break;
      }
    }
    for (const resource of repository.resources) {
      if (resource.kind === 'CustomResourceDefinition' || !resource.document.text.holds(authType)) continue;
      for (const { path, pairs } of maps(resource.node)) {
        if (path.at(-1) !== 'annotations') continue;
        const node = literal(pairs.find(({ key }) => key.value === authType)?.value);
        if (!node || !storedMethods.test(node.value)) continue;
        yield fieldFault(
          this.id,
          resource,
          [...path, authType].join('.'),
          `is ${node.value}, which logs in with a stored credential; kubernetes needs none`,
          node,
        );
      }
    }
  },
  bad: [
    {
      title: 'AppRole in VSO and in the injector',
      files: {
        'auth.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultAuth
metadata:
  name: app
spec:
  method: appRole
  mount: approle
  appRole:
    roleId: app
    secretRef: [|vault-approle|]
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  template:
    metadata:
      annotations:
        vault.hashicorp.com/agent-inject: "true"
        vault.hashicorp.com/auth-type: [|approle|]
`,
      },
    },
  ],
  good: [
    {
      title: 'the identity of the workload',
      files: {
        'auth.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultAuth
metadata:
  name: app
spec:
  method: kubernetes
  mount: kubernetes
  kubernetes:
    role: app
    serviceAccount: app
---
apiVersion: v1
kind: Pod
metadata:
  name: app
  annotations:
    vault.hashicorp.com/agent-inject: "true"
    vault.hashicorp.com/auth-type: jwt
spec: {}
`,
      },
    },
  ],
};
