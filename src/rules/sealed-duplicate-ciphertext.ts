import { fakeSealed } from '../fake-sealed.ts';
import { fault, tempered } from '../fault.ts';
import { differ, labelsOf, type SealedLabel } from '../model/sealed-label.ts';
import { type SealedItem, type SealedSecret, sealedSecretsOf } from '../model/sealed-secret.ts';
import { subjectOf } from '../place.ts';
import { nameOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const sealedDuplicateCiphertext: Rule = {
  id: 'sealed-duplicate-ciphertext',
  title: 'The same sealed value stands in two SealedSecrets',
  why: 'A sealed value opens only under the name, namespace and scope it was sealed for. A copy under another name or namespace can never be opened (`no key could decrypt secret`): of two SealedSecrets with the same ciphertext at most one works.',
  remedy: 'Seal the value again for the second name and namespace, or with a wider scope where both really share it.',
  references: [
    'https://github.com/bitnami/sealed-secrets#scopes',
    'https://github.com/bitnami/sealed-secrets/issues/378',
  ],
  credential: false,
  *check(repository) {
    const first = new Map<string, Held[]>();
    for (const sealed of sealedSecretsOf(repository)) {
      const labels = labelsOf(repository, sealed);
      const copies = new Map<SealedSecret, SealedItem[]>();
      for (const item of sealed.items) {
        if (!item.value.ok) continue;
        const text = item.node.value.replace(/[\r\n]/g, '');
        const others = first.get(text) ?? [];
        const other = others.find((each) => differ(each.labels, labels));
        if (other) copies.set(other.sealed, [...(copies.get(other.sealed) ?? []), item]);
        if (others.length < maxHolders) first.set(text, [...others, { sealed, item, labels }]);
      }
      for (const [other, items] of copies) {
        const [item] = items;
        if (!item) continue;
        const keys = items.map(({ key }) => `\`${key}\``).join(', ');
        const { passage } = sealed.resource;
        yield fault(
          this.id,
          subjectOf(passage, sealed.resource, `spec.encryptedData.${item.key}`),
          `is byte for byte the value of ${nameOf(other.resource)} (${keys}): sealed for one of the two, it cannot open in the other`,
          item.span,
          {
            confidence: tempered(passage, 'certain'),
            related: [{ span: other.span, note: `${nameOf(other.resource)} holds the same ciphertext` }],
          },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'copied into another namespace',
      files: {
        'dev.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: dev}
spec:
  encryptedData: {password: ${fakeSealed(1)}}
`,
        'prod.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: prod}
spec:
  encryptedData: {password: [|${fakeSealed(1)}|]}
`,
      },
    },
    {
      title: 'copied under another name; several values are one finding',
      files: {
        'all.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: a}
spec:
  encryptedData: {user: ${fakeSealed(2)}, password: ${fakeSealed(3)}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: b}
spec:
  encryptedData: {user: [|${fakeSealed(2)}|], password: ${fakeSealed(3)}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'the same name and namespace for two clusters, and a scope that allows it',
      files: {
        'clusters/a/db.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(4)}}
`,
        'clusters/b/db.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(4)}}
`,
        'wide.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: a, namespace: one, annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}
spec:
  encryptedData: {token: ${fakeSealed(5)}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: b, namespace: two, annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}
spec:
  encryptedData: {token: ${fakeSealed(5)}}
`,
      },
    },
    {
      title: 'two copies that kustomize puts into the same namespace',
      files: {
        'a/kustomization.yaml': 'namespace: prod\nresources: [db.yaml]\n',
        'a/db.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db}
spec:
  encryptedData: {password: ${fakeSealed(6)}}
`,
        'b/db.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(6)}}
`,
      },
    },
  ],
};

const maxHolders = 50;

interface Held {
  readonly sealed: SealedSecret;
  readonly item: SealedItem;
  readonly labels: readonly SealedLabel[];
}
