import { describe, expect, test } from 'vitest';
import { fake } from '../src/fake.ts';
import { mechanisms } from '../src/mechanisms/index.ts';
import type { Repository } from '../src/model/repository.ts';
import { type SecretZero, secretZeroOf } from '../src/model/secret-zero.ts';
import { places } from '../src/places/index.ts';
import { scan } from '../src/scan.ts';
import { routeSteps } from '../src/secret-zero-view.ts';
import { memorySource } from '../src/sources/memory.ts';
import { processorTime } from './processor-time.ts';

async function repositoryOf(files: Record<string, string>): Promise<Repository> {
  const source = memorySource(new Map(Object.entries(files)));
  const parts = { places, mechanisms, rules: [], today: new Date(0), ignored: () => false };
  return (await scan(source, { ...parts, declared: { level: 3, backups: [] } })).repository;
}

async function zeroOf(files: Record<string, string>): Promise<SecretZero> {
  return secretZeroOf(await repositoryOf(files));
}

/** `kind: name [secrets/workloads]`, worst first. */
async function roots(files: Record<string, string>): Promise<string[]> {
  return (await zeroOf(files)).roots.map(
    ({ root, secrets, workloads }) => `${root.kind}: ${root.name} [${secrets}/${workloads}]`,
  );
}

/** The ways to the roots of one kind. */
async function ways(kind: string, files: Record<string, string>): Promise<string[]> {
  const { roots } = await zeroOf(files);
  return roots
    .filter(({ root }) => root.kind === kind)
    .flatMap(({ routes }) => routes.map((route) => routeSteps(route).join(' > ')));
}

const pod = (name: string, ...secrets: string[]) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: prod}\nspec:\n  containers:\n    - name: c\n      envFrom:\n${secrets.map((secret) => `        - secretRef: {name: ${secret}}\n`).join('')}---\n`;

const external = (name: string, store = 'aws', kind = 'ClusterSecretStore', namespace = 'prod') =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec:\n  secretStoreRef: {name: ${store}, kind: ${kind}}\n  dataFrom:\n    - extract: {key: ${name}}\n---\n`;

const awsStore = (key: string, name = 'aws') =>
  `apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: ${name}}\nspec:\n  provider:\n    aws:\n      service: SecretsManager\n      region: eu-central-1\n${key}---\n`;

const awsKey = (secret: string) =>
  `      auth:\n        secretRef:\n          accessKeyIDSecretRef: {name: ${secret}, key: id, namespace: eso}\n          secretAccessKeySecretRef: {name: ${secret}, key: secret, namespace: eso}\n`;

const sealed = (name: string, namespace: string) =>
  `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec:\n  encryptedData: {secret: ${fake('sealed-value')}}\n---\n`;

