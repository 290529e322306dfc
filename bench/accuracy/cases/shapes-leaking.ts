import { fake } from '../../../src/fake.ts';

export type Shaped = readonly [shape: string, title: string, files: Readonly<Record<string, string>>];

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const mark = (text: string): string => `[|${text}|]`;

function secret(body: string, meta = '  name: db\n  namespace: prod\n'): string {
  return `apiVersion: v1\nkind: Secret\nmetadata:\n${meta}type: Opaque\n${body}`;
}

function pod(container: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\nspec:\n  containers:\n    - name: api\n      image: acme/api:1\n${container}`;
}

const labels = Array.from({ length: 12 }, (_, i) => `    app.acme.dev/label-${i}: value-number-${i}\n`).join('');

/** Every kind of place with a password in it, marked. */
export function leaking(value: string): readonly Shaped[] {
  const plain = mark(value);
  const encoded = mark(base64(value));
  return [
    ['Secret data', 'base64', { 'secret.yaml': secret(`data:\n  password: ${encoded}\n`) }],
    ['Secret data', 'quoted key and value', { 'secret.yaml': secret(`data:\n  "password": "${encoded}"\n`) }],
    [
      'Secret data',
      'block scalar',
      { 'secret.yaml': secret(`data:\n  password: ${mark(`|-\n    ${base64(value)}\n`)}`) },
    ],
    [
      'Secret data',
      'flow mapping',
      { 'secret.yaml': secret(`data: {user: ${base64('app')}, password: ${encoded}}\n`) },
    ],
    [
      'Secret data',
      'long labels before it',
      { 'secret.yaml': secret(`data:\n  password: ${encoded}\n`, `  name: db\n  labels:\n${labels}`) },
    ],
    [
      'Secret data',
      'kind after the data',
      { 'secret.yaml': `apiVersion: v1\ndata:\n  password: ${encoded}\nkind: Secret\nmetadata:\n  name: db\n` },
    ],
    [
      'Secret data',
      'second document, CRLF',
      {
        'all.yaml':
          `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: prod\n---\n${secret(`data:\n  password: ${encoded}\n`)}`.replaceAll(
            '\n',
            '\r\n',
          ),
      },
    ],
    ['Secret stringData', 'plain', { 'secret.yaml': secret(`stringData:\n  user: app\n  password: "${plain}"\n`) }],
    [
      'Secret stringData',
      'a file in it',
      {
        'secret.yaml': secret(
          `stringData:\n  app.yaml: |\n    smtp:\n      host: mail.acme.dev\n      password: "${plain}"\n`,
        ),
      },
    ],
    [
      'Secret in JSON',
      'pretty',
      {
        'secret.json': `{\n  "apiVersion": "v1",\n  "kind": "Secret",\n  "metadata": {"name": "db"},\n  "data": {\n    "password": "${encoded}"\n  }\n}\n`,
      },
    ],
    [
      'Secret in a List',
      'items',
      {
        'all.yaml': `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Secret\n    metadata:\n      name: db\n    data:\n      password: ${encoded}\n`,
      },
    ],
    [
      'ConfigMap',
      'key',
      {
        'config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n  DB_HOST: db.prod\n  DB_PASSWORD: "${plain}"\n`,
      },
    ],
    [
      'ConfigMap',
      'properties file in it',
      {
        'config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n  application.properties: |\n    spring.datasource.username=app\n    spring.datasource.password=${plain}\n`,
      },
    ],
    [
      'ConfigMap',
      'JSON file in it',
      {
        'config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n  config.json: |\n    {\n      "redis": {"host": "redis.prod", "password": "${plain}"}\n    }\n`,
      },
    ],
    [
      'container env',
      'name and value',
      { 'pod.yaml': pod(`      env:\n        - name: DB_PASSWORD\n          value: "${plain}"\n`) },
    ],
    [
      'container env',
      'value before the name',
      { 'pod.yaml': pod(`      env:\n        - value: "${plain}"\n          name: DB_PASSWORD\n`) },
    ],
    [
      'container env',
      'URL with a login',
      {
        'pod.yaml': pod(
          `      env:\n        - name: DATABASE_URL\n          value: postgres://app:${mark(encodeURIComponent(value))}@db.prod:5432/app\n`,
        ),
      },
    ],
    ['container args', 'option', { 'pod.yaml': pod(`      args: ["--user=app", "--password=${plain}"]\n`) }],
    [
      'container args',
      'option and its value',
      { 'pod.yaml': pod(`      command:\n        - server\n        - --db-password\n        - "${plain}"\n`) },
    ],
    [
      'Helm values',
      'auth.password',
      {
        'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
        'values.yaml': `postgresql:\n  auth:\n    username: app\n    password: "${plain}"\n    existingSecret: ""\n`,
      },
    ],
    [
      'Helm template',
      'literal in a Secret',
      {
        'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
        'templates/secret.yaml': `{{- if .Values.secret.create }}\napiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ include "shop.fullname" . }}\ndata:\n  user: {{ .Values.user | b64enc }}\n  password: ${encoded}\n{{- end }}\n`,
      },
    ],
    [
      'kustomize generator',
      'secretGenerator literal',
      {
        'kustomization.yaml': `resources:\n  - deployment.yaml\nsecretGenerator:\n  - name: db\n    literals:\n      - username=app\n      - password=${plain}\n`,
      },
    ],
    [
      'kustomize generator',
      'env file',
      {
        'kustomization.yaml': 'secretGenerator:\n  - name: db\n    envs:\n      - db.env\n',
        'db.env': `USERNAME=app\nPASSWORD=${plain}\n`,
      },
    ],
    [
      'kustomize patch',
      'inline',
      {
        'kustomization.yaml': `resources:\n  - ../base\npatches:\n  - patch: |-\n      apiVersion: v1\n      kind: Secret\n      metadata:\n        name: db\n      stringData:\n        password: "${plain}"\n`,
      },
    ],
    [
      'GitOps inline values',
      'Argo CD parameter',
      {
        'app.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: pg\nspec:\n  source:\n    chart: postgresql\n    helm:\n      parameters:\n        - name: auth.password\n          value: "${plain}"\n`,
      },
    ],
    [
      'GitOps inline values',
      'Argo CD values',
      {
        'app.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: pg\nspec:\n  source:\n    chart: postgresql\n    helm:\n      values: |\n        auth:\n          password: "${plain}"\n`,
      },
    ],
    [
      'GitOps inline values',
      'Flux HelmRelease',
      {
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: pg\nspec:\n  values:\n    auth:\n      password: "${plain}"\n`,
      },
    ],
    [
      'annotation',
      'last-applied-configuration',
      {
        'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {"apiVersion":"v1","kind":"Secret","metadata":{"name":"db"},"data":{"password":"${encoded}"}}\ntype: Opaque\n`,
      },
    ],
    [
      'ExternalSecret or store',
      'template data',
      {
        'external.yaml': `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: db\nspec:\n  secretStoreRef:\n    name: vault\n    kind: ClusterSecretStore\n  target:\n    template:\n      data:\n        password: "${plain}"\n  data:\n    - secretKey: user\n      remoteRef:\n        key: prod/db\n`,
      },
    ],
    [
      'SealedSecret template',
      'data',
      {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: db\n  namespace: prod\nspec:\n  encryptedData:\n    username: ${fake('sealed-value')}\n  template:\n    data:\n      password: "${plain}"\n`,
      },
    ],
    [
      'SOPS file',
      'a leaf left plain',
      {
        'secret.sops.yaml': `${secret(`stringData:\n  username: ${fake('sops-value')}\n  password: "${plain}"\n`)}sops:\n  age:\n    - recipient: ${fake('age-recipient')}\n  encrypted_regex: ^(username)$\n  mac: ${fake('sops-value', 2)}\n  version: 3.9.0\n`,
      },
    ],
    [
      'script or docs',
      'kubectl in a script',
      {
        'setup.sh': `#!/bin/sh\nkubectl create secret generic db \\\n  --from-literal=username=app \\\n  --from-literal=password='${plain}'\n`,
      },
    ],
    [
      'script or docs',
      'kubectl in Markdown',
      {
        'README.md': `# Setup\n\n\`\`\`bash\nkubectl create secret generic db --from-literal=password='${plain}'\n\`\`\`\n`,
      },
    ],
    [
      'script or docs',
      'manifest in a heredoc',
      {
        'setup.sh': `#!/bin/sh\nkubectl apply -f - <<EOF\napiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  password: "${plain}"\nEOF\n`,
      },
    ],
    [
      'script or docs',
      'helm --set',
      { Makefile: `install:\n\thelm upgrade --install pg bitnami/postgresql --set 'auth.password=${plain}'\n` },
    ],
    ['dotenv', 'assignment', { '.env': `DB_HOST=db.prod\nDB_PASSWORD=${plain}\n` }],
    ['configuration file', 'properties', { 'config/app.properties': `db.user=app\ndb.password=${plain}\n` }],
    [
      'Terraform',
      'kubernetes_secret',
      {
        'main.tf': `resource "kubernetes_secret" "db" {\n  metadata {\n    name = "db"\n  }\n  data = {\n    password = "${plain}"\n  }\n}\n`,
      },
    ],
    [
      'registry login',
      'dockerconfigjson',
      {
        'regcred.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: regcred\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: ${mark(base64(JSON.stringify({ auths: { 'ghcr.io': { username: 'bot', password: value, auth: base64(`bot:${value}`) } } })))}\n`,
      },
    ],
  ];
}
