import { literal } from '../../literal.ts';
import { asScalar, at, itemsOf, type Node, textAt } from '../../parser.ts';
import { nameOf, type Resource, spanOf } from '../../resource.ts';
import { maps } from '../../walk.ts';
import type { Repository } from '../repository.ts';
import { eso, namespaceOf, type SecretStore, storedCredentials, storesOf } from '../secret-store.ts';
import { Nearby } from './nearby.ts';
import { readableIn } from './readable.ts';
import { type Opening, qualified, type Root, rootOf, type StoredKey, stepOf } from './root.ts';

/** What opens the stores and generators that an ExternalSecret reads. */
export type StoreOpenings = (external: Resource, spec: Node | undefined) => readonly Opening[];

export function storeOpenings(repository: Repository): StoreOpenings {
  const stores = new Nearby<Resource>();
  const configured = new Map<Resource, SecretStore[]>();
  for (const store of storesOf(repository)) {
    const known = configured.get(store.resource);
    if (known) known.push(store);
    else configured.set(store.resource, [store]);
  }
  for (const resource of repository.resources) {
    if (resource.group !== eso && resource.group !== generators) continue;
    const wide = resource.kind.startsWith('Cluster');
    stores.add(named(resource.kind, resource.name), wide ? undefined : resource.namespace, pathOf(resource), resource);
  }

  const opened = (store: Resource): readonly Opening[] => {
    const providers = configured.get(store) ?? [];
    if (providers.length > 0) {
      return providers.flatMap((one) =>
        openersOf(repository, one).map((by) => ({ steps: [stepOf(store, one.provider)], by })),
      );
    }
    const by =
      store.group === generators
        ? rootOf('in-cluster', `values made by generators of the External Secrets Operator`)
        : rootOf('unknown', `what opens ${nameOf(store)}`, spanOf(store.document, store.node));
    return [{ steps: [stepOf(store)], by }];
  };

  return (external, spec) => {
    const openings: Opening[] = [];
    for (const { kind, name, node } of sourcesOf(spec)) {
      const wide = kind.startsWith('Cluster');
      const found =
        name === undefined
          ? []
          : stores.find(named(kind, name), wide ? undefined : external.namespace, pathOf(external));
      // A store with a templated name may be the one that is meant.
      const open = found.length > 0 ? found : stores.find(named(kind, undefined), undefined, pathOf(external));
      if (open.length > 0) openings.push(...open.flatMap(opened));
      else {
        const called = `${kind} ${name ?? '(templated)'}`;
        const span = spanOf(external.document, node);
        openings.push({
          steps: [{ kind, name: name ?? '(templated)', note: 'not in this repository', span }],
          by: rootOf('unknown', `what opens ${called}, which is not in this repository`, span),
        });
      }
    }
    return openings;
  };
}

const generators = 'generators.external-secrets.io';

function named(kind: string, name: string | undefined): string {
  return `${kind}\0${name === undefined || name.includes('${') ? '' : name}`;
}

function pathOf(resource: Resource): string {
  return resource.passage.file.path;
}

/** Stores and generators that a spec reads; `secretStoreRef` counts where some value does not name its own source. */
function sourcesOf(spec: Node | undefined): { kind: string; name: string | undefined; node: Node }[] {
  const out = new Map<string, { kind: string; name: string | undefined; node: Node }>();
  const add = (reference: Node | undefined, kind: string): void => {
    if (!reference) return;
    const name = literal(at(reference, 'name'))?.value;
    out.set(`${kind}\0${name ?? ''}`, { kind, name, node: at(reference, 'name') ?? reference });
  };
  let inherits = false;
  for (const item of [...itemsOf(at(spec, 'data')), ...itemsOf(at(spec, 'dataFrom'))]) {
    const store = at(item, 'sourceRef', 'storeRef');
    const generator = at(item, 'sourceRef', 'generatorRef');
    if (generator) add(generator, textAt(generator, 'kind') ?? 'generator');
    else if (store) add(store, textAt(store, 'kind') ?? 'SecretStore');
    else inherits = true;
  }
  const common = at(spec, 'secretStoreRef');
  if (inherits || out.size === 0) add(common, textAt(common, 'kind') ?? 'SecretStore');
  return [...out.values()];
}

/** The credentials that open one store, each alone or together. */
function openersOf(repository: Repository, store: SecretStore): (Root | StoredKey)[] {
  const place = spanOf(store.resource.document, store.at);
  const inline = readableIn(repository).in(store.resource);
  if (inline) return [rootOf('in-git', `key inside ${nameOf(store.resource)}`, inline)];
  if (store.provider === 'fake') return [rootOf('in-git', `values inside ${nameOf(store.resource)}`, place)];
  // A chart may write both ways side by side and let its values choose.
  if (store.identity && (store.resource.document.templated || store.provider === 'azurekv')) {
    return [identityOf(store)];
  }
  const avoidable = store.identityField !== undefined;
  const keys = new Map<string, Root | StoredKey>();
  for (const reference of storedCredentials(store)) {
    const span = spanOf(store.resource.document, reference.node);
    const { name, key } = reference;
    if (name === undefined) {
      const called = `stored key of ${nameOf(store.resource)}`;
      keys.set('', rootOf(avoidable ? 'static' : 'unavoidable', called, span));
    } else if (!keys.has(name)) {
      keys.set(name, { name, namespace: namespaceOf(store, reference), key, avoidable, span });
    }
  }
  if (keys.size > 0) return [...keys.values()];
  if (store.identity || impliedIdentity.test(store.provider)) return [identityOf(store)];
  return [rootOf('unknown', `what opens ${nameOf(store.resource)} (${store.provider})`, place)];
}

/** Providers that take the identity of the operator's own Pod where no `auth` is written. */
const impliedIdentity = /^(?:aws|gcpsm|ibm|oracle)$/;

function identityOf(store: SecretStore): Root {
  for (const { path, node } of maps(store.config)) {
    if (!/^(?:serviceAccountRef|serviceAccount)$/.test(path.at(-1) ?? '')) continue;
    const name = asScalar(at(node, 'name'));
    if (!name) continue;
    const namespace = asScalar(at(node, 'namespace'));
    const called = name.templated
      ? '(templated)'
      : qualified(
          name.value,
          namespace ? (namespace.templated ? undefined : namespace.value) : store.resource.namespace,
        );
    return rootOf('identity', `ServiceAccount ${called} at ${store.provider}`, spanOf(store.resource.document, name));
  }
  const place = spanOf(store.resource.document, store.at);
  return rootOf('identity', `External Secrets Operator's own identity at ${store.provider}`, place);
}
