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
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('kustomize-configmap-literal'),
      (_, judgement) => `holds ${called(judgement)} that ends in a ConfigMap`,
    );
  },
  bad: [
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
  ],
  good: [
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
