import { isTrue, literal } from '../../literal.ts';
import { at, textAt } from '../../parser.ts';
import { nameOf, type Resource, spanOf } from '../../resource.ts';
import { type CsiVolume, csiGroup, csiVolumesOf } from '../csi-volume.ts';
import type { Repository } from '../repository.ts';
import { Nearby } from './nearby.ts';
import { type Opening, rootOf, stepOf } from './root.ts';

/** The volumes that mount each SecretProviderClass, and what opens its store. */
export interface CsiClasses {
  volumesOf(resource: Resource): readonly CsiVolume[];
  /** Classes that volumes name and nothing in the repository defines, with their volumes. */
  readonly missing: ReadonlyMap<string, readonly CsiVolume[]>;
  openingsOf(resource: Resource): readonly Opening[];
}

export function csiClasses(repository: Repository): CsiClasses {
  const classes = new Nearby<Resource>();
  for (const resource of repository.resourcesOf('SecretProviderClass')) {
    if (resource.group !== csiGroup) continue;
    classes.add(resource.name ?? '', resource.namespace, resource.passage.file.path, resource);
  }
  const volumes = new Map<Resource, CsiVolume[]>();
  const missing = new Map<string, CsiVolume[]>();
  for (const volume of csiVolumesOf(repository)) {
    const name = volume.secretProviderClass?.value;
    const { path } = volume.passage.file;
    const found = name === undefined ? [] : classes.find(name, volume.resource?.namespace, path);
    const meant = found.length > 0 ? found : classes.find('', undefined, path);
    for (const one of meant) {
      const known = volumes.get(one);
      if (known) known.push(volume);
      else volumes.set(one, [volume]);
    }
    if (meant.length > 0 || name === undefined) continue;
    const known = missing.get(name);
    if (known) known.push(volume);
    else missing.set(name, [volume]);
  }
  return {
    volumesOf: (resource) => volumes.get(resource) ?? [],
    missing,
    openingsOf: (resource) => openings(resource, volumes.get(resource) ?? []),
  };
}

/** https://secrets-store-csi-driver.sigs.k8s.io/providers */
function openings(resource: Resource, volumes: readonly CsiVolume[]): Opening[] {
  const provider = literal(at(resource.node, 'spec', 'provider'))?.value;
  const steps = [stepOf(resource, provider)];
  const stored = new Map<string, Opening>();
  for (const { nodePublishSecret: node, document, resource: pod } of volumes) {
    if (!node || node.templated) continue;
    const by = {
      name: node.value,
      namespace: pod?.namespace,
      key: undefined,
      avoidable: provider !== undefined && identities.has(provider),
      span: spanOf(document, node),
    };
    stored.set(`${by.namespace ?? ''}\0${by.name}`, { steps, by });
  }
  if (stored.size > 0) return [...stored.values()];
  const place = steps[0]?.span;
  if (provider === undefined || !identities.has(provider)) {
    return [{ steps, by: rootOf('unknown', `what opens ${nameOf(resource)} (${provider ?? 'no provider'})`, place) }];
  }
  const parameters = at(resource.node, 'spec', 'parameters');
  const machine = isTrue(at(parameters, 'useVMManagedIdentity')) || textAt(parameters, 'auth') === 'provider-adc';
  const whose = machine ? 'identity of the node' : "Pods' own ServiceAccounts";
  return [{ steps, by: rootOf('identity', `${whose} at ${provider}`, place) }];
}

const identities: ReadonlySet<string> = new Set(['vault', 'openbao', 'aws', 'azure', 'gcp']);
