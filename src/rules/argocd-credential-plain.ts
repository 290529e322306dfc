import { exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import { secretOf } from '../model/secret.ts';
import type { Rule } from '../rule.ts';

export const argocdCredentialPlain: Rule = {
  id: 'argocd-credential-plain',
  title: 'A credential of Argo CD is readable in Git',
  why: 'Argo CD holds the keys to the Git repositories and to every cluster it deploys to: with one of them a stranger changes what runs everywhere.',
  remedy:
    'Rotate the credential, give Argo CD a read-only deploy key or a GitHub App, and keep its Secret sealed or let it come from a store; for clusters use the identity of the controller.',
  references: [
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories',
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/secret-management/',
  ],
  credential: true,
  outranks: [
    'plaintext-secret-manifest',
    'helm-template-secret-literal',
    'kustomize-patch-secret',
    'unsealed-secret-beside-sealed',
    'secret-dump-from-cluster',
    'plaintext-known-credential',
  ],
  check(repository) {
    const entries = repository.entriesAt('secret-data').filter((entry) => {
      const resource = secretOf(entry);
      if (!resource) return false;
      if (resource.name === 'argocd-secret') return true;
      return resource.labels.has('argocd.argoproj.io/secret-type') && credentialKey.test(entry.key);
    });
    return exposures(repository, this.id, entries, () => 'is a readable credential that Argo CD works with');
  },
  bad: () => [
    {
      title: 'a repository and a cluster',
      files: {
        'repo.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: repo
  namespace: argocd
  labels:
    argocd.argoproj.io/secret-type: repository
stringData:
  type: git
  url: https://git.acme.dev/platform.git
  username: argocd
  password: [|${fake('password')}|]
`,
        'cluster.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: prod
  labels:
    argocd.argoproj.io/secret-type: cluster
stringData:
  name: prod
  server: https://10.0.0.1:6443
  config: |
    {"bearerToken": [|"${fake('service-account-token')}"|], "tlsClientConfig": {"insecure": false}}
`,
      },
    },
    {
      title: 'a cluster whose token is a plain word, behind base64',
      files: {
        'cluster.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: test
  labels:
    argocd.argoproj.io/secret-type: cluster
data:
  server: ${btoa('https://10.0.0.1:6443')}
  config: [|${btoa('{"bearerToken": "foo", "tlsClientConfig": {"insecure": true}}')}|]
`,
      },
    },
    {
      title: 'the key that signs the sessions',
      files: {
        'argocd-secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: argocd-secret
  namespace: argocd
data:
  server.secretkey: [|${btoa(fake('password', 2))}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a cluster whose token comes from elsewhere, and a token in what is no cluster',
      files: {
        'cluster.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: test
  labels:
    argocd.argoproj.io/secret-type: cluster
stringData:
  config: |
    {"bearerToken": "<auth token>", "tlsClientConfig": {"insecure": true, "keyData": ""}}
  other: |
    {"bearerToken": "foo"}
`,
      },
    },
    {
      title: 'a public repository and a cluster by identity',
      files: {
        'repo.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: repo
  labels:
    argocd.argoproj.io/secret-type: repository
stringData:
  type: helm
  name: charts
  url: https://charts.acme.dev
`,
        'cluster.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: prod
  labels:
    argocd.argoproj.io/secret-type: cluster
stringData:
  name: prod
  server: https://10.0.0.1:6443
  config: |
    {"awsAuthConfig": {"clusterName": "prod", "roleARN": "arn:aws:iam::123456789012:role/argocd"}, "tlsClientConfig": {"insecure": false, "caData": "${btoa(fake('certificate'))}"}}
`,
      },
    },
  ],
};

/** https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/ and, inside `config`, the same for clusters. */
const credentialKey =
  /^(?:password|sshPrivateKey|githubAppPrivateKey|gcpServiceAccountKey|azureServicePrincipalClientSecret|tlsClientCertKey|bearerToken|keyData|config|url|proxy|token|private_key|[A-Z ]{0,40}PRIVATE KEY)$/;
