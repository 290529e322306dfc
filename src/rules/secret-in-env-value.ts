import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const secretInEnvValue: Rule = {
  id: 'secret-in-env-value',
  title: 'An environment variable is set to a readable credential',
  why: 'A literal `value` stands in the Pod, its owner and every revision of it: whoever may `get` Pods or Deployments has the credential, without any right on Secrets.',
  remedy:
    'Rotate the credential and set the variable with `valueFrom.secretKeyRef` from a Secret that is sealed or comes from a store.',
  references: [
    'https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  ],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('container-env'),
      (_, judgement) => `is set to ${called(judgement)} instead of a reference to a Secret`,
    );
  },
  bad: () => [
    {
      title: 'containers, init containers and CronJobs',
      files: {
        'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: prod
spec:
  template:
    spec:
      initContainers:
        - name: migrate
          image: acme/web:1
          env: [{name: DB_PASSWORD, value: [|${fake('password')}|]}]
      containers:
        - name: web
          image: acme/web:1
          env:
            - name: LOG_LEVEL
              value: debug
            - name: DATABASE_URL
              value: [|${fake('url-password')}|]
`,
        'cron.yaml': `apiVersion: batch/v1
kind: CronJob
metadata:
  name: dump
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: dump
              image: acme/dump:1
              env:
                - value: [|"${fake('password', 2)}"|]
                  name: S3_SECRET_KEY
`,
      },
    },
    {
      title: 'flags in a variable, and the list of a Compose file',
      files: {
        'web.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      env:
        - name: JAVA_OPTS
          value: -Xmx1g -Djavax.net.ssl.keyStorePassword=[|${fake('password', 3)}|]
`,
        'compose.yaml': `services:
  web:
    environment:
      - LOG_LEVEL=debug
      - DB_PASSWORD=[|${fake('password', 4)}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'flags without a secret, and a list that passes variables on',
      files: {
        'web.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      env:
        - name: JAVA_OPTS
          value: -Xmx1g -Djavax.net.ssl.keyStorePassword=$(STORE_PASSWORD)
`,
        'compose.yaml': `services:
  web:
    environment:
      - DB_PASSWORD
      - API_TOKEN=\${API_TOKEN:?}
      - DB_PASSWORD_FILE=/run/secrets/db
`,
      },
    },
    {
      title: 'references, expansions, file names and settings',
      files: {
        'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: acme/web:1
          env:
            - name: DB_PASSWORD
              valueFrom: {secretKeyRef: {name: app-db-credentials-v3, key: postgres-password-01}}
            - name: DATABASE_URL
              value: postgres://app:$(DB_PASSWORD)@db:5432/app
            - name: API_TOKEN_FILE
              value: /run/secrets/token
            - name: SECRETS_DIR
              value: /etc/secrets
            - name: TOKEN_TTL
              value: "3600"
            - name: SESSION_SECRET
              value: vault:secret/data/app#SESSION_SECRET
`,
      },
    },
  ],
};
