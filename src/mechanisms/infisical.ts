import { declare, type Mechanism, sign } from '../mechanism.ts';
import { at, type Node, textAt } from '../parser.ts';
import type { Resource } from '../resource.ts';
import { mapsOf } from '../walk.ts';

export const infisical: Mechanism = {
  id: 'infisical',
  title: 'Infisical',
  level: 3,
  about:
    '`secrets.infisical.com` kinds: InfisicalSecret and InfisicalDynamicSecret (`managedSecretReference`, `managedKubeSecretReferences`), and InfisicalStaticSecret (`targets`) with InfisicalAuth and InfisicalConnection.',
  reference: 'https://infisical.com/docs/integrations/platforms/kubernetes/overview',
  *declarations(resource) {
    if (resource.group !== 'secrets.infisical.com') return;
    const spec = at(resource.node, 'spec');
    if (/^Infisical(?:Dynamic)?Secret$/.test(resource.kind)) {
      yield* managed(resource, at(spec, 'managedSecretReference'));
      for (const one of mapsOf(at(spec, 'managedKubeSecretReferences'))) yield* managed(resource, one);
    } else if (resource.kind === 'InfisicalStaticSecret') {
      for (const target of mapsOf(at(spec, 'targets'))) {
        if ((textAt(target, 'kind') ?? 'Secret') !== 'Secret') continue;
        yield declare('infisical', resource, at(target, 'name'), {
          namespace: textAt(target, 'namespace') ?? resource.namespace,
        });
      }
    }
  },
  *signs(_, resources) {
    for (const resource of resources) {
      if (resource.group === 'secrets.infisical.com') yield sign('infisical', resource);
    }
  },
};

function* managed(resource: Resource, node: Node | undefined): ReturnType<NonNullable<Mechanism['declarations']>> {
  if (!node) return;
  yield declare('infisical', resource, at(node, 'secretName'), {
    namespace: textAt(node, 'secretNamespace') ?? resource.namespace,
  });
}
