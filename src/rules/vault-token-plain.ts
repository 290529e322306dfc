import { called, exposure } from '../exposure.ts';
import { fake } from '../fake.ts';
import { passingDevTokens } from '../model/dev-token.ts';
import type { Rule } from '../rule.ts';

/** The client's token, and the one that a dev server is told to start with. */
const tokenKey = /^(?:VAULT|BAO)_(?:DEV_ROOT_)?TOKEN(?:_ID)?$/i;

export const vaultTokenPlain: Rule = {
  id: 'vault-token-plain',
  title: 'A Vault token is readable in Git',
  why: 'A token carries its policies with it: whoever has it reads and writes what they allow, from anywhere that reaches the API, until it expires or is revoked. Root tokens never expire. The known token of a dev server that a test, a pipeline or an overlay for development starts is a note at most.',
  remedy:
    'Revoke the token (`vault token revoke`), let the client log in with its Kubernetes or cloud identity, and rotate what the token could read.',
  references: [
    'https://developer.hashicorp.com/vault/docs/concepts/tokens',
    'https://developer.hashicorp.com/vault/docs/auth/kubernetes',
  ],
  credential: true,
  outranks: [
    'config-file-secret',
    'dotenv-tracked',
    'gitops-inline-values-secret',
    'helm-template-secret-literal',
    'helm-values-secret',
    'kubectl-create-secret-literal',
    'kustomize-configmap-secret',
    'kustomize-patch-secret',
    'kustomize-secret-literals',
    'plaintext-known-credential',
    'plaintext-secret-in-resource',
    'plaintext-secret-manifest',
    'secret-in-args',
    'secret-in-command',
    'secret-in-configmap',
    'secret-in-env-value',
    'secret-in-script-variable',
    'terraform-secret-literal',
  ],
  *check(repository) {
    const isPassingToken = passingDevTokens(repository);
    for (const entry of repository.entries) {
      const named = tokenKey.test(entry.key);
      if (!named && !entry.value.includes('hv')) {
        // The value of a Secret may be base64; only its decoded text shows the prefix.
        if (entry.encoding !== 'base64') continue;
      }
      const judgement = repository.judgementOf(entry);
      if (judgement.verdict !== 'credential') continue;
      if (judgement.shape !== 'vault-token' && !(named && judgement.shape === undefined)) continue;
      const what = judgement.shape ? called(judgement) : 'a readable Vault token';
      const found = exposure(this.id, entry, judgement, `holds ${what}`);
      yield judgement.shape === undefined && isPassingToken(entry) ? { ...found, atMost: 'note' } : found;
    }
  },
  bad: () => [
    {
      title: 'in a Secret, in the environment, in a script',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: vault
data:
  token: [|${btoa(fake('vault-token', 41))}|]
`,
        'app.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  containers:
    - name: app
      image: app
      env:
        - name: VAULT_TOKEN
          value: [|${fake('password', 42)}|]
`,
      },
    },
    {
      title: 'the root token that a dev server is started with',
      files: {
        'dev.sh': `#!/bin/sh
docker run -e BAO_DEV_ROOT_TOKEN_ID=[|root|] openbao/openbao
`,
      },
      also: ['vault-dev-mode', 'vault-at-poc'],
    },
    {
      title: 'a word as the token of a server that a test finds at a public address',
      files: {
        'test/e2e.sh': `#!/bin/sh
export VAULT_ADDR=https://vault.acme.dev:8200
VAULT_TOKEN=[|root|] vault kv get kv/app
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a reference and a placeholder',
      files: {
        'app.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  containers:
    - name: app
      image: app
      env:
        - name: VAULT_TOKEN
          valueFrom: {secretKeyRef: {name: vault, key: token}}
        - name: BAO_TOKEN
          value: \${BAO_TOKEN}
---
apiVersion: v1
kind: Secret
metadata:
  name: vault
stringData:
  token: hvs.REPLACE_ME
`,
      },
    },
  ],
};
