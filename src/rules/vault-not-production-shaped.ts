import { fault, isDevelopment, isShown, tempered } from '../fault.ts';
import { type ChartRelease, isOn, releasesOf, settingOf } from '../model/chart-release.ts';
import { serverChart } from '../model/vault.ts';
import { nameOf } from '../resource.ts';
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
    for (const release of releasesOf(repository, serverChart)) {
      if (
        release.own ||
        isShown(release.passage) ||
        release.partial ||
        isOn(release, 'server.dev.enabled') ||
        settingOf(release, 'server.enabled')?.value === 'false'
      ) {
        continue;
      }
      if (settingOf(release, 'global.externalVaultAddr') || settingOf(release, 'injector.externalVaultAddr')) continue;
      const gaps = gapsOf(release);
      if (gaps.length === 0) continue;
      const subject = release.resource ? nameOf(release.resource) : `chart ${release.chart}`;
      const confidence = isDevelopment(release.passage.file.path) ? 'possible' : 'likely';
      yield fault(this.id, subject, `runs Vault with ${gaps.join(', ')}`, release.span, {
        confidence: tempered(release.passage, confidence),
        evidence: gaps,
      });
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
            confidence: tempered(passage, isDevelopment(passage.file.path) ? 'possible' : 'likely'),
          },
        );
      }
    }
  },
  bad: [
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
  ],
  good: [
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

function gapsOf(release: ChartRelease): string[] {
  const gaps: string[] = [];
  const ha = isOn(release, 'server.ha.enabled');
  if (!ha) gaps.push('one replica on file storage (server.ha.enabled is not true)');
  const config = ['server.ha.raft.config', 'server.ha.config', 'server.standalone.config'].flatMap((path) => {
    const setting = settingOf(release, path);
    return setting ? [setting.value] : [];
  });
  if (ha && config.length > 0 && !config.some((text) => /\bseal\s+"|"seal"/.test(text) || text.includes('{{'))) {
    gaps.push('no auto-unseal (no seal stanza)');
  }
  if (!isOn(release, 'server.auditStorage.enabled'))
    gaps.push('no audit storage (server.auditStorage.enabled is not true)');
  return gaps;
}

/** `-key-shares=1`, `-key-shares 1` and the short `-n 1`. */
function isOneShare(word: string, next: string | undefined): boolean {
  if (/^--?(?:(?:key|recovery)-(?:shares|threshold)|[nt])=1$/.test(word)) return true;
  return next === '1' && /^--?(?:(?:key|recovery)-(?:shares|threshold)|[nt])$/.test(word);
}
