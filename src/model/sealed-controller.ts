import { asScalar, at, textAt } from '../parser.ts';
import { type Passage, type Resource, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { leaves, mapsOf } from '../walk.ts';
import { placementOf } from './chart-placement.ts';
import { type ChartRelease, releasesOf, settingOf } from './chart-release.ts';
import type { Repository } from './repository.ts';

/** A version as written, and where. */
export interface WrittenVersion {
  /** `2.17.3`, `v0.24.1`, `latest`, `2.x`. */
  readonly text: string;
  readonly span: Span;
  readonly of: 'chart' | 'controller';
}

/** An installation of the sealed-secrets controller. */
export interface SealedController {
  readonly passage: Passage;
  readonly span: Span;
  /** `Helm release sealed-secrets`, `Deployment kube-system/sealed-secrets-controller`. */
  readonly called: string;
  /** Name of its Service, which kubeseal looks for; undefined where it is not known. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly versions: readonly WrittenVersion[];
}

const known = new WeakMap<Repository, readonly SealedController[]>();

/** Every installation of the controller: Helm chart, Deployment, or the release's controller.yaml by its address. */
export function sealedControllersOf(repository: Repository): readonly SealedController[] {
  let found = known.get(repository);
  if (!found) {
    found = [...controllersIn(repository)];
    known.set(repository, found);
  }
  return found;
}

function* controllersIn(repository: Repository): Iterable<SealedController> {
  for (const release of releasesOf(repository, /^sealed-secrets$/)) yield fromChart(release);
  for (const resource of repository.resourcesOf('Deployment')) {
    const controller = fromDeployment(resource);
    if (controller) yield controller;
  }
  for (const passage of repository.passages) {
    if (!passage.within) yield* fromAddresses(passage);
    if (passage.role === 'kustomization') yield* fromImages(passage);
  }
}

/** `images: [{name: docker.io/bitnami/sealed-secrets-controller, newTag: v0.24.1}]` of a kustomization. */
function* fromImages(passage: Passage): Iterable<SealedController> {
  for (const document of passage.parsed.documents) {
    for (const entry of mapsOf(at(document.root, 'images'))) {
      const name = textAt(entry, 'newName') ?? textAt(entry, 'name') ?? '';
      const tag = asScalar(at(entry, 'newTag'));
      if (!image.test(name) || !tag || tag.templated) continue;
      const span = spanOf(document, tag);
      // The manifest that it changes has the name; without it nothing is known of the Service.
      const versions: WrittenVersion[] = [{ text: tag.value, span, of: 'controller' }];
      yield { passage, span, called: `image ${name}`, name: undefined, namespace: undefined, versions };
    }
  }
}

const defaultName = 'sealed-secrets-controller';
const image = /(?:^|\/)sealed-secrets-controller(?::([\w.-]+))?(?:@|$)/;

function fromDeployment(resource: Resource): SealedController | undefined {
  for (const { path, node } of leaves(at(resource.node, 'spec', 'template', 'spec'))) {
    const found = path.at(-1) === 'image' ? image.exec(node.value) : null;
    if (!found) continue;
    const span = spanOf(resource.document, node);
    return {
      passage: resource.passage,
      span,
      called: `Deployment ${resource.namespace ? `${resource.namespace}/` : ''}${resource.name ?? '(unnamed)'}`,
      name: resource.name,
      namespace: resource.namespace,
      versions: found[1] === undefined ? [] : [{ text: found[1], span, of: 'controller' }],
    };
  }
  return undefined;
}

const address =
  /github\.com\/bitnami(?:-labs)?\/sealed-secrets\/releases\/download\/(v?\d{1,4}\.\d{1,4}\.\d{1,4})\/controller(?:-norbac)?\.yaml/g;

function* fromAddresses(passage: Passage): Iterable<SealedController> {
  const { content } = passage.text;
  if (!content.includes('/sealed-secrets/releases/download/')) return;
  for (const found of content.matchAll(address)) {
    const from = found.index + found[0].indexOf(found[1]!);
    const span = passage.text.span(found.index, found.index + found[0].length);
    yield {
      passage,
      span,
      called: 'controller.yaml of sealed-secrets',
      name: defaultName,
      namespace: undefined,
      versions: [{ text: found[1]!, span: passage.text.span(from, from + found[1]!.length), of: 'controller' }],
    };
  }
}

function fromChart(release: ChartRelease): SealedController {
  const { resource, passage, span } = release;
  const versions: WrittenVersion[] = [];
  const tag = settingOf(release, 'image.tag');
  if (tag) versions.push({ text: tag.value, span: tag.span, of: 'controller' });
  const place = placementOf(release);
  // An image tag beats the version that the chart would install.
  if (place.version && !tag) versions.push({ ...place.version, of: 'chart' });
  const override = settingOf(release, 'fullnameOverride')?.value;
  const chartName = settingOf(release, 'nameOverride')?.value || 'sealed-secrets';
  const given = release.partial && !override ? undefined : place.release;
  return {
    passage,
    span,
    called: `${resource ? resource.kind : 'Helm release'} ${place.release ?? 'sealed-secrets'}`,
    // https://github.com/bitnami/sealed-secrets/blob/main/helm/sealed-secrets/templates/_helpers.tpl
    name: override || (given && (given.includes(chartName) ? given : `${given}-${chartName}`)),
    namespace: settingOf(release, 'namespace')?.value || place.namespace,
    versions,
  };
}
