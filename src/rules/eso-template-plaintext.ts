import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const esoTemplatePlaintext: Rule = {
  id: 'eso-template-plaintext',
  title: 'The template of an ExternalSecret holds a readable credential',
  why: 'What stands literally in `target.template.data` is written into the Secret as it is: it comes from Git and not from the store, is never rotated with it, and everybody who reads the repository reads it.',
  remedy: 'Rotate the credential, put the new one into the store and refer to it in the template as `{{ .key }}`.',
  references: ['https://external-secrets.io/latest/guides/templating/'],
  credential: true,
  outranks: ['plaintext-known-credential', 'plaintext-secret-in-resource'],
  *check(repository) {
    const entries = repository.entriesAt('secret-template-data');
    yield* exposures(
      repository,
      this.id,
      entries.filter(({ resource }) => /^(?:Cluster)?ExternalSecret$/.test(resource?.kind ?? '')),
      (_, judgement) => `holds ${called(judgement)} beside the fetched ones`,
    );
  },
  bad: [
    {
      title: 'a literal beside references',
      files: {
        'external.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app, namespace: prod}
spec:
  secretStoreRef: {name: store, kind: SecretStore}
  target:
    template:
      data:
        user: "{{ .user }}"
        password: [|${fake('password')}|]
  dataFrom: [{extract: {key: app}}]
`,
      },
    },
  ],
  good: [
    {
      title: 'references and plain settings',
      files: {
        'external.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app, namespace: prod}
spec:
  secretStoreRef: {name: store, kind: SecretStore}
  target:
    template:
      data:
        host: db.prod.svc
        password: "{{ .password }}"
        url: "postgres://app:{{ .password }}@db:5432/app"
  dataFrom: [{extract: {key: app}}]
`,
      },
    },
  ],
};
