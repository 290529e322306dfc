import { exposure } from '../exposure.ts';
import { fake } from '../fake.ts';
import { secretOf } from '../model/secret.ts';
import { asMap, at, type ScalarNode } from '../parser.ts';
import { type Resource, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const secretDumpFromCluster: Rule = {
  id: 'secret-dump-from-cluster',
  title: 'A Secret exported from a cluster is in Git',
  why: 'Fields that only the API server writes prove that this was a live object: the value is not a draft, it is in use.',
  remedy:
    'Rotate the credential now, then seal the Secret (`kubeseal` reads it from standard input) and keep exports out of the working tree.',
  references: [
    'https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  ],
  credential: true,
  outranks: [
    'plaintext-secret-manifest',
    'kustomize-patch-secret',
    'helm-template-secret-literal',
    'unsealed-secret-beside-sealed',
    'plaintext-known-credential',
  ],
  *check(repository) {
    for (const entry of repository.entriesAt('secret-data')) {
      const resource = secretOf(entry);
      const field = resource && serverField(resource);
      if (!field) continue;
      const judgement = repository.judgementOf(entry);
      if (judgement.verdict !== 'credential') continue;
      yield {
        ...exposure(this.id, entry, judgement, 'is readable and was exported from a cluster'),
        related: [{ span: spanOf(resource.document, field), note: 'only the API server sets this field' }],
      };
    }
  },
  bad: () => [
    {
      title: 'the output of `kubectl get secret -o yaml`',
      files: {
        'secret.yaml': `apiVersion: v1
data:
  password: [|${btoa(fake('password'))}|]
kind: Secret
metadata:
  creationTimestamp: "2026-03-01T09:00:00Z"
  name: db
  namespace: prod
  resourceVersion: "184467"
  uid: ${fake('uuid')}
type: Opaque
`,
      },
    },
    {
      title: 'what a command printed, shown in a document',
      files: {
        'README.md': `# Secrets

\`\`\`bash
$ kubectl get secret db -o yaml
apiVersion: v1
data:
  password: [|${btoa(fake('password', 3))}|]
kind: Secret
metadata:
  name: db
  resourceVersion: "184467"
  uid: ${fake('uuid', 3)}
type: Opaque
$ kubectl describe secret db
Name: db
\`\`\`
`,
      },
    },
    {
      title: 'a whole namespace as a List',
      files: {
        'dump.json': `{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "uid": "${fake('uuid', 2)}"}, "data": {"token": [|"${btoa(fake('password', 2))}"|]}}
], "metadata": {"resourceVersion": ""}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'an export without data, and a sealed one',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
  resourceVersion: "184467"
  uid: ${fake('uuid', 3)}
data: {}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: web
  resourceVersion: "184468"
spec:
  encryptedData:
    password: ${fake('sealed-value')}
`,
      },
    },
  ],
};

const serverFields = /^(?:uid|resourceVersion|managedFields|selfLink)$/;

/** The key of the first field that only a server fills; an empty one says nothing. */
function serverField(resource: Resource): ScalarNode | undefined {
  for (const { key, value } of asMap(at(resource.node, 'metadata'))?.pairs ?? []) {
    if (serverFields.test(key.value) && !(value.type === 'scalar' && value.value === '')) return key;
  }
  return undefined;
}
