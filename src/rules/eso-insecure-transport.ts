import { fieldFault } from '../fault.ts';
import type { Finding } from '../finding.ts';
import { isFalse, isTrue, literal } from '../literal.ts';
import { storesOf } from '../model/secret-store.ts';
import { asScalar, at, type Node, pairsOf, type ScalarNode } from '../parser.ts';
import type { Resource } from '../resource.ts';
import type { Rule } from '../rule.ts';

interface Check {
  readonly path: readonly string[];
  readonly off: (node: ScalarNode) => boolean;
}

const clear = /^http:\/\/(?!(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$))/i;
/** How providers call the address of the store, at the top of their settings or below `server`. */
const address = /(?:^|[a-z_])(?:ur[li]|server|host|hostapi|address|endpoint)$/i;

/** Settings that switch the check of the certificate off. https://external-secrets.io/latest/api/spec/ */
const checks: Readonly<Record<string, Check>> = {
  dvls: { path: ['insecure'], off: isTrue },
  senhasegura: { path: ['ignoreSslCertificate'], off: isTrue },
  beyondtrust: { path: ['server', 'verifyCA'], off: isFalse },
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
    for (const { provider, resource, config, path } of storesOf(repository)) {
      yield* addresses(this.id, resource, config, path);
      const check = Object.hasOwn(checks, provider) ? checks[provider] : undefined;
      const node = check && literal(at(config, ...check.path));
      if (!check || !node || !check.off(node)) continue;
      const sentence = 'switches certificate checks off: anybody on the network can pose as the store';
      yield fieldFault(this.id, resource, `${path}.${check.path.join('.')}`, sentence, node);
    }
    for (const resource of repository.resourcesOf('Webhook')) {
      const spec = at(resource.node, 'spec');
      if (resource.group === 'generators.external-secrets.io' && spec)
        yield* addresses(this.id, resource, spec, 'spec');
    }
  },
  bad: () => [
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
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: passwords
spec:
  provider:
    passworddepot: {host: [|"http://depot.internal:8714"|], database: app}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: cluster
spec:
  provider:
    kubernetes:
      server: {url: [|"http://api.internal:8080"|]}
---
apiVersion: generators.external-secrets.io/v1alpha1
kind: Webhook
metadata:
  name: token
spec:
  url: [|http://tokens.internal/new|]
`,
      },
    },
  ],
  good: () => [
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
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: filled
spec:
  provider:
    conjur:
      url: http://\${CONJUR_HOST}
      auth: {jwt: {serviceID: app, hostId: "http://names.example.org/app"}}
`,
      },
    },
  ],
};

function* addresses(rule: string, resource: Resource, config: Node, below: string): Iterable<Finding> {
  for (const [outer, settings] of [
    ['', config],
    ['server.', at(config, 'server')],
  ] as const) {
    for (const { key, value } of pairsOf(settings)) {
      // The address of a webhook carries the operator's own directives; its beginning is literal.
      const node = asScalar(value);
      if (!node || !address.test(key.value) || !clear.test(node.value)) continue;
      if (/^http:\/\/(?:\{\{|\$)/.test(node.value)) continue;
      const sentence = 'is plain http: the token and every value cross the network in clear text';
      yield fieldFault(rule, resource, `${below}.${outer}${key.value}`, sentence, node);
    }
  }
}