const manifest = (name: string, namespace: string, value: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: ${namespace}}\nstringData:\n  secret: ${value}\n---\n`;

describe('what opens a store', () => {
  test('a stored key: its blast radius, and how it is kept itself', async () => {
    const files = {
      'all.yaml':
        pod('a', 'one', 'two') +
        pod('b', 'two') +
        external('one') +
        external('two') +
        awsStore(awsKey('aws-key')) +
        sealed('aws-key', 'eso'),
    };
    expect(await roots(files)).toEqual([
      'static: Secret eso/aws-key [2/2]',
      // The sealed key is a Secret too.
      'key-pair: sealing key of the cluster [3/2]',
    ]);
    expect(await ways('static', files)).toEqual([
      'ExternalSecret > ClusterSecretStore aws (aws) > Secret eso/aws-key > SealedSecret eso/aws-key',
    ]);
  });

  test('a stored key that nothing provides', async () => {
    const files = { 'all.yaml': external('one') + awsStore(awsKey('aws-key')) };
    expect(await roots(files)).toEqual(['static: Secret eso/aws-key [1/0]']);
    expect(await ways('static', files)).toEqual([
      'ExternalSecret > ClusterSecretStore aws (aws) > Secret eso/aws-key (no source in this repository)',
    ]);
  });

  test('a stored key that is readable in Git comes first', async () => {
    const key = manifest('aws-key', 'eso', fake('password', 11));
    const files = { 'all.yaml': external('one') + awsStore(awsKey('aws-key')) + key };
    expect(await roots(files)).toEqual([
      'in-git: Secret eso/aws-key [1/0]',
      'in-git: values in clear text in this repository [1/0]',
    ]);
    // In another namespace it is another Secret.
    const other = {
      'all.yaml': files['all.yaml'].replaceAll('namespace: eso}\nstringData', 'namespace: x}\nstringData'),
    };
    expect((await roots(other))[1]).toBe('static: Secret eso/aws-key [1/0]');
  });

  test('a provider that knows nothing but a stored key', async () => {
    const store = `apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: aws}\nspec:\n  provider:\n    onepassword:\n      connectHost: https://connect.example.com\n      auth:\n        secretRef:\n          connectTokenSecretRef: {name: connect, key: token, namespace: eso}\n---\n`;
    expect(await roots({ 'all.yaml': external('one') + store })).toEqual(['unavoidable: Secret eso/connect [1/0]']);
  });

  test('an identity, named or implied', async () => {
    const jwt = '      auth:\n        jwt:\n          serviceAccountRef: {name: eso, namespace: eso}\n';
    expect(await roots({ 'all.yaml': external('one') + awsStore(jwt) })).toEqual([
      'identity: ServiceAccount eso/eso at aws [1/0]',
    ]);
    expect(await roots({ 'all.yaml': external('one') + awsStore('') })).toEqual([
      "identity: External Secrets Operator's own identity at aws [1/0]",
    ]);
  });

  test('a store that is not there, and one of another cluster that is not meant', async () => {
    expect(await roots({ 'all.yaml': external('one', 'gone') })).toEqual([
      'unknown: what opens ClusterSecretStore gone, which is not in this repository [1/0]',
    ]);
    const files = {
      'clusters/a/all.yaml': external('one') + awsStore(awsKey('key-a')),
      'clusters/b/all.yaml': external('one') + awsStore(awsKey('key-b')),
    };
    expect(await roots(files)).toEqual(['static: Secret eso/key-a [1/0]', 'static: Secret eso/key-b [1/0]']);
  });

  test('a chain of stores, and one that bites its tail', async () => {
    const files = {
      'all.yaml':
        pod('a', 'app') +
        external('app', 'inner') +
        awsStore(awsKey('inner-key'), 'inner') +
        external('inner-key', 'outer', 'ClusterSecretStore', 'eso') +
        awsStore(awsKey('outer-key'), 'outer'),
    };
    expect(await roots(files)).toEqual(['static: Secret eso/outer-key [2/1]', 'static: Secret eso/inner-key [1/1]']);
    const loop = {
      'all.yaml':
        external('app') + awsStore(awsKey('aws-key')) + external('aws-key', 'aws', 'ClusterSecretStore', 'eso'),
    };
    expect(await roots(loop)).toEqual(['static: Secret eso/aws-key [2/0]']);
    expect(await ways('static', loop)).toEqual([
      'ExternalSecret > ClusterSecretStore aws (aws) > Secret eso/aws-key (which it opens itself)',
    ]);
    // Something outside of the loop made the first one.
    const started = { ...loop, 'bootstrap/key.yaml': manifest('aws-key', 'eso', 'op://vault/aws/key') };
    expect(await ways('static', started)).toEqual([
      'ExternalSecret > ClusterSecretStore aws (aws) > Secret eso/aws-key > Secret manifest bootstrap/key.yaml',
    ]);
  });

  test('an ExternalSecret among the values of a chart for raw objects', async () => {
    const values = (field: string) =>
      `app-template:\n  rawResources:\n    secret:\n      apiVersion: external-secrets.io/v1\n      kind: ExternalSecret\n      ${field}:\n        spec:\n          secretStoreRef: {name: aws, kind: ClusterSecretStore}\n          data: [{secretKey: a, remoteRef: {key: b}}]\n`;
    for (const field of ['spec', 'manifest']) {
      expect(await roots({ 'store.yaml': awsStore(awsKey('aws')), 'app/values.yaml': values(field) })).toEqual([
        'static: Secret eso/aws [1/0]',
      ]);
    }
  });

  test('a generator makes the value in the cluster', async () => {
    const files = {
      'all.yaml': `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: app}\nspec:\n  dataFrom:\n    - sourceRef:\n        generatorRef: {apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: p}\n---\napiVersion: generators.external-secrets.io/v1alpha1\nkind: Password\nmetadata: {name: p}\nspec: {length: 20}\n`,
    };
    expect((await roots(files)).map((root) => root.split(':')[0])).toEqual(['in-cluster']);
  });
});

