import { fault, tempered } from '../fault.ts';
import { storedLoginsOf } from '../model/vault-login.ts';
import type { Rule } from '../rule.ts';

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
    for (const { passage, subject, method, instead, span, elsewhere } of storedLoginsOf(repository)) {
      const sentence = `${method ? `is ${method}, which logs in` : 'logs in'} with a stored credential; ${instead} needs none`;
      yield fault(this.id, subject, sentence, span, {
        confidence: tempered(passage, elsewhere ? 'possible' : 'certain'),
      });
    }
  },
  bad: () => [
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
    {
      title: 'HCP, the chart of the operator, cert-manager, the Vault Agent',
      files: {
        'hcp.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: HCPAuth
metadata:
  name: default
spec:
  organizationID: org
  projectID: project
  servicePrincipal:
    secretRef: [|hcp-key|]
`,
        'values.yaml': `defaultAuthMethod:
  enabled: true
  method: appRole
  appRole:
    roleId: app
    secretRef: [|vault-approle|]
`,
        'install.sh': `helm install vso hashicorp/vault-secrets-operator --set defaultAuthMethod.appRole.secretRef=[|vault-approle|]
`,
        'issuers.yaml': `apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata:
  name: token
spec:
  vault:
    server: https://vault.example.com
    path: pki/sign/app
    auth: {tokenSecretRef: {name: [|vault|], key: token}}
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata:
  name: role
spec:
  vault:
    server: https://vault.example.com
    path: pki/sign/app
    auth:
      appRole: {path: approle, roleId: app, secretRef: {name: [|vault|], key: id}}
`,
        'agent.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: agent
data:
  agent.hcl: |
    auto_auth {
      method "[|approle|]" {
        config = {
          role_id_file_path   = "/agent/role-id"
          secret_id_file_path = "/agent/secret-id"
        }
      }
    }
  typed.hcl: |
    auto_auth {
      method {
        type = "[|approle|]"
      }
    }
`,
      },
    },
  ],
  good: () => [
    {
      title: 'an issuer and an agent with the identity of the ServiceAccount',
      files: {
        'issuer.yaml': `apiVersion: cert-manager.io/v1
kind: Issuer
metadata:
  name: vault
spec:
  vault:
    server: https://vault.example.com
    path: pki/sign/app
    auth:
      kubernetes: {role: issuer, mountPath: /v1/auth/kubernetes, serviceAccountRef: {name: issuer}}
`,
        'agent.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: agent
data:
  agent.hcl: |
    auto_auth {
      method "kubernetes" {
        config = { role = "app" }
      }
    }
`,
        'values.yaml': `defaultAuthMethod:
  enabled: false
  appRole: {roleId: app, secretRef: vault-approle}
`,
      },
    },
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
