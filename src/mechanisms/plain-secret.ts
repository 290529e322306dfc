import { declare, type Mechanism, sign } from '../mechanism.ts';
import { at } from '../parser.ts';
import { keeperOf } from '../secret.ts';
import { scalarPairs } from '../walk.ts';

export const plainSecret: Mechanism = {
  id: 'plain-secret',
  title: 'Secret manifest',
  level: 1,
  about:
    'A `kind: Secret` whose `data` and `stringData` are neither encrypted nor references. Base64 is an encoding. A Secret that SOPS, argocd-vault-plugin, Bank-Vaults, vals, 1Password, ansible-vault or a generator fills counts as theirs.',
  reference: 'https://kubernetes.io/docs/concepts/configuration/secret/',
  *declarations(resource) {
    if (keeperOf(resource) !== 'plain-secret') return;
    const keys = ['data', 'stringData'].flatMap((field) => {
      return [...scalarPairs(at(resource.node, field))].map(({ key }) => key.value);
    });
    yield declare('plain-secret', resource, at(resource.node, 'metadata', 'name'), {
      keys: resource.document.templated ? undefined : [...new Set(keys)],
    });
  },
  *signs(_, resources) {
    for (const resource of resources) {
      if (keeperOf(resource) === 'plain-secret') yield sign('plain-secret', resource);
    }
  },
};
