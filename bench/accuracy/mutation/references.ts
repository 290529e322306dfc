import { type Dice, fake } from '../../../src/fake.ts';
import { append, base64, type Carrier, isPlainYaml, linesLike, type Reference } from './plant.ts';

const variable = (dice: Dice): string =>
  `${dice.pick(['DB', 'APP', 'SMTP', 'OIDC', 'REDIS'])}_${dice.pick(['PASSWORD', 'TOKEN', 'SECRET', 'KEY_01'])}`;
const path = (dice: Dice): string => `kv/data/prod/${dice.pick(['db', 'app-01', 'oidc', 'smtp'])}`;

const makers: Readonly<Record<Reference, (dice: Dice) => string>> = {
  substitution: (dice) => dice.pick([`\${${variable(dice)}}`, `\${${variable(dice)}:=}`, `$${variable(dice)}`]),
  expansion: (dice) => `$(${variable(dice)})`,
  template: (dice) =>
    dice.pick([
      '{{ .Values.auth.password | quote }}',
      '{{ .password }}',
      '{{ required "set auth.password" .Values.auth.password | b64enc }}',
      '{{ include "app.password" . | b64enc | quote }}',
    ]),
  avp: (dice) => dice.pick([`<path:${path(dice)}#password>`, `<path:${path(dice)}#token#3>`, '<db-password>']),
  vals: (dice) =>
    dice.pick([
      `ref+vault://${path(dice)}#/password`,
      `ref+awssecrets://prod/${dice.of('abcdef', 6)}?region=eu-west-1`,
      'secretref+gcpsecrets://acme/db-password',
    ]),
  op: (dice) => dice.pick([`op://prod/db-${dice.of('0123456789', 2)}/password`, 'op://Kubernetes/acme-app/credential']),
  'bank-vaults': (dice) => `vault:${path(dice)}#PASSWORD`,
  shell: (dice) =>
    dice.pick([
      `$${variable(dice)}`,
      `\${${variable(dice)}}`,
      `\${${variable(dice)}:?not set}`,
      '$(openssl rand -hex 32)',
      '$(pass show prod/db)',
      '$(cat /run/secrets/db)',
    ]),
  workflow: (dice) => `\${{ secrets.${variable(dice)} }}`,
  sops: (dice) => fake('sops-value', dice.roll(1000)),
  terraform: (dice) =>
    dice.pick([
      'var.db_password',
      'random_password.db.result',
      'data.vault_kv_secret_v2.db.data["password"]',
      'local.password',
    ]),
  empty: () => '',
};

/** A value that only names a secret, as one of the ways says. */
export function reference(dice: Dice, ways: readonly Reference[]): string {
  return makers[dice.pick(ways) as Reference](dice);
}

const name = (dice: Dice): string =>
  `${dice.pick(['db', 'app', 'shop'])}-${dice.pick(['credentials', 'password', 'token'])}-${dice.of('0123456789', 2)}`;

