import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const secretInArgs: Rule = {
  id: 'secret-in-args',
  title: 'Arguments of a container hold a readable credential',
  why: 'Arguments show in the process list of the node, in crash reports and audit logs, and to everybody who may `get` the Pod.',
  remedy:
    'Rotate the credential and hand it over as a file or as a variable from a Secret; `$(NAME)` in arguments expands such a variable.',
  references: [
    'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  ],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('container-args'),
      (_, judgement) => `hands over ${called(judgement)} on the command line`,
    );
  },
  bad: () => [
    {
      title: 'a flag with its value, in one word or in two',
      files: {
        'dump.yaml': `apiVersion: batch/v1
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
              image: mysql:8
              command: ["mysqldump", "--password=[|${fake('password')}|]", "app"]
            - name: web
              image: acme/web:1
              args:
                - --admin-token
                - [|${fake('password', 2)}|]
                - --secret.key=[|${fake('base64')}|]
                - --requirepass
                - [|${fake('human-password', 2)}|]
`,
      },
    },
    {
      title: 'the command of a probe',
      files: {
        'redis.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: cache
spec:
  containers:
    - name: redis
      image: redis:8
      livenessProbe:
        exec:
          command: [redis-cli, -a, [|${fake('password', 3)}|], ping]
`,
      },
    },
    {
      title: 'a connection string as an argument of its own',
      files: {
        'migrate.yaml': `apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    spec:
      containers:
        - name: migrate
          image: acme/migrate:1
          args: [up, [|"${fake('url-password')}"|]]
`,
      },
    },
    {
      title: 'a word as the secret of a cookie',
      files: {
        'proxy.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: proxy
spec:
  containers:
    - name: proxy
      image: oauth-proxy:v4
      args:
        - -cookie-secret=[|bacon|]
        - -cookie-name=bacon
        - -client-secret-file=/var/run/secrets/token
`,
      },
    },
  ],
  good: () => [
    {
      title: 'expansions, file names and flags without a secret',
      files: {
        'web.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/web:1
      args:
        - --password=$(DB_PASSWORD)
        - --token-file=/run/secrets/token
        - --secret-name=app-db-credentials-v3
        - --server-tokens=off
        - postgres://app:$(DB_PASSWORD)@db:5432/app
        - https://user@git.example.org/app.git
`,
      },
    },
  ],
};
