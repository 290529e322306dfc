import { exposure } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Related } from '../finding.ts';
import type { Repository } from '../model/repository.ts';
import { secretOf, type Target, targetOf } from '../model/secret.ts';
import { directoryOf } from '../model/tree.ts';
import { nameOf, type Resource } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { SourceFile } from '../text.ts';

const sealed = `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: db
  namespace: prod
spec:
  encryptedData:
    password: ${fake('sealed-value')}
`;

export const unsealedSecretBesideSealed: Rule = {
  id: 'unsealed-secret-beside-sealed',
  title: 'The plain Secret lies beside its sealed twin',
  why: 'The value was sealed and then committed in clear text as well: the encryption protects nothing, and applying both files makes two owners fight over one Secret.',
  remedy:
    'Rotate the credential, seal the new value, delete the plain file and ignore its name; deleting alone leaves the value in the history.',
  references: [
    'https://github.com/bitnami/sealed-secrets#secret-rotation',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  ],
  credential: true,
  outranks: [
    'plaintext-secret-manifest',
    'kustomize-patch-secret',
    'helm-template-secret-literal',
    'plaintext-known-credential',
  ],
  *check(repository) {
    const targets = new Map<string, Target[]>();
    for (const resource of repository.resourcesOf('SealedSecret', 'ExternalSecret')) {
      const target = targetOf(resource);
      if (!target) continue;
      const same = targets.get(target.name);
      if (same) same.push(target);
      else targets.set(target.name, [target]);
    }
    for (const entry of repository.entriesAt('secret-data')) {
      const secret = secretOf(entry);
      if (!secret) continue;
      const twin = twinOf(secret, targets.get(secret.name ?? '') ?? []) ?? siblingOf(repository, secret);
      if (!twin) continue;
      const judgement = repository.judgementOf(entry);
      if (judgement.verdict !== 'credential') continue;
      yield {
        ...exposure(this.id, entry, judgement, `is readable although ${twin.what} exists`),
        related: [twin.related],
      };
    }
  },
  bad: () => [
    {
      title: 'the same name and namespace',
      files: {
        'apps/db.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: prod
data:
  password: [|${btoa(fake('password'))}|]
`,
        'sealed/db.yaml': sealed,
      },
    },
    {
      title: 'a file whose sealed twin is named after it',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  generateName: db-
stringData:
  password: [|${fake('password', 2)}|]
`,
        'sealed-secret.yaml': sealed,
      },
    },
    {
      title: 'the target of an ExternalSecret',
      files: {
        'db.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db-credentials
stringData:
  password: [|${fake('password', 3)}|]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: db
spec:
  secretStoreRef: {name: vault, kind: ClusterSecretStore}
  target: {name: db-credentials}
  data: [{secretKey: password, remoteRef: {key: prod/db}}]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'the sealed file alone, and a Secret without a value',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: prod
stringData:
  password: \${DB_PASSWORD}
`,
        'sealed-secret.yaml': sealed,
      },
    },
  ],
};

interface Twin {
  readonly what: string;
  readonly related: Related;
}

function twinOf(secret: Resource, targets: readonly Target[]): Twin | undefined {
  const target = targets.find(
    ({ namespace, resource }) =>
      (namespace === secret.namespace || namespace === undefined || secret.namespace === undefined) &&
      // The last-applied annotation of a SealedSecret holds the Secret it was made from; that is another rule's matter.
      resource.document !== secret.passage.within?.resource?.document,
  );
  if (!target) return undefined;
  const what = nameOf(target.resource);
  return { what, related: { span: target.span, note: `${what} provides the same Secret` } };
}

function siblingOf(repository: Repository, secret: Resource): Twin | undefined {
  const { path } = secret.passage.file;
  const directory = directoryOf(path);
  const base = path.slice(directory === '' ? 0 : directory.length + 1);
  const dot = base.lastIndexOf('.');
  if (dot < 1) return undefined;
  const stem = base.slice(0, dot).replace(/[-_.](?:plain|raw|unsealed|decrypted)$/, '');
  const extension = base.slice(dot);
  if (/(?:^|[-_.])(?:sealed|sops|enc)(?:[-_.]|$)/.test(stem)) return undefined;
  for (const name of [
    `sealed-${stem}`,
    `sealed_${stem}`,
    `sealed${stem}`,
    `${stem}-sealed`,
    `${stem}_sealed`,
    `${stem}.sealed`,
    `${stem}.enc`,
    `${stem}.sops`,
  ]) {
    const sibling = `${directory === '' ? '' : `${directory}/`}${name}${extension}`;
    if (!repository.paths.has(sibling)) continue;
    const file = repository.files.get(sibling) ?? new SourceFile(sibling, '');
    const what = `${name}${extension}`;
    return { what, related: { span: { file, start: 0, end: 0 }, note: `${what} holds it encrypted` } };
  }
  return undefined;
}