/** Whole documents in which a secret is encrypted or only named. */
const documents: Readonly<Record<string, (dice: Dice) => string>> = {
  SealedSecret: (dice) =>
    `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: ${name(dice)}\n  namespace: prod\nspec:\n  encryptedData:\n    password: ${fake('sealed-value', dice.roll(999))}\n    API_TOKEN: ${fake('sealed-value', dice.roll(999))}\n  template:\n    metadata:\n      name: ${name(dice)}\n    type: Opaque\n`,
  SOPS: (dice) =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name(dice)}\n${dice.pick(['stringData', 'data'])}:\n  password: ${fake('sops-value', dice.roll(999))}\n  API_TOKEN: ${fake('sops-value', dice.roll(999))}\nsops:\n  age:\n    - recipient: ${fake('age-recipient')}\n      enc: |\n        -----BEGIN AGE ENCRYPTED FILE-----\n        ${dice.bytes(48).toString('base64')}\n        -----END AGE ENCRYPTED FILE-----\n  lastmodified: "2026-01-21T10:56:37Z"\n  mac: ${fake('sops-value', dice.roll(999))}\n  encrypted_regex: ^(data|stringData)$\n  version: 3.9.0\n`,
  ExternalSecret: (dice) =>
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: ${name(dice)}\nspec:\n  refreshInterval: 1h\n  secretStoreRef:\n    kind: ClusterSecretStore\n    name: vault-backend\n  target:\n    name: ${name(dice)}\n    template:\n      data:\n        DATABASE_URL: postgres://app:{{ .password | urlquery }}@db.prod:5432/app\n  data:\n    - secretKey: ${dice.pick(['password', 'api-token-v2', 'r2_access_key_id_2024'])}\n      remoteRef:\n        key: ${path(dice)}\n        property: root_password_v2\n`,
  PushSecret: (dice) =>
    `apiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nmetadata:\n  name: ${name(dice)}\nspec:\n  secretStoreRefs:\n    - name: vault-backend\n      kind: ClusterSecretStore\n  selector:\n    secret:\n      name: ${name(dice)}\n  data:\n    - match:\n        secretKey: admin-password-01\n        remoteRef:\n          remoteKey: ${path(dice)}\n`,
  SecretProviderClass: (dice) =>
    `apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: ${name(dice)}\nspec:\n  provider: vault\n  parameters:\n    roleName: app-role-01\n    objects: |\n      - objectName: db-password-2024\n        secretPath: ${path(dice)}\n        secretKey: password\n  secretObjects:\n    - secretName: ${name(dice)}\n      type: Opaque\n      data:\n        - objectName: db-password-2024\n          key: password\n`,
  VaultStaticSecret: (dice) =>
    `apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultStaticSecret\nmetadata:\n  name: ${name(dice)}\nspec:\n  vaultAuthRef: app-auth-01\n  mount: kv\n  type: kv-v2\n  path: ${path(dice)}\n  destination:\n    create: true\n    name: ${name(dice)}\n    transformation:\n      templates:\n        url:\n          text: 'postgres://app:{{ get .Secrets "password" }}@db/app'\n`,
  secretKeyRef: (dice) =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: app\n  annotations:\n    vault.hashicorp.com/agent-inject-secret-db: ${path(dice)}\n    checksum/secret: ${fake('hex', dice.roll(999))}\nspec:\n  containers:\n    - name: app\n      image: acme/app@sha256:${fake('hex', dice.roll(999))}\n      env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              name: ${name(dice)}\n              key: postgres-password-01\n        - name: DB_PASSWORD_FILE\n          value: /run/secrets/db-password\n        - name: DB_PASSWORD_SECRET_NAME\n          value: ${name(dice)}\n      envFrom:\n        - secretRef:\n            name: ${name(dice)}\n  imagePullSecrets:\n    - name: ${name(dice)}\n`,
  valuesFrom: (dice) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: app\nspec:\n  valuesFrom:\n    - kind: Secret\n      name: ${name(dice)}\n      valuesKey: password\n      targetPath: auth.password\n  values:\n    auth:\n      existingSecret: ${name(dice)}\n      existingSecretPasswordKey: postgres-password-01\n      usePasswordFiles: true\n    ingress:\n      tls:\n        - secretName: ${name(dice)}\n`,
  'argocd-vault-plugin': (dice) =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name(dice)}\n  annotations:\n    avp.kubernetes.io/path: ${path(dice)}\nstringData:\n  password: <password>\n  url: postgres://app:<password>@db.prod/app\ndata:\n  token: ${base64('<token | base64encode>')}\n`,
};

/** Appends a document in which nothing can be read; the kind of it and the new content. */
export function addDocument({ content }: Carrier, dice: Dice): readonly [kind: string, content: string] {
  const kind = dice.pick(Object.keys(documents));
  return [kind, append(content, `---\n${documents[kind]!(dice)}`)];
}

export const takesDocuments = (carrier: Carrier): boolean =>
  isPlainYaml(carrier) &&
  /^apiVersion:/m.test(carrier.content) &&
  !/^sops:/m.test(carrier.content) &&
  linesLike(carrier.content, /^\.\.\.$/).length === 0;
