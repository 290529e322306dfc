import { literal } from '../literal.ts';
import { asMap, asScalar, at, type Document, type MapNode, pairsOf, type ScalarNode, textAt } from '../parser.ts';
import type { Passage, Resource } from '../resource.ts';
import { maps } from '../walk.ts';
import type { Repository } from './repository.ts';

export const csiDriver = 'secrets-store.csi.k8s.io';
export const csiGroup = 'secrets-store.csi.x-k8s.io';

/** A volume of the Secrets Store CSI driver, in a Pod, in a Pod template or in the values of a chart. */
export interface CsiVolume {
  readonly passage: Passage;
  readonly document: Document;
  readonly resource: Resource | undefined;
  /** The map under `csi:`. */
  readonly node: MapNode;
  /** Name of the volume, where it has one. */
  readonly name: string | undefined;
  readonly secretProviderClass: ScalarNode | undefined;
  readonly readOnly: ScalarNode | undefined;
  readonly nodePublishSecret: ScalarNode | undefined;
  /** Containers' mounts of the Pod that holds the volume. */
  readonly pod: MapNode | undefined;
}

const known = new WeakMap<Repository, readonly CsiVolume[]>();

/** Every volume of the driver in a repository. https://secrets-store-csi-driver.sigs.k8s.io/concepts */
export function csiVolumesOf(repository: Repository): readonly CsiVolume[] {
  let volumes = known.get(repository);
  if (!volumes) {
    const resources = new Map<MapNode, Resource>();
    for (const resource of repository.resources) resources.set(resource.node, resource);
    volumes = repository.passages.flatMap((passage) =>
      passage.text.content.includes(csiDriver)
        ? passage.parsed.documents.flatMap((document) => [...volumesIn(passage, document, resources)])
        : [],
    );
    known.set(repository, volumes);
  }
  return volumes;
}

function* volumesIn(
  passage: Passage,
  document: Document,
  resources: ReadonlyMap<MapNode, Resource>,
): Iterable<CsiVolume> {
  let resource: Resource | undefined;
  let pod: MapNode | undefined;
  let volume: MapNode | undefined;
  for (const { node, pairs } of maps(document.root)) {
    const map = asMap(node);
    if (!map) continue;
    resource = resources.get(map) ?? resource;
    if (resource && (map.start < resource.node.start || map.end > resource.node.end)) resource = undefined;
    if (pairs.some(({ key }) => key.value === 'volumes')) pod = map;
    if (pairs.some(({ key }) => key.value === 'csi')) volume = map;
    if (textAt(map, 'driver') !== csiDriver || resource?.kind === 'CSIDriver') continue;
    const attributes = pairsOf(at(map, 'volumeAttributes'));
    yield {
      passage,
      document,
      resource,
      node: map,
      name: volume && at(volume, 'csi') === map ? textAt(volume, 'name') : undefined,
      secretProviderClass: literal(attributes.find(({ key }) => key.value === 'secretProviderClass')?.value),
      readOnly: asScalar(at(map, 'readOnly')),
      nodePublishSecret: asScalar(at(map, 'nodePublishSecretRef', 'name')),
      pod: pod && pod.start <= map.start && map.end <= pod.end ? pod : undefined,
    };
  }
}
