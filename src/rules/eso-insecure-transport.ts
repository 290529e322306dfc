import { fieldFault } from '../fault.ts';
import { isFalse, isTrue, literal } from '../literal.ts';
import { storesOf } from '../model/secret-store.ts';
import { asScalar, at, type ScalarNode } from '../parser.ts';
import type { Rule } from '../rule.ts';

interface Transport {
  readonly path: readonly string[];
  readonly off: (node: ScalarNode) => boolean;
  readonly sentence: string;
}

const clear = /^http:\/\/(?!(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$))/i;
const http = (...path: string[]): Transport => ({
  path,
  off: (node) => clear.test(node.value),
  sentence: 'is plain http: the token and every value cross the network in clear text',
});
const flag = (off: (node: ScalarNode) => boolean, ...path: string[]): Transport => ({
  path,
  off,
  sentence: 'switches certificate checks off: anybody on the network can pose as the store',
});

/** https://external-secrets.io/latest/api/spec/ */
const transports: Readonly<Record<string, readonly Transport[]>> = {
  vault: [http('server')],
  openBao: [http('server')],
  conjur: [http('url')],
  webhook: [http('url')],
  dvls: [http('serverUrl'), flag(isTrue, 'insecure')],
  senhasegura: [http('url'), flag(isTrue, 'ignoreSslCertificate')],
  beyondtrust: [http('server', 'apiUrl'), flag(isFalse, 'server', 'verifyCA')],
  gitlab: [http('url')],
  secretserver: [http('serverURL')],
  onepassword: [http('connectHost')],
  kubernetes: [http('server', 'url')],
  infisical: [http('hostAPI')],
  akeyless: [http('akeylessGWApiURL')],
  passbolt: [http('host')],
  bitwardensecretsmanager: [http('bitwardenServerSDKURL')],
};

export const esoInsecureTransport: Rule = {
  id: 'eso-insecure-transport',
  title: 'A store is reached without TLS or without checking it',
  why: 'The operator sends its token to the store and gets every secret back over this connection. Without checked TLS each hop between them can read and change both.',
  remedy:
    'Use an `https://` address and, for a private CA, `caBundle` or `caProvider`; remove the setting that skips the check.',
  references: [
    'https://external-secrets.io/latest/provider/hashicorp-vault/',
    'https://external-secrets.io/latest/guides/threat-model/',
  ],
  credential: false,
  *check(repository) {
    for (const store of storesOf(repository)) {
      const list = Object.hasOwn(transports, store.provider) ? transports[store.provider] : undefined;
      for (const { path, off, sentence } of list ?? []) {
        // A webhook's address carries the operator's own directives; its beginning is literal.
        const node =
          store.provider === 'webhook' ? asScalar(at(store.config, ...path)) : literal(at(store.config, ...path));
        if (node && off(node))
          yield fieldFault(this.id, store.resource, `${store.path}.${path.join('.')}`, sentence, node);
      }
    }
  },
  bad: [
    {
      title: 'http to Vault, and a check that is switched off',
      files: {
        'stores.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: vault
spec:
  provider:
    vault:
      server: [|http://vault.vault.svc:8200|]
      auth:
        kubernetes: {mountPath: kubernetes, role: app}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: beyondtrust
spec:
  provider:
    beyondtrust:
      server: {apiUrl: "https://example.com", verifyCA: [|false|]}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: webhook
spec:
  provider:
    webhook:
      url: [|http://secrets.internal/{{ .remoteRef.key }}|]
`,
      },
    },
  ],
  good: [
    {
      title: 'https, a proxy on the same host, an address that is filled in',
      files: {
        'stores.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: vault
spec:
  provider:
    vault:
      server: https://vault.example.com:8200
      auth:
        kubernetes: {mountPath: kubernetes, role: app}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: local
spec:
  provider:
    webhook:
      url: http://127.0.0.1:8087/{{ .remoteRef.key }}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: substituted
spec:
  provider:
    vault:
      server: \${VAULT_ADDR}
      auth:
        kubernetes: {mountPath: kubernetes, role: app}
`,
      },
    },
  ],
};
