import type { MechanismId, Sign } from './mechanism.ts';
import { asScalar, at, type Document, type Node } from './parser.ts';
import { type Passage, spanOf } from './resource.ts';
import type { Span } from './text.ts';
import { maps } from './walk.ts';

/** A place where a Helm chart is chosen, by whatever tool. */
export interface ChartChoice {
  /** Name without its repository: `vault` of `hashicorp/vault`. */
  readonly chart: string;
  readonly span: Span;
}

/** The signs of a mechanism that the installation of its charts gives. */
export function* installations(mechanism: MechanismId, passage: Passage, charts: RegExp): Iterable<Sign> {
  for (const { chart, span } of chartsIn(passage)) {
    if (charts.test(chart)) yield { mechanism, span, note: `Helm chart ${chart}` };
  }
}

const known = new WeakMap<Passage, readonly ChartChoice[]>();

/**
 * Charts chosen in a passage: HelmRelease, HelmChart, Argo CD Application, helmfile, kustomize `helmCharts`, Terraform
 * `helm_release`, dependencies of a Chart.yaml, `helm install`.
 */
export function chartsIn(passage: Passage): readonly ChartChoice[] {
  let choices = known.get(passage);
  if (!choices) {
    choices = [...choicesIn(passage)];
    known.set(passage, choices);
  }
  return choices;
}

function* choicesIn(passage: Passage): Iterable<ChartChoice> {
  const { content } = passage.text;
  if (passage.role === 'helm-chart') {
    for (const document of passage.parsed.documents) yield* namesBelow(document, 'dependencies');
    return;
  }
  if (passage.parsed.documents.length > 0 && /chart/i.test(content)) {
    for (const document of passage.parsed.documents) {
      yield* namesBelow(document, 'helmCharts');
      for (const { pairs } of maps(document.root)) {
        for (const { key, value } of pairs) {
          if (!/^(?:chart|chart_ref|chartRef)$/.test(key.value)) continue;
          // Flux nests the name in a map, whose own `chart` is met on the way down.
          yield* choice(document, asScalar(value) ?? at(value, 'name'));
        }
      }
    }
  }
  for (const { words, text } of passage.parsed.commands) {
    const helm = words.findIndex(({ value }) => /(?:^|\/)helm\d?$/.test(value));
    const verb = words.findIndex(({ value }, i) => i > helm && /^(?:install|upgrade|template)$/.test(value));
    if (helm === -1 || verb === -1) continue;
    const named = words.slice(verb + 1).find(({ value }) => /^(?:oci:\/\/)?[\w.-]+(?:\/[\w.-]+){1,20}$/.test(value));
    if (named) yield { chart: chartName(named.value), span: text.span(named.start, named.end) };
  }
}

function* namesBelow(document: Document, list: string): Iterable<ChartChoice> {
  const items = at(document.root, list);
  if (items?.type !== 'seq') return;
  for (const item of items.items) yield* choice(document, at(item, 'name'));
}

function* choice(document: Document, node: Node | undefined): Iterable<ChartChoice> {
  const scalar = asScalar(node);
  if (!scalar || scalar.templated || scalar.value === '' || scalar.value.length > 300) return;
  yield { chart: chartName(scalar.value), span: spanOf(document, scalar) };
}

/** The last part of `hashicorp/vault`, `oci://registry/charts/vault`, `./charts/vault`, without a version. */
function chartName(reference: string): string {
  const last =
    reference
      .replace(/\/{1,9}$/, '')
      .split('/')
      .at(-1) ?? reference;
  return last.replace(/[:@].*$/, '').replace(/-\d[\w.+-]*\.tgz$/, '');
}