describe('what opens encrypted values', () => {
  const recipient = fake('age-recipient');
  const sops = (name: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: prod}\nstringData:\n  password: ENC[AES256_GCM,data:YWJj,iv:${'A'.repeat(43)}=,tag:${'B'.repeat(22)}==,type:str]\nsops:\n  age:\n    - recipient: ${recipient}\n      enc: x\n  kms:\n    - arn: arn:aws:kms:eu-central-1:1:key/2\n  lastmodified: "2026-01-01T00:00:00Z"\n  mac: ENC[AES256_GCM,data:YWJj,iv:${'A'.repeat(43)}=,tag:${'B'.repeat(22)}==,type:str]\n  version: 3.9.0\n`;

  test('each recipient of a SOPS file, and the Secret that Flux decrypts with', async () => {
    const files = {
      'apps/secret.yaml': sops('app'),
      'apps/pod.yaml': pod('a', 'app'),
      'flux.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps, namespace: flux-system}\nspec:\n  path: ./apps\n  decryption: {provider: sops, secretRef: {name: sops-age}}\n`,
    };
    expect(await roots(files)).toEqual([
      `private-key: age key ${recipient} [1/1]`,
      'kms: AWS KMS key arn:aws:kms:eu-central-1:1:key/2 [1/1]',
    ]);
    expect(await ways('private-key', files)).toEqual([
      'SOPS file > Secret flux-system/sops-age (holds the key for Flux)',
    ]);
  });

  test('a patch for Kustomizations names the Secret and no namespace', async () => {
    const files = {
      'apps/secret.yaml': sops('app'),
      'flux.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: all, namespace: flux-system}\nspec:\n  path: ./clusters\n  patches:\n    - target: {kind: Kustomization}\n      patch: |\n        apiVersion: kustomize.toolkit.fluxcd.io/v1\n        kind: Kustomization\n        metadata: {name: not-used, namespace: not-used}\n        spec:\n          decryption: {provider: sops, secretRef: {name: sops-age}}\n`,
    };
    expect(await ways('private-key', files)).toEqual(['SOPS file > Secret sops-age (holds the key for Flux)']);
  });

  test('a Secret for Flux whose namespace nothing tells is the only one of its name', async () => {
    const flux = (name: string, path: string, namespace: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}${namespace}}\nspec: {path: ./${path}, decryption: {provider: sops, secretRef: {name: sops-age}}}\n`;
    const recipient = `age1${'q'.repeat(58)}`;
    const secret = (name: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: prod}\nstringData:\n  a: ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]\nsops:\n  age:\n    - recipient: ${recipient}\n      enc: x\n  mac: ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]\n  version: 3.11.0\n`;
    const files = {
      'one.yaml': flux('one', 'one', ', namespace: flux-system'),
      'two.yaml': flux('two', 'two', ''),
      'one/a.yaml': secret('a'),
      'two/b.yaml': secret('b'),
    };
    const one = 'SOPS file > Secret flux-system/sops-age (holds the key for Flux)';
    expect(await ways('private-key', files)).toEqual([one]);
    const other = flux('three', 'three', ', namespace: other');
    expect(await ways('private-key', { ...files, 'three.yaml': other })).toEqual([
      one,
      'SOPS file > Secret sops-age (holds the key for Flux)',
    ]);
  });

  test('a private key in Git opens what is encrypted for it', async () => {
    const files = { 'secret.yaml': sops('app'), 'keys.txt': `${fake('age-key')}\n` };
    expect((await roots(files))[0]).toBe(`in-git: age key ${recipient} [1/0]`);
  });

  test('an encrypted file that is no Secret counts by itself', async () => {
    const values = sops('app').replace(/^.*?(?=stringData)/s, '');
    const zero = await zeroOf({ 'values.enc.yaml': values });
    expect(zero).toMatchObject({ secrets: 0, files: 1 });
    expect(zero.roots.map(({ root, files }) => [root.kind, files])).toEqual([
      ['private-key', 1],
      ['kms', 1],
    ]);
  });

  test('what is no public key is not shown', async () => {
    const odd = sops('app').replace(recipient, 'not-a-recipient');
    expect((await roots({ 'secret.yaml': odd }))[0]).toBe('private-key: age key [1/0]');
  });

  test('the sealing key of each cluster', async () => {
    const files = {
      'clusters/a/app.yaml': sealed('app', 'prod'),
      'clusters/b/app.yaml': sealed('app', 'prod') + sealed('db', 'prod'),
    };
    expect(await roots(files)).toEqual([
      'key-pair: sealing key of the cluster b [2/0]',
      'key-pair: sealing key of the cluster a [1/0]',
    ]);
  });
});

