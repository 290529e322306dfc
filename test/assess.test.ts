import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { fakeSealed } from '../src/fake-sealed.ts';
import { clustersOf } from '../src/model/clusters.ts';
import { gapsTitle, levelSentence, samplesOnly } from '../src/phrases.ts';
import type { LevelReport } from '../src/report.ts';
import { rules } from '../src/rules/index.ts';
import { type Ran, run } from '../src/run.ts';
import { memorySource } from '../src/sources/memory.ts';
import { summaryMarkdown } from '../src/summary.ts';

async function ran(files: Record<string, string>): Promise<Ran> {
  return run(memorySource(new Map(Object.entries(files))), {
    root: '.',
    config: await readConfig(
      '',
      '.secrets-ladder.yaml',
      rules.map((rule) => rule.id),
      '.',
    ),
    configName: undefined,
    level: undefined,
    failOn: 'error',
    minConfidence: 'possible',
    today: new Date('2026-11-23'),
    notChecked: [],
  });
}

const levelOf = async (files: Record<string, string>): Promise<LevelReport> => (await ran(files)).report.level;

const encrypted = 'ENC[AES256_GCM,data:c2VjcmV0,iv:aXZpdml2aXZpdml2aXZpdg==,tag:dGFndGFndGFndGFndGFndA==,type:str]';
const sopsValues = `hub:
  token: ${encrypted}
sops:
  gcp_kms:
    - resource_id: projects/p/locations/global/keyRings/r/cryptoKeys/k
      created_at: "2026-03-05T19:20:39Z"
      enc: Y2lwaGVydGV4dA==
  lastmodified: "2026-03-05T19:20:39Z"
  mac: ${encrypted}
  version: 3.11.0
`;
const plain = `apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: shop
stringData:
  password: tulip-Harbor-29-lantern
`;
const external = (name: string, version = 'v1'): string => `apiVersion: external-secrets.io/${version}
kind: ExternalSecret
metadata:
  name: ${name}
  namespace: shop
spec:
  secretStoreRef: {name: store, kind: SecretStore}
  data:
    - secretKey: password
      remoteRef: {key: shop/${name}}
`;
const store = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: store
  namespace: shop
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-central-1
      auth:
        jwt:
          serviceAccountRef: {name: shop}
`;
const sealed = (name: string, namespace = 'shop', seed = 1): string => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  encryptedData: {password: ${fakeSealed(seed)}}
`;

