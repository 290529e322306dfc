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
        if (!created || created.dryRun) continue;
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
  ],
  good: () => [
    {
      title: 'the command only prints the Secret',
      files: {
        'seal.sh': `#!/bin/sh
kubectl create secret generic db -n prod --from-literal=password="$DB_PASSWORD" --dry-run=client -o yaml | kubeseal > db.yaml
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
