import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const secretInConfigmap: Rule = {
  id: 'secret-in-configmap',
  title: 'A ConfigMap holds a readable credential',
  why: 'A ConfigMap is for settings: no encryption at rest covers it, far more people and service accounts may read it than a Secret, and dashboards show its values.',
  remedy: 'Rotate the credential and move the key into a Secret that is sealed or comes from a store.',
  references: [
    'https://kubernetes.io/docs/concepts/configuration/configmap/',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  ],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('configmap-data'),
      (_, judgement) => `holds ${called(judgement)}, and a ConfigMap protects nothing`,
    );
  },
  bad: () => [
    {
      title: 'a literal in a program of Python',
      files: {
        'job.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: job}
data:
  settings.ini: |
    [db]
    password = [|${fake('password', 111)}|]
    token = data['member'][0]['apikey']
`,
      },
    },
    {
      title: 'an assignment on one line',
      files: {
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: redis
data:
  env: REDIS_PASSWORD=[|${fake('password', 31)}|]
  file: REDIS_PASSWORD_FILE=/run/secrets/redis
  reference: REDIS_PASSWORD=\${REDIS_PASSWORD}
`,
      },
    },
    {
      title: 'a password beside settings',
      files: {
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: app
  namespace: prod
data:
  DB_HOST: db.prod
  DB_PASSWORD: [|${fake('password')}|]
  DATABASE_URL: [|${fake('url-password')}|]
`,
      },
    },
    {
      title: 'a line of an embedded properties file and a key of embedded YAML',
      files: {
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  application.properties: |
    spring.datasource.url=jdbc:postgresql://db/app
    spring.datasource.password=[|${fake('password', 2)}|]
  config.yaml: |
    smtp:
      host: mail.acme.dev
      password: [|${fake('password', 3)}|]
`,
      },
    },
    {
      title: 'lines of a statement and of an nginx.conf',
      files: {
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  init.sql: |
    CREATE DATABASE app;
    [|CREATE USER app IDENTIFIED BY '${fake('password', 4)}';|]
  nginx.conf: |
    server {
      [|proxy_set_header Authorization "${fake('basic-authorization').replace('Authorization: ', '')}";|]
    }
`,
      },
    },
    {
      title: 'the files of products',
      files: {
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: products
data:
  redis.conf: |
    port 6379
    requirepass [|${fake('human-password', 4)}|]
  fluent.conf: |
    <match **>
      @type elasticsearch
      user fluentd
      password [|${fake('human-password', 5)}|]
    </match>
  telegraf.conf: |
    [[outputs.influxdb]]
      username = "telegraf"
      password = [|"${fake('human-password', 6)}"|]
  .pgpass: |
    db.prod:5432:app:app:[|${fake('human-password', 7)}|]
  notify.py: |
    import requests
    first = [|"${fake('github-token')}"|]
    second = [|"${fake('gitlab-token')}"|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'expressions of Python that are read as settings',
      files: {
        'job.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: job}
data:
  job.py: |
    password = f.read().strip()
    api_key = data['member'][0]['apikey']
    body = {
      "password": f"{MAS_ADMIN_PASSWORD}",
      "token": manage_user_password,
      "emailpassword": False,
    }
    manage_password=manage_user+str(random.randint(0,100))+'password'
`,
      },
    },
    {
      title: 'the example of a user that stands in every redis.conf',
      files: {
        'redis.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: redis
data:
  redis.conf: |
    port 6379
    #   user alice on +@all -DEBUG ~* >somepassword
`,
      },
    },
    {
      title: 'variables of WSO2, OpenCode and Datadog',
      files: {
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: products
data:
  deployment.toml: |
    [apim.throttling]
    password = "$ref{super_admin.password}"
  opencode.json: |
    {"headers": {"CONTEXT7_API_KEY": "{env:CONTEXT7_API_KEY}"}}
  checks: |
    {"redisdb": {"instances": [{"password": "%%env_AUTH%%"}]}}
`,
      },
    },
    {
      title: 'the files of products with references and settings',
      files: {
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: products
data:
  redis.conf: |
    port 6379
    requirepass \${REDIS_PASSWORD}
  fluent.conf: |
    <match **>
      @type elasticsearch
      user fluentd
      password \${ES_PASSWORD:=}
    </match>
  httpd.conf: |
    <VirtualHost *:80>
      ServerName acme.dev
      AuthType Basic
    </VirtualHost>
  init.sql: |
    CREATE USER app WITH PASSWORD :'app_password';
    CREATE ROLE reader NOLOGIN;
    ALTER USER app PASSWORD '\${APP_PASSWORD}';
`,
      },
    },
    {
      title: 'settings whose names speak of secrets',
      files: {
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  TOKEN_TTL: "3600"
  PASSWORD_POLICY: strict-v2-2024
  SECRET_NAME: app-db-credentials-v3
  OIDC_TOKEN_URL: https://sso.acme.dev/oauth2/token
  PASSWORD_FILE: /run/secrets/db-password
`,
      },
    },
    {
      title: 'references in an embedded file',
      files: {
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: grafana
data:
  grafana.ini: |
    [database]
    password = \${GF_DATABASE_PASSWORD}
  sources.yaml: |
    datasources:
      - secureJsonData:
          password: $__env{DB_PASSWORD}
`,
      },
    },
  ],
};
