// Written by scripts/build-policies.ts from policies/*.yaml. Do not edit.
import type { Policy } from '../policy.ts';

export const policies: readonly Policy[] = [
  {
    "name": "level-1-kubectl",
    "title": "kubectl",
    "level": 1,
    "intent": "Secrets are made with `kubectl create secret` and nothing secret is in Git: a proof of concept, one developer, one cluster. What is in Git is in Git for ever, so a readable credential is an error here as on every level above.",
    "rules": {
      "plaintext-secret-manifest": {
        "severity": "error",
        "reason": "base64 is an encoding, not encryption, and the history keeps every version"
      },
      "plaintext-known-credential": {
        "severity": "error",
        "reason": "the value has the form of a real credential; whoever clones the repository can use it"
      },
      "plaintext-secret-in-resource": {
        "severity": "error",
        "reason": "the value can be read by everyone who can read the repository"
      },
      "unsealed-secret-beside-sealed": {
        "severity": "error",
        "reason": "sealing protects nothing while the plain original stays beside it"
      },
      "secret-dump-from-cluster": {
        "severity": "error",
        "reason": "the value was live in a cluster when it was exported"
      },
      "last-applied-annotation-leak": {
        "severity": "error",
        "reason": "the annotation repeats in plain text what the object hides"
      },
      "secret-in-configmap": {
        "severity": "error",
        "reason": "a ConfigMap is neither encrypted at rest nor guarded by the access rules of Secrets"
      },
      "secret-in-env-value": {
        "severity": "error",
        "reason": "the value is in Git, and shown to anyone who may get pods"
      },
      "secret-in-args": {
        "severity": "error",
        "reason": "the value is in Git, in the process list and often in logs"
      },
      "kustomize-secret-literals": {
        "severity": "error",
        "reason": "the literal is the secret, in plain text"
      },
      "kustomize-secret-files-tracked": {
        "severity": "error",
        "reason": "the generated Secret is only as safe as the tracked file it is made from"
      },
      "kustomize-configmap-secret": {
        "severity": "error",
        "reason": "the literal is in Git, and ends in a ConfigMap"
      },
      "kustomize-patch-secret": {
        "severity": "error",
        "reason": "a patch shows the value as well as a manifest does"
      },
      "helm-values-secret": {
        "severity": "error",
        "reason": "values files are the most common way for a password to get into Git"
      },
      "helm-template-secret-literal": {
        "severity": "error",
        "reason": "everyone who installs the chart gets the same secret"
      },
      "gitops-inline-values-secret": {
        "severity": "error",
        "reason": "inline values are part of the manifest and are read with it"
      },
      "dotenv-tracked": {
        "severity": "error",
        "reason": "a tracked .env file is a list of credentials"
      },
      "config-file-secret": {
        "severity": "error",
        "reason": "the value can be read by everyone who can read the repository"
      },
      "private-key-tracked": {
        "severity": "error",
        "reason": "a private key proves an identity; once copied it cannot be called back"
      },
      "kubeconfig-tracked": {
        "severity": "error",
        "reason": "a kubeconfig with credentials opens the cluster"
      },
      "registry-credentials-plain": {
        "severity": "error",
        "reason": "whoever can push images decides what the cluster runs"
      },
      "argocd-credential-plain": {
        "severity": "error",
        "reason": "what Argo CD uses to reach repositories and clusters reaches everything it deploys"
      },
      "bootstrap-or-join-token": {
        "severity": "error",
        "reason": "a node that can join can read the secrets of every pod it runs"
      },
      "encryption-config-inline-key": {
        "severity": "error",
        "reason": "the key that protects etcd protects nothing once it can be read"
      },
      "terraform-secret-literal": {
        "severity": "error",
        "reason": "the value is in Git, and in the state as well"
      },
      "key-and-ciphertext-together": {
        "severity": "error",
        "reason": "ciphertext beside its key is plain text"
      },
      "sa-token-secret": {
        "severity": "note",
        "reason": "a token that never expires is easy to avoid; short-lived ones are the default since Kubernetes 1.24"
      },
      "gitignore-missing-secret-patterns": {
        "severity": "note",
        "reason": "an ignore rule keeps an unsealed file from being added by mistake"
      },
      "kubectl-create-secret-literal": {
        "severity": "error",
        "reason": "the command holds the secret, in plain text"
      },
      "secret-in-command": {
        "severity": "error",
        "reason": "the command holds the secret, in plain text"
      },
      "secret-in-script-variable": {
        "severity": "error",
        "reason": "the script holds the secret, in plain text"
      },
      "dry-run-output-tracked": {
        "severity": "warning",
        "reason": "a script writes a plain Secret to a file that git tracks; the next commit may carry it"
      },
      "sealed-value-malformed": {
        "severity": "error",
        "reason": "a damaged value can never be unsealed"
      },
      "sealed-value-empty": {
        "severity": "warning",
        "reason": "an empty secret is seldom meant"
      },
      "sealed-value-length-suspicious": {
        "severity": "note",
        "reason": "the length hints at a line break that was sealed along"
      },
      "sealed-duplicate-ciphertext": {
        "severity": "error",
        "reason": "the same ciphertext in two places opens in one of them at most"
      },
      "sealed-moved-without-reseal": {
        "severity": "error",
        "reason": "a sealed value is bound to its name and namespace, and does not open under another"
      },
      "sealed-scope-annotation-mismatch": {
        "severity": "warning",
        "reason": "the annotation does not say what the value was sealed for"
      },
      "sealed-renamed-by-kustomize": {
        "severity": "warning",
        "reason": "the rename breaks the seal"
      },
      "sealed-without-namespace": {
        "severity": "note",
        "reason": "the namespace is part of the seal"
      },
      "sealed-deprecated-data": {
        "severity": "warning",
        "reason": "the field is deprecated, and one ciphertext for all keys cannot be reviewed"
      },
      "sealed-template-plaintext": {
        "severity": "error",
        "reason": "the template of a SealedSecret is plain text"
      },
      "sealed-type-keys-missing": {
        "severity": "warning",
        "reason": "the API server will reject the Secret that comes out"
      },
      "sealed-rsa-too-small": {
        "severity": "warning",
        "reason": "a short key can be factored"
      },
      "sealing-cert-expired": {
        "severity": "error",
        "reason": "kubeseal refuses an expired certificate, and nothing new can be sealed"
      },
      "sealing-cert-expiring": {
        "severity": "note",
        "reason": "kubeseal will refuse the certificate soon; there is time to make another"
      },
      "sealing-key-backup-missing": {
        "severity": "note",
        "reason": "without the key no SealedSecret can be opened again"
      },
      "sealing-key-backup-plaintext": {
        "severity": "error",
        "reason": "the key opens every SealedSecret there ever was"
      },
      "sealing-key-backup-into-worktree": {
        "severity": "error",
        "reason": "the next `git add .` commits the key that opens every SealedSecret"
      },
      "sealed-helm-repo-moved": {
        "severity": "error",
        "reason": "the old chart address is gone, and installs fail"
      },
      "sealed-controller-outdated": {
        "severity": "warning",
        "reason": "versions before 0.36.0 let the scope of a secret be widened"
      },
      "kubeseal-controller-name-mismatch": {
        "severity": "note",
        "reason": "the command will not find the controller"
      },
      "eso-api-version-deprecated": {
        "severity": "note",
        "reason": "the operator that is installed still serves the version; the next one does not"
      },
      "eso-api-version-removed": {
        "severity": "error",
        "reason": "the operator no longer accepts this version"
      },
      "eso-legacy-kes": {
        "severity": "warning",
        "reason": "the project has ended"
      },
      "eso-secret-zero-in-git": {
        "severity": "error",
        "reason": "the key of the store is in Git, and so is everything in the store"
      },
      "eso-inline-credential": {
        "severity": "error",
        "reason": "the credential stands in the manifest, in plain text"
      },
      "eso-fake-provider": {
        "severity": "note",
        "reason": "the fake provider keeps its values in the manifest"
      },
      "eso-store-dangling": {
        "severity": "note",
        "reason": "the store is not in the repository; it may be elsewhere"
      },
      "eso-cross-namespace-ref": {
        "severity": "warning",
        "reason": "a reference across namespaces fails, or reads what it should not"
      },
      "eso-template-unsafe": {
        "severity": "warning",
        "reason": "the function was removed, or reaches further than a template should"
      },
      "eso-template-plaintext": {
        "severity": "error",
        "reason": "the template of an ExternalSecret is plain text"
      },
      "eso-invalid-policy": {
        "severity": "error",
        "reason": "the operator rejects it"
      },
      "eso-insecure-transport": {
        "severity": "note",
        "reason": "secrets cross the network unprotected"
      },
      "secret-owned-twice": {
        "severity": "warning",
        "reason": "two controllers overwrite each other"
      },
      "vault-dev-mode": {
        "severity": "note",
        "reason": "a development server keeps nothing and its root token is known"
      },
      "vault-at-poc": {
        "severity": "warning",
        "reason": "do not start with Vault for a proof of concept: it takes days to run well"
      },
      "vault-init-output-tracked": {
        "severity": "error",
        "reason": "unseal keys and root token give away everything in Vault"
      },
      "vault-token-plain": {
        "severity": "error",
        "reason": "a token opens whatever its policies allow"
      },
      "vault-tls-disabled": {
        "severity": "note",
        "reason": "secrets cross the network unprotected"
      },
      "csi-class-dangling": {
        "severity": "warning",
        "reason": "the pod cannot start without its class"
      },
      "csi-legacy-identity": {
        "severity": "note",
        "reason": "the identity mechanism is retired"
      },
      "sops-leaf-unencrypted": {
        "severity": "error",
        "reason": "the value was added without encrypting it"
      },
      "sops-metadata-broken": {
        "severity": "warning",
        "reason": "the file cannot be decrypted"
      },
      "sops-rule-matches-plain-file": {
        "severity": "warning",
        "reason": "the rules say that the file is encrypted, and it is not"
      },
      "sops-encrypts-kubernetes-metadata": {
        "severity": "note",
        "reason": "tools that apply the file cannot read its kind"
      },
      "sops-decrypted-leftover": {
        "severity": "error",
        "reason": "encryption protects nothing while the plain copy stays beside it"
      },
      "sops-single-recipient": {
        "severity": "note",
        "reason": "when the only key is lost, so are the secrets"
      },
      "sops-config-ignored": {
        "severity": "note",
        "reason": "the settings have no effect"
      },
      "git-crypt-blob-plain": {
        "severity": "error",
        "reason": "the file was committed before encryption was on, and the history keeps it"
      },
      "operator-token-plain": {
        "severity": "error",
        "reason": "the token opens the store that the operator reads"
      },
      "secret-data-invalid": {
        "severity": "error",
        "reason": "the API server rejects it"
      },
      "secret-value-smell": {
        "severity": "note",
        "reason": "a line break or double encoding in a value is a common cause of failed logins"
      },
      "secret-type-keys-missing": {
        "severity": "error",
        "reason": "the API server rejects it"
      },
      "level-not-declared": {
        "severity": "note",
        "reason": "a declared level is a decision; an inferred one is a guess"
      },
      "mechanism-above-level": {
        "severity": "note",
        "reason": "the repository is ahead of its level: declare it, or simplify"
      },
      "graduate-multi-cluster": {
        "severity": "note",
        "reason": "every secret has to be sealed once a cluster"
      },
      "graduate-multi-cloud": {
        "severity": "note",
        "reason": "secrets of several clouds are hard to keep in step by hand"
      },
      "graduate-rotation": {
        "severity": "note",
        "reason": "automatic rotation is out of reach below level 3: who declares it should know before climbing one step only"
      },
      "graduate-team-or-count": {
        "severity": "note",
        "reason": "the team or the number of secrets outgrows work by hand"
      },
      "graduate-compliance": {
        "severity": "error",
        "reason": "the declared regime asks for a higher level"
      }
    }
  },
  {
    "name": "level-2-sealed-secrets",
    "title": "Sealed Secrets",
    "level": 2,
    "extends": "level-1-kubectl",
    "intent": "Secrets are in Git, encrypted, as SealedSecrets or with SOPS: a team of two to ten, one cluster, rotation by hand. The sealing key is now the one thing that must not be lost, and everything in Git must be able to open.",
    "rules": {
      "sa-token-secret": {
        "severity": "warning",
        "reason": "more people can use it, and nothing ends its life"
      },
      "kubectl-create-secret-imperative": {
        "severity": "warning",
        "reason": "a Secret made by hand is in no file, so the cluster cannot be recreated from Git"
      },
      "secret-reference-without-source": {
        "severity": "note",
        "reason": "the workload needs a Secret that nothing in the repository makes"
      },
      "dry-run-output-tracked": {
        "severity": "error",
        "reason": "only sealed secrets may be in Git from this level on"
      },
      "kubeseal-pipeline-without-namespace": {
        "severity": "note",
        "reason": "the strict scope binds a sealed value to its namespace, and the current context is a guess"
      },
      "sealed-scope-annotation-mismatch": {
        "severity": "error",
        "reason": "Secrets must be able to open at the level that relies on them"
      },
      "sealed-renamed-by-kustomize": {
        "severity": "error",
        "reason": "Secrets must be able to open at the level that relies on them"
      },
      "sealed-without-namespace": {
        "severity": "warning",
        "reason": "sealing is the main mechanism here, and an unclear namespace is an unclear seal"
      },
      "sealed-wide-scope": {
        "severity": "warning",
        "reason": "whoever may create a SealedSecret in another namespace can open a copy there"
      },
      "sealed-key-not-this-cert": {
        "severity": "warning",
        "reason": "a value sealed for another key does not open in this cluster"
      },
      "sealed-type-keys-missing": {
        "severity": "error",
        "reason": "Secrets must be able to open at the level that relies on them"
      },
      "sealed-rsa-too-small": {
        "severity": "error",
        "reason": "the sealing key protects everything in Git from this level on"
      },
      "sealing-cert-expiring": {
        "severity": "warning",
        "reason": "sealing is how every secret gets into Git at this level"
      },
      "sealing-cert-stale": {
        "severity": "note",
        "reason": "the controller has made a newer key since"
      },
      "sealing-cert-missing": {
        "severity": "note",
        "reason": "a committed certificate lets everyone seal without access to the cluster"
      },
      "sealing-key-backup-missing": {
        "severity": "error",
        "reason": "if the cluster is lost, every secret in Git is lost with it"
      },
      "sealing-key-backup-not-recurring": {
        "severity": "warning",
        "reason": "the controller makes a new key every 30 days, and a single backup lacks it"
      },
      "sealing-key-renewal-disabled": {
        "severity": "note",
        "reason": "one key for ever makes every leak of it a leak of everything"
      },
      "kubeseal-live-in-ci": {
        "severity": "note",
        "reason": "sealing against the live controller gives CI access to the cluster that it does not need"
      },
      "eso-legacy-kes": {
        "severity": "error",
        "reason": "no fixes come for the controller that reads the store"
      },
      "eso-secret-zero-static": {
        "severity": "note",
        "reason": "a static key opens the store for whoever copies it"
      },
      "eso-fake-provider": {
        "severity": "warning",
        "reason": "secrets in Git are sealed from this level on"
      },
      "eso-cluster-store-unrestricted": {
        "severity": "note",
        "reason": "every namespace can read everything the store can"
      },
      "eso-refresh-disabled": {
        "severity": "note",
        "reason": "a secret that is changed in the store does not arrive"
      },
      "eso-refresh-extreme": {
        "severity": "note",
        "reason": "the interval is too long for rotation or too short for the provider"
      },
      "eso-template-unsafe": {
        "severity": "error",
        "reason": "secrets are shared by a team from this level on"
      },
      "eso-find-everything": {
        "severity": "note",
        "reason": "everything the store holds is copied into one Secret"
      },
      "eso-insecure-transport": {
        "severity": "warning",
        "reason": "more than one person relies on them"
      },
      "secret-owned-twice": {
        "severity": "error",
        "reason": "what the Secret holds must be certain"
      },
      "vault-dev-mode": {
        "severity": "warning",
        "reason": "a team relies on it"
      },
      "vault-at-poc": {
        "severity": "note",
        "reason": "Vault is more than this level needs"
      },
      "vault-tls-disabled": {
        "severity": "warning",
        "reason": "a team relies on it"
      },
      "vault-policy-too-broad": {
        "severity": "note",
        "reason": "a policy with wildcards gives away more than is needed"
      },
      "vault-static-auth": {
        "severity": "note",
        "reason": "a static credential opens Vault for whoever copies it"
      },
      "csi-node-publish-secret": {
        "severity": "note",
        "reason": "a static credential opens the store for whoever copies it"
      },
      "csi-rotation-off": {
        "severity": "note",
        "reason": "a secret that is changed in the store does not arrive"
      },
      "csi-legacy-identity": {
        "severity": "warning",
        "reason": "a team relies on it"
      },
      "sops-metadata-broken": {
        "severity": "error",
        "reason": "Secrets must be able to open at the level that relies on them"
      },
      "sops-rule-matches-plain-file": {
        "severity": "error",
        "reason": "only encrypted secrets may be in Git from this level on"
      },
      "sops-encrypts-kubernetes-metadata": {
        "severity": "warning",
        "reason": "GitOps tools cannot apply it"
      },
      "sops-single-recipient": {
        "severity": "warning",
        "reason": "a team relies on one key"
      },
      "sops-config-ignored": {
        "severity": "warning",
        "reason": "secrets may be committed or applied unencrypted"
      },
      "manifest-time-injection": {
        "severity": "note",
        "reason": "rendered manifests hold the secret, and caches keep them"
      },
      "graduate-multi-cloud": {
        "severity": "warning",
        "reason": "this is a trigger for level 3"
      },
      "secrets-path-no-codeowners": {
        "severity": "note",
        "reason": "nobody is asked before a secret changes"
      }
    }
  },
  {
    "name": "level-3-external-secrets",
    "title": "External Secrets",
    "level": 3,
    "extends": "level-2-sealed-secrets",
    "intent": "A store keeps the secrets and Git keeps references to them: several clusters or clouds, SOC 2 or HIPAA, automatic rotation. Workloads prove who they are with an identity instead of a static key.",
    "rules": {
      "secret-reference-without-source": {
        "severity": "warning",
        "reason": "the cluster must come back from Git and the store alone"
      },
      "sealed-without-namespace": {
        "severity": "note",
        "reason": "sealing is left for bootstrap secrets at this level"
      },
      "sealed-key-not-this-cert": {
        "severity": "note",
        "reason": "sealing is left for bootstrap secrets at this level"
      },
      "sealing-cert-expired": {
        "severity": "warning",
        "reason": "sealing is left for bootstrap secrets at this level"
      },
      "sealing-cert-expiring": {
        "severity": "note",
        "reason": "sealing is left for bootstrap secrets at this level"
      },
      "sealing-key-backup-missing": {
        "severity": "warning",
        "reason": "the store keeps most secrets at this level; the sealed rest can be made again"
      },
      "sealing-key-renewal-disabled": {
        "severity": "warning",
        "reason": "keys are expected to rotate from this level on"
      },
      "kubeseal-live-in-ci": {
        "severity": "warning",
        "reason": "access to clusters is reviewed from this level on"
      },
      "eso-api-version-deprecated": {
        "severity": "warning",
        "reason": "the operator is what this level rests on"
      },
      "eso-secret-zero-static": {
        "severity": "warning",
        "reason": "the provider takes a workload identity, which leaves nothing to steal"
      },
      "eso-secret-zero-unavoidable": {
        "severity": "note",
        "reason": "the provider has no workload identity, so somebody has to rotate the key"
      },
      "eso-fake-provider": {
        "severity": "error",
        "reason": "a store keeps the secrets from this level on"
      },
      "eso-cluster-store-unrestricted": {
        "severity": "warning",
        "reason": "access is separated by namespace from this level on"
      },
      "eso-refresh-disabled": {
        "severity": "warning",
        "reason": "automatic rotation is what this level is for"
      },
      "eso-store-dangling": {
        "severity": "warning",
        "reason": "the store is what this level rests on"
      },
      "eso-cross-namespace-ref": {
        "severity": "error",
        "reason": "access is separated by namespace from this level on"
      },
      "eso-find-everything": {
        "severity": "warning",
        "reason": "access is least privilege from this level on"
      },
      "eso-insecure-transport": {
        "severity": "error",
        "reason": "secrets come over the network from this level on"
      },
      "vault-dev-mode": {
        "severity": "error",
        "reason": "the store is what this level rests on"
      },
      "vault-at-poc": {
        "severity": "off",
        "reason": "a store is expected from this level on"
      },
      "vault-not-production-shaped": {
        "severity": "note",
        "reason": "one replica, no audit log or no seal will not do for production"
      },
      "vault-policy-too-broad": {
        "severity": "warning",
        "reason": "access is least privilege from this level on"
      },
      "vault-static-auth": {
        "severity": "warning",
        "reason": "workload identity is expected from this level on"
      },
      "vault-static-database-secret": {
        "severity": "note",
        "reason": "Vault could issue the database credential on demand"
      },
      "vso-auth-all-namespaces": {
        "severity": "warning",
        "reason": "every namespace may use the role"
      },
      "vso-no-refresh": {
        "severity": "warning",
        "reason": "a secret that is changed in Vault does not arrive"
      },
      "csi-node-publish-secret": {
        "severity": "warning",
        "reason": "workload identity is expected from this level on"
      },
      "csi-class-dangling": {
        "severity": "error",
        "reason": "the driver is how secrets arrive from this level on"
      },
      "csi-rotation-off": {
        "severity": "warning",
        "reason": "automatic rotation is expected from this level on"
      },
      "csi-sync-to-etcd": {
        "severity": "note",
        "reason": "the copy in etcd is one more place to protect"
      },
      "mechanism-below-level": {
        "severity": "note",
        "reason": "the migration is half done; bootstrap secrets may stay"
      },
      "graduate-multi-cluster": {
        "severity": "off",
        "reason": "this level serves several clusters"
      },
      "graduate-multi-cloud": {
        "severity": "off",
        "reason": "this level serves several clouds"
      },
      "graduate-rotation": {
        "severity": "off",
        "reason": "rotation is automatic from this level on"
      },
      "graduate-team-or-count": {
        "severity": "off",
        "reason": "this level serves large teams"
      },
      "secrets-path-no-codeowners": {
        "severity": "warning",
        "reason": "changes to secrets are reviewed from this level on"
      }
    }
  },
  {
    "name": "level-4-vault",
    "title": "Vault",
    "level": 4,
    "extends": "level-3-external-secrets",
    "intent": "Vault or OpenBao issues short-lived credentials under fine-grained policies: regulated platforms (PCI), audited access. Static credentials, wide policies and plain transport are what this level exists to end.",
    "rules": {
      "sa-token-secret": {
        "severity": "error",
        "reason": "credentials are short-lived at this level"
      },
      "sealing-cert-stale": {
        "severity": "off",
        "reason": "nothing new is sealed at this level"
      },
      "sealing-cert-missing": {
        "severity": "off",
        "reason": "nothing new is sealed at this level"
      },
      "eso-secret-zero-static": {
        "severity": "error",
        "reason": "credentials are short-lived at this level"
      },
      "eso-secret-zero-unavoidable": {
        "severity": "warning",
        "reason": "a static credential is an exception at this level, with an owner"
      },
      "eso-cluster-store-unrestricted": {
        "severity": "error",
        "reason": "access is fine-grained at this level"
      },
      "eso-refresh-disabled": {
        "severity": "error",
        "reason": "credentials are short-lived at this level, and stale ones stop working"
      },
      "eso-refresh-extreme": {
        "severity": "warning",
        "reason": "credentials are short-lived at this level"
      },
      "vault-tls-disabled": {
        "severity": "error",
        "reason": "TLS is required at this level"
      },
      "vault-not-production-shaped": {
        "severity": "warning",
        "reason": "Vault is the platform at this level"
      },
      "vault-policy-too-broad": {
        "severity": "error",
        "reason": "fine-grained policies are what this level is for"
      },
      "vault-static-auth": {
        "severity": "error",
        "reason": "credentials are short-lived at this level"
      },
      "vault-static-database-secret": {
        "severity": "warning",
        "reason": "dynamic secrets are what this level is for"
      },
      "vso-auth-all-namespaces": {
        "severity": "error",
        "reason": "access is fine-grained at this level"
      },
      "csi-node-publish-secret": {
        "severity": "error",
        "reason": "credentials are short-lived at this level"
      },
      "csi-sync-to-etcd": {
        "severity": "warning",
        "reason": "secrets should reach the pod and nothing else"
      },
      "csi-legacy-identity": {
        "severity": "error",
        "reason": "identities are isolated per workload at this level"
      },
      "manifest-time-injection": {
        "severity": "warning",
        "reason": "secrets should reach the pod and nothing else"
      },
      "mechanism-below-level": {
        "severity": "warning",
        "reason": "the platform is meant to keep every secret"
      },
      "mechanism-above-level": {
        "severity": "off",
        "reason": "there is no level above this one"
      },
      "graduate-compliance": {
        "severity": "off",
        "reason": "no level is higher"
      }
    }
  }
];
