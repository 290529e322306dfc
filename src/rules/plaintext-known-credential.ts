import { called, exposure } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const plaintextKnownCredential: Rule = {
  id: 'plaintext-known-credential',
  title: 'A credential of a known kind is readable in Git',
  why: 'The value has the form that a provider gives its keys, so it is a key and not an example: whoever reads the repository, a fork or its history can use it, and bots try such keys within minutes.',
  remedy:
    'Revoke the credential at its provider and issue a new one, then keep the new one out of Git: sealed (SealedSecret, SOPS) or by reference (ExternalSecret, Vault).',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
  ],
  credential: true,
  *check(repository) {
    for (const entry of repository.entries) {
      const judgement = repository.judgementOf(entry);
      if (judgement.verdict !== 'credential') continue;
      if (judgement.shape) yield exposure(this.id, entry, judgement, `is ${called(judgement)}`);
      else if (entry.place === 'annotation' || entry.place === 'free-text') {
        yield exposure(this.id, entry, judgement, 'is a readable credential');
      }
    }
  },
  bad: () => [
    {
      title: 'a password that begins with a sign, in a list',
      files: {
        'README.md': `- User name: dev1
- Initial Password: [|@${fake('password', 122)}|]
- New Password: @ops-team
`,
      },
    },
    {
      title: 'a password behind a user in capitals',
      files: {
        'README.md': `Set the proxy to [|https://USERNAME:${fake('password', 121)}@proxy.acme.dev:3128|] now.
`,
      },
    },
    {
      title: 'a table without signs at its ends, what Vault prints, accounts that are told as pairs',
      files: {
        'README.md': `Parameter | Description | Default
--- | --- | ---
\`app.fernetKey\` | the key (sets \`FERNET_KEY\`) | \`[|${fake('base64', 95)}|]\`
\`app.fernetKeySecret\` | the name of a Secret | \`app-fernet-key\`

lease_id       database/creds/app/1
password       [|A1a-${fake('password', 96)}|]
username       v-app-1

- Gogs (username/password: gogs/[|gogs|])
- ACS (username/password: admin/[|admin123|])
- Argo CD (username/password: admin/[Login with OAuth])
- **Username/Password:** username/password
`,
      },
    },
    {
      title: 'a token in a comment and in prose',
      files: {
        'deploy.yaml': `# old token: [|${fake('github-token')}|]
apiVersion: v1
kind: Namespace
metadata:
  name: prod
`,
        'NOTES.txt': `Ask Ada when [|${fake('digitalocean-token')}|] stops working.
`,
      },
    },
    {
      title: 'a token in an annotation',
      files: {
        'deploy.yaml': `apiVersion: v1
kind: Namespace
metadata:
  name: prod
  annotations:
    acme.dev/hook: [|${fake('github-token', 2)}|]
`,
      },
    },
    {
      title: 'statements',
      files: {
        'init.sql': `CREATE USER app
  WITH [|PASSWORD '${fake('password')}'|];
CREATE USER 'web'@'%' [|IDENTIFIED BY '${fake('password', 2)}'|];
[|CREATE USER batch IDENTIFIED BY ${fake('password', 3)}|] ACCOUNT UNLOCK;
[|alter user batch
  identified by "${fake('password', 4)}"|];
[|SET PASSWORD FOR 'web'@'%' = PASSWORD('${fake('password', 5)}'|]);
UPDATE mysql.user SET authentication_string[|=PASSWORD('${fake('password', 6)}'|]) WHERE User = 'root';
`,
        'init.sh': `sqlplus / as sysdba <<EOF
[|CREATE USER app IDENTIFIED BY ${fake('password', 7)}|];
EOF
`,
      },
    },
    {
      title: 'credentials told in prose',
      files: {
        'README.md': `# Demo
Log in as \`admin\` with the password \`[|${fake('human-password')}|]\`.
Default credentials: \`admin:[|admin123|]\`
- **Password**: [|${fake('human-password', 5)}|]
Default credentials: admin / [|${fake('human-password', 6)}|]

* login:admin
* password:[|${fake('human-password', 15)}|]

Username: admin@acme.dev
Password: [|${fake('human-password', 16)}|]

| Key | Type | Default |
| --- | --- | --- |
| image.tag | string | \`"latest"\` |
| auth.adminPassword | string | \`"[|${fake('human-password', 8)}|]"\` |
| app.envSecrets.DB_PASS | string | \`"[|${fake('human-password', 23)}|]"\` |
| users[0].password | string | \`"[|${fake('human-password', 22)}|]"\` |
| auth.existingSecret | string | \`"app-credentials"\` |
| \`db.password\` | The password of the database | \`[|changeit|]\` |
| clientSecret | [SecretKeySelector](#selector) | \`SecretKeySelector\` |
| \`db.passwordKey\` | The key of the password | \`db-password\` |

- ClientSecret: \`[|${fake('password', 46)}|]\`
You can log in with username/password: admin/[|admin123|].

- API key for tests: \`[|${fake('password', 4)}|]\`

Set \`DB_PASSWORD=[|${fake('human-password', 2)}|]\` first.

Log in with admin / [|${fake('human-password', 17)}|]

- **Master Password:** [|${fake('human-password', 21)}|]

The variable \`user\` is free. The default password is \`[|open_sesame|]\`.

Log in with username \`alice\` and password \`[|wonderland|]\`, there is one user 'bob' with a password of '[|builder|]'.
Use the \`carol\` user and the \`[|looking-glass9|]\` password. Default credentials are admin/[|admin|]

- username: demo
- password: [|tryme|]

Username: user
Password: [|tryme|]

1. Log in with ssh
   - password: \`[|ubnt|]\`

* password:[|deluge|]

\`\`\`text
DB_USERNAME=admin
DB_PASSWORD=[|${fake('human-password', 38)}|]
=== done ===
\`\`\`

\`\`\`sh
kubectl logs app
# Username=admin Password=[|${fake('password', 39)}|]
## Output: password=[|${fake('password', 40)}|]
\`\`\`

The default password for the viewer is \`[|opensea|]\`.
<!-- test-credentials = [|${fake('password', 34)}|] -->
<!-- password: "[|${fake('human-password', 35)}|]" -->

\`\`\`python
key = b'[|${fake('human-password', 36).padEnd(16, 'qz7').slice(0, 16)}|]'
iv = b'${fake('human-password', 37).padEnd(16, 'qz7').slice(0, 16)}'
\`\`\`
"password": "[|${fake('password', 33)}|]",
Starting with password [|${fake('password', 31)}|]
    bin/start --spi-handler--hmac-secret=[|${fake('password', 32)}|]

apiVersion: v1
kind: Namespace
metadata:
  name: prod
`,
      },
    },
    {
      title: 'settings that a comment switches off',
      files: {
        'values.yaml': `auth:
  # password: [|${fake('password', 41)}|]
  #password: "[|${fake('password', 42)}|]" # the old one
  enabled: true
`,
        'app.properties': `#spring.datasource.password=[|${fake('password', 43)}|]
spring.datasource.password=\${DB_PASSWORD}
`,
        'app.toml': `# api_key = "[|${fake('password', 44)}|]"
url = "https://api.acme.dev"
`,
        'prod.tfvars': `# db_password = "[|${fake('password', 45)}|]"
`,
      },
    },
  ],
  good: () => [
    {
      title: 'types and files of source code in tables',
      files: {
        'docs/types.md': `| Field | Type | Go type |
|---|---|---|
| \`ExternalSignSecret\` | \`PKIIntermediate\` | optional |
| \`RandomSecret\` | Inline policy | \`api/v1alpha1/x7Qp2random9secret_test.go\` | behavior |

- Password: @ops-team
- Token: @types/node
`,
      },
    },
    {
      title: 'words and letters in capitals for user and password',
      files: {
        'README.md': `Set the proxy to http://USERNAME:PASSOWRD@proxy.acme.dev:3128 and the store to https://XXX:YYY@ZZZ.acme.dev/db.
`,
      },
    },
    {
      title: 'a template that compares',
      files: {
        'templates/NOTES.txt': `{{- if and (eq $user.username "admin") (eq $user.password "admin") }}
Change it.
{{- end }}
`,
        'Chart.yaml': 'name: app\nversion: 1.0.0\n',
      },
    },
    {
      title: 'settings that a comment shows how to write',
      files: {
        'values.yaml': `auth:
  # password: my-long-password
  # apiKey: ${fake('uuid')}
  # licenseKey: kjh23ljkbndskj345
  # passwordKey: ${fake('password', 41)}
  # token: \${TOKEN}
  # The password: ${fake('password', 42).slice(0, 6)} characters or more
  enabled: true
`,
        'prod.tfvars': `# db_password = module.db.password
# db_password_rotated_date = "2026-11-25"
`,
      },
    },
    {
      title: 'the start of a sealed value, and the table of keys that were renamed',
      files: {
        'README.md': `The file is sealed now, with password: AgAj3JQjEP23pnzuW7hq... in it.

| \`postgresql.postgresqlPassword\` | \`externalPostgresql.password\` |
`,
      },
    },
    {
      title: 'prose about passwords',
      files: {
        'README.md': `# Passwords
The password \`db_password\` is read from \`DB_PASSWORD\`, the token from \`/run/secrets/token\`.
Set \`auth.password\` to \`"secretKeyRef"\`; the default of \`passwordKey\` is \`password\`.
- password: \`string\`
- password:required
username: username
password: password

\`\`\`text
externalDatabase.password=mypassword
password: *password
API_TOKEN=$TOKEN
PASSWORD=********
\`\`\`

<!-- password: required -->
<!-- token: see the wiki -->
\`key = b'0123456789abcdef'\`, \`key = b'your-16-byte-key'\`, \`key = b'app'\`
The username and password are in \`my-secret\`; pass \`--password-file\`. Set \`DB_PASSWORD=$PASSWORD\`.
- **Password**: required
- **Admin password**: see below
The fields are \`username\` and \`password\`, the user 'username' with the password 'password'.
The default password is \`required\`. The password is \`base64\`-encoded. Use a password AsLongAsPossibleAndMixed.
bin/start --spi-handler--hmac-secret=/run/secrets/hmac-secret-file-01
- Token: string
The variable for the user password is \`user_password\`.
| frontend.envSecrets.ADMIN_USER_PASS | string | \`"admin-user-pass"\` | Key of the Secret |
Clusters are identified by 'server', 'name', or both.
An SSO user with the scope \`role:admin-12\` gets in.
Login as the \`kube:admin\`. The user credentials are under \`secret/keycloak\`.
Username: your user name
Password: see-below
User: web
Password: \`$PASSWORD\`
|\`postgresql.postgresPassword\` |\`postgresql.postgresqlPassword\` | |
Clone https://USERNAME:PERSONAL_ACCESS_TOKEN@github.com/acme/app or https://user:access-token@git.acme.dev/app.git.
Default credentials: see https://acme.dev/docs/login2
Credentials: \`user:password\`. Users are \`user1,user2\` or \`user1/user2\`. The API key is \`your-api-key\`.
`,
      },
    },
    {
      title: 'statements that a program fills in',
      files: {
        'init.sql': `CREATE USER app WITH PASSWORD '%s';
ALTER USER app WITH PASSWORD :'password';
CREATE USER web IDENTIFIED BY '\${WEB_PASSWORD}';
CREATE USER batch IDENTIFIED BY &password;
CREATE USER batch IDENTIFIED BY $BATCH_PASSWORD;
CREATE USER batch IDENTIFIED BY password;
ALTER USER batch IDENTIFIED BY VALUES 'S:$HASH';
CREATE USER batch IDENTIFIED EXTERNALLY;
-- create user accounts identified by their e-mail
SET PASSWORD FOR 'web'@'%' = PASSWORD('$WEB_PASSWORD');
`,
      },
    },
    {
      title: 'checksums, digests, public keys and certificates',
      files: {
        'deploy.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    checksum/secret: ${fake('hex')}
spec:
  template:
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web@sha256:${fake('hex', 2)}
`,
        'ca.pem': fake('certificate'),
        authorized_keys: fake('ssh-public-key'),
      },
    },
  ],
};
