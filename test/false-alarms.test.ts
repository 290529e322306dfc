import { describe, expect, test } from 'vitest';
import { fake } from '../src/fake.ts';
import { mechanisms } from '../src/mechanisms/index.ts';
import { places } from '../src/places/index.ts';
import { rules } from '../src/rules/index.ts';
import { scan } from '../src/scan.ts';
import { memorySource } from '../src/sources/memory.ts';

/*
 * What users of other scanners and linters reported as false alarms, a row a class: where it was reported, a file that must
 * stay silent, and the neighbour of it that must be found, so that the silence is no blindness.
 */

const random = fake('password', 21);
const human = fake('human-password', 21);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const config = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n${data}`;
const secret = (body: string): string => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\n${body}`;
const pod = (env: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: app\nspec:\n  containers:\n    - name: app\n      image: acme/app:1\n      env:\n${env}`;
const external = (body: string): string =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: app\nspec:\n  secretStoreRef:\n    kind: ClusterSecretStore\n    name: vault\n${body}`;

type Files = Readonly<Record<string, string>>;
const classes: readonly (readonly [title: string, thread: string, silent: Files, found: Files])[] = [
  [
    'ESO secretKey and remoteRef',
    'Checkmarx/kics#6812, devantler-tech/platform#2892',
    {
      'a.yaml': external(
        '  data:\n    - secretKey: OAUTH2_PROXY_CLIENT_SECRET\n      remoteRef:\n        key: kv/prod/oauth2-proxy-01\n        property: client_secret_v2\n',
      ),
    },
    { 'a.yaml': external(`  target:\n    template:\n      data:\n        OAUTH2_PROXY_CLIENT_SECRET: ${random}\n`) },
  ],
  [
    'PushSecret',
    'devantler-tech/platform#2892',
    {
      'a.yaml':
        'apiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nmetadata:\n  name: app\nspec:\n  selector:\n    secret:\n      name: app-password-source\n  data:\n    - match:\n        secretKey: admin-password-v2\n        remoteRef:\n          remoteKey: prod/admin-password-01\n',
    },
    { 'a.yaml': secret(`stringData:\n  admin-password: ${human}\n`) },
  ],
  [
    'an ExternalSecret that renders a Secret',
    'betterleaks/betterleaks#141',
    {
      'a.yaml': external(
        '  target:\n    template:\n      data:\n        secret.yaml: |\n          kind: Secret\n          data:\n            password: "{{ .password | b64enc }}"\n',
      ),
    },
    {
      'a.yaml': external(
        `  target:\n    template:\n      data:\n        secret.yaml: |\n          apiVersion: v1\n          kind: Secret\n          metadata:\n            name: x\n          data:\n            password: ${base64(human)}\n`,
      ),
    },
  ],
  [
    'existingSecret and secretName',
    'Yelp/detect-secrets#595, bridgecrewio/checkov#5405',
    {
      'values.yaml':
        'auth:\n  existingSecret: my-release-credentials-2024\n  existingSecretPasswordKey: redis-password-01\n  adminPasswordSecretName: shop-admin-password\nsecretName: db-credentials-v3\n',
    },
    { 'values.yaml': `auth:\n  existingSecret: ""\n  password: ${human}\n` },
  ],
  [
    'the secretName of an ingress',
    'bridgecrewio/checkov#4815',
    {
      'a.yaml':
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  tls:\n    - secretName: web-acme-dev-tls-4f9c1\n      hosts: [web.acme.dev]\n',
    },
    { 'a.yaml': secret(`type: kubernetes.io/tls\ndata:\n  tls.key: ${base64(fake('private-key'))}\n`) },
  ],
  [
    '*_FILE, *_PATH and GOOGLE_APPLICATION_CREDENTIALS',
    'kubescape/regolibrary#563, #697, FairwindsOps/polaris',
    {
      'a.yaml': pod(
        '        - {name: POSTGRES_PASSWORD_FILE, value: /run/secrets/postgres-password}\n        - {name: TOKEN_PATH, value: /var/run/secrets/tokens/vault-token}\n        - {name: GOOGLE_APPLICATION_CREDENTIALS, value: /var/secrets/google/key.json}\n',
      ),
    },
    { 'a.yaml': pod(`        - {name: POSTGRES_PASSWORD, value: ${human}}\n`) },
  ],
  [
    'SECRETS_DIR and other settings about secrets',
    'stackrox/kube-linter#1198',
    {
      'a.yaml': pod(
        '        - {name: SECRETS_DIR, value: /etc/secrets}\n        - {name: SECRET_NAME, value: app-db-credentials-v3}\n        - {name: PASSWORD_MIN_LENGTH, value: "12"}\n        - {name: TOKEN_ISSUER, value: https://sso.acme.dev/realms/prod}\n',
      ),
    },
    { 'a.yaml': pod(`        - {name: SECRET_KEY, value: ${random}}\n`) },
  ],
  [
    'expansions of other variables',
    'FairwindsOps/polaris#1046',
    {
      'a.yaml': pod(
        '        - {name: DB_PASSWORD, value: $(POSTGRES_PASSWORD)}\n        - {name: DATABASE_URL, value: "postgres://app:$(DB_PASSWORD)@db/app"}\n',
      ),
    },
    { 'a.yaml': pod(`        - {name: DATABASE_URL, value: "postgres://app:${random}@db/app"}\n`) },
  ],
  [
    'secretKeyRef and envFrom',
    'stackrox/kube-linter#72',
    {
      'a.yaml': `${pod('        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef: {name: db-credentials-v3, key: postgres-password-01}\n')}      envFrom:\n        - secretRef: {name: app-secrets-2024}\n`,
    },
    { 'a.yaml': pod(`        - name: DB_PASSWORD\n          value: ${human}\n`) },
  ],
  [
    'checksum annotations',
    'the probe of this project',
    {
      'a.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    metadata:\n      annotations:\n        checksum/secret: ${fake('hex', 21)}\n`,
    },
    {
      'a.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    metadata:\n      annotations:\n        note: ${fake('github-token', 21)}\n`,
    },
  ],
  [
    'server-tokens',
    'aquasecurity/trivy#3634',
    { 'a.yaml': config('  server-tokens: "false"\n  hide-headers: X-Auth-Token\n') },
    { 'a.yaml': config(`  server-token: ${random}\n`) },
  ],
  [
    'files whose name has the word password',
    'aquasecurity/trivy#8198',
    { 'a.yaml': config('  password_validation.py: |\n    def check(password):\n        return len(password) >= 12\n') },
    { 'a.yaml': config(`  settings.ini: |\n    [db]\n    password = ${human}\n`) },
  ],
  [
    '$__file{}, $__env{} and ${ENV}',
    'grafana/helm-charts#2896, #2914',
    {
      'a.yaml': config(
        '  grafana.ini: |\n    [database]\n    password = $__file{/etc/secrets/db}\n    [smtp]\n    password = ${SMTP_PASSWORD}\n    [auth]\n    client_secret = $__env{CLIENT_SECRET}\n',
      ),
    },
    { 'a.yaml': config(`  grafana.ini: |\n    [database]\n    password = ${human}\n`) },
  ],
  [
    'argocd-vault-plugin',
    'grafana/helm-charts#2899, argoproj-labs/argocd-vault-plugin',
    {
      'a.yaml': secret(
        `stringData:\n  password: <path:kv/data/prod/db#password#3>\n  token: <api-token>\ndata:\n  key: ${base64('<path:kv/data/prod/db#key>')}\n`,
      ),
    },
    { 'a.yaml': secret(`stringData:\n  password: ${human}\n`) },
  ],
  [
    'bank-vaults, vals and 1Password references',
    'aquasecurity/trivy#2213, bridgecrewio/checkov test_vault_secrets',
    {
      'a.yaml': secret(
        `data:\n  password: ${base64('vault:secret/data/prod/app#PASSWORD')}\nstringData:\n  token: ref+vault://kv/prod#/token\n  key: op://prod/app/key\n`,
      ),
    },
    { 'a.yaml': secret(`data:\n  password: ${base64(human)}\n`) },
  ],
  [
    'Flux substitution in a Secret',
    'onedr0p/sops-pre-commit#24',
    { 'a.yaml': secret('stringData:\n  password: ${SECRET_DB_PASSWORD}\n  token: ${SECRET_TOKEN:=}\n') },
    { 'a.yaml': secret(`stringData:\n  password: \${SECRET_DB_PASSWORD:=${human}}\n`) },
  ],
  [
    'valuesFrom of a HelmRelease',
    'the probe of this project',
    {
      'a.yaml':
        'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: app\nspec:\n  valuesFrom:\n    - kind: Secret\n      name: app-values-2024\n      valuesKey: password\n  values:\n    data:\n      size: 10Gi\n',
    },
    {
      'a.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: app\nspec:\n  values:\n    password: ${human}\n`,
    },
  ],
  [
    'SealedSecret and SOPS ciphertext',
    'gitleaks/gitleaks#1728, trufflesecurity/trufflehog#907, GitGuardian/ggshield#1394',
    {
      'a.yaml': `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: app\n  namespace: prod\nspec:\n  encryptedData:\n    password: ${fake('sealed-value', 21)}\n`,
      'b.yaml': `${secret(`stringData:\n  password: ${fake('sops-value', 21)}\n`)}sops:\n  age:\n    - recipient: ${fake('age-recipient')}\n  mac: ${fake('sops-value', 22)}\n  encrypted_regex: ^(data|stringData)$\n  version: 3.9.0\n`,
    },
    {
      'a.yaml': `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: app\n  namespace: prod\nspec:\n  encryptedData:\n    user: ${fake('sealed-value', 21)}\n  template:\n    data:\n      password: ${human}\n`,
    },
  ],
  [
    'the schema of a custom resource',
    'the probe of this project',
    {
      'a.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: databases.acme.dev\nspec:\n  versions:\n    - name: v1\n      schema:\n        openAPIV3Schema:\n          properties:\n            password:\n              type: string\n              description: Password of the user; minted-by-operator-01 when empty.\n              default: operator-generated-01\n',
    },
    { 'a.yaml': `apiVersion: acme.dev/v1\nkind: Database\nmetadata:\n  name: db\nspec:\n  password: ${human}\n` },
  ],
  [
    'RBAC on secrets',
    'the probe of this project',
    {
      'a.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: reader\nrules:\n  - apiGroups: [""]\n    resources: [secrets]\n    resourceNames: [db-credentials-v3]\n    verbs: [get]\n',
    },
    { 'a.yaml': secret(`stringData:\n  db-credentials-v3: ${random}\n`) },
  ],
  [
    'caBundle and a Secret that holds certificates only',
    'gitleaks kubernetes-secret-yaml, the probe of this project',
    {
      'a.yaml': `apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata:\n  name: v1.acme.dev\nspec:\n  caBundle: ${base64(fake('certificate'))}\n`,
      'b.yaml': secret(`data:\n  ca.crt: ${base64(fake('certificate'))}\n`),
    },
    { 'b.yaml': secret(`data:\n  ca.key: ${base64(fake('rsa-private-key'))}\n`) },
  ],
  [
    'argon2 and bcrypt hashes',
    'rwlove/home-ops#11630',
    {
      'a.yaml': config(
        `  users.yaml: |\n    users:\n      ada:\n        password: "${fake('bcrypt')}"\n      bob:\n        password: "$argon2id$v=19$m=65536,t=3,p=4$${fake('base64', 21).slice(0, 22)}$${fake('base64', 22).slice(0, 43)}"\n`,
      ),
    },
    { 'a.yaml': config(`  users.yaml: |\n    users:\n      ada:\n        password: "${human}"\n`) },
  ],
  [
    'Swagger and property names',
    'Yelp/detect-secrets filters, bridgecrewio/checkov#7262',
    {
      'swagger.json':
        '{"swagger": "2.0", "securityDefinitions": {"ApiKeyAuth": {"type": "apiKey", "in": "header", "name": "X-Api-Key"}},\n "definitions": {"Login": {"type": "object", "properties": {"password": {"type": "string", "example": "string", "description": "The password of the account."}}}}}\n',
      'openapi.yaml':
        'openapi: 3.0.0\ncomponents:\n  securitySchemes:\n    apiKey:\n      type: apiKey\n      in: header\n      name: X-API-Key\n  schemas:\n    Token:\n      type: object\n      properties:\n        accessToken:\n          type: string\n          description: Opaque token that expires-after-1h.\n',
    },
    { 'config.json': `{"apiKey": "${random}"}\n` },
  ],
  [
    'SHA pins of actions and images',
    'mongodb/kingfisher#176',
    {
      '.github/workflows/ci.yaml': `on: push\njobs:\n  ci:\n    runs-on: ubuntu-latest\n    container: acme/ci@sha256:${fake('hex', 23)}\n    steps:\n      - uses: actions/checkout@${fake('hex', 24).slice(0, 40)} # v4\n      - run: docker pull acme/app@sha256:${fake('hex', 25)}\n`,
    },
    { '.github/workflows/ci.yaml': `on: push\nenv:\n  API_TOKEN: ${fake('hex', 26)}\n` },
  ],
  [
    'placeholders, plain and in base64',
    'devantler-tech/platform#2892',
    {
      'a.yaml': secret(
        `stringData:\n  password: PLACEHOLDER\n  token: <your-token>\n  key: xxxxxxxx\ndata:\n  other: ${base64('changeme')}\n`,
      ),
    },
    { 'a.yaml': secret(`data:\n  other: ${base64('changeit')}\n`) },
  ],
  [
    'names of keys in a pipeline and in the CSI driver',
    'gitleaks/gitleaks#1321',
    {
      Jenkinsfile:
        "pipeline {\n  environment {\n    SECRETS = vault(path: 'secret/prod', vaultKey: 'api_token_prod_01')\n  }\n}\n",
      'a.yaml':
        'apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: app\nspec:\n  provider: vault\n  parameters:\n    objects: |\n      - objectName: db-password-2024\n        secretPath: kv/data/prod\n        secretKey: password-v2\n',
    },
    { Jenkinsfile: `pipeline {\n  environment {\n    API_TOKEN = '${random}'\n  }\n}\n` },
  ],
  [
    'names that look like access keys',
    'datreeio/datree ALL_EXPOSED_SECRET_AWS',
    {
      'a.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: agpaqprc2kylemaqi3f6\nspec:\n  serviceAccountName: akia-reader-2024\n  containers:\n    - name: app\n      image: acme/app:1\n',
    },
    { 'a.yaml': pod(`        - {name: AWS_ACCESS_KEY_ID, value: ${fake('aws-access-key', 21)}}\n`) },
  ],
  [
    'low entropy is no excuse',
    'bridgecrewio/checkov#6644',
    { 'a.yaml': pod('        - {name: SYSTEM_PASSWORD, value: ""}\n') },
    { 'a.yaml': pod('        - {name: SYSTEM_PASSWORD, value: hello_123}\n') },
  ],
];

async function credentialsIn(files: Files): Promise<string[]> {
  const { findings, crashes } = await scan(memorySource(new Map(Object.entries(files))), {
    places,
    mechanisms,
    rules,
    declared: { level: 2, backups: [] },
    today: new Date('2026-11-23'),
    ignored: () => false,
  });
  expect(crashes).toEqual([]);
  return findings.filter(({ credential }) => credential).map(({ rule, subject }) => `${rule}: ${subject}`);
}

describe('false alarms that users of other tools reported', () => {
  test.each(classes)('%s (%s) stays silent', async (_title, _thread, silent) => {
    expect(await credentialsIn(silent)).toEqual([]);
  });

  test.each(classes)('%s (%s): the credential beside it is found', async (_title, _thread, _silent, found) => {
    expect(await credentialsIn(found)).toHaveLength(1);
  });
});
