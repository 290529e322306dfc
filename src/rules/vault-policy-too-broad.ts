import { fault, tempered } from '../fault.ts';
import { hclHolders, type Stanza, stanzasOf } from '../model/vault.ts';
import type { Rule } from '../rule.ts';

const writing = ['create', 'update', 'patch', 'delete', 'sudo'];

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
    for (const passage of hclHolders(repository, 'capabilities')) {
      for (const stanza of stanzasOf(passage.text.content, 'path')) {
        const problem = tooBroad(stanza);
        if (!problem) continue;
        const span = passage.text.span(stanza.labelAt.start, stanza.labelAt.end);
        yield fault(this.id, `policy path ${stanza.label}`, problem, span, { confidence: tempered(passage, 'likely') });
      }
    }
    for (const passage of repository.passages) {
      for (const { words, text } of passage.parsed.commands) {
        const names = words.find(({ value }) => /^bound_service_account_names=["']?\*["']?$/.test(value));
        const spaces = words.find(({ value }) => /^bound_service_account_namespaces=["']?\*["']?$/.test(value));
        if (!names || !spaces) continue;
        yield fault(
          this.id,
          'Kubernetes auth role',
          'is bound to every ServiceAccount of every namespace',
          text.span(names.start, names.end),
          { confidence: tempered(passage, 'likely') },
        );
      }
    }
  },
  bad: [
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
        'role.sh': `vault write auth/kubernetes/role/app \\
  [|bound_service_account_names='*'|] \\
  bound_service_account_namespaces='*' \\
  policies=app
`,
      },
    },
  ],
  good: [
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
`,
      },
    },
  ],
};

/** What is wrong with a `path` stanza, as the end of a sentence. */
function tooBroad(stanza: Stanza): string | undefined {
  const list = /\bcapabilities"?\s{0,20}[=:]\s{0,20}\[([^\]]{0,500})\]/.exec(stanza.body)?.[1];
  if (list === undefined) return undefined;
  const capabilities = [...list.matchAll(/"(\w{1,20})"/g)].map((match) => match[1]!);
  if (capabilities.length === 0 || capabilities.includes('deny')) return undefined;
  const path = stanza.label.replace(/^\/+/, '');
  if (/^[*+]$|^\+\/\*$/.test(path)) return 'covers everything in the Vault';
  if (/^sys\/?\*$/.test(path)) return 'covers the system of the Vault: mounts, policies, seals, audit';
  if (capabilities.includes('sudo') && /[*+]/.test(path)) return 'has sudo on more than one path';
  if (/^auth\/token\/create$/.test(path) && !/\b(?:allowed|denied|required)_parameters\b/.test(stanza.body)) {
    return 'may create tokens without any limit';
  }
  if (
    /^(?:secrets?|kv[\w-]{0,20}|[\w-]{1,40}-secrets?)\/(?:data\/)?\*$/.test(path) &&
    capabilities.some((one) => writing.includes(one))
  ) {
    return 'may write every secret of the engine';
  }
  return undefined;
}
