import { fieldFault } from '../fault.ts';
import { literal } from '../literal.ts';
import { externalSecretsOf } from '../model/external-secret.ts';
import { storesOf } from '../model/secret-store.ts';
import { at } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const esoInvalidPolicy: Rule = {
  id: 'eso-invalid-policy',
  title: 'The External Secrets webhook refuses the object',
  why: 'Some combinations cannot work, and the admission webhook of the operator refuses them: Git says one thing, the cluster keeps the old object, and the sync of everything beside it stops.',
  remedy:
    'Use `deletionPolicy: Delete` only with `creationPolicy: Owner` or `Orphan`, `deletionPolicy: Merge` not with `creationPolicy: None`; move from the removed providers `alibaba` and `device42` to one that is maintained.',
  references: [
    'https://external-secrets.io/latest/guides/ownership-deletion-policy/',
    'https://github.com/external-secrets/external-secrets/releases/tag/v2.0.0',
  ],
  credential: false,
  *check(repository) {
    for (const { resource, spec, path } of externalSecretsOf(repository)) {
      const creation = literal(at(spec, 'target', 'creationPolicy'))?.value;
      const deletion = literal(at(spec, 'target', 'deletionPolicy'));
      if (!deletion || creation === undefined) continue;
      const refused =
        (deletion.value === 'Delete' && /^(?:Merge|None|CreateOrMerge)$/.test(creation)) ||
        (deletion.value === 'Merge' && creation === 'None');
      if (!refused) continue;
      yield fieldFault(
        this.id,
        resource,
        `${path}.target.deletionPolicy`,
        `is ${deletion.value} with creationPolicy ${creation}: the webhook refuses the pair`,
        deletion,
      );
    }
    for (const store of storesOf(repository)) {
      if (store.provider !== 'alibaba' && store.provider !== 'device42') continue;
      yield fieldFault(
        this.id,
        store.resource,
        store.path,
        'is a provider that was removed in External Secrets 2.0',
        store.at,
      );
    }
  },
  bad: [
    {
      title: 'policies that exclude each other, and a removed provider',
      files: {
        'all.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  target:
    creationPolicy: Merge
    deletionPolicy: [|Delete|]
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: alibaba
spec:
  provider:
    [|alibaba|]:
      regionID: eu-central-1
`,
      },
    },
  ],
  good: [
    {
      title: 'policies that fit',
      files: {
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  target:
    creationPolicy: Owner
    deletionPolicy: Delete
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: merged
spec:
  target:
    creationPolicy: Merge
    deletionPolicy: Merge
  dataFrom:
    - extract: {key: prod/app}
`,
      },
    },
  ],
};
