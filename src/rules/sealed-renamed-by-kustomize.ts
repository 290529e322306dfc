import { fakeSealed } from '../fake-sealed.ts';
import { fault, tempered } from '../fault.ts';
import type { Finding } from '../finding.ts';
import { changesOf, type Rendering, renamed, renderingsOf, unknownChangesOf } from '../model/kustomize-names.ts';
import { type SealedSecret, sealedFor, sealedSecretsOf } from '../model/sealed-secret.ts';
import { asScalar, at } from '../parser.ts';
import { subjectOf } from '../place.ts';
import { spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import type { Span } from '../text.ts';

export const sealedRenamedByKustomize: Rule = {
  id: 'sealed-renamed-by-kustomize',
  title: 'kustomize gives a SealedSecret another name or namespace than it was sealed for',
  why: 'A strict value opens only under the name and namespace it was sealed for. `namePrefix`, `nameSuffix`, `namespace`, patches of them, components, transformers, replacements and Flux `targetNamespace` change both after sealing, and the controller answers `no key could decrypt secret`.',
  remedy:
    'Seal for the final name and namespace in each overlay, or seal with `--scope namespace-wide` (name may change) or `cluster-wide` (both may).',
  references: [
    'https://github.com/bitnami/sealed-secrets/issues/297',
    'https://github.com/bitnami/sealed-secrets#scopes',
  ],
  credential: false,
  *check(repository) {
    const renderings = renderingsOf(repository);
    for (const sealed of sealedSecretsOf(repository)) {
      const { resource, scope } = sealed;
      if (scope === 'cluster-wide' || sealed.items.length === 0) continue;
      const ways = renderings(resource.passage.file.path);
      const broken = ways.filter((each) => breaks(sealed, each));
      const [first] = broken;
      if (!first) {
        const spans = new Set(ways.flatMap((each) => unknownChangesOf(resource, each)));
        if (spans.size > 0) yield notFollowed(this.id, sealed, [...spans]);
        continue;
      }
      const becomes = renamed(resource, first);
      const node = asScalar(at(resource.node, 'metadata', 'name')) ?? at(resource.node, 'kind') ?? resource.node;
      const spans = new Set(broken.flatMap((each) => changesOf(resource, each)));
      yield fault(
        this.id,
        subjectOf(resource.passage, resource, 'metadata.name'),
        `becomes ${becomes.namespace ?? '(any)'}/${becomes.name ?? '(unnamed)'}, but was sealed for ${written(sealed)}`,
        spanOf(resource.document, node),
        {
          confidence: tempered(resource.passage, 'likely'),
          related: [...spans]
            .slice(0, maxRelated)
            .map((span) => ({ span, note: 'changes the name or namespace here' })),
        },
      );
    }
  },
  bad: () => [
    {
      title: 'transformers in files of their own and in place, and a name that replacements copy',
      files: {
        'a/kustomization.yaml': `resources: [sealed.yaml]
transformers: [prefix.yaml]
`,
        'a/prefix.yaml': `apiVersion: builtin
kind: PrefixTransformer
metadata: {name: prefix}
prefix: prod-
fieldSpecs: [{path: metadata/name}]
`,
        'a/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: [|db|]
  namespace: prod
spec:
  encryptedData: {password: ${fakeSealed(32)}}
`,
        'b/kustomization.yaml': `resources: [sealed.yaml]
transformers:
  - |-
    apiVersion: builtin
    kind: NamespaceTransformer
    metadata: {name: ns, namespace: staging}
`,
        'b/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: [|web|]
  namespace: prod
spec:
  encryptedData: {password: ${fakeSealed(33)}}
`,
        'c/kustomization.yaml': `resources: [sealed.yaml, names.yaml]
replacements:
  - source: {kind: ConfigMap, name: names, fieldPath: data.secret}
    targets:
      - select: {kind: SealedSecret, name: api}
        fieldPaths: [metadata.name]
  - path: more.yaml
`,
        'c/more.yaml': `source: {kind: ConfigMap, name: names, fieldPath: data.namespace}
targets:
  - select: {kind: SealedSecret, name: job}
    fieldPaths: [metadata.namespace]
`,
        'c/names.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: names}
data: {secret: api-v2, namespace: staging}
`,
        'c/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: [|api|]
  namespace: prod
spec:
  encryptedData: {password: ${fakeSealed(34)}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: [|job|]
  namespace: prod
spec:
  encryptedData: {password: ${fakeSealed(35)}}
`,
        'd/kustomization.yaml': 'resources: [sealed.yaml]\ntransformers: [patch.yaml]\n',
        'd/patch.yaml': `apiVersion: builtin
kind: PatchTransformer
metadata: {name: rename}
patch: '[{"op": "replace", "path": "/metadata/name", "value": "mail-v2"}]'
target: {kind: SealedSecret}
`,
        'd/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: [|mail|]
  namespace: prod
spec:
  encryptedData: {password: ${fakeSealed(36)}}
`,
      },
    },
    {
      title: 'a prefix',
      files: {
        'base/kustomization.yaml': 'resources: [sealed.yaml]\n',
        'base/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: [|db|]
  namespace: prod
spec:
  encryptedData: {password: ${fakeSealed(1)}}
  template:
    metadata: {name: db, namespace: prod}
`,
        'overlays/prod/kustomization.yaml': 'namePrefix: prod-\nresources: [../../base]\n',
      },
    },
    {
      title: 'another namespace, by kustomize or by Flux',
      files: {
        'a/kustomization.yaml': 'namespace: staging\nresources:\n  - sealed.yaml\n',
        'a/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: [|db|]
spec:
  encryptedData: {password: ${fakeSealed(2)}}
  template:
    metadata: {name: db, namespace: prod}
`,
        'flux.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: b, namespace: flux-system}
spec:
  path: ./b
  targetNamespace: staging
`,
        'b/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: [|token|]
  namespace: prod
spec:
  encryptedData: {token: ${fakeSealed(3)}}
`,
      },
    },
    {
      title: 'a component that is used beside it',
      files: {
        'kustomization.yaml': 'resources: [sealed.yaml]\ncomponents: [components/staging]\n',
        'components/staging/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
components: [../named]
`,
        'components/named/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
nameSuffix: -staging
`,
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: [|db|], namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(8)}}
`,
      },
    },
    {
      title: 'JSON patches, in place and in a file',
      files: {
        'kustomization.yaml': `resources: [a.yaml, b.yaml, c.yaml, d.yaml]
patches:
  - target: {kind: Sealed.*, name: a}
    patch: |
      - op: replace
        path: /metadata/namespace
        value: staging
  - target: {name: d}
    patch: '- {op: replace, path: /metadata/name, value: other}'
  - target: {group: bitnami.com, kind: SealedSecret, name: b}
    path: rename.yaml
`,
        'rename.yaml': '- op: replace\n  path: /metadata/name\n  value: other\n',
        'a.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: [|a|], namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(9)}}
`,
        'b.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: [|b|], namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(10)}}
`,
        'c.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: c, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(11)}}
`,
        'd.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: [|d|], namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(15)}}
`,
        'flux.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  path: ./apps
  patches:
    - target: {kind: SealedSecret}
      patch: |
        - op: replace
          path: /metadata/namespace
          value: staging
`,
        'apps/e.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: [|e|], namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(16)}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'transformers for other kinds, and one that keeps the namespace; a replacement of another field',
      files: {
        'a/kustomization.yaml': `resources: [sealed.yaml]
transformers: [prefix.yaml, namespace.yaml, bare.yaml]
replacements:
  - source: {kind: ConfigMap, name: names, fieldPath: data.team}
    targets:
      - select: {kind: SealedSecret}
        fieldPaths: [metadata.labels.team]
      - select: {kind: Deployment}
        fieldPaths: [metadata.name]
`,
        'a/prefix.yaml': `apiVersion: builtin
kind: PrefixTransformer
metadata: {name: prefix}
prefix: prod-
fieldSpecs: [{kind: Deployment, path: metadata/name}]
`,
        'a/bare.yaml': 'apiVersion: builtin\nkind: SuffixTransformer\nmetadata: {name: bare}\nsuffix: -v2\n',
        'a/namespace.yaml': 'apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: ns, namespace: prod}\n',
        'a/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: db
  namespace: prod
spec:
  encryptedData: {password: ${fakeSealed(31)}}
  template:
    metadata: {name: db, namespace: prod}
`,
      },
    },
    {
      title: 'patches that give it the name it was sealed for, or that are for something else',
      files: {
        'kustomization.yaml': `resources: [a.yaml, b.yaml]
namePrefix: prod-
patches:
  - target: {kind: SealedSecret, name: a}
    patch: '[{"op": "replace", "path": "/metadata/name", "value": "db"}]'
  - target: {kind: Deployment}
    patch: '[{"op": "replace", "path": "/metadata/namespace", "value": "staging"}]'
`,
        'a.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: a, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(12)}}
  template: {metadata: {name: prod-db, namespace: prod}}
`,
        'b.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: b, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(13)}}
  template: {metadata: {name: prod-b, namespace: prod}}
`,
      },
    },
    {
      title: 'a component that another kustomization uses',
      files: {
        'kustomization.yaml': 'resources: [sealed.yaml]\n',
        'staging/kustomization.yaml': 'resources: [deployment.yaml]\ncomponents: [../named]\n',
        'named/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
nameSuffix: -staging
`,
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(14)}}
`,
      },
    },
    {
      title: 'sealed for the final name, or for any',
      files: {
        'kustomization.yaml': 'namespace: prod\nnamePrefix: prod-\nresources: [sealed.yaml, wide.yaml]\n',
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db}
spec:
  encryptedData: {password: ${fakeSealed(4)}}
  template:
    metadata: {name: prod-db, namespace: prod}
`,
        'wide.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: any, annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}
spec:
  encryptedData: {password: ${fakeSealed(5)}}
  template:
    metadata: {name: any, annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}
`,
      },
    },
    {
      title: 'the overlay replaces the values',
      files: {
        'base/kustomization.yaml': 'resources: [sealed.yaml]\n',
        'base/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: base}
spec:
  encryptedData: {password: ${fakeSealed(6)}}
`,
        'prod/kustomization.yaml': 'namespace: prod\nresources: [../base]\npatches:\n  - path: db.yaml\n',
        'prod/db.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db}
spec:
  encryptedData: {password: ${fakeSealed(7)}}
`,
      },
    },
  ],
};

