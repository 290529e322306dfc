/** What a setting of a client says: where the server is, or whether its certificate is checked. */
export type SettingKind = 'flag' | 'address';

/** Annotations of the Vault Agent injector and of the Bank-Vaults webhook. */
export const annotations: Readonly<Record<string, SettingKind>> = {
  'vault.hashicorp.com/tls-skip-verify': 'flag',
  'vault.hashicorp.com/service': 'address',
  'vault.security.banzaicloud.io/vault-skip-verify': 'flag',
  'vault.security.banzaicloud.io/vault-addr': 'address',
};

/** Variables that every client reads, and the injector. https://developer.hashicorp.com/vault/docs/commands#environment-variables */
export const variables: Readonly<Record<string, SettingKind>> = {
  VAULT_SKIP_VERIFY: 'flag',
  BAO_SKIP_VERIFY: 'flag',
  VAULT_ADDR: 'address',
  BAO_ADDR: 'address',
  AGENT_INJECT_VAULT_ADDR: 'address',
};

export function kindOf(table: typeof variables, name: string | undefined): SettingKind | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Plain http to another host than this one. */
export const clear = /^http:\/\/(?!(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?:[:/]|$))/i;

export function isOpen(kind: SettingKind | undefined, value: string): 'unchecked' | 'address' | undefined {
  if (kind === 'flag' && /^(?:true|1|t|yes)$/i.test(value)) return 'unchecked';
  return kind === 'address' && clear.test(value) ? 'address' : undefined;
}
