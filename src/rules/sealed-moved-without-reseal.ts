import { fakeSealed } from '../fake-sealed.ts';
import { fault, tempered } from '../fault.ts';
import type { Naming } from '../model/kustomize-layers.ts';
import { changesOf, renderingsOf } from '../model/kustomize-names.ts';
import { differ, isPatched, labelsOf, labelText, type SealedLabel } from '../model/sealed-label.ts';
import {
  type SealedItem,
  type SealedSecret,
  sealedFor,
  sealedSecret,
  sealedSecretsOf,
} from '../model/sealed-secret.ts';
import { asScalar, at, type Node } from '../parser.ts';
import { subjectOf } from '../place.ts';
import { spanOf, stringMap } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { scopeOf } from '../sealing.ts';

const sealed = (
  name: string,
  namespace: string,
  seed: number,
  annotations = '',
): string => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: ${name}
  namespace: ${namespace}${annotations}
spec:
  encryptedData:
    password: ${fakeSealed(seed)}
`;

const templated = (name: string, namespace: string, seed: number, template: string): string =>
  `${sealed(name, namespace, seed)}  template:\n    metadata: ${template}\n`;

const unplaced = (name: string, seed: number): string => sealed(name, '', seed).replace(/ {2}namespace: \n/, '');

const flux = (namespace: string): string => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec: {path: ./apps, targetNamespace: ${namespace}}
`;

const patching = (namespace: string): string => `resources: [db.yaml]
patches:
  - target: {kind: SealedSecret}
    patch: |-
      - op: replace
        path: /metadata/namespace
        value: ${namespace}
`;

