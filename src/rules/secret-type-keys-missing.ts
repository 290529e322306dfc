import { fake } from '../fake.ts';
import { fieldFault } from '../fault.ts';
import { patchFilesOf } from '../model/kustomization.ts';
import { asScalar, at, pairsOf } from '../parser.ts';
import type { Resource } from '../resource.ts';
import type { Rule } from '../rule.ts';

/** https://kubernetes.io/docs/concepts/configuration/secret/#secret-types; of an inner list one key is enough. */
const required: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubernetes.io/dockercfg': [['.dockercfg']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/basic-auth': [['username', 'password']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
  'bootstrap.kubernetes.io/token': [['token-id'], ['token-secret']],
};

const serviceAccount = 'kubernetes.io/service-account-token';
const serviceAccountName = 'kubernetes.io/service-account.name';

/** Annotations of controllers that fill in keys later. */
const filledLater =
  /^(?:replicator\.v1\.mittwald\.de|secretgenerator\.mittwald\.de|reflector\.v1\.k8s\.emberstack\.com)\//;

export const secretTypeKeysMissing: Rule = {
  id: 'secret-type-keys-missing',
  title: 'A Secret lacks a key that its type requires',
  why: 'The API server checks the keys of built-in types and rejects the Secret, so that the Ingress, the image pull or the login that waits for it fails.',
  remedy: 'Add the missing key, or set the type to `Opaque` when the keys are meant to be others.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/#secret-types'],
  credential: false,
  *check(repository) {
    const patches = new Set(repository.passages.flatMap((passage) => [...patchFilesOf(passage)]));
    for (const resource of repository.resourcesOf('Secret')) {
      const type = asScalar(at(resource.node, 'type'));
      if (
        type?.value === serviceAccount &&
        isWhole(resource) &&
        !patches.has(resource.passage.file.path) &&
        !resource.annotations.has(serviceAccountName)
      ) {
        const sentence = `requires the annotation \`${serviceAccountName}\`, which the Secret does not have`;
        yield fieldFault(this.id, resource, 'type', sentence, type);
        continue;
      }
      const needs = type && Object.hasOwn(required, type.value) ? required[type.value]! : [];
      if (!type || needs.length === 0 || !isWhole(resource) || patches.has(resource.passage.file.path)) continue;
      const keys = keysOf(resource);
      if (keys.size === 0) continue;
      for (const choice of needs) {
        if (choice.some((key) => keys.has(key))) continue;
        const names = choice.map((key) => `\`${key}\``).join(' or ');
        yield fieldFault(this.id, resource, 'type', `requires ${names}, which the Secret does not have`, type);
      }
    }
  },
  bad: () => [
    {
      title: 'a TLS Secret without its key',
      files: {
        'tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: web-tls
type: [|kubernetes.io/tls|]
data:
  tls.crt: ${btoa(fake('certificate'))}
`,
      },
    },
    {
      title: 'a pull Secret under the wrong key',
      files: {
        'pull.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: pull
type: [|kubernetes.io/dockerconfigjson|]
stringData:
  config.json: '{"auths": {}}'
`,
      },
    },
    {
      title: 'a token of no ServiceAccount',
      files: {
        'token.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: ci
type: [|kubernetes.io/service-account-token|]
`,
      },
      also: ['sa-token-secret'],
    },
  ],
  good: () => [
    {
      title: 'all keys, no data yet, a template, a patch',
      also: ['sa-token-secret'],
      files: {
        'basic.yaml': `apiVersion: v1
kind: Secret
metadata: {name: basic}
type: kubernetes.io/basic-auth
stringData: {username: app}
---
apiVersion: v1
kind: Secret
metadata: {name: later}
type: kubernetes.io/tls
---
apiVersion: v1
kind: Secret
metadata:
  name: ci
  annotations: {kubernetes.io/service-account.name: ci}
type: kubernetes.io/service-account-token
`,
        'kustomization.yaml': `kind: Kustomization
apiVersion: kustomize.config.k8s.io/v1beta1
patches:
  - path: tls-patch.yaml
`,
        'tls-patch.yaml': `apiVersion: v1
kind: Secret
metadata: {name: web-tls}
type: kubernetes.io/tls
data: {tls.crt: ${btoa(fake('certificate'))}}
`,
      },
    },
  ],
};

/** False for templates, patches and Secrets that another controller completes: their keys are not all written here. */
function isWhole(resource: Resource): boolean {
  const { document, passage, annotations } = resource;
  if (resource.group !== '' || document.templated || passage.role === 'kustomization') return false;
  if (passage.within?.resource?.kind === 'Kustomization') return false;
  if (at(resource.node, '$patch')) return false;
  return ![...annotations.keys()].some((name) => filledLater.test(name));
}

function keysOf(resource: Resource): Set<string> {
  return new Set(
    ['data', 'stringData'].flatMap((field) => pairsOf(at(resource.node, field)).map(({ key }) => key.value)),
  );
}
