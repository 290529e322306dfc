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
  bad: [
    {
      title: 'flags, assignments and logins of the tools of the trade',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install pg bitnami/postgresql --set auth.username=app,auth.password=[|${fake('password')}|]
docker login -u bot --password [|${fake('password', 2)}|] ghcr.io
vault kv put kv/app db_password=[|${fake('password', 3)}|]
curl -u admin:[|${fake('password', 4)}|] https://grafana.acme.dev/api/health
argocd login argocd.acme.dev --username admin --password=[|${fake('password', 5)}|]
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
  ],
  good: [
    {
      title: 'variables, secrets of the CI system, files and standard input',
      files: {
        'install.sh': `#!/bin/sh
helm upgrade --install pg bitnami/postgresql --set auth.existingSecret=pg-credentials-2024
docker login -u bot --password-stdin ghcr.io < token.txt
curl -u "admin:$GRAFANA_PASSWORD" https://grafana.acme.dev/api/health
argocd login argocd.acme.dev --password="$(cat /run/secrets/argocd)"
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
