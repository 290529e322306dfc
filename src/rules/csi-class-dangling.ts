import { fault, isKeptAsIs, isShown, tempered } from '../fault.ts';
import type { Confidence } from '../finding.ts';
import { type Fix, replacing } from '../fix.ts';
import { isFalse } from '../literal.ts';
import { withFirstPair } from '../map-edit.ts';
import { type CsiVolume, csiVolumesOf } from '../model/csi-volume.ts';
import { type Placed, placedBy } from '../model/effective-namespace.ts';
import type { Repository } from '../model/repository.ts';
import { subjectOf } from '../place.ts';
import { type Resource, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const csiClassDangling: Rule = {
  id: 'csi-class-dangling',
  title: 'A Pod mounts a SecretProviderClass that is not there',
  why: 'The Pod stays in `ContainerCreating` with `secretproviderclasses "..." not found`. The class must be in the namespace of the Pod, and the volume must be read-only.',
  remedy:
    'Add the SecretProviderClass to the repository in the namespace of the Pod, or correct the name; set `readOnly: true` on the volume.',
  fix: 'Sets `readOnly: true` on the volume; a class that is missing is for a person to add.',
  references: [
    'https://secrets-store-csi-driver.sigs.k8s.io/getting-started/usage',
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/csi/configurations',
  ],
  credential: false,
  *check(repository) {
    const placed = placedBy(repository);
    const classes = classesOf(repository, placed);
    for (const volume of csiVolumesOf(repository)) {
      const { passage, document, resource, secretProviderClass, readOnly, node } = volume;
      const confidence = confidenceOf(volume);
      if (secretProviderClass && !isShown(passage) && !isProvided(volume, classes, placed)) {
        yield fault(
          this.id,
          subjectOf(passage, resource, 'csi.volumeAttributes.secretProviderClass'),
          `names ${secretProviderClass.value}, which no SecretProviderClass in this repository defines`,
          spanOf(document, secretProviderClass),
          { confidence },
        );
      }
      if (readOnly ? isFalse(readOnly) : secretProviderClass) {
        yield fault(
          this.id,
          subjectOf(passage, resource, 'csi.readOnly'),
          'is not true: the driver refuses the volume',
          readOnly ? spanOf(document, readOnly) : spanOf(document, firstKey(node)),
          { confidence: tempered(passage, 'certain'), fix: readOnlyFix(volume) },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'namespaces that kustomize sets apart',
      files: {
        'app/kustomization.yaml': 'namespace: prod\nresources: [pod.yaml]\n',
        'app/pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  volumes:
    - name: secrets
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: true
        volumeAttributes:
          secretProviderClass: [|app|]
`,
        'class/kustomization.yaml': 'namespace: platform\nresources: [class.yaml]\n',
        'class/class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: vault
  parameters: {roleName: app}
`,
      },
    },
    {
      title: 'no such class, and a volume that may be written',
      files: {
        'pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
  namespace: prod
spec:
  volumes:
    - name: secrets
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: true
        volumeAttributes:
          secretProviderClass: [|vault-db-creds|]
    - name: other
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: [|false|]
        volumeAttributes:
          secretProviderClass: app
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
  namespace: prod
spec:
  provider: vault
  parameters: {roleName: app}
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: vault-db-creds
  namespace: staging
spec:
  provider: vault
  parameters: {roleName: app}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a namespace and a suffix that kustomize gives',
      files: {
        'kustomization.yaml': `namespace: prod
nameSuffix: -v2
resources: [pod.yaml, class.yaml]
`,
        'pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
  namespace: base
spec:
  volumes:
    - name: secrets
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: true
        volumeAttributes: {secretProviderClass: app-v2}
`,
        'class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
  namespace: default
spec:
  provider: vault
  parameters: {roleName: app}
`,
      },
    },
    {
      title: 'a class of the same name, a name that is filled in',
      files: {
        'pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  volumes:
    - name: secrets
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: true
        volumeAttributes: {secretProviderClass: app}
    - name: other
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: true
        volumeAttributes: {secretProviderClass: "\${CLASS}"}
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: vault
  parameters: {roleName: app}
`,
      },
    },
  ],
};

/** The classes of a repository by name; those with a templated one may have any. */
interface Classes {
  readonly byName: ReadonlyMap<string, readonly Resource[]>;
  readonly unnamed: readonly Resource[];
}

function classesOf(repository: Repository, placed: Placed): Classes {
  const byName = new Map<string, Resource[]>();
  const unnamed: Resource[] = [];
  for (const one of repository.resourcesOf('SecretProviderClass')) {
    if (one.name === undefined || one.name.includes('$')) unnamed.push(one);
    for (const name of new Set([one.name, placed(one).name])) {
      if (name === undefined) continue;
      const same = byName.get(name);
      if (same) same.push(one);
      else byName.set(name, [one]);
    }
  }
  return { byName, unnamed };
}

/** True where a class has the name, in the namespace that both end up in; one that is not known may be any. */
function isProvided({ secretProviderClass, resource, passage }: CsiVolume, classes: Classes, placed: Placed): boolean {
  const inChart = passage.role === 'helm-template';
  if (classes.unnamed.some((one) => one.name !== undefined || inChart || one.passage.role === 'helm-template'))
    return true;
  const namespace = resource && placed(resource).namespace;
  return (classes.byName.get(secretProviderClass?.value ?? '') ?? []).some((one) => {
    const other = placed(one).namespace;
    return !other || !namespace || other === namespace;
  });
}

/** A fragment outside of a resource, or a chart for others, may get its class elsewhere. */
function confidenceOf({ passage, resource }: CsiVolume): Confidence {
  if (passage.role === 'helm-template' || passage.role === 'helm-values') return 'possible';
  return tempered(passage, resource ? 'certain' : 'likely');
}

function firstKey(node: CsiVolume['node']): { start: number; end: number } {
  return node.pairs[0]?.value ?? node;
}

function readOnlyFix({ passage, document, node, readOnly }: CsiVolume): Fix | undefined {
  if (isKeptAsIs(passage)) return undefined;
  const edit = readOnly
    ? replacing(document.text, readOnly.start, readOnly.end, 'false', 'true')
    : withFirstPair(document, node, 'readOnly', 'true');
  return edit && { description: 'Set readOnly: true', edits: [edit] };
}
