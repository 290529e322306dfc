import { fault, isShown, isTrial } from '../fault.ts';
import { releasesOf } from '../model/chart-release.ts';
import { vaultChart } from '../model/vault.ts';
import { at, textAt } from '../parser.ts';
import { nameOf, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

const server = /(?:^|\/)(?:vault|vault-enterprise|openbao|openbao-ubi)(?::|@|$)/;

export const vaultAtPoc: Rule = {
  id: 'vault-at-poc',
  title: 'A proof of concept runs Vault',
  why: 'Vault asks for unsealing, storage, TLS, policies, upgrades and somebody on call before it keeps the first secret. At level 1 that effort distracts from the product, and at level 2 sealed secrets give most of the benefit for none of it.',
  remedy:
    'Start with Sealed Secrets, or declare level 4 in `.secrets-ladder.yaml` if dynamic secrets, fine-grained policies or a regulator ask for Vault.',
  references: ['https://agent-zone.ai/knowledge/kubernetes/secrets-management-decision-framework/'],
  credential: false,
  *check(repository) {
    for (const release of releasesOf(repository, vaultChart)) {
      if (release.own || isShown(release.passage) || isTrial(release.passage.file.path)) continue;
      const subject = release.resource ? nameOf(release.resource) : `chart ${release.chart}`;
      yield fault(
        this.id,
        subject,
        `installs ${release.chart}: more than a proof of concept can keep running`,
        release.span,
        {
          confidence: 'likely',
        },
      );
    }
    for (const resource of repository.resourcesOf('Deployment', 'StatefulSet', 'Pod')) {
      const pod = resource.kind === 'Pod' ? at(resource.node, 'spec') : at(resource.node, 'spec', 'template', 'spec');
      const image = at(pod, 'containers', 0, 'image');
      if (!image || !server.test(textAt(pod, 'containers', 0, 'image') ?? '')) continue;
      const { passage } = resource;
      if (isShown(passage) || isTrial(passage.file.path) || passage.role === 'helm-template') continue;
      yield fault(
        this.id,
        nameOf(resource),
        'runs a Vault server: more than a proof of concept can keep running',
        spanOf(resource.document, image),
        { confidence: 'likely' },
      );
    }
  },
  bad: [
    {
      title: 'the chart, installed by Flux and by a wrapper chart',
      level: 1,
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
      ha: {enabled: true}
      auditStorage: {enabled: true}
`,
        'charts/bao/Chart.yaml': `apiVersion: v2
name: bao
version: 0.1.0
dependencies:
  - name: [|openbao|]
    version: 0.20.0
    repository: https://openbao.github.io/openbao-helm
`,
        'charts/bao/values.yaml': `openbao:
  server:
    ha: {enabled: true}
    auditStorage: {enabled: true}
`,
      },
    },
  ],
  good: [
    {
      title: 'a client of a Vault elsewhere',
      level: 1,
      files: {
        'app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
        - name: app
          image: registry.example.com/vault-client:1
`,
      },
    },
  ],
};
