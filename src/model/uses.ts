import type { Use } from '../mechanism.ts';
import { asScalar, at, type Node, pairsOf, resolved, type ScalarNode, textAt } from '../parser.ts';
import { isObject, type Resource, spanOf } from '../resource.ts';
import { mapsOf } from '../walk.ts';

const maxDepth = 60;

/**
 * Every use of a Secret in a resource: `secretKeyRef`, `envFrom.secretRef`, volumes, `imagePullSecrets`, TLS of Ingress
 * and Gateway, `nodePublishSecretRef`, projected sources, what Flux reads (`valuesFrom`, `substituteFrom`). Facts only: whether something provides the Secret is asked later.
 */
export function* usesIn(resource: Resource): Iterable<Use> {
  if (resource.kind === 'CustomResourceDefinition' || !resource.document.text.holds('ecret')) return;
  yield* usesBelow(resource, resource.node, '', 0, new Map());
}

/** What an alias stands for is looked at once under each key, so that aliases of aliases cannot multiply the work. */
function* usesBelow(
  resource: Resource,
  node: Node | undefined,
  key: string,
  depth: number,
  seen: Map<Node, Set<string>>,
): Iterable<Use> {
  const here = resolved(node);
  if (!here || depth > maxDepth) return;
  if (here !== node) {
    const keys = seen.get(here) ?? new Set();
    if (keys.has(key)) return;
    seen.set(here, keys.add(key));
  }
  if (here.type === 'seq') {
    if (key === 'imagePullSecrets') {
      for (const item of mapsOf(here)) yield* named(resource, at(item, 'name'), undefined, 'image-pull', undefined);
      return;
    }
    // https://fluxcd.io/flux/components/helm/helmreleases/#values-references
    if (key === 'valuesFrom' || key === 'substituteFrom') {
      for (const item of mapsOf(here)) {
        if (textAt(item, 'kind') !== 'Secret') continue;
        yield* named(resource, at(item, 'name'), textAt(item, 'valuesKey'), 'valuesFrom', at(item, 'optional'));
      }
      return;
    }
    for (const item of here.items) yield* usesBelow(resource, item, key, depth + 1, seen);
    return;
  }
  // An object inside another one is a resource of its own, with its own uses.
  if (here.type !== 'map' || (depth > 0 && isObject(here))) return;
  const how = referenceKinds[key];
  if (how) {
    const name = at(here, 'name') ?? at(here, 'secretName');
    yield* named(resource, name, textAt(here, 'key'), how, at(here, 'optional'));
    return;
  }
  for (const pair of pairsOf(here)) {
    if (pair.key.value === 'secretName' && asScalar(pair.value)) {
      const how = key === 'tls' ? 'tls' : key === 'secret' ? 'volume' : 'other';
      if (how !== 'other') yield* named(resource, pair.value, undefined, how, at(here, 'optional'));
    } else if (key === 'sources' && pair.key.value === 'secret') {
      yield* named(resource, at(pair.value, 'name'), undefined, 'volume', at(pair.value, 'optional'));
    } else if (pair.value.type !== 'scalar') {
      yield* usesBelow(resource, pair.value, pair.key.value, depth + 1, seen);
    }
  }
}

const referenceKinds: Readonly<Record<string, string>> = {
  secretKeyRef: 'env',
  secretRef: 'envFrom',
  nodePublishSecretRef: 'csi',
};

function* named(
  resource: Resource,
  node: Node | undefined,
  key: string | undefined,
  how: string,
  optional: Node | undefined,
): Iterable<Use> {
  const scalar: ScalarNode | undefined = asScalar(node);
  if (!scalar || scalar.templated || scalar.value === '') return;
  yield {
    name: scalar.value,
    namespace: resource.namespace,
    key,
    how,
    optional: asScalar(optional)?.value === 'true',
    span: spanOf(resource.document, scalar),
    resource,
  };
}