describe('the level that a repository has reached', () => {
  test('files encrypted whole are kept at level 2, though no manifest declares a Secret', async () => {
    const level = await levelOf({
      'clusters/a/enc-hub.secret.values.yaml': sopsValues,
      'clusters/b/enc-hub.secret.values.yaml': sopsValues,
    });
    expect(level).toMatchObject({ applied: 2, reached: 2 });
    expect(level.evidence).toContain('2 files encrypted with sops');
  });

  test('one readable credential among encrypted files keeps it at 0', async () => {
    const level = await levelOf({ 'values.secret.yaml': sopsValues, 'db.yaml': plain });
    expect(level).toMatchObject({ reached: 0 });
    expect(level.missing).toEqual(['1 readable credential in Git']);
    expect(level.evidence).toContain('1 Secret by plain-secret, 1 of them readable');
  });

  test('what only tests, examples and docs hold is no deployment: no level is reached, none is missed', async () => {
    const samples = {
      'test/fixtures/db.yaml': plain,
      'examples/a.yaml': external('a'),
      'src/main.go': 'package main\n',
    };
    expect(await levelOf(samples)).toMatchObject({ deploys: 'samples-only', applied: 1, reached: 1, missing: [] });
    expect(await levelOf({ 'src/main.go': 'package main\n' })).toMatchObject({ deploys: 'nothing', missing: [] });
    const using =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i, envFrom: [{secretRef: {name: db}}]}]}\n';
    for (const deployed of [using, sealed('a'), plain, plain.replace('tulip-Harbor-29-lantern', '${PASSWORD}')]) {
      expect(await levelOf({ ...samples, 'app.yaml': deployed })).toMatchObject({ deploys: 'secrets' });
    }
    const summary = ({ report }: Ran): string =>
      summaryMarkdown(report, { rules: new Map(), colour: false, width: 0, docs: '' }, 100_000);
    const aside = await ran(samples);
    expect(levelSentence(aside.report)).toBe(`none declared, graded as 1 kubectl, ${samplesOnly}`);
    expect(summary(aside)).toContain(`| none | 1 kubectl | ${samplesOnly} |`);
    expect(summary(aside)).not.toContain('Does the level fit?');
    expect(summary(await ran({ ...samples, 'app.yaml': sealed('a') }))).toContain('Does the level fit?');
  });

  test('gaps to a level that nothing asks for are what it would take', async () => {
    const three = { 'store.yaml': store, 'a.yaml': external('a') };
    expect(gapsTitle((await ran(three)).report)).toBe('What level 4 would take');
    expect(gapsTitle((await ran({ 'a.yaml': plain })).report)).toBe('In the way of level 1');
    const two = { 'a.secret.values.yaml': sopsValues };
    expect(gapsTitle((await ran(two)).report)).toBe('What level 3 would take');
    const many = Array.from({ length: 60 }, (_, i) => [`s${i}.yaml`, sealed(`s${i}`, 'shop', i)]);
    const backup =
      'apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: d, namespace: velero}\nspec: {schedule: 0 3 * * *, template: {includedNamespaces: ["*"]}}\n';
    const outgrown = await ran({ ...Object.fromEntries(many), 'backup.yaml': backup });
    expect(outgrown.report.level.reached).toBe(2);
    expect(gapsTitle(outgrown.report)).toBe('In the way of level 3');
    const clusters = { 'clusters/a/x.secret.values.yaml': sopsValues, 'clusters/b/x.secret.values.yaml': sopsValues };
    expect(gapsTitle((await ran(clusters)).report)).toBe('In the way of level 3');
  });

  test('the same Secret in two overlays is one; Secrets and encrypted files are called what they are', async () => {
    const twice = await levelOf({ 'overlays/north/db.yaml': plain, 'overlays/south/db.yaml': plain });
    expect(twice.evidence).toContain('1 Secret by plain-secret, 1 of them readable');
    const doubt = plain
      .replace('name: db', 'name: web')
      .replace(/password: .*/, 'htpasswd: "admin:$2y$05$abcdefghijklmnopqrstuuvwxyzabcdefghijklmnopqrstuvwxyz01"');
    const more = await levelOf({ 'a.yaml': plain, 'b.yaml': doubt });
    expect(more.evidence).toContain('2 Secrets by plain-secret, 1 of them readable, 1 more perhaps readable');
    const files = await levelOf({ 'a.secret.values.yaml': sopsValues, 'b.secret.values.yaml': sopsValues });
    expect(files.missing).toEqual(['level 3 (external-secrets): 0 of 2 encrypted files are kept that way']);
    const both = await levelOf({
      'a.secret.values.yaml': sopsValues,
      'app.yaml': external('app'),
      'store.yaml': store,
    });
    expect(both.missing.join()).toContain('1 of 2 Secrets and encrypted files are kept that way');
  });

  test('tests, examples and docs are told and do not count; an environment called test counts', async () => {
    const aside = await levelOf({ 'app.yaml': external('app'), 'store.yaml': store, 'test/fixtures/db.yaml': plain });
    expect(aside).toMatchObject({ applied: 3, reached: 3 });
    expect(aside.evidence).toContain('not counted, in tests, examples and docs: 1 readable credential');
    expect(await levelOf({ 'clusters/test/db.yaml': plain })).toMatchObject({ reached: 0 });
  });

  test('a manifest that a template fills is no Secret of its own', async () => {
    const level = await levelOf({
      'Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
      'templates/secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: app
stringData:
  password: {{ .Values.password | quote }}
`,
    });
    expect(level).toMatchObject({ applied: 1, reached: 1 });
    expect(level.evidence).toContain('1 Secret manifest without a value: filled by a template or a controller');
  });

  test('a manifest of references is no Secret of its own', async () => {
    const level = await levelOf({ 'secret.yaml': plain.replace('tulip-Harbor-29-lantern', '${DB_PASSWORD}') });
    expect(level.evidence).toContain('1 Secret manifest without a value: filled by a template or a controller');
  });

  test('what documentation includes does not count', async () => {
    expect(await levelOf({ 'docs/snippets/db.yaml': plain })).toMatchObject({ reached: 1 });
    expect(await levelOf({ 'apps/docs/db.yaml': plain })).toMatchObject({ reached: 0 });
  });

  test('a migration that is half done has not reached the higher level; what a store needs first may stay', async () => {
    const half = { 'store.yaml': store, 'a.yaml': external('a'), 'b.yaml': external('b'), 'c.yaml': sealed('c') };
    const backup = {
      'backup.yaml': `apiVersion: velero.io/v1
kind: Schedule
metadata: {name: daily, namespace: velero}
spec:
  schedule: 0 3 * * *
  template:
    includedNamespaces: ["*"]
`,
    };
    expect(await levelOf({ ...half, ...backup })).toMatchObject({ applied: 3, reached: 2 });
    const first = { ...half, 'c.yaml': sealed('deploy-key', 'flux-system') };
    expect(await levelOf({ ...first, ...backup })).toMatchObject({ applied: 3, reached: 3 });
  });

  test('an API version that the installed operator still serves is no gap', async () => {
    const files = { 'store.yaml': store, 'a.yaml': external('a', 'v1beta1') };
    expect(await levelOf(files)).toMatchObject({ reached: 2 });
    const chart = `apiVersion: v2
name: eso
version: 0.0.0
dependencies:
  - {name: external-secrets, version: 0.10.2, repository: "https://charts.external-secrets.io"}
`;
    expect(await levelOf({ ...files, 'eso/Chart.yaml': chart })).toMatchObject({ reached: 3 });
  });

  test('where no Secret is kept or used there is no reason to begin', async () => {
    const reasons = async (files: Record<string, string>) =>
      (await ran(files)).report.assessment?.graduation.map(({ level, factor }) => `${level} ${factor}`);
    const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: ${spec}\n`;
    const idle = pod('{containers: [{name: c, image: i}]}');
    const using = pod('{containers: [{name: c, image: i, envFrom: [{secretRef: {name: db}}]}]}');
    expect(await reasons({ 'pod.yaml': idle, 'test/db.yaml': plain, 'examples/p.yaml': using })).toEqual([]);
    expect(await reasons({ 'pod.yaml': using })).toEqual(['2 default']);
  });

  test('values and settings name a cluster as manifests do', async () => {
    const { scan } = await ran({
      'config/clusters/north/app.values.yaml': 'replicas: 1\n',
      'config/clusters/south/cluster.yaml': 'name: south\n',
      'config/clusters/templates/app.values.yaml': 'replicas: 1\n',
    });
    expect(clustersOf(scan.repository).map(({ name }) => name)).toEqual(['north', 'south']);
  });
});
