import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const secretInCommand: Rule = {
  id: 'secret-in-command',
  title: 'A command in a script, a workflow or a document holds a readable credential',
  why: 'The value is open in Git, and it shows in process lists, shell histories and build logs wherever the command runs.',
  remedy:
    'Rotate the credential and hand it over as a variable, a file or on standard input (`--password-stdin`); in workflows take it from the secrets of the CI system.',
  references: [
    'https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('command-argument'),
      (_, judgement) => `is given ${called(judgement)} on the command line`,
    );
  },
  bad: () => [
    {
      title: 'commands that a function or an alias runs, lines of a file in one word, tokens that are looked up',
      files: {
        'setup.sh': `#!/bin/bash
vault_exec "vault kv put secret/mq username='app' password='[|${fake('password', 82)}|]'"
docker run --health-cmd "mysqladmin ping -u root -p[|${fake('password', 83)}|]" mysql:8
alias v='VAULT_UI=true vault server -dev -dev-root-token-id=[|${fake('password', 84)}|]'
kubectl create secret generic login --from-literal=plain.txt="$(printf 'username=app\\npassword=[|${fake('password', 85)}|]')"
kubectl create secret generic login --from-literal=plain.txt="username=app
password=[|${fake('password', 86)}|]"
`,
        'README.md': `Revoke it:

\`\`\`
$ vault token revoke [|s.${fake('password', 87)}${fake('password', 87).slice(0, 4)}|]
\`\`\`

1. Look, where the text of an item is indented:

    The token is still valid.

    \`\`\`plaintext
    $ vault token lookup [|s.${fake('password', 92)}${fake('password', 92).slice(0, 4)}|]

    Key    Value
    \`\`\`

### Look
    curl -u admin:[|${fake('password', 88)}|] https://registry.acme.dev/subjects

\`\`\`
keytool -list -keystore app.jks -storepass [|${fake('password', 89)}|]
\`\`\`
`,
        'guide.rst': `Ask for the connectors.

::

  curl -u connect:[|${fake('password', 90)}|] http://connect.acme.dev:8083

Or so::

  curl -u ksql:[|${fake('password', 91)}|] http://ksql.acme.dev:8088
`,
      },
    },
    {
      title: 'a literal beside what is read from the standard input',
      files: {
        'store.sh': `#!/bin/sh
base64 app.jks | vault kv put secret/app keystore=- password=[|${fake('password', 81)}|]
`,
      },
    },
    {
      title: 'flags, assignments and logins of the tools of the trade',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install pg bitnami/postgresql --set auth.username=app,auth.password=[|${fake('password')}|]
helm upgrade --install mq bitnami/rabbitmq --set auth.username=app,auth.password=[|${fake('password', 40)}|],replicas=2
docker login -u bot --password [|${fake('password', 2)}|] ghcr.io
vault kv put kv/app db_password=[|${fake('password', 3)}|]
curl -u admin:[|${fake('password', 4)}|] https://grafana.acme.dev/api/health
argocd login argocd.acme.dev --username admin --password=[|${fake('password', 5)}|]
aws configure set aws_secret_access_key [|${fake('aws-secret-key')}|]
mc alias set minio https://minio.acme.dev backup [|${fake('password', 7)}|]
docker login -u ci -p '[|${fake('base64', 2)}|]' registry.acme.dev
helm upgrade --install app acme/app --set encryption.key=[|${fake('hex')}|]
`,
      },
    },
    {
      title: 'values whose meaning comes from where they stand',
      files: {
        'setup.sh': `#!/bin/sh
kubectl exec db-0 -- mysql -uroot -p[|${fake('password', 11)}|]
kubectl exec vault-0 -n vault -- vault kv put secret/coded app12secret.value=[|debugvalue|]
kubectl exec vault-0 -- vault kv put kv/app hook=[|${fake('password', 12)}|]
echo "root:[|${fake('password', 13)}|]" | chpasswd
echo [|${fake('password', 14)}|] | docker login -u bot --password-stdin ghcr.io
echo -n '[|${fake('password', 15)}|]' > ./password.txt
rabbitmqctl add_user app [|${fake('password', 16)}|]
mc alias set store https://minio.acme.dev admin [|${fake('password', 17)}|]
htpasswd -nb admin [|${fake('password', 18)}|]
curl -uadmin:[|${fake('password', 19)}|] https://grafana.acme.dev/api/health
curl -H 'X-Vault-Token: [|${fake('password', 20)}|]' https://vault.acme.dev/v1/kv/app
curl -d '{"user":"admin","password":"[|${fake('password', 21)}|]"}' https://acme.dev/login
skopeo copy --dest-creds ci:[|${fake('password', 22)}|] oci:a docker://ghcr.io/acme/a
psql -c [|"ALTER ROLE app PASSWORD '${fake('password', 23)}'"|]
keytool -genkey -storepass [|${fake('password', 24)}|]
`,
      },
    },
    {
      title: 'the command of a unit, in a file and in what a script writes',
      files: {
        'units/agent.service': `[Unit]
Description=agent

[Service]
ExecStartPre=-/usr/bin/docker pull acme/agent
ExecStart=/usr/bin/docker run --rm \\
  # the database
  -e DB_PASSWORD=[|${fake('password', 41)}|] \\
  acme/agent
ExecStart=/usr/local/bin/agent --server https://10.0.0.1:9345 \\
  --token=[|${fake('password', 42)}|]
`,
        'install.sh': `cat > /etc/systemd/system/agent.service <<EOF
[Unit]
Description=agent

[Service]
ExecStart=/usr/local/bin/agent \\
  --api-token [|${fake('password', 43)}|]
EOF
`,
      },
    },
    {
      title: 'a step of a workflow',
      files: {
        '.github/workflows/deploy.yml': `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: |
          echo deploying
          mysqldump --password=[|${fake('password', 6)}|] app
`,
      },
    },
    {
      title: 'bodies, headers, key stores and stores of secrets',
      files: {
        'setup.sh': `#!/bin/sh
curl -d '{"username": "admin", "password": "[|${fake('password', 7)}|]"}' https://grafana.acme.dev/api/login
curl -d 'grant_type=password&username=admin&password=[|${fake('password', 8)}|]' https://sso.acme.dev/token
curl -H "X-Vault-Token: [|${fake('password', 9)}|]" https://vault.acme.dev/v1/sys/health
keytool -importkeystore -srckeystore a.p12 -deststorepass [|${fake('password', 10)}|]
openssl pkcs12 -in a.p12 -passin 'pass:[|${fake('password', 11)}|]'
aws secretsmanager create-secret --name app --secret-string [|sunflower9|]
az keyvault secret set --vault-name v --name app --value '[|let-me-through!|]'
aws secretsmanager put-secret-value --secret-id app --secret-string '{"user": "app", "pin": 1, "password": "[|${fake('password', 12)}|]"}'
`,
      },
    },
    {
      title: 'what yq, pulumi and kafka-configs set, and an archive',
      files: {
        'set.sh': `#!/bin/sh
yq -i '.db.password = "[|${fake('password', 31)}|]"' values.yaml
pulumi config set dbPassword [|${fake('password', 32)}|]
zip -P [|${fake('password', 33)}|] backup.zip data
kafka-configs --alter --add-config '[|SCRAM-SHA-512=[password=${fake('password', 34)}]|]' --entity-name app
`,
      },
    },
    {
      title: 'what a script tells whoever runs it',
      files: {
        'demo.sh': `#!/bin/sh
echo "- log in with admin / [|admin|]"
info "Harbor Admin:    admin / [|Harbor12345|]"
`,
        'kind.sh': `#!/bin/sh
printf 'Grafana password: [|${fake('human-password', 18)}|]\\n' > /dev/stderr
echo "The password is [|${fake('human-password', 19)}|]"
`,
        '.github/workflows/demo.yml': `on: push
jobs:
  demo:
    steps:
      - run: echo "Log in as demo / [|${fake('human-password', 20)}|]"
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a flag behind a flag, patterns to search for, names in braces',
      files: {
        'keys.sh': `#!/bin/sh
echo "$STOREPASS" | keytool -importpass -alias configstorepwd -storepass "$STOREPASS"
grep -nE 'password=[^{]' config.yaml
curl --cookie "session=$tokenId" https://acme.dev
helm install app . --set jdbc.user={db user} --set jdbc.password={db password}
`,
      },
    },
    {
      title: 'messages about commands, and lines that are filled in',
      files: {
        'setup.sh': `#!/bin/bash
git commit -m "vault kv put secret/mq password='hunter2hunter'"
run "vault kv put secret/mq password=$PASSWORD"
kubectl create secret generic login --from-literal=plain.txt="username=app
password=$(grep ^password app.txt | cut -d= -f2)"
printf 'username=%s\\npassword=%s\\n' "$USER" "$PASSWORD" > login.txt
vault token lookup "$VAULT_TOKEN"
helm install mq bitnami/rabbitmq --set auth.erlangCookie=[RABBITMQ_ERLANG_COOKIE]
`,
        'guide.rst': `Use it as follows::

  curl -u "$USER:$PASSWORD" http://ksql.acme.dev:8088

The user is admin and the text goes on.
`,
      },
    },
    {
      title: 'what is read from the standard input',
      files: {
        'store.sh': `#!/bin/sh
base64 app.jks | vault kv put secret/app keystore=-
syncthing generate --gui-user=admin --gui-password=-
`,
      },
    },
    {
      title: 'what a script tells without the value',
      files: {
        'demo.sh': `#!/bin/sh
echo "- log in with admin / $ARGOCD_PASSWORD"
echo "- log in with github / gitlab"
info "Harbor Admin:    admin / viewer"
git info "admin / Harbor12345"
echo "Password: (hidden)"
echo "The password is in the Secret grafana"
echo "wrong password: try again"
`,
      },
    },
    {
      title: 'variables in bodies and headers, the store of public certificates, constants of a test',
      files: {
        'setup.sh': `#!/bin/sh
curl -d "{\\"username\\": \\"admin\\", \\"password\\": \\"$PW\\"}" https://grafana.acme.dev/api/login
curl -d "username=admin&password=$PW&scope=openid" https://sso.acme.dev/token
curl -H "X-Vault-Token: $VAULT_TOKEN" -H "Content-Type: application/json" https://vault.acme.dev/v1/sys/health
keytool -importcert -noprompt -keystore $JAVA_HOME/lib/security/cacerts -storepass changeit -file ca.crt
openssl pkcs12 -in a.p12 -passin env:PW -passout file:pw.txt
aws secretsmanager create-secret --name app --secret-string BeforeRotation
az keyvault secret set --vault-name v --name app --value "$PW"
az keyvault update --name v --value public
vault kv put secret/foo bar=hello foo=openbao-foo
kubectl exec vault-0 -n vault -- vault kv put secret/foo bar=hello
yq -i '.image.tag = "v2.1.0-rc1-2024"' values.yaml
yq '.db.password = strenv(PW)' values.yaml
jq '.password == "' x.json
`,
      },
    },
    {
      title: 'ports, names, addresses and what a reader of the document puts in',
      files: {
        'setup.sh': `#!/bin/sh
docker run -p 8080:8080 --user 1000:1000 acme/web:1
oc process -p NAME=web -f template.yaml
kubectl patch deployment web -p '{"spec":{"replicas":2}}'
echo "app:$APP_PASSWORD" | chpasswd
echo "$TOKEN" | docker login -u bot --password-stdin ghcr.io
echo ready > status.txt
curl -H 'Content-Type: application/json' -H "X-Vault-Token: $TOKEN" https://acme.dev
curl -H "X-metadata-token: $ec2_metadata_token" http://169.254.169.254/latest
helm install pg bitnami/postgresql --set auth.password=[REPMGR_PASSWORD],auth.username=app,replicas=2
docker run -e MYSQL_RANDOM_ROOT_PASSWORD=1 -e MYSQL_ALLOW_EMPTY_PASSWORD=1 mysql:8
echo "web:x:1000:1000::/home/web:/bin/bash" >> /etc/passwd
echo "CREATE ROLE app PASSWORD '#APP_PASSWORD';" > init.sql
curl -d @body.json -d "grant_type=client_credentials&client_id=web" https://sso.acme.dev
skopeo copy --dest-creds prod_user:prod_pass oci:a docker://ghcr.io/acme/a
vault kv put kv/app password=@password.txt username=app
mysql -u root -p app
mysql -u root --password app_prod
rabbitmqctl add_user app "$RABBIT_PASSWORD"
psql -c "ALTER ROLE app PASSWORD '$DB_PASSWORD'"
`,
      },
    },
    {
      title: 'variables, secrets of the CI system, files and standard input',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install pg bitnami/postgresql --set auth.existingSecret=pg-credentials-2024
docker login -u bot --password-stdin ghcr.io < token.txt
curl -u "admin:$GRAFANA_PASSWORD" https://grafana.acme.dev/api/health
argocd login argocd.acme.dev --password="$(cat /run/secrets/argocd)"
aws configure set region eu-central-1
aws configure set aws_secret_access_key "$AWS_SECRET_ACCESS_KEY"
mc alias set minio https://minio.acme.dev "$ACCESS_KEY" "$SECRET_KEY"
vault write auth/kubernetes/role/app token_ttl=1h token_policies=app
`,
        '.github/workflows/deploy.yml': `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: mysqldump --password=\${{ secrets.DB_PASSWORD }} app
`,
      },
    },
  ],
};
