import { createSecretAt } from '../kubectl.ts';
import { asScalar, at, type Command, itemsOf, type Node, pairsOf, textAt } from '../parser.ts';
import { type Resource, stringMap } from '../resource.ts';
import { maps } from '../walk.ts';
import { declaredNames } from './chart-names.ts';
import { placedBy } from './effective-namespace.ts';
import { kustomizationsOf } from './kustomize-build.ts';
import { namesOfReleases, releaseNamesOf } from './release-names.ts';
import type { Repository } from './repository.ts';
import { chartOf } from './tree.ts';

/** Kinds that run Pods, or install a chart whose values hold Pod fields. */
const workloads =
  /^(?:Pod|Deployment|StatefulSet|DaemonSet|Job|CronJob|ReplicaSet|ReplicationController|DeploymentConfig|Rollout|Service|ServiceAccount|HelmRelease)$/;

/** Secrets that Kubernetes, OpenShift, or an installed controller makes by itself under a fixed name. */
const wellKnown =
  /^(?:default-token-\w{5}|[\w.-]{1,200}-(?:token|dockercfg)-[a-z0-9]{5}|sh\.helm\.release\.v1\..*|argocd-(?:secret|initial-admin-secret|redis|repo-server-tls|dex-server-tls|server-tls)|memberlist|metallb-memberlist|hubble-(?:server|relay|ui)-(?:client-)?certs|cilium-ca|clustermesh-.*|kubernetes-dashboard-(?:certs|csrf|key-holder)|flux-system|sealed-secrets-key\w*|sops-(?:age|gpg)|rook-ceph-.*|linkerd-.*-(?:issuer|tls)|istio-ca-secret|cacerts|istiod-tls|kubernetes-(?:ca|etcd)|etcd-[\w-]{0,60}certs?|[\w.-]{1,200}-webhook-(?:server-)?(?:certs?|tls|cert-secret)|webhook-(?:server-)?(?:certs?|tls)|(?:[\w-]{1,60}-)?serving-certs?|[\w.-]{1,200}-server-(?:certs?|tls)|pull-secret|cluster-monitoring-.*|prometheus-k8s-.*|grafana-(?:tls|proxy)|alertmanager-main.*|central-htpasswd)$/;

/** True for a Secret that the platform or a controller makes under a fixed name. */
export function isWellKnown(name: string): boolean {
  return wellKnown.test(name);
}

/** True for kinds that run Pods, or install a chart whose values hold Pod fields. */
export function runsPods(kind: string): boolean {
  return workloads.test(kind);
}

/** What may provide a Secret without declaring it where it can be read. */
export type WeakSource = 'controller' | 'release' | 'other';

/** The Secrets of a repository by name. */
export interface SecretSources {
  /**
   * What provides a name: something that declares it, or what may make it; undefined where nothing does. The release of
   * `user` itself does not count: what its own values name has to be there before.
   */
  of(name: string, user?: Resource): 'declaration' | WeakSource | undefined;
  /** The namespaces that a declared name is in; undefined where that is not known of all. */
  namespacesOf(name: string): ReadonlySet<string> | undefined;
  /** Directories of charts with a Secret whose name is templated. */
  readonly openCharts: ReadonlySet<string>;
}

const known = new WeakMap<Repository, SecretSources>();

/**
 * Everything that provides a Secret. A name counts as provided when a declaration has it, with the prefix or suffix of a
 * kustomization too; when a script, Terraform, an operator's field or a Helm release may make it; or when a template
 * leaves it open.
 */
export function secretSourcesOf(repository: Repository): SecretSources {
  let sources = known.get(repository);
  if (!sources) {
    sources = collect(repository);
    known.set(repository, sources);
  }
  return sources;
}

