import { fake } from '../fake.ts';
import { fieldFault } from '../fault.ts';
import { readableSecret } from '../model/readable-secret.ts';
import { namespaceOf, storedCredentials, storesOf } from '../model/secret-store.ts';
import type { Rule } from '../rule.ts';

export const esoSecretZeroInGit: Rule = {
  id: 'eso-secret-zero-in-git',
  title: 'The key of a secret store is readable in Git',
  why: 'Everything behind the store is as readable as this one Secret: whoever can clone the repository can open the store from anywhere.',
  remedy:
    'Revoke the key, use workload identity or keep the Secret sealed (SealedSecret, SOPS), and rotate what the store held while the key was in Git.',
  references: [
    'https://external-secrets.io/latest/guides/security-best-practices/',
    'https://external-secrets.io/latest/guides/threat-model/',
  ],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    for (const store of storesOf(repository)) {
      const seen = new Set<string>();
      for (const reference of storedCredentials(store)) {
        if (reference.name === undefined || seen.has(reference.name)) continue;
        const source = readableSecret(repository, {
          name: reference.name,
          namespace: namespaceOf(store, reference),
          key: reference.key,
        });
        if (!source) continue;
        seen.add(reference.name);
        yield fieldFault(
          this.id,
          store.resource,
          `${store.path}.${reference.path}`,
          'reads a Secret whose value is in clear text in this repository',
          reference.node,
          { related: [{ span: source.span, note: `${source.subject} is readable here` }] },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'store and key side by side',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws
  namespace: prod
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-central-1
      auth:
        secretRef:
          accessKeyIDSecretRef: {name: aws, key: id}
          secretAccessKeySecretRef: {name: [|aws|], key: secret}
`,
        'key.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: aws
  namespace: prod
stringData:
  secret: ${fake('password', 11)}
`,
      },
      also: ['eso-secret-zero-static', 'plaintext-secret-manifest'],
    },
    {
      title: 'a script that makes the Secret',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: doppler
  namespace: prod
spec:
  provider:
    doppler:
      auth: {secretRef: {dopplerToken: {name: [|doppler|], key: token}}}
`,
        'bootstrap.sh': `kubectl -n prod create secret generic doppler --from-literal=token=${fake('password', 12)}\n`,
      },
      also: ['eso-secret-zero-static', 'kubectl-create-secret-imperative', 'kubectl-create-secret-literal'],
    },
  ],
  good: () => [
    {
      title: 'scripts that take it from a variable, or make one of that name elsewhere, and a README that shows how',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: doppler
  namespace: prod
spec:
  provider:
    doppler:
      auth: {secretRef: {dopplerToken: {name: doppler, key: token}}}
`,
        'bootstrap.sh': `kubectl -n prod create secret generic doppler --from-literal=token="$DOPPLER_TOKEN"
kubectl -n other create secret generic doppler --from-literal=token=${fake('password', 13)}
`,
        'README.md': `\`\`\`sh
kubectl -n prod create secret generic doppler --from-literal=token=${fake('password', 14)}
\`\`\`
`,
      },
      also: ['eso-secret-zero-static', 'kubectl-create-secret-imperative', 'kubectl-create-secret-literal'],
    },
    {
      title: 'the key is templated, or a Secret of another namespace',
      files: {
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws
  namespace: prod
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-central-1
      auth:
        secretRef:
          accessKeyIDSecretRef: {name: aws, key: id}
          secretAccessKeySecretRef: {name: aws, key: secret}
---
apiVersion: v1
kind: Secret
metadata:
  name: aws
  namespace: prod
stringData:
  secret: \${AWS_SECRET_ACCESS_KEY}
`,
      },
      also: ['eso-secret-zero-static'],
    },
  ],
};
