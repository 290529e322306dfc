import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const configFileSecret: Rule = {
  id: 'config-file-secret',
  title: 'A configuration file holds a readable credential',
  why: 'A configuration file is copied into images, build logs and tickets; in Git the value is open to all readers of the repository and of its history.',
  remedy:
    'Rotate the credential, read it at run time from the environment or a mounted Secret, and keep only a placeholder in the file.',
  references: [
    'https://12factor.net/config',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('config-file'),
      (_, judgement) => `holds ${called(judgement)} in a configuration file`,
    );
  },
  bad: () => [
    {
      title: 'a secret beside a path that is no reference',
      files: {
        'docs/entry.md': `\`\`\`yaml
data:
  - secretKey: [|${fake('password', 63)}|]
    remotePath: kv/app
\`\`\`
`,
      },
    },
    {
      title: 'a literal beside variables of Concourse, and beside a tag',
      files: {
        'ci/pipeline.yml': `resources:
  - name: image
    source:
      password: [|${fake('password', 101)}|]
      plain: ((dockerhub.password))
`,
        'secrets.yml': `DB_PASSWORD: !str [|${fake('password', 102)}|]
`,
      },
    },
    {
      title: 'JAAS without quotes and over several lines, the keys of a realm, the key of a gossip',
      files: {
        'client.properties': `sasl.jaas.config=[|org.apache.kafka.common.security.plain.PlainLoginModule required username=app password=${fake('password', 91)};|]
`,
        'oauth.properties': `sasl.jaas.config=[|org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required \\
  clientId="app" \\
  clientSecret="${fake('password', 92)}";|]
`,
        'realm.json': `{"components": {"org.keycloak.keys.KeyProvider": [{"config": {
  "kid": ["1f7ab2c4-1111-4222-8333-444455556666"], "secret": [[|"${fake('password', 93)}"|]], "priority": ["100"]
}}]}}
`,
        'consul.json': `{"datacenter": "dc1", "encrypt": [|"${fake('base64', 94).slice(0, 22)}=="|], "encrypt_verify_incoming": true}
`,
      },
    },
    {
      title: 'what a machine made in the suite of a test, and the values beside it',
      files: {
        'tests/secret_test.yaml': `suite: secret
templates: [secret.yaml]
tests:
  - it: renders
    set:
      password: [|${fake('password', 63)}|]
`,
        'tests/settings.yaml': `suites: 1
tests:
  set:
    password: [|secret|]
`,
      },
    },
    {
      title: 'texts that are nothing but names and values',
      files: {
        'aws-credentials.txt': `[default]
aws_secret_access_key = [|${fake('aws-secret-key').slice(0, 36)}|]
`,
        'creds.txt': `username=admin
password=[|${fake('human-password', 51)}|]
`,
        'env.startup.txt': `# Required
LDAP_DOMAIN: example.org
LDAP_ADMIN_PASSWORD: [|admin|]
`,
        's3.yaml': `bucket: app
endpoint: http://localhost:9000
user: admin
secret: [|devops123|]
`,
      },
    },
    {
      title: 'the connection string of a game server',
      files: {
        'worldserver.conf': `LoginDatabaseInfo = [|"db;3306;root;password;auth"|]
`,
      },
    },
    {
      title: 'properties, INI, TOML and JSON',
      files: {
        'src/application.properties': `spring.datasource.username=app
spring.datasource.password=[|${fake('password')}|]
`,
        'etc/app.ini': `[database]
user = app
password = [|${fake('password', 2)}|]
`,
        'etc/app.toml': `[api]
url = "https://api.acme.dev"
api_key = [|"${fake('password', 3)}"|]
`,
        'etc/app.json': `{"smtp": {"host": "mail.acme.dev", "password": [|"${fake('password', 4)}"|]}}
`,
      },
    },
    {
      title: 'numbers that unlock a token',
      files: {
        'src/application.properties': `card49pin=[|${Buffer.from('48151').toString('base64')}|]
so-pin=[|481516|]
`,
      },
    },
    {
      title: 'files that hold nothing else',
      files: {
        'secrets/db_password.txt': `[|${fake('password', 11)}|]
`,
        root_token: `[|${fake('password', 12)}|]`,
        '.pgpass': `db.prod:5432:app:app:[|${fake('password', 13)}|]
`,
      },
    },
    {
      title: 'directives of Redis',
      files: {
        'redis.conf': `port 6379
requirepass [|${fake('password', 9)}|]
sentinel [|auth-pass main ${fake('human-password', 14)}|]
masterauth [|${fake('password', 10)}|]
`,
      },
    },
    {
      title: 'variables of a unit of systemd',
      files: {
        'units/app.service': `[Unit]
Description=app

[Service]
Environment="DB_PASSWORD=[|${fake('password', 61)}|]"
Environment=LOG=1 API_TOKEN=[|${fake('password', 62)}|] 'SMTP_PASSWORD=[|${fake('human-password', 63)}|]'
ExecStart=/usr/bin/app
`,
      },
    },
    {
      title: 'programs that configure: Tilt and Jsonnet',
      files: {
        Tiltfile: `# the database
db_password = [|'${fake('password', 71)}'|]
k8s_yaml('app.yaml')
docker_build('app', '.', build_args={'API_TOKEN': [|"${fake('password', 72)}"|]})
`,
        'lib/env.star': `def env(name, password = [|"${fake('password', 73)}"|]):
    return {"PASSWORD": password}
`,
        'app.jsonnet': `local db = {
  'root-password':: [|'${fake('password', 74)}'|], // the old one
  password+: [|"${fake('password', 75)}"|],
};
db
`,
      },
    },
    {
      title: 'an .npmrc with a token',
      files: {
        '.npmrc': `//npm.acme.dev/:_authToken=[|${fake('password', 5)}|]
`,
      },
    },
    {
      title: 'an Ansible inventory',
      files: {
        'inventory.ini': `[web]
web1 ansible_host=10.0.0.7 ansible_user=ops ansible_password=[|${fake('password', 7)}|]
web2 ansible_host=10.0.0.8 ansible_ssh_private_key_file=~/.ssh/id_rsa
`,
      },
    },
    {
      title: 'a Compose file',
      files: {
        'docker-compose.yml': `services:
  db:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: [|${fake('password', 6)}|]
`,
      },
    },
    {
      title: 'a configuration shown in a document',
      files: {
        'README.md': `# Targets

\`\`\`cnf
[client.db1]
user=app
password=[|${fake('password', 7)}|]
\`\`\`

\`\`\`
spring.security.user.name=web
spring.security.user.password=[|${fake('password', 17)}|]
\`\`\`

\`\`\`
cat <<EOF>> minio.login
[default]
aws_access_key_id=minio
aws_secret_access_key=[|${fake('password', 18)}|]
EOF
\`\`\`

\`\`\`bash
$ kubectl exec deployment/app -- cat /etc/secrets/db | jq
{"username": "app", "password": [|"${fake('password', 19)}"|]}
\`\`\`
`,
      },
    },
  ],
  good: () => [
    {
      title: 'what a manual says of a value, and values that say that they are none',
      files: {
        'README.md': `\`\`\`yaml
docdb_master_password: string (secret reference)
token: apiv3_ci_test_only_not_a_real_secret_token_0000
apikey: MYAPIKEYHERE
\`\`\`
`,
      },
    },
    {
      title: 'an entry of an ExternalSecret without its head, and what stands for a value',
      files: {
        'docs/entry.md': `\`\`\`yaml
data:
  - secretKey: key3_keyB
    remoteRef: {key: kv/app}
\`\`\`
`,
        'app.yaml': `token: "**access token goes here**"
apiKey: MYAPIKEY
password: string
`,
      },
    },
    {
      title: 'variables of Concourse, values that a tag fetches, members of a map in Python',
      files: {
        'ci/pipeline.yml': `resources:
  - name: image
    source:
      password: ((dockerhub.password))
      private_key: ((deploy_key.private_key))\\
      uri: https://bot:((github.token))@github.com/acme/app
`,
        'secrets.yml': `AWS_SECRET_ACCESS_KEY: !var root/aws-iam-key:AWS_SECRET_ACCESS_KEY
wifi_password: !secret wifi_password_2
`,
        'app.yaml': `web:
  config: |
    OAUTH_PROVIDERS = [{
        "client_secret": "OKTA_CLIENT_SECRET",
    }]
env:
  secretAccessKey: readEnv("S3_SECRET"),
`,
      },
    },
    {
      title: 'JAAS that is filled in, and encryption that is switched on',
      files: {
        'client.properties': `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\${KAFKA_USER} password=\${KAFKA_PASSWORD};
`,
        'oauth.properties': `sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId="<id>" clientSecret="<secret>";
`,
        'realm.json': `{"config": {"secret": ["\${realm.secret}"], "bindCredential": ["**********"], "priority": ["100"]}}
`,
        'volume.yaml': `encrypt: true
encryption: {encrypt: always}
`,
      },
    },
    {
      title: 'the values of a suite of tests',
      files: {
        'tests/secret_test.yaml': `suite: secret
templates: [secret.yaml]
tests:
  - it: renders
    set:
      password: secret
      auth: {adminPassword: mySecretAccessKey}
`,
      },
    },
    {
      title:
        'packages whose names end like a password, digests of an audit, where users are looked up, a file with credentials',
      files: {
        'package.json': `{"dependencies": {"minipass": "^2.6.0", "getpass": "~0.1.1"}}
`,
        'audit.json': `{"auth": {"client_token": "hmac-sha256:${fake('hex', 71)}"}}
`,
        'nsswitch.conf': `passwd: files ldap
shadow: files
`,
        'service.yaml': `env:
  GOOGLE_APPLICATION_CREDENTIALS: /var/run/app/service-${fake('hex', 72).slice(0, 12)}.json
  GOOGLE_TAG_MANAGER_AUTH: ${fake('password', 73)}
  versionToken: ${fake('hex', 74).slice(0, 20)}
`,
      },
    },
    {
      title: 'how a stage is approved',
      files: {
        'approval.json': `{"approval": {"pass": "manual", "warning": "manual"}}
`,
      },
    },
    {
      title: 'programs that configure and read their values elsewhere',
      files: {
        Tiltfile: `db_password = os.getenv('DB_PASSWORD', '')
db_secret = 'app-' + name
if password == 'Kx93Lm2P': fail()
# password = '${fake('password', 71)}'
secret_settings(disable_scrub=True)
`,
        'app.jsonnet': `local kap = import 'kapitan.libsonnet';
{
  password:: std.extVar('password'), // password: '${fake('password', 75)}'
  url: 'postgres://app@db/app',
  passwordKey: 'db-password',
  token: 'Bearer ' + std.extVar('token'),
}
`,
        'lib/url_test.jsonnet': `{ user: 'app', password: '${fake('password', 76)}' }
`,
      },
    },
    {
      title: 'variables of a unit of systemd that come from elsewhere',
      files: {
        'units/app.service': `[Service]
EnvironmentFile=/etc/app/secrets.env
Environment="DB_PASSWORD=\${DB_PASSWORD}" TOKEN_FILE=/run/app/token PASSWORD=%d
LoadCredential=db-password:/etc/app/db-password
ExecStart=/usr/bin/app --password-file \${CREDENTIALS_DIRECTORY}/db-password
`,
      },
    },
    {
      title: 'texts for people, and the name of a Secret beside a user',
      files: {
        'notes.txt': `Ask Ada.
password: see the Secret grafana12
`,
        'app.yaml': `user: admin
secret: devops123
`,
      },
    },
    {
      title: 'a connection string of a game server that is filled in before use',
      files: {
        'worldserver.conf': `LoginDatabaseInfo = "db;3306;game;\${DB_PASSWORD};auth"
`,
      },
    },
    {
      title: 'an action that reads a store is told names, not values',
      files: {
        '.github/workflows/release.yaml': `on: push
jobs:
  release:
    steps:
      - uses: grafana/shared-workflows/actions/get-vault-secrets@main
        with:
          repo_secrets: |
            SIGNING_PASSPHRASE=signing-key:passphrase1
`,
        'vendor/shop/.github/workflows/release.yaml': `on: push
jobs:
  release:
    steps:
      - uses: grafana/shared-workflows/actions/get-vault-secrets@main
        with:
          repo_secrets: |
            SIGNING_PASSPHRASE=signing-key:passphrase1
`,
      },
    },
    {
      title: 'the value comes from the environment or a file',
      files: {
        'src/application.properties': `spring.datasource.password=\${DB_PASSWORD}
spring.datasource.password-file=/run/secrets/db
`,
        'etc/grafana.ini': `[database]
password = $__file{/etc/secrets/password}
`,
        'docker-compose.yml': `services:
  db:
    environment:
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?}
      POSTGRES_PASSWORD_FILE: /run/secrets/db
`,
      },
    },
    {
      title: 'pins of chips, boards and versions',
      files: {
        'src/application.properties': `led.pin=18
board_pin=${Buffer.from('1.2.3').toString('base64')}
image-pin=sha256:${fake('hex')}
rust-pin=1.83.0
`,
      },
    },
    {
      title: 'files with such names that hold something else',
      files: {
        'secrets/db_password.txt': 'changeme\n',
        token: 'app-db-token\n',
        'docs/password.txt': 'Choose a long one and write it down.\n',
      },
    },
    {
      title: 'settings about tokens and passwords',
      files: {
        'redis.conf': `# requirepass foobared
# use requirepass and masterauth together
`,
        'etc/app.json': `{"tokenTtl": 3600, "passwordPolicy": "strict", "tokenUrl": "https://sso.acme.dev/oauth2/token", "secretName": "app-db"}
`,
      },
    },
  ],
};
