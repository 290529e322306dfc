import { fieldOf } from '../credential-field.ts';
import { exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

const login = (): string =>
  `{"auths": {"ghcr.io": {"username": "bot", "password": "${fake('password')}", "auth": "${btoa(`bot:${fake('password')}`)}"}}}`;

export const registryCredentialsPlain: Rule = {
  id: 'registry-credentials-plain',
  title: 'Credentials of an image registry are readable in Git',
  why: 'With the login of a registry a stranger reads your images, and if it may push, runs code in your cluster with the next rollout.',
  remedy:
    'Revoke the token at the registry, issue a read-only one, and keep the pull Secret sealed or let it come from a store; on cloud nodes use the identity of the node in place of a login.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/',
    'https://docs.docker.com/reference/cli/docker/login/#credential-stores',
  ],
  credential: true,
  outranks: [
    'plaintext-secret-manifest',
    'config-file-secret',
    'secret-in-configmap',
    'helm-template-secret-literal',
    'unsealed-secret-beside-sealed',
    'secret-dump-from-cluster',
    'plaintext-known-credential',
  ],
  check(repository) {
    const entries = repository.entries.filter((entry) => fieldOf(entry)?.family === 'registry');
    return exposures(repository, this.id, entries, () => 'is the readable login of a registry');
  },
  bad: () => [
    {
      title: 'a pull Secret',
      files: {
        'pull.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: regcred
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: [|${btoa(login())}|]
`,
      },
    },
    {
      title: 'the same as text, and a client configuration',
      files: {
        'pull.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: regcred
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {"auths": {"ghcr.io": {"auth": [|"${btoa(`bot:${fake('password', 2)}`)}"|]}}}
`,
        '.docker/config.json': `{"auths": {"ghcr.io": {"auth": [|"${btoa(`bot:${fake('password', 3)}`)}"|]}}}
`,
        '.dockercfg': `{"ghcr.io": {"auth": [|"${btoa(`bot:${fake('password', 4)}`)}"|], "email": "ops@acme.dev"}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a login that was spoilt before it was shown',
      files: {
        'README.md': `\`\`\`console
$ kubectl get secret regcred --output="jsonpath={.data.\\.dockerconfigjson}" | base64 -d
{"auths":{"ghcr.io":{"username":"user","password":"password","auth":"dGVfdDpwYZNz"}}}
\`\`\`
`,
      },
    },
    {
      title: 'the login of a manual',
      files: {
        'README.md': `\`\`\`json
{
  "auths": {
    "ghcr.io": { "username": "user", "password": "password", "auth": "base64 of string user:password" }
  }
}
\`\`\`
`,
      },
    },
    {
      title: 'credential helpers, empty logins and placeholders',
      files: {
        '.docker/config.json': `{"credHelpers": {"ghcr.io": "ecr-login"}, "auths": {"docker.io": {}}}
`,
        'pull.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: regcred
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {"auths": {"ghcr.io": {"username": "bot", "password": "\${REGISTRY_TOKEN}"}}}
`,
      },
    },
  ],
};
