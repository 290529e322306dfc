import { exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import { fieldFault } from '../fault.ts';
import { asScalar, at, textAt } from '../parser.ts';
import type { Rule } from '../rule.ts';

const type = 'kubernetes.io/service-account-token';

export const saTokenSecret: Rule = {
  id: 'sa-token-secret',
  title: 'A Secret holds or asks for a service account token that never expires',
  why: 'A token of this kind is valid until the Secret is deleted, is not bound to a Pod, and is copied wherever the Secret is; tokens from the TokenRequest API end by themselves.',
  remedy:
    'Use `kubectl create token`, a projected token volume or workload identity; delete the Secret, which revokes the token, and rotate what it gave access to if it was readable.',
  references: [
    'https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#manually-create-an-api-token-for-a-serviceaccount',
  ],
  credential: false,
  outranks: [
    'plaintext-secret-manifest',
    'helm-template-secret-literal',
    'unsealed-secret-beside-sealed',
    'secret-dump-from-cluster',
    'plaintext-known-credential',
  ],
  *check(repository) {
    const held = repository
      .entriesAt('secret-data')
      .filter((entry) => entry.key === 'token' && textAt(entry.resource?.node, 'type') === type);
    for (const finding of exposures(
      repository,
      this.id,
      held,
      () => 'is a readable token of a service account and never expires',
    )) {
      // To ask for such a token is a habit; one that can be read is a leak on every level.
      yield { ...finding, atLeast: 'error' };
    }
    for (const resource of repository.resourcesOf('Secret')) {
      const node = asScalar(at(resource.node, 'type'));
      if (node?.value !== type || at(resource.node, 'data', 'token') || at(resource.node, 'stringData', 'token'))
        continue;
      yield fieldFault(this.id, resource, 'type', 'asks for a token that never expires', node);
    }
  },
  bad: () => [
    {
      title: 'a Secret that the controller fills',
      files: {
        'token.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: builder-token
  annotations:
    kubernetes.io/service-account.name: builder
type: [|kubernetes.io/service-account-token|]
`,
      },
    },
    {
      title: 'a filled one',
      files: {
        'token.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: builder-token
  annotations:
    kubernetes.io/service-account.name: builder
type: kubernetes.io/service-account-token
data:
  namespace: ${btoa('ci')}
  token: [|${btoa(fake('service-account-token'))}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a projected token',
      files: {
        'pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers: [{name: web, image: "acme/web:1"}]
  volumes:
    - name: token
      projected:
        sources:
          - serviceAccountToken: {path: token, audience: vault, expirationSeconds: 600}
`,
      },
    },
  ],
};
