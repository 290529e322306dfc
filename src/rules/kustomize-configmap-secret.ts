import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const kustomizeConfigmapSecret: Rule = {
  id: 'kustomize-configmap-secret',
  title: 'A configMapGenerator has a readable credential',
  why: 'The value is open in Git, and the ConfigMap it ends in is readable by far more people and service accounts than a Secret.',
  remedy:
    'Rotate the credential and take it out of the ConfigMap; provide it as a Secret that is sealed or comes from a store.',
  references: [
    'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/configmapgenerator/',
    'https://kubernetes.io/docs/concepts/configuration/configmap/',
  ],
  credential: true,
  outranks: ['plaintext-known-credential', 'dotenv-tracked', 'config-file-secret', 'plaintext-secret-in-resource'],
  *check(repository) {
    for (const entry of repository.entriesAt('kustomize-configmap-literal')) {
      const found = exposures(
        repository,
        this.id,
        [entry],
        (_, judgement) => `holds ${called(judgement)} that ends in a ConfigMap`,
      );
      for (const finding of found) yield entry.via ? { ...finding, related: [entry.via] } : finding;
    }
  },
  bad: () => [
    {
      title: 'a password among settings',
      files: {
        'kustomization.yaml': `kind: Kustomization
apiVersion: kustomize.config.k8s.io/v1beta1
configMapGenerator:
  - name: app
    literals:
      - LOG_LEVEL=info
      - DB_PASSWORD=[|${fake('password')}|]
`,
      },
    },
    {
      title: 'in the files that it reads',
      files: {
        'overlay/kustomization.yaml': `configMapGenerator:
  - name: app
    envs: [../config/app.env]
    files: [settings.yaml=../config/settings.yaml]
`,
        'config/app.env': `LOG_LEVEL=info\nDB_PASSWORD=[|${fake('password', 2)}|]\n`,
        'config/settings.yaml': `database:\n  host: db\n  password: [|${fake('password', 3)}|]\n`,
      },
    },
  ],
  good: () => [
    {
      title: 'files with settings, and one that goes into a Secret too, which says more',
      files: {
        'kustomization.yaml': `configMapGenerator:
  - name: app
    envs: [app.env, both.env]
secretGenerator:
  - name: app
    envs: [both.env]
`,
        'app.env': 'LOG_LEVEL=info\nDB_PASSWORD_FILE=/run/secrets/db\n',
        'both.env': `DB_PASSWORD=${fake('password', 4)}\n`,
      },
      also: ['kustomize-secret-files-tracked'],
    },
    {
      title: 'settings',
      files: {
        'kustomization.yaml': `kind: Kustomization
apiVersion: kustomize.config.k8s.io/v1beta1
configMapGenerator:
  - name: app
    literals:
      - LOG_LEVEL=info
      - TOKEN_TTL=3600
      - DB_PASSWORD_FILE=/run/secrets/db
`,
      },
    },
  ],
};
