import type { Declaration } from '../mechanism.ts';
import type { Repository } from './repository.ts';
import { storesOf } from './secret-store.ts';

/** Kinds that need a Secret before any store can be read: sources and appliers of GitOps, stores and their logins. */
const first =
  /^(?:GitRepository|OCIRepository|HelmRepository|Bucket|Kustomization|Provider|Receiver|ImageRepository|ImageUpdateAutomation|SecretStore|ClusterSecretStore|ClusterGenerator|VaultAuth|VaultAuthGlobal|VaultConnection|SecretProviderClass|ClusterIssuer|Issuer)$/;
/** Namespaces of what has to run before a store can be read. */
const early =
  /^(?:flux-system|argocd|argo-cd|external-secrets(?:-system|-operator)?|vault(?:-system)?|openbao|kube-system|sealed-secrets)$/;

/** A test for Secrets that must exist before a store can be read: the secret zero itself, and what applies the repository. */
export function bootstrapSecrets(repository: Repository): (declaration: Declaration) => boolean {
  const names = new Set<string>();
  for (const store of storesOf(repository)) {
    for (const { name } of store.references) if (name !== undefined) names.add(name);
  }
  for (const { name, how, resource } of repository.uses) {
    if (how === 'csi' || first.test(resource.kind)) names.add(name);
  }
  return ({ name, namespace, span }) =>
    (name !== undefined && names.has(name)) ||
    (namespace !== undefined && early.test(namespace)) ||
    /(?:^|[/_.-])(?:bootstrap|flux-system|argocd)(?:[/_.-]|$)/.test(span.file.path);
}
