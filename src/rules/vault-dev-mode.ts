import { fault, isPassing, tempered } from '../fault.ts';
import { devModes } from '../model/vault.ts';
import { imageDefaults } from '../model/vault-image.ts';
import { subjectOf } from '../place.ts';
import type { Rule } from '../rule.ts';
import type { Span } from '../text.ts';

export const vaultDevMode: Rule = {
  id: 'vault-dev-mode',
  title: 'Vault or OpenBao runs in dev mode',
  why: 'A dev server keeps everything in memory, starts unsealed with a root token that is known, and speaks plain HTTP. Every restart loses all secrets, and whoever reaches the port is root. In tests, pipelines and overlays for development it is a note at most.',
  remedy:
    'Remove `server.dev.enabled` or `-dev`, run `server.ha` with Raft storage, TLS and auto-unseal, and issue every secret that a dev server handed out again.',
  references: [
    'https://developer.hashicorp.com/vault/docs/concepts/dev-server',
    'https://developer.hashicorp.com/vault/docs/concepts/production-hardening',
    'https://openbao.org/docs/concepts/dev-server/',
  ],
  credential: false,
  *check(repository) {
    const seen: Span[] = [];
    for (const { passage, resource, span, by } of [...devModes(repository), ...imageDefaults(repository)]) {
      // A script inside a manifest is met twice: as a string of its list and as commands.
      if (seen.some((other) => other.file === span.file && other.start <= span.end && span.start <= other.end))
        continue;
      seen.push(span);
      // The server beside the tests of a pipeline lives as long as they run.
      const passing = isPassing(passage);
      const confidence = tempered(passage, passing ? 'possible' : 'certain');
      yield fault(
        this.id,
        subjectOf(passage, resource, by),
        'starts the server in dev mode: in memory, root token known',
        span,
        {
          confidence,
          evidence: [by],
          atMost: passing ? 'note' : undefined,
        },
      );
    }
  },
  bad: () => [
    {
      title: 'values, a HelmRelease and Argo CD',
      files: {
        'vault/values.yaml': `server:
  dev:
    enabled: [|true|]
`,
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: vault
spec:
  chart:
    spec: {chart: openbao, sourceRef: {kind: HelmRepository, name: openbao}}
  values:
    server:
      dev: {enabled: [|true|]}
`,
        'application.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: vault
spec:
  source:
    chart: vault
    repoURL: https://helm.releases.hashicorp.com
    helm:
      values: |
        server:
          dev:
            enabled: [|true|]
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: vault-2
spec:
  source:
    chart: vault
    repoURL: https://helm.releases.hashicorp.com
    helm:
      parameters:
        - name: server.dev.enabled
          value: [|"true"|]
`,
      },
      also: ['vault-at-poc'],
    },
    {
      title: 'a patch of kustomize, and an extra argument of the chart',
      files: {
        'vault/kustomization.yaml': `resources: [release.yaml]
patches:
  - target: {kind: HelmRelease, name: vault}
    patch: |
      - op: replace
        path: /spec/values/server/dev/enabled
        value: [|true|]
  - path: on.yaml
    target: {kind: HelmRelease, name: vault}
`,
        'vault/on.yaml': `- op: add
  path: /spec/values/server
  value:
    dev: {enabled: [|true|]}
`,
        'vault/release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: vault
spec:
  chart:
    spec: {chart: vault, sourceRef: {kind: HelmRepository, name: hashicorp}}
  values:
    server:
      extraArgs: [|-dev -dev-listen-address=0.0.0.0:8200|]
`,
        'install.sh': `helm install vault hashicorp/vault --set server.extraArgs=[|-dev|]
`,
      },
      also: ['vault-at-poc'],
    },
    {
      title: 'a script, arguments and the environment',
      files: {
        'install.sh': `helm upgrade --install vault hashicorp/vault \\
  --namespace vault \\
  --set server.dev.enabled=[|true|] \\
  --wait
`,
        'vault.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: vault
spec:
  template:
    spec:
      containers:
        - name: vault
          image: hashicorp/vault:1.20
          args: [server, [|-dev|]]
        - name: bao
          image: openbao/openbao:2.4
          command: [bao, server]
`,
        'compose.yaml': `services:
  vault:
    image: hashicorp/vault
    environment:
      VAULT_DEV_LISTEN_ADDRESS: [|0.0.0.0:8200|]
`,
      },
      also: ['vault-at-poc'],
    },
  ],
  good: () => [
    {
      title: 'a test of a chart that renders it and starts nothing',
      files: {
        'vault/test/unit/server.bats': `#!/usr/bin/env bats
@test "dev" {
  helm template --show-only templates/statefulset.yaml --set 'server.dev.enabled=true' . | yq .spec
}
`,
      },
    },
    {
      title: 'a patch that switches it off, other extra arguments',
      files: {
        'vault/kustomization.yaml': `patches:
  - target: {kind: HelmRelease, name: vault}
    patch: |
      - op: replace
        path: /spec/values/server/dev/enabled
        value: false
      - op: test
        path: /spec/values/server/dev/enabled
        value: true
      - op: add
        path: /spec/values/server/extraArgs
        value: -log-level=debug
`,
      },
    },
    {
      title: 'dev mode off, and another program with a dev flag',
      also: ['helm-values-secret'],
      files: {
        'vault/values.yaml': `server:
  dev:
    enabled: false
    devRootToken: root
  ha:
    enabled: true
`,
        'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: node:24
          args: [server, -dev]
`,
      },
    },
  ],
};
