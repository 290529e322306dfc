import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fakeSealed } from '../src/fake-sealed.ts';
import { mechanisms } from '../src/mechanisms/index.ts';
import { keyBackupsOf } from '../src/model/key-backup.ts';
import { renewalPeriodsOf } from '../src/model/key-renewal.ts';
import { renamed, renderingsOf } from '../src/model/kustomize-names.ts';
import type { DeclaredBackup, Repository } from '../src/model/repository.ts';
import { sealedControllersOf } from '../src/model/sealed-controller.ts';
import { places } from '../src/places/index.ts';
import { rules } from '../src/rules/index.ts';
import { type Scan, scan } from '../src/scan.ts';
import { foreignTo, labelOf, type Scope, sealedValue, sealingCertificate } from '../src/sealing.ts';
import { memoryCommit, memorySource } from '../src/sources/memory.ts';
import { certificatePem, keys, open } from './sealed-vectors.ts';

const ours = rules.filter(({ id }) => /^(?:seal|kubeseal)/.test(id));

function scanned(files: Readonly<Record<string, string>>, backups: readonly DeclaredBackup[] = []): Promise<Scan> {
  return scan(memorySource(new Map(Object.entries(files))), {
    places,
    mechanisms,
    rules: ours,
    declared: { level: 2, backups },
    today: new Date('2026-11-23'),
    ignored: () => false,
  });
}

async function repositoryOf(files: Readonly<Record<string, string>>): Promise<Repository> {
  return (await scanned(files)).repository;
}

async function found(files: Readonly<Record<string, string>>, backups?: readonly DeclaredBackup[]): Promise<string[]> {
  const { findings, crashes } = await scanned(files, backups);
  expect(crashes).toEqual([]);
  return findings.map(({ rule, span }) => `${rule} ${span.file.path}:${span.file.place(span.start).line}`);
}

const sealed = (seed: number, name = 'app', namespace = 'prod'): string => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  encryptedData: {password: ${fakeSealed(seed)}}
`;

describe('evidence of a key backup', () => {
  const dump = 'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key';
  const schedule = (template: string): string => `apiVersion: velero.io/v1
kind: Schedule
metadata: {name: daily, namespace: velero}
spec: {schedule: "0 3 * * *", template: {${template}}}
`;
  const cases: readonly [string, Record<string, string>, 'recurring' | 'once' | 'none'][] = [
    ['a dump by script', { 'a.sh': `${dump} -o yaml | age -r x > /backup/keys\n` }, 'once'],
    [
      'a dump of one key by name',
      { 'a.sh': 'kubectl get secret sealed-secrets-key4x7vb -n kube-system -o json > /b/k\n' },
      'once',
    ],
    ['a dump in a Makefile', { Makefile: `backup:\n\t${dump} -o yaml > /b/k\n` }, 'once'],
    ['a list of names', { 'a.sh': `${dump} -o name\n` }, 'none'],
    ['a list', { 'a.sh': `${dump}\n` }, 'none'],
    ['the public half', { 'a.sh': `${dump} -o jsonpath='{.items[0].data.tls\\.crt}'\n` }, 'none'],
    ['a deletion', { 'a.sh': 'oc delete secret -l sealedsecrets.bitnami.com/sealed-secrets-key\n' }, 'none'],
    ['a restore', { 'a.sh': 'kubectl apply -f /backup/main.key\n' }, 'once'],
    ['the installation of the controller', { 'a.sh': 'kubectl apply -f k8s/sealed-secret-controller.yaml\n' }, 'none'],
    [
      "a key of one's own",
      { 'a.sh': 'kubectl -n kube-system label secret mine sealedsecrets.bitnami.com/sealed-secrets-key=active\n' },
      'once',
    ],
    ['Velero, everything', { 'v.yaml': schedule('ttl: 720h') }, 'recurring'],
    [
      'Velero, the namespace of the controller',
      { 'v.yaml': schedule('includedNamespaces: [kube-system]') },
      'recurring',
    ],
    ['Velero, another namespace', { 'v.yaml': schedule('includedNamespaces: [media]') }, 'none'],
    [
      'Velero without it',
      { 'v.yaml': schedule('excludedNamespaces: [kube-system, sealed-secrets, sealed-secrets-system, flux-system]') },
      'none',
    ],
    ['Velero without Secrets', { 'v.yaml': schedule('excludedResources: [secrets]') }, 'none'],
    ['Velero, volumes only', { 'v.yaml': schedule('includedResources: [persistentvolumes]') }, 'none'],
    ['Velero, other labels', { 'v.yaml': schedule('labelSelector: {matchLabels: {backup: "yes"}}') }, 'none'],
    [
      'a single Velero backup',
      { 'v.yaml': 'apiVersion: velero.io/v1\nkind: Backup\nmetadata: {name: b}\nspec: {}\n' },
      'once',
    ],
    [
      'the chart of Velero',
      { 'velero/values.yaml': 'schedules:\n  daily:\n    schedule: 0 3 * * *\n    template: {ttl: 720h}\n' },
      'recurring',
    ],
    [
      'the command of Velero',
      { 'a.sh': 'velero schedule create daily --schedule="0 3 * * *" --include-namespaces kube-system,prod\n' },
      'recurring',
    ],
    [
      'Velero and a controller in a namespace of its own',
      {
        'v.yaml': schedule('includedNamespaces: [kube-system]'),
        'i.sh': 'helm install sealed-secrets sealed-secrets/sealed-secrets -n security\n',
      },
      'none',
    ],
    [
      'a VaultStaticSecret that supplies the key',
      {
        'k.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata: {name: sealing, namespace: kube-system}
spec:
  destination: {name: mine, create: true, labels: {sealedsecrets.bitnami.com/sealed-secrets-key: active}}
`,
      },
      'recurring',
    ],
    ['an encrypted file', { 'backup/sealed-secrets-key.yaml.age': 'age-encryption.org/v1\n' }, 'once'],
    [
      'the instructions of a vendored chart',
      {
        'charts/sealed-secrets/Chart.yaml': 'apiVersion: v2\nname: sealed-secrets\nversion: 2.0.0\n',
        'charts/sealed-secrets/README.md': `\`\`\`bash\n${dump} -o yaml > main.key\n\`\`\`\n`,
      },
      'none',
    ],
  ];

  test.each(cases)('%s', async (_, files, expected) => {
    const backups = keyBackupsOf(await repositoryOf({ 'app.yaml': sealed(1), ...files }));
    const strength = backups.length === 0 ? 'none' : backups.some(({ recurring }) => recurring) ? 'recurring' : 'once';
    expect(strength).toBe(expected);
  });

  test('a declared backup is believed', async () => {
    const files = { 'app.yaml': sealed(1) };
    expect(await found(files)).toContain('sealing-key-backup-missing app.yaml:2');
    const declared = await found(files, [{ where: 's3://backup', verified: '2026-10-01' }]);
    expect(declared.filter((each) => each.startsWith('sealing-key-backup'))).toEqual([]);
  });
});

