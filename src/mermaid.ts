import { clipped, visible } from './escape.ts';
import type { RootKind, SecretZero } from './model/secret-zero.ts';
import { reachText, rootTitles, routeSteps } from './secret-zero-view.ts';

/** A graph and what did not fit into it. */
export interface Graph {
  readonly text: string;
  readonly omitted: number;
}

/** Mermaid refuses graphs of more than 500 edges and 50,000 characters, and nobody reads one of more than a screen. */
const maxRoutes = 30;
const maxLength = 20_000;
const maxLabel = 80;

/** The routes from workloads to their roots as a Mermaid flowchart, the worst roots first. https://mermaid.js.org/syntax/flowchart.html */
export function secretZeroGraph(zero: SecretZero): Graph {
  const routes = [...new Set(zero.roots.flatMap(({ routes }) => routes))];
  const reaches = new Map(zero.roots.map((reach) => [reach.root.name, reach]));
  const nodes = new Map<string, string>();
  const edges = new Set<string>();
  const lines = ['graph LR'];
  let length = 0;
  let kept = 0;
  for (const route of routes.slice(0, maxRoutes)) {
    const added: string[] = [];
    const fresh = new Map(nodes);
    const node = (key: string, label: string, kind?: RootKind): string => {
      let id = fresh.get(key);
      if (id === undefined) {
        id = `n${fresh.size}`;
        fresh.set(key, id);
        added.push(`  ${id}["${label}"]${kind === undefined ? '' : `:::${classes[kind]}`}`);
      }
      return id;
    };
    const [provider, ...steps] = routeSteps(route);
    const first = [reachText(route), ...(provider === undefined ? [] : [provider])].map(mermaidText).join('<br/>');
    let from = node(`route ${kept}`, first);
    const to = (next: string): void => {
      const edge = `  ${from} --> ${next}`;
      if (!edges.has(edge)) added.push(edge);
      edges.add(edge);
      from = next;
    };
    for (const [i, step] of steps.entries()) {
      const { kind, name } = route.steps[i + 1]!;
      const root = route.roots.find((one) => one.name === `${kind} ${name}`);
      to(root ? rootNode(root.name, root.kind) : node(`step ${step}`, mermaidText(step)));
    }
    for (const { name, kind } of route.roots)
      if (!route.steps.some((step) => `${step.kind} ${step.name}` === name)) to(rootNode(name, kind));
    length += added.reduce((sum, line) => sum + line.length + 1, 0);
    if (length > maxLength) break;
    for (const [key, id] of fresh) nodes.set(key, id);
    lines.push(...added);
    kept++;

    function rootNode(name: string, kind: RootKind): string {
      const reach = reaches.get(name);
      const parts = [name, rootTitles[kind], ...(reach ? [reachText(reach)] : [])];
      return node(`root ${name}`, parts.map(mermaidText).join('<br/>'), kind);
    }
  }
  lines.push(...styles);
  return { text: `${lines.join('\n')}\n`, omitted: routes.length - kept };
}

const classes: Readonly<Record<RootKind, string>> = {
  'in-git': 'bad',
  static: 'bad',
  unavoidable: 'poor',
  'by-hand': 'poor',
  'private-key': 'poor',
  'key-pair': 'fair',
  kms: 'good',
  identity: 'good',
  'in-cluster': 'good',
  unknown: 'open',
};

const styles = [
  '  classDef bad fill:#f8d7da,stroke:#b02a37,color:#000',
  '  classDef poor fill:#ffe5d0,stroke:#ca6510,color:#000',
  '  classDef fair fill:#fff3cd,stroke:#997404,color:#000',
  '  classDef good fill:#d1e7dd,stroke:#146c43,color:#000',
  '  classDef open fill:#e2e3e5,stroke:#41464b,color:#000',
];

/**
 * Text inside a quoted label. All but letters, digits and harmless punctuation becomes a character code of Mermaid
 * (`#34;`), so that no name can end the label, start a tag, a link or Markdown, or close the fence around the graph.
 */
export function mermaidText(text: string): string {
  return clipped(visible(text), maxLabel).replace(/[^\p{L}\p{N} .,()/-]/gu, (one) => `#${one.codePointAt(0) ?? 0};`);
}
