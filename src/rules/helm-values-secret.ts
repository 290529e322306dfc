import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const helmValuesSecret: Rule = {
  id: 'helm-values-secret',
  title: 'Helm values hold a readable credential',
  why: 'Values files are the most common way a credential gets into a GitOps repository; Helm also keeps all values of a release in the cluster, where `helm get values` shows them.',
  remedy:
    'Rotate the credential, set `existingSecret` (or the name the chart gives it) to a Secret that is sealed or comes from a store, and leave the value empty.',
  references: [
    'https://helm.sh/docs/chart_best_practices/values/',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  ],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('helm-values'),
      (_, judgement) => `holds ${called(judgement)} in Helm values`,
    );
  },
  bad: () => [
    {
      title: 'variables under a name of Secrets that hold the values themselves',
      files: {
        'values.yaml': `app:
  envSecrets:
    ADMIN_USER_PASS: [|${fake('human-password', 24)}|]
    DB_PASS: [|hunter-two-db|]
  storage:
    secretKeySecretKey: [|${fake('password', 25)}|]
`,
      },
    },
    {
      title: 'the cookie of Erlang, which every node has to know',
      files: {
        'values.yaml': `rabbitmq:
  auth:
    erlangCookie: [|APPRABBITMQCLUSTER|]
    secretKey: [|secretkey-7|]
`,
      },
    },
    {
      title: 'values of a chart and of an environment',
      files: {
        'values.yaml': `postgresql:
  auth:
    username: app
    password: [|${fake('password')}|]
    existingSecret: ""
`,
        'environments/prod-values.yaml': `grafana:
  adminUser: ops
  adminPassword: [|"${fake('password', 2)}"|]
`,
      },
    },
    {
      title: 'a configuration in blocks, as programs of Java and Scala read it',
      files: {
        'values.yaml': `config: |
  app.server {
    # base-url = "https://app.acme.dev"
    port = {{ .Values.port }}
    auth {
      user = "admin"
      password = [|"${fake('password', 4)}"|]
    }
  }
`,
      },
    },
    {
      title: 'an existingSecret beside it does not hide the literal',
      files: {
        'values-prod.yaml': `redis:
  auth:
    existingSecret: redis-credentials
    password: [|${fake('password', 3)}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'variables and the keys of the Secret that they come from',
      files: {
        'values.yaml': `app:
  envSecrets:
    # -- The key of the password of the administrator
    ADMIN_USER_PASS: admin-user-pass
    DB_PASS: db-pass
  storage:
    accessKeySecretName: app-storage
    accessKeySecretKey: rootUser
    secretKeySecretKey: rootPassword
`,
      },
    },
    {
      title: 'configurations in blocks without a literal',
      files: {
        'values.yaml': `config: |
  app.server {
    port = 80
    auth {
      password = \${?DB_PASSWORD}
      token-file = "/run/secrets/token"
    }
  }
nginx: |
  server {
    set $token = "x";
    proxy_set_header Authorization $token;
  }
`,
      },
    },
    {
      title: 'the key of a Secret beside its name, what the field is called, a name between underscores',
      files: {
        'values.yaml': `sql:
  existingSecret: my-postgres-secret
  secretKey: postgresPassword
s3:
  secretKey: secretKey
session_secret: sessionsecret
db:
  password: _PASSWORD_
mq:
  password: DB2-PASSWORD
`,
      },
    },
    {
      title: 'names of Secrets and of keys in them',
      files: {
        'values.yaml': `redis:
  auth:
    enabled: true
    password: ""
    existingSecret: redis-credentials-2024
    existingSecretPasswordKey: redis-password-v2
    # password: changeme
image:
  pullSecrets: [ghcr-pull-secret-01]
serviceAccount:
  tokenSecretName: app-token-secret-9f3a
  automountServiceAccountToken: true
tls:
  secretName: wildcard-acme-dev-tls-2024
  passwordFile: /etc/keystore/password
`,
      },
    },
    {
      title: 'references that a plugin resolves',
      files: {
        'values.yaml': `db:
  password: ref+vault://kv/data/prod/db#/password
  token: <path:kv/data/prod/db#token>
  key: op://prod/db/key
`,
      },
    },
  ],
};
