import { installations } from '../chart.ts';
import { declare, type Mechanism, mention, sign } from '../mechanism.ts';
import { at, textAt } from '../parser.ts';

export const akv2k8s: Mechanism = {
  id: 'akv2k8s',
  title: 'Azure Key Vault to Kubernetes',
  level: 3,
  about:
    '`spv.no AzureKeyVaultSecret`: the Secret is `spec.output.secret.name`; without an output the value goes into environments as `name@azurekeyvault`.',
  reference: 'https://akv2k8s.io/',
  *declarations(resource) {
    if (resource.kind !== 'AzureKeyVaultSecret') return;
    const output = at(resource.node, 'spec', 'output', 'secret');
    if (!output) return;
    const key = textAt(output, 'dataKey');
    yield declare('akv2k8s', resource, at(output, 'name'), { keys: key === undefined ? undefined : [key] });
  },
  *signs(passage, resources) {
    for (const resource of resources) if (resource.kind === 'AzureKeyVaultSecret') yield sign('akv2k8s', resource);
    yield* mention('akv2k8s', passage, '@azurekeyvault', 'value name@azurekeyvault');
    yield* installations('akv2k8s', passage, /^(?:akv2k8s|azure-key-vault-(?:controller|env-injector))$/);
  },
};
