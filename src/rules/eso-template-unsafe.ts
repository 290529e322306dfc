import { fieldFault } from '../fault.ts';
import { literal } from '../literal.ts';
import { externalSecretsOf } from '../model/external-secret.ts';
import type { Repository } from '../model/repository.ts';
import { eso } from '../model/secret-store.ts';
import { at, itemsOf, type Node, textAt } from '../parser.ts';
import type { Resource } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { leaves } from '../walk.ts';

const functions = /\b(?:getSecretKey|getHostByName)\b/;
const removed: Readonly<Record<string, string>> = {
  getSecretKey: 'removed in 1.2 because it read Secrets of other namespaces (GHSA-77v3-r3jw-j2v2)',
  getHostByName: 'removed in 2.3 because a lookup can carry the value out (CVE-2026-34984)',
};

export const esoTemplateUnsafe: Rule = {
  id: 'eso-template-unsafe',
  title: 'A template uses a function or type that was removed for safety',
  why: 'The template of an ExternalSecret runs with the rights of the operator. `getSecretKey` and `getHostByName` were ways to read or carry out what the author may not see, template engine v1 is gone, and a token type makes the API server mint credentials (CVE-2026-42876).',
  remedy:
    'Fetch the value with `data` or `dataFrom` instead of a function, set `engineVersion: v2`, and leave ServiceAccount and bootstrap tokens to Kubernetes.',
  references: [
    'https://github.com/external-secrets/external-secrets/security/advisories/GHSA-77v3-r3jw-j2v2',
    'https://external-secrets.io/latest/guides/templating/',
  ],
  credential: false,
  *check(repository) {
    for (const { resource, node, path } of templatesOf(repository)) {
      for (const { path: below, node: scalar } of leaves(node)) {
        const used = scalar.value.includes('{{') ? functions.exec(scalar.value)?.[0] : undefined;
        // In a Helm chart the directive is Helm's own, unless it is escaped.
        if (used === undefined || (resource.passage.role === 'helm-template' && !scalar.value.includes('`'))) continue;
        yield fieldFault(this.id, resource, [path, ...below].join('.'), `calls ${used}, ${removed[used]}`, scalar);
      }
    }
    for (const { resource, spec, path } of externalSecretsOf(repository)) {
      const template = at(spec, 'target', 'template');
      if (!template) continue;
      const base = `${path}.target.template`;
      const engine = literal(at(template, 'engineVersion'));
      if (engine?.value === 'v1') {
        yield fieldFault(this.id, resource, `${base}.engineVersion`, 'is v1, which is gone: write v2', engine);
      }
      const type = literal(at(template, 'type'));
      const forServiceAccount =
        at(template, 'metadata', 'annotations', 'kubernetes.io/service-account.name') !== undefined;
      if (
        type &&
        (type.value === 'bootstrap.kubernetes.io/token' ||
          (type.value === 'kubernetes.io/service-account-token' && forServiceAccount))
      ) {
        yield fieldFault(
          this.id,
          resource,
          `${base}.type`,
          'makes a token of the cluster; the operator refuses it',
          type,
        );
      }
    }
  },
  bad: () => [
    {
      title: 'removed functions, engine and types',
      files: {
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  target:
    template:
      engineVersion: [|v1|]
      data:
        host: [|'{{ getHostByName "db.example.com" }}'|]
        other: [|'{{ getSecretKey "admin" "kube-system" "token" }}'|]
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: token
spec:
  target:
    template:
      type: [|kubernetes.io/service-account-token|]
      metadata:
        annotations: {kubernetes.io/service-account.name: admin}
  dataFrom:
    - extract: {key: prod/app}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'an ordinary template',
      files: {
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  target:
    template:
      engineVersion: v2
      type: kubernetes.io/basic-auth
      data:
        config: 'url=https://{{ .user }}:{{ .password | urlquery }}@db.example.com'
  dataFrom:
    - extract: {key: prod/app}
`,
      },
    },
  ],
};

interface Template {
  readonly resource: Resource;
  readonly node: Node;
  readonly path: string;
}

/** Every text that the operator runs as a template: of ExternalSecrets, of PushSecrets, of ConfigMaps they name. */
function* templatesOf(repository: Repository): Iterable<Template> {
  const named = new Set<string>();
  const name = (resource: Resource, template: Node | undefined): void => {
    for (const source of itemsOf(at(template, 'templateFrom'))) {
      const map = textAt(source, 'configMap', 'name');
      if (map !== undefined) named.add(`${resource.namespace ?? ''}/${map}`);
    }
  };
  for (const { resource, spec, path } of externalSecretsOf(repository)) {
    const node = at(spec, 'target', 'template');
    name(resource, node);
    if (node) yield { resource, node, path: `${path}.target.template` };
  }
  for (const resource of repository.resourcesOf('PushSecret', 'ClusterPushSecret')) {
    if (resource.group !== eso) continue;
    const steps = resource.kind === 'PushSecret' ? ['spec', 'template'] : ['spec', 'pushSecretSpec', 'template'];
    const node = at(resource.node, ...steps);
    name(resource, node);
    if (node) yield { resource, node, path: steps.join('.') };
  }
  if (named.size === 0) return;
  for (const resource of repository.resourcesOf('ConfigMap')) {
    const node = at(resource.node, 'data');
    if (node && named.has(`${resource.namespace ?? ''}/${resource.name}`)) yield { resource, node, path: 'data' };
  }
}
