import type { Tree } from '../place.ts';
import type { Role } from '../resource.ts';
import type { Source } from '../source.ts';

/** The tree of paths of a source: which files exist, which directories are Helm charts. */
export function treeOf(source: Source): Tree {
  const charts = new Set<string>();
  for (const path of source.paths) {
    if (path === 'Chart.yaml' || path.endsWith('/Chart.yaml')) charts.add(directoryOf(path));
  }
  return {
    has: (path) => source.paths.has(path),
    isTracked: (path) => source.isTracked(path),
    charts,
  };
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `a/b` + `../c` = `a/c`; undefined where it leaves the tree. */
export function joined(directory: string, relative: string): string | undefined {
  const parts = directory === '' ? [] : directory.split('/');
  for (const step of relative.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else parts.push(step);
  }
  return parts.join('/');
}

const kustomizationNames = /^(?:kustomization\.ya?ml|Kustomization)$/;
const valuesName = /(?:^|[-_.])values(?:[-_.][\w.-]*)?\.ya?ml(?:\.(?:gotmpl|tpl|tmpl|j2|example|sample|enc|dec))?$/i;

/** What a file is for, by its path and the charts around it. */
export function roleOf(path: string, tree: Pick<Tree, 'charts'>): Role {
  const base = baseOf(path);
  if (kustomizationNames.test(base)) return 'kustomization';
  const chart = chartOf(path, tree);
  if (chart !== undefined) {
    const inside = chart === '' ? path : path.slice(chart.length + 1);
    if (inside.startsWith('templates/')) return 'helm-template';
    if (inside.startsWith('crds/')) return 'helm-crd';
    if (inside === 'Chart.yaml' || inside === 'Chart.lock' || inside === 'requirements.yaml') return 'helm-chart';
  }
  if (valuesName.test(base)) return 'helm-values';
  if (/(?:^|\/)\.github\/workflows\/[^/]+$/.test(path) || base === '.gitlab-ci.yml') return 'workflow';
  if (/\.(?:md|markdown|adoc|rst)$/i.test(base)) return 'docs';
  return 'plain';
}

/** The nearest directory above a path that holds a Chart.yaml. */
export function chartOf(path: string, tree: Pick<Tree, 'charts'>): string | undefined {
  if (tree.charts.size === 0) return undefined;
  let directory = directoryOf(path);
  while (true) {
    if (tree.charts.has(directory)) return directory;
    if (directory === '') return undefined;
    directory = directoryOf(directory);
  }
}
