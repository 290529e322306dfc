import { installations } from '../chart.ts';
import { declare, type Mechanism, sign } from '../mechanism.ts';
import { at } from '../parser.ts';
import type { Resource } from '../resource.ts';
import { scalarPairs } from '../walk.ts';

export const sealedSecrets: Mechanism = {
  id: 'sealed-secrets',
  title: 'Sealed Secrets',
  level: 2,
  about:
    '`bitnami.com/v1alpha1 SealedSecret`: each value encrypted for the controller of one cluster. The Secret has the name and namespace of the SealedSecret, and the keys of `spec.encryptedData` and `spec.template.data`. The controller is recognised by its chart and its image.',
  reference: 'https://github.com/bitnami/sealed-secrets',
  *declarations(resource) {
    if (!isSealed(resource)) return;
    const keys = [
      ['spec', 'encryptedData'],
      ['spec', 'template', 'data'],
    ].flatMap((path) => [...scalarPairs(at(resource.node, ...path))].map(({ key }) => key.value));
    // `spec.data` of old files holds a whole Secret in one value.
    const known = !resource.document.templated && !at(resource.node, 'spec', 'data');
    yield declare('sealed-secrets', resource, at(resource.node, 'metadata', 'name'), {
      keys: known ? [...new Set(keys)] : undefined,
    });
  },
  *signs(passage, resources) {
    for (const resource of resources) if (isSealed(resource)) yield sign('sealed-secrets', resource);
    yield* installations('sealed-secrets', passage, /^sealed-secrets$/);
  },
};

function isSealed(resource: Resource): boolean {
  return resource.kind === 'SealedSecret' && resource.group === 'bitnami.com';
}
