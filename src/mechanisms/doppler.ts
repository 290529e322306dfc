import { installations } from '../chart.ts';
import { declare, type Mechanism, sign } from '../mechanism.ts';
import { at, textAt } from '../parser.ts';

export const doppler: Mechanism = {
  id: 'doppler',
  title: 'Doppler',
  level: 3,
  about:
    '`secrets.doppler.com DopplerSecret`: the Secret is `spec.managedSecret`; `spec.tokenSecret` names the token that opens Doppler.',
  reference: 'https://docs.doppler.com/docs/kubernetes-operator',
  *declarations(resource) {
    if (resource.kind !== 'DopplerSecret') return;
    const managed = at(resource.node, 'spec', 'managedSecret');
    yield declare('doppler', resource, at(managed, 'name'), {
      namespace: textAt(managed, 'namespace') ?? resource.namespace,
    });
  },
  *signs(passage, resources) {
    for (const resource of resources) if (resource.kind === 'DopplerSecret') yield sign('doppler', resource);
    yield* installations('doppler', passage, /^doppler-kubernetes-operator$/);
  },
};
