import { fault, fieldFault, tempered } from '../fault.ts';
import { asScalar } from '../parser.ts';
import { type Resource, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { leaves } from '../walk.ts';

/** Placeholders of argocd-vault-plugin: `<path:kv/data/app#password#2>`. */
const inline = /<path:[^<>#\n]{1,300}#[^<>\n]{1,200}>/;
const plugin = /argocd-vault-plugin|^avp(?:-|$)|(?:^|-)vals(?:-|$)/;
/** `<path:` in base64. */
const encoded = 'PHBhdGg6';
const signs = ['avp', 'argocd-vault-plugin', 'vals', '<path:', encoded] as const;

export const manifestTimeInjection: Rule = {
  id: 'manifest-time-injection',
  title: 'Argo CD fills secrets into manifests',
  why: 'A plugin that replaces placeholders while manifests are generated puts every value into the repo-server and, in clear text, into the Redis cache of Argo CD. The project warns against it: whoever can read the cache or run a plugin reads all secrets.',
  remedy:
    'Let an operator in the destination cluster create the Secret (External Secrets, Vault Secrets Operator, CSI driver) and keep only its reference in Git.',
  references: [
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/secret-management/',
    'https://argocd-vault-plugin.readthedocs.io/en/stable/howitworks/',
  ],
  credential: false,
  *check(repository) {
    const told = new Map<string, number>();
    const found: (Placeholder & { readonly resource: Resource })[] = [];
    for (const resource of repository.resources) {
      if (resource.passage.role === 'docs' || resource.kind === 'CustomResourceDefinition') continue;
      if (!signs.some((sign) => resource.passage.text.holds(sign))) continue;
      const place = placeholderIn(resource);
      if (!place) continue;
      const path = resource.passage.file.path;
      const count = told.get(path) ?? 0;
      told.set(path, count + 1);
      if (count === 0) found.push({ resource, ...place });
    }
    for (const passage of repository.passages) {
      if (passage.role !== 'helm-values' || passage.within || !passage.text.holds('<path:')) continue;
      const path = passage.file.path;
      for (const document of passage.parsed.documents) {
        const first = told.has(path) ? undefined : leaves(document.root).find(({ node }) => inline.test(node.value));
        if (!first) continue;
        told.set(path, 1);
        const sentence = `is filled in by ${avp} when Argo CD renders`;
        const span = spanOf(document, first.node);
        yield fault(this.id, first.path.join('.'), sentence, span, { confidence: tempered(passage, 'likely') });
      }
    }
    for (const { resource, called, node, tool } of found) {
      const count = told.get(resource.passage.file.path) ?? 1;
      const more = count > 1 ? ` (${count} objects in this file)` : '';
      yield fieldFault(this.id, resource, called, `is filled in by ${tool} when Argo CD renders${more}`, node, {
        confidence: 'likely',
      });
    }
  },
  bad: () => [
    {
      title: 'argocd-vault-plugin by annotation, by placeholder and by plugin name',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: app
  annotations:
    avp.kubernetes.io/path: [|kv/data/app|]
stringData:
  password: <password>
`,
        'config.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: other
stringData:
  password: [|<path:kv/data/app#password>|]
`,
        'application.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: app
spec:
  source:
    path: apps/app
    plugin:
      name: [|argocd-vault-plugin-helm|]
`,
      },
    },
    {
      title: 'values of a chart, base64, the plugin itself',
      files: {
        'chart/values.yaml': `db:
  password: [|<path:kv/data/app#password>|]
  user: <path:kv/data/app#user>
`,
        'chart/Chart.yaml': `apiVersion: v2
name: app
version: 0.1.0
`,
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: app
data:
  password: [|${btoa('<path:kv/data/app#password>')}|]
`,
        'plugin.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ConfigManagementPlugin
metadata:
  name: avp
spec:
  generate:
    command: [[|argocd-vault-plugin|], generate, ./]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'an operator in the cluster, and another plugin',
      files: {
        'application.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: app
spec:
  source:
    path: apps/app
    plugin:
      name: kustomize-build
`,
        'plugin.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ConfigManagementPlugin
metadata:
  name: kustomize-build
spec:
  generate:
    command: [kustomize, build, .]
`,
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: app
data:
  page: ${btoa('<path:kv/data> is how a path is written')}
`,
      },
    },
  ],
};

interface Placeholder {
  readonly called: string;
  readonly node: { start: number; end: number };
  readonly tool: string;
}

const avp = 'argocd-vault-plugin';
const programs = new Set([avp, 'vals']);

function placeholderIn(resource: Resource): Placeholder | undefined {
  for (const { path, node } of leaves(resource.node)) {
    const key = path.at(-1);
    if (key === 'avp.kubernetes.io/path' && node.value !== '') return { called: path.join('.'), node, tool: avp };
    if (key === 'name' && path.at(-2) === 'plugin' && plugin.test(asScalar(node)?.value ?? '')) {
      return { called: path.join('.'), node, tool: /vals/.test(node.value) ? 'vals' : avp };
    }
    if (resource.kind === 'ConfigManagementPlugin' && path[0] === 'spec' && programs.has(node.value)) {
      return { called: path.join('.'), node, tool: node.value };
    }
    const hidden = resource.kind === 'Secret' && path[0] === 'data' && node.value.startsWith(encoded);
    if (hidden && inline.test(Buffer.from(node.value, 'base64').toString('latin1'))) {
      return { called: path.join('.'), node, tool: avp };
    }
    if (node.value.includes('<path:') && inline.test(node.value)) return { called: path.join('.'), node, tool: avp };
  }
  return undefined;
}
