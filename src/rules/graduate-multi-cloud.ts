import { fault } from '../fault.ts';
import { cloudsOf } from '../model/clouds.ts';
import { configPlace } from '../model/config-place.ts';
import { keepsByHand, sure } from '../model/graduation.ts';
import { levelAt } from '../model/repository.ts';
import type { Rule } from '../rule.ts';

const sealed = `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: db
  namespace: shop
spec:
  encryptedData: {}
`;

export const graduateMultiCloud: Rule = {
  id: 'graduate-multi-cloud',
  title: 'Several clouds are served by secrets kept by hand',
  why: 'Each cloud has identities, keys and rotation of its own. Kept by hand, the same secret drifts apart between them, and nobody sees which copy is in use. A store gives each cloud one address to read from.',
  remedy:
    'Keep the secrets in a store that the operator reads in every cloud with the identity of that cloud (level 3), or say `profile: {clouds: [...]}` if only one of them holds secrets.',
  references: [
    'https://agent-zone.ai/knowledge/kubernetes/secrets-management-decision-framework/',
    'https://external-secrets.io/latest/introduction/overview/',
  ],
  credential: false,
  *check(repository) {
    if ((repository.declared.profile?.clouds?.length ?? 2) < 2 || !keepsByHand(repository)) return;
    const clouds = sure(cloudsOf(repository)).filter(({ span }) => (levelAt(repository, span.file.path) ?? 1) < 3);
    const second = clouds[1];
    if (!second) {
      const said = repository.declared.profile?.clouds;
      const span = said && (repository.declared.level ?? 1) < 3 && configPlace(repository, 'profile', 'clouds');
      if (!span) return;
      yield fault(this.id, 'profile.clouds', `names ${said.length}, and Secrets are kept by hand`, span, {
        evidence: ['declared profile'],
      });
      return;
    }
    const names = clouds.map(({ name }) => name).sort();
    yield fault(this.id, 'repository', `uses ${names.join(', ')} with secrets kept by hand`, second.span, {
      confidence: 'likely',
      related: clouds.filter((cloud) => cloud !== second).map(({ span, by }) => ({ span, note: by })),
      evidence: clouds.map(({ by }) => by),
    });
  },
  bad: () => [
    {
      title: 'identities of two clouds beside sealed values',
      files: {
        'accounts.yaml': `apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/shop
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop
  annotations:
    [|iam.gke.io/gcp-service-account|]: shop@example.iam.gserviceaccount.com
`,
        'sealed.yaml': sealed,
      },
    },
    {
      title: 'declared clouds that nothing shows',
      profile: { clouds: ['aws', 'gcp'] },
      files: { '.secrets-ladder.yaml': 'level: 2\nprofile:\n  clouds: [|[aws, gcp]|]\n', 'a.yaml': sealed },
    },
  ],
  good: () => [
    {
      title: 'one declared cloud',
      profile: { clouds: ['aws'] },
      files: { '.secrets-ladder.yaml': 'level: 2\nprofile:\n  clouds: [aws]\n', 'a.yaml': sealed },
    },
    {
      title: 'one cloud, and an image that anybody can pull from another',
      files: {
        'deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  template:
    spec:
      containers:
        - name: shop
          image: 111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:1
        - name: proxy
          image: us-docker.pkg.dev/example/proxy:1
`,
        'sealed.yaml': sealed,
      },
    },
    {
      title: 'a chart that can be installed in any cloud',
      files: {
        'chart/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
        'chart/templates/storage.yaml': `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: aws}
provisioner: ebs.csi.aws.com
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: gcp}
provisioner: pd.csi.storage.gke.io
`,
        'sealed.yaml': sealed,
      },
    },
    {
      title: 'secrets in one cloud only, by declaration',
      profile: { clouds: ['aws'] },
      files: {
        'main.tf': 'provider "aws" {\n  region = "eu-central-1"\n}\nprovider "azurerm" {\n  features {}\n}\n',
        'sealed.yaml': sealed,
      },
    },
  ],
};
