import { isAside, isShown } from '../../fault.ts';
import { isSubstituted } from '../../literal.ts';
import { nameOf, type Passage, type Resource } from '../../resource.ts';
import type { Span } from '../../text.ts';
import { leaves } from '../../walk.ts';
import type { Placed } from '../effective-namespace.ts';
import type { Repository } from '../repository.ts';
import { runsPods, secretSourcesOf } from '../secret-sources.ts';
import { chartOf } from '../tree.ts';
import type { Nearby } from './nearby.ts';
import type { Subject } from './reach.ts';

/** A Secret whose users are being counted. */
export interface Used extends Subject {
  readonly workloads: Map<string, string>;
}

const reasons = {
  controller: { kind: 'in-cluster', name: 'values made by controllers in the cluster' },
  release: { kind: 'unknown', name: 'values of Helm charts that are not in this repository' },
  other: { kind: 'unknown', name: 'Terraform modules and custom resources that write Secrets' },
  declaration: { kind: 'unknown', name: 'Secrets of another namespace or with a templated name' },
  none: { kind: 'unknown', name: 'what provides Secrets that nothing in this repository does' },
} as const;

type Reason = (typeof reasons)[keyof typeof reasons];

/** Adds each workload to the Secrets it uses; gives the Secrets that nothing declares, with what is known of them. */
export function joinUses(
  repository: Repository,
  placed: Placed,
  byName: Nearby<Used>,
  add: (kind: 'Secret', name: string, namespace: string | undefined, span: Span) => Used,
): ReadonlyMap<Subject, Reason> {
  const missing = new Map<Subject, Reason>();
  const sources = secretSourcesOf(repository);
  for (const { name, how, optional, resource, span } of repository.uses) {
    if (how === 'csi' || !runsPods(resource.kind) || isSubstituted(name) || isNobodys(span, resource)) continue;
    const { namespace } = placed(resource);
    const found = byName.find(name, namespace, span.file.path);
    for (const subject of found) addWorkload(subject, resource, span.file.path);
    if (found.length > 0 || optional) continue;
    const subject = add('Secret', name, namespace, span);
    addWorkload(subject, resource, span.file.path);
    missing.set(subject, reasons[sources.of(name) ?? 'none']);
  }
  for (const { name, passage, resource } of namedInValues(repository)) {
    const { path } = passage.file;
    const namespace = resource && placed(resource).namespace;
    const chart = chartOf(path, repository.tree);
    for (const subject of byName.find(name, namespace, path)) {
      if (resource || chart === undefined) addWorkload(subject, resource, path);
      else subject.workloads.set(chart, `Helm chart ${chart || '.'}`);
    }
  }
  return missing;
}

const installers = /^(?:HelmRelease|HelmChart|Application|ApplicationSet)$/;

/** Names in the values of charts under keys that speak of a Secret: `auth.existingSecret`, `secretKeyRef.name`. */
function* namedInValues(
  repository: Repository,
): Iterable<{ name: string; passage: Passage; resource: Resource | undefined }> {
  const inside = (passage: Passage, root: Parameters<typeof leaves>[0], resource: Resource | undefined) =>
    leaves(root)
      .filter(({ path, node }) => /secret/i.test(path.slice(-2).join('.')) && dnsName.test(node.value))
      .map(({ node }) => ({ name: node.value, passage, resource }));
  for (const passage of repository.passages) {
    const holder = passage.within?.resource;
    const held = holder !== undefined && installers.test(holder.kind);
    if (!(passage.role === 'helm-values' && !passage.within) && !held) continue;
    if (isShown(passage) || isAside(passage.file.path) || !/secret/i.test(passage.text.content)) continue;
    for (const { root } of passage.parsed.documents) yield* inside(passage, root, held ? holder : undefined);
  }
  for (const resource of repository.resourcesOf('HelmRelease', 'HelmChart', 'Application', 'ApplicationSet')) {
    const { passage, node } = resource;
    if (isShown(passage) || isAside(passage.file.path)) continue;
    yield* inside(passage, node, resource);
  }
}

const dnsName = /^[a-z0-9][a-z0-9.-]{0,252}$/;

/** Counts a workload; one of the same name in another file is another one, of another cluster or overlay. */
export function addWorkload(subject: Used, resource: Resource | undefined, path: string): void {
  subject.workloads.set(`${path}\0${resource ? nameOf(resource) : ''}`, resource ? nameOf(resource) : path);
}

/** Tests, examples and documentation show what nobody runs. */
export function isNobodys(span: Span, resource: Resource | undefined): boolean {
  return isAside(span.file.path) || (resource !== undefined && isShown(resource.passage));
}
