import { isShown, isTrial } from '../fault.ts';
import { isSubstituted } from '../literal.ts';
import type { Use } from '../mechanism.ts';
import type { Repository } from './repository.ts';
import { runsPods, secretSourcesOf } from './secret-sources.ts';
import { chartOf } from './tree.ts';

/** A Secret that workloads use and nothing in the repository provides. */
export interface Orphan {
  readonly name: string;
  readonly namespace: string | undefined;
  /** At least one; optional references are left out. */
  readonly uses: readonly Use[];
}

/** Joins the uses of Secrets with everything that provides one. */
export function orphansOf(repository: Repository): readonly Orphan[] {
  const sources = secretSourcesOf(repository);
  const orphans = new Map<string, Use[]>();
  for (const use of repository.uses) {
    const { resource, name } = use;
    if (use.optional || use.how === 'csi' || !runsPods(resource.kind)) continue;
    const { passage } = resource;
    if (isShown(passage) || isTrial(passage.file.path) || isSubstituted(name)) continue;
    if (sources.of(name) !== undefined) continue;
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
