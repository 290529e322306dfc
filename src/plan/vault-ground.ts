import { isShown, isTrial } from '../fault.ts';
import { literal } from '../literal.ts';
import type { Repository } from '../model/repository.ts';
import { storesOf } from '../model/secret-store.ts';
import { at } from '../parser.ts';
import type { Passage, Resource } from '../resource.ts';

/** Vault or OpenBao as a repository shows it. */
export interface VaultGround {
  readonly program: 'vault' | 'bao';
  /** True where the Vault Secrets Operator is at work. */
  readonly operator: boolean;
  readonly address: string;
  readonly mount: string;
  /** True where the repository shows neither a server nor a client of one. */
  readonly absent: boolean;
}

export function vaultGroundOf(repository: Repository): VaultGround {
  const signs = repository.signs.filter(
    ({ span }) => !isTrial(span.file.path) && !/\.(?:md|adoc|rst)$/.test(span.file.path),
  );
  const text = (resource: Resource, ...path: string[]): string | undefined =>
    counts(resource.passage) ? literal(at(resource.node, ...path))?.value : undefined;
  const addresses = [
    ...repository.resourcesOf('VaultConnection').map((one) => text(one, 'spec', 'address')),
    ...repository.resourcesOf('SecretProviderClass').map((one) => text(one, 'spec', 'parameters', 'vaultAddress')),
    ...vaultStores(repository).map(({ config }) => literal(at(config, 'server'))?.value),
  ];
  const mounts = [
    ...repository.resourcesOf('VaultStaticSecret').map((one) => text(one, 'spec', 'mount')),
    ...vaultStores(repository).map(({ config }) => literal(at(config, 'path'))?.value),
  ];
  const bao = signs.some(({ mechanism, note }) => mechanism === 'vault' && /openbao/i.test(note));
  return {
    program: bao ? 'bao' : 'vault',
    operator: signs.some(({ mechanism }) => mechanism === 'vault-operator'),
    address: addresses.find((address) => address !== undefined) ?? '<vault-address>',
    mount: mounts.find((mount) => mount !== undefined) ?? 'secret',
    absent: !signs.some(({ mechanism }) => /^(?:vault|vault-operator|vault-injector|bank-vaults)$/.test(mechanism)),
  };
}

function vaultStores(repository: Repository) {
  return storesOf(repository).filter(({ provider, resource }) => provider === 'vault' && counts(resource.passage));
}

/** True for what is in use: neither documentation nor a test. */
export function counts(passage: Passage): boolean {
  return !isShown(passage) && !isTrial(passage.file.path);
}
