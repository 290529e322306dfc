import { literal } from '../../literal.ts';
import type { MechanismId } from '../../mechanism.ts';
import { at, type Node, pairsOf, textAt } from '../../parser.ts';
import { nameOf, type Resource, spanOf } from '../../resource.ts';
import type { Span } from '../../text.ts';
import { maps } from '../../walk.ts';
import { type Opening, type Root, type RootKind, rootOf, type StoredKey } from './root.ts';

/** What opens the stores of operators with one kind each, and of tools that fill in manifests. */
export function operatorOpening(
  mechanism: MechanismId,
  resource: Resource | undefined,
  span: Span,
): readonly Opening[] {
  const named = fixed[mechanism];
  if (named) return [{ steps: [], by: rootOf(named[0], named[1], span) }];
  const by = resource ? openers(mechanism, resource) : [];
  return by.map((one) => ({ steps: [], by: one }));
}

function openers(mechanism: MechanismId, resource: Resource): readonly (Root | StoredKey)[] {
  const spec = at(resource.node, 'spec');
  const place = spanOf(resource.document, at(resource.node, 'kind') ?? resource.node);
  switch (mechanism) {
    case 'doppler':
      return found(stored(resource, at(spec, 'tokenSecret'), false), 'unavoidable', 'Doppler service token');
    case 'bitwarden':
      return found(stored(resource, at(spec, 'authToken'), false), 'unavoidable', 'Bitwarden machine account token');
    case 'infisical':
      return infisical(resource, spec);
    case 'onepassword':
      return resource.kind === 'Secret'
        ? [rootOf('by-hand', '1Password session of whoever injects the values', place)]
        : [rootOf('unavoidable', "1Password operator's token", place)];
    default:
      return [];
  }

  function found(key: StoredKey | undefined, kind: RootKind, called: string): (Root | StoredKey)[] {
    return [key ?? rootOf(kind, called, place)];
  }
}

const fixed: Partial<Readonly<Record<MechanismId, readonly [RootKind, string]>>> = {
  akv2k8s: ['identity', 'identity of akv2k8s at Azure Key Vault'],
  'bank-vaults': ['identity', 'ServiceAccounts of the Pods at Vault'],
  'argocd-vault-plugin': ['unknown', 'what argocd-vault-plugin logs in with'],
  vals: ['unknown', 'what vals logs in with'],
  'ansible-vault': ['private-key', 'ansible-vault password'],
  'cert-manager': ['in-cluster', 'certificates made by cert-manager'],
  generated: ['in-cluster', 'values made by controllers in the cluster'],
};

/** https://infisical.com/docs/integrations/platforms/kubernetes/infisical-secret-crd */
function infisical(resource: Resource, spec: Node | undefined): readonly (Root | StoredKey)[] {
  const place = spanOf(resource.document, at(resource.node, 'kind') ?? resource.node);
  const login = at(spec, 'authentication');
  for (const { key } of pairsOf(login)) {
    if (/^(?:kubernetes|awsIam|azure|gcpIdToken)Auth$/.test(key.value)) {
      return [rootOf('identity', `${key.value} of the Infisical operator`, place)];
    }
  }
  for (const { pairs, node } of maps(login)) {
    if (!pairs.some(({ key }) => key.value === 'secretName')) continue;
    const key = stored(resource, node, true);
    if (key) return [key];
  }
  return [rootOf('unknown', `what ${nameOf(resource)} logs in with`, place)];
}

function stored(resource: Resource, node: Node | undefined, avoidable: boolean): StoredKey | undefined {
  const name = literal(at(node, 'secretName') ?? at(node, 'name'));
  if (!name) return undefined;
  return {
    name: name.value,
    namespace: textAt(node, 'secretNamespace') ?? textAt(node, 'namespace') ?? resource.namespace,
    key: textAt(node, 'secretKey') ?? textAt(node, 'key'),
    avoidable,
    span: spanOf(resource.document, name),
  };
}
