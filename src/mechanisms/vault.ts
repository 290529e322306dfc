import { installations } from '../chart.ts';
import { type Mechanism, sign } from '../mechanism.ts';
import { asScalar, at, textAt } from '../parser.ts';
import { nameOf, type Resource, spanOf } from '../resource.ts';
import { leaves } from '../walk.ts';

const workloads = /^(?:Deployment|StatefulSet|Pod|DaemonSet)$/;
const image = /(?:^|\/)(?:hashicorp\/vault(?:-enterprise)?|openbao\/openbao(?:-ubi)?|openbao|vault)(?::|@|$)/;

export const vault: Mechanism = {
  id: 'vault',
  title: 'Vault or OpenBao',
  level: 4,
  about:
    'A Vault or OpenBao server or a client of one: the charts `vault` and `openbao`, their images, a SecretProviderClass with that provider, the generator VaultDynamicSecret, the Terraform provider.',
  reference: 'https://developer.hashicorp.com/vault/docs/platform/k8s',
  *signs(passage, resources) {
    for (const resource of resources) {
      if (isClient(resource)) yield sign('vault', resource);
      else if (workloads.test(resource.kind)) yield* servers(resource);
    }
    yield* installations('vault', passage, /^(?:vault|openbao)$/);
    if (passage.dialect !== 'hcl') return;
    for (const document of passage.parsed.documents) {
      const provider = at(document.root, 'provider', 'vault');
      if (provider) yield { mechanism: 'vault', span: spanOf(document, provider), note: 'Terraform provider vault' };
    }
  },
};

function isClient({ kind, group, node }: Resource): boolean {
  if (kind === 'SecretProviderClass') return /^(?:vault|openbao)$/.test(textAt(node, 'spec', 'provider') ?? '');
  return kind === 'VaultDynamicSecret' && group === 'generators.external-secrets.io';
}

function* servers(resource: Resource): ReturnType<NonNullable<Mechanism['signs']>> {
  for (const { path, node } of leaves(at(resource.node, 'spec'))) {
    if (path.at(-1) !== 'image' || !image.test(asScalar(node)?.value ?? '')) continue;
    yield {
      mechanism: 'vault',
      span: spanOf(resource.document, node),
      note: `${nameOf(resource)} runs Vault or OpenBao`,
    };
    return;
  }
}
