import { fake } from '../../../src/fake.ts';
import type { Shaped } from './shapes-leaking.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function secret(body: string): string {
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  namespace: prod\n${body}`;
}

const chart = 'apiVersion: v2\nname: shop\nversion: 1.0.0\n';

/** The same kinds of places with nothing readable in them: ciphertext, references, names, placeholders, public material. */
export function safe(): readonly Shaped[] {
  return [
    ['Secret data', 'empty', { 'secret.yaml': secret('data:\n  password: ""\n  token:\n') }],
    ['Secret data', 'base64 of a placeholder', { 'secret.yaml': secret(`data:\n  password: ${base64('changeme')}\n`) }],
    [
      'Secret data',
      'base64 of a Vault reference',
      { 'secret.yaml': secret(`data:\n  password: ${base64('vault:secret/data/prod/db#password')}\n`) },
    ],
    ['Secret data', 'certificate only', { 'secret.yaml': secret(`data:\n  ca.crt: ${base64(fake('certificate'))}\n`) }],
    [
      'Secret data',
      'service account token request',
      { 'secret.yaml': secret('type: kubernetes.io/service-account-token\n') },
    ],
    [
      'Secret stringData',
      'placeholders',
      { 'secret.yaml': secret('stringData:\n  password: <your-password>\n  token: CHANGE_ME\n  key: "***"\n') },
    ],
    [
      'Secret stringData',
      'Flux and argocd-vault-plugin',
      { 'secret.yaml': secret('stringData:\n  password: ${DB_PASSWORD}\n  token: <path:kv/data/prod/db#token>\n') },
    ],
    [
      'Secret stringData',
      'op and vals references',
      {
        'secret.yaml': secret('stringData:\n  password: op://prod/db/password\n  token: ref+vault://kv/prod#/token\n'),
      },
    ],
    [
      'ConfigMap',
      'names that speak of secrets',
      {
        'config.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n  SECRETS_DIR: /etc/app/secrets\n  PASSWORD_FILE: /run/secrets/db-password\n  TOKEN_PATH: /var/run/secrets/tokens/api-token\n  server-tokens: "false"\n  password_validation.py: |\n    def strong(password): return len(password) > 12\n  TOKEN_TTL: "3600"\n',
      },
    ],
    [
      'ConfigMap',
      'references in a file',
      {
        'config.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: grafana\ndata:\n  grafana.ini: |\n    [database]\n    password = $__file{/etc/secrets/db-password}\n    [auth]\n    client_secret = ${CLIENT_SECRET}\n',
      },
    ],
    [
      'ConfigMap',
      'password hashes',
      {
        'config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: authelia\ndata:\n  users.yaml: |\n    users:\n      ada:\n        password: "${fake('bcrypt')}"\n`,
      },
    ],
    [
      'container env',
      'secretKeyRef, files and expansion',
      {
        'pod.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\nspec:\n  containers:\n    - name: api\n      image: acme/api:1\n      env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              name: app-db-credentials-v3\n              key: postgres-password-01\n        - name: SECRETS_DIR\n          value: /etc/secrets\n        - name: POSTGRES_PASSWORD_FILE\n          value: /run/secrets/postgres-password\n        - name: DATABASE_URL\n          value: postgres://app:$(DB_PASSWORD)@db.prod:5432/app\n        - name: SECRET_NAME\n          value: app-db-credentials-v3\n',
      },
    ],
    [
      'container args',
      'variables and files',
      {
        'pod.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\nspec:\n  containers:\n    - name: api\n      image: acme/api:1\n      args: ["--password=$(DB_PASSWORD)", "--token-file=/var/run/secrets/token", "--password-from-env"]\n',
      },
    ],
    [
      'Helm values',
      'references and names',
      {
        'Chart.yaml': chart,
        'values.yaml':
          'postgresql:\n  auth:\n    password: ""\n    existingSecret: shop-postgresql-credentials\n    secretKeys:\n      userPasswordKey: postgres-password-01\nimagePullSecrets:\n  - name: registry-acme-dev\nadminPasswordSecretName: shop-admin-2024\ntokenPath: /var/run/secrets/tokens/vault-token\n',
      },
    ],
    [
      'Helm values',
      'generated and templated',
      {
        'Chart.yaml': chart,
        'values.yaml':
          'auth:\n  password: "{{ randAlphaNum 24 }}"\n  token: ref+awssecrets://prod/shop#/token\n  key: ${SHOP_KEY}\n',
      },
    ],
    [
      'Helm template',
      'values, lookups and random',
      {
        'Chart.yaml': chart,
        'templates/secret.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ include "shop.fullname" . }}\n  annotations:\n    checksum/config: {{ include (print $.Template.BasePath "/config.yaml") . | sha256sum }}\ndata:\n  password: {{ .Values.auth.password | b64enc | quote }}\n  token: {{ randAlphaNum 32 | b64enc }}\n  key: {{ required "set .Values.key" .Values.key | b64enc }}\n',
      },
    ],
    [
      'kustomize generator',
      'references and a missing file',
      {
        'kustomization.yaml':
          'secretGenerator:\n  - name: db\n    literals:\n      - username=app\n      - password=${DB_PASSWORD}\n    envs:\n      - not-committed.env\nconfigMapGenerator:\n  - name: app\n    literals:\n      - SECRET_NAME=db\n      - PASSWORD_FILE=/run/secrets/db\n',
      },
    ],
    [
      'GitOps inline values',
      'valuesFrom and references',
      {
        'release.yaml':
          'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: pg\nspec:\n  valuesFrom:\n    - kind: Secret\n      name: pg-values\n      valuesKey: password\n      targetPath: auth.password\n  values:\n    auth:\n      existingSecret: pg-credentials\n      password: ${PG_PASSWORD}\n',
      },
    ],
    [
      'GitOps inline values',
      'Argo CD parameter that names a Secret',
      {
        'app.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: pg\nspec:\n  source:\n    helm:\n      parameters:\n        - name: auth.existingSecret\n          value: pg-credentials-2024\n        - name: auth.password\n          value: $ARGOCD_ENV_PG_PASSWORD\n',
      },
    ],
    [
      'annotation',
      'checksums',
      {
        'deployment.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  template:\n    metadata:\n      annotations:\n        checksum/secret: ${fake('hex')}\n        vault.hashicorp.com/agent-inject-secret-db: kv/data/prod/db\n    spec:\n      containers:\n        - name: api\n          image: acme/api@sha256:${fake('hex', 2)}\n`,
      },
    ],
    [
      'ExternalSecret or store',
      'ExternalSecret',
      {
        'external.yaml':
          'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: db\nspec:\n  refreshInterval: 1h\n  secretStoreRef:\n    name: vault-backend\n    kind: ClusterSecretStore\n  target:\n    name: db\n    template:\n      data:\n        url: postgres://app:{{ .password }}@db.prod/app\n  data:\n    - secretKey: r2_access_key_id_2024\n      remoteRef:\n        key: kv/data/prod/postgres/app-db-01\n        property: root_password_v2\n',
      },
    ],
    [
      'ExternalSecret or store',
      'PushSecret',
      {
        'push.yaml':
          'apiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nmetadata:\n  name: push-db\nspec:\n  secretStoreRefs:\n    - name: vault-backend\n      kind: ClusterSecretStore\n  selector:\n    secret:\n      name: db-credentials-source\n  data:\n    - match:\n        secretKey: best-pokemon-password-2024\n        remoteRef:\n          remoteKey: prod/db-password-copy\n',
      },
    ],
    [
      'ExternalSecret or store',
      'SecretStore with workload identity',
      {
        'store.yaml':
          'apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata:\n  name: vault\nspec:\n  provider:\n    vault:\n      server: https://vault.prod.svc:8200\n      path: secret\n      auth:\n        kubernetes:\n          mountPath: kubernetes\n          role: app-role-readonly-01\n',
      },
    ],
    [
      'SealedSecret template',
      'ciphertext',
      {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: db\n  namespace: prod\nspec:\n  encryptedData:\n    password: ${fake('sealed-value')}\n    apiToken: ${fake('sealed-value', 2)}\n  template:\n    metadata:\n      name: db\n`,
      },
    ],
    [
      'SOPS file',
      'every leaf encrypted',
      {
        'secret.sops.yaml': `${secret(`stringData:\n  password: ${fake('sops-value')}\n`)}sops:\n  age:\n    - recipient: ${fake('age-recipient')}\n  encrypted_regex: ^(data|stringData)$\n  lastmodified: "2026-01-21T10:56:37Z"\n  mac: ${fake('sops-value', 2)}\n  version: 3.9.0\n`,
      },
    ],
    [
      'script or docs',
      'variables, generated values and kubeseal',
      {
        'setup.sh':
          '#!/bin/sh\nkubectl create secret generic db --from-literal=password="$DB_PASSWORD"\nkubectl create secret generic api --from-literal=token="$(openssl rand -hex 32)"\nkubectl create secret generic web --from-literal=key="${KEY:?}" --dry-run=client -o yaml | kubeseal -n prod > sealed.yaml\nhelm upgrade --install pg bitnami/postgresql --set auth.password="$PG_PASSWORD"\n',
      },
    ],
    [
      'script or docs',
      'placeholders in Markdown',
      {
        'README.md':
          '```bash\nkubectl create secret generic db --from-literal=password=<your-password>\nexport VAULT_TOKEN=...\n```\n',
      },
    ],
    [
      'script or docs',
      'a workflow that pins and references',
      {
        '.github/workflows/deploy.yaml': `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@${fake('hex', 3).slice(0, 40)}\n      - run: kubectl create secret generic db --from-literal=password=\${{ secrets.DB_PASSWORD }}\n        env:\n          TOKEN: \${{ secrets.GITHUB_TOKEN }}\n`,
      },
    ],
    [
      'dotenv',
      'empty and referenced',
      { '.env.example': 'DB_HOST=db.prod\nDB_PASSWORD=\nAPI_TOKEN=<token>\nREDIS_PASSWORD=${REDIS_PASSWORD}\n' },
    ],
    [
      'Terraform',
      'variables',
      {
        'main.tf':
          'variable "db_password" {\n  sensitive = true\n}\nresource "kubernetes_secret" "db" {\n  metadata {\n    name = "db"\n  }\n  data = {\n    password = var.db_password\n    token    = random_password.token.result\n  }\n}\n',
      },
    ],
    [
      'other resource',
      'ingress, RBAC, webhook and certificate',
      {
        'all.yaml': `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  tls:\n    - hosts: [web.acme.dev]\n      secretName: web-acme-dev-tls-2024\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: reader\nrules:\n  - apiGroups: [""]\n    resources: [secrets]\n    verbs: [get, list]\n---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata:\n  name: hook\nwebhooks:\n  - name: hook.acme.dev\n    clientConfig:\n      caBundle: ${base64(fake('certificate'))}\n---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: web\nspec:\n  secretName: web-tls\n  keystores:\n    pkcs12:\n      create: true\n      passwordSecretRef:\n        name: keystore-password-ref\n        key: password-01\n`,
      },
    ],
    [
      'other resource',
      'CRD schema',
      {
        'crd.yaml':
          'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: databases.acme.dev\nspec:\n  group: acme.dev\n  names: {kind: Database, plural: databases}\n  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n            password:\n              description: The password of the database; defaults to a generated-one-32.\n              type: string\n              default: ""\n            secretKeyRef:\n              type: object\n',
      },
    ],
    [
      'other resource',
      'CSI and Vault operator',
      {
        'all.yaml':
          'apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: db\nspec:\n  provider: vault\n  parameters:\n    roleName: app\n    objects: |\n      - objectName: db-password-2024\n        secretPath: secret/data/prod/db\n        secretKey: password-v2\n---\napiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultStaticSecret\nmetadata:\n  name: db\nspec:\n  mount: kv\n  type: kv-v2\n  path: prod/db-password-01\n  destination:\n    name: db\n    create: true\n',
      },
    ],
  ];
}
