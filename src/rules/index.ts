import type { Rule } from '../rule.ts';
import { argocdCredentialPlain } from './argocd-credential-plain.ts';
import { bootstrapOrJoinToken } from './bootstrap-or-join-token.ts';
import { configFileSecret } from './config-file-secret.ts';
import { csiClassDangling } from './csi-class-dangling.ts';
import { csiLegacyIdentity } from './csi-legacy-identity.ts';
import { csiNodePublishSecret } from './csi-node-publish-secret.ts';
import { csiRotationOff } from './csi-rotation-off.ts';
import { csiSyncToEtcd } from './csi-sync-to-etcd.ts';
import { dotenvTracked } from './dotenv-tracked.ts';
import { dryRunOutputTracked } from './dry-run-output-tracked.ts';
import { encryptionConfigInlineKey } from './encryption-config-inline-key.ts';
import { esoApiVersionDeprecated } from './eso-api-version-deprecated.ts';
import { esoApiVersionRemoved } from './eso-api-version-removed.ts';
import { esoClusterStoreUnrestricted } from './eso-cluster-store-unrestricted.ts';
import { esoCrossNamespaceRef } from './eso-cross-namespace-ref.ts';
import { esoFakeProvider } from './eso-fake-provider.ts';
import { esoFindEverything } from './eso-find-everything.ts';
import { esoInlineCredential } from './eso-inline-credential.ts';
import { esoInsecureTransport } from './eso-insecure-transport.ts';
import { esoInvalidPolicy } from './eso-invalid-policy.ts';
import { esoLegacyKes } from './eso-legacy-kes.ts';
import { esoRefreshDisabled } from './eso-refresh-disabled.ts';
import { esoRefreshExtreme } from './eso-refresh-extreme.ts';
import { esoSecretZeroInGit } from './eso-secret-zero-in-git.ts';
import { esoSecretZeroStatic } from './eso-secret-zero-static.ts';
import { esoSecretZeroUnavoidable } from './eso-secret-zero-unavoidable.ts';
import { esoStoreDangling } from './eso-store-dangling.ts';
import { esoTemplatePlaintext } from './eso-template-plaintext.ts';
import { esoTemplateUnsafe } from './eso-template-unsafe.ts';
import { gitCryptBlobPlain } from './git-crypt-blob-plain.ts';
import { gitignoreMissingSecretPatterns } from './gitignore-missing-secret-patterns.ts';
import { gitopsInlineValuesSecret } from './gitops-inline-values-secret.ts';
import { graduateCompliance } from './graduate-compliance.ts';
import { graduateMultiCloud } from './graduate-multi-cloud.ts';
import { graduateMultiCluster } from './graduate-multi-cluster.ts';
import { graduateRotation } from './graduate-rotation.ts';
import { graduateTeamOrCount } from './graduate-team-or-count.ts';
import { helmTemplateSecretLiteral } from './helm-template-secret-literal.ts';
import { helmValuesSecret } from './helm-values-secret.ts';
import { keyAndCiphertextTogether } from './key-and-ciphertext-together.ts';
import { kubeconfigTracked } from './kubeconfig-tracked.ts';
import { kubectlCreateSecretImperative } from './kubectl-create-secret-imperative.ts';
import { kubectlCreateSecretLiteral } from './kubectl-create-secret-literal.ts';
import { kubesealControllerNameMismatch } from './kubeseal-controller-name-mismatch.ts';
import { kubesealLiveInCi } from './kubeseal-live-in-ci.ts';
import { kubesealPipelineWithoutNamespace } from './kubeseal-pipeline-without-namespace.ts';
import { kustomizeConfigmapSecret } from './kustomize-configmap-secret.ts';
import { kustomizePatchSecret } from './kustomize-patch-secret.ts';
import { kustomizeSecretFilesTracked } from './kustomize-secret-files-tracked.ts';
import { kustomizeSecretLiterals } from './kustomize-secret-literals.ts';
import { lastAppliedAnnotationLeak } from './last-applied-annotation-leak.ts';
import { levelNotDeclared } from './level-not-declared.ts';
import { manifestTimeInjection } from './manifest-time-injection.ts';
import { mechanismAboveLevel } from './mechanism-above-level.ts';
import { mechanismBelowLevel } from './mechanism-below-level.ts';
import { operatorTokenPlain } from './operator-token-plain.ts';
import { plaintextKnownCredential } from './plaintext-known-credential.ts';
import { plaintextSecretInResource } from './plaintext-secret-in-resource.ts';
import { plaintextSecretManifest } from './plaintext-secret-manifest.ts';
import { privateKeyTracked } from './private-key-tracked.ts';
import { registryCredentialsPlain } from './registry-credentials-plain.ts';
import { saTokenSecret } from './sa-token-secret.ts';
import { sealedControllerOutdated } from './sealed-controller-outdated.ts';
import { sealedDeprecatedData } from './sealed-deprecated-data.ts';
import { sealedDuplicateCiphertext } from './sealed-duplicate-ciphertext.ts';
import { sealedHelmRepoMoved } from './sealed-helm-repo-moved.ts';
import { sealedKeyNotThisCert } from './sealed-key-not-this-cert.ts';
import { sealedMovedWithoutReseal } from './sealed-moved-without-reseal.ts';
import { sealedRenamedByKustomize } from './sealed-renamed-by-kustomize.ts';
import { sealedRsaTooSmall } from './sealed-rsa-too-small.ts';
import { sealedScopeAnnotationMismatch } from './sealed-scope-annotation-mismatch.ts';
import { sealedTemplatePlaintext } from './sealed-template-plaintext.ts';
import { sealedTypeKeysMissing } from './sealed-type-keys-missing.ts';
import { sealedValueEmpty } from './sealed-value-empty.ts';
import { sealedValueLengthSuspicious } from './sealed-value-length-suspicious.ts';
import { sealedValueMalformed } from './sealed-value-malformed.ts';
import { sealedWideScope } from './sealed-wide-scope.ts';
import { sealedWithoutNamespace } from './sealed-without-namespace.ts';
import { sealingCertExpired } from './sealing-cert-expired.ts';
import { sealingCertExpiring } from './sealing-cert-expiring.ts';
import { sealingCertMissing } from './sealing-cert-missing.ts';
import { sealingCertStale } from './sealing-cert-stale.ts';
import { sealingKeyBackupIntoWorktree } from './sealing-key-backup-into-worktree.ts';
import { sealingKeyBackupMissing } from './sealing-key-backup-missing.ts';
import { sealingKeyBackupNotRecurring } from './sealing-key-backup-not-recurring.ts';
import { sealingKeyBackupPlaintext } from './sealing-key-backup-plaintext.ts';
import { sealingKeyRenewalDisabled } from './sealing-key-renewal-disabled.ts';
import { secretDataInvalid } from './secret-data-invalid.ts';
import { secretDumpFromCluster } from './secret-dump-from-cluster.ts';
import { secretInArgs } from './secret-in-args.ts';
import { secretInCommand } from './secret-in-command.ts';
import { secretInConfigmap } from './secret-in-configmap.ts';
import { secretInEnvValue } from './secret-in-env-value.ts';
import { secretInScriptVariable } from './secret-in-script-variable.ts';
import { secretOwnedTwice } from './secret-owned-twice.ts';
import { secretReferenceWithoutSource } from './secret-reference-without-source.ts';
import { secretTypeKeysMissing } from './secret-type-keys-missing.ts';
import { secretValueSmell } from './secret-value-smell.ts';
import { secretsPathNoCodeowners } from './secrets-path-no-codeowners.ts';
import { sopsConfigIgnored } from './sops-config-ignored.ts';
import { sopsDecryptedLeftover } from './sops-decrypted-leftover.ts';
import { sopsEncryptsKubernetesMetadata } from './sops-encrypts-kubernetes-metadata.ts';
import { sopsLeafUnencrypted } from './sops-leaf-unencrypted.ts';
import { sopsMetadataBroken } from './sops-metadata-broken.ts';
import { sopsRuleMatchesPlainFile } from './sops-rule-matches-plain-file.ts';
import { sopsSingleRecipient } from './sops-single-recipient.ts';
import { terraformSecretLiteral } from './terraform-secret-literal.ts';
import { unsealedSecretBesideSealed } from './unsealed-secret-beside-sealed.ts';
import { vaultAtPoc } from './vault-at-poc.ts';
import { vaultDevMode } from './vault-dev-mode.ts';
import { vaultInitOutputTracked } from './vault-init-output-tracked.ts';
import { vaultNotProductionShaped } from './vault-not-production-shaped.ts';
import { vaultPolicyTooBroad } from './vault-policy-too-broad.ts';
import { vaultStaticAuth } from './vault-static-auth.ts';
import { vaultStaticDatabaseSecret } from './vault-static-database-secret.ts';
import { vaultTlsDisabled } from './vault-tls-disabled.ts';
import { vaultTokenPlain } from './vault-token-plain.ts';
import { vsoAuthAllNamespaces } from './vso-auth-all-namespaces.ts';
import { vsoNoRefresh } from './vso-no-refresh.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  argocdCredentialPlain,
  bootstrapOrJoinToken,
  configFileSecret,
  csiClassDangling,
  csiLegacyIdentity,
  csiNodePublishSecret,
  csiRotationOff,
  csiSyncToEtcd,
  dotenvTracked,
  dryRunOutputTracked,
  encryptionConfigInlineKey,
  esoApiVersionDeprecated,
  esoApiVersionRemoved,
  esoClusterStoreUnrestricted,
  esoCrossNamespaceRef,
  esoFakeProvider,
  esoFindEverything,
  esoInlineCredential,
  esoInsecureTransport,
  esoInvalidPolicy,
  esoLegacyKes,
  esoRefreshDisabled,
  esoRefreshExtreme,
  esoSecretZeroInGit,
  esoSecretZeroStatic,
  esoSecretZeroUnavoidable,
  esoStoreDangling,
  esoTemplatePlaintext,
  esoTemplateUnsafe,
  gitCryptBlobPlain,
  gitignoreMissingSecretPatterns,
  gitopsInlineValuesSecret,
  graduateCompliance,
  graduateMultiCloud,
  graduateMultiCluster,
  graduateRotation,
  graduateTeamOrCount,
  helmTemplateSecretLiteral,
  helmValuesSecret,
  keyAndCiphertextTogether,
  kubeconfigTracked,
  kubectlCreateSecretImperative,
  kubectlCreateSecretLiteral,
  kubesealControllerNameMismatch,
  kubesealLiveInCi,
  kubesealPipelineWithoutNamespace,
  kustomizeConfigmapSecret,
  kustomizePatchSecret,
  kustomizeSecretFilesTracked,
  kustomizeSecretLiterals,
  lastAppliedAnnotationLeak,
  levelNotDeclared,
  manifestTimeInjection,
  mechanismAboveLevel,
  mechanismBelowLevel,
  operatorTokenPlain,
  plaintextKnownCredential,
  plaintextSecretInResource,
  plaintextSecretManifest,
  privateKeyTracked,
  registryCredentialsPlain,
  saTokenSecret,
  sealedControllerOutdated,
  sealedDeprecatedData,
  sealedDuplicateCiphertext,
  sealedHelmRepoMoved,
  sealedKeyNotThisCert,
  sealedMovedWithoutReseal,
  sealedRenamedByKustomize,
  sealedRsaTooSmall,
  sealedScopeAnnotationMismatch,
  sealedTemplatePlaintext,
  sealedTypeKeysMissing,
  sealedValueEmpty,
  sealedValueLengthSuspicious,
  sealedValueMalformed,
  sealedWideScope,
  sealedWithoutNamespace,
  sealingCertExpired,
  sealingCertExpiring,
  sealingCertMissing,
  sealingCertStale,
  sealingKeyBackupIntoWorktree,
  sealingKeyBackupMissing,
  sealingKeyBackupNotRecurring,
  sealingKeyBackupPlaintext,
  sealingKeyRenewalDisabled,
  secretDataInvalid,
  secretDumpFromCluster,
  secretInArgs,
  secretInCommand,
  secretInConfigmap,
  secretInEnvValue,
  secretInScriptVariable,
  secretOwnedTwice,
  secretReferenceWithoutSource,
  secretTypeKeysMissing,
  secretValueSmell,
  secretsPathNoCodeowners,
  sopsConfigIgnored,
  sopsDecryptedLeftover,
  sopsEncryptsKubernetesMetadata,
  sopsLeafUnencrypted,
  sopsMetadataBroken,
  sopsRuleMatchesPlainFile,
  sopsSingleRecipient,
  terraformSecretLiteral,
  unsealedSecretBesideSealed,
  vaultAtPoc,
  vaultDevMode,
  vaultInitOutputTracked,
  vaultNotProductionShaped,
  vaultPolicyTooBroad,
  vaultStaticAuth,
  vaultStaticDatabaseSecret,
  vaultTlsDisabled,
  vaultTokenPlain,
  vsoAuthAllNamespaces,
  vsoNoRefresh,
];
