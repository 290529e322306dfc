import { describe, expect, test } from 'vitest';
import { fake } from '../src/fake.ts';
import { fakeSealed } from '../src/fake-sealed.ts';
import { compared, type Spelling } from './spellings.ts';

/** Every spelling in which a state of SOPS, of other operators and of ownership is known to be written, and its harmless neighbours. */

const secret = (name: string, data: string, namespace = 'prod'): string => `apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: ${namespace}}
stringData:
  ${data}
`;
const plain = (name: string, key = 'token', namespace = 'prod'): string =>
  secret(name, `${key}: ${fake('password', name.length + key.length)}`, namespace);
const enc = (type = 'str'): string =>
  `ENC[AES256_GCM,data:Zm9v,iv:${'A'.repeat(43)}=,tag:${'A'.repeat(22)}==,type:${type}]`;
const sops = (
  recipients = 'age: [{recipient: age1x, enc: x}, {recipient: age1y, enc: y}]',
  more = 'encrypted_regex: ^(data|stringData)$',
): string =>
  `sops:\n  ${recipients}\n  lastmodified: "2026-01-01T00:00:00Z"\n  mac: ${enc()}\n  ${more}\n  version: 3.9.0\n`;
const encrypted = (name: string, data: string, metadata = sops()): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: prod}\nstringData:\n  ${data}\n${metadata}`;
const external = (name: string, target = ''): string => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: ${name}, namespace: prod}
spec:
  secretStoreRef: {name: s, kind: ClusterSecretStore}
  ${target}
  dataFrom: [{extract: {key: a}}]
`;
const sealed = (name: string): string => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: ${name}, namespace: prod}
spec:
  encryptedData: {password: ${fakeSealed(1)}}
`;
const deployment = (env: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: operator, namespace: prod}
spec:
  template:
    spec:
      containers:
        - name: operator
          image: 1password/onepassword-operator
          env: [${env}]
`;

