import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import { resourceAround } from '../model/secret.ts';
import type { Rule } from '../rule.ts';

const kinds = /^(?:(?:Cluster)?ExternalSecret|(?:Cluster)?PushSecret)$/;

export const esoTemplatePlaintext: Rule = {
  id: 'eso-template-plaintext',
  title: 'The template of an ExternalSecret or PushSecret holds a readable credential',
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
      entries.filter((entry) => resourceAround(entry, ({ kind }) => kinds.test(kind))),
      (_, judgement) => `holds ${called(judgement)} beside the fetched ones`,
    );
  },
  bad: () => [
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
    {
      title: 'configuration files in the template, beside it, and in a PushSecret',
      files: {
        'external.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app, namespace: prod}
spec:
  secretStoreRef: {name: store, kind: SecretStore}
  target:
    template:
      data:
        config.yaml: |
          database:
            user: "{{ .user }}"
            password: [|${fake('password', 1)}|]
      templateFrom:
        - target: Data
          literal: |
            app.ini: |
              [database]
              password=[|${fake('password', 2)}|]
  dataFrom: [{extract: {key: app}}]
`,
        'push.yaml': `apiVersion: external-secrets.io/v1alpha1
kind: PushSecret
metadata: {name: app, namespace: prod}
spec:
  secretStoreRefs: [{name: store, kind: SecretStore}]
  selector: {secret: {name: app}}
  template:
    data:
      password: [|${fake('password', 3)}|]
  data: [{match: {remoteRef: {remoteKey: app}}}]
`,
      },
    },
    {
      title: 'annotations of the template, and a literal template on one line',
      files: {
        'external.yaml': `apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata: {name: app}
spec:
  externalSecretSpec:
    secretStoreRef: {name: store, kind: ClusterSecretStore}
    target:
      template:
        metadata: {annotations: {example.com/admin-password: [|${fake('password', 4)}|]}}
    dataFrom: [{extract: {key: app}}]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app, namespace: prod}
spec:
  secretStoreRef: {name: store, kind: ClusterSecretStore}
  target:
    template:
      templateFrom: [{target: Data, literal: 'password: [|${fake('password', 5)}|]'}]
  dataFrom: [{extract: {key: app}}]
`,
      },
    },
  ],
  good: () => [
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
      metadata:
        annotations:
          argocd.argoproj.io/secret-type: repository
          jenkins.io/credentials-keybinding-password: PASSWORD
      templateFrom: [{target: Data, literal: 'password: "{{ .password }}"'}]
      data:
        host: db.prod.svc
        password: "{{ .password }}"
        url: "postgres://app:{{ .password }}@db:5432/app"
        config.yaml: |
          database:
            host: db.prod.svc
            password: {{ .password }}
  dataFrom: [{extract: {key: app}}]
`,
      },
    },
  ],
};
