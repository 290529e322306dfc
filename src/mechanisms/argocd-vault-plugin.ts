import { declare, type Mechanism, mention, sign } from '../mechanism.ts';
import { at } from '../parser.ts';
import { keeperOf } from '../secret.ts';
import { scalarPairs } from '../walk.ts';

export const argocdVaultPlugin: Mechanism = {
  id: 'argocd-vault-plugin',
  title: 'argocd-vault-plugin',
  level: 3,
  about:
    'Placeholders that Argo CD fills in while it renders manifests: `<path:kv/data/app#password>`, or `<key>` with the annotation `avp.kubernetes.io/path`, in text or in base64.',
  reference: 'https://argocd-vault-plugin.readthedocs.io/',
  *declarations(resource) {
    if (keeperOf(resource) !== 'argocd-vault-plugin') return;
    const keys = ['data', 'stringData'].flatMap((field) => {
      return [...scalarPairs(at(resource.node, field))].map(({ key }) => key.value);
    });
    yield declare('argocd-vault-plugin', resource, at(resource.node, 'metadata', 'name'), { keys });
  },
  *signs(passage, resources) {
    for (const resource of resources) {
      if (keeperOf(resource) === 'argocd-vault-plugin') yield sign('argocd-vault-plugin', resource);
    }
    yield* mention('argocd-vault-plugin', passage, 'argocd-vault-plugin', 'plugin argocd-vault-plugin');
  },
};
