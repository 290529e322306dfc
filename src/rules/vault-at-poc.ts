import { type Circumstances, fault, fieldFault, isShown, isTrial } from '../fault.ts';
import { releasesOf } from '../model/chart-release.ts';
import { vaultChart } from '../model/vault.ts';
import { at, textAt } from '../parser.ts';
import { nameOf, type Resource, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

const server = /(?:^|\/)(?:vault|vault-enterprise|openbao|openbao-ubi)(?::|@|$)/;
const more = 'more than a proof of concept can keep running';
const likely: Circumstances = { confidence: 'likely' };

export const vaultAtPoc: Rule = {
  id: 'vault-at-poc',
  title: 'A proof of concept runs Vault',
  why: 'Vault asks for unsealing, storage, TLS, policies, upgrades and somebody on call before it keeps the first secret. At level 1 that effort distracts from the product, and at level 2 sealed secrets give most of the benefit for none of it.',
  remedy:
    'Start with Sealed Secrets, or declare level 4 in `.secrets-ladder.yaml` if dynamic secrets, fine-grained policies or a regulator ask for Vault.',
  references: ['https://agent-zone.ai/knowledge/kubernetes/secrets-management-decision-framework/'],
  credential: false,
  *check(repository) {
    const installed = new Set<string>();
    for (const release of releasesOf(repository, vaultChart)) {
      if (release.own || isShown(release.passage) || isTrial(release.passage.file.path)) continue;
      const subject = release.resource ? nameOf(release.resource) : `chart ${release.chart}`;
      installed.add(release.chart);
      yield fault(this.id, subject, `installs ${release.chart}: ${more}`, release.span, likely);
    }
    for (const resource of repository.resourcesOf('Vault')) {
      if (resource.group !== 'vault.banzaicloud.com' || isAside(resource)) continue;
      yield fieldFault(this.id, resource, 'kind', `runs a Vault server: ${more}`, kindOf(resource), likely);
    }
    const operated = repository.resources.find((resource) => {
      return resource.group === 'secrets.hashicorp.com' && !isAside(resource);
    });
    // The objects of the operator are many; that they are used is one thing.
    if (operated && !installed.has('vault-secrets-operator')) {
      const sentence = `needs a Vault and its operator: ${more}`;
      yield fieldFault(this.id, operated, 'kind', sentence, kindOf(operated), likely);
    }
    for (const resource of repository.resourcesOf('Deployment', 'StatefulSet', 'Pod')) {
      const pod = resource.kind === 'Pod' ? at(resource.node, 'spec') : at(resource.node, 'spec', 'template', 'spec');
      const image = at(pod, 'containers', 0, 'image');
      if (!image || !server.test(textAt(pod, 'containers', 0, 'image') ?? '')) continue;
      if (isAside(resource)) continue;
      yield fault(this.id, nameOf(resource), `runs a Vault server: ${more}`, spanOf(resource.document, image), likely);
    }
  },
  bad: () => [
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
    {
      title: 'the operator of Bank-Vaults, the Vault Secrets Operator',
      level: 1,
      files: {
        'vault.yaml': `apiVersion: vault.banzaicloud.com/v1alpha1
kind: [|Vault|]
metadata:
  name: vault
spec:
  size: 1
`,
        'secrets.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: [|VaultConnection|]
metadata:
  name: default
spec:
  address: https://vault.example.com
---
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultAuth
metadata:
  name: default
spec:
  method: kubernetes
  mount: kubernetes
  kubernetes: {role: app, serviceAccount: app}
`,
      },
      also: ['mechanism-above-level'],
    },
  ],
  good: () => [
    {
      title: 'a sample of the operator, and another kind of that name',
      level: 1,
      files: {
        'config/samples/connection.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultConnection
metadata:
  name: sample
spec:
  address: https://vault.example.com
`,
        'vault.yaml': `apiVersion: backup.example.com/v1
kind: Vault
metadata:
  name: backups
spec: {}
`,
      },
    },
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

/** What documentation shows, tests start, or a chart may install for others. */
function isAside({ passage }: Resource): boolean {
  return isShown(passage) || isTrial(passage.file.path) || passage.role === 'helm-template';
}

function kindOf({ node }: Resource): { start: number; end: number } {
  return at(node, 'kind') ?? node;
}
