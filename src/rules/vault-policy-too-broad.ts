import { fault, tempered } from '../fault.ts';
import { type Grant, grantsOf, openRolesOf } from '../model/vault-policy.ts';
import type { Rule } from '../rule.ts';

export const vaultPolicyTooBroad: Rule = {
  id: 'vault-policy-too-broad',
  title: 'A Vault policy or role allows far more than one application needs',
  why: 'Fine-grained policies are the reason to run Vault. A policy on every path, on `sys/` or with `sudo`, or a role for every ServiceAccount of every namespace makes each Pod that logs in an administrator.',
  remedy:
    'Name the path of the application (`secret/data/<app>/*`) with the capabilities it uses (`read`, perhaps `list`), and bind the role to its ServiceAccount and namespace.',
  references: [
    'https://developer.hashicorp.com/vault/docs/concepts/policies',
    'https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#create-update-role',
  ],
  credential: false,
  *check(repository) {
    for (const grant of grantsOf(repository)) {
      const problem = tooBroad(grant);
      if (!problem) continue;
      const confidence = tempered(grant.passage, 'likely');
      yield fault(this.id, `policy path ${grant.path}`, problem, grant.span, { confidence });
    }
    for (const { passage, span } of openRolesOf(repository)) {
      const sentence = 'is bound to every ServiceAccount of every namespace';
      yield fault(this.id, 'Kubernetes auth role', sentence, span, { confidence: tempered(passage, 'likely') });
    }
  },
  bad: () => [
    {
      title: 'every path, the system, sudo, write access to all secrets',
      level: 4,
      files: {
        'policies/app.hcl': `path "[|*|]" {
  capabilities = ["create", "read", "update", "delete", "list"]
}

path "[|sys/*|]" {
  capabilities = ["read", "list"]
}

path "[|secret/*|]" {
  capabilities = ["create", "update"]
}

path "[|kv/data/*|]" {
  capabilities = ["read", "sudo"]
}
`,
        'policy.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: policies
data:
  app.hcl: |
    path "[|auth/token/create|]" {
      capabilities = ["update"]
    }
`,
        'old.hcl': `path "[|secret/*|]" {
  policy = "write"
}

path "[|auth/approle/role|]" {
  capabilities = ["list", "sudo"]
}
`,
        'aligned.hcl': `path "[|*|]" {
  policy      = "write"
  description = "everything"
}
`,
        'values.yaml': `policies: "path \\"[|sys/*|]\\" {\\n  capabilities = [\\"read\\"]\\n}\\n"
`,
        'policies.tf': `data "vault_policy_document" "app" {
  rule {
    path         = "[|secret/data/*|]"
    capabilities = ["update"]
  }
}
`,
        'operator.yaml': `apiVersion: redhatcop.redhat.io/v1alpha1
kind: KubernetesAuthEngineRole
metadata:
  name: app
spec:
  path: kubernetes
  policies: [app]
  targetServiceAccounts: [[|"*"|]]
  targetNamespaces:
    targetNamespaceSelector: {}
`,
        'policy.sh': `echo 'path "[|*|]" { capabilities = ["read"] }' | vault policy write all -
`,
        'role.sh': `vault write auth/kubernetes/role/app \\
  [|bound_service_account_names='*'|] \\
  bound_service_account_namespaces='*' \\
  policies=app
`,
      },
    },
  ],
  good: () => [
    {
      title: 'one application, a token that looks itself up, a denied path',
      level: 4,
      files: {
        'policies/app.hcl': `path "secret/data/app/*" {
  capabilities = ["read", "list"]
}
path "auth/token/lookup-self" {
  capabilities = ["read"]
}
path "sys/*" {
  capabilities = ["deny"]
}
# path "*" { capabilities = ["sudo"] }
path "sys/health" {
  capabilities = ["read", "sudo"]
}
path "secret/*" {
  policy = "read"
}
`,
        'policies.tf': `data "vault_policy_document" "app" {
  rule {
    path         = "secret/data/app/*"
    capabilities = ["update"]
  }
}
`,
        'operator.yaml': `apiVersion: redhatcop.redhat.io/v1alpha1
kind: KubernetesAuthEngineRole
metadata:
  name: app
spec:
  path: kubernetes
  policies: [app]
  targetServiceAccounts: ["*"]
  targetNamespaces:
    targetNamespaceSelector: {matchLabels: {team: shop}}
`,
      },
    },
  ],
};

const writing = ['create', 'update', 'patch', 'delete', 'sudo'];

/** Paths that tell anybody the state of the server; a policy may ask for them with everything. */
const open = /^sys\/(?:health|leader|seal-status|init)$/;

/** What is wrong with a `path` of a policy, as the end of a sentence. */
function tooBroad({ path: written, capabilities, limited }: Grant): string | undefined {
  if (capabilities.length === 0 || capabilities.includes('deny')) return undefined;
  const path = written.replace(/^\/+/, '');
  if (/^[*+]$|^\+\/\*$/.test(path)) return 'covers everything in the Vault';
  if (/^sys\/?\*$/.test(path)) return 'covers the system of the Vault: mounts, policies, seals, audit';
  if (capabilities.includes('sudo') && !open.test(path)) {
    return /[*+]/.test(path) ? 'has sudo on more than one path' : 'has sudo: what Vault keeps for root';
  }
  if (/^auth\/token\/create$/.test(path) && !limited) {
    return 'may create tokens without any limit';
  }
  if (
    /^(?:secrets?|kv[\w-]{0,20}|[\w-]{1,40}-secrets?)\/(?:data\/)?(?:\+\/){0,8}[*+]$/.test(path) &&
    capabilities.some((one) => writing.includes(one))
  ) {
    return 'may write every secret of the engine';
  }
  return undefined;
}
