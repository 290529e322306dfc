import { fakeSealed } from '../fake-sealed.ts';
import { fault, tempered } from '../fault.ts';
import { renamed, renderingsOf } from '../model/kustomize-names.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import { at } from '../parser.ts';
import { nameOf, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const sealedWithoutNamespace: Rule = {
  id: 'sealed-without-namespace',
  title: 'A SealedSecret does not say for which namespace it was sealed',
  why: 'The namespace is part of what binds a sealed value. Without it in the file, the value opens only if whoever applies it happens to have the namespace that was current when it was sealed.',
  remedy:
    'Write `metadata.namespace`, or let the kustomization, Flux or Argo CD set it; it must be the one the value was sealed for.',
  references: ['https://github.com/bitnami/sealed-secrets#scopes'],
  credential: false,
  *check(repository) {
    const renderings = renderingsOf(repository);
    for (const { resource, scope, items } of sealedSecretsOf(repository)) {
      const { passage, document, node } = resource;
      if (scope === 'cluster-wide' || items.length === 0 || at(node, 'metadata', 'namespace')) continue;
      // A release fills in its own namespace.
      if (passage.role === 'helm-template' || document.templated) continue;
      const ways = renderings(passage.file.path);
      if (ways.length > 0 && ways.every((way) => renamed(resource, way).namespace !== undefined)) continue;
      yield fault(
        this.id,
        nameOf(resource),
        'has no namespace, and nothing in the repository gives it one',
        spanOf(document, at(node, 'metadata', 'name') ?? at(node, 'kind') ?? node),
        { confidence: tempered(passage, 'likely') },
      );
    }
  },
  bad: () => [
    {
      title: 'the namespace is nowhere',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: [|db|]
spec:
  encryptedData: {password: ${fakeSealed(1)}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'given by kustomize, Flux or Argo CD, or of no concern',
      files: {
        'a/kustomization.yaml': 'namespace: prod\nresources: [sealed.yaml]\n',
        'a/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db}
spec:
  encryptedData: {password: ${fakeSealed(2)}}
`,
        'argo.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: b, namespace: argocd}
spec:
  source: {repoURL: "https://git.acme.dev/gitops", path: b}
  destination: {namespace: prod, server: "https://kubernetes.default.svc"}
`,
        'b/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db}
spec:
  encryptedData: {password: ${fakeSealed(3)}}
`,
        'wide.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: any, annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}
spec:
  encryptedData: {password: ${fakeSealed(4)}}
`,
      },
    },
  ],
};
