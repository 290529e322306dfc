import { fault, tempered } from '../fault.ts';
import { createSecretAt } from '../kubectl.ts';
import type { Rule } from '../rule.ts';

export const kubectlCreateSecretImperative: Rule = {
  id: 'kubectl-create-secret-imperative',
  title: 'A script creates a Secret in the cluster by hand',
  why: 'A Secret that only a command brought into being is nowhere in the repository: nobody can review it, rebuild it with the cluster, or tell who knows its value.',
  remedy:
    'Let the command print the Secret (`--dry-run=client -o yaml`) and pipe it through `kubeseal`, or describe it as an ExternalSecret.',
  references: [
    'https://kubernetes.io/docs/tasks/configmap-secret/managing-secret-using-kubectl/',
    'https://opengitops.dev/',
  ],
  credential: false,
  *check(repository) {
    for (const passage of repository.passages) {
      if (passage.role === 'docs') continue;
      for (const command of passage.parsed.commands) {
        const created = createSecretAt(command);
        if (!created?.applied) continue;
        const subject = `kubectl create secret ${created.name ?? '(unnamed)'}`;
        const span = command.text.span(created.word.start, created.word.end);
        yield fault(this.id, subject, 'changes the cluster from a script, and no manifest describes the Secret', span, {
          confidence: tempered(passage, 'certain'),
        });
      }
    }
  },
  bad: () => [
    {
      title: 'a variable as the value',
      files: {
        'deploy.sh': `#!/bin/sh
kubectl create [|secret|] generic db -n prod --from-literal=password="$DB_PASSWORD"
`,
        Makefile: `secret:
	kubectl -n prod create [|secret|] generic tls --from-file=tls.key
`,
      },
    },
    {
      title: 'printed first, and applied by the next command of the pipe',
      files: {
        'deploy.sh': `#!/bin/sh
kubectl create [|secret|] generic db -n prod --from-literal=password="$DB_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -
kubectl create [|secret|] tls web --cert=tls.crt --key=tls.key --dry-run=client -o yaml \\
  | kubectl label --local -f - app=web -o yaml | kubectl apply --namespace prod -f -
`,
      },
    },
  ],
  good: () => [
    {
      title: 'the command only prints the Secret',
      files: {
        'seal.sh': `#!/bin/sh
kubectl create secret generic db -n prod --from-literal=password="$DB_PASSWORD" --dry-run=client -o yaml | kubeseal > db.yaml
kubectl create secret generic web -n prod --from-literal=password="$WEB_PASSWORD" --dry-run=client -o yaml | kubeseal -o yaml | kubectl apply -f -
kubectl create secret generic api -n prod --from-literal=password="$API_PASSWORD" --dry-run=client -o yaml | sops --encrypt --input-type yaml --output-type yaml /dev/stdin > api.yaml
kubectl create secret generic job -n prod --from-literal=password="$JOB_PASSWORD" --dry-run=client -o yaml | kubectl create --dry-run=client -f - -o yaml
`,
      },
    },
    {
      title: 'a runbook, and other kinds',
      files: {
        'README.md': `\`\`\`sh
kubectl create secret generic db --from-literal=password="$DB_PASSWORD"
\`\`\`
`,
        'deploy.sh': `kubectl create configmap app --from-literal=level=debug
kubectl get secret db -o yaml
`,
      },
    },
  ],
};