describe('Vault', () => {
  const secret = `apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultStaticSecret\nmetadata: {name: app, namespace: prod}\nspec:\n  vaultAuthRef: login\n  mount: kv\n  type: kv-v2\n  path: app\n  destination: {name: app, create: true}\n---\n`;
  const login = (method: string) =>
    `apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultAuth\nmetadata: {name: login, namespace: prod}\nspec:\n${method}---\n`;

  test.each([
    [
      '  method: kubernetes\n  kubernetes: {role: app, serviceAccount: app}\n',
      'identity: ServiceAccount prod/app at Vault [1/1]',
    ],
    ['  method: appRole\n  appRole: {roleId: r, secretRef: approle}\n', 'static: Secret prod/approle [1/1]'],
    ['  method: jwt\n  jwt: {role: app, secretRef: jwt}\n', 'static: Secret prod/jwt [1/1]'],
  ])('the operator logs in by %s', async (method, root) => {
    expect(await roots({ 'all.yaml': pod('a', 'app') + secret + login(method) })).toEqual([root]);
  });

  test('a login that is not there, and one from a global login', async () => {
    expect(await roots({ 'all.yaml': secret })).toEqual([
      'unknown: VaultAuth login, which is not in this repository [1/0]',
    ]);
    const global = `apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultAuthGlobal\nmetadata: {name: all, namespace: vso}\nspec:\n  defaultAuthMethod: kubernetes\n  kubernetes: {role: all, serviceAccount: default}\n---\n`;
    const files = { 'all.yaml': secret + login('  vaultAuthGlobalRef: {name: all, namespace: vso}\n') + global };
    expect(await roots(files)).toEqual(['identity: ServiceAccount vso/default at Vault [1/0]']);
  });

  test('an empty manifest that the operator fills', async () => {
    const filled = secret.replace(', create: true', '');
    const empty = 'apiVersion: v1\nkind: Secret\nmetadata: {name: app, namespace: prod}\n---\n';
    const auth = login('  method: kubernetes\n  kubernetes: {role: app, serviceAccount: app}\n');
    expect(await roots({ 'all.yaml': empty + filled + auth })).toEqual([
      'identity: ServiceAccount prod/app at Vault [1/0]',
    ]);
  });

  test('a volume of the CSI driver, with an identity or a stored key', async () => {
    const volume = (extra: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: prod}\nspec:\n  volumes:\n    - name: s\n      csi:\n        driver: secrets-store.csi.k8s.io\n        readOnly: true\n        volumeAttributes: {secretProviderClass: app}\n${extra}---\napiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: {name: app, namespace: prod}\nspec:\n  provider: azure\n  parameters: {clientID: x}\n`;
    expect(await roots({ 'all.yaml': volume('') })).toEqual(["identity: Pods' own ServiceAccounts at azure [1/1]"]);
    expect(await roots({ 'all.yaml': volume('        nodePublishSecretRef: {name: sp}\n') })).toEqual([
      'static: Secret prod/sp [1/1]',
    ]);
  });

  test('values that a Vault Agent injects', async () => {
    const injected = (type: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    vault.hashicorp.com/agent-inject: "true"\n${type}spec: {containers: []}\n`;
    expect(await roots({ 'all.yaml': injected('') })).toEqual(["identity: Pods' own ServiceAccounts at vault [1/1]"]);
    expect(await roots({ 'all.yaml': injected('    vault.hashicorp.com/auth-type: approle\n') })).toEqual([
      'static: approle credential of Pod a [1/1]',
    ]);
  });
});

