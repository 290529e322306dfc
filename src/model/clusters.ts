import { isShown, isTrial } from '../fault.ts';
import { literal } from '../literal.ts';
import { asScalar, at, itemsOf, type Node } from '../parser.ts';
import { type Passage, type Resource, spanOf, stringMap } from '../resource.ts';
import { clusterOf } from './cluster.ts';
import { distinct, type Observation } from './observation.ts';
import type { Repository } from './repository.ts';
import { baseOf, directoryOf } from './tree.ts';

/** Folders below `clusters/` that clusters share. */
const shared = /^(?:_.*|\..*|base|bases|common|shared|global|all|templates?|components?|modules?|charts?|lib)$/i;
/** Addresses of the cluster that Argo CD itself runs in. */
const here = /^(?:in-cluster|https:\/\/kubernetes\.default(?:\.svc(?:\.cluster\.local)?)?(?::443)?\/?)$/;

const known = new WeakMap<Repository, readonly Observation[]>();

/**
 * The clusters that a repository shows, by the kind of evidence that names the most of them: folders (`clusters/<name>`, the
 * roots of Flux), destinations of Argo CD and generators of its ApplicationSets, or cluster Secrets. Kinds are not added up: they name the same clusters
 * differently. Overlays (`dev`, `prod`) are no clusters.
 */
export function clustersOf(repository: Repository): readonly Observation[] {
  let found = known.get(repository);
  if (!found) {
    const kinds = [folders(repository), destinations(repository), clusterSecrets(repository)];
    found = kinds.reduce((most, each) => (each.length > most.length ? each : most));
    known.set(repository, found);
  }
  return found;
}

function folders(repository: Repository): Observation[] {
  const out: Observation[] = [];
  for (const resource of repository.resources) {
    if (!counts(resource)) continue;
    const { path } = resource.passage.file;
    const name = clusterOf(path);
    if (name !== undefined) {
      if (!shared.test(name)) out.push(seen(resource, name, `directory clusters/${name}`, 'medium'));
    } else if (/(?:^|\/)flux-system\/gotk-(?:sync|components)\.yaml$/.test(path)) {
      const root = directoryOf(directoryOf(path));
      out.push(
        seen(resource, root === '' ? '(root)' : baseOf(root), `Flux root ${root === '' ? '.' : root}`, 'medium'),
      );
    }
  }
  // Values and settings of a cluster need no manifest beside them.
  for (const passage of repository.passages) {
    if (passage.within || (passage.dialect !== 'yaml' && passage.dialect !== 'json') || !isOwn(passage)) continue;
    const name = clusterOf(passage.file.path);
    if (name === undefined || shared.test(name) || passage.parsed.documents.length === 0) continue;
    out.push({
      name,
      by: `directory clusters/${name}`,
      confidence: 'medium',
      span: passage.text.span(0, 0),
    });
  }
  return distinct(out);
}

function destinations(repository: Repository): Observation[] {
  const out: Observation[] = [];
  for (const resource of repository.resourcesOf('Application', 'ApplicationSet')) {
    if (resource.group !== 'argoproj.io' || !counts(resource)) continue;
    const inSet = resource.kind === 'ApplicationSet' ? ['spec', 'template', 'spec'] : ['spec'];
    const destination = at(resource.node, ...inSet, 'destination');
    const node = literal(at(destination, 'name')) ?? literal(at(destination, 'server'));
    if (resource.kind === 'ApplicationSet') out.push(...generatedDestinations(resource, destination));
    if (!node) continue;
    const name = here.test(node.value) ? 'in-cluster' : host(node.value);
    out.push({
      name,
      by: `destination ${name} of Argo CD`,
      confidence: 'high',
      span: spanOf(resource.document, node),
    });
  }
  return distinct(out);
}

/** The parameter that a destination of an ApplicationSet is: `{{cluster}}`, `{{ .url }}`. */
function parameterOf(node: Node | undefined): string | undefined {
  return /^\s*\{\{-?\s*\.?([\w.-]{1,80})\s*-?\}\}\s*$/.exec(asScalar(node)?.value ?? '')?.[1];
}

/**
 * The clusters that an ApplicationSet makes an Application for each: those of a list, and those that Argo CD was told of,
 * which count as one for each selector because nothing here says how many they are.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/
 */
function* generatedDestinations(resource: Resource, destination: Node | undefined): Iterable<Observation> {
  const parameter = parameterOf(at(destination, 'name')) ?? parameterOf(at(destination, 'server'));
  if (parameter === undefined) return;
  const seenAt = (name: string, by: string, node: Node): Observation => {
    return { name, by, confidence: 'high', span: spanOf(resource.document, node) };
  };
  for (const generator of generatorsIn(at(resource.node, 'spec', 'generators'), 0)) {
    for (const element of itemsOf(at(generator, 'list', 'elements'))) {
      const node = literal(at(element, ...parameter.split('.')));
      if (!node) continue;
      const name = here.test(node.value) ? 'in-cluster' : host(node.value);
      yield seenAt(name, `element ${name} of an ApplicationSet`, node);
    }
    const clusters = at(generator, 'clusters');
    if (!clusters) continue;
    const labels = [...stringMap(at(clusters, 'selector', 'matchLabels'))].map(([key, value]) => `${key}=${value}`);
    const name =
      labels.length > 0 ? `clusters labelled ${labels.sort().join(',')}` : 'every cluster that Argo CD knows';
    yield seenAt(name, `${name}, by an ApplicationSet`, clusters);
  }
}

const maxGenerators = 4;

/** Generators, and those inside a matrix or a merge. */
function* generatorsIn(list: Node | undefined, depth: number): Iterable<Node> {
  if (depth > maxGenerators) return;
  for (const generator of itemsOf(list)) {
    yield generator;
    for (const kind of ['matrix', 'merge']) yield* generatorsIn(at(generator, kind, 'generators'), depth + 1);
  }
}

/** Clusters that Argo CD was told of, and the one it runs in. */
function clusterSecrets(repository: Repository): Observation[] {
  const out: Observation[] = [];
  for (const resource of repository.resourcesOf('Secret', 'SealedSecret', 'ExternalSecret')) {
    if (!counts(resource)) continue;
    const made = [
      literal(at(resource.node, 'spec', 'template', 'metadata', 'labels', clusterLabel))?.value,
      literal(at(resource.node, 'spec', 'target', 'template', 'metadata', 'labels', clusterLabel))?.value,
    ];
    if (resource.labels.get(clusterLabel) !== 'cluster' && !made.includes('cluster')) continue;
    const name = resource.name ?? '(unnamed)';
    out.push(seen(resource, name, `cluster Secret ${name} of Argo CD`, 'high'));
  }
  return distinct(out);
}

/** https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters */
const clusterLabel = 'argocd.argoproj.io/secret-type';

function counts({ passage }: Resource): boolean {
  return !passage.within && isOwn(passage);
}

function isOwn(passage: Passage): boolean {
  return passage.role !== 'helm-template' && !isShown(passage) && !isTrial(passage.file.path);
}

function host(server: string): string {
  return server.replace(/^https?:\/\//, '').replace(/(?<!\/)\/+$/, '');
}

function seen(resource: Resource, name: string, by: string, confidence: Observation['confidence']): Observation {
  return { name, by, confidence, span: spanOf(resource.document, at(resource.node, 'kind') ?? resource.node) };
}
