import { fault, isDevelopment, isShown, tempered } from '../fault.ts';
import type { Confidence } from '../finding.ts';
import { weakServersOf } from '../model/vault-server.ts';
import type { Passage } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const vaultNotProductionShaped: Rule = {
  id: 'vault-not-production-shaped',
  title: 'A Vault server is not set up for production',
  why: 'The defaults of the chart are for a first try: one replica on file storage, unsealed by hand after every restart, no audit log. A lost node stops every application that needs a secret, and nobody can say who read what.',
  remedy:
    'Set `server.ha.enabled: true` with `server.ha.raft.enabled: true`, add a `seal` stanza for auto-unseal to `server.ha.raft.config`, and set `server.auditStorage.enabled: true`; initialise with more than one key share.',
  references: [
    'https://developer.hashicorp.com/vault/docs/concepts/production-hardening',
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/helm/configuration',
    'https://developer.hashicorp.com/vault/docs/concepts/seal#auto-unseal',
  ],
  credential: false,
  *check(repository) {
    for (const { passage, subject, sentence, span, gaps } of weakServersOf(repository)) {
      yield fault(this.id, subject, sentence, span, { confidence: confidenceIn(passage), evidence: gaps });
    }
    for (const passage of repository.passages) {
      if (isShown(passage)) continue;
      for (const { words, text } of passage.parsed.commands) {
        if (
          !words.some(({ value }) => value === 'init') ||
          !words.some(({ value }) => /(?:^|\/)(?:vault|bao)$/.test(value))
        ) {
          continue;
        }
        const share = words.find(({ value }, i) => isOneShare(value, words[i + 1]?.value));
        if (!share) continue;
        yield fault(
          this.id,
          'vault operator init',
          'gives the whole key to one person',
          text.span(share.start, share.end),
          {
            confidence: confidenceIn(passage),
          },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'the defaults of the chart',
      level: 4,
      files: {
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: vault
spec:
  chart:
    spec: {chart: [|vault|], sourceRef: {kind: HelmRepository, name: hashicorp}}
  values:
    server:
      standalone: {enabled: true}
`,
        'init.sh': `vault operator init [|-key-shares=1|] -key-threshold=1
`,
      },
      also: ['vault-at-poc'],
    },
    {
      title: 'replicas without a seal, Bank-Vaults, a configuration in a ConfigMap',
      level: 4,
      files: {
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: vault
spec:
  chart:
    spec: {chart: [|vault|], sourceRef: {kind: HelmRepository, name: hashicorp}}
  values:
    server:
      auditStorage: {enabled: true}
      ha: {enabled: true, raft: {enabled: true}}
`,
        'vault.yaml': `apiVersion: vault.banzaicloud.com/v1alpha1
kind: Vault
metadata:
  name: [|vault|]
spec:
  size: 1
  unsealConfig:
    kubernetes: {secretNamespace: vault}
  config:
    storage:
      file: {path: /vault/file}
`,
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: vault
data:
  file.hcl: |
    storage "[|file|]" {
      path = "/vault/data"
    }
    listener "tcp" {
      tls_cert_file = "/tls/tls.crt"
    }
  raft.hcl: |
    storage "[|raft|]" {
      path = "/vault/data"
    }
    listener "tcp" {
      tls_cert_file = "/tls/tls.crt"
    }
    # seal "awskms" {}
`,
      },
      also: ['vault-at-poc'],
    },
  ],
  good: () => [
    {
      title: 'Bank-Vaults with a key service, a configuration with a seal, storage of another program',
      level: 4,
      files: {
        'vault.yaml': `apiVersion: vault.banzaicloud.com/v1alpha1
kind: Vault
metadata:
  name: vault
spec:
  size: 3
  unsealConfig:
    aws: {kmsKeyId: alias/vault, s3Bucket: vault}
  config:
    storage:
      raft: {path: /vault/file}
  externalConfig:
    audit: [{type: file, options: {file_path: stdout}}]
`,
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: vault
data:
  raft.hcl: |
    storage "raft" {
      path = "/vault/data"
    }
    listener "tcp" {
      tls_cert_file = "/tls/tls.crt"
    }
    seal "awskms" {
      kms_key_id = "alias/vault"
    }
  other.hcl: |
    storage "file" {
      path = "/var/lib/registry"
    }
`,
      },
      also: ['vault-at-poc'],
    },
    {
      title: 'replicas, auto-unseal and an audit log; and only the injector',
      level: 4,
      files: {
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: vault
spec:
  chart:
    spec: {chart: vault, sourceRef: {kind: HelmRepository, name: hashicorp}}
  values:
    server:
      auditStorage: {enabled: true}
      ha:
        enabled: true
        raft:
          enabled: true
          config: |
            listener "tcp" {
              address = "[::]:8200"
            }
            seal "awskms" {
              kms_key_id = "alias/vault"
            }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: injector
spec:
  chart:
    spec: {chart: vault, sourceRef: {kind: HelmRepository, name: hashicorp}}
  values:
    global: {externalVaultAddr: "https://vault.example.com"}
`,
      },
      also: ['vault-at-poc'],
    },
  ],
};

function confidenceIn(passage: Passage): Confidence {
  return tempered(passage, isDevelopment(passage.file.path) ? 'possible' : 'likely');
}

/** `-key-shares=1`, `-key-shares 1` and the short `-n 1`. */
function isOneShare(word: string, next: string | undefined): boolean {
  if (/^--?(?:(?:key|recovery)-(?:shares|threshold)|[nt])=1$/.test(word)) return true;
  return next === '1' && /^--?(?:(?:key|recovery)-(?:shares|threshold)|[nt])$/.test(word);
}