function collect(repository: Repository): SecretSources {
  const names = new Map<string, Set<string> | undefined>();
  const placed = placedBy(repository);
  const patterns: ((name: string) => boolean)[] = [];
  const openCharts = new Set<string>();
  const nameOf = declaredNames(repository);
  for (const declaration of repository.declarations) {
    const { namespace, span, resource } = declaration;
    const chart = chartOf(span.file.path, repository.tree);
    const name = nameOf(declaration);
    // Who installs the chart may give other values.
    if (declaration.name === undefined && chart !== undefined) openCharts.add(chart);
    if (name === undefined) continue;
    if (/\$\{|\$\(/.test(name)) {
      const pattern = patternOf(name);
      if (pattern) patterns.push(pattern);
    } else {
      const place = resource && namespace === resource.namespace ? placed(resource).namespace : namespace;
      const within = names.has(name) ? names.get(name) : new Set<string>();
      const open = place === undefined || place.includes('$') || (resource && isCopied(resource));
      names.set(name, open ? undefined : within?.add(place));
    }
  }
  const releases = namesOfReleases(repository, openCharts);
  const others = new Set(namedByOthers(repository));
  const certificates = new Set(repository.resourcesOf('HelmRelease').flatMap(({ node }) => [...certificatesOf(node)]));
  const affixes = affixesOf(repository);
  return {
    openCharts,
    // What copies a Secret names it too.
    namespacesOf: (name) => (others.has(name) ? undefined : names.get(name)),
    of(name, user) {
      if (names.has(name)) return 'declaration';
      for (const { prefix, suffix } of affixes) {
        if (names.has(prefix + name + suffix)) return 'declaration';
        if (
          name.startsWith(prefix) &&
          name.endsWith(suffix) &&
          names.has(name.slice(prefix.length, name.length - suffix.length))
        ) {
          return 'declaration';
        }
      }
      if (patterns.some((matches) => matches(name))) return 'declaration';
      if (wellKnown.test(name) || certificates.has(name)) return 'controller';
      if (others.has(name)) return 'other';
      const own = new Set(user?.kind === 'HelmRelease' ? releaseNamesOf(user) : []);
      const isRelease = (prefix: string): boolean => releases.has(prefix) && !own.has(prefix);
      // `redis-password` may be made by the chart of the release `redis`.
      for (let dash = name.indexOf('-'); dash !== -1; dash = name.indexOf('-', dash + 1)) {
        if (isRelease(name.slice(0, dash))) return 'release';
      }
      return isRelease(name) ? 'release' : undefined;
    },
  };
}

/** Annotations by which a controller copies a Secret into other namespaces. */
const copier =
  /^(?:replicator\.v1\.mittwald\.de\/replicat|reflector\.v1\.k8s\.emberstack\.com\/reflect|kubed\.appscode\.com\/sync)/;

/** True for a Secret that comes to be in more namespaces than its own. */
function isCopied({ kind, node, annotations }: Resource): boolean {
  if (kind === 'ClusterSecret' || kind === 'ClusterExternalSecret') return true;
  const templates = [
    ['spec', 'template', 'metadata'],
    ['spec', 'target', 'template', 'metadata'],
    ['spec', 'secretTemplate'],
  ].map((path) => stringMap(at(node, ...path, 'annotations')));
  return [annotations, ...templates].some((map) => [...map.keys()].some((name) => copier.test(name)));
}

/** A test for a name with variables (`${APP}-secret`); undefined where nothing fixed is left. */
function patternOf(name: string): ((other: string) => boolean) | undefined {
  const parts = name.split(/\$\{[^}]{0,200}\}|\$\([^)]{0,200}\)/);
  if (parts.every((part) => part.replace(/[-.]/g, '') === '')) return undefined;
  return (other) => {
    const first = parts[0]!;
    const last = parts.at(-1)!;
    if (!other.startsWith(first) || !other.endsWith(last) || other.length < first.length + last.length) return false;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = other.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= other.length - last.length;
  };
}

/** `namePrefix` and `nameSuffix` of every kustomization. */
function affixesOf(repository: Repository): readonly { prefix: string; suffix: string }[] {
  const seen = new Map<string, { prefix: string; suffix: string }>();
  for (const passage of kustomizationsOf(repository).values()) {
    for (const { root } of passage.parsed.documents) {
      const prefix = textAt(root, 'namePrefix') ?? '';
      const suffix = textAt(root, 'nameSuffix') ?? '';
      if (prefix !== '' || suffix !== '') seen.set(`${prefix}\0${suffix}`, { prefix, suffix });
    }
  }
  return [...seen.values()];
}

