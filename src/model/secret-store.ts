import { esoProviders } from '../generated/eso-providers.ts';
import { literal } from '../literal.ts';
import {
  asMap,
  asScalar,
  at,
  type MapNode,
  type Node,
  type Pair,
  pairsOf,
  resolved,
  type ScalarNode,
  textAt,
} from '../parser.ts';
import type { Resource } from '../resource.ts';
import type { Repository } from './repository.ts';

/** A field of a store that names a key of a Kubernetes Secret. */
export interface CredentialReference {
  /** Below the provider's configuration: `auth.secretRef.secretAccessKeySecretRef`. */
  readonly path: string;
  /** The value of `name`. */
  readonly node: ScalarNode;
  /** Undefined where templated. */
  readonly name: string | undefined;
  readonly key: string | undefined;
  /** Undefined where templated. */
  readonly namespace: ScalarNode | undefined;
  /** True where a namespace is written, templated or not. */
  readonly placed: boolean;
  /** True for what only identifies (an access key id, a client id): no secret by itself. */
  readonly identifier: boolean;
}

/** A field of a store that names a ServiceAccount, or the Secret or ConfigMap with a certificate or a configuration. */
export interface SupportReference {
  /** Below the provider's configuration: `auth.kubernetes.serviceAccountRef`. */
  readonly path: string;
  readonly kind: 'service-account' | 'object';
  readonly node: Node;
  /** Undefined where templated. */
  readonly namespace: ScalarNode | undefined;
  /** True where a namespace is written, templated or not. */
  readonly placed: boolean;
}

/** A store or generator of the External Secrets Operator and how it authenticates. */
export interface SecretStore {
  readonly resource: Resource;
  /** `aws`, `vault`, ... as under `spec.provider`; of a generator its kind. */
  readonly provider: string;
  /** Where the provider is chosen. */
  readonly at: { start: number; end: number };
  /** Path of the configuration from the resource: `spec.provider.aws`. */
  readonly path: string;
  readonly config: Node;
  readonly references: readonly CredentialReference[];
  /** Beside the credentials. */
  readonly support: readonly SupportReference[];
  /** True where a workload identity is configured. */
  readonly identity: boolean;
  /** The field that takes a workload identity instead; undefined where the provider knows stored credentials only. */
  readonly identityField: string | undefined;
}

export const eso = 'external-secrets.io';
const generators = 'generators.external-secrets.io';

/** Selectors that hold no credential; see scripts/eso-provider-table.ts. */
const noCredential = /(?:^|\.)(?:caProvider|credConfig|identityId|serviceAccountTokenPath)(?:\.|$)/;
const supportStep = /^(?:caProvider|credConfig)$/;
const identityStep = /^(?:serviceAccountRef|serviceAccount)$/;
const identifiers =
  /(?:^|\.)(?:accessKeyID(?:SecretRef)?|clientId|tenantId|accessID|accessType|userRef|username(?:Secret)?|ldapUsername|roleRef|region|resource|tenancyId|userId|fingerprint|clientCert(?:Ref|SecretRef)?|certSecretRef|appId|usernameSecret)(?:\.secretRef)?$/;

/**
 * Identity fields that are no ServiceAccount selector, or newer than the generated table.
 * https://external-secrets.io/latest/api/spec/
 */
const identityFields: Readonly<Record<string, string>> = {
  azurekv: 'authType: WorkloadIdentity',
  infisical: 'auth.kubernetesAuthCredentials',
  ibm: 'auth.containerAuth',
  oracle: 'principalType: Workload',
  pulumi: 'auth.oidcConfig.serviceAccountRef',
  crd: 'auth.serviceAccount',
  vault: 'auth.kubernetes.serviceAccountRef',
  gcpsm: 'auth.workloadIdentity.serviceAccountRef',
  acraccesstoken: 'auth.workloadIdentity.serviceAccountRef',
};

/** Generator kinds whose authentication is that of a provider. */
const generatorProviders: Readonly<Record<string, { provider: string; below: readonly string[] }>> = {
  ECRAuthorizationToken: { provider: 'aws', below: [] },
  STSSessionToken: { provider: 'aws', below: [] },
  GCRAccessToken: { provider: 'gcpsm', below: [] },
  ACRAccessToken: { provider: 'acraccesstoken', below: [] },
  VaultDynamicSecret: { provider: 'vault', below: ['provider'] },
  GithubAccessToken: { provider: 'githubaccesstoken', below: [] },
  QuayAccessToken: { provider: 'quayaccesstoken', below: [] },
  Grafana: { provider: 'grafana', below: [] },
};

const known = new WeakMap<Repository, readonly SecretStore[]>();

/** Every store and generator of a repository. */
export function storesOf(repository: Repository): readonly SecretStore[] {
  let stores = known.get(repository);
  if (!stores) {
    stores = repository.resources.flatMap((resource) => [...storesIn(resource)]);
    known.set(repository, stores);
  }
  return stores;
}

