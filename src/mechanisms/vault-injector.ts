import { type Mechanism, mention } from '../mechanism.ts';

export const vaultInjector: Mechanism = {
  id: 'vault-injector',
  title: 'Vault Agent Injector',
  level: 4,
  about:
    'Annotations `vault.hashicorp.com/agent-inject…` on a Pod template: a sidecar writes the values into the Pod. No Secret comes to be.',
  reference: 'https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations',
  *signs(passage) {
    yield* mention(
      'vault-injector',
      passage,
      'vault.hashicorp.com/agent-inject',
      'annotation vault.hashicorp.com/agent-inject',
    );
  },
};
