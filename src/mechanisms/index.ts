import type { Mechanism } from '../mechanism.ts';
import { akv2k8s } from './akv2k8s.ts';
import { ansibleVault } from './ansible-vault.ts';
import { argocdVaultPlugin } from './argocd-vault-plugin.ts';
import { bankVaults } from './bank-vaults.ts';
import { bitwarden } from './bitwarden.ts';
import { certManager } from './cert-manager.ts';
import { csiDriver } from './csi-driver.ts';
import { doppler } from './doppler.ts';
import { externalSecrets } from './external-secrets.ts';
import { generated } from './generated.ts';
import { gitCrypt } from './git-crypt.ts';
import { infisical } from './infisical.ts';
import { kubectl } from './kubectl.ts';
import { kustomizeGenerator } from './kustomize-generator.ts';
import { onepassword } from './onepassword.ts';
import { plainSecret } from './plain-secret.ts';
import { pushSecret } from './push-secret.ts';
import { sealedSecrets } from './sealed-secrets.ts';
import { sops } from './sops.ts';
import { vals } from './vals.ts';
import { vault } from './vault.ts';
import { vaultInjector } from './vault-injector.ts';
import { vaultOperator } from './vault-operator.ts';

/** Every way a secret is kept that is recognised, in the order of the ladder. */
export const mechanisms: readonly Mechanism[] = [
  plainSecret,
  kubectl,
  sealedSecrets,
  sops,
  externalSecrets,
  pushSecret,
  csiDriver,
  vaultOperator,
  vaultInjector,
  vault,
  bankVaults,
  argocdVaultPlugin,
  vals,
  onepassword,
  doppler,
  infisical,
  bitwarden,
  akv2k8s,
  gitCrypt,
  ansibleVault,
  kustomizeGenerator,
  certManager,
  generated,
];
