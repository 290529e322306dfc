import { fault, fieldFault, tempered } from '../fault.ts';
import type { Finding } from '../finding.ts';
import { isTrue, literal } from '../literal.ts';
import { releasesOf, settingOf } from '../model/chart-release.ts';
import type { Repository } from '../model/repository.ts';
import { attribute, hclHolders, serverChart, stanzasOf } from '../model/vault.ts';
import { at, type Node } from '../parser.ts';
import { nameOf, type Resource } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { maps } from '../walk.ts';

const clear = /^http:\/\/(?!(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?:[:/]|$))/i;
const unchecked = 'switches the certificate check off: anybody on the network can pose as Vault';
const plain = 'is plain http: tokens and secrets cross the network in clear text';

/** Annotations of the Vault Agent injector and of the Bank-Vaults webhook. */
const annotations: Readonly<Record<string, 'flag' | 'address'>> = {
  'vault.hashicorp.com/tls-skip-verify': 'flag',
  'vault.hashicorp.com/service': 'address',
  'vault.security.banzaicloud.io/vault-skip-verify': 'flag',
  'vault.security.banzaicloud.io/vault-addr': 'address',
};

export const vaultTlsDisabled: Rule = {
  id: 'vault-tls-disabled',
  title: 'Vault is reached without TLS or without checking it',
  why: 'Every login and every secret crosses this connection. Without TLS each node and proxy between can read them; without the check anybody on the network can answer in the name of Vault and collect the tokens.',
  remedy:
    'Give the listener a certificate (`tls_cert_file`, `tls_key_file`; cert-manager issues one), use `https://` addresses, and name the private CA instead of skipping the check.',
  references: [
    'https://developer.hashicorp.com/vault/docs/concepts/production-hardening',
    'https://developer.hashicorp.com/vault/docs/configuration/listener/tcp',
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference',
  ],
  credential: false,
  *check(repository) {
    yield* listeners(this.id, repository);
    for (const release of releasesOf(repository, serverChart)) {
      const setting = settingOf(release, 'global.tlsDisable');
      if (setting?.value !== 'true') continue;
      const subject = `${release.resource ? nameOf(release.resource) : `chart ${release.chart}`} global.tlsDisable`;
      yield fault(this.id, subject, 'switches TLS off between clients and the server', setting.span, {
        confidence: tempered(release.passage, 'certain'),
      });
    }
    for (const resource of repository.resources) {
      if (resource.kind !== 'CustomResourceDefinition') yield* clients(this.id, resource);
    }
  },
  bad: [
    {
      title: 'a listener without TLS, in a values file',
      files: {
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: vault
spec:
  chart:
    spec: {chart: vault, sourceRef: {kind: HelmRepository, name: hashicorp}}
  values:
    global: {tlsDisable: [|true|]}
    server:
      auditStorage: {enabled: true}
      ha:
        enabled: true
        config: |
          listener "tcp" {
            address = "[::]:8200"
            tls_disable = [|1|]
          }
          seal "awskms" {}
`,
      },
      also: ['vault-at-poc'],
    },
    {
      title: 'clients: VSO, CSI, the injector, the environment',
      files: {
        'clients.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultConnection
metadata:
  name: default
spec:
  address: [|http://vault.vault.svc:8200|]
  skipTLSVerify: [|true|]
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: vault
  parameters:
    roleName: app
    vaultAddress: https://vault.vault.svc:8200
    vaultSkipTLSVerify: [|"true"|]
---
apiVersion: v1
kind: Pod
metadata:
  name: app
  annotations:
    vault.hashicorp.com/agent-inject: "true"
    vault.hashicorp.com/tls-skip-verify: [|"true"|]
spec:
  containers:
    - name: app
      image: app
      env:
        - name: VAULT_ADDR
          value: [|http://vault.vault.svc:8200|]
`,
      },
    },
  ],
  good: [
    {
      title: 'TLS, a listener for the agent on the same host, a comment',
      files: {
        'vault.hcl': `listener "tcp" {
  address     = "127.0.0.1:8200"
  tls_disable = 1
}
listener "tcp" {
  address       = "0.0.0.0:8300"
  # tls_disable = 1
  tls_disable   = 0
  tls_cert_file = "/vault/tls/tls.crt"
}
`,
        'clients.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultConnection
metadata:
  name: default
spec:
  address: https://vault.vault.svc:8200
  skipTLSVerify: false
---
apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  containers:
    - name: agent
      image: vault
      env:
        - {name: VAULT_ADDR, value: "http://127.0.0.1:8200"}
`,
      },
    },
  ],
};

function* listeners(rule: string, repository: Repository): Iterable<Finding> {
  for (const passage of hclHolders(repository, 'tls_disable')) {
    for (const stanza of stanzasOf(passage.text.content, 'listener')) {
      const off = attribute(stanza, 'tls_disable');
      const address = attribute(stanza, 'address')?.value ?? '';
      if (!off || !/^(?:1|true)$/.test(off.value) || /^(?:127\.0\.0\.1|localhost|\[?::1)/.test(address)) continue;
      yield fault(
        rule,
        `listener ${stanza.label} tls_disable`,
        'serves plain http',
        passage.text.span(off.start, off.end),
        {
          confidence: tempered(passage, 'certain'),
        },
      );
    }
  }
}

function* clients(rule: string, resource: Resource): Iterable<Finding> {
  const flag = function* (node: Node | undefined, called: string): Iterable<Finding> {
    if (node && isTrue(node)) yield fieldFault(rule, resource, called, unchecked, node);
  };
  const address = function* (node: Node | undefined, called: string): Iterable<Finding> {
    const value = literal(node);
    if (value && clear.test(value.value)) yield fieldFault(rule, resource, called, plain, value);
  };
  const spec = at(resource.node, 'spec');
  if (resource.kind === 'VaultConnection') {
    yield* address(at(spec, 'address'), 'spec.address');
    yield* flag(at(spec, 'skipTLSVerify'), 'spec.skipTLSVerify');
  } else if (resource.kind === 'SecretProviderClass') {
    yield* address(at(spec, 'parameters', 'vaultAddress'), 'spec.parameters.vaultAddress');
    yield* flag(at(spec, 'parameters', 'vaultSkipTLSVerify'), 'spec.parameters.vaultSkipTLSVerify');
  } else if (resource.group === 'vault.banzaicloud.com') {
    yield* flag(at(spec, 'config', 'listener', 'tcp', 'tls_disable'), 'spec.config.listener.tcp.tls_disable');
  }
  for (const { path, pairs } of maps(resource.node)) {
    if (path.at(-1) === 'annotations') {
      for (const { key, value } of pairs) {
        const kind = Object.hasOwn(annotations, key.value) ? annotations[key.value] : undefined;
        if (kind === 'flag') yield* flag(value, [...path, key.value].join('.'));
        else if (kind === 'address') yield* address(value, [...path, key.value].join('.'));
      }
    } else if (path.at(-1) === 'env') {
      const name = literal(pairs.find(({ key }) => key.value === 'name')?.value)?.value;
      const value = pairs.find(({ key }) => key.value === 'value')?.value;
      if (name === 'VAULT_SKIP_VERIFY' || name === 'BAO_SKIP_VERIFY') yield* flag(value, `env ${name}`);
      else if (name === 'VAULT_ADDR' || name === 'BAO_ADDR') yield* address(value, `env ${name}`);
    }
  }
}
