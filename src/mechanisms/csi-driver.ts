import { installations } from '../chart.ts';
import { declare, type Mechanism, mention, sign } from '../mechanism.ts';
import { at, textAt } from '../parser.ts';
import type { Resource } from '../resource.ts';
import { mapsOf } from '../walk.ts';

export const csiDriver: Mechanism = {
  id: 'csi-driver',
  title: 'Secrets Store CSI Driver',
  level: 3,
  about:
    '`secrets-store.csi.x-k8s.io SecretProviderClass` and volumes of the driver `secrets-store.csi.k8s.io`: values are mounted as files. A Secret comes to be only for each entry of `spec.secretObjects`, while a Pod mounts the volume. With the provider `vault` or `openbao` it is a sign of Vault too.',
  reference: 'https://secrets-store-csi-driver.sigs.k8s.io/',
  *declarations(resource) {
    if (!isClass(resource)) return;
    for (const made of mapsOf(at(resource.node, 'spec', 'secretObjects'))) {
      const keys = [...mapsOf(at(made, 'data'))].map((entry) => textAt(entry, 'key') ?? '');
      yield declare('csi-driver', resource, at(made, 'secretName'), { keys });
    }
  },
  *signs(passage, resources) {
    for (const resource of resources) if (isClass(resource)) yield sign('csi-driver', resource);
    yield* mention('csi-driver', passage, 'secrets-store.csi.k8s.io', 'volume or driver secrets-store.csi.k8s.io');
    yield* installations(
      'csi-driver',
      passage,
      /^(?:csi-)?secrets-store(?:-csi-driver)?(?:-provider-(?:aws|azure|gcp))?$/,
    );
  },
};

function isClass({ kind, group }: Resource): boolean {
  return kind === 'SecretProviderClass' && group === 'secrets-store.csi.x-k8s.io';
}
