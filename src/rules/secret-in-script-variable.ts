import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const secretInScriptVariable: Rule = {
  id: 'secret-in-script-variable',
  title: 'A variable in a script, Dockerfile or Makefile holds a readable credential',
  why: 'The value is open in Git; in a Dockerfile it also stays in the layers and the history of every image built from it.',
  remedy:
    'Rotate the credential and take it from the environment or a file at run time; in a Dockerfile mount it with `RUN --mount=type=secret`.',
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('script-variable'),
      (_, judgement) => `is set to ${called(judgement)}`,
    );
  },
  bad: () => [
    {
      title: 'an open block of AsciiDoc, and a prompt inside another',
      files: {
        'backup.adoc': `[source,bash]
--
export RESTIC_PASSWORD=[|${fake('password', 44)}|]  # <2>
--
`,
        'README.md': `\`\`\`bash
$ docker compose exec db /bin/bash
root@c97c472db02e:/# export DB_PASSWORD=[|${fake('password', 45)}|]
DB_PASSWORD=${fake('password', 46)} is set
\`\`\`
`,
      },
    },
    {
      title: 'variables of PowerShell',
      files: {
        'setup.ps1': `$env:DB_PASSWORD = "[|${fake('human-password', 41)}|]"
$Password='[|${fake('human-password', 42)}|]'
`,
        'README.md': `Set it:

\`\`\`powershell
$ENV:SERVER_PASSWORD = "[|${fake('human-password', 43)}|]"
\`\`\`
`,
      },
    },
    {
      title: 'a literal in a template that the Vault agent fills',
      files: {
        'pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    vault.hashicorp.com/agent-inject: "true"
    vault.hashicorp.com/agent-inject-template-config: |
      {{- with secret "secret/data/web" -}}
      export DB_PASSWORD="{{ .Data.data.password }}"
      export API_TOKEN="[|${fake('password', 5)}|]"
      {{- end }}
spec:
  containers: [{name: web, image: registry.acme.dev/web:1}]
`,
      },
    },
    {
      title: 'a script, a Dockerfile and a Makefile',
      files: {
        'deploy.sh': `#!/bin/sh
export DB_PASSWORD='[|${fake('password')}|]'
API_TOKEN=[|${fake('password', 2)}|] ./deploy
`,
        Dockerfile: `FROM alpine:3
ENV ADMIN_PASSWORD=[|${fake('password', 3)}|]
`,
        Makefile: `DB_PASSWORD := [|${fake('password', 4)}|]
all:
	./deploy
`,
      },
    },
    {
      title: 'flags in a variable, and a default that is set',
      files: {
        'run.sh': `#!/bin/sh
export JAVA_OPTS="-Xmx1g -Ddb.password=[|${fake('password', 5)}|] -Dport=80"
: "\${DB_PASSWORD:=[|${fake('password', 6)}|]}"
`,
      },
    },
  ],
  good: () => [
    {
      title: 'what a script of tests counts',
      files: {
        'assert.sh': `#!/bin/bash
PASS=0
FAIL=0
[ -e out ] && PASS=$((PASS + 1)) || FAIL=$((FAIL + 1))
`,
      },
    },
    {
      title: 'a prefix before a variable, a manifest that a command fills in',
      files: {
        'run.sh': `#!/bin/bash
password_hash_jbcrypt="#jbcrypt:$new_password_hash"
cat <<EOF | kubectl apply -f -
apiVersion: v1
kind: Secret
metadata: {name: api}
data:
  apiPassword: "\\\`echo -n "$password" | base64\\\`"
EOF
`,
      },
    },
    {
      title: 'what belongs there, in brackets or in words',
      files: {
        'bootstrap.env.sh': `export CONJUR_ADMIN_PASSWORD=[password of Conjur admin user]
`,
        Makefile: `REG_USER_PASSWD?=specified-as-env-var
`,
      },
    },
    {
      title: 'arguments of a script, and characters that PowerShell puts together',
      files: {
        'user.sh': `#!/bin/bash
PASSWORD="\${2:-}"
local -r pass="\${3:-}"
escaped_password="\${1//x/y}"
`,
        'init.ps1': `$password = -join ($bytes | ForEach-Object { $set[$_ % $set.Length] })
`,
      },
    },
    {
      title: 'variables of PowerShell that come from elsewhere',
      files: {
        'setup.ps1': `$env:DB_PASSWORD = $args[0]
$env:PAT_TOKEN = ""
$password = Read-Host -AsSecureString
$secret = ConvertTo-SecureString $env:DB_PASSWORD -AsPlainText -Force
`,
      },
    },
    {
      title: 'HOCON that is filled from the environment, an upstream of NGINX, what make fetches',
      files: {
        'app.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: app
data:
  application.conf: |
    {{ if .Values.ldap }}
    bind-pw = \${?LDAP_BIND_PWD}
    password = \${?BASIC_AUTH_PWD}
    {{ end }}
  nginx.conf: |
    location / {
      fastcgi_pass php-handler;
    }
`,
        Makefile: `deploy:
\tREDIS_PASSWORD=$(shell kubectl get secret redis \\
\t  -o jsonpath='{.data.password}') helm upgrade app acme/app
`,
      },
    },
    {
      title: 'flags without a secret, and a default that refers',
      files: {
        'run.sh': `#!/bin/sh
cmd="$cmd --ssh-passphrase $(cat ./passphrase)"
export JAVA_OPTS="-Xmx1g -Ddb.password.file=/run/secrets/db -Dtoken.ttl=3600"
: "\${DB_PASSWORD:=$FALLBACK}"
`,
      },
    },
    {
      title: 'expansions, commands, names of files and settings',
      files: {
        'deploy.sh': `#!/bin/sh
export DB_PASSWORD="$(vault kv get -field=password kv/app)"
export API_TOKEN="\${API_TOKEN:?}"
PASSWORD_FILE=/run/secrets/db
SECRET_NAME=app-db-credentials-v3
TOKEN_TTL=3600
`,
        Dockerfile: `FROM alpine:3
ARG NPM_TOKEN
ENV PASSWORD_FILE=/run/secrets/db
`,
      },
    },
  ],
};