/** Fields of custom resources that name a Secret to be written, and Terraform's own Secrets. */
const outputField =
  /^(?:\w{0,60}[sS]ecretName|targetSecret|secretTemplate|destination|target|managedSecret\w{0,20}|writeConnectionSecretToRef|adminSecret\w{0,20}|connectionSecret\w{0,20}|credentialsSecret\w{0,10}|output\w{0,20}|\w{0,60}SecretRef|\w{0,60}[cC]redentials)$/;

/** One of these is in every such field. */
const outputWords = ['ecret', 'destination', 'target', 'redentials', 'output'];

/** API groups whose kinds read the Secrets they name; those that write one are declarations. */
const readers =
  /^(?:external-secrets\.io|secrets\.hashicorp\.com|bitnami\.com|cert-manager\.io|acme\.cert-manager\.io|(?:source|helm|kustomize|notification|image)\.toolkit\.fluxcd\.io|argoproj\.io|monitoring\.coreos\.com|gateway\.networking\.k8s\.io|networking\.(?:k8s|istio)\.io|traefik\.(?:io|containo\.us)|velero\.io|secrets-store\.csi\.x-k8s\.io|route\.openshift\.io|config\.openshift\.io|keda\.sh)$/;

function* namedByOthers(repository: Repository): Iterable<string> {
  for (const resource of repository.resources) {
    // Core kinds and those that run Pods use Secrets; what else names one may be the one that writes it.
    if (
      resource.group === '' ||
      workloads.test(resource.kind) ||
      readers.test(resource.group) ||
      /^(?:Ingress|Gateway|HTTPRoute|Kustomization)$/.test(resource.kind)
    )
      continue;
    if (resource.kind === 'CustomResourceDefinition') continue;
    if (!outputWords.some((word) => resource.document.text.holds(word))) continue;
    for (const { path, node, pairs } of maps(resource.node)) {
      // Kyverno: https://kyverno.io/docs/policy-types/cluster-policy/generate/
      if (path.at(-1) === 'generate' && textAt(node, 'kind') === 'Secret') yield textAt(node, 'name') ?? '';
      for (const { key, value } of pairs) {
        if (!outputField.test(key.value)) continue;
        const name = asScalar(value)?.value ?? textAt(value, 'name') ?? textAt(value, 'secretName');
        if (name !== undefined && name !== '') yield name;
      }
    }
  }
  for (const passage of repository.passages) {
    for (const command of passage.parsed.commands) {
      const name = createdBy(command);
      if (name !== undefined && !/[$`{<]/.test(name)) yield name;
    }
  }
  yield* repository.terraformSecrets;
}

/** The Secret that a command makes by another way than `kubectl create secret`, which is a declaration. */
function createdBy(command: Command): string | undefined {
  const made = createSecretAt(command);
  if (made?.dryRun) {
    // `kubectl create secret x --dry-run=client -o yaml | kubectl apply -f -`
    for (let next = command.pipedTo, i = 0; next && i < maxPipe; next = next.pipedTo, i++) {
      if (next.words.some(({ value }) => /^(?:apply|create|replace)$/.test(value))) return made.name;
    }
  }
  const values = command.words.map(({ value }) => value);
  const verb = values.findIndex(
    (value, i) =>
      // https://fluxcd.io/flux/cmd/flux_create_secret/
      (value === 'create' && values[i + 1] === 'secret' && /(?:^|\/)flux$/.test(values[i - 1] ?? '')) ||
      (value === 'secrets' && values[i + 1] === 'new' && /(?:^|\/)(?:oc|osc|cli)$/.test(values[i - 1] ?? '')),
  );
  if (verb === -1) return undefined;
  return values[verb] === 'create' ? values[verb + 3] : values[verb + 2];
}

const maxPipe = 8;

/** Names of TLS Secrets that cert-manager makes for an ingress in the values of a chart. */
function* certificatesOf(values: Node): Iterable<string> {
  for (const { node } of maps(values)) {
    const annotations = pairsOf(at(node, 'annotations'));
    if (
      !annotations.some(({ key }) =>
        /^cert-manager\.io\/(?:cluster-)?issuer$|^kubernetes\.io\/tls-acme$/.test(key.value),
      )
    )
      continue;
    for (const tls of itemsOf(at(node, 'tls'))) {
      const name = textAt(tls, 'secretName');
      if (name !== undefined) yield name;
    }
  }
}
