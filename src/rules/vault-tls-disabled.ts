import { fault, isShown, isTrial, tempered } from '../fault.ts';
import { type OpenTransport, openTransportsOf } from '../model/vault-transport.ts';
import type { Rule } from '../rule.ts';

const sentences: Readonly<Record<OpenTransport['what'], string>> = {
  listener: 'serves plain http',
  release: 'switches TLS off between clients and the server',
  unchecked: 'switches the certificate check off: anybody on the network can pose as Vault',
  address: 'is plain http: tokens and secrets cross the network in clear text',
};

export const vaultTlsDisabled: Rule = {
  id: 'vault-tls-disabled',
  title: 'Vault is reached without TLS or without checking it',
  why: 'Every login and every secret crosses this connection. Without TLS each node and proxy between can read them; without the check anybody on the network can answer in the name of Vault and collect the tokens. In tests and samples it is a note at most.',
  remedy:
    'Give the listener a certificate (`tls_cert_file`, `tls_key_file`; cert-manager issues one), use `https://` addresses, and name the private CA instead of skipping the check.',
  references: [
    'https://developer.hashicorp.com/vault/docs/concepts/production-hardening',
    'https://developer.hashicorp.com/vault/docs/configuration/listener/tcp',
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference',
  ],
  credential: false,
  *check(repository) {
    // A script inside a manifest, or a value that is met as a setting of its chart too, is one place.
    const seen = new Set<string>();
    for (const { passage, subject, span, what } of openTransportsOf(repository)) {
      const place = `${span.file.path}\0${span.start}`;
      if (seen.has(place)) continue;
      seen.add(place);
      yield fault(this.id, subject, sentences[what], span, {
        confidence: tempered(passage, 'certain'),
        // A pipeline or a script for development may well speak to a real server.
        atMost: isTrial(passage.file.path) && !isShown(passage) && passage.role !== 'workflow' ? 'note' : undefined,
      });
    }
  },
  bad: () => [
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
      title: 'the environment in a ConfigMap, an env file and values; an issuer; a listener in a quoted value',
      files: {
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  VAULT_ADDR: [|http://vault.vault.svc:8200|]
  VAULT_SKIP_VERIFY: [|"true"|]
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata:
  name: vault
spec:
  vault:
    server: [|http://vault.vault.svc:8200|]
    path: pki/sign/app
    auth: {kubernetes: {role: issuer, mountPath: /v1/auth/kubernetes}}
`,
        '.env': `VAULT_ADDR=[|http://vault.example.com:8200|]
`,
        'values.yaml': `extraEnvironmentVars:
  VAULT_SKIP_VERIFY: [|"true"|]
envs:
  - name: VAULT_ADDR
    value: [|http://vault.vault.svc:8200|]
vault:
  server:
    ha:
      config: "listener \\"tcp\\" {\\n  address = \\"[::]:8200\\"\\n  tls_disable = [|1|]\\n}\\n"
`,
        'run.sh': `docker run -e VAULT_ADDR=[|http://vault.example.com:8200|] registry.example.com/app
helm upgrade --install app ./app --set env.VAULT_SKIP_VERIFY=[|true|]
`,
      },
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
    {
      title: 'the default connection of the operator',
      files: {
        'values.yaml': `defaultVaultConnection:
  enabled: true
  address: [|http://vault.vault.svc:8200|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a connection that the values of the operator switch off',
      files: {
        'values.yaml': `defaultVaultConnection:
  enabled: false
  address: http://vault.vault.svc:8200
  skipTLSVerify: true
`,
      },
    },
    {
      title: 'TLS, a listener for the agent on the same host, a comment',
      files: {
        'vault.hcl': `listener "tcp" {
  address     = "127.0.0.1:8200"
  tls_disable = 1
}
listener "unix" {
  address     = "/var/run/vault/agent.sock"
  tls_disable = true
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
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  VAULT_ADDR: http://localhost:8200
  VAULT_SKIP_VERIFY: "false"
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata:
  name: vault
spec:
  vault:
    server: https://vault.vault.svc:8200
    path: pki/sign/app
    auth: {kubernetes: {role: issuer, mountPath: /v1/auth/kubernetes}}
`,
        '.env': `VAULT_ADDR=http://127.0.0.1:8200
VAULT_SKIP_VERIFY=false
`,
        'run.sh': `docker run -e VAULT_ADDR=http://localhost:8200 registry.example.com/app
`,
      },
    },
  ],
};
