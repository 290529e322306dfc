import { fault } from '../fault.ts';
import { isPipeline, kubesealCallsOf } from '../model/kubeseal.ts';
import type { Rule } from '../rule.ts';

export const kubesealLiveInCi: Rule = {
  id: 'kubeseal-live-in-ci',
  title: 'A pipeline runs kubeseal against the cluster',
  why: "Without `--cert` kubeseal fetches the certificate from the controller, so that the pipeline needs credentials of the cluster for something public. Whoever can change the pipeline has them too, and a certificate that is fetched blindly may be anyone's.",
  remedy: 'Commit the certificate and pass it with `--cert`.',
  references: [
    'https://github.com/bitnami/sealed-secrets/issues/1444',
    'https://github.com/bitnami/sealed-secrets#usage',
  ],
  credential: false,
  *check(repository) {
    for (const { passage, span, offline } of kubesealCallsOf(repository)) {
      if (offline || !isPipeline(passage)) continue;
      yield fault(this.id, 'kubeseal', 'asks the cluster for the certificate, in a pipeline', span, {
        confidence: 'likely',
      });
    }
  },
  bad: () => [
    {
      title: 'in a workflow',
      files: {
        '.github/workflows/seal.yaml': `on: workflow_dispatch
jobs:
  seal:
    runs-on: ubuntu-latest
    steps:
      - run: |
          kubectl create secret generic db -n prod --from-file=p --dry-run=client -o yaml | [|kubeseal|] -o yaml > db.yaml
`,
      },
    },
    {
      title: 'in a step of Tekton and of an Argo Workflow',
      files: {
        'task.yaml': `apiVersion: tekton.dev/v1
kind: Task
metadata: {name: seal}
spec:
  steps:
    - name: seal
      image: bitnami/sealed-secrets-kubeseal
      script: |
        [|kubeseal|] -o yaml < secret.json > db.yaml
`,
        'pipeline.yaml': `apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: seal}
spec:
  tasks:
    - name: seal
      taskSpec:
        steps:
          - image: bitnami/sealed-secrets-kubeseal
            command: [sh, -c, "[|kubeseal|] -o yaml < secret.json > db.yaml"]
`,
        'workflow.yaml': `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: seal}
spec:
  templates:
    - name: seal
      container: {image: bitnami/sealed-secrets-kubeseal, command: [sh, -c], args: ["[|kubeseal|] -o yaml < a > b"]}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'with the certificate in a step, and a Job that a person starts',
      files: {
        'task.yaml': `apiVersion: tekton.dev/v1
kind: Task
metadata: {name: seal}
spec:
  steps:
    - name: seal
      image: bitnami/sealed-secrets-kubeseal
      script: |
        kubeseal --cert pub-cert.pem -o yaml < secret.json > db.yaml
`,
        'job.yaml': `apiVersion: batch/v1
kind: Job
metadata: {name: seal}
spec:
  template:
    spec:
      containers:
        - name: seal
          image: bitnami/sealed-secrets-kubeseal
          command: [sh, -c, "kubeseal -o yaml < secret.json > db.yaml"]
`,
      },
    },
    {
      title: 'with the certificate, and on a laptop',
      files: {
        '.github/workflows/seal.yaml': `on: workflow_dispatch
jobs:
  seal:
    runs-on: ubuntu-latest
    steps:
      - run: kubeseal --cert=pub-cert.pem -o yaml < secret.json > db.yaml
      - run: kubeseal --version
`,
        'seal.sh': 'kubeseal -o yaml < secret.json > db.yaml\n',
      },
    },
  ],
};