export const sealedMovedWithoutReseal: Rule = {
  id: 'sealed-moved-without-reseal',
  title: 'A SealedSecret got another name, namespace or scope and kept its sealed values',
  why: 'A value is sealed for one name and namespace, or for the scope that its annotation names. After the change the controller answers `no key could decrypt secret`; the Secret of before stays until it is pruned, so that it shows at the next rebuild at the latest.',
  remedy:
    'Seal the values again for the new name, namespace and scope, from the store of the plain ones or with `kubeseal --recovery-unseal` and the private key.',
  references: [
    'https://github.com/bitnami/sealed-secrets#scopes',
    'https://github.com/bitnami/sealed-secrets/issues/378',
    'https://github.com/bitnami/sealed-secrets/issues/480',
  ],
  credential: false,
  needs: 'base-commit',
  *check(repository) {
    const { base } = repository;
    if (!base) return;
    const before = new Map<string, Origin>();
    for (const resource of base.resources) {
      if (resource.passage.role === 'docs') continue;
      const old = sealedSecret(resource);
      const origin = originOf(base.naming, old);
      for (const item of old.items)
        if (item.value.ok) before.set(textOf(item), joined(origin, before.get(textOf(item))));
    }
    if (before.size === 0) return;
    const moved: Moved[] = [];
    const inPlace = new Set<string>();
    for (const now of sealedSecretsOf(repository)) {
      const labels = labelsOf(repository, now);
      const patched = isPatched(repository, now);
      const written = [labelWritten(now)];
      const items: SealedItem[] = [];
      for (const item of now.items) {
        const origin = before.get(textOf(item));
        if (!origin) continue;
        if (differ(origin.labels, patched ? [...labels, ...written] : labels)) items.push(item);
        else inPlace.add(textOf(item));
      }
      if (items.length > 0) moved.push({ now, labels, items });
    }
    for (const { now, labels, items: all } of moved) {
      // One that is still where it was has been copied: sealed-duplicate-ciphertext says so.
      const items = all.filter((item) => !inPlace.has(textOf(item)));
      const [item] = items;
      const origin = item && before.get(textOf(item));
      if (!item || !origin) continue;
      const { resource } = now;
      const [was, is] = [origin.labels[0]!, labels[0]!];
      const field = changed(now, was, is);
      const { node, called } = field ?? { node: item.node, called: `spec.encryptedData.${item.key}` };
      const changes = new Set(
        renderingsOf(repository)(resource.passage.file.path).flatMap((rendering) => changesOf(resource, rendering)),
      );
      const keys = items.map(({ key }) => `\`${key}\``).join(', ');
      yield fault(
        this.id,
        subjectOf(resource.passage, resource, called),
        `${field ? 'makes it' : 'is now for'} ${labelText(is)}, but ${keys} ${items.length === 1 ? 'is' : 'are'} as sealed for ${labelText(was)} in ${base.name} and can no longer be opened`,
        spanOf(resource.document, node),
        {
          confidence: tempered(resource.passage, origin.confirmed ? 'certain' : 'likely'),
          related: [
            ...[...changes].slice(0, maxRelated).map((span) => ({ span, note: 'gives it its name or namespace' })),
            ...items.slice(0, maxRelated).map(({ span }) => ({ span, note: 'the ciphertext did not change' })),
          ],
        },
      );
    }
  },
  bad: () => [
    {
      title: 'another namespace',
      base: { 'db.yaml': sealed('db', 'staging', 1) },
      files: { 'db.yaml': sealed('db', '[|prod|]', 1) },
    },
    {
      title: 'another name, in another file; its template says what it was sealed for',
      base: { 'apps/db.yaml': templated('db', 'prod', 2, '{name: db, namespace: prod}') },
      files: { 'apps/postgres.yaml': templated('[|postgres|]', 'prod', 2, '{name: postgres, namespace: prod}') },
    },
    {
      title: 'a wider scope, set by hand',
      base: { 'db.yaml': sealed('db', 'prod', 3) },
      files: {
        'db.yaml': sealed('db', 'prod', 3, '\n  annotations: {sealedsecrets.bitnami.com/cluster-wide: [|"true"|]}'),
      },
    },
    {
      title: 'the scope annotation left out',
      base: {
        'db.yaml': sealed('db', 'prod', 4, '\n  annotations: {sealedsecrets.bitnami.com/namespace-wide: "true"}'),
      },
      files: { 'db.yaml': sealed('db', 'prod', 4).replace('SealedSecret', '[|SealedSecret|]') },
    },
    {
      title: 'another namespace by kustomize',
      base: { 'db.yaml': sealed('db', 'prod', 5) },
      files: {
        'kustomization.yaml': 'namespace: staging\nresources: [db.yaml]\n',
        'db.yaml': sealed('db', 'any', 5)
          .replace(/namespace: any\n/, 'labels: {app: db}\n')
          .replace(/password: (\S+)/, 'password: [|$1|]'),
      },
    },
    {
      title: 'only the namespace of the kustomization changed',
      base: {
        'kustomization.yaml': 'namespace: staging\nresources: [db.yaml]\n',
        'db.yaml': unplaced('db', 20),
      },
      files: {
        'kustomization.yaml': 'namespace: prod\nresources: [db.yaml]\n',
        'db.yaml': unplaced('db', 20).replace(/password: (\S+)/, 'password: [|$1|]'),
      },
    },
    {
      title: 'a prefix from a component that is new',
      base: {
        'kustomization.yaml': 'resources: [db.yaml]\n',
        'db.yaml': sealed('db', 'prod', 21),
      },
      files: {
        'kustomization.yaml': 'resources: [db.yaml]\ncomponents: [new]\n',
        'new/kustomization.yaml': 'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnamePrefix: new-\n',
        'db.yaml': sealed('db', 'prod', 21).replace(/password: (\S+)/, 'password: [|$1|]'),
      },
      also: ['sealed-renamed-by-kustomize'],
    },
    {
      title: 'a Flux Kustomization with another target',
      base: { 'flux.yaml': flux('staging'), 'apps/db.yaml': unplaced('db', 22) },
      files: {
        'flux.yaml': flux('prod'),
        'apps/db.yaml': unplaced('db', 22).replace(/password: (\S+)/, 'password: [|$1|]'),
      },
    },
    {
      title: 'a patch with another namespace',
      base: { 'kustomization.yaml': patching('staging'), 'db.yaml': sealed('db', 'any', 23) },
      files: {
        'kustomization.yaml': patching('prod'),
        'db.yaml': sealed('db', 'any', 23).replace(/password: (\S+)/, 'password: [|$1|]'),
      },
      also: ['sealed-renamed-by-kustomize'],
    },
    {
      title: 'one of two values was sealed again',
      base: { 'db.yaml': `${sealed('db', 'staging', 6)}    user: ${fakeSealed(7)}\n` },
      files: { 'db.yaml': `${sealed('db', '[|prod|]', 6)}    user: ${fakeSealed(8)}\n` },
    },
  ],
  good: () => [
    {
      title: 'sealed again for the new namespace',
      base: { 'db.yaml': sealed('db', 'staging', 10) },
      files: { 'db.yaml': sealed('db', 'prod', 11) },
    },
    {
      title: 'moved to another file, another key, another order',
      base: { 'db.yaml': sealed('db', 'prod', 12) },
      files: { 'apps/db/sealed.yaml': sealed('db', 'prod', 12).replace('password:', 'db-password:') },
    },
    {
      title: 'corrected to what the template says it was sealed for',
      base: { 'db.yaml': templated('db', 'default', 13, '{name: db, namespace: prod}') },
      files: { 'db.yaml': templated('db', 'prod', 13, '{name: db, namespace: prod}') },
    },
    {
      title: 'the annotation that was missing, on a value that was sealed cluster-wide',
      base: {
        'db.yaml': templated('db', 'prod', 14, '{annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}'),
      },
      files: {
        'db.yaml': `${sealed('db', 'prod', 14, '\n  annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}')}  template:
    metadata: {annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}
`,
      },
    },
    {
      title: 'a wide scope allows another name or namespace',
      base: {
        'a.yaml': sealed('a', 'prod', 15, '\n  annotations: {sealedsecrets.bitnami.com/namespace-wide: "true"}'),
        'b.yaml': sealed('b', 'prod', 16, '\n  annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}'),
      },
      files: {
        'a.yaml': sealed('renamed', 'prod', 15, '\n  annotations: {sealedsecrets.bitnami.com/namespace-wide: "true"}'),
        'b.yaml': sealed('renamed', 'dev', 16, '\n  annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}'),
      },
    },
    {
      title: 'the namespace moved into the kustomization, and the prefix too',
      base: { 'db.yaml': sealed('prod-db', 'prod', 17) },
      files: {
        'kustomization.yaml': 'namespace: prod\nnamePrefix: prod-\nresources: [db.yaml]\n',
        'db.yaml': sealed('db', 'any', 17).replace(/\n {2}namespace: any/, ''),
      },
    },
    {
      title: 'copied: another rule says which one cannot open',
      base: { 'db.yaml': `# as it was\n${sealed('db', 'prod', 18)}` },
      files: { 'db.yaml': sealed('db', 'prod', 18), 'copy.yaml': sealed('db', 'dev', 18) },
    },
    {
      title: 'one more overlay, a kustomization that says the same in another way, and one that was wrong',
      base: {
        'a/kustomization.yaml': 'resources: [db.yaml]\n',
        'a/db.yaml': sealed('db', 'prod', 24),
        'b/kustomization.yaml': 'namespace: prod\nresources: [db.yaml]\n',
        'b/db.yaml': unplaced('db', 25),
        'c/kustomization.yaml': 'namePrefix: wrong-\nresources: [db.yaml]\n',
        'c/db.yaml': sealed('db', 'prod', 26),
      },
      files: {
        'a/kustomization.yaml': 'resources: [db.yaml]\n',
        'a/db.yaml': sealed('db', 'prod', 24),
        'staging/kustomization.yaml': 'namespace: staging\nresources: [../a]\n',
        'prod/kustomization.yaml': 'resources: [../a]\n',
        'b/kustomization.yaml': 'resources: [db.yaml]\n',
        'flux.yaml': flux('prod').replace('./apps', './b'),
        'b/db.yaml': unplaced('db', 25),
        'c/kustomization.yaml': 'resources: [db.yaml]\n',
        'c/db.yaml': sealed('db', 'prod', 26),
      },
    },
    {
      title: 'values that a patch of the overlay replaces',
      base: {
        'base/kustomization.yaml': 'resources: [db.yaml]\n',
        'base/db.yaml': unplaced('db', 27),
        'prod/kustomization.yaml': 'namespace: prod\nresources: [../base]\npatches: [{path: values.yaml}]\n',
        'prod/values.yaml': unplaced('db', 28),
      },
      files: {
        'base/kustomization.yaml': 'resources: [db.yaml]\n',
        'base/db.yaml': unplaced('db', 27),
        'prod/kustomization.yaml': 'namespace: shop\nresources: [../base]\npatches: [{path: values.yaml}]\n',
        'prod/values.yaml': unplaced('db', 29),
      },
    },
    {
      title: 'without a base commit there is nothing to compare with',
      files: { 'db.yaml': sealed('db', 'prod', 19) },
    },
  ],
};

