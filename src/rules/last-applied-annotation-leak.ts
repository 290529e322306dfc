import { exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Fix } from '../fix.ts';
import { withoutPair } from '../map-edit.ts';
import { asMap, at, type MapNode } from '../parser.ts';
import type { Holder, Passage, Resource } from '../resource.ts';
import type { Rule } from '../rule.ts';

/** Of `kubectl apply`, and of kubecfg, which kept it under its own name. */
const annotations: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubecfg.ksonnet.io/last-applied-configuration',
]);

export const lastAppliedAnnotationLeak: Rule = {
  id: 'last-applied-annotation-leak',
  title: 'The last-applied annotation repeats a credential in clear text',
  why: '`kubectl apply` keeps the whole object, `stringData` included, in this annotation. Exported or sealed with it, the object carries the plain value along, even where the data itself is encrypted.',
  remedy:
    'Rotate the credential, strip the annotation (`kubectl annotate --overwrite` with a trailing `-`, or `kubectl create` in place of `apply`) and seal the object again.',
  fix: 'Takes the annotation out of the file. The credential stays in the history of the repository: rotate it.',
  references: [
    'https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/',
    'https://github.com/bitnami/sealed-secrets/issues/227',
  ],
  credential: true,
  outranks: [
    'argocd-credential-plain',
    'bootstrap-or-join-token',
    'gitops-inline-values-secret',
    'registry-credentials-plain',
    'sa-token-secret',
    'kubeconfig-tracked',
    'encryption-config-inline-key',
    'secret-in-args',
    'secret-in-configmap',
    'secret-in-env-value',
    'unsealed-secret-beside-sealed',
    'secret-dump-from-cluster',
  ],
  *check(repository) {
    const fixes = new Map<Holder, Fix | undefined>();
    for (const entry of repository.entries) {
      const holder = holderOf(entry.passage);
      if (!holder) continue;
      const found = exposures(repository, this.id, [entry], () => 'is readable in the last-applied annotation');
      for (const finding of found) {
        if (!fixes.has(holder)) fixes.set(holder, fixOf(holder));
        const fix = fixes.get(holder);
        yield fix ? { ...finding, fix } : finding;
      }
    }
  },
  bad: () => [
    {
      title: 'of a Secret, each key at its own place',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, "data": {"password": [|"${btoa(fake('password'))}"|]}, "stringData": {"token": [|"${fake('password', 2)}"|]}}
type: Opaque
`,
      },
    },
    {
      title: 'as kubecfg calls it',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
  annotations:
    kubecfg.ksonnet.io/last-applied-configuration: '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, "stringData": {"password": [|"${fake('password', 4)}"|]}}'
`,
      },
    },
    {
      title: 'in the template of a SealedSecret, with escaped quotes',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: db
  namespace: prod
spec:
  encryptedData:
    password: ${fake('sealed-value')}
  template:
    metadata:
      name: db
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: "{\\"apiVersion\\":\\"v1\\",\\"kind\\":\\"Secret\\",\\"metadata\\":{\\"name\\":\\"db\\"},\\"stringData\\":{\\"password\\":[|\\"${fake('password', 3)}\\"|]}}\\n"
`,
      },
    },
  ],
  good: () => [
    {
      title: 'an annotation that repeats a sealed value or no data',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: db
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"bitnami.com/v1alpha1","kind":"SealedSecret","metadata":{"name":"db"},"spec":{"encryptedData":{"password":"${fake('sealed-value')}"}}}
spec:
  encryptedData:
    password: ${fake('sealed-value')}
`,
        'web.yaml': `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[{"port":80}]}}
spec: {ports: [{port: 80}]}
`,
      },
    },
  ],
};

function holderOf(passage: Passage): Holder | undefined {
  for (let at: Passage | undefined = passage; at; at = at.within?.passage) {
    if (at.within && annotations.has(at.within.path.at(-1) ?? '')) return at.within;
  }
  return undefined;
}

/** Takes the annotation out, and `annotations` with it where nothing else is in there. */
function fixOf({ resource, path }: Holder): Fix | undefined {
  if (!resource) return undefined;
  const annotation = path.at(-1)!;
  const all = asMap(at(resource.node, ...path.slice(0, -1)));
  const metadata = asMap(at(resource.node, ...path.slice(0, -2)));
  if (!all || !metadata || path.length < 3) return undefined;
  const edit = all.pairs.length > 1 ? without(resource, all, annotation) : without(resource, metadata, path.at(-2)!);
  return edit && { description: `Remove the annotation ${annotation}`, edits: [edit] };
}

function without({ node, document }: Resource, map: MapNode, key: string) {
  const pair = map.pairs.find((each) => each.key.value === key);
  const isOwn = map.start >= node.start && map.end <= node.end;
  return pair && isOwn ? withoutPair(document, map, pair) : undefined;
}
