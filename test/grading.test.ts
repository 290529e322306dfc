import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { fake } from '../src/fake.ts';
import { fakeSealed } from '../src/fake-sealed.ts';
import { rules } from '../src/rules/index.ts';
import { type Ran, run } from '../src/run.ts';
import { memorySource } from '../src/sources/memory.ts';

const store = `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-central-1
`;
const secret = `apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  password: tulip-Harbor-29-lantern
`;

async function graded(config: string, files: Record<string, string>): Promise<Ran> {
  return run(memorySource(new Map(Object.entries(files))), {
    root: '.',
    config: await readConfig(
      config,
      '.secrets-ladder.yaml',
      rules.map((rule) => rule.id),
      '.',
    ),
    configName: '.secrets-ladder.yaml',
    level: undefined,
    failOn: 'error',
    minConfidence: 'possible',
    today: new Date('2026-11-23'),
    notChecked: [],
  });
}

const severities = (ran: Ran, rule: string): string[] =>
  ran.report.verdicts
    .filter((verdict) => verdict.finding.rule === rule)
    .map((verdict) => `${verdict.finding.span.file.path} ${verdict.level} ${verdict.severity}`);

describe('grading', () => {
  test('an inferred level fails no run by itself, a readable credential does', async () => {
    const external = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db, namespace: shop}
spec:
  secretStoreRef: {name: vault, kind: ClusterSecretStore}
  data: [{secretKey: p, remoteRef: {key: db}}]
`;
    const open = store.replace(/ {4}aws:[\s\S]*/, "    vault: {server: 'http://vault.acme.dev:8200', path: kv}\n");
    const files = { 'store.yaml': open.replace('name: aws', 'name: vault'), 'external.yaml': external };
    const guessed = await graded('{}\n', files);
    expect(guessed.report.level).toMatchObject({ declared: undefined, applied: 3 });
    expect(severities(guessed, 'eso-insecure-transport')).toEqual(['store.yaml 3 warning']);
    expect(guessed.exitCode).toBe(0);
    expect(severities(await graded('level: 3\n', files), 'eso-insecure-transport')).toEqual(['store.yaml 3 error']);
    const raised = await graded('rules: {eso-insecure-transport: error}\n', files);
    expect(severities(raised, 'eso-insecure-transport')).toEqual(['store.yaml 3 error']);
    expect((await graded('{}\n', { 'secret.yaml': secret })).exitCode).toBe(1);
  });

  test('a milder state is less and a worse one more than the level says of the rule', async () => {
    const scope = (name: string, wide: string): string => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: ${name}, namespace: shop, annotations: {sealedsecrets.bitnami.com/${wide}: "true"}}
spec: {encryptedData: {password: ${fakeSealed(1)}}}
`;
    const token = (data: string): string => `apiVersion: v1
kind: Secret
metadata: {name: builder, annotations: {kubernetes.io/service-account.name: builder}}
type: kubernetes.io/service-account-token
${data}`;
    const encryption = (provider: string): string => `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers: [${provider}]
`;
    const external = (interval: string): string => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app, namespace: shop}
spec: {refreshInterval: ${interval}, dataFrom: [{extract: {key: app}}]}
`;
    const files = {
      'a-wide.yaml': scope('a', 'cluster-wide'),
      'b-wide.yaml': scope('b', 'namespace-wide'),
      'a-token.yaml': token(`data: {token: ${btoa(fake('jwt'))}}\n`),
      'b-token.yaml': token(''),
      'a-encryption.yaml': encryption(`{secretbox: {keys: [{name: a, secret: ${fake('base64')}}]}}`),
      'b-encryption.yaml': encryption('{identity: {}}'),
      'a.key': fake('private-key'),
      'b.key': fake('encrypted-private-key'),
      'a-refresh.yaml': external('720h'),
      'b-refresh.yaml': external('10s'),
    };
    const at = async (level: number, rule: string): Promise<string[]> =>
      severities(await graded(`level: ${level}\n`, files), rule).map((each) => each.replace(/ \d /, ' '));
    expect(await at(4, 'sealed-wide-scope')).toEqual(['a-wide.yaml warning', 'b-wide.yaml note']);
    expect(await at(4, 'eso-refresh-extreme')).toEqual(['a-refresh.yaml warning', 'b-refresh.yaml note']);
    expect(await at(1, 'sa-token-secret')).toEqual(['a-token.yaml error', 'b-token.yaml note']);
    expect(await at(3, 'encryption-config-inline-key')).toEqual([
      'a-encryption.yaml error',
      'b-encryption.yaml warning',
    ]);
    expect(await at(1, 'private-key-tracked')).toEqual(['a.key error', 'b.key warning']);
    // What the configuration says of the rule holds; what is off stays off, and a leak is none the less for a guess.
    const said = await graded('level: 1\nrules: {sa-token-secret: off, private-key-tracked: error}\n', files);
    expect(severities(said, 'sa-token-secret')).toEqual([]);
    expect(severities(said, 'private-key-tracked')).toEqual(['a.key 1 error', 'b.key 1 error']);
    const guessed = await graded('{}\n', { 'a-token.yaml': files['a-token.yaml'] });
    expect(severities(guessed, 'sa-token-secret').map((each) => each.replace(/ \d /, ' '))).toEqual([
      'a-token.yaml error',
    ]);
  });

  test('a path is held to its own level', async () => {
    const ran = await graded('level: 2\nlevels:\n  clusters/prod/**: vault\n', {
      'clusters/prod/store.yaml': store,
      'clusters/dev/store.yaml': store,
    });
    expect(severities(ran, 'eso-cluster-store-unrestricted')).toEqual([
      'clusters/dev/store.yaml 2 note',
      'clusters/prod/store.yaml 4 error',
    ]);
    expect(ran.exitCode).toBe(1);
  });

  test('a readable credential is an error at every level', async () => {
    for (const level of [1, 2, 3, 4]) {
      const ran = await graded(`level: ${level}\n`, { 'secret.yaml': secret });
      expect(severities(ran, 'plaintext-secret-manifest')).toEqual([`secret.yaml ${level} error`]);
    }
  });

  test('a waiver covers its subject until its last day, and never silently', async () => {
    const waiver = (expires: string): string =>
      `level: 2\nwaivers:\n  - rule: plaintext-secret-manifest\n    subject: Secret db *\n    reason: demo\n    expires: ${expires}\n`;
    const covered = await graded(waiver('2026-11-23'), { 'secret.yaml': secret });
    expect(severities(covered, 'plaintext-secret-manifest')).toEqual([]);
    expect(covered.report.notChecked).toMatchObject([{ what: '1 finding', why: 'waived in the configuration' }]);
    expect(covered.exitCode).toBe(0);
    const expired = await graded(waiver('2026-11-22'), { 'secret.yaml': secret });
    expect(severities(expired, 'plaintext-secret-manifest')).toHaveLength(1);
    expect(expired.report.problems[0]?.message).toContain('expired');
  });

  test('fingerprints survive moved lines and tell equal findings apart', async () => {
    const prints = async (content: string): Promise<string[]> =>
      (await graded('level: 2\n', { 'a.yaml': content })).report.verdicts
        .filter((verdict) => verdict.finding.credential)
        .map((verdict) => verdict.fingerprint);
    const twice = `${secret}---\n${secret}`;
    const first = await prints(twice);
    expect(new Set(first).size).toBe(2);
    expect(await prints(`# moved\n\n${twice}`)).toEqual(first);
  });

  test('a dev server in a test or in an overlay for development is a note, the same elsewhere an error', async () => {
    const values = 'server:\n  dev:\n    enabled: true\n';
    const files = Object.fromEntries(
      ['vault/values.yaml', 'overlays/dev/vault-values.yaml', 'test/vault-values.yaml', 'kind/vault.yaml'].map(
        (path) => [path, values],
      ),
    );
    for (const level of [3, 4]) {
      expect(severities(await graded(`level: ${level}\n`, files), 'vault-dev-mode')).toEqual([
        `kind/vault.yaml ${level} note`,
        `overlays/dev/vault-values.yaml ${level} note`,
        `test/vault-values.yaml ${level} note`,
        `vault/values.yaml ${level} error`,
      ]);
    }
    const strict = await graded('level: 4\nrules:\n  vault-dev-mode: error\n', files);
    expect(severities(strict, 'vault-dev-mode').every((one) => one.endsWith('error'))).toBe(true);
  });

  test('plain HTTP to Vault in a test or sample is a note, elsewhere what the level says', async () => {
    const connection =
      'apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultConnection\nmetadata: {name: v}\nspec: {address: "http://vault.vault.svc:8200"}\n';
    const files = {
      'apps/vault.yaml': connection,
      'config/samples/vault.yaml': connection,
      'kind/vault.yaml': connection,
      '.github/workflows/test.yaml': 'on: push\nenv: {VAULT_ADDR: "http://vault.acme.dev:8200"}\njobs: {}\n',
    };
    expect(severities(await graded('level: 4\n', files), 'vault-tls-disabled')).toEqual([
      '.github/workflows/test.yaml 4 error',
      'apps/vault.yaml 4 error',
      'config/samples/vault.yaml 4 note',
      'kind/vault.yaml 4 error',
    ]);
  });

  test('the token of a dev server of a test is a note; one for another server, and one that a server issued, an error', async () => {
    const start = 'docker run -e BAO_DEV_ROOT_TOKEN_ID=root openbao/openbao server -dev\n';
    const files = {
      'test/e2e/start.sh': start,
      'test/e2e/other-script.sh': 'BAO_ADDR=http://10.0.0.9:8200\ndocker exec -e BAO_TOKEN=root openbao bao status\n',
      'test/e2e/unknown.sh': 'VAULT_TOKEN=tulip-Harbor-29 vault status\n',
      'test/e2e/tunnel.sh': 'export VAULT_ADDR=http://127.0.0.1:8200\nexport VAULT_TOKEN=tulip-Harbor-29\n',
      'demo.mk': 'demo:\n\tterraform apply -var vault_address=http://127.0.0.1:38302 -var vault_token=root\n',
      'hack/public.sh': 'VAULT_ADDR=https://vault.acme.dev VAULT_TOKEN=root vault status\n',
      'hack/issued.sh': `VAULT_ADDR=http://127.0.0.1:8200 VAULT_TOKEN=${fake('vault-token')} vault status\n`,
      'deploy.sh': 'VAULT_TOKEN=root vault status\n',
      'start.sh': start,
    };
    const ran = await graded('level: 4\n', files);
    expect(severities(ran, 'vault-token-plain')).toEqual([
      'demo.mk 4 note',
      'deploy.sh 4 error',
      'hack/issued.sh 4 error',
      'hack/public.sh 4 error',
      'start.sh 4 error',
      'test/e2e/other-script.sh 4 note',
      'test/e2e/start.sh 4 note',
      'test/e2e/tunnel.sh 4 error',
      'test/e2e/unknown.sh 4 error',
    ]);
    const alone = { 'demo.mk': files['demo.mk'] };
    expect(severities(await graded('level: 4\n', alone), 'vault-token-plain')).toEqual(['demo.mk 4 note']);
    const chart = {
      'kind/values.yaml': 'server:\n  dev:\n    enabled: true\n  image: {repository: hashicorp/vault}\n',
      'hack/login.sh': 'VAULT_TOKEN=root vault status\n',
    };
    expect(severities(await graded('level: 4\n', chart), 'vault-token-plain')).toEqual(['hack/login.sh 4 note']);
  });

  test('a copy in etcd is a note where encryption at rest is declared', async () => {
    const files = {
      'class.yaml':
        'apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: {name: a}\nspec: {provider: aws, parameters: {}, secretObjects: [{secretName: a, type: Opaque, data: []}]}\n',
    };
    const config = 'level: 4\n';
    expect(severities(await graded(config, files), 'csi-sync-to-etcd')).toEqual(['class.yaml 4 warning']);
    const sealed = await graded(`${config}profile:\n  encryption-at-rest: true\n`, files);
    expect(severities(sealed, 'csi-sync-to-etcd')).toEqual(['class.yaml 4 note']);
  });
});
