import { markdownCode as code } from '../escape.ts';
import { isTrial } from '../fault.ts';
import { cloudsOf } from '../model/clouds.ts';
import type { Repository } from '../model/repository.ts';
import { type Step, step } from './step.ts';
import type { VaultGround } from './vault-ground.ts';

/** Providers of the External Secrets Operator by cloud. */
const providers: Readonly<Record<string, string>> = { aws: 'aws', gcp: 'gcpsm', azure: 'azurekv' };

/** What has to be there before an ExternalSecret can be read: the operator, and a store that it logs in to by itself. */
export function storePreparations(repository: Repository): Step[] {
  const installed = repository.signs.some(
    (sign) => sign.mechanism === 'external-secrets' && !isTrial(sign.span.file.path),
  );
  const seen = cloudsOf(repository).flatMap(({ name }) => (Object.hasOwn(providers, name) ? [providers[name]!] : []));
  const cloud = seen.length === 1 ? seen[0] : undefined;
  return [
    ...(installed
      ? []
      : [
          step('Install the External Secrets Operator', {
            commands: [
              'helm repo add external-secrets https://charts.external-secrets.io',
              'helm install external-secrets external-secrets/external-secrets --namespace external-secrets --create-namespace',
            ],
          }),
        ]),
    step('Define the store, with a workload identity and no stored key', {
      notes: [
        `A ClusterSecretStore with conditions, or a SecretStore in each namespace${cloud ? `; what the repository shows is the provider ${code(cloud)}` : ''}. The fields of each provider: https://external-secrets.io/latest/provider/aws-secrets-manager/ and its neighbours. With the store in the repository, plan again: the commands then name it.`,
      ],
    }),
  ];
}

/** What has to be there before a workload can read from Vault. */
export function vaultPreparations(
  { absent, program, operator }: VaultGround,
  needs: { readonly driver: boolean; readonly operator: boolean },
): Step[] {
  const install = operator || !needs.operator ? [] : [operatorInstallation];
  if (!absent) return install;
  const server = program === 'bao' ? 'OpenBao' : 'Vault';
  return [
    step(`Run ${server}: several servers, TLS, unsealed by a KMS, audited`, {
      notes: [
        'Not in dev mode, which keeps everything in memory under a known root token. It takes days to set up well and somebody on call: https://developer.hashicorp.com/vault/docs/platform/k8s/helm/run',
      ],
    }),
    ...install,
    ...(operator || !needs.driver
      ? []
      : [
          step('Install the Secrets Store CSI driver and its provider', {
            commands: [
              'helm repo add secrets-store-csi-driver https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts',
              'helm install csi-secrets-store secrets-store-csi-driver/secrets-store-csi-driver --namespace kube-system --set syncSecret.enabled=true --set enableSecretRotation=true',
              'helm repo add hashicorp https://helm.releases.hashicorp.com',
              'helm upgrade vault hashicorp/vault --namespace vault --reuse-values --set csi.enabled=true',
            ],
            notes: ['The chart of Vault leaves its CSI provider out unless `csi.enabled` says otherwise.'],
          }),
        ]),
    step('Give each workload a role of its own', {
      commands: [
        `${program} auth enable kubernetes`,
        `${program} write auth/kubernetes/role/'<role>' bound_service_account_names='<service-account>' bound_service_account_namespaces='<namespace>' policies='<policy>' ttl=1h`,
      ],
      notes: ['The policy allows reading the paths of this workload, and nothing else.'],
    }),
  ];
}

/** https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/installation */
const operatorInstallation = step('Install the Vault Secrets Operator', {
  commands: [
    'helm repo add hashicorp https://helm.releases.hashicorp.com',
    "helm install vault-secrets-operator hashicorp/vault-secrets-operator --namespace vault-secrets-operator-system --create-namespace --set defaultVaultConnection.enabled=true --set defaultVaultConnection.address='<vault-address>'",
  ],
  notes: [
    'It makes the Secrets that are read before, or without, a Pod that could mount them: by Flux, by an Ingress, to pull an image. Give each namespace a VaultAuth of its own and name it under `vaultAuthRef`.',
  ],
});