describe('names after kustomize', () => {
  test('prefixes of all layers, the outermost namespace, and each overlay by itself', async () => {
    const repository = await repositoryOf({
      'base/kustomization.yaml': 'nameSuffix: -v1\nnamespace: base\nresources: [a.yaml]\n',
      'base/a.yaml': sealed(1),
      'overlays/dev/kustomization.yaml': 'namePrefix: dev-\nnamespace: dev\nresources: [../../base]\n',
      'overlays/prod/kustomization.yaml': 'namePrefix: prod-\nresources: [../../base]\n',
      'flux.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: prod, namespace: flux-system}
spec: {path: ./overlays/prod, targetNamespace: live}
`,
    });
    const ways = renderingsOf(repository)('base/a.yaml');
    const target = { name: '*', namespace: 'any' };
    expect(
      ways
        .map((way) => renamed(target, way))
        .map(({ name, namespace }) => `${namespace}/${name}`)
        .sort(),
    ).toEqual(['dev/dev-*-v1', 'live/prod-*-v1']);
  });

  test('components go before who uses them, patches before the prefix of their layer, and what leads back ends', async () => {
    const component = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';
    const repository = await repositoryOf({
      'kustomization.yaml': `namePrefix: own-
resources: [x.yaml]
components: [one, two, two]
patches:
  - target: {kind: SealedSecret, name: one-x-two-two}
    patch: '[{"op": "replace", "path": "/metadata/name", "value": "patched"}]'
  - target: {kind: SealedSecret, name: other}
    patch: '[{"op": "replace", "path": "/metadata/name", "value": "wrong"}]'
`,
      'one/kustomization.yaml': `${component}namePrefix: one-\ncomponents: [../two/loop]\n`,
      'two/kustomization.yaml': `${component}nameSuffix: -two\ncomponents: [loop]\nresources: [y.yaml]\n`,
      'two/loop/kustomization.yaml': `${component}components: [.]\n`,
      'x.yaml': sealed(1),
      'two/y.yaml': sealed(2),
    });
    const kinds = { kind: 'SealedSecret', group: 'bitnami.com', namespace: 'any' };
    const names = (path: string, name: string): unknown[] =>
      renderingsOf(repository)(path).map((way) => renamed({ ...kinds, name }, way).name);
    expect(names('x.yaml', 'x')).toEqual(['own-patched']);
    expect(renderingsOf(repository)('x.yaml').map((way) => renamed({ name: 'x', namespace: 'a' }, way).name)).toEqual([
      'own-one-x-two-two',
    ]);
    expect(names('two/y.yaml', 'y')).toContain('own-y-two-two');
  });

  test('components of components that double at every step stay small', async () => {
    const files: Record<string, string> = { 'kustomization.yaml': 'resources: [x.yaml]\ncomponents: [c0]\n' };
    for (let at = 0; at < 40; at++) {
      files[`c${at}/kustomization.yaml`] =
        `kind: Component\nnamePrefix: p-\ncomponents: [../c${at + 1}, ../c${at + 1}]\n`;
    }
    files['x.yaml'] = sealed(1);
    const [way] = renderingsOf(await repositoryOf(files))('x.yaml');
    expect(way?.steps.length).toBeLessThan(2_000);
  });

  test('kustomizations that list each other come to an end', async () => {
    const repository = await repositoryOf({
      'a/kustomization.yaml': 'namePrefix: a-\nresources: [../b, x.yaml]\n',
      'b/kustomization.yaml': 'namePrefix: b-\nresources: [../a]\n',
      'a/x.yaml': sealed(1),
    });
    expect(renderingsOf(repository)('a/x.yaml').length).toBeGreaterThan(0);
  });
});

describe('the controller', () => {
  const flux = (
    spec: string,
    metadata = 'name: sealed-secrets, namespace: kube-system',
  ): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {${metadata}}
spec:
  chart: {spec: {chart: sealed-secrets, version: 2.17.3}}
  ${spec}
`;
  test.each<[string, Record<string, string>, string]>([
    ['Flux', { 'a.yaml': flux('interval: 1h') }, 'kube-system/sealed-secrets'],
    [
      'Flux with a target',
      { 'a.yaml': flux('targetNamespace: sec', 'name: keys, namespace: flux-system') },
      'sec/sec-keys-sealed-secrets',
    ],
    ['Flux with an override', { 'a.yaml': flux('values: {fullnameOverride: x}') }, 'kube-system/x'],
    [
      'Argo CD',
      {
        'a.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: seal, namespace: argocd}
spec:
  source: {chart: sealed-secrets, targetRevision: 2.17.3, helm: {parameters: [{name: fullnameOverride, value: sealed-secrets-controller}]}}
  destination: {namespace: kube-system}
`,
      },
      'kube-system/sealed-secrets-controller',
    ],
    [
      'helm',
      { 'a.sh': 'helm upgrade --install --wait ss sealed-secrets/sealed-secrets --version 2.17.3 -n sec\n' },
      'sec/ss-sealed-secrets',
    ],
  ])('%s', async (_, files, expected) => {
    const [controller] = sealedControllersOf(await repositoryOf(files));
    expect(`${controller?.namespace}/${controller?.name}`).toBe(expected);
    expect(controller?.versions.map(({ text, of }) => `${of} ${text}`)).toEqual(['chart 2.17.3']);
  });

  test('values from elsewhere leave the name open', async () => {
    const [controller] = sealedControllersOf(
      await repositoryOf({ 'a.yaml': flux('valuesFrom: [{kind: ConfigMap, name: x}]') }),
    );
    expect(controller?.name).toBeUndefined();
  });

  test('renewal periods', async () => {
    const repository = await repositoryOf({
      'a.yaml': flux('values: {keyrenewperiod: "720h30m"}'),
      'b.yaml': flux('values: {commandArgs: [--key-renew-period=0]}'),
      'README.md': '`keyrenewperiod: "0"` switches it off\n',
    });
    expect(renewalPeriodsOf(repository).map(({ seconds }) => seconds)).toEqual([720 * 3600 + 1800, 0]);
  });
});

test('the snippets that people start with', async () => {
  const files = {
    'install.sh': `helm repo add sealed-secrets https://bitnami-labs.github.io/sealed-secrets
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets \\
  --namespace kube-system \\
  --wait
`,
    'seal.sh': `kubectl create secret generic app-secrets \\
  --from-literal=database-url="$DATABASE_URL" \\
  --dry-run=client -o yaml > secret.yaml
kubeseal --format=yaml < secret.yaml > sealed-secret.yaml
rm secret.yaml
`,
    'sealed-secret.yaml': sealed(1, 'app-secrets', 'default'),
    'backup.sh':
      'kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > sealed-secrets-backup.yaml\n',
  };
  expect((await found(files)).sort()).toEqual([
    'kubeseal-controller-name-mismatch seal.sh:4',
    'sealed-helm-repo-moved install.sh:1',
    'sealing-cert-missing sealed-secret.yaml:2',
    'sealing-key-backup-into-worktree backup.sh:1',
    'sealing-key-backup-not-recurring backup.sh:1',
  ]);
});

/** Against `kubeseal` itself: kubeseal.test.ts. */
describe('values sealed as kubeseal does', () => {
  function seal(bits: number, label: string, plaintext: Buffer): string {
    const { kty, n, e } = keys[bits]!.jwk;
    const session = randomBytes(32);
    const rsa = publicEncrypt(
      {
        key: createPublicKey({ key: { kty: kty!, n: n!, e: e! }, format: 'jwk' }),
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha256',
        oaepLabel: Buffer.from(label),
      },
      session,
    );
    const cipher = createCipheriv('aes-256-gcm', session, Buffer.alloc(12));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(rsa.length);
    return Buffer.concat([length, rsa, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString(
      'base64',
    );
  }

  test('200 values in three scopes and two lengths: well formed, and never called foreign', async () => {
    const scopes: readonly Scope[] = ['strict', 'namespace-wide', 'cluster-wide'];
    const files: Record<string, string> = {
      'pub-cert-2048.pem': certificatePem(2048),
      'pub-cert-4096.pem': certificatePem(4096),
    };
    for (let i = 0; i < 200; i++) {
      const bits = i % 2 === 0 ? 2048 : 4096;
      const scope = scopes[i % 3]!;
      const length = 1 + (i % 60);
      const value = seal(bits, labelOf(scope, 'prod', `s${i}`), randomBytes(length));
      expect(sealedValue(value)).toEqual({ ok: true, rsaBytes: bits / 8, plaintextLength: length });
      expect(foreignTo(value, sealingCertificate(certificatePem(bits))!)).toBe(false);
      const annotations = scope === 'strict' ? '{}' : `{sealedsecrets.bitnami.com/${scope}: "true"}`;
      files[`s${i}.yaml`] = `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: s${i}, namespace: prod, annotations: ${annotations}}
spec:
  encryptedData: {value: ${value}}
  template: {metadata: {name: s${i}, namespace: prod, annotations: ${annotations}}}
`;
    }
    const rest = (await found(files)).filter(
      (each) => !/^sealing-(?:cert-stale|key-backup-missing)|^sealed-wide-scope/.test(each),
    );
    expect(rest).toEqual([]);
  });

  // The proofs about the place of a value are held against the reference: it opens, or it does not.
  test('a value is called moved exactly where it no longer opens', async () => {
    const scopes: readonly Scope[] = ['strict', 'namespace-wide', 'cluster-wide'];
    const manifest = (scope: Scope, namespace: string, name: string, value: string): string => {
      const annotations = scope === 'strict' ? '' : `, annotations: {sealedsecrets.bitnami.com/${scope}: "true"}`;
      return `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: ${name}, namespace: ${namespace}${annotations}}
spec: {encryptedData: {value: ${value}}}
`;
    };
    const before = new Map<string, string>();
    const now = new Map<string, string>();
    const dead: string[] = [];
    for (const was of scopes) {
      for (const is of scopes) {
        for (const [namespace, name] of [
          ['prod', 'db'],
          ['prod', 'renamed'],
          ['staging', 'db'],
          ['staging', 'renamed'],
        ] as const) {
          for (const again of [false, true]) {
            const path = `${was}-${is}-${namespace}-${name}-${again}.yaml`;
            const value = seal(2048, labelOf(was, 'prod', 'db'), Buffer.from('plain'));
            const label = labelOf(is, namespace, name);
            const kept = again ? seal(2048, label, Buffer.from('plain')) : value;
            before.set(path, manifest(was, 'prod', 'db', value));
            now.set(path, manifest(is, namespace, name, kept));
            expect(open(value, labelOf(was, 'prod', 'db'), 2048).toString()).toBe('plain');
            try {
              open(kept, label, 2048);
            } catch {
              dead.push(path);
            }
          }
        }
      }
    }
    const { findings, crashes } = await scan(memorySource(now), {
      places,
      mechanisms,
      rules: ours.filter(({ id }) => id === 'sealed-moved-without-reseal'),
      declared: { level: 2, backups: [] },
      today: new Date('2026-11-23'),
      ignored: () => false,
      base: memoryCommit('main', before),
    });
    expect(crashes).toEqual([]);
    expect(dead.length).toBeGreaterThan(20);
    expect(findings.map(({ span }) => span.file.path).sort()).toEqual(dead.sort());
  });
});
