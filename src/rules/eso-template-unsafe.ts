import { fieldFault } from '../fault.ts';
import { literal } from '../literal.ts';
import { externalSecretsOf } from '../model/external-secret.ts';
import { at } from '../parser.ts';
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
    for (const { resource, spec, path } of externalSecretsOf(repository)) {
      const template = at(spec, 'target', 'template');
      if (!template) continue;
      const base = `${path}.target.template`;
      for (const { path: below, node } of leaves(template)) {
        const used = node.value.includes('{{') ? functions.exec(node.value)?.[0] : undefined;
        // In a Helm chart the directive is Helm's own, unless it is escaped.
        if (used === undefined || (resource.passage.role === 'helm-template' && !node.value.includes('`'))) continue;
        yield fieldFault(this.id, resource, [base, ...below].join('.'), `calls ${used}, ${removed[used]}`, node);
      }
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
  bad: [
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
  good: [
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
