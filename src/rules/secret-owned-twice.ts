import { fault, isShown, isTrial } from '../fault.ts';
import { literal } from '../literal.ts';
import type { Declaration, MechanismId } from '../mechanism.ts';
import { applied } from '../model/applied.ts';
import { placedBy } from '../model/effective-namespace.ts';
import { at } from '../parser.ts';
import type { Rule } from '../rule.ts';

/** Mechanisms with a controller that writes the Secret and takes back what another one wrote. */
const controllers: ReadonlySet<MechanismId> = new Set<MechanismId>([
  'sealed-secrets',
  'external-secrets',
  'vault-operator',
  'csi-driver',
  'bank-vaults',
  'onepassword',
  'doppler',
  'infisical',
  'bitwarden',
  'akv2k8s',
  'cert-manager',
]);

export const secretOwnedTwice: Rule = {
  id: 'secret-owned-twice',
  title: 'Two objects provide the same Secret',
  why: 'Two controllers that own one Secret overwrite each other for ever, or the second refuses (`already exists and is not managed by`). Which value a Pod gets depends on who wrote last, and a rotation in one source is undone by the other.',
  remedy:
    'Keep one of the two, or give one another name; to combine two sources use `creationPolicy: Merge` on one ExternalSecret.',
  references: [
    'https://external-secrets.io/latest/guides/ownership-deletion-policy/',
    'https://github.com/bitnami-labs/sealed-secrets#managing-existing-secrets',
  ],
  credential: false,
  *check(repository) {
    const together = applied(repository);
    const placed = placedBy(repository);
    const place = ({ resource, namespace }: Declaration): string => {
      return (resource && namespace === resource.namespace ? placed(resource).namespace : namespace) ?? '';
    };
    const byName = new Map<string, Declaration[]>();
    for (const declaration of repository.declarations) {
      const { name, resource } = declaration;
      if (name === undefined || name.includes('$') || !resource || merges(declaration)) continue;
      const { passage, document } = resource;
      // Tests show an object before and after.
      if (isShown(passage) || isTrial(passage.file.path) || document.templated) continue;
      const group = byName.get(name);
      if (group) group.push(declaration);
      else byName.set(name, [declaration]);
    }
    for (const [name, group] of byName) {
      if (group.length < 2 || group.length > maxGroup) continue;
      const told = new Set<Declaration>();
      for (const [i, first] of group.entries()) {
        if (told.has(first)) continue;
        const second = group.slice(i + 1).find((other) => {
          return place(first) === place(other) && clash(first, other) && together(first, other);
        });
        if (!second) continue;
        told.add(second);
        const guilty = controllers.has(second.mechanism) ? second : first;
        const other = guilty === second ? first : second;
        const subject = `Secret ${guilty.namespace ? `${guilty.namespace}/` : ''}${name}`;
        yield fault(
          this.id,
          subject,
          `is provided twice: by ${guilty.mechanism} (${guilty.resource?.kind}) and by ${other.mechanism} (${other.resource?.kind})`,
          guilty.span,
          {
            confidence: 'likely',
            related: [{ span: other.span, note: `the same Secret by ${other.mechanism}` }],
          },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'a namespace written in one place and set by kustomize in the other',
      files: {
        'kustomization.yaml': 'namespace: prod\nresources: [a.yaml, b.yaml]\n',
        'a.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  dataFrom:
    - extract: {key: prod/app}
`,
        'b.yaml': `apiVersion: onepassword.com/v1
kind: OnePasswordItem
metadata:
  name: [|app|]
spec:
  itemPath: vaults/prod/items/app
`,
      },
    },
    {
      title: 'sealed and fetched from a store',
      files: {
        'secrets.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: app
  namespace: prod
spec:
  mount: kv
  type: kv-v2
  path: app
  refreshAfter: 1h
  destination:
    name: [|app|]
    create: true
`,
      },
    },
    {
      title: 'two ExternalSecrets for one target; one that does not own it overwrites it all the same',
      files: {
        'owner.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: one, namespace: prod}
spec:
  target: {name: app}
  dataFrom:
    - extract: {key: prod/one}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: two, namespace: prod}
spec:
  target: {name: [|app|], creationPolicy: Owner}
  dataFrom:
    - extract: {key: prod/two}
`,
        'orphan.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: three, namespace: prod}
spec:
  target: {name: db, creationPolicy: Orphan}
  dataFrom:
    - extract: {key: prod/three}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: four, namespace: prod}
spec:
  target: {name: [|db|]}
  dataFrom:
    - extract: {key: prod/four}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'namespaces that kustomize sets apart',
      files: {
        'kustomization.yaml': 'resources: [a, b]\n',
        'a/kustomization.yaml': 'namespace: prod\nresources: [../shared/a.yaml]\n',
        'b/kustomization.yaml': 'namespace: staging\nresources: [../shared/b.yaml]\n',
        'shared/a.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  dataFrom:
    - extract: {key: prod/app}
`,
        'shared/b.yaml': `apiVersion: onepassword.com/v1
kind: OnePasswordItem
metadata:
  name: app
spec:
  itemPath: vaults/staging/items/app
`,
      },
    },
    {
      title: 'another namespace, another cluster, and a merge',
      files: {
        'prod/secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: more
  namespace: prod
spec:
  target: {name: app, creationPolicy: Merge}
  dataFrom:
    - extract: {key: prod/more}
`,
        'staging/secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
  namespace: prod
spec:
  dataFrom:
    - extract: {key: staging/app}
`,
      },
    },
  ],
};

const maxGroup = 200;

/** Two mechanisms that get in each other's way: at least one of them has a controller. */
function clash(a: Declaration, b: Declaration): boolean {
  if (!controllers.has(a.mechanism) && !controllers.has(b.mechanism)) return false;
  // Ingresses share a certificate, issuers an account.
  if (a.mechanism === 'cert-manager' && b.mechanism === 'cert-manager') return false;
  // A plain Secret beside its sealed form has a rule of its own: unsealed-secret-beside-sealed.
  const pair = [a.mechanism, b.mechanism];
  const plain = pair.some((id) => id === 'plain-secret' || id === 'sops' || id === 'generated' || id === 'kubectl');
  if (plain && pair.some((id) => id === 'sealed-secrets' || id === 'external-secrets')) return false;
  return !(plain && pair.includes('cert-manager'));
}

/** True for an object that adds to a Secret without owning it, or writes no Secret at all. */
function merges({ resource, mechanism }: Declaration): boolean {
  if (mechanism === 'push-secret') return true;
  const policy = literal(at(resource?.node, 'spec', 'target', 'creationPolicy'))?.value;
  return policy === 'Merge' || policy === 'None' || policy === 'CreateOrMerge';
}
