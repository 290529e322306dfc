import { literal } from '../literal.ts';
import { at, itemsOf, type Node, type ScalarNode } from '../parser.ts';
import type { Resource } from '../resource.ts';
import type { Repository } from './repository.ts';
import { eso } from './secret-store.ts';

/** An ExternalSecret, or the one inside a ClusterExternalSecret. */
export interface ExternalSecret {
  readonly resource: Resource;
  readonly spec: Node;
  /** Path of `spec` from the resource, for subjects. */
  readonly path: string;
}

/** Every ExternalSecret of a repository that the External Secrets Operator reads. */
export function* externalSecretsOf(repository: Repository): Iterable<ExternalSecret> {
  for (const resource of repository.resourcesOf('ExternalSecret', 'ClusterExternalSecret')) {
    if (resource.group !== eso) continue;
    const inner = resource.kind === 'ClusterExternalSecret';
    const spec = inner ? at(resource.node, 'spec', 'externalSecretSpec') : at(resource.node, 'spec');
    if (spec) yield { resource, spec, path: inner ? 'spec.externalSecretSpec' : 'spec' };
  }
}

/** True where every value is made by a generator in the cluster: there is nothing in a store that could rotate. */
export function isGenerated({ spec }: ExternalSecret): boolean {
  const from = itemsOf(at(spec, 'dataFrom'));
  const data = itemsOf(at(spec, 'data'));
  const sources = [...from, ...data];
  return sources.length > 0 && sources.every((source) => at(source, 'sourceRef', 'generatorRef') !== undefined);
}

/** A reference to a store, with the kind it means. */
export interface StoreReference {
  readonly resource: Resource;
  readonly kind: 'SecretStore' | 'ClusterSecretStore';
  readonly name: ScalarNode;
  readonly path: string;
}

/** Every reference to a store by a fixed name. https://external-secrets.io/latest/api/spec/#external-secrets.io/v1.SecretStoreRef */
export function* storeReferencesOf(repository: Repository): Iterable<StoreReference> {
  for (const { resource, spec, path } of externalSecretsOf(repository)) {
    yield* reference(resource, at(spec, 'secretStoreRef'), `${path}.secretStoreRef`);
    for (const list of ['data', 'dataFrom']) {
      for (const item of itemsOf(at(spec, list))) {
        yield* reference(resource, at(item, 'sourceRef', 'storeRef'), `${path}.${list}.sourceRef.storeRef`);
      }
    }
  }
  for (const resource of repository.resourcesOf('PushSecret')) {
    if (resource.group !== eso) continue;
    for (const item of itemsOf(at(resource.node, 'spec', 'secretStoreRefs'))) {
      yield* reference(resource, item, 'spec.secretStoreRefs');
    }
  }
}

function* reference(resource: Resource, node: Node | undefined, path: string): Iterable<StoreReference> {
  const name = literal(at(node, 'name'));
  const kindNode = at(node, 'kind');
  const kind = kindNode === undefined ? 'SecretStore' : literal(kindNode)?.value;
  if (name && (kind === 'SecretStore' || kind === 'ClusterSecretStore')) yield { resource, kind, name, path };
}

/** True for a pattern that matches every name: flags, anchors and brackets around `.*` change nothing. */
export function matchesEveryName(pattern: string): boolean {
  const body = pattern
    .replace(/^\(\?[imsU]{1,4}\)/, '')
    .replace(/^\^/, '')
    .replace(/\$$/, '');
  const inner = /^\((?:\?:)?([^()]*)\)$/.exec(body)?.[1] ?? body;
  return /^(?:(?:\.|\[(?:\\s\\S|\\S\\s|\\w\\W|\\W\\w)\])[*+]?\??)?$/.test(inner);
}
