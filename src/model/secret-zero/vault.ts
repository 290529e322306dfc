import { literal } from '../../literal.ts';
import { at, type Node, textAt } from '../../parser.ts';
import { nameOf, type Resource, spanOf } from '../../resource.ts';
import type { Repository } from '../repository.ts';
import { Nearby } from './nearby.ts';
import { type Opening, qualified, type Root, rootOf, type StoredKey, stepOf } from './root.ts';

const vso = 'secrets.hashicorp.com';

/** How the resources of the Vault Secrets Operator log in. */
export type VaultOpenings = (resource: Resource) => readonly Opening[];

/** https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference */
export function vaultOpenings(repository: Repository): VaultOpenings {
  const logins = new Nearby<Resource>();
  for (const resource of repository.resourcesOf('VaultAuth', 'VaultAuthGlobal', 'HCPAuth')) {
    if (resource.group !== vso) continue;
    logins.add(`${resource.kind}\0${resource.name ?? ''}`, resource.namespace, pathOf(resource), resource);
  }
  const find = (kind: string, name: string, namespace: string | undefined, from: Resource): Resource | undefined =>
    logins.find(`${kind}\0${name}`, namespace, pathOf(from))[0] ?? logins.find(`${kind}\0`, undefined, pathOf(from))[0];

  return (resource) => {
    const hcp = resource.kind === 'HCPVaultSecretsApp';
    const field = hcp ? 'hcpAuthRef' : 'vaultAuthRef';
    const kind = hcp ? 'HCPAuth' : 'VaultAuth';
    const node = at(resource.node, 'spec', field);
    const written = literal(node)?.value;
    const [name, namespace] = split(written ?? 'default', resource.namespace);
    const auth = find(kind, name, written === undefined ? undefined : namespace, resource);
    if (!auth) {
      const called = written === undefined ? `default ${kind} of the operator` : `${kind} ${written}`;
      const span = node && spanOf(resource.document, node);
      return [
        {
          steps: [{ kind, name: written ?? 'default', note: 'not in this repository', span }],
          by: rootOf('unknown', `${called}, which is not in this repository`, span),
        },
      ];
    }
    const steps = [stepOf(auth, hcp ? undefined : textAt(auth.node, 'spec', 'method'))];
    const spec = at(auth.node, 'spec');
    const own = loginOf(auth, spec, textAt(spec, 'method'));
    if (own) return [{ steps, by: own }];
    const reference = at(spec, 'vaultAuthGlobalRef');
    const global = reference && find('VaultAuthGlobal', textAt(reference, 'name') ?? 'default', undefined, auth);
    if (global) {
      const defaults = at(global.node, 'spec');
      const method = textAt(spec, 'method') ?? textAt(defaults, 'defaultAuthMethod');
      const login = loginOf(global, defaults, method);
      if (login) return [{ steps: [...steps, stepOf(global, method)], by: login }];
    }
    return [{ steps, by: rootOf('unknown', `what ${nameOf(auth)} logs in with`, steps[0]?.span) }];
  };
}

function pathOf(resource: Resource): string {
  return resource.passage.file.path;
}

function split(reference: string, namespace: string | undefined): [string, string | undefined] {
  const slash = reference.indexOf('/');
  return slash === -1 ? [reference, namespace] : [reference.slice(slash + 1), reference.slice(0, slash)];
}

/** The credential of a login method; undefined where the spec leaves it to another object. */
function loginOf(auth: Resource, spec: Node | undefined, method: string | undefined): Root | StoredKey | undefined {
  if (auth.kind === 'HCPAuth') return storedAt(auth, at(spec, 'servicePrincipal', 'secretRef'), false);
  const config = method === undefined ? undefined : at(spec, method);
  if (!config) return undefined;
  const stored = storedAt(auth, at(config, 'secretRef'), true);
  if (stored) return stored;
  const path = at(config, 'secretIDPath');
  if (path) return rootOf('static', `SecretID file of ${nameOf(auth)}`, spanOf(auth.document, path));
  for (const field of ['serviceAccount', 'irsaServiceAccount', 'workloadIdentityServiceAccount']) {
    const node = at(config, field);
    const name = literal(node)?.value;
    if (!node) continue;
    return rootOf(
      'identity',
      `ServiceAccount ${name === undefined ? '(templated)' : qualified(name, auth.namespace)} at Vault`,
      spanOf(auth.document, node),
    );
  }
  if (method === 'kubernetes' || method === 'gcp' || textAt(config, 'irsaServiceAccount') || at(config, 'nodeRole')) {
    return rootOf('identity', `identity of the Pod at Vault`, spanOf(auth.document, config));
  }
  return undefined;
}

function storedAt(auth: Resource, node: Node | undefined, avoidable: boolean): StoredKey | undefined {
  const name = literal(node);
  if (!node || !name) return undefined;
  return {
    name: name.value,
    namespace: auth.namespace,
    key: undefined,
    avoidable,
    span: spanOf(auth.document, name),
  };
}
