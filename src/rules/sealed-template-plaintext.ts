import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import { fakeSealed } from '../fake-sealed.ts';
import { resourceAround } from '../model/secret.ts';
import type { Rule } from '../rule.ts';

export const sealedTemplatePlaintext: Rule = {
  id: 'sealed-template-plaintext',
  title: 'A SealedSecret holds a readable credential',
  why: 'Only `spec.encryptedData` is encrypted. What stands in `spec.template` is copied into the Secret as it is, so everybody who reads the repository reads it too; the word Sealed in the kind makes reviewers pass it by.',
  remedy:
    'Rotate the credential, seal the new one into `spec.encryptedData`, and refer to it in the template as `{{ index . "key" }}`.',
  references: ['https://github.com/bitnami/sealed-secrets#sealedsecrets-as-templates-for-secrets'],
  credential: true,
  outranks: ['plaintext-known-credential', 'plaintext-secret-in-resource'],
  *check(repository) {
    const entries = repository.entriesAt('secret-template-data');
    yield* exposures(
      repository,
      this.id,
      entries.filter((entry) => resourceAround(entry, ({ kind }) => kind === 'SealedSecret')),
      (entry, judgement) =>
        entry.path.includes('encryptedData')
          ? `holds ${called(judgement)} that was never sealed`
          : `holds ${called(judgement)} beside the sealed ones`,
    );
  },
  bad: () => [
    {
      title: 'the template is not encrypted',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    user: ${fakeSealed(1)}
  template:
    data:
      password: [|${fake('password')}|]
`,
      },
    },
    {
      title: 'a configuration file in the template',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    user: ${fakeSealed(1)}
  template:
    data:
      config.yaml: |
        database:
          host: db.prod.svc
          password: [|${fake('password', 2)}|]
      app.ini: |
        [database]
        password=[|${fake('password', 3)}|]
`,
      },
    },
    {
      title: 'an annotation of the template',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    user: ${fakeSealed(1)}
  template:
    metadata:
      annotations:
        db-password: [|${fake('password', 4)}|]
        example.com/token: [|${fake('github-token')}|]
`,
      },
    },
    {
      title: 'typed where the ciphertext belongs',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    password: [|${fake('password', 1)}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'references to the sealed values, and plain settings',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    password: ${fakeSealed(2)}
  template:
    type: Opaque
    metadata:
      annotations:
        sealedsecrets.bitnami.com/managed: "true"
        jenkins.io/credentials-description: password of the deploy user
        secret.reloader.stakater.com/reload: app-token
        kubernetes.io/service-account.name: default
    data:
      host: db.prod.svc
      url: postgres://app:{{ index . "password" }}@db:5432/app
      config.yaml: |
        database:
          host: db.prod.svc
          password: {{ index . "password" }}
`,
      },
    },
  ],
};
