import { installations } from '../chart.ts';
import { declare, type Mechanism, sign } from '../mechanism.ts';
import { at, textAt } from '../parser.ts';

const makers = /^(?:VaultStaticSecret|VaultDynamicSecret|VaultPKISecret|HCPVaultSecretsApp)$/;

export const vaultOperator: Mechanism = {
  id: 'vault-operator',
  title: 'Vault Secrets Operator',
  level: 4,
  about:
    '`secrets.hashicorp.com` kinds: VaultStaticSecret, VaultDynamicSecret, VaultPKISecret and HCPVaultSecretsApp write the Secret `spec.destination.name`; they provide it where `destination.create` is true.',
  reference: 'https://developer.hashicorp.com/vault/docs/platform/k8s/vso',
  *declarations(resource) {
    if (resource.group !== 'secrets.hashicorp.com' || !makers.test(resource.kind)) return;
    const destination = at(resource.node, 'spec', 'destination');
    if (textAt(destination, 'create') === 'true') yield declare('vault-operator', resource, at(destination, 'name'));
  },
  *signs(passage, resources) {
    for (const resource of resources) {
      if (resource.group === 'secrets.hashicorp.com') yield sign('vault-operator', resource);
    }
    yield* installations('vault-operator', passage, /^vault-secrets-operator$/);
  },
};
