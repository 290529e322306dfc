import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const kubectlCreateSecretLiteral: Rule = {
  id: 'kubectl-create-secret-literal',
  title: 'A kubectl command in Git creates a Secret from a readable literal',
  why: 'The command keeps the Secret out of Git and the value in it: whoever reads the script, the runbook or their history has the credential, and so has the shell history of everybody who ran it.',
  remedy:
    'Rotate the credential and give the command a variable or a file that is not in Git; better, keep the Secret sealed (pipe it through `kubeseal`) or in a store.',
  references: [
    'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_secret_generic/',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  ],
  credential: true,
  outranks: ['secret-in-command', 'plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('kubectl-create-secret'),
      (_, judgement) => `is given as ${called(judgement)}`,
    );
  },
  bad: () => [
    {
      title: 'a later command of a session that is shown without its prompt',
      files: {
        'README.md': `\`\`\`sh
$ oc create secret generic ldap --from-literal=bindPassword=<secret> -n openshift-config

# my example
oc create secret generic ldap --from-literal=bindPassword=[|${fake('password', 41)}|] -n openshift-config
\`\`\`
`,
      },
    },
    {
      title: 'a script, with line continuations',
      files: {
        'deploy.sh': `#!/bin/sh
kubectl create secret generic db -n prod \\
  --from-literal=username=app \\
  --from-literal=password='[|${fake('password')}|]'
oc create secret docker-registry pull --docker-server=ghcr.io --docker-username=bot --docker-password=[|${fake('password', 2)}|]
`,
      },
      also: ['kubectl-create-secret-imperative'],
    },
    {
      title: 'what Terraform runs',
      files: {
        'main.tf': `resource "null_resource" "db" {
  provisioner "local-exec" {
    command = "kubectl create secret generic db --from-literal=password=[|${fake('password', 21)}|]"
  }
}
`,
      },
      also: ['kubectl-create-secret-imperative'],
    },
    {
      title: 'what Tilt runs',
      files: {
        Tiltfile: `local('kubectl create secret generic db --from-literal=password=[|${fake('password', 22)}|]')
`,
      },
      also: ['kubectl-create-secret-imperative'],
    },
    {
      title: 'a fence in a runbook',
      files: {
        'README.md': `# Setup

\`\`\`bash
kubectl create secret generic db --from-literal=password='[|${fake('password', 3)}|]'
\`\`\`
`,
      },
    },
  ],
  good: () => [
    {
      title: 'JAAS that a program fills in, or without a password',
      files: {
        'jaas.sh': `#!/bin/sh
kubectl create secret generic jaas --from-literal=plain.conf='org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="%s";'
kubectl create secret generic jaas --from-literal=oauth.conf='org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;'
`,
      },
    },
    {
      title: 'variables, generated values, placeholders',
      files: {
        'deploy.sh': `#!/bin/sh
kubectl create secret generic db -n prod --from-literal=password="$DB_PASSWORD" --dry-run=client -o yaml | kubeseal > db.yaml
kubectl create secret generic key --from-literal=key="$(openssl rand -hex 32)" --dry-run=client -o yaml | kubectl apply -f -
`,
        'README.md': `\`\`\`sh
kubectl create secret generic db --from-literal=password=<your-password>
kubectl create secret generic SECRET_NAME --from-literal=admin-password=PASSWORD --from-literal=encryption-salt=ENCRYPTION_SALT
\`\`\`
`,
      },
    },
    {
      title: 'a workflow that takes the value from its secrets',
      files: {
        '.github/workflows/deploy.yml': `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: kubectl create secret generic db --from-literal=password=\${{ secrets.DB_PASSWORD }} --dry-run=client -o yaml | kubectl apply -f -
`,
      },
    },
  ],
};
