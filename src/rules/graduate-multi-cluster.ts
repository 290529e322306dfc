import { fault } from '../fault.ts';
import { clustersOf } from '../model/clusters.ts';
import { configPlace } from '../model/config-place.ts';
import { keepsByHand, sure } from '../model/graduation.ts';
import { levelAt } from '../model/repository.ts';
import type { Rule } from '../rule.ts';

const sealed = (name: string, marked = false): string => `apiVersion: bitnami.com/v1alpha1
kind: ${marked ? '[|SealedSecret|]' : 'SealedSecret'}
metadata:
  name: ${name}
  namespace: shop
spec:
  encryptedData: {}
`;

export const graduateMultiCluster: Rule = {
  id: 'graduate-multi-cluster',
  title: 'Several clusters are served by a level made for one',
  why: 'Each cluster has a sealing key of its own, so every secret has to be sealed once a cluster, backed up once a cluster and rotated once a cluster; sooner or later one of them is forgotten. A store is read by all of them.',
  remedy:
    'Move what the clusters share to a store that each reads with its own identity (level 3), or say `profile: {clusters: 1}` if the folders are no clusters.',
  references: [
    'https://agent-zone.ai/knowledge/kubernetes/secrets-management-decision-framework/',
    'https://github.com/bitnami/sealed-secrets#can-i-bring-my-own-pre-generated-certificates',
  ],
  credential: false,
  *check(repository) {
    if ((repository.declared.profile?.clusters ?? 2) < 2 || !keepsByHand(repository)) return;
    const clusters = sure(clustersOf(repository)).filter(({ span }) => (levelAt(repository, span.file.path) ?? 1) < 3);
    const second = clusters[1];
    if (!second) {
      const said = repository.declared.profile?.clusters;
      const span =
        said !== undefined && (repository.declared.level ?? 1) < 3 && configPlace(repository, 'profile', 'clusters');
      if (!span) return;
      yield fault(this.id, 'profile.clusters', `is ${said}, and Secrets are kept by hand`, span, {
        evidence: ['declared profile'],
      });
      return;
    }
    yield fault(this.id, 'repository', `serves ${clusters.length} clusters with secrets kept by hand`, second.span, {
      confidence: 'likely',
      related: clusters
        .filter((cluster) => cluster !== second)
        .slice(0, 9)
        .map(({ span, by }) => ({ span, note: by })),
      evidence: clusters.slice(0, 10).map(({ by }) => by),
    });
  },
  bad: () => [
    {
      title: 'two folders below clusters/',
      files: {
        'clusters/eu/shop/sealed.yaml': sealed('db'),
        'clusters/us/shop/sealed.yaml': sealed('db', true),
        'clusters/base/shop/sealed.yaml': sealed('mail'),
      },
    },
    {
      title: 'two destinations of Argo CD',
      files: {
        'apps.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
spec:
  destination: {server: 'https://kubernetes.default.svc', namespace: shop}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop-eu
spec:
  destination: {server: [|'https://eu.example.com:6443'|], namespace: shop}
`,
        'sealed.yaml': sealed('db'),
      },
    },
    {
      title: 'generators of ApplicationSets: elements of a list, and clusters by their labels',
      files: {
        'set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: shop}
spec:
  goTemplate: true
  generators:
    - list:
        elements:
          - {cluster: eu, url: 'https://eu.example.com:6443'}
          - {cluster: us, url: [|'https://us.example.com:6443'|]}
    - matrix:
        generators:
          - clusters: {selector: {matchLabels: {stage: prod}}}
          - git: {repoURL: 'https://git.acme.dev/apps', directories: [{path: 'apps/*'}]}
  template:
    metadata: {name: '{{.cluster}}-shop'}
    spec:
      destination: {server: '{{.url}}', namespace: shop}
`,
        'sealed.yaml': sealed('db'),
      },
    },
    {
      title: 'a declared number of clusters that nothing shows',
      profile: { clusters: 3 },
      files: { '.secrets-ladder.yaml': 'level: 2\nprofile:\n  clusters: [|3|]\n', 'a.yaml': sealed('db') },
    },
  ],
  good: () => [
    {
      title: 'an ApplicationSet for every cluster that Argo CD knows, which may be one; elements that are no clusters',
      files: {
        'set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: every}
spec:
  generators: [{clusters: {}}]
  template:
    spec: {destination: {server: '{{server}}', namespace: shop}}
---
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: teams}
spec:
  generators: [{list: {elements: [{team: a}, {team: b}]}}]
  template:
    spec: {destination: {server: '{{server}}', namespace: '{{team}}'}}
`,
        'sealed.yaml': sealed('db'),
      },
    },
    {
      title: 'more clusters are declared at the level for them',
      level: 3,
      profile: { clusters: 3 },
      files: { '.secrets-ladder.yaml': 'level: 3\nprofile:\n  clusters: 3\n', 'a.yaml': sealed('db') },
      also: ['mechanism-below-level'],
    },
    {
      title: 'overlays are no clusters',
      files: {
        'overlays/staging/sealed.yaml': sealed('db'),
        'overlays/production/sealed.yaml': sealed('db'),
      },
    },
    {
      title: 'one cluster, by its declaration',
      profile: { clusters: 1 },
      files: {
        'clusters/blue/sealed.yaml': sealed('db'),
        'clusters/green/sealed.yaml': sealed('db'),
      },
    },
    {
      title: 'level 3 serves several',
      level: 3,
      files: {
        'clusters/eu/sealed.yaml': sealed('db'),
        'clusters/us/sealed.yaml': sealed('db'),
      },
    },
    {
      title: 'nothing is kept by hand',
      files: {
        'clusters/eu/app.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n',
        'clusters/us/app.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n',
      },
    },
  ],
};
