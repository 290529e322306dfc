import { installations } from '../chart.ts';
import { declare, type Mechanism, sign } from '../mechanism.ts';
import { asMap, at, itemsOf, type Node, pairsOf, textAt } from '../parser.ts';
import type { Resource } from '../resource.ts';

const operator = 'external-secrets.io';
/** The dead predecessor by GoDaddy; its Secrets have the name of the resource. */
const predecessor = 'kubernetes-client.io';

export const externalSecrets: Mechanism = {
  id: 'external-secrets',
  title: 'External Secrets Operator',
  level: 3,
  about:
    '`external-secrets.io` kinds: an ExternalSecret names what to fetch from a SecretStore; the Secret is `spec.target.name`, or has the name of the ExternalSecret. `creationPolicy: None` and `Merge` provide no Secret of their own. The older `kubernetes-client.io` ExternalSecret counts too.',
  reference: 'https://external-secrets.io/latest/',
  *declarations(resource) {
    const { kind, group, node } = resource;
    if (kind === 'ExternalSecret' && group === predecessor) {
      yield declare('external-secrets', resource, at(node, 'metadata', 'name'));
    } else if (kind === 'ExternalSecret' && group === operator) {
      const spec = at(node, 'spec');
      if (!provides(spec)) return;
      yield declare('external-secrets', resource, targetOf(spec) ?? at(node, 'metadata', 'name'), {
        keys: keysOf(spec),
      });
    } else if (kind === 'ClusterExternalSecret' && group === operator) {
      const spec = at(node, 'spec', 'externalSecretSpec');
      if (!provides(spec)) return;
      const name = targetOf(spec) ?? at(node, 'spec', 'externalSecretName') ?? at(node, 'metadata', 'name');
      yield declare('external-secrets', resource, name, { namespace: undefined, keys: keysOf(spec) });
    }
  },
  *signs(passage, resources) {
    for (const resource of resources) if (isOurs(resource)) yield sign('external-secrets', resource);
    yield* installations('external-secrets', passage, /^(?:kubernetes-)?external-secrets$/);
  },
};

function isOurs({ kind, group }: Resource): boolean {
  if (group === predecessor) return kind === 'ExternalSecret';
  return group === operator && /^(?:Cluster)?(?:ExternalSecret|SecretStore)$/.test(kind);
}

function provides(spec: Node | undefined): boolean {
  // `target.manifest` asks for another kind than a Secret.
  if (at(spec, 'target', 'manifest')) return false;
  return !/^(?:None|Merge)$/.test(textAt(spec, 'target', 'creationPolicy') ?? '');
}

function targetOf(spec: Node | undefined): Node | undefined {
  return at(spec, 'target', 'name');
}

/** Keys of the Secret where the file lists them all; a template replaces the fetched keys unless it merges. */
function keysOf(spec: Node | undefined): readonly string[] | undefined {
  const template = at(spec, 'target', 'template');
  if (at(template, 'templateFrom')) return undefined;
  const made = pairsOf(asMap(at(template, 'data'))).map(({ key }) => key.value);
  const merges = textAt(template, 'mergePolicy') === 'Merge';
  if (made.length > 0 && !merges) return made;
  if (itemsOf(at(spec, 'dataFrom')).length > 0) return undefined;
  const fetched = itemsOf(at(spec, 'data')).map((item) => textAt(item, 'secretKey') ?? '');
  return [...new Set([...fetched, ...made])];
}
