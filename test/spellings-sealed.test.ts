import { describe, expect, test } from 'vitest';
import { fakeSealed } from '../src/fake-sealed.ts';
import { compared, type Spelling } from './spellings.ts';

/** Every spelling in which a state of the Sealed Secrets group is known to be written, and its harmless neighbours. */

const flux = (values: string, version = '2.19.1'): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: sealed-secrets, namespace: kube-system}
spec:
  chart: {spec: {chart: sealed-secrets, version: ${version}, sourceRef: {kind: HelmRepository, name: s}}}
  values:
    ${values}
`;
const argo = (helm: string, version = '2.19.1'): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: sealed-secrets, namespace: argocd}
spec:
  destination: {namespace: kube-system}
  source:
    repoURL: https://bitnami.github.io/sealed-secrets
    chart: sealed-secrets
    targetRevision: ${version}
    helm:
      ${helm}
`;
const deployment = (container: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: sealed-secrets-controller, namespace: kube-system}
spec:
  template:
    spec:
      containers:
        - name: controller
          ${container}
`;
const image = 'image: docker.io/bitnami/sealed-secrets-controller:0.38.4';
const sealed = `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(1)}}
`;

const groups: Readonly<Record<string, readonly Spelling[]>> = {
  'sealing-key-renewal-disabled': [
    ['values of a HelmRelease', { 'a.yaml': flux('keyrenewperiod: [|"0"|]') }],
    ['a number', { 'a.yaml': flux('keyrenewperiod: [|0|]') }],
    ['seconds, hours', { 'a.yaml': flux('keyrenewperiod: [|0s|]'), 'b.yaml': flux('keyrenewperiod: [|"0h0m0s"|]') }],
    [
      'values of a wrapper chart',
      {
        'c/Chart.yaml':
          'apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n  - {name: sealed-secrets, version: 2.19.1, repository: https://bitnami.github.io/sealed-secrets}\n',
        'c/values.yaml': 'sealed-secrets:\n  keyrenewperiod: [|"0"|]\n',
      },
    ],
    ['a values file', { 'sealed-secrets/values.yaml': 'fullnameOverride: x\nkeyrenewperiod: [|"0"|]\n' }],
    ['Argo CD, values as text', { 'a.yaml': argo('values: |\n        keyrenewperiod: [|"0"|]') }],
    ['Argo CD, values as an object', { 'a.yaml': argo('valuesObject: {keyrenewperiod: [|"0"|]}') }],
    ['Argo CD, a parameter', { 'a.yaml': argo('parameters: [{name: keyrenewperiod, value: [|"0"|]}]') }],
    ['helm --set', { 'a.sh': 'helm install s sealed-secrets/sealed-secrets --set [|keyrenewperiod=0|]\n' }],
    [
      'helm --set-string among others',
      {
        'a.sh': 'helm install s sealed-secrets/sealed-secrets --set-string=[|a=b,keyrenewperiod=0s|]\n'.replace(
          '--set-string=[|',
          '[|--set-string=',
        ),
      },
    ],
    [
      'Terraform',
      {
        'a.tf':
          'resource "helm_release" "s" {\n  chart = "sealed-secrets"\n  set {\n    name  = "keyrenewperiod"\n    value = [|"0"|]\n  }\n}\n',
      },
    ],
    [
      'an argument',
      {
        'a.yaml': deployment(`${image}\n          args: ["[|--key-renew-period=0|]"]`)
          .replace('"[|', '[|"')
          .replace('|]"', '"|]'),
      },
    ],
    [
      'an argument in two words',
      { 'a.yaml': deployment(`${image}\n          args: [--update-status, --key-renew-period, [|"0"|]]`) },
    ],
    ['the command', { 'a.yaml': deployment(`${image}\n          command: [controller, [|--key-renew-period=0s|]]`) }],
    ['the old name', { 'a.yaml': deployment(`${image}\n          args: [[|--rotate-period=0|]]`) }],
    [
      'the environment',
      { 'a.yaml': deployment(`${image}\n          env: [{name: SEALED_SECRETS_KEY_RENEW_PERIOD, value: [|"0"|]}]`) },
    ],
    ['arguments by the chart', { 'a.yaml': flux('commandArgs: [[|--key-renew-period=0|]]') }],
    [
      'a JSON patch of kustomize',
      {
        'kustomization.yaml':
          'resources: [c.yaml]\npatches:\n  - target: {kind: Deployment}\n    patch: |\n      - op: add\n        path: /spec/template/spec/containers/0/args/-\n        value: [|--key-renew-period=0|]\n',
      },
    ],
    [
      'another period, an empty one, a comment, prose',
      {
        'a.yaml': flux('keyrenewperiod: 720h # not "0"'),
        'b.yaml': flux('keyrenewperiod: ""'),
        'c.yaml': deployment(`${image}\n          args: [--key-renew-period=720h]`),
        'README.md': 'Set `keyrenewperiod: "0"` to switch it off.\n',
        'd.yaml': deployment(`${image}\n          args: [--key-renew-period, 720h, --key-ttl, "0"]`),
      },
    ],
  ],
  'sealed-helm-repo-moved': [
    [
      'HelmRepository',
      {
        'a.yaml':
          'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: s}\nspec: {url: [|https://bitnami-labs.github.io/sealed-secrets|]}\n',
      },
    ],
    ['helm repo add', { 'a.sh': 'helm repo add s [|https://bitnami-labs.github.io/sealed-secrets|]\n' }],
    ['a slash at the end, http', { 'a.sh': 'helm repo add s [|http://bitnami-labs.github.io/sealed-secrets|]/\n' }],
    ['--repo', { 'a.sh': 'helm install s sealed-secrets --repo=[|https://bitnami-labs.github.io/sealed-secrets|]\n' }],
    [
      'Argo CD',
      {
        'a.yaml': argo('parameters: []').replace(
          'https://bitnami.github.io/sealed-secrets',
          '[|https://bitnami-labs.github.io/sealed-secrets|]',
        ),
      },
    ],
    [
      'Chart.yaml',
      {
        'c/Chart.yaml':
          'apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n  - name: sealed-secrets\n    version: 2.19.1\n    repository: "[|https://bitnami-labs.github.io/sealed-secrets|]"\n',
      },
    ],
    [
      'helmfile',
      { 'helmfile.yaml': 'repositories:\n  - name: s\n    url: [|https://bitnami-labs.github.io/sealed-secrets|]\n' },
    ],
    [
      'Terraform',
      {
        'a.tf':
          'resource "helm_release" "s" {\n  repository = "[|https://bitnami-labs.github.io/sealed-secrets|]"\n  chart = "sealed-secrets"\n}\n',
      },
    ],
    [
      'kustomize',
      {
        'kustomization.yaml':
          'helmCharts:\n  - name: sealed-secrets\n    repo: [|https://bitnami-labs.github.io/sealed-secrets|]\n',
      },
    ],
    ['a runbook', { 'docs/a.md': '```sh\nhelm repo add s [|https://bitnami-labs.github.io/sealed-secrets|]\n```\n' }],
    [
      'the new address, the repository on GitHub',
      {
        'a.sh':
          'helm repo add s https://bitnami.github.io/sealed-secrets\ncurl https://github.com/bitnami-labs/sealed-secrets\n',
      },
    ],
  ],
  'sealed-controller-outdated': [
    ['HelmRelease', { 'a.yaml': flux('replicaCount: 1', '[|2.17.3|]') }],
    ['Argo CD', { 'a.yaml': argo('parameters: []', '[|2.15.0|]') }],
    [
      'several sources of Argo CD',
      {
        'a.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: s}\nspec:\n  sources:\n    - {repoURL: "https://bitnami.github.io/sealed-secrets", chart: sealed-secrets, targetRevision: [|2.15.0|]}\n',
      },
    ],
    [
      'Chart.yaml',
      {
        'c/Chart.yaml':
          'apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n  - name: sealed-secrets\n    version: [|2.7.1|]\n    repository: https://bitnami.github.io/sealed-secrets\n',
      },
    ],
    [
      'helmfile',
      { 'helmfile.yaml': 'releases:\n  - name: s\n    chart: sealed-secrets/sealed-secrets\n    version: [|2.7.1|]\n' },
    ],
    [
      'kustomize',
      {
        'kustomization.yaml':
          'helmCharts:\n  - name: sealed-secrets\n    repo: https://bitnami.github.io/sealed-secrets\n    version: [|2.7.1|]\n',
      },
    ],
    [
      'Terraform',
      { 'a.tf': 'resource "helm_release" "s" {\n  chart   = "sealed-secrets"\n  version = [|"2.7.1"|]\n}\n' },
    ],
    [
      'helm',
      {
        'a.sh':
          'helm install s sealed-secrets/sealed-secrets --version [|2.7.1|]\nhelm install t sealed-secrets/sealed-secrets [|--version=2.7.1|]\n',
      },
    ],
    [
      'an image',
      {
        'a.yaml': deployment('image: [|docker.io/bitnami/sealed-secrets-controller:0.35.0|]'),
        'b.yaml': deployment('image: [|quay.io/bitnami/sealed-secrets-controller:v0.16.0|]'),
      },
    ],
    [
      'an image with its digest',
      { 'a.yaml': deployment(`image: [|bitnami/sealed-secrets-controller:0.20.5@sha256:${'ab'.repeat(32)}|]`) },
    ],
    ['the tag in values', { 'a.yaml': flux('image: {tag: [|0.24.5|]}') }],
    [
      'images of kustomize',
      {
        'kustomization.yaml':
          'images:\n  - name: docker.io/bitnami/sealed-secrets-controller\n    newTag: [|v0.20.0|]\n',
      },
    ],
    [
      'controller.yaml',
      {
        'a.sh':
          'kubectl apply -f https://github.com/bitnami-labs/sealed-secrets/releases/download/[|v0.18.1|]/controller.yaml\n',
      },
    ],
    [
      'what is new enough, or says nothing',
      {
        'a.yaml': flux('replicaCount: 1'),
        'b.yaml': deployment(image),
        'c.yaml': flux('replicaCount: 1', '"*"'),
        'd.sh':
          'curl -L https://github.com/bitnami/sealed-secrets/releases/download/v0.38.4/kubeseal-0.38.4-linux-amd64.tar.gz\n',
        // The hole was in the controller; kubeseal has none of its own.
        '.github/workflows/a.yaml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: curl -L https://github.com/bitnami-labs/sealed-secrets/releases/download/v0.18.1/kubeseal-0.18.1-linux-amd64.tar.gz\n',
        'kustomization.yaml':
          'images:\n  - name: docker.io/bitnami/sealed-secrets-controller\n    newTag: v0.36.0\n  - name: docker.io/bitnami/other\n    newTag: v0.20.0\n',
      },
    ],
  ],
  'kubeseal-controller-name-mismatch': [
    ['Flux and a script', { 'a.yaml': flux('replicaCount: 1'), 's.sh': '[|kubeseal|] -o yaml < a > b\n' }],
    [
      'Argo CD and a Makefile',
      { 'a.yaml': argo('releaseName: keys'), Makefile: 'seal:\n\t[|kubeseal|] -o yaml < a > b\n' },
    ],
    [
      'helm and a pipe',
      {
        'a.sh':
          'helm install keys sealed-secrets/sealed-secrets\nkubectl create secret generic a --from-file=x --dry-run=client -o yaml | [|kubeseal|] > b\n',
      },
    ],
    [
      'a name, a certificate, the variable, an override',
      {
        'a.yaml': flux('fullnameOverride: sealed-secrets-controller'),
        's.sh': 'kubeseal < a > b\n',
      },
    ],
    [
      'each call told',
      {
        'a.yaml': flux('replicaCount: 1'),
        's.sh':
          'kubeseal --controller-name sealed-secrets < a > b\nkubeseal --controller-name=sealed-secrets < a > b\nkubeseal --cert c.pem < a > b\n',
        't.sh': 'export SEALED_SECRETS_CONTROLLER_NAME=sealed-secrets\nkubeseal < a > b\n',
      },
    ],
  ],
  'kubeseal-live-in-ci': [
    [
      'GitHub',
      {
        '.github/workflows/a.yaml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: [|kubeseal|] -o yaml < a > b\n',
      },
    ],
    ['GitLab', { '.gitlab-ci.yml': 'seal:\n  script:\n    - [|kubeseal|] -o yaml < a > b\n' }],
    [
      'Jenkins',
      {
        Jenkinsfile:
          "pipeline {\n  stages {\n    stage('seal') {\n      steps {\n        sh '[|kubeseal|] -o yaml < a > b'\n      }\n    }\n  }\n}\n",
      },
    ],
    [
      'CircleCI, Azure',
      {
        '.circleci/config.yml': 'jobs:\n  a:\n    steps:\n      - run: [|kubeseal|] -o yaml < a > b\n',
        'azure-pipelines.yml': 'steps:\n  - script: [|kubeseal|] -o yaml < a > b\n',
      },
    ],
    [
      'validation by the cluster',
      {
        '.github/workflows/a.yaml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: [|kubeseal|] --validate < a\n',
      },
    ],
    [
      'a composite action',
      {
        '.github/actions/seal/action.yml':
          'runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: [|kubeseal|] < a > b\n',
      },
    ],
    [
      'with a certificate, by flag or variable; no call at all',
      {
        '.github/workflows/a.yaml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: kubeseal --cert pub.pem < a > b\n      - run: kubeseal --version\n      - run: echo kubeseal\n',
        '.github/workflows/b.yaml':
          'on: push\nenv: {SEALED_SECRETS_CERT: pub.pem}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: kubeseal < a > b\n',
        'seal.sh': 'kubeseal < a > b\n',
      },
    ],
  ],
  'sealing-key-backup-into-worktree': [
    [
      'each way to select the keys',
      {
        'a.sh':
          'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > [|backup.yaml|]\n',
        'b.sh':
          'kubectl -n kube-system get secrets --selector=sealedsecrets.bitnami.com/sealed-secrets-key=active -o json > [|keys.json|]\n',
        'c.sh':
          'kubectl get secret --selector sealedsecrets.bitnami.com/sealed-secrets-key -n kube-system -oyaml >[|keys/main.key|]\n',
        'd.sh': 'oc get secret sealed-secrets-key4x7vb -n kube-system -o yaml > [|main.key|]\n',
        'e.sh':
          'kubectl get secret -A -l sealedsecrets.bitnami.com/sealed-secrets-key --output=yaml > [|./backup/all.yaml|]\n',
      },
    ],
    [
      'each way to write',
      {
        'a.sh':
          'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml >> [|backup.yaml|]\n',
        'b.sh':
          'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml | tee [|keys.yaml|]\n',
        'c.sh':
          'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml | tee -a [|keys2.yaml|] > /dev/null\n',
        'd.sh':
          "kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o jsonpath='{.items[0].data.tls\\.key}' | base64 -d > [|tls.key|]\n",
        Makefile:
          'backup:\n\tkubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > [|keys3.yaml|]\n',
        'docs/a.md':
          '```sh\nkubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > [|keys4.yaml|]\n```\n',
        '.github/workflows/a.yaml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > [|keys5.yaml|]\n      - run: git add . && git commit -m backup\n',
      },
    ],
    [
      'outside of the tree, encrypted, a variable, the public half',
      {
        'a.sh':
          'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > /backup/keys.yaml\n',
        'b.sh':
          'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > ~/keys.yaml\n',
        'c.sh':
          'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml | age -r age1x > keys.age\n',
        'd.sh':
          'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > "$BACKUP"\n',
        'e.sh':
          "kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o jsonpath='{.items[0].data.tls\\.crt}' | base64 -d > pub-cert.pem\n",
        'f.sh':
          'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o name > names.txt\n',
        'g.sh':
          'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > ../keys.yaml\n',
      },
    ],
  ],
  'sealing-key-backup-missing': [
    [
      'a controller by each tool, and nothing else',
      { 'a.sh': 'helm install keys [|sealed-secrets/sealed-secrets|]\n' },
    ],
    [
      'CronJob',
      {
        'app.yaml': sealed,
        'b.yaml':
          'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: b, namespace: kube-system}\nspec:\n  schedule: 0 3 * * *\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - name: b\n              image: kubectl\n              command: [sh, -c, "kubectl get secret -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml | age -r age1x > /backup/keys"]\n',
      },
    ],
    [
      'a workflow on a schedule',
      {
        'app.yaml': sealed,
        '.github/workflows/b.yaml':
          'on:\n  schedule:\n    - cron: 0 3 * * *\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml | gpg -e -r x > k.gpg\n',
      },
    ],
    [
      'PushSecret by label, by name; for a cluster',
      {
        'app.yaml': sealed,
        'p.yaml':
          'apiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nmetadata: {name: p, namespace: kube-system}\nspec:\n  selector: {secret: {selector: {matchLabels: {sealedsecrets.bitnami.com/sealed-secrets-key: active}}}}\n',
      },
    ],
    [
      'PushSecret by name',
      {
        'app.yaml': sealed,
        'p.yaml':
          'apiVersion: external-secrets.io/v1alpha1\nkind: ClusterPushSecret\nmetadata: {name: p}\nspec:\n  pushSecretSpec:\n    selector: {secret: {name: sealed-secrets-keyabcde}}\n',
      },
    ],
    [
      'ExternalSecret that supplies it',
      {
        'app.yaml': sealed,
        'e.yaml':
          'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: mine, namespace: kube-system}\nspec:\n  target:\n    template:\n      type: kubernetes.io/tls\n      metadata: {labels: {sealedsecrets.bitnami.com/sealed-secrets-key: active}}\n  dataFrom: [{extract: {key: seal}}]\n',
      },
    ],
    [
      'Terraform',
      {
        'app.yaml': sealed,
        'k.tf':
          'resource "kubernetes_secret" "key" {\n  metadata {\n    name   = "mine"\n    labels = { "sealedsecrets.bitnami.com/sealed-secrets-key" = "active" }\n  }\n  data = { "tls.key" = var.key }\n  type = "kubernetes.io/tls"\n}\n',
      },
    ],
    [
      'Terraform, manifest of another provider',
      {
        'app.yaml': sealed,
        'k.tf':
          'resource "kubernetes_secret_v1" "key" {\n  metadata {\n    labels = { "sealedsecrets.bitnami.com/sealed-secrets-key" = "active" }\n  }\n}\n',
      },
    ],
    [
      'SOPS',
      {
        'app.yaml': sealed,
        'key.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: sealed-secrets-key\n  namespace: kube-system\n  labels: {sealedsecrets.bitnami.com/sealed-secrets-key: active}\ntype: kubernetes.io/tls\ndata:\n  tls.key: ENC[AES256_GCM,data:Zm9v,iv:${'A'.repeat(43)}=,tag:${'A'.repeat(22)}==,type:str]\nsops:\n  age: [{recipient: age1x, enc: x}]\n  lastmodified: "2026-01-01T00:00:00Z"\n  mac: ENC[AES256_GCM,data:Zm9v,iv:${'A'.repeat(43)}=,tag:${'A'.repeat(22)}==,type:str]\n  encrypted_regex: ^(data|stringData)$\n  version: 3.9.0\n`,
      },
    ],
    [
      "a key of one's own, by command",
      {
        'app.yaml': sealed,
        'k.sh':
          'kubectl -n kube-system create secret tls mine --cert=tls.crt --key=tls.key\nkubectl -n kube-system label secret mine sealedsecrets.bitnami.com/sealed-secrets-key=active\n',
      },
    ],
    [
      'a backup of something else',
      {
        'app.yaml': sealed.replace('SealedSecret', '[|SealedSecret|]'),
        'b.yaml':
          'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: b}\nspec:\n  schedule: 0 3 * * *\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - {name: b, image: postgres, command: [sh, -c, "pg_dump app > /backup/app"]}\n',
        'p.yaml':
          'apiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nmetadata: {name: p, namespace: kube-system}\nspec:\n  selector: {secret: {name: other}}\n',
      },
    ],
  ],
};

describe.each(Object.entries(groups))('%s', (rule, spellings) => {
  test.each(spellings)('%s', async (...spelling) => {
    const { found, expected, crashes } = await compared(rule, spelling);
    expect(crashes).toEqual([]);
    expect(found).toEqual(expected);
  });
});