/** The stores that a resource configures: one, unless a template writes several providers side by side. */
export function* storesIn(resource: Resource): Iterable<SecretStore> {
  if (isStore(resource)) {
    for (const { key, value } of pairsOf(at(resource.node, 'spec', 'provider'))) {
      yield store(resource, key.value, key, `spec.provider.${key.value}`, value);
    }
    return;
  }
  if (resource.group !== generators) return;
  const held = resource.kind === 'ClusterGenerator';
  const kind = held ? textAt(resource.node, 'spec', 'kind') : resource.kind;
  const like = kind === undefined ? undefined : generatorProviders[kind];
  const spec = held ? pairsOf(at(resource.node, 'spec', 'generator'))[0]?.value : at(resource.node, 'spec');
  const config = like && at(spec, ...like.below);
  if (!like || !config) return;
  const kindNode = at(resource.node, 'kind') ?? config;
  yield store(resource, like.provider, kindNode, ['spec', ...like.below].join('.'), config);
}

/** True for the two store kinds. */
export function isStore(resource: Resource): boolean {
  return resource.group === eso && (resource.kind === 'SecretStore' || resource.kind === 'ClusterSecretStore');
}

function store(
  resource: Resource,
  provider: string,
  place: { start: number; end: number },
  path: string,
  config: Node,
): SecretStore {
  const references: CredentialReference[] = [];
  const support: SupportReference[] = [];
  let identity = identityByChoice(provider, config);
  walk(config, [], (map, steps) => {
    const below = steps.join('.');
    const last = steps.at(-1) ?? '';
    const account = identityStep.test(last);
    const name = asScalar(at(map, 'name'));
    if ((account || supportStep.test(last)) && name) {
      const kind = account ? 'service-account' : 'object';
      const namespace = at(map, 'namespace');
      support.push({
        path: below,
        kind,
        node: name,
        namespace: literal(namespace),
        placed: (asScalar(namespace)?.value ?? '') !== '',
      });
    }
    if (noCredential.test(below) || (provider === 'ngrok' && below === 'vault')) return false;
    if (account) {
      identity = true;
      return false;
    }
    const reference = referenceIn(map, below);
    if (reference) references.push(reference);
    return reference === undefined;
  });
  return {
    resource,
    provider,
    at: place,
    path,
    config,
    references,
    support,
    identity,
    identityField: identityFieldOf(provider),
  };
}

/** The identity that a setting chooses without naming a ServiceAccount. */
function identityByChoice(provider: string, config: Node): boolean {
  const auth = at(config, 'auth');
  switch (provider) {
    case 'azurekv':
      return /^(?:WorkloadIdentity|ManagedIdentity)$/.test(textAt(config, 'authType') ?? '');
    case 'infisical':
      return pairsOf(auth).some(({ key }) => /^(?:kubernetes|aws|azure|gcpIdToken)AuthCredentials$/.test(key.value));
    case 'ibm':
      return at(auth, 'containerAuth') !== undefined;
    case 'oracle':
      return /^(?:Workload|InstancePrincipal)$/.test(textAt(config, 'principalType') ?? '');
    case 'acraccesstoken':
      return at(auth, 'managedIdentity') !== undefined;
    case 'vault':
      return at(auth, 'kubernetes') !== undefined && at(auth, 'kubernetes', 'secretRef') === undefined;
    default:
      return false;
  }
}

/** The field of a provider that takes a workload identity. */
function identityFieldOf(provider: string): string | undefined {
  return Object.hasOwn(identityFields, provider) ? identityFields[provider] : esoProviders[provider]?.identity[0];
}

function referenceIn(map: MapNode, path: string): CredentialReference | undefined {
  const keys = map.pairs.map(({ key }) => key.value);
  if (!keys.includes('name') || !keys.every((key) => /^(?:name|key|namespace)$/.test(key))) return undefined;
  if (!keys.includes('key') && !/Ref$/.test(path)) return undefined;
  const node = resolved(at(map, 'name'));
  if (node?.type !== 'scalar') return undefined;
  return {
    path,
    node,
    name: literal(node)?.value,
    key: literal(at(map, 'key'))?.value,
    namespace: literal(at(map, 'namespace')),
    placed: (asScalar(at(map, 'namespace'))?.value ?? '') !== '',
    identifier: identifiers.test(path),
  };
}

const maxDepth = 12;

function walk(
  node: Node | undefined,
  path: readonly string[],
  visit: (map: MapNode, path: readonly string[]) => boolean,
): void {
  const here = resolved(node);
  if (!here || path.length > maxDepth) return;
  if (here.type === 'seq') for (const item of here.items) walk(item, path, visit);
  const map = asMap(here);
  if (!map || !visit(map, path)) return;
  for (const { key, value } of pairsOf(map) as readonly Pair[]) walk(value, [...path, key.value], visit);
}

/** The references of a store that are secrets, most telling first; empty where only ids are referenced. */
export function storedCredentials(store: SecretStore): readonly CredentialReference[] {
  return store.references.filter(({ identifier }) => !identifier);
}

/** The namespace that a reference points into; undefined where it depends on who asks. */
export function namespaceOf(store: SecretStore, reference: CredentialReference): string | undefined {
  return (
    reference.namespace?.value ?? (store.resource.kind === 'ClusterSecretStore' ? undefined : store.resource.namespace)
  );
}
