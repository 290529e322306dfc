import { literal } from '../literal.ts';
import {
  asMap,
  asScalar,
  at,
  type Command,
  type Document,
  itemsOf,
  type Node,
  pairsOf,
  partOf,
  textAt,
} from '../parser.ts';
import { type Passage, type Resource, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { maps } from '../walk.ts';
import type { Repository } from './repository.ts';
import { baseOf, directoryOf, joined } from './tree.ts';

/** A value of a chart and where it is given. */
export interface Setting {
  readonly value: string;
  readonly span: Span;
}

/** One installation of a Helm chart, by whatever tool, with the values that the repository gives it. */
export interface ChartRelease {
  readonly chart: string;
  readonly passage: Passage;
  readonly resource: Resource | undefined;
  /** Where the chart is chosen. */
  readonly span: Span;
  /** Maps of values; later ones win. */
  readonly values: readonly { readonly document: Document; readonly node: Node }[];
  /** Dotted paths given one by one (`--set`, `parameters`); they win over maps. */
  readonly settings: ReadonlyMap<string, Setting>;
  /** True where values come from files that are not followed: what is missing here may be there. */
  readonly partial: boolean;
  /** True for a chart that is kept in this repository: its authors test it here. */
  readonly own: boolean;
}

/** The value that a release gives at a dotted path, or undefined where the default of the chart holds. */
export function settingOf(release: ChartRelease, path: string): Setting | undefined {
  const single = release.settings.get(path);
  if (single) return single;
  for (const { document, node } of [...release.values].reverse()) {
    const scalar = asScalar(at(node, ...path.split('.')));
    if (scalar) return { value: scalar.value, span: spanOf(document, scalar) };
  }
  return undefined;
}

/** True where the value at a path is an explicit true. */
export function isOn(release: ChartRelease, path: string): boolean {
  return settingOf(release, path)?.value === 'true';
}

const known = new WeakMap<Repository, readonly ChartRelease[]>();

/** Every release of charts whose name (without its repository) matches; the repository is walked once for all charts. */
export function releasesOf(repository: Repository, chart: RegExp): readonly ChartRelease[] {
  let all = known.get(repository);
  if (!all) {
    all = [...everyRelease(repository, /^/)];
    known.set(repository, all);
  }
  return all.filter((release) => chart.test(release.chart));
}

function* everyRelease(repository: Repository, chart: RegExp): Iterable<ChartRelease> {
  const embedded = new Map<Resource, Passage[]>();
  for (const passage of repository.passages) {
    const holder = passage.within?.resource;
    if (!holder) continue;
    const held = embedded.get(holder);
    if (held) held.push(passage);
    else embedded.set(holder, [passage]);
  }
  for (const resource of repository.resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    yield* releasesIn(
      repository,
      resource.passage,
      resource.document,
      resource.node,
      chart,
      resource,
      embedded.get(resource) ?? [],
    );
  }
  for (const passage of repository.passages) {
    for (const document of passage.parsed.documents) {
      if (textAt(document.root, 'kind') && textAt(document.root, 'apiVersion')) continue;
      yield* releasesIn(repository, passage, document, document.root, chart, undefined, []);
    }
    for (const command of passage.parsed.commands) {
      const release = installedBy(repository, passage, command, chart);
      if (release) yield release;
    }
  }
  yield* wrapped(repository, chart);
}

const chartKeys = /^(?:chart|chart_ref|chartRef)$/;

/** Maps that choose a chart: HelmRelease, HelmChart, Application sources, helmfile, Fleet, Ansible, kustomize, Terraform. */
function* releasesIn(
  repository: Repository,
  passage: Passage,
  document: Document,
  root: Node | undefined,
  wanted: RegExp,
  resource: Resource | undefined,
  embedded: readonly Passage[],
): Iterable<ChartRelease> {
  if (!document.text.holds('chart') && !document.text.holds('helmCharts')) return;
  for (const { node, path, pairs } of maps(root)) {
    let chosen: Node | undefined;
    for (const { key, value } of pairs) {
      if (chartKeys.test(key.value)) {
        // Flux nests the name: spec.chart.spec.chart; its inner map is met as well and left out below.
        chosen ??= at(value, 'spec', 'chart') ?? at(value, 'name') ?? value;
      } else if (key.value === 'name' && path.at(-1) === 'helmCharts') chosen ??= value;
    }
    const name = literal(chosen);
    if (!name || (path.at(-1) === 'spec' && path.at(-2) === 'chart')) continue;
    const chart = chartName(name.value);
    if (!wanted.test(chart)) continue;
    const values: { document: Document; node: Node }[] = [];
    const settings = new Map<string, Setting>();
    let partial = false;
    for (const held of [node, at(node, 'helm')]) {
      for (const { key, value } of pairsOf(held)) {
        if (/^(?:values|valuesInline|valuesObject|release_values|valuesContent)$/.test(key.value)) {
          if (asMap(value)) values.push({ document, node: value });
          for (const item of itemsOf(value)) {
            if (asMap(item)) values.push({ document, node: item });
            else partial = true;
          }
        } else if (/^(?:parameters|set|set_values|setValues)$/.test(key.value)) {
          for (const item of [value, ...itemsOf(value)]) {
            const dotted = literal(at(item, 'name'));
            const given = asScalar(at(item, 'value'));
            if (dotted && given) settings.set(dotted.value, { value: given.value, span: spanOf(document, given) });
          }
          if (!at(value, 'name')) {
            for (const pair of pairsOf(value)) {
              const given = asScalar(pair.value);
              if (given) settings.set(pair.key.value, { value: given.value, span: spanOf(document, given) });
            }
          }
        } else if (
          /^(?:valueFiles|valuesFrom|valuesFile|values_files|valuesFiles|additionalValuesFiles)$/.test(key.value)
        ) {
          partial = true;
        }
      }
    }
    for (const held of embedded) {
      if (!/^(?:values|valuesContent)$/.test(held.within?.path.at(-1) ?? '')) continue;
      for (const inner of held.parsed.documents) if (inner.root) values.push({ document: inner, node: inner.root });
    }
    const own = isOwn(repository, passage, name.value);
    yield { chart, passage, resource, span: spanOf(document, name), values, settings, partial, own };
  }
}

/** `helm upgrade --install vault hashicorp/vault --set a.b=c`. */
function installedBy(
  repository: Repository,
  passage: Passage,
  command: Command,
  wanted: RegExp,
): ChartRelease | undefined {
  const { words, text } = command;
  const helm = words.findIndex(({ value }) => /(?:^|\/)helm\d?$/.test(value));
  if (helm === -1) return undefined;
  const verb = words.findIndex(({ value }, i) => i > helm && /^(?:install|upgrade|template)$/.test(value));
  if (verb === -1) return undefined;
  const chart = words.find(
    ({ value }, i) =>
      i > verb && /^[\w./:@-]+\/[\w.-]+$/.test(value) && !value.startsWith('-') && wanted.test(chartName(value)),
  );
  if (!chart) return undefined;
  const settings = new Map<string, Setting>();
  let partial = false;
  for (const [i, word] of words.entries()) {
    if (/^(?:-f|--values|--reuse-values|--reset-then-reuse-values)(?:=|$)/.test(word.value)) partial = true;
    const inline = /^--set(?:-string|-literal)?=/.exec(word.value);
    const holder = inline ? word : /^--set(?:-string|-literal)?$/.test(word.value) ? words[i + 1] : undefined;
    if (!holder) continue;
    let from = inline ? inline[0].length : 0;
    for (const part of holder.value.slice(from).split(',')) {
      const equals = part.indexOf('=');
      if (equals > 0) {
        const { start, end } = partOf(holder, from + equals + 1, from + part.length);
        settings.set(part.slice(0, equals), { value: part.slice(equals + 1), span: text.span(start, end) });
      }
      from += part.length + 1;
    }
  }
  return {
    chart: chartName(chart.value),
    passage,
    resource: undefined,
    span: text.span(chart.start, chart.end),
    values: [],
    settings,
    partial,
    own: isOwn(repository, passage, chart.value),
  };
}

/** Charts that only wrap another one: a dependency in Chart.yaml, its values under its name or alias. */
function* wrapped(repository: Repository, wanted: RegExp): Iterable<ChartRelease> {
  const values = new Map<string, Document[]>();
  for (const passage of repository.passages) {
    if (passage.within || !/^values\.ya?ml$/.test(baseOf(passage.file.path))) continue;
    values.set(directoryOf(passage.file.path), [...passage.parsed.documents]);
  }
  for (const passage of repository.passages) {
    if (passage.within || baseOf(passage.file.path) !== 'Chart.yaml') continue;
    for (const document of passage.parsed.documents) {
      for (const dependency of itemsOf(at(document.root, 'dependencies'))) {
        const name = literal(at(dependency, 'name'));
        if (!name || !wanted.test(name.value)) continue;
        const key = literal(at(dependency, 'alias'))?.value ?? name.value;
        const trees = (values.get(directoryOf(passage.file.path)) ?? []).flatMap((tree) => {
          const node = at(tree.root, key);
          return node ? [{ document: tree, node }] : [];
        });
        yield {
          chart: name.value,
          passage,
          resource: undefined,
          span: spanOf(document, name),
          values: trees,
          settings: new Map(),
          partial: false,
          own: false,
        };
      }
    }
  }
}

/** True where a reference is a path to a chart of this repository. */
function isOwn(repository: Repository, passage: Passage, reference: string): boolean {
  if (reference.includes('://') || !reference.includes('/')) return false;
  const clean = reference.replace(/(?<!\/)\/+$/, '');
  const below = joined(directoryOf(passage.file.path), clean);
  const { charts } = repository.tree;
  return charts.has(clean.replace(/^(?:\.\/)+/, '')) || (below !== undefined && charts.has(below));
}

/** The last part of `hashicorp/vault`, `oci://registry/charts/vault`, `./charts/vault`, without a version. */
function chartName(reference: string): string {
  const last =
    reference
      .replace(/(?<!\/)\/+$/, '')
      .split('/')
      .at(-1) ?? reference;
  return last.replace(/[:@].*$/, '').replace(/-\d[\w.+-]*\.tgz$/, '');
}
