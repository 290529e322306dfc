import { literal } from '../literal.ts';
import { at, itemsOf, type Node, textAt } from '../parser.ts';
import type { Passage, Resource } from '../resource.ts';
import { maps } from '../walk.ts';
import type { Repository } from './repository.ts';
import { directoryOf, joined } from './tree.ts';

/**
 * Names of Helm releases: a chart makes Secrets of its own under names that begin with them. A chart of this repository
 * counts where the names of its Secrets are templated (`open`); the others are known.
 */
export function namesOfReleases(repository: Repository, open: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const resource of repository.resourcesOf('HelmRelease', 'HelmChart', 'Application', 'ApplicationSet')) {
    if (!installs(repository, resource, open)) continue;
    for (const name of releaseNamesOf(resource)) names.add(name);
    const chart = literal(at(resource.node, 'spec', 'chart', 'spec', 'chart'))?.value;
    if (chart !== undefined) names.add(chart);
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
        if (name !== undefined && open.has(directoryOf(passage.file.path))) names.add(name);
        for (const item of itemsOf(at(root, 'dependencies')))
          names.add(textAt(item, 'alias') ?? textAt(item, 'name') ?? '');
      }
    }
    if (passage.dialect === 'hcl') for (const name of terraformReleases(passage)) names.add(name);
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

function* terraformReleases({ parsed }: Passage): Iterable<string> {
  for (const { root } of parsed.documents) {
    for (const { pairs } of maps(at(root, 'resource', 'helm_release'))) {
      const name = literal(pairs.find(({ key }) => key.value === 'name')?.value)?.value;
      if (name !== undefined && pairs.some(({ key }) => key.value === 'chart')) yield name;
    }
  }
}

/** The names that a resource gives to its release. */
export function releaseNamesOf({ name, node }: Resource): readonly string[] {
  const given = [at(node, 'spec', 'releaseName'), at(node, 'spec', 'source', 'helm', 'releaseName')];
  return [name, ...given.map((one) => literal(one)?.value)].filter((one) => one !== undefined);
}

/** True where a resource installs a chart that may make Secrets under names that are not known. */
function installs(repository: Repository, { kind, node }: Resource, open: ReadonlySet<string>): boolean {
  if (kind === 'HelmRelease') return isOpen(repository, textAt(node, 'spec', 'chart', 'spec', 'chart'), open);
  if (kind === 'HelmChart') return true;
  const spec = kind === 'ApplicationSet' ? at(node, 'spec', 'template', 'spec') : at(node, 'spec');
  const sources: (Node | undefined)[] = [at(spec, 'source'), ...itemsOf(at(spec, 'sources'))];
  // A path to plain manifests or to a kustomization makes what stands there.
  return sources.some((source) => {
    if (at(source, 'chart')) return true;
    const path = textAt(source, 'path');
    return path !== undefined && (at(source, 'helm') !== undefined || isOpen(repository, path, open, false));
  });
}

/** True for a chart whose Secrets are not known: one of elsewhere, or one of this tree with templated names or parts. */
function isOpen(
  repository: Repository,
  reference: string | undefined,
  open: ReadonlySet<string>,
  elsewhere = true,
): boolean {
  const directory = reference === undefined || reference.includes('://') ? undefined : joined('', reference);
  if (directory === undefined || !repository.tree.charts.has(directory)) return elsewhere;
  return open.has(directory);
}