describe('who uses a Secret', () => {
  test('by namespace, through the names that kustomize gives', async () => {
    const files = {
      'kustomization.yaml': 'namespace: prod\nnamePrefix: p-\nresources: [secret.yaml]\n',
      'secret.yaml': sealed('app', 'base'),
      'other/pod.yaml': pod('a', 'p-app'),
    };
    expect(await roots(files)).toEqual(['key-pair: sealing key of the cluster [1/1]']);
  });

  test('not from another namespace', async () => {
    expect(await roots({ 'all.yaml': sealed('app', 'staging') + pod('a', 'app') })).toEqual([
      'key-pair: sealing key of the cluster [1/0]',
      'unknown: Secrets of another namespace or with a templated name [1/1]',
    ]);
  });

  test('charts by their values', async () => {
    const files = {
      'chart/Chart.yaml': 'name: app\nversion: 1.0.0\n',
      'chart/values.yaml': 'auth:\n  existingSecret: app\n',
      'all.yaml': `${sealed('app', 'prod')}apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: r, namespace: prod}\nspec:\n  values:\n    db: {existingSecretName: app}\n    other: app\n`,
    };
    expect(await roots(files)).toEqual(['key-pair: sealing key of the cluster [1/2]']);
  });

  test('files that git-crypt and transcrypt encrypt, by their keys', async () => {
    const files = {
      '.gitattributes': 'secrets/* filter=git-crypt\nprod/* filter=git-crypt-prod\nold/* filter=crypt\n*.md !filter\n',
      'secrets/a.yaml': '\0GITCRYPT\0a',
      'secrets/b.yaml': '\0GITCRYPT\0b',
      'secrets/read.md': 'plain',
      'secrets/plain.yaml': 'committed: before\n',
      'prod/c.yaml': '\0GITCRYPT\0c',
      'old/d.yaml': 'U2FsdGVkX18x\n',
    };
    const ends = async (more: Record<string, string> = {}) =>
      (await zeroOf({ ...files, ...more })).roots.map(({ root, files }) => `${root.kind}: ${root.name} [${files}]`);
    expect(await ends()).toEqual([
      'private-key: git-crypt key [2]',
      'private-key: git-crypt key prod [1]',
      'private-key: transcrypt password [1]',
    ]);
    expect(await ends({ 'git-crypt-key': '\0GITCRYPTKEY\0' })).toEqual([
      'in-git: git-crypt key git-crypt-key [3]',
      'private-key: transcrypt password [1]',
    ]);
  });

  test('through a name that the values of the chart give', async () => {
    const files = {
      'c/Chart.yaml': 'name: c\nversion: 1.0.0\n',
      'c/values.yaml': 'auth: {existingSecret: shop-auth}\n',
      'c/templates/s.yaml': external('shop-auth').replace(
        /name: shop-auth,.*/,
        'name: "{{ .Values.auth.existingSecret }}"}',
      ),
      'pod.yaml': pod('a', 'shop-auth') + awsStore(''),
    };
    expect(await roots(files)).toEqual(["identity: External Secrets Operator's own identity at aws [1/2]"]);
  });

  test('a Secret that nothing provides, one made by the cluster, and one that may be missing', async () => {
    const files = { 'all.yaml': pod('a', 'gone', 'sh.helm.release.v1.x.v1').replace('gone}', 'gone, optional: true}') };
    expect(await roots(files)).toEqual(['in-cluster: values made by controllers in the cluster [1/1]']);
    expect(await roots({ 'all.yaml': pod('a', 'gone') })).toEqual([
      'unknown: what provides Secrets that nothing in this repository does [1/1]',
    ]);
  });

  test('tests, examples and documentation are left out and counted', async () => {
    const zero = await zeroOf({
      'test/e2e/all.yaml': sealed('a', 'prod') + pod('a', 'a'),
      'docs/install.md': '```sh\nkubectl create secret generic x --from-literal=a=$A\n```\n',
    });
    expect(zero).toMatchObject({ secrets: 0, workloads: 0, leftOut: 2, roots: [] });
  });
});

