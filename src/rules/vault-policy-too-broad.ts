import { fault, tempered } from '../fault.ts';
import type { Finding } from '../finding.ts';
import { hclHolders, type Stanza, stanzasOf } from '../model/vault.ts';
import { asScalar, itemsOf, type Node, pairsOf, type ScalarNode } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { maps } from '../walk.ts';

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
        const problem = tooBroad(stanza.label, capabilitiesIn(stanza), limits.test(stanza.body));
        if (!problem) continue;
        const span = passage.text.span(stanza.labelAt.start, stanza.labelAt.end);
        yield fault(this.id, `policy path ${stanza.label}`, problem, span, { confidence: tempered(passage, 'likely') });
      }
    }
    for (const passage of repository.passages) {
      if (/capabilities|bound_service_account/.test(passage.text.content)) yield* inMaps(this.id, passage);
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

function capabilitiesIn(stanza: Stanza): string[] {
  const list = /\bcapabilities"?\s{0,20}[=:]\s{0,20}\[([^\]]{0,500})\]/.exec(stanza.body)?.[1] ?? '';
  return [...list.matchAll(/"(\w{1,20})"/g)].map((match) => match[1]!);
}

const limits = /\b(?:allowed|denied|required)_parameters\b/;

/** What is wrong with a `path` of a policy, as the end of a sentence. */
function tooBroad(label: string, capabilities: readonly string[], limited: boolean): string | undefined {
  if (capabilities.length === 0 || capabilities.includes('deny')) return undefined;
  const path = label.replace(/^\/+/, '');
  if (/^[*+]$|^\+\/\*$/.test(path)) return 'covers everything in the Vault';
  if (/^sys\/?\*$/.test(path)) return 'covers the system of the Vault: mounts, policies, seals, audit';
  if (capabilities.includes('sudo') && /[*+]/.test(path)) return 'has sudo on more than one path';
  if (/^auth\/token\/create$/.test(path) && !limited) {
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

/** Policies in JSON, and roles of the Kubernetes auth method in Terraform and in Bank-Vaults' configuration. */
function* inMaps(rule: string, passage: Passage): Iterable<Finding> {
  const stars = (node: Node | undefined): ScalarNode | undefined => {
    return [node, ...itemsOf(node)].map(asScalar).find((scalar) => scalar?.value === '*');
  };
  for (const document of passage.parsed.documents) {
    for (const { path, pairs } of maps(document.root)) {
      const at = (name: string): Node | undefined => pairs.find(({ key }) => key.value === name)?.value;
      const names = stars(at('bound_service_account_names'));
      if (names && stars(at('bound_service_account_namespaces'))) {
        const sentence = 'is bound to every ServiceAccount of every namespace';
        const confidence = tempered(passage, 'likely');
        yield fault(rule, 'Kubernetes auth role', sentence, spanOf(document, names), { confidence });
      }
      if (passage.dialect !== 'json' || path.at(-1) !== 'path') continue;
      for (const { key, value } of pairs) {
        const fields = pairsOf(value);
        const listed = fields.find((field) => field.key.value === 'capabilities')?.value;
        const capabilities = itemsOf(listed).map((item) => asScalar(item)?.value ?? '');
        const limited = fields.some((field) => limits.test(field.key.value));
        const problem = tooBroad(key.value, capabilities, limited);
        if (!problem) continue;
        // The label without its quotes, as in HCL.
        const span = document.text.span(key.start + 1, key.end - 1);
        yield fault(rule, `policy path ${key.value}`, problem, span, { confidence: tempered(passage, 'likely') });
      }
    }
  }
}
