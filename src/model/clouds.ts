import { isShown, isTrial } from '../fault.ts';
import { literal } from '../literal.ts';
import { at, pairsOf, type ScalarNode } from '../parser.ts';
import { type Passage, type Resource, spanOf } from '../resource.ts';
import { leaves } from '../walk.ts';
import { csiGroup } from './csi-volume.ts';
import { distinct, type Observation } from './observation.ts';
import type { Repository } from './repository.ts';
import { storesOf } from './secret-store.ts';

/** Clouds by the provider's name in the External Secrets Operator, the CSI driver and Terraform. */
const providers: Readonly<Record<string, string>> = {
  aws: 'aws',
  awsparameterstore: 'aws',
  gcp: 'gcp',
  gcpsm: 'gcp',
  google: 'gcp',
  'google-beta': 'gcp',
  azure: 'azure',
  azurekv: 'azure',
  azurerm: 'azure',
  oracle: 'oracle',
  oci: 'oracle',
  ibm: 'ibm',
  alibaba: 'alibaba',
  alicloud: 'alibaba',
  yandexlockbox: 'yandex',
  yandexcertificatemanager: 'yandex',
  scaleway: 'scaleway',
  digitalocean: 'digitalocean',
};

/** Annotations that bind a ServiceAccount to an identity of a cloud. */
const identities: Readonly<Record<string, string>> = {
  'eks.amazonaws.com/role-arn': 'aws',
  'iam.gke.io/gcp-service-account': 'gcp',
  'azure.workload.identity/client-id': 'azure',
};

const provisioners: Readonly<Record<string, string>> = {
  'ebs.csi.aws.com': 'aws',
  'efs.csi.aws.com': 'aws',
  'kubernetes.io/aws-ebs': 'aws',
  'pd.csi.storage.gke.io': 'gcp',
  'kubernetes.io/gce-pd': 'gcp',
  'disk.csi.azure.com': 'azure',
  'file.csi.azure.com': 'azure',
  'kubernetes.io/azure-disk': 'azure',
};

/** Registries that need an account; anybody may pull a public image from Google's, so those say little. */
const registries: readonly { pattern: RegExp; cloud: string; confidence: Observation['confidence'] }[] = [
  { pattern: /^\d{12}\.dkr\.ecr\.[\w-]{1,40}\.amazonaws\.com\//, cloud: 'aws', confidence: 'medium' },
  { pattern: /^[\w-]{1,60}\.azurecr\.io\//, cloud: 'azure', confidence: 'medium' },
  { pattern: /^[\w-]{1,60}-docker\.pkg\.dev\//, cloud: 'gcp', confidence: 'low' },
];

const known = new WeakMap<Repository, readonly Observation[]>();

/** The clouds that a repository shows, with the surest evidence of each. */
export function cloudsOf(repository: Repository): readonly Observation[] {
  let found = known.get(repository);
  if (!found) {
    found = distinct(observed(repository));
    known.set(repository, found);
  }
  return found;
}

function* observed(repository: Repository): Iterable<Observation> {
  for (const store of storesOf(repository)) {
    const cloud = own(providers, store.provider);
    if (cloud === undefined || !showsPlatform(store.resource.passage)) continue;
    const span = spanOf(store.resource.document, store.at);
    yield { name: cloud, by: `${store.resource.kind} with provider ${store.provider}`, confidence: 'high', span };
  }
  for (const resource of repository.resources) {
    if (showsPlatform(resource.passage)) yield* inResource(resource);
  }
  for (const passage of repository.passages) {
    if (passage.dialect !== 'hcl' || !showsPlatform(passage)) continue;
    for (const document of passage.parsed.documents) {
      for (const { key } of pairsOf(at(document.root, 'provider'))) {
        const cloud = own(providers, key.value);
        if (cloud === undefined) continue;
        yield { name: cloud, by: `Terraform provider ${key.value}`, confidence: 'medium', span: spanOf(document, key) };
      }
    }
  }
}

function* inResource(resource: Resource): Iterable<Observation> {
  const { kind, group, node } = resource;
  const seen = (name: string, by: string, at: ScalarNode, confidence: Observation['confidence']): Observation => {
    return { name, by, confidence, span: spanOf(resource.document, at) };
  };
  if (kind === 'SecretProviderClass' && group === csiGroup) {
    const provider = literal(at(node, 'spec', 'provider'));
    const cloud = provider && own(providers, provider.value);
    if (cloud) yield seen(cloud, `SecretProviderClass with provider ${provider.value}`, provider, 'high');
  } else if (kind === 'ServiceAccount') {
    for (const { key, value } of pairsOf(at(node, 'metadata', 'annotations'))) {
      const cloud = own(identities, key.value);
      if (cloud && literal(value)) yield seen(cloud, `ServiceAccount annotation ${key.value}`, key, 'high');
    }
  } else if (kind === 'StorageClass') {
    const provisioner = literal(at(node, 'provisioner'));
    const cloud = provisioner && own(provisioners, provisioner.value);
    if (cloud) yield seen(cloud, `StorageClass provisioner ${provisioner.value}`, provisioner, 'high');
  } else if (podHolders.test(kind)) {
    for (const { path, node: image } of leaves(node)) {
      if (path.at(-1) !== 'image' || image.templated) continue;
      const registry = registries.find(({ pattern }) => pattern.test(image.value));
      if (registry) yield seen(registry.cloud, `images of a registry of ${registry.cloud}`, image, registry.confidence);
    }
  }
}

const podHolders = /^(?:Pod|Deployment|StatefulSet|DaemonSet|Job|CronJob|Rollout)$/;

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A chart shows every cloud it can be installed in. */
export function showsPlatform(passage: Passage): boolean {
  return passage.role !== 'helm-template' && !isShown(passage) && !isTrial(passage.file.path);
}
