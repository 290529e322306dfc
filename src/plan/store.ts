import { markdownCode as code } from '../escape.ts';
import { isShown, isTrial } from '../fault.ts';
import { literal } from '../literal.ts';
import { clusterOf } from '../model/cluster.ts';
import { storeReferencesOf } from '../model/external-secret.ts';
import type { Repository } from '../model/repository.ts';
import { type SecretStore, storesOf } from '../model/secret-store.ts';
import { at } from '../parser.ts';
import { quoted } from '../quote.ts';
import type { Subject } from './subject.ts';

/** The store that an ExternalSecret is to read. */
export interface ChosenStore {
  readonly kind: 'SecretStore' | 'ClusterSecretStore';
  /** `<store>` where none is found. */
  readonly name: string;
  /** `aws`, `vault`, ...; undefined where none is found. */
  readonly provider: string | undefined;
  readonly note: string | undefined;
  readonly store: SecretStore | undefined;
}

/** Providers that keep nothing by themselves. */
const notStores = new Set(['fake', 'kubernetes', 'webhook', 'crd']);

/**
 * The store for a Secret: the one that most ExternalSecrets of its namespace and cluster use, among those it can reach. A
 * SecretStore is reached from its own namespace, a ClusterSecretStore from all.
 */
export function storeFor(repository: Repository, subject: Subject): ChosenStore {
  const namespace = subject.targets[0]?.namespace;
  const usable = storesOf(repository).filter(({ resource, provider }) => {
    if (!/^(?:Cluster)?SecretStore$/.test(resource.kind) || notStores.has(provider)) return false;
    if (resource.name === undefined || isShown(resource.passage) || isTrial(resource.passage.file.path)) return false;
    const cluster = clusterOf(resource.passage.file.path);
    if (cluster !== undefined && subject.cluster !== undefined && cluster !== subject.cluster) return false;
    return resource.kind === 'ClusterSecretStore' || (namespace !== undefined && resource.namespace === namespace);
  });
  const counts = usesByStore(repository, namespace);
  const score = ({ resource }: SecretStore): number => counts.get(`${resource.kind}/${resource.name}`) ?? 0;
  const [best, second] = [...usable].sort((a, b) => score(b) - score(a));
  if (!best || (second && score(best) === score(second) && best.resource.name !== second.resource.name)) {
    return {
      kind: 'ClusterSecretStore',
      name: '<store>',
      provider: undefined,
      note: best
        ? `There are several stores and nothing tells which: ${usable
            .slice(0, 6)
            .map(({ resource }) => code(resource.name!))
            .join(', ')}. Put its name in the place of ${code('<store>')}.`
        : `The repository has no store that it could read. Put the name of yours in the place of ${code('<store>')}.`,
      store: undefined,
    };
  }
  return {
    kind: best.resource.kind as ChosenStore['kind'],
    name: best.resource.name!,
    provider: best.provider,
    note: undefined,
    store: best,
  };
}

function usesByStore(repository: Repository, namespace: string | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { resource, kind, name } of storeReferencesOf(repository)) {
    const key = `${kind}/${name.value}`;
    const near = namespace !== undefined && resource.namespace === namespace;
    counts.set(key, (counts.get(key) ?? 0) + (near ? 1000 : 1));
  }
  return counts;
}

/** The name of a Secret's entry in a store: `shop/db`. */
export function entryOf({ targets }: Subject): string {
  const { name, namespace } = targets[0]!;
  return namespace === undefined ? name! : `${namespace}/${name}`;
}

/** How a store is written to. */
export interface StoreWriter {
  /** `remoteRef` of a data key. */
  reference(key: string): { readonly key: string; readonly property?: string };
  /** Puts one value, read from standard input, under a new entry. Undefined where no command is known. */
  readonly create: ((key: string) => string) | undefined;
  /** Replaces it. */
  readonly replace: ((key: string) => string) | undefined;
  /** Puts all keys at once, a JSON object read from standard input, where the store keeps them together. */
  readonly createAll?: string;
}

/** Providers whose entries hold several properties. */
const withProperties = /^(?:vault|openBao|onepassword|onepasswordSDK|conjur|akeyless|delinea|secretserver)$/;

