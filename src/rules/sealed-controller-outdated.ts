import { fault, tempered } from '../fault.ts';
import { sealedControllersOf } from '../model/sealed-controller.ts';
import type { Rule } from '../rule.ts';

/** First versions with the fix: https://github.com/bitnami/sealed-secrets/pull/1886 */
const fixed = { controller: [0, 36, 0], chart: [2, 18, 2] } as const;

export const sealedControllerOutdated: Rule = {
  id: 'sealed-controller-outdated',
  title: 'The sealed-secrets controller is older than 0.36.0',
  why: 'Before 0.36.0 whoever may edit a SealedSecret could add a cluster-wide annotation to its template and have the controller re-encrypt it: the value came back with the widest scope, to be opened in a namespace of their own. An older kubeseal is no finding: the fault is in the controller, and what seals has no part in it.',
  remedy: 'Upgrade the controller to 0.36.0 or later (chart 2.18.2 or later).',
  references: [
    'https://github.com/bitnami/sealed-secrets/pull/1886',
    'https://github.com/bitnami/sealed-secrets/blob/main/RELEASE-NOTES.md',
  ],
  credential: false,
  *check(repository) {
    for (const { passage, called, versions } of sealedControllersOf(repository)) {
      for (const { text, span, of } of versions) {
        if (!isOlder(text, fixed[of])) continue;
        yield fault(
          this.id,
          called,
          `installs ${of} ${text}, which lets re-encryption widen the scope of a value`,
          span,
          {
            confidence: tempered(passage, 'certain'),
          },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'by chart, by image and by the address of a release',
      files: {
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: sealed-secrets, namespace: kube-system}
spec:
  chart:
    spec:
      chart: sealed-secrets
      version: [|2.17.3|]
      sourceRef: {kind: HelmRepository, name: sealed-secrets}
`,
        'deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: sealed-secrets-controller, namespace: kube-system}
spec:
  template:
    spec:
      containers:
        - name: controller
          image: [|docker.io/bitnami/sealed-secrets-controller:v0.24.1|]
`,
        'kustomization.yaml': `resources:
  - https://github.com/bitnami-labs/sealed-secrets/releases/download/[|v0.24.1|]/controller.yaml
`,
      },
    },
  ],
  good: () => [
    {
      title: 'an older kubeseal: it only seals, the fault is in the controller',
      files: {
        Dockerfile: `FROM alpine
ARG KUBESEAL_VERSION=0.24.0
RUN curl -L https://github.com/bitnami-labs/sealed-secrets/releases/download/v0.24.0/kubeseal-0.24.0-linux-amd64.tar.gz | tar xz
`,
        '.tool-versions': 'kubeseal 0.24.0\n',
      },
    },
    {
      title: 'fixed versions, and those that are not said',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets --version 2.18.2
helm upgrade --install other sealed-secrets/sealed-secrets --version '>=2'
kubectl apply -f https://github.com/bitnami/sealed-secrets/releases/download/v0.38.4/controller.yaml
`,
        'application.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: sealed-secrets, namespace: argocd}
spec:
  source: {chart: sealed-secrets, repoURL: "https://bitnami.github.io/sealed-secrets", targetRevision: 2.*}
  destination: {namespace: kube-system}
`,
      },
    },
  ],
};

/** Compares exact versions; ranges, `latest` and digests say nothing. */
function isOlder(text: string, than: readonly number[]): boolean {
  const exact = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+][\w.-]{1,60})?$/.exec(text);
  if (!exact) return false;
  for (const [i, limit] of than.entries()) {
    const part = Number(exact[i + 1]);
    if (part !== limit) return part < limit;
  }
  return false;
}