describe('other ways to keep a Secret', () => {
  test.each([
    ['by-hand', { 'a.sh': 'kubectl create secret generic app --from-file=key\n' }],
    [
      'in-git',
      { 'kustomization.yaml': `secretGenerator:\n  - name: app\n    literals: [password=${fake('password', 3)}]\n` },
    ],
    ['by-hand', { 'kustomization.yaml': 'secretGenerator:\n  - name: app\n    envs: [app.env]\n' }],
    [
      'unavoidable',
      {
        'a.yaml': 'apiVersion: onepassword.com/v1\nkind: OnePasswordItem\nmetadata: {name: app}\nspec: {itemPath: x}\n',
      },
    ],
    [
      'unavoidable',
      {
        'a.yaml':
          'apiVersion: secrets.doppler.com/v1alpha1\nkind: DopplerSecret\nmetadata: {name: d}\nspec:\n  tokenSecret: {name: token}\n  managedSecret: {name: app}\n',
      },
    ],
    [
      'in-cluster',
      { 'a.yaml': 'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: c}\nspec: {secretName: tls}\n' },
    ],
    [
      'private-key',
      {
        'a.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata: {name: app}\nstringData:\n  a: !vault |\n    $ANSIBLE_VAULT;1.1;AES256\n    6162\n',
      },
    ],
    [
      'unknown',
      {
        'Chart.yaml': 'name: c\n',
        'templates/s.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata: {name: app}\nstringData:\n  a: "{{ .Values.a }}"\n',
      },
    ],
  ] as [string, Record<string, string>][])('%s', async (kind, files) => {
    expect((await roots(files)).map((root) => root.split(':')[0])).toEqual([kind]);
  });
});

test('a long chain of stores ends, and costs no more than its length', async () => {
  const links = 3_000;
  let text = '';
  for (let i = 0; i < links; i++) {
    text += external(`k${i}`, `s${i}`, 'ClusterSecretStore', 'eso') + awsStore(awsKey(`k${i + 1}`), `s${i}`);
  }
  const repository = await repositoryOf({ 'all.yaml': text });
  const begun = processorTime();
  const zero = secretZeroOf(repository);
  expect(processorTime() - begun).toBeLessThan(4_000);
  expect(zero.secrets).toBe(links);
  expect(Math.max(...zero.chains.map(({ steps }) => steps.length))).toBeLessThan(100);
});

test('one name a thousand times over costs no more than once each', async () => {
  const many = Array.from({ length: 4_000 }, (_, i) => pod(`p${i}`, 'app') + external('app')).join('');
  const repository = await repositoryOf({ 'all.yaml': many + awsStore('') });
  const begun = processorTime();
  const zero = secretZeroOf(repository);
  expect(processorTime() - begun).toBeLessThan(4_000);
  expect(zero.workloads).toBe(4_000);
});
