import { isShown, isTrial } from '../fault.ts';
import { isSubstituted, literal } from '../literal.ts';
import type { Use } from '../mechanism.ts';
import { asMap, asScalar, at, itemsOf, type Node, pairsOf, textAt } from '../parser.ts';
import { leaves, maps } from '../walk.ts';
import { kustomizationsOf } from './kustomize-build.ts';
import type { Repository } from './repository.ts';
import { chartOf } from './tree.ts';

/** A Secret that workloads use and nothing in the repository provides. */
export interface Orphan {
  readonly name: string;
  readonly namespace: string | undefined;
  /** At least one; optional references are left out. */
  readonly uses: readonly Use[];
}

/** Kinds that run Pods, or install a chart whose values hold Pod fields. */
const workloads =
  /^(?:Pod|Deployment|StatefulSet|DaemonSet|Job|CronJob|ReplicaSet|ReplicationController|DeploymentConfig|Rollout|Service|ServiceAccount|HelmRelease)$/;

/** Secrets that Kubernetes, OpenShift, or an installed controller makes by itself under a fixed name. */
const wellKnown =
  /^(?:default-token-\w{5}|[\w.-]{1,200}-(?:token|dockercfg)-[a-z0-9]{5}|sh\.helm\.release\.v1\..*|argocd-(?:secret|initial-admin-secret|redis|repo-server-tls|dex-server-tls|server-tls)|memberlist|metallb-memberlist|hubble-(?:server|relay|ui)-(?:client-)?certs|cilium-ca|clustermesh-.*|kubernetes-dashboard-(?:certs|csrf|key-holder)|flux-system|sealed-secrets-key\w*|sops-(?:age|gpg)|rook-ceph-.*|linkerd-.*-(?:issuer|tls)|istio-ca-secret|cacerts|istiod-tls|kubernetes-(?:ca|etcd)|etcd-[\w-]{0,60}certs?|[\w.-]{1,200}-webhook-(?:server-)?(?:certs?|tls|cert-secret)|webhook-(?:server-)?(?:certs?|tls)|(?:[\w-]{1,60}-)?serving-certs?|[\w.-]{1,200}-server-(?:certs?|tls)|pull-secret|cluster-monitoring-.*|prometheus-k8s-.*|grafana-(?:tls|proxy)|alertmanager-main.*|central-htpasswd)$/;

/**
 * Joins the uses of Secrets with everything that provides one. A name counts as provided when a declaration has it, with
 * the prefix or suffix of a kustomization too; when a script, Terraform, an operator's field or a Helm release may make
 * it; or when a template leaves it open. Namespaces are not compared: overlays set them.
 */
export function orphansOf(repository: Repository): readonly Orphan[] {
  const sources = sourcesOf(repository);
  const orphans = new Map<string, Use[]>();
  for (const use of repository.uses) {
    const { resource, name } = use;
    if (use.optional || use.how === 'csi' || !workloads.test(resource.kind)) continue;
    const { passage } = resource;
    if (isShown(passage) || isTrial(passage.file.path) || isSubstituted(name)) continue;
    if (wellKnown.test(name) || sources.provides(name)) continue;
    // A chart's Secret may have a name that only rendering tells.
    const chart = chartOf(resource.passage.file.path, repository.tree);
    if (chart !== undefined && sources.openCharts.has(chart)) continue;
    const key = `${use.namespace ?? ''}\0${name}`;
    const group = orphans.get(key);
    if (group) group.push(use);
    else orphans.set(key, [use]);
  }
  return [...orphans.values()].map((uses) => ({ name: uses[0]!.name, namespace: uses[0]!.namespace, uses }));
}

interface Sources {
  provides(name: string): boolean;
  /** Directories of charts with a Secret whose name is templated. */
  readonly openCharts: ReadonlySet<string>;
}

function sourcesOf(repository: Repository): Sources {
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
  for (const name of namedByOthers(repository)) names.add(name);
  const affixes = affixesOf(repository);
  return {
    openCharts,
    provides(name) {
      if (names.has(name) || releases.has(name)) return true;
      for (const { prefix, suffix } of affixes) {
        if (names.has(prefix + name + suffix)) return true;
        if (
          name.startsWith(prefix) &&
          name.endsWith(suffix) &&
          names.has(name.slice(prefix.length, name.length - suffix.length))
        ) {
          return true;
        }
      }
      if (patterns.some((matches) => matches(name))) return true;
      // `redis-password` may be made by the chart of the release `redis`.
      for (let dash = name.indexOf('-'); dash !== -1; dash = name.indexOf('-', dash + 1)) {
        if (releases.has(name.slice(0, dash))) return true;
      }
      return false;
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
  for (const resource of repository.resourcesOf('HelmRelease')) yield* certificatesOf(resource.node);
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