const groups: Readonly<Record<string, readonly Spelling[]>> = {
  'operator-token-plain': [
    [
      'Doppler',
      {
        'a.yaml':
          'apiVersion: secrets.doppler.com/v1alpha1\nkind: DopplerSecret\nmetadata: {name: d, namespace: prod}\nspec:\n  tokenSecret: {name: [|doppler|]}\n  managedSecret: {name: app, namespace: prod}\n',
        's.yaml': plain('doppler', 'serviceToken'),
      },
    ],
    [
      'Bitwarden',
      {
        'a.yaml':
          'apiVersion: k8s.bitwarden.com/v1\nkind: BitwardenSecret\nmetadata: {name: b, namespace: prod}\nspec:\n  organizationId: o\n  secretName: app\n  authToken: {secretName: [|bw|], secretKey: token}\n',
        's.yaml': plain('bw'),
      },
    ],
    [
      'Infisical, each way to log in',
      {
        'a.yaml':
          'apiVersion: secrets.infisical.com/v1alpha1\nkind: InfisicalSecret\nmetadata: {name: i, namespace: prod}\nspec:\n  authentication:\n    universalAuth:\n      credentialsRef: {secretName: [|universal|], secretNamespace: prod}\n',
        'b.yaml':
          'apiVersion: secrets.infisical.com/v1alpha1\nkind: InfisicalSecret\nmetadata: {name: j, namespace: prod}\nspec:\n  authentication:\n    serviceToken:\n      serviceTokenSecretReference: {secretName: [|service|], secretNamespace: prod}\n',
        'u.yaml': plain('universal', 'clientSecret'),
        's.yaml': plain('service', 'infisicalToken'),
      },
    ],
    [
      '1Password, by the environment of its operator',
      {
        'a.yaml': deployment(
          '{name: OP_CONNECT_TOKEN, valueFrom: {secretKeyRef: {name: [|onepassword-token|], key: token}}}',
        ),
        'b.yaml': deployment(
          '{name: OP_SERVICE_ACCOUNT_TOKEN, valueFrom: {secretKeyRef: {name: [|onepassword-service|], key: token}}}',
        ),
        's.yaml': plain('onepassword-token'),
        't.yaml': plain('onepassword-service'),
      },
    ],
    [
      'VSO with HCP',
      {
        'a.yaml':
          'apiVersion: secrets.hashicorp.com/v1beta1\nkind: HCPAuth\nmetadata: {name: h, namespace: prod}\nspec:\n  method: servicePrincipal\n  servicePrincipal: {secretRef: [|hcp|]}\n',
        's.yaml': plain('hcp', 'clientSecret'),
      },
    ],
    [
      'Crossplane, a provider with a stored credential',
      {
        'a.yaml':
          'apiVersion: aws.upbound.io/v1beta1\nkind: ProviderConfig\nmetadata: {name: p}\nspec:\n  credentials:\n    source: Secret\n    secretRef: {namespace: prod, name: [|aws|], key: creds}\n',
        's.yaml': plain('aws', 'creds'),
      },
    ],
    [
      'tokens that are sealed, encrypted, elsewhere or not there',
      {
        'a.yaml':
          'apiVersion: secrets.doppler.com/v1alpha1\nkind: DopplerSecret\nmetadata: {name: d, namespace: prod}\nspec:\n  tokenSecret: {name: one}\n  managedSecret: {name: app}\n',
        'b.yaml':
          'apiVersion: secrets.doppler.com/v1alpha1\nkind: DopplerSecret\nmetadata: {name: e, namespace: prod}\nspec:\n  tokenSecret: {name: two}\n',
        'c.yaml':
          'apiVersion: secrets.doppler.com/v1alpha1\nkind: DopplerSecret\nmetadata: {name: f, namespace: prod}\nspec:\n  tokenSecret: {name: three}\n',
        'd.yaml': deployment('{name: PASSWORD, valueFrom: {secretKeyRef: {name: four, key: token}}}'),
        'one.yaml': sealed('one'),
        'two.yaml': encrypted('two', `token: ${enc()}`),
        'three.yaml': plain('three', 'token', 'dev'),
        'four.yaml': plain('four'),
      },
    ],
  ],
  'sops-leaf-unencrypted': [
    [
      'in YAML, in JSON, in a dotenv file',
      {
        'a.yaml': encrypted('a', `one: ${enc()}\n  two: [|${fake('password', 1)}|]`),
        'b.json': `{"one": "${enc()}", "two": [|"${fake('password', 2)}"|], "sops": {"age": [{"recipient": "age1x", "enc": "x"}], "lastmodified": "2026-01-01T00:00:00Z", "mac": "${enc()}", "version": "3.9.0"}}\n`,
        'c.env': `ONE=${enc()}\nTWO=[|${fake('password', 3)}|]\nsops_version=3.9.0\nsops_mac=${enc()}\nsops_age__list_0__map_enc=x\nsops_age__list_0__map_recipient=age1x\nsops_lastmodified=2026-01-01T00:00:00Z\n`,
      },
    ],
    [
      'by suffix and by regular expression',
      {
        'a.yaml': `password_secret: [|${fake('password', 4)}|]\nother: x\ntoken_secret: ${enc()}\n${sops(undefined, 'encrypted_suffix: _secret')}`,
      },
    ],
    [
      'empty, left out by the metadata',
      {
        'a.yaml': encrypted('a', `one: ${enc()}\n  two: ""`),
        'b.yaml': `plain_unencrypted: x\ntoken: ${enc()}\n${sops(undefined, 'unencrypted_suffix: _unencrypted')}`,
      },
    ],
  ],
  'sops-metadata-broken': [
    ['values without metadata', { 'a.yaml': `token: [|${enc()}|]\n` }],
    [
      'no mac; no recipient',
      {
        'a.yaml': `token: ${enc()}\n[|sops|]:\n  age: [{recipient: age1x, enc: x}]\n  lastmodified: "2026-01-01T00:00:00Z"\n  version: 3.9.0\n`,
        'b.yaml': `token: ${enc()}\n[|sops|]:\n  lastmodified: "2026-01-01T00:00:00Z"\n  mac: ${enc()}\n  version: 3.9.0\n`,
      },
    ],
    [
      'whole',
      {
        'a.yaml': encrypted('a', `token: ${enc()}`),
        'b.yaml': `token: ${enc()}\n${sops('kms: [{arn: a, enc: x}]')}`,
        'c.yaml': `token: ${enc()}\n${sops('hc_vault: [{vault_address: a, enc: x}]')}`,
      },
    ],
  ],
  'sops-single-recipient': [
    ['a rule with one key', { '.sops.yaml': 'creation_rules:\n  - path_regex: a\n    age: [|age1x|]\n' }],
    ['one PGP key', { '.sops.yaml': `creation_rules:\n  - pgp: [|${'A'.repeat(40)}|]\n` }],
    [
      'two, a key service, a group',
      {
        '.sops.yaml':
          'creation_rules:\n  - path_regex: a\n    age: age1x,age1y\n  - path_regex: b\n    kms: arn:aws:kms:eu-central-1:1:key/a\n  - path_regex: c\n    key_groups:\n      - age: [age1x, age1y]\n  - path_regex: d\n    hc_vault_transit_uri: https://v/v1/sops/keys/a\n',
      },
    ],
  ],
  'sops-config-ignored': [
    [
      'the wrong name',
      { '.sops.yml': '[|creation_rules:|]\n  - age: age1x\n', 'a.yaml': encrypted('a', `t: ${enc()}`) },
    ],
    [
      'Flux without decryption',
      {
        'flux.yaml':
          'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: [|apps|], namespace: flux-system}\nspec:\n  path: ./apps\n  interval: 10m\n  prune: true\n',
        'apps/kustomization.yaml': 'resources: [a.yaml]\n',
        'apps/a.yaml': encrypted('a', `t: ${enc()}`),
      },
    ],
    [
      'with decryption',
      {
        '.sops.yaml': 'creation_rules:\n  - age: age1x,age1y\n',
        'flux.yaml':
          'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps, namespace: flux-system}\nspec:\n  path: ./apps\n  decryption: {provider: sops, secretRef: {name: k}}\n',
        'apps/a.yaml': encrypted('a', `t: ${enc()}`),
      },
    ],
  ],
  'sops-decrypted-leftover': [
    [
      'each name',
      {
        'secrets.yaml': `password: ${enc()}\n${sops(undefined, 'unencrypted_suffix: _u')}`,
        'secrets.yaml.dec': `password: [|${fake('password', 11)}|]\n`,
        'values.yaml': `password: ${enc()}\n${sops(undefined, 'unencrypted_suffix: _u')}`,
        'values.dec.yaml': `password: [|${fake('password', 12)}|]\n`,
        'a.enc.yaml': `password: ${enc()}\n${sops(undefined, 'unencrypted_suffix: _u')}`,
        'a.decrypted.yaml': `password: [|${fake('password', 13)}|]\n`,
        'b.yaml': `password: [|${fake('password', 14)}|]\n`,
        'b.enc.yaml': `password: ${enc()}\n${sops(undefined, 'unencrypted_suffix: _u')}`,
        'c.yaml': `password: [|${fake('password', 15)}|]\n`,
        'c.sops.yaml': `password: ${enc()}\n${sops(undefined, 'unencrypted_suffix: _u')}`,
      },
    ],
    ['placeholders, nothing secret', { 'values.dec.yaml': 'password: changeme\nreplicas: 2\n' }],
  ],
  'manifest-time-injection': [
    [
      'the Argo CD plugin',
      {
        'a.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n  annotations: {avp.kubernetes.io/path: [|kv/data/app|]}\nstringData: {password: <password>}\n`,
      },
    ],
    [
      'plugins by name',
      {
        'a.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source: {path: a, plugin: {name: [|argocd-vault-plugin-helm|]}}\n',
        'b.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: b}\nspec:\n  source: {path: b, plugin: {name: [|helm-vals|]}}\n',
      },
    ],
    [
      'other plugins',
      {
        'a.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source: {path: a, plugin: {name: cdk8s}}\n',
      },
    ],
    ['placeholders with a path', { 'a.yaml': secret('a', 'password: [|<path:kv/data/app#password>|]') }],
  ],
  'secret-owned-twice': [
    [
      'two of each kind',
      {
        'a.yaml': external('[|app|]'),
        'b.yaml': sealed('app'),
      },
    ],
    [
      'VSO and an ExternalSecret',
      {
        'a.yaml': external('x', 'target: {name: app}'),
        'b.yaml':
          'apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultStaticSecret\nmetadata: {name: v, namespace: prod}\nspec:\n  mount: kv\n  path: p\n  destination: {name: [|app|], create: true}\n',
      },
    ],
    [
      'a Secret that CSI makes',
      {
        'a.yaml': external('x', 'target: {name: app}'),
        'b.yaml':
          'apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: {name: c, namespace: prod}\nspec:\n  provider: vault\n  secretObjects:\n    - secretName: [|app|]\n      type: Opaque\n      data: [{objectName: a, key: a}]\n',
      },
    ],
    [
      'a merge, other names',
      {
        'a.yaml': external('x', 'target: {name: app, creationPolicy: Merge}'),
        'b.yaml': sealed('app'),
        'c.yaml': sealed('other'),
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