/** The names that a Secret's values get in a store, and the commands of its provider. */
export function writerFor(
  { provider, store, mount: known }: Pick<ChosenStore, 'provider' | 'store'> & { readonly mount?: string },
  subject: Subject,
): StoreWriter {
  const base = entryOf(subject);
  const setting = (...path: string[]): string | undefined => literal(at(store?.config, ...path))?.value;
  const flag = (option: string, value: string | undefined): string => (value ? ` ${option} ${quoted(value)}` : '');
  switch (provider) {
    case 'aws': {
      const region = flag('--region', setting('region'));
      const named = (key: string): string => quoted(`${setting('prefix') ?? ''}${base}/${key}`);
      if (setting('service') === 'ParameterStore') {
        const put = (key: string): string =>
          `aws ssm put-parameter${region} --type SecureString --name ${quoted(`${setting('prefix') ?? ''}/${base}/${key}`)} --value file:///dev/stdin`;
        return {
          reference: (key) => ({ key: `/${base}/${key}` }),
          create: put,
          replace: (key) => `${put(key)} --overwrite`,
        };
      }
      return {
        reference: (key) => ({ key: `${base}/${key}` }),
        create: (key) =>
          `aws secretsmanager create-secret${region} --name ${named(key)} --secret-string file:///dev/stdin`,
        replace: (key) =>
          `aws secretsmanager put-secret-value${region} --secret-id ${named(key)} --secret-string file:///dev/stdin`,
      };
    }
    case 'gcpsm': {
      const project = flag('--project', setting('projectID'));
      const id = ids(base, /[^A-Za-z0-9_-]/g, subject);
      return {
        reference: (key) => ({ key: id(key) }),
        create: (key) => `gcloud secrets create ${quoted(id(key))}${project} --data-file=-`,
        replace: (key) => `gcloud secrets versions add ${quoted(id(key))}${project} --data-file=-`,
      };
    }
    case 'azurekv': {
      const vault = /^https:\/\/([A-Za-z0-9-]{1,64})\./.exec(setting('vaultUrl') ?? '')?.[1] ?? '<vault>';
      const id = ids(base, /[^A-Za-z0-9-]/g, subject);
      const set = (key: string): string =>
        `az keyvault secret set --vault-name ${quoted(vault)} --name ${quoted(id(key))} --file /dev/stdin --output none`;
      return { reference: (key) => ({ key: id(key) }), create: set, replace: set };
    }
    case 'vault':
    case 'openBao': {
      const program = provider === 'vault' ? 'vault' : 'bao';
      const mount = flag('-mount', known ?? setting('path') ?? 'secret');
      return {
        reference: (key) => ({ key: base, property: key }),
        create: undefined,
        createAll: `${program} kv put${mount} ${quoted(base)} -`,
        replace: (key) => `${program} kv patch${mount} ${quoted(base)} ${quoted(key)}=-`,
      };
    }
    default:
      return {
        reference: (key) =>
          provider !== undefined && withProperties.test(provider)
            ? { key: base, property: key }
            : { key: `${base}/${key}` },
        create: undefined,
        replace: undefined,
      };
  }
}

/** Names for stores with a narrow alphabet; two keys never share one. */
function ids(base: string, foreign: RegExp, { keys }: Subject): (key: string) => string {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  for (const key of keys ?? []) {
    const id = `${base}-${key}`.replace(foreign, '-').replace(/(?<!-)-+$/, '');
    let free = id;
    for (let n = 2; taken.has(free); n++) free = `${id}-${n}`;
    taken.add(free);
    known.set(key, free);
  }
  return (key) => known.get(key) ?? `${base}-${key}`.replace(foreign, '-');
}

/** Reads one value of the Secret that is in the cluster, byte for byte, without showing it. */
export function valueInCluster({ targets }: Subject, key: string): string {
  return `${inCluster(targets)} --output go-template=${quoted(`{{index .data "${key}" | base64decode}}`)}`;
}

/** Reads all its values as one JSON object. */
export function valuesInCluster({ targets }: Subject): string {
  return `${inCluster(targets)} --output json | jq '.data | map_values(@base64d)'`;
}

function inCluster(targets: Subject['targets']): string {
  const { name, namespace } = targets[0]!;
  return `kubectl${namespace === undefined ? '' : ` --namespace ${quoted(namespace)}`} get secret ${quoted(name!)}`;
}
