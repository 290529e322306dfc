import { fake } from '../fake.ts';
import { fault, fieldFault, tempered } from '../fault.ts';
import { externalSecretsOf } from '../model/external-secret.ts';
import { generatorsOf, patchFilesOf } from '../model/kustomization.ts';
import { missingKeys } from '../model/secret-type.ts';
import { asScalar, at, itemsOf, type Node, pairsOf, textAt } from '../parser.ts';
import { type Resource, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

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
      if (!type || !isWhole(resource) || patches.has(resource.passage.file.path)) continue;
      const keys = keysOf(resource);
      if (keys.size === 0) continue;
      for (const names of missingKeys(type.value, keys)) {
        yield fieldFault(this.id, resource, 'type', `requires ${names}, which the Secret does not have`, type);
      }
    }
    for (const passage of repository.passages) {
      for (const { kind, name, type, behavior, files, envs, literals, document } of generatorsOf(passage)) {
        // What is merged into another generator has keys from there; those of an env file stand in it.
        if (kind !== 'Secret' || !type || envs.length > 0 || behavior === 'merge' || document.templated) continue;
        const keys = new Set([
          ...files.flatMap(({ key }) => key ?? []),
          ...literals.map(({ value }) => value.replace(/=[\s\S]*$/, '')),
        ]);
        if (keys.size === 0) continue;
        for (const names of missingKeys(type.value, keys)) {
          const sentence = `requires ${names}, which the generator does not give`;
          const confidence = tempered(passage, 'certain');
          yield fault(this.id, `secretGenerator ${name ?? '(unnamed)'} type`, sentence, spanOf(document, type), {
            confidence,
          });
        }
      }
    }
    for (const { resource, spec, path } of externalSecretsOf(repository)) {
      const type = asScalar(at(spec, 'target', 'template', 'type'));
      const keys = type && keysMadeBy(spec);
      // What stands in braces is the operator's own template, but in a chart.
      if (!type || !keys || (resource.document.templated && resource.passage.role === 'helm-template')) continue;
      for (const names of missingKeys(type.value, keys)) {
        const sentence = `requires ${names}, which is neither fetched nor in the template`;
        yield fieldFault(this.id, resource, `${path}.target.template.type`, sentence, type);
      }
    }
  },
  bad: () => [
    {
      title: 'a generator of kustomize, and templates of the External Secrets Operator',
      files: {
        'kustomization.yaml': `secretGenerator:
  - name: web
    type: [|kubernetes.io/tls|]
    files: [tls.crt, certs/web.key]
`,
        'external.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: pull}
spec:
  secretStoreRef: {name: s, kind: ClusterSecretStore}
  target: {template: {type: [|kubernetes.io/dockerconfigjson|]}}
  data: [{secretKey: dockerconfigjson, remoteRef: {key: pull}}]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: web}
spec:
  secretStoreRef: {name: s, kind: ClusterSecretStore}
  target:
    template:
      type: [|kubernetes.io/tls|]
      data: {tls.crt: "{{ .crt }}"}
  data: [{secretKey: tls.key, remoteRef: {key: k}}, {secretKey: crt, remoteRef: {key: c}}]
`,
      },
      also: ['eso-store-dangling'],
    },
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
      title: 'generators and ExternalSecrets with all keys, and those whose keys stand elsewhere',
      files: {
        'kustomization.yaml': `secretGenerator:
  - name: web
    type: kubernetes.io/tls
    files: [certs/tls.crt, tls.key=certs/web.key]
  - name: pull
    type: kubernetes.io/dockerconfigjson
    behavior: merge
    literals: [mirror=r.acme.dev]
  - name: login
    type: kubernetes.io/basic-auth
    envs: [login.env]
`,
        'external.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: all}
spec:
  secretStoreRef: {name: s, kind: ClusterSecretStore}
  target: {template: {type: kubernetes.io/tls}}
  dataFrom: [{extract: {key: web}}]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: merged}
spec:
  secretStoreRef: {name: s, kind: ClusterSecretStore}
  target:
    template:
      type: kubernetes.io/tls
      mergePolicy: Merge
      data: {tls.crt: "{{ .crt }}"}
  data: [{secretKey: tls.key, remoteRef: {key: k}}, {secretKey: crt, remoteRef: {key: c}}]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: from}
spec:
  secretStoreRef: {name: s, kind: ClusterSecretStore}
  target: {template: {type: kubernetes.io/tls, templateFrom: [{configMap: {name: t, items: [{key: tls.crt}]}}]}}
  data: [{secretKey: crt, remoteRef: {key: c}}]
`,
      },
      also: ['eso-store-dangling'],
    },
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

/**
 * The keys of the Secret that an ExternalSecret makes; undefined where the store or another object decides on them, or
 * another Secret is added to. https://external-secrets.io/latest/guides/templating/
 */
function keysMadeBy(spec: Node): ReadonlySet<string> | undefined {
  const template = at(spec, 'target', 'template');
  if (at(template, 'templateFrom') || textAt(spec, 'target', 'creationPolicy') === 'Merge') return undefined;
  const made = pairsOf(at(template, 'data')).map(({ key }) => key.value);
  const isWhole = made.length > 0 && textAt(template, 'mergePolicy') !== 'Merge';
  if (!isWhole && at(spec, 'dataFrom')) return undefined;
  const fetched = isWhole ? [] : itemsOf(at(spec, 'data')).flatMap((item) => textAt(item, 'secretKey') ?? []);
  return made.length + fetched.length > 0 ? new Set([...made, ...fetched]) : undefined;
}

function keysOf(resource: Resource): Set<string> {
  return new Set(
    ['data', 'stringData'].flatMap((field) => pairsOf(at(resource.node, field)).map(({ key }) => key.value)),
  );
}