const maxRelated = 10;

/** The build copies a name or namespace from another object: whether the values open under it is not known here. */
function notFollowed(rule: string, sealed: SealedSecret, spans: readonly Span[]): Finding {
  const { resource } = sealed;
  const node = asScalar(at(resource.node, 'metadata', 'name')) ?? at(resource.node, 'kind') ?? resource.node;
  return fault(
    rule,
    subjectOf(resource.passage, resource, 'metadata.name'),
    `gets a name or namespace that only the build of kustomize knows, but was sealed for ${written(sealed)}`,
    spanOf(resource.document, node),
    {
      confidence: 'possible',
      related: spans.slice(0, maxRelated).map((span) => ({ span, note: 'changes the name or namespace here' })),
    },
  );
}

function breaks(sealed: SealedSecret, rendering: Rendering): boolean {
  // A patch may put the right values or scope in; what it does exactly is not followed.
  if (/SealedSecret|encryptedData/.test(rendering.contents)) return false;
  if (changesOf(sealed.resource, rendering).length === 0) return false;
  const target = sealedFor(sealed);
  const becomes = renamed(sealed.resource, rendering);
  if (target.namespace !== undefined && becomes.namespace !== undefined && target.namespace !== becomes.namespace)
    return true;
  if (sealed.scope !== 'strict') return false;
  return target.name !== undefined && becomes.name !== undefined && target.name !== becomes.name;
}

function written(sealed: SealedSecret): string {
  const { name, namespace } = sealedFor(sealed);
  return `${namespace ?? '(any)'}/${name ?? '(unnamed)'}`;
}
