import type { MechanismId } from './mechanism.ts';
import { at, textAt } from './parser.ts';
import type { Resource } from './resource.ts';
import { scalarPairs } from './walk.ts';

/**
 * How the values of a Secret manifest are kept: each manifest by exactly one mechanism, so that no Secret counts twice.
 * Undefined for what is no Secret, and for one that a patch deletes.
 */
export function keeperOf(resource: Resource): MechanismId | undefined {
  if (resource.kind !== 'Secret' || resource.group !== '') return undefined;
  if (textAt(resource.node, '$patch') === 'delete') return undefined;
  if (at(resource.node, 'sops')) return 'sops';
  for (const [name, keeper] of byAnnotation) {
    for (const annotation of resource.annotations.keys()) if (annotation.startsWith(name)) return keeper;
  }
  let some = false;
  for (const field of ['data', 'stringData']) {
    for (const { value } of scalarPairs(at(resource.node, field))) {
      some = true;
      if (value.tag === '!vault') return 'ansible-vault';
      const keeper = byValue.find(({ raw, base64 }) => raw.test(value.value) || base64.test(value.value))?.keeper;
      if (keeper) return keeper;
    }
  }
  return !some && textAt(resource.node, 'type') === 'kubernetes.io/service-account-token'
    ? 'generated'
    : 'plain-secret';
}

const byAnnotation: readonly (readonly [string, MechanismId])[] = [
  ['avp.kubernetes.io/path', 'argocd-vault-plugin'],
  ['vault.security.banzaicloud.io/', 'bank-vaults'],
  ['operator.1password.io/item-path', 'onepassword'],
  ['secretgenerator.mittwald.de/', 'generated'],
  ['secret-generator.v1.mittwald.de/', 'generated'],
  ['replicator.v1.mittwald.de/replicate-from', 'generated'],
  ['reflector.v1.k8s.emberstack.com/reflects', 'generated'],
];

interface Beginning {
  readonly keeper: MechanismId;
  readonly raw: RegExp;
  /** The same beginning in base64, cut where the next character decides. */
  readonly base64: RegExp;
}

const byValue: readonly Beginning[] = [
  { keeper: 'sops', raw: /^ENC\[AES256_GCM,/, base64: /^RU5DW0FFUzI1Nl9HQ00s/ },
  { keeper: 'argocd-vault-plugin', raw: /^<path:/, base64: /^PHBhdGg6/ },
  { keeper: 'bank-vaults', raw: /^(?:>>|\$\{)?vault:/, base64: /^(?:dmF1bHQ6|Pj52YXVsdD|JHt2YXVsdD)/ },
  { keeper: 'vals', raw: /^ref\+[a-z0-9]{1,40}:\/\//, base64: /^cmVmK[23z]/ },
  { keeper: 'onepassword', raw: /^op:\/\//, base64: /^b3A6Ly/ },
  { keeper: 'ansible-vault', raw: /^\$ANSIBLE_VAULT;/, base64: /^JEFOU0lCTEVfVkFVTFQ7/ },
];