const maxRelated = 10;

interface Moved {
  readonly now: SealedSecret;
  readonly labels: readonly SealedLabel[];
  readonly items: readonly SealedItem[];
}

/** What a ciphertext of the base commit may have been sealed for. */
interface Origin {
  readonly labels: readonly SealedLabel[];
  /** True where the template, which kubeseal writes, confirms what the SealedSecret says. */
  readonly confirmed: boolean;
}

function originOf(naming: Naming, old: SealedSecret): Origin {
  const { template } = old;
  const rendered = labelsOf(naming, old);
  const outer = labelWritten(old);
  const written: SealedLabel = {
    scope: scopeOf(stringMap(at(template, 'metadata', 'annotations'))),
    ...sealedFor(old),
  };
  // As it stands in its file it may have been right, and what was around it wrong.
  const labels = [...rendered, { ...outer, namespace: outer.namespace ?? rendered[0]?.namespace }];
  if (template && at(template, 'metadata'))
    labels.push({ ...written, namespace: written.namespace ?? rendered[0]?.namespace });
  const confirmed = at(template, 'metadata', 'name') !== undefined && !differ(rendered, [written]);
  return { labels, confirmed };
}

function joined(one: Origin, other: Origin | undefined): Origin {
  if (!other) return one;
  return { labels: [...one.labels, ...other.labels], confirmed: one.confirmed && other.confirmed };
}

function labelWritten({ resource, scope }: SealedSecret): SealedLabel {
  return { scope, namespace: resource.namespace, name: resource.name };
}

/** The field that changed, where the file still has it. */
function changed(
  { resource }: SealedSecret,
  was: SealedLabel,
  is: SealedLabel,
): { readonly node: Node; readonly called: string } | undefined {
  const metadata = at(resource.node, 'metadata');
  if (was.scope !== is.scope) {
    const annotation = `sealedsecrets.bitnami.com/${is.scope}`;
    const node = at(metadata, 'annotations', annotation);
    if (node) return { node, called: `metadata.annotations.${annotation}` };
    const kind = at(resource.node, 'kind');
    return kind && { node: kind, called: 'metadata.annotations' };
  }
  for (const field of ['namespace', 'name'] as const) {
    const node = asScalar(at(metadata, field));
    if (node && was[field] !== undefined && was[field] !== is[field] && node.value === is[field]) {
      return { node, called: `metadata.${field}` };
    }
  }
  return undefined;
}

function textOf(item: SealedItem): string {
  return item.node.value.replace(/[\r\n]/g, '');
}
