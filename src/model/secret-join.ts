import { isShown, isTrial } from '../fault.ts';
import { isSubstituted, literal } from '../literal.ts';
import type { Use } from '../mechanism.ts';
import { at } from '../parser.ts';
import { spanOf } from '../resource.ts';
import { leaves } from '../walk.ts';
import { placedBy } from './effective-namespace.ts';
import type { Repository } from './repository.ts';
import { runsPods, secretSourcesOf } from './secret-sources.ts';
import { chartOf } from './tree.ts';

/** A Secret that workloads use and nothing in the repository provides. */
export interface Orphan {
  readonly name: string;
  readonly namespace: string | undefined;
  /** At least one; optional references are left out. */
  readonly uses: readonly Use[];
  /** Namespaces that have a Secret of this name; a Pod cannot use it from another one. */
  readonly elsewhere: readonly string[];
}

/** Joins the uses of Secrets with everything that provides one. */
export function orphansOf(repository: Repository): readonly Orphan[] {
  const sources = secretSourcesOf(repository);
  const placed = placedBy(repository);
  const orphans = new Map<string, { uses: Use[]; namespace: string | undefined; elsewhere: readonly string[] }>();
  for (const use of [...repository.uses, ...existingSecrets(repository)]) {
    const { resource, name } = use;
    if (use.optional || use.how === 'csi' || !(runsPods(resource.kind) || servesTls(use))) continue;
    const { passage } = resource;
    if (isShown(passage) || isTrial(passage.file.path) || isSubstituted(name)) continue;
    const { namespace } = placed(resource);
    const source = sources.of(name, use.how === 'tls' ? undefined : resource);
    const within = source === 'declaration' ? sources.namespacesOf(name) : undefined;
    const elsewhere = within && namespace !== undefined && !within.has(namespace) ? [...within] : [];
    if (source !== undefined && elsewhere.length === 0) continue;
    // A chart's Secret may have a name that only rendering tells.
    const chart = chartOf(resource.passage.file.path, repository.tree);
    if (chart !== undefined && sources.openCharts.has(chart)) continue;
    const key = `${namespace ?? ''}\0${name}`;
    const group = orphans.get(key);
    if (group) group.uses.push(use);
    else orphans.set(key, { uses: [use], namespace, elsewhere });
  }
  return [...orphans.values()].map(({ uses, ...rest }) => ({ name: uses[0]!.name, uses, ...rest }));
}

/** Annotations by which a controller is asked for the certificate: of cert-manager, Gardener, Traefik, clouds. */
const issues = /(?:^|[./-])(?:cert|acme|tls-acme|managed-cert)/i;

/** True for the certificate of an Ingress that nothing is asked to make. */
function servesTls({ how, resource }: Use): boolean {
  const { kind, annotations } = resource;
  return how === 'tls' && kind === 'Ingress' && ![...annotations.keys()].some((name) => issues.test(name));
}

/** `existingSecret` in the values of a HelmRelease: by the convention of charts it has to be there before. */
function* existingSecrets(repository: Repository): Iterable<Use> {
  for (const resource of repository.resourcesOf('HelmRelease')) {
    for (const { path, node } of leaves(at(resource.node, 'spec', 'values'))) {
      if (!/(?:^e|E)xistingSecret(?:Name)?$/.test(path.at(-1) ?? '') || !literal(node)) continue;
      const span = spanOf(resource.document, node);
      const { namespace } = resource;
      yield { name: node.value, namespace, key: undefined, how: 'values', optional: false, span, resource };
    }
  }
}
