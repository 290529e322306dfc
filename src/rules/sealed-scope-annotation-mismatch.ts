import { fakeSealed } from '../fake-sealed.ts';
import { fieldFault } from '../fault.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import { nearest } from '../nearest.ts';
import { asScalar, at, type Node, type Pair, pairsOf } from '../parser.ts';
import { stringMap } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { scopeAnnotations, scopeOf } from '../sealing.ts';

export const sealedScopeAnnotationMismatch: Rule = {
  id: 'sealed-scope-annotation-mismatch',
  title: 'The scope annotations of a SealedSecret contradict each other',
  why: 'kubeseal writes the scope both on the SealedSecret and into its template, with the value `"true"`. The controller decides by the outer annotation alone. Where the two differ, the value is another word, or a name does not exist, somebody edited by hand, and the values most likely cannot be opened under the scope that now counts.',
  remedy: 'Seal again with `--scope`, which writes both annotations, instead of editing them.',
  references: [
    'https://github.com/bitnami/sealed-secrets#scopes',
    'https://github.com/bitnami/sealed-secrets/issues/315',
  ],
  credential: false,
  *check(repository) {
    for (const sealed of sealedSecretsOf(repository)) {
      const { resource, scope, template } = sealed;
      const inner = at(template, 'metadata', 'annotations');
      const innerScope = scopeOf(stringMap(inner));
      const outer = at(resource.node, 'metadata', 'annotations');
      let told = false;
      for (const { key, value, meant } of misspelt(outer)) {
        told = true;
        const sentence = `does not exist, so that the scope stays ${scope}; did you mean ${meant}: "true"?`;
        yield fieldFault(this.id, resource, `metadata.annotations.${key.value}`, sentence, value);
      }
      const [widest, other] = Object.keys(scopeAnnotations).map((name) => asScalar(at(outer, name)));
      if (widest?.value === 'true' && other?.value === 'true') {
        told = true;
        yield fieldFault(
          this.id,
          resource,
          `metadata.annotations.${Object.keys(scopeAnnotations)[1]}`,
          'stands beside the cluster-wide one, which alone counts',
          other,
          { confidence: 'likely' },
        );
      }
      for (const [name, wanted] of Object.entries(scopeAnnotations)) {
        const node = asScalar(at(outer, name));
        if (!node || node.templated) continue;
        const called = `metadata.annotations.${name}`;
        if (node.value === 'true' && node.style === 'plain') {
          told = true;
          yield fieldFault(
            this.id,
            resource,
            called,
            'is a YAML boolean: annotations are strings, and the API server rejects it',
            node,
          );
        } else if (node.value !== 'true' && node.value !== 'false') {
          told = true;
          yield fieldFault(this.id, resource, called, `is not \`"true"\`, so that the scope stays ${scope}`, node);
        } else if (scope === wanted && innerScope !== scope && innerScope !== 'strict') {
          told = true;
          yield fieldFault(this.id, resource, called, `says ${scope}, the template says ${innerScope}`, node, {
            confidence: 'likely',
          });
        } else if (scope === wanted && innerScope === 'strict' && isCopied(template)) {
          told = true;
          yield fieldFault(
            this.id,
            resource,
            called,
            `says ${scope}, the template that kubeseal wrote says strict`,
            node,
            { confidence: 'possible' },
          );
        }
      }
      if (told || innerScope === 'strict' || scope !== 'strict') continue;
      const name = Object.keys(scopeAnnotations).find((each) => scopeAnnotations[each] === innerScope)!;
      const node = at(inner, name);
      if (!node) continue;
      const called = `spec.template.metadata.annotations.${name}`;
      yield fieldFault(this.id, resource, called, `says ${innerScope}, but the SealedSecret itself is strict`, node, {
        confidence: 'likely',
      });
    }
  },
  bad: () => [
    {
      title: 'only the template is wide',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  namespace: prod
spec:
  encryptedData: {password: ${fakeSealed(1)}}
  template:
    metadata:
      name: app
      namespace: prod
      annotations:
        sealedsecrets.bitnami.com/cluster-wide: [|"true"|]
`,
      },
    },
    {
      title: 'another word, a boolean, and two scopes',
      files: {
        'word.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  annotations:
    sealedsecrets.bitnami.com/cluster-wide: [|"yes"|]
spec:
  encryptedData: {password: ${fakeSealed(2)}}
`,
        'boolean.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  annotations:
    sealedsecrets.bitnami.com/namespace-wide: [|true|]
spec:
  encryptedData: {password: ${fakeSealed(3)}}
`,
        'two.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  annotations:
    sealedsecrets.bitnami.com/cluster-wide: [|"true"|]
spec:
  encryptedData: {password: ${fakeSealed(4)}}
  template:
    metadata:
      annotations:
        sealedsecrets.bitnami.com/namespace-wide: "true"
`,
      },
    },
    {
      title: 'annotations that do not exist, and both that do',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: a
  annotations:
    sealedsecrets.bitnami.com/clusterwide: [|"true"|]
spec:
  encryptedData: {password: ${fakeSealed(7)}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: b
  annotations:
    sealedsecret.bitnami.com/namespacewide: [|"true"|]
    bitnami.com/namespace-wide: [|"true"|]
spec:
  encryptedData: {password: ${fakeSealed(8)}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: c
  annotations:
    sealedsecrets.bitnami.com/scope: [|cluster-wide|]
spec:
  encryptedData: {password: ${fakeSealed(9)}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: d
  annotations:
    sealedsecrets.bitnami.com/cluster-wide: "true"
    sealedsecrets.bitnami.com/namespace-wide: [|"true"|]
spec:
  encryptedData: {password: ${fakeSealed(10)}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'other annotations of the controller, and of others',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  annotations:
    sealedsecrets.bitnami.com/managed: "true"
    sealedsecrets.bitnami.com/patch: "true"
    sealedsecrets.bitnami.com/skip-set-owner-references: "true"
    sealedsecrets.bitnami.com/scope: strict
    example.org/cluster: "true"
    sealing.example.org/namespace: prod
    cluster-wide: "no"
spec:
  encryptedData: {password: ${fakeSealed(11)}}
`,
      },
    },
    {
      title: 'as kubeseal writes them, and as one writes them for --raw',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  annotations:
    sealedsecrets.bitnami.com/cluster-wide: "true"
spec:
  encryptedData: {password: ${fakeSealed(5)}}
  template:
    metadata:
      name: app
      annotations:
        sealedsecrets.bitnami.com/cluster-wide: "true"
        sealedsecrets.bitnami.com/managed: "true"
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: raw
  annotations: {sealedsecrets.bitnami.com/namespace-wide: "true"}
spec:
  encryptedData: {password: ${fakeSealed(6)}}
  template: {type: Opaque}
`,
      },
    },
  ],
};

/** A template with name and namespace is the copy that kubeseal makes, with the annotations it sealed for. */
function isCopied(template: Parameters<typeof at>[0]): boolean {
  return at(template, 'metadata', 'name') !== undefined && at(template, 'metadata', 'namespace') !== undefined;
}

const domain = 'sealedsecrets.bitnami.com';
const others = ['managed', 'patch', 'skip-set-owner-references'];

/** Annotations that are meant to set the scope by their name, and do not. */
function* misspelt(annotations: Node | undefined): Iterable<Pair & { readonly meant: string }> {
  for (const pair of pairsOf(annotations)) {
    const name = pair.key.value;
    const slash = name.lastIndexOf('/');
    if (Object.hasOwn(scopeAnnotations, name)) continue;
    const said = name.slice(slash + 1).toLowerCase();
    const value = asScalar(pair.value)?.value ?? '';
    const scopes: readonly string[] = Object.values(scopeAnnotations);
    // Under a domain of their own others may keep what they like.
    const by = name.slice(0, Math.max(slash, 0));
    if (nearest(by, [domain]) === undefined && !(/seal|bitnami/i.test(by) && scopes.includes(said))) continue;
    // `sealedsecrets.bitnami.com/scope` was announced once and never came.
    const meant =
      said === 'scope'
        ? scopes.find((scope) => value.startsWith(scope.split('-')[0]!))
        : (nearest(said, [...scopes, ...others]) ?? scopes.find((scope) => said.startsWith(scope.split('-')[0]!)));
    if (meant !== undefined && !others.includes(meant)) yield { ...pair, meant: `${domain}/${meant}` };
  }
}
