import { exposure } from '../exposure.ts';
import { fake } from '../fake.ts';
import { storesOf } from '../model/secret-store.ts';
import { entryAt } from '../place.ts';
import type { Rule } from '../rule.ts';
import { leaves } from '../walk.ts';

/** Fields that take a credential as text. https://external-secrets.io/latest/api/spec/ */
const inline: Readonly<Record<string, RegExp>> = {
  beyondtrust: /^auth\.(?:apiKey|clientSecret|certificateKey)\.value$/,
  delinea: /^clientSecret\.value$/,
  scaleway: /^secretKey\.value$/,
  secretserver: /^(?:password|token)\.value$/,
  barbican: /^auth\.password\.value$/,
  webhook:
    /^headers\.(?:(?:proxy-)?authorization|cookie|x-[\w-]*(?:token|key|secret|auth)[\w-]*|[\w-]*api-?key|private-token)$/i,
  vault: /^headers\.(?:(?:proxy-)?authorization|cookie|x-vault-token|x-[\w-]*(?:token|key|secret)[\w-]*)$/i,
};

export const esoInlineCredential: Rule = {
  id: 'eso-inline-credential',
  title: 'A store holds its own key in clear text',
  why: 'The key of a whole secret store stands in a custom resource: in Git, in etcd without encryption at rest, and in the output of `kubectl get` for everybody who may read the store.',
  remedy:
    'Revoke the key and reference a Secret (`secretRef`) that is sealed or bootstrapped, or use workload identity where the provider offers it; then rotate what the store held.',
  references: [
    'https://external-secrets.io/latest/api/spec/',
    'https://external-secrets.io/latest/guides/security-best-practices/',
  ],
  credential: true,
  outranks: ['plaintext-known-credential', 'plaintext-secret-in-resource'],
  *check(repository) {
    for (const store of storesOf(repository)) {
      const fields = Object.hasOwn(inline, store.provider) ? inline[store.provider] : undefined;
      if (!fields) continue;
      for (const { path, node } of leaves(store.config)) {
        if (!fields.test(path.join('.')) || node.value === '') continue;
        const key = path.at(-1) === 'value' ? (path.at(-2) ?? 'value') : path.at(-1)!;
        const value = credentialPart(node.value);
        if (value === undefined) continue;
        const entry = {
          ...entryAt('resource-field', store.resource, {
            key,
            node,
            expectation: 'secret',
            called: `${store.path}.${path.join('.')}`,
          }),
          value,
        };
        const judgement = repository.judgementOf(entry);
        if (judgement.verdict !== 'credential') continue;
        yield exposure(this.id, entry, judgement, 'holds the key of the store in clear text');
      }
    }
  },
  bad: () => [
    {
      title: 'a value where a reference belongs',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: scaleway
spec:
  provider:
    scaleway:
      region: fr-par
      projectId: 4f2d
      accessKey:
        value: SCW0
      secretKey:
        value: [|${fake('password', 21)}|]
`,
      },
    },
    {
      title: 'an Authorization header',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: webhook
spec:
  provider:
    webhook:
      url: https://secrets.example.com/{{ .remoteRef.key }}
      headers:
        Authorization: [|Bearer ${fake('password', 22)}|]
      result: {jsonPath: $.value}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'references, and a header filled in from a Secret',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: webhook
spec:
  provider:
    webhook:
      url: https://secrets.example.com/{{ .remoteRef.key }}
      headers:
        Content-Type: application/json
        Authorization: Bearer {{ .auth.token }}
      secrets:
        - name: auth
          secretRef: {name: webhook, key: token}
`,
      },
      also: ['eso-secret-zero-unavoidable'],
    },
  ],
};

/** What follows `Bearer` or `Basic` in a header; undefined where a template fills it in. */
function credentialPart(value: string): string | undefined {
  const part = value.replace(/^(?:Bearer|Basic|Token|token|bearer|basic)[ ]+/, '');
  return part === '' || part.includes('{{') ? undefined : part;
}
