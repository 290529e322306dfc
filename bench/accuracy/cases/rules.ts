import type { Example } from '../../../src/rule.ts';
import { rules } from '../../../src/rules/index.ts';
import { type Case, caseOf } from '../case.ts';

/** The kind of place each rule is about; a rule that is not here has examples of several. */
const shapes: Readonly<Record<string, string>> = {
  'argocd-credential-plain': 'GitOps inline values',
  'bootstrap-or-join-token': 'Secret',
  'config-file-secret': 'configuration file',
  'dotenv-tracked': 'dotenv',
  'encryption-config-inline-key': 'other resource',
  'eso-inline-credential': 'ExternalSecret or store',
  'eso-template-plaintext': 'ExternalSecret or store',
  'gitops-inline-values-secret': 'GitOps inline values',
  'helm-template-secret-literal': 'Helm template',
  'helm-values-secret': 'Helm values',
  'kubeconfig-tracked': 'kubeconfig',
  'kubectl-create-secret-literal': 'script or docs',
  'kustomize-configmap-secret': 'kustomize generator',
  'kustomize-patch-secret': 'kustomize patch',
  'kustomize-secret-files-tracked': 'kustomize generator',
  'kustomize-secret-literals': 'kustomize generator',
  'last-applied-annotation-leak': 'annotation',
  'plaintext-known-credential': 'prose and unknown files',
  'plaintext-secret-in-resource': 'other resource',
  'plaintext-secret-manifest': 'Secret',
  'private-key-tracked': 'key file',
  'registry-credentials-plain': 'registry login',
  'sealed-template-plaintext': 'SealedSecret template',
  'sealing-key-backup-plaintext': 'key file',
  'secret-dump-from-cluster': 'Secret',
  'secret-in-args': 'container args',
  'secret-in-command': 'script or docs',
  'secret-in-configmap': 'ConfigMap',
  'secret-in-env-value': 'container env',
  'secret-in-script-variable': 'script or docs',
  'sops-leaf-unencrypted': 'SOPS file',
  'terraform-secret-literal': 'Terraform',
  'unsealed-secret-beside-sealed': 'Secret',
  'vault-init-output-tracked': 'configuration file',
  'vault-token-plain': 'other resource',
};

/** Bad examples of rules about credentials in which none can be read. */
const unreadable = new Set(['encryption-config-inline-key bad 2']);

/**
 * The examples of this project's own rules about readable credentials: the bad ones leak where they are marked, the good ones
 * are safe unless the example says that another rule speaks.
 */
export function ownRules(): Case[] {
  return rules
    .filter((rule) => rule.credential)
    .flatMap((rule) => {
      const shape = shapes[rule.id] ?? 'several';
      const named = (kind: string) => (example: Example, i: number) =>
        caseOf('own rules', `${rule.id} ${kind} ${i + 1}`, shape, example);
      const leaking = rule.bad().map(named('bad'));
      const safe = rule
        .good()
        .filter((example) => !example.also)
        .map(named('good'));
      return [...leaking.filter(({ name }) => !unreadable.has(name)), ...safe];
    });
}
