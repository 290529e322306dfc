import { exposure } from '../exposure.ts';
import { fake } from '../fake.ts';
import { entryAt } from '../place.ts';
import type { Rule } from '../rule.ts';
import { leaves } from '../walk.ts';

/**
 * Fields of `vault operator init -format=json` and of the HTTP API.
 * https://github.com/hashicorp/vault/blob/main/command/operator_init.go
 */
const keys = /^(?:unseal_keys_b64|unseal_keys_hex|recovery_keys_b64|recovery_keys_hex|root_token|keys_base64)$/;
const field = /unseal_keys_|recovery_keys_|keys_base64|root_token/;
const shapes = new Set(['vault-unseal-key', 'vault-root-token']);
const maxLine = 2_000;

export const vaultInitOutputTracked: Rule = {
  id: 'vault-init-output-tracked',
  title: 'The unseal keys or root token of a Vault are in Git',
  why: 'With the unseal keys anybody who has a copy of the storage opens it; with the root token anybody who reaches the API reads and changes everything. No policy and no audit limits either.',
  remedy:
    'Revoke the root token (`vault token revoke`), rekey (`vault operator rekey`), use auto-unseal or hand the shares to different people, and rotate every secret the Vault holds.',
  references: [
    'https://developer.hashicorp.com/vault/docs/commands/operator/init',
    'https://developer.hashicorp.com/vault/docs/commands/operator/rekey',
    'https://developer.hashicorp.com/vault/docs/concepts/production-hardening',
  ],
  credential: true,
  outranks: [
    'config-file-secret',
    'plaintext-known-credential',
    'plaintext-secret-in-resource',
    'plaintext-secret-manifest',
    'secret-in-configmap',
    'vault-token-plain',
  ],
  *check(repository) {
    for (const passage of repository.passages) {
      if (!field.test(passage.text.content)) continue;
      for (const document of passage.parsed.documents) {
        for (const { path, node } of leaves(document.root)) {
          const key = path.at(-1) ?? '';
          if (!keys.test(key) || node.value === '') continue;
          // A share has no shape of its own: the field says what it is.
          const entry = entryAt('config-file', { passage, document }, { key, node, expectation: 'secret' });
          const judgement = repository.judgementOf(entry);
          if (judgement.verdict !== 'credential') continue;
          const what = key === 'root_token' ? 'is a root token' : 'is a share of the unseal key';
          yield exposure(this.id, entry, judgement, what);
        }
      }
    }
    for (const entry of repository.entries) {
      if (!/(?:Unseal|Recovery) Key|Root Token/.test(entry.value.slice(0, maxLine))) continue;
      const judgement = repository.judgementOf(entry);
      if (judgement.verdict !== 'credential' || !shapes.has(judgement.shape ?? '')) continue;
      const what = judgement.shape === 'vault-root-token' ? 'a root token' : 'a share of the unseal key';
      yield exposure(this.id, entry, judgement, `holds ${what}`);
    }
  },
  bad: () => [
    {
      title: 'the JSON of vault operator init',
      files: {
        'cluster-keys.json': `{
  "unseal_keys_b64": [
    [|"${fake('base64', 31)}"|]
  ],
  "unseal_shares": 1,
  "unseal_threshold": 1,
  "recovery_keys_b64": [],
  "root_token": [|"${fake('vault-token', 31)}"|]
}
`,
      },
    },
    {
      title: 'the table it prints',
      files: {
        'vault.out': `[|${fake('vault-unseal-key', 32)}|]

[|${fake('vault-root-token', 32)}|]

Vault initialized with 1 key shares and a key threshold of 1.
`,
      },
    },
  ],
  good: () => [
    {
      title: 'documentation with placeholders, and counts',
      files: {
        'README.md': `\`\`\`
Unseal Key 1: <unseal key>
Initial Root Token: <root token>
\`\`\`
`,
        'status.json': `{"unseal_shares": 5, "unseal_threshold": 3, "unseal_keys_b64": [], "root_token": ""}
`,
      },
    },
  ],
};
