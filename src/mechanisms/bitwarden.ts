import { installations } from '../chart.ts';
import { declare, type Mechanism, sign } from '../mechanism.ts';
import { at, textAt } from '../parser.ts';
import { mapsOf } from '../walk.ts';

export const bitwarden: Mechanism = {
  id: 'bitwarden',
  title: 'Bitwarden Secrets Manager',
  level: 3,
  about:
    '`k8s.bitwarden.com BitwardenSecret`: the Secret is `spec.secretName`, its keys those of `spec.map` where `onlyMappedSecrets` holds; `spec.authToken` names the token that opens the store.',
  reference: 'https://bitwarden.com/help/secrets-manager-kubernetes-operator/',
  *declarations(resource) {
    if (resource.kind !== 'BitwardenSecret') return;
    const spec = at(resource.node, 'spec');
    const keys = [...mapsOf(at(spec, 'map'))].map((entry) => textAt(entry, 'secretKeyName') ?? '');
    const all = textAt(spec, 'onlyMappedSecrets') !== 'false' && keys.length > 0;
    yield declare('bitwarden', resource, at(spec, 'secretName'), { keys: all ? keys : undefined });
  },
  *signs(passage, resources) {
    for (const resource of resources) if (resource.kind === 'BitwardenSecret') yield sign('bitwarden', resource);
    yield* installations('bitwarden', passage, /^sm-operator$/);
  },
};
