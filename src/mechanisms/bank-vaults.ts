import { installations } from '../chart.ts';
import { declare, type Mechanism, mention, sign } from '../mechanism.ts';
import { at } from '../parser.ts';
import { keeperOf } from '../secret.ts';
import { scalarPairs } from '../walk.ts';

export const bankVaults: Mechanism = {
  id: 'bank-vaults',
  title: 'Bank-Vaults',
  level: 4,
  about:
    'The webhook that replaces `vault:path#key`, `>>vault:…` and `${vault:…}` in environments, Secrets and ConfigMaps (annotations `vault.security.banzaicloud.io/…`), and the operator with its kind `Vault`.',
  reference: 'https://bank-vaults.dev/docs/',
  *declarations(resource) {
    if (keeperOf(resource) !== 'bank-vaults') return;
    const keys = ['data', 'stringData'].flatMap((field) => {
      return [...scalarPairs(at(resource.node, field))].map(({ key }) => key.value);
    });
    yield declare('bank-vaults', resource, at(resource.node, 'metadata', 'name'), { keys });
  },
  *signs(passage, resources) {
    for (const resource of resources) {
      if (resource.group === 'vault.banzaicloud.com' || keeperOf(resource) === 'bank-vaults') {
        yield sign('bank-vaults', resource);
      }
    }
    const prefix = 'vault.security.banzaicloud.io/';
    yield* mention('bank-vaults', passage, prefix, `annotation ${prefix}`);
    yield* installations('bank-vaults', passage, /^(?:vault-operator|vault-secrets-webhook)$/);
  },
};
