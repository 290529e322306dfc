import { called, exposure } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const kustomizeSecretFilesTracked: Rule = {
  id: 'kustomize-secret-files-tracked',
  title: 'A file that a secretGenerator reads is in Git, in clear text',
  why: 'The generator keeps the value out of the kustomization but not out of the repository: the file beside it is readable by everybody who can clone.',
  remedy:
    'Rotate the credential, take the file out of Git (and into `.gitignore`), and provide the Secret sealed (SealedSecret, SOPS through KSOPS) or by reference (ExternalSecret).',
  references: [
    'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/',
    'https://github.com/viaduct-ai/kustomize-sops',
  ],
  credential: true,
  outranks: [
    'plaintext-known-credential',
    'dotenv-tracked',
    'config-file-secret',
    'private-key-tracked',
    'registry-credentials-plain',
  ],
  *check(repository) {
    for (const entry of repository.entriesAt('kustomize-file')) {
      const judgement = repository.judgementOf(entry);
      if (judgement.verdict !== 'credential') continue;
      const finding = exposure(this.id, entry, judgement, `is read from a file in Git that holds ${called(judgement)}`);
      yield entry.via ? { ...finding, related: [entry.via] } : finding;
    }
  },
  bad: () => [
    {
      title: 'an environment file, whatever its extension',
      files: {
        'base/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
secretGenerator:
  - name: db
    envs: [../config/db.secret]
`,
        'config/db.secret': `# database
username=app
password=[|${fake('password')}|]
`,
      },
    },
    {
      title: 'a file that is one value, and a private key',
      files: {
        'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
secretGenerator:
  - name: app
    files:
      - password=db-password.txt
      - tls.key
`,
        'db-password.txt': `[|${fake('password', 2)}|]
`,
        'tls.key': `[|${fake('rsa-private-key').trimEnd()}|]
`,
      },
    },
    {
      title: 'a dotenv file is reported once',
      files: {
        'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
secretGenerator:
  - name: db
    env: .env
`,
        '.env': `DB_PASSWORD=[|${fake('password', 3)}|]
`,
      },
    },
    {
      title: 'a generator in a file of its own',
      files: {
        'base/generator.yaml': `apiVersion: builtin
kind: SecretGenerator
metadata: {name: db}
envs: [db.secret]
`,
        'base/db.secret': `password=[|${fake('password', 4)}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'files that are encrypted, absent or public',
      files: {
        'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
secretGenerator:
  - name: db
    envs: [db.sops.env, not-in-git.env]
    files: [ca.crt, vaulted.txt]
`,
        'db.sops.env': `password=${fake('sops-value')}
sops_version=3.9.0
sops_mac=${fake('sops-value', 2)}
`,
        'ca.crt': fake('certificate'),
        'vaulted.txt': `$ANSIBLE_VAULT;1.1;AES256
${fake('hex')}
${fake('hex', 2)}
`,
      },
    },
  ],
};
