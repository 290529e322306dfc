import { fieldFault } from '../fault.ts';
import { literal } from '../literal.ts';
import { externalSecretsOf } from '../model/external-secret.ts';
import { patchFilesOf } from '../model/kustomization.ts';
import { kustomizationsOf } from '../model/kustomize-build.ts';
import { renderingsOf } from '../model/kustomize-names.ts';
import type { Repository } from '../model/repository.ts';
import { isStore, storesOf } from '../model/secret-store.ts';
import { at, itemsOf, type Node, pairsOf } from '../parser.ts';
import type { Resource } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const esoInvalidPolicy: Rule = {
  id: 'eso-invalid-policy',
  title: 'The External Secrets webhook refuses the object',
  why: 'Some combinations cannot work, and the admission webhook of the operator refuses them: Git says one thing, the cluster keeps the old object, and the sync of everything beside it stops.',
  remedy:
    'Use `deletionPolicy: Delete` only with `creationPolicy: Owner` or `Orphan`, `deletionPolicy: Merge` not with `creationPolicy: None`; name what to fetch under `data` or `dataFrom`; move from the removed providers `alibaba` and `device42` to one that is maintained.',
  references: [
    'https://external-secrets.io/latest/guides/ownership-deletion-policy/',
    'https://github.com/external-secrets/external-secrets/releases/tag/v2.0.0',
  ],
  credential: false,
  *check(repository) {
    for (const { resource, spec, path } of externalSecretsOf(repository)) {
      if (isEmpty(repository, resource, spec)) {
        const kind = at(resource.node, 'kind') ?? resource.node;
        yield fieldFault(this.id, resource, `${path}.data`, 'and dataFrom are empty: the webhook asks for one', kind, {
          confidence: 'likely',
        });
      }
      for (const source of itemsOf(at(spec, 'dataFrom'))) {
        const named = ['extract', 'find'].filter((way) => at(source, way) !== undefined);
        if (at(source, 'sourceRef', 'generatorRef') !== undefined) named.push('generatorRef');
        const field = at(source, named[0] ?? '');
        if (named.length < 2 || !field || resource.document.templated) continue;
        const said = `has ${named.join(' and ')} in one entry: the webhook asks for one of them`;
        yield fieldFault(this.id, resource, `${path}.dataFrom`, said, field);
      }
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
    for (const resource of repository.resourcesOf('SecretStore', 'ClusterSecretStore')) {
      const [, second] = pairsOf(at(resource.node, 'spec', 'provider'));
      if (!second || !isStore(resource) || resource.document.templated) continue;
      const said = 'is a second provider: a store has exactly one';
      yield fieldFault(this.id, resource, `spec.provider.${second.key.value}`, said, second.key);
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
  bad: () => [
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
    {
      title: 'two ways in one entry, two providers in one store',
      files: {
        'all.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app}
spec:
  dataFrom:
    - extract: [|{key: prod/app}|]
      find: {name: {regexp: ^prod-}}
    - extract: [|{key: prod/app}|]
      sourceRef: {generatorRef: {kind: Password, name: app}}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: two}
spec:
  provider:
    aws: {service: SecretsManager, region: eu-central-1}
    [|gcpsm|]: {projectID: app}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'each way in an entry of its own, and a store of its own',
      files: {
        'all.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app}
spec:
  dataFrom:
    - extract: {key: prod/app}
      sourceRef: {storeRef: {kind: ClusterSecretStore, name: other}}
    - find: {name: {regexp: ^prod-}}
    - sourceRef: {generatorRef: {kind: Password, name: app}}
`,
      },
    },
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

/** True where an object as it stands fetches nothing, and no template and no patch adds what. */
function isEmpty(repository: Repository, resource: Resource, spec: Node): boolean {
  const { passage, document } = resource;
  if (itemsOf(at(spec, 'data')).length > 0 || itemsOf(at(spec, 'dataFrom')).length > 0) return false;
  if (at(spec, 'secretStoreRef') === undefined || passage.within || document.templated) return false;
  const { path } = passage.file;
  if (renderingsOf(repository)(path).some(({ patches }) => patches.includes('ExternalSecret'))) return false;
  return !patchFiles(repository).has(path);
}

const known = new WeakMap<Repository, ReadonlySet<string>>();

function patchFiles(repository: Repository): ReadonlySet<string> {
  let files = known.get(repository);
  if (!files) {
    files = new Set([...kustomizationsOf(repository).values()].flatMap((each) => [...patchFilesOf(each)]));
    known.set(repository, files);
  }
  return files;
}
