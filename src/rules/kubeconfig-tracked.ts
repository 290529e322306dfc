import { fieldOf } from '../credential-field.ts';
import { exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const kubeconfigTracked: Rule = {
  id: 'kubeconfig-tracked',
  title: 'A kubeconfig in Git holds a readable credential',
  why: 'A kubeconfig with a client key or token opens the cluster from anywhere, in most cases as its administrator; client certificates cannot be revoked.',
  remedy:
    'Rotate the credential (for a client certificate of the administrator: the cluster CA), and use a kubeconfig with an `exec` plugin or a short-lived token that is issued when it is needed.',
  references: [
    'https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/',
    'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins',
  ],
  credential: true,
  outranks: [
    'plaintext-secret-manifest',
    'plaintext-secret-in-resource',
    'config-file-secret',
    'secret-in-configmap',
    'plaintext-known-credential',
    'unsealed-secret-beside-sealed',
    'secret-dump-from-cluster',
    'kustomize-secret-files-tracked',
  ],
  check(repository) {
    const entries = repository.entries.filter((entry) => fieldOf(entry)?.family === 'kubeconfig');
    return exposures(repository, this.id, entries, () => 'opens the cluster to everybody who can read this repository');
  },
  bad: () => [
    {
      title: 'a client key and a token',
      files: {
        'admin.yaml': `apiVersion: v1
kind: Config
clusters:
  - name: prod
    cluster: {server: "https://10.0.0.1:6443", certificate-authority-data: ${btoa(fake('certificate'))}}
users:
  - name: admin
    user:
      client-certificate-data: ${btoa(fake('certificate', 2))}
      client-key-data: [|${btoa(fake('rsa-private-key'))}|]
  - name: ci
    user:
      token: [|${fake('service-account-token')}|]
`,
      },
    },
    {
      title: 'inside a Secret',
      files: {
        'cluster.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: prod-kubeconfig
data:
  value: [|${btoa(fake('kubeconfig'))}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'exec plugins and paths of files',
      files: {
        kubeconfig: `apiVersion: v1
kind: Config
clusters:
  - name: prod
    cluster: {server: "https://10.0.0.1:6443", certificate-authority-data: ${btoa(fake('certificate'))}}
users:
  - name: sso
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1
        command: kubelogin
        args: [get-token, --client-id, kubernetes]
  - name: file
    user:
      client-key: /home/ada/.kube/client.key
      tokenFile: /var/run/secrets/token
`,
      },
    },
  ],
};
