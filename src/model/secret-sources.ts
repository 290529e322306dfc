import { literal } from '../literal.ts';
import { asMap, asScalar, at, itemsOf, type Node, pairsOf, textAt } from '../parser.ts';
import { leaves, maps } from '../walk.ts';
import { kustomizationsOf } from './kustomize-build.ts';
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

/** The Secrets of a repository by name. Namespaces are not compared: overlays set them. */
export interface SecretSources {
  /** What provides a name: something that declares it, or what may make it; undefined where nothing does. */
  of(name: string): 'declaration' | WeakSource | undefined;
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
  const names = new Set<string>();
  const patterns: ((name: string) => boolean)[] = [];
  const openCharts = new Set<string>();
  for (const { name, span } of repository.declarations) {
    const chart = chartOf(span.file.path, repository.tree);
    if (name === undefined) {
      if (chart !== undefined) openCharts.add(chart);
    } else if (/\$\{|\$\(/.test(name)) {
      const pattern = patternOf(name);
      if (pattern) patterns.push(pattern);
    } else names.add(name);
  }
  const releases = namesOfReleases(repository);
  const others = new Set(namedByOthers(repository));
  const certificates = new Set(repository.resourcesOf('HelmRelease').flatMap(({ node }) => [...certificatesOf(node)]));
  const affixes = affixesOf(repository);
  return {
    openCharts,
    of(name) {
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
      // `redis-password` may be made by the chart of the release `redis`.
      for (let dash = name.indexOf('-'); dash !== -1; dash = name.indexOf('-', dash + 1)) {
        if (releases.has(name.slice(0, dash))) return 'release';
      }
      return releases.has(name) ? 'release' : undefined;
    },
  };
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

/** Names of Helm releases: a chart makes Secrets of its own under names that begin with them. */
function namesOfReleases(repository: Repository): ReadonlySet<string> {
  const names = new Set<string>();
  for (const resource of repository.resourcesOf('HelmRelease', 'HelmChart', 'Application', 'ApplicationSet')) {
    if (resource.name !== undefined) names.add(resource.name);
    for (const path of [
      ['spec', 'releaseName'],
      ['spec', 'source', 'helm', 'releaseName'],
      ['spec', 'chart', 'spec', 'chart'],
    ]) {
      const name = literal(at(resource.node, ...path))?.value;
      if (name !== undefined) names.add(name);
    }
  }
  for (const passage of repository.passages) {
    for (const { root } of passage.parsed.documents) {
      for (const list of ['releases', 'helmCharts']) {
        for (const item of itemsOf(at(root, list))) {
          const name = literal(at(item, 'releaseName') ?? at(item, 'name'))?.value;
          if (name !== undefined) names.add(name);
        }
      }
      if (passage.role === 'helm-chart') {
        const name = textAt(root, 'name');
        if (name !== undefined) names.add(name);
        for (const item of itemsOf(at(root, 'dependencies')))
          names.add(textAt(item, 'alias') ?? textAt(item, 'name') ?? '');
      }
    }
    for (const { words } of passage.parsed.commands) {
      const helm = words.findIndex(({ value }) => /(?:^|\/)helm\d?$/.test(value));
      const verb = words.findIndex(({ value }, i) => helm !== -1 && i > helm && /^(?:install|upgrade)$/.test(value));
      if (verb === -1) continue;
      const name = words.slice(verb + 1).find(({ value }) => !value.startsWith('-'));
      if (name && !name.expands) names.add(name.value);
    }
  }
  names.delete('');
  return names;
}

/** Fields of custom resources that name a Secret to be written, and Terraform's own Secrets. */
const outputField =
  /^(?:\w{0,60}[sS]ecretName|targetSecret|secretTemplate|destination|target|managedSecret\w{0,20}|writeConnectionSecretToRef|adminSecret\w{0,20}|connectionSecret\w{0,20}|credentialsSecret\w{0,10}|output\w{0,20}|\w{0,60}SecretRef|\w{0,60}[cC]redentials)$/;

function* namedByOthers(repository: Repository): Iterable<string> {
  for (const resource of repository.resources) {
    // Core kinds and those that run Pods use Secrets; what else names one may be the one that writes it.
    if (
      resource.group === '' ||
      workloads.test(resource.kind) ||
      /^(?:Ingress|Gateway|HTTPRoute|Kustomization)$/.test(resource.kind)
    )
      continue;
    if (resource.kind === 'CustomResourceDefinition') continue;
    for (const { pairs } of maps(resource.node)) {
      for (const { key, value } of pairs) {
        if (!outputField.test(key.value)) continue;
        const name = asScalar(value)?.value ?? textAt(value, 'name') ?? textAt(value, 'secretName');
        if (name !== undefined && name !== '') yield name;
      }
    }
  }
  for (const passage of repository.passages) {
    if (passage.dialect !== 'hcl') continue;
    for (const { root } of passage.parsed.documents) {
      // Modules take the name of the Secret that they make: `k8s_secret_name = "app"`.
      for (const { path, node } of leaves(root)) if (/(?:^|_)secret_name$/.test(path.at(-1) ?? '')) yield node.value;
      for (const { key, value } of pairsOf(at(root, 'resource'))) {
        if (!/^kubernetes_secret(?:_v1)?$/.test(key.value)) continue;
        for (const { value: block } of pairsOf(value)) yield* metadataNames(block);
      }
    }
  }
}

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

function* metadataNames(block: Node): Iterable<string> {
  const metadata = at(block, 'metadata');
  const name = textAt(asMap(metadata) ?? itemsOf(metadata)[0], 'name');
  if (name !== undefined) yield name;
}
