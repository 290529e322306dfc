import { fieldOf } from '../credential-field.ts';
import { exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import { textAt } from '../parser.ts';
import type { Entry } from '../place.ts';
import type { Rule } from '../rule.ts';

export const bootstrapOrJoinToken: Rule = {
  id: 'bootstrap-or-join-token',
  title: 'A token or key that lets nodes join the cluster is readable in Git',
  why: 'Whoever joins a node gets Pods and their Secrets; with a control-plane key or a server token a stranger is the cluster.',
  remedy:
    'Rotate the token (`kubeadm token`, `k3s token rotate`, `talosctl gen secrets`), give it a short life, and keep the machine configuration encrypted, for example with SOPS.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/',
    'https://docs.k3s.io/cli/token',
    'https://www.talos.dev/latest/reference/configuration/v1alpha1/config/',
  ],
  credential: true,
  outranks: [
    'plaintext-secret-manifest',
    'plaintext-secret-in-resource',
    'config-file-secret',
    'secret-in-configmap',
    'secret-in-env-value',
    'secret-in-script-variable',
    'secret-in-command',
    'helm-template-secret-literal',
    'unsealed-secret-beside-sealed',
    'secret-dump-from-cluster',
    'dotenv-tracked',
    'plaintext-known-credential',
  ],
  check(repository) {
    const entries = repository.entries.filter(
      (entry) => isJoinVariable(entry) || isBootstrapSecret(entry) || fieldOf(entry)?.family === 'join-token',
    );
    return exposures(repository, this.id, entries, () => 'lets anybody who can read it add machines to the cluster');
  },
  bad: () => [
    {
      title: 'a bootstrap token Secret',
      files: {
        'token.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: bootstrap-token-${fake('bootstrap-token').slice(0, 6)}
  namespace: kube-system
type: bootstrap.kubernetes.io/token
stringData:
  token-id: ${fake('bootstrap-token').slice(0, 6)}
  token-secret: [|${fake('bootstrap-token').slice(7)}|]
  usage-bootstrap-authentication: "true"
`,
      },
    },
    {
      title: 'kubeadm',
      files: {
        'kubeadm.yaml': `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
bootstrapTokens:
  - token: [|${fake('bootstrap-token', 2)}|]
    ttl: 24h0m0s
certificateKey: [|${fake('hex')}|]
`,
      },
    },
    {
      title: 'k3s and Talos',
      files: {
        'k3s/config.yaml': `server: https://10.0.0.1:6443
token: [|${fake('k3s-token')}|]
`,
        'install.sh': `export K3S_TOKEN=[|${fake('password')}|]
`,
        'controlplane.yaml': `version: v1alpha1
machine:
  type: controlplane
  token: [|${fake('bootstrap-token', 3)}|]
  ca:
    crt: ${btoa(fake('certificate'))}
    key: [|${btoa(fake('private-key'))}|]
cluster:
  secret: [|${fake('base64')}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'tokens from elsewhere, and settings of tokens',
      files: {
        'kubeadm.yaml': `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
    token: \${JOIN_TOKEN}
    apiServerEndpoint: 10.0.0.1:6443
    caCertHashes: ["sha256:${fake('hex', 2)}"]
`,
        'install.sh': `export K3S_TOKEN="$(cat /run/secrets/k3s)"
export K3S_TOKEN_FILE=/run/secrets/k3s
`,
      },
    },
  ],
};

function isJoinVariable({ key }: Entry): boolean {
  return /^(?:K3S|RKE2)_(?:AGENT_)?TOKEN$/.test(key);
}

function isBootstrapSecret({ resource, key, place }: Entry): boolean {
  return (
    place === 'secret-data' &&
    key === 'token-secret' &&
    textAt(resource?.node, 'type') === 'bootstrap.kubernetes.io/token'
  );
}
