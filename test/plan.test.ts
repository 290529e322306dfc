import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { main } from '../src/command.ts';
import { unmarked } from '../src/example.ts';
import { fake } from '../src/fake.ts';
import { fakeSealed, fakeSealingCertificate } from '../src/fake-sealed.ts';
import { samplesOnly } from '../src/phrases.ts';
import { yamlOf } from '../src/plan/manifest.ts';
import { quoted } from '../src/quote.ts';
import { rules } from '../src/rules/index.ts';
import { commandsOf, type Drawing, drawn, only, wordsIn } from './plan-fixture.ts';

const password = fake('password', 71);
const secret = (name: string, namespace?: string, more = ''): string => `apiVersion: v1
kind: Secret
metadata:
  name: ${name}
${namespace ? `  namespace: ${namespace}\n` : ''}${more}data:
  username: ${btoa('app')}
  password: ${btoa(password)}
`;
const certificate = fakeSealingCertificate(1, { from: '2026-01-01', to: '2095-01-01' });
const kustomization = (body: string): string =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${body}`;
const steps = (drawing: Drawing): string[] => only(drawing).steps.map(({ title }) => title);
const sealing = (drawing: Drawing): string[] => {
  const words = commandsOf(drawing)
    .flatMap(wordsIn)
    .find((all) => all.includes('kubeseal') && !all.includes('--merge-into'));
  return words!.slice(words!.indexOf('kubeseal'));
};
const reasons = (drawing: Drawing): string[] => drawing.plan.refused.map(({ reason }) => reason.reason);

describe('quoting', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: 'binary', minLength: 1 }),
    fc
      .array(
        fc.constantFrom(
          "'",
          '"',
          '\\',
          '$',
          '`',
          '!',
          '\n',
          ' ',
          '##[',
          ';',
          '~',
          '=',
          '-',
          '\u202e',
          'é',
          '*',
          '#',
          '1',
        ),
        {
          minLength: 1,
          maxLength: 12,
        },
      )
      .map((parts) => parts.join('')),
  );

  test('bash reads each word as it was', () => {
    const samples = fc
      .sample(hostile, 400)
      // An argument of a process ends at a NUL.
      .map((word) => word.toWellFormed().replaceAll('\0', ''))
      .filter((word) => word !== '');
    const script = `printf '%s\\0' ${samples.map(quoted).join(' ')}`;
    const { stdout, status } = spawnSync('bash', ['-c', script], { encoding: 'buffer' });
    expect(status).toBe(0);
    expect(stdout.toString('utf8').split('\0').slice(0, -1)).toEqual(samples);
  });

  test('a quoted word is one visible line that starts no command of a runner', () => {
    fc.assert(
      fc.property(hostile, (word) => {
        const text = quoted(word);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(text).not.toContain('##[');
      }),
    );
  });

  test('a harmless word stays as it is', () => {
    expect(quoted('apps/shop/secret.yaml')).toBe('apps/shop/secret.yaml');
    expect(quoted("it's")).toBe("'it'\\''s'");
  });
});

test('a manifest reads back as what it was made of', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'yes',
      '1',
      '1e3',
      '- a',
      'a: b',
      '#',
      '',
      '~',
      '<store>',
      '1h0m0s',
      'null',
      '0x1f',
      '- x: "y"\n  z: 1\n',
      'a\n b\n',
    ),
  );
  const leaf = fc.oneof(text, fc.boolean());
  const manifest = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(text, tie('node'), { maxKeys: 3 }),
    ),
  })).node;
  fc.assert(
    fc.property(fc.dictionary(text, manifest, { minKeys: 1 }), (value) => {
      expect(parse(yamlOf(value as never), { uniqueKeys: false })).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

describe('to level 2', () => {
  test('seals for name, namespace and scope with the committed certificate, relists, removes, hands over, rotates', async () => {
    const drawing = await drawn(
      {
        'pub-sealed-secrets.pem': certificate,
        'apps/shop/secret.yaml': secret('db', 'shop'),
        'apps/shop/kustomization.yaml': kustomization('resources:\n  - ./secret.yaml\n'),
      },
      2,
    );
    expect(steps(drawing)).toEqual([
      'Seal it for `shop/db`',
      'List the new file in `apps/shop/kustomization.yaml`',
      'Remove the old Secret',
      'Let the controller take over the Secret that is in the cluster, then commit and apply',
      'Rotate `password`',
    ]);
    expect(sealing(drawing)).toEqual(
      'kubeseal --cert pub-sealed-secrets.pem --scope strict --name db --namespace shop --format yaml'.split(' '),
    );
    const commands = commandsOf(drawing);
    expect(commands[0]).toContain(' < apps/shop/secret.yaml > apps/shop/sealed-db.yaml');
    expect(commands).toContain(
      '(cd apps/shop && kustomize edit add resource sealed-db.yaml && kustomize edit remove resource ./secret.yaml)',
    );
    expect(commands).toContain('git rm --quiet -- apps/shop/secret.yaml');
    expect(commands).toContain('git log --oneline -- apps/shop/secret.yaml');
    expect(commands.at(-1)).toContain('--merge-into apps/shop/sealed-db.yaml');
    expect(drawing.plan.preparations.map(({ title }) => title)).toEqual([
      'Install the Sealed Secrets controller',
      'Back up the sealing key, outside of the repository',
    ]);
  });

  test('fetches the certificate first, from the controller as the repository installs it', async () => {
    const { plan } = await drawn(
      {
        'secret.yaml': secret('db', 'shop'),
        'infra/sealed-secrets.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: sealed-secrets, namespace: infra}
spec: {chart: {spec: {chart: sealed-secrets, sourceRef: {kind: HelmRepository, name: sealed-secrets}}}}
`,
      },
      2,
    );
    expect(wordsIn(plan.preparations[0]!.commands[0]!)[0]).toEqual(
      'kubeseal --controller-name sealed-secrets --controller-namespace infra --fetch-cert'.split(' '),
    );
    expect(plan.preparations[0]!.commands[0]).toMatch(/> pub-sealed-secrets\.pem$/);
  });

  test('the certificate of the cluster, and the namespace that a kustomization sets', async () => {
    const drawing = await drawn(
      {
        'clusters/eu/pub-cert.pem': certificate,
        'clusters/us/pub-cert.pem': fakeSealingCertificate(2, { from: '2026-01-01', to: '2095-01-01' }),
        'clusters/us/shop/secret.yaml': secret('db'),
        'clusters/us/shop/kustomization.yaml': kustomization('namespace: shop\nresources: [secret.yaml]\n'),
      },
      2,
    );
    expect(sealing(drawing)).toContain('clusters/us/pub-cert.pem');
    expect(sealing(drawing).join(' ')).toContain('--name db --namespace shop');
  });

  test('one document of several, and one of a list', async () => {
    const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop}\n';
    const several = await drawn({ 'all.yaml': `${deployment}---\n${secret('db', 'shop')}` }, 2);
    expect(commandsOf(several)[0]).toMatch(/^yq 'select\(document_index == 1\)' all\.yaml \| kubeseal /);
    expect(commandsOf(several)).toContain("yq --inplace 'select(document_index != 1)' all.yaml");
    expect(commandsOf(several)).not.toContain('git rm --quiet -- all.yaml');
    const items = secret('db', 'shop').replace(/^/gm, '    ').replace('    api', '  - api');
    const list = await drawn({ 'list.yaml': `apiVersion: v1\nkind: List\nitems:\n${items.trimEnd()}\n` }, 2);
    expect(commandsOf(list)[0]).toMatch(
      /^NAME=db yq '\.items\[\] \| select\(.*strenv\(NAME\)\)' list\.yaml \| kubeseal /,
    );
  });

  test('hostile paths stay words', async () => {
    const path = `apps/$(touch x)/it's "a" file;\n::error::.yaml`;
    const drawing = await drawn({ [path]: secret('db', 'shop') }, 2);
    const removal = commandsOf(drawing).find((command) => command.startsWith('git rm'))!;
    const { stdout } = spawnSync('bash', ['-c', removal.replace('git rm', "printf '%s\\0'")], { encoding: 'utf8' });
    expect(stdout.split('\0')).toContain(path);
    expect(drawing.markdown).not.toMatch(/^::|^\s*::error/m);
    const dashed = await drawn({ '-rf.yaml': secret('db', 'shop') }, 2);
    expect(commandsOf(dashed)[0]).toContain('< ./-rf.yaml');
    expect(commandsOf(dashed)).toContain('git rm --quiet -- -rf.yaml');
  });

  test('a generator, a command of a script, a leftover beside its SealedSecret', async () => {
    const generator = await drawn(
      {
        'app/kustomization.yaml': kustomization(
          `namespace: shop\nsecretGenerator:\n  - name: db\n    literals: [password=${password}]\n    files: [tls.key=secrets/key.txt]\n`,
        ),
        'app/secrets/key.txt': fake('password', 72),
      },
      2,
    );
    expect(commandsOf(generator)[0]).toMatch(
      /^kubectl kustomize app \| NAME=db yq .* \| kubeseal .*--name db --namespace shop/,
    );
    expect(commandsOf(generator)).toContain('git rm --quiet -- app/secrets/key.txt');
    const script = await drawn(
      { 'setup.sh': `kubectl create secret generic db -n shop --from-literal=password=${password}\n` },
      2,
    );
    expect(commandsOf(script)[0]).toMatch(/^kubectl --namespace shop get secret db --output yaml \| kubeseal /);
    expect(steps(script)).toContain('Take the command out of `setup.sh`, line 1');
    const leftover = await drawn(
      {
        'pub-cert.pem': certificate,
        'app/secret.yaml': secret('db', 'shop'),
        'app/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: shop}
spec:
  encryptedData: {password: ${fakeSealed(1)}, username: ${fakeSealed(2)}}
`,
      },
      2,
    );
    expect(steps(leftover)).toEqual([
      'Leave the Secret to `app/sealed.yaml`, which provides it by `sealed-secrets`',
      'Remove the old Secret',
      'Rotate `password`',
    ]);
    expect(commandsOf(leftover).at(-1)).toContain('--merge-into app/sealed.yaml');
    expect(leftover.plan.done).toBe(1);
  });

  test('the same name in two overlays is two Secrets', async () => {
    const { plan } = await drawn(
      {
        'overlays/dev/secret.yaml': secret('db', 'shop'),
        'overlays/prod/sealed.yaml': `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: db, namespace: shop}\nspec: {encryptedData: {password: ${fakeSealed(3)}}}\n`,
      },
      2,
    );
    expect(plan.planned[0]!.steps[0]!.title).toBe('Seal it for `shop/db`');
  });

  test.each<[string, RegExp, Record<string, string>]>([
    ['unknown namespace', /namespace is not known/, { 'a.yaml': secret('db') }],
    [
      'several targets',
      /reaches the cluster as `eu\/db` and `us\/db`/,
      {
        'base/secret.yaml': secret('db'),
        'base/kustomization.yaml': kustomization('resources: [secret.yaml]\n'),
        'eu/kustomization.yaml': kustomization('namespace: eu\nresources: [../base]\n'),
        'us/kustomization.yaml': kustomization('namespace: us\nresources: [../base]\n'),
      },
    ],
    [
      'a name that kustomize changes',
      /renames it to `prod-db`/,
      {
        'secret.yaml': secret('db', 'shop'),
        'kustomization.yaml': kustomization('namePrefix: prod-\nresources: [secret.yaml]\n'),
      },
    ],
    [
      'a template',
      /is a template/,
      { 'c/Chart.yaml': 'name: c\nversion: 1.0.0\n', 'c/templates/s.yaml': secret('{{ .Release.Name }}-db', 'shop') },
    ],
    [
      'a substitution',
      /`password` is a reference/,
      { 'a.yaml': secret('db', 'shop').replace(btoa(password), '${DB_PASSWORD}') },
    ],
    [
      'a placeholder',
      /is a placeholder/,
      { 'a.yaml': secret('db', 'shop').replace(btoa(password), btoa('<your-password>')) },
    ],
    [
      'a patch',
      /is a patch of `o\/kustomization.yaml`/,
      {
        'o/secret.yaml': secret('db', 'shop'),
        'o/kustomization.yaml': kustomization('resources: [../base]\npatches:\n  - path: secret.yaml\n'),
      },
    ],
    [
      'an expired certificate',
      /expired on 2025-01-01/,
      {
        'a.yaml': secret('db', 'shop'),
        'pub-cert.pem': fakeSealingCertificate(4, { from: '2015-01-01', to: '2025-01-01' }),
      },
    ],
    [
      'several certificates',
      /several certificates/,
      { 'a.yaml': secret('db', 'shop'), 'pub-cert.pem': certificate, 'pub-cert-2.pem': fakeSealingCertificate(5) },
    ],
    ['no name', /Kubernetes takes no such name/, { 'a.yaml': secret('Db_1', 'shop') }],
    ['no key', /takes no data key/, { 'a.yaml': secret('db', 'shop').replace('password', '"a/b"') }],
    [
      'another way to keep it',
      /argocd-vault-plugin keeps it/,
      {
        'a.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata: {name: db, namespace: shop}\nstringData: {password: "<path:kv/db#p>"}\n',
      },
    ],
  ])('refuses: %s', async (_, reason, files) => {
    // What another mechanism fills is at level 3 already.
    const drawing = await drawn(files, Object.values(files).join('').includes('<path:') ? 4 : 2);
    expect(drawing.plan.planned).toEqual([]);
    expect(reasons(drawing)).toEqual([expect.stringMatching(reason)]);
  });

  test('many refusals for one reason take one line, and the JSON has them all', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`c/templates/s${n}.yaml`, secret(`{{ .Release.Name }}-${n}`)]),
    );
    const drawing = await drawn({ 'c/Chart.yaml': 'name: c\nversion: 1.0.0\n', ...files }, 2);
    expect(drawing.json.refused).toHaveLength(12);
    expect(drawing.markdown.match(/is a template/g)).toHaveLength(1);
    expect(drawing.markdown).toContain('| 12 Secrets | ');
  });

  test('the template of an ExternalSecret is not one of Helm', async () => {
    const external = (template: string): string => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db, namespace: shop}
spec:
  secretStoreRef: {name: main, kind: ClusterSecretStore}
  target: {template: {${template}}}
  data: [{secretKey: password, remoteRef: {key: db}}]
`;
    const made = await drawn({ 'a.yaml': external(`data: {url: "db://{{ .password }}"}`) }, 4);
    expect(reasons(made)).toEqual([expect.stringContaining('its template makes new values')]);
    const kept = await drawn({ 'a.yaml': external('type: Opaque') }, 4);
    expect(only(kept).to).toBe(4);
  });

  test('SOPS is at level 2, and so is what a template is beside', async () => {
    const { plan } = await drawn(
      {
        'a.yaml': `apiVersion: v1
kind: Secret
metadata: {name: db, namespace: shop}
stringData: {password: "ENC[AES256_GCM,data:YQ==,iv:${btoa('i'.repeat(32))},tag:${btoa('t'.repeat(16))},type:str]"}
sops: {mac: x, version: 3.9.0}
`,
      },
      2,
    );
    expect(plan).toMatchObject({ done: 1, planned: [], refused: [] });
  });

  test('a namespace that the user gives', async () => {
    const drawing = await drawn({ 'a.yaml': secret('db') }, 2, { namespace: 'shop' });
    expect(sealing(drawing).join(' ')).toContain('--namespace shop');
  });
});

const store = (provider: string, kind = 'ClusterSecretStore'): string => `apiVersion: external-secrets.io/v1
kind: ${kind}
metadata: {name: main${kind === 'SecretStore' ? ', namespace: shop' : ''}}
spec:
  provider: ${provider}
`;

describe('a Secret whose values kustomize copies', () => {
  const files = (rest: string) => ({
    'pub-sealed-secrets.pem': certificate,
    'app/secret.yaml': secret('db', 'shop'),
    'app/kustomization.yaml': kustomization(`resources:\n  - secret.yaml\n${rest}`),
    'app/copies.yaml': '- source: {kind: Secret, name: db, fieldPath: stringData.password}\n',
  });
  const target = '    targets: [{select: {kind: Secret, name: NAME}, fieldPaths: [stringData.password]}]\n';

  test.each([
    [
      'source',
      `replacements:\n  - source: {kind: Secret, name: db}\n${target}`,
      'copies its values into other objects',
    ],
    ['source in a file', 'replacements:\n  - path: copies.yaml\n', 'copies its values into other objects'],
    [
      'target',
      `replacements:\n  - source: {kind: ConfigMap, name: x}\n${target.replace('NAME', 'db')}`,
      'copies values into it',
    ],
    [
      'variable',
      'vars:\n  - {name: A, objref: {kind: Secret, name: db, apiVersion: v1}}\n',
      'copies its values into other',
    ],
  ])('%s: not planned', async (_, rest, reason) => {
    const drawing = await drawn(files(rest), 2);
    expect(drawing.plan.planned).toEqual([]);
    expect(reasons(drawing)).toEqual([expect.stringContaining(reason)]);
  });

  test('another kind or name: planned', async () => {
    const rest = `replacements:\n  - source: {kind: ConfigMap, name: db}\n${target.replace('NAME', 'other')}`;
    expect(reasons(await drawn(files(rest), 2))).toEqual([]);
  });
});

describe('to level 3', () => {
  test.each<[string, string, RegExp, object]>([
    [
      'aws',
      '{aws: {service: SecretsManager, region: eu-west-1}}',
      /^kubectl --namespace shop get secret db --output go-template='\{\{index \.data "password" \| base64decode\}\}' \| aws secretsmanager create-secret --region eu-west-1 --name shop\/db\/password --secret-string file:\/\/\/dev\/stdin$/,
      { key: 'shop/db/password' },
    ],
    [
      'aws parameter store',
      '{aws: {service: ParameterStore, region: eu-west-1}}',
      /\| aws ssm put-parameter --region eu-west-1 --type SecureString --name \/shop\/db\/password --value file:\/\/\/dev\/stdin$/,
      { key: '/shop/db/password' },
    ],
    [
      'gcp',
      '{gcpsm: {projectID: acme}}',
      /\| gcloud secrets create shop-db-password --project acme --data-file=-$/,
      { key: 'shop-db-password' },
    ],
    [
      'azure',
      "{azurekv: {vaultUrl: 'https://acme.vault.azure.net'}}",
      /\| az keyvault secret set --vault-name acme --name shop-db-password --file \/dev\/stdin --output none$/,
      { key: 'shop-db-password' },
    ],
    [
      'vault',
      "{vault: {server: 'https://vault:8200', path: kv}}",
      /^kubectl --namespace shop get secret db --output json \| jq '\.data \| map_values\(@base64d\)' \| vault kv put -mount kv shop\/db -$/,
      { key: 'shop/db', property: 'password' },
    ],
  ])('%s', async (_, provider, command, remoteRef) => {
    const drawing = await drawn({ 'store.yaml': store(provider), 'app/secret.yaml': secret('db', 'shop') }, 3);
    const planned = only(drawing);
    expect(planned.steps[0]!.commands.some((one) => command.test(one))).toBe(true);
    const [file] = planned.steps[1]!.files;
    expect(file!.path).toBe('app/external-secret-db.yaml');
    expect(parse(file!.content)).toEqual({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'db', namespace: 'shop' },
      spec: {
        refreshInterval: '1h0m0s',
        secretStoreRef: { name: 'main', kind: 'ClusterSecretStore' },
        target: { name: 'db', creationPolicy: 'Owner' },
        data: [
          { secretKey: 'username', remoteRef: expect.anything() },
          { secretKey: 'password', remoteRef },
        ],
      },
    });
    expect(planned.steps.at(-1)!.title).toBe('Rotate `password`');
  });

  test('keeps type, labels and annotations, and nothing of what kubectl or a leak left there', async () => {
    const token = fake('github-token', 73);
    const manifest = secret(
      'repo',
      'tools',
      `  labels: {argocd.argoproj.io/secret-type: repository}\n  annotations: {reflector.v1.k8s.emberstack.com/reflection-allowed: "true", kubectl.kubernetes.io/last-applied-configuration: "{}", token: ${token}}\ntype: kubernetes.io/basic-auth\n`,
    );
    const drawing = await drawn({ 'a.yaml': manifest }, 3);
    const [file] = only(drawing).steps[1]!.files;
    expect(parse(file!.content).spec.target.template).toEqual({
      type: 'kubernetes.io/basic-auth',
      metadata: {
        labels: { 'argocd.argoproj.io/secret-type': 'repository' },
        annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' },
      },
    });
    expect(drawing.markdown).not.toContain(token);
  });

  test('a store of another namespace or cluster is none; without one the store is a placeholder', async () => {
    const drawing = await drawn(
      { 'store.yaml': store('{aws: {service: SecretsManager}}', 'SecretStore'), 'a.yaml': secret('db', 'billing') },
      3,
    );
    expect(parse(only(drawing).steps[1]!.files[0]!.content).spec.secretStoreRef.name).toBe('<store>');
    expect(only(drawing).steps[0]!.commands).toEqual([]);
    expect(drawing.plan.preparations.map(({ title }) => title)).toContain(
      'Define the store, with a workload identity and no stored key',
    );
  });

  test('what opens the store goes to level 2', async () => {
    const aws =
      '{aws: {service: SecretsManager, auth: {secretRef: {secretAccessKeySecretRef: {name: db, key: password}}}}}';
    const drawing = await drawn({ 'store.yaml': store(aws), 'a.yaml': secret('db', 'shop') }, 3);
    expect(only(drawing)).toMatchObject({ to: 2 });
    expect(steps(drawing)[0]).toBe('Seal it for `shop/db`');
    expect(drawing.markdown).toContain('before a store can be read');
  });

  test('a SealedSecret lets go of the Secret; a namespace that nobody names is left to the context', async () => {
    const sealed = await drawn(
      {
        'a.yaml': `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: db, namespace: shop}\nspec: {encryptedData: {password: ${fakeSealed(1)}}, template: {type: kubernetes.io/basic-auth}}\n`,
      },
      3,
    );
    expect(commandsOf(sealed)).toContain(
      `kubectl --namespace shop patch secret db --type json --patch '[{"op": "remove", "path": "/metadata/ownerReferences"}]'`,
    );
    expect(parse(only(sealed).steps[1]!.files[0]!.content).spec.target.template).toEqual({
      type: 'kubernetes.io/basic-auth',
    });
    const open = await drawn({ 'a.yaml': secret('db') }, 3);
    expect(parse(only(open).steps[1]!.files[0]!.content).metadata).toEqual({ name: 'db' });
  });

  test('keys that a narrow alphabet would make one stay two', async () => {
    const manifest = secret('db', 'shop').replace('username', 'pass.word').replace('password', 'pass_word');
    const drawing = await drawn(
      { 'store.yaml': store("{azurekv: {vaultUrl: 'https://a.vault.azure.net'}}"), 'a.yaml': manifest },
      3,
    );
    const { data } = parse(only(drawing).steps[1]!.files[0]!.content).spec;
    expect(data.map((one: { remoteRef: { key: string } }) => one.remoteRef.key)).toEqual([
      'shop-db-pass-word',
      'shop-db-pass-word-2',
    ]);
  });
});

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: app, namespace: shop}
spec:
  template:
    spec:
      containers:
        - name: app
          image: app:1
          env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]
        - name: proxy
          image: proxy:1
`;

describe('to level 4', () => {
  test('a class, synced where an environment variable reads it, mounted by the container that does', async () => {
    const drawing = await drawn({ 'app/secret.yaml': secret('db', 'shop'), 'app/deployment.yaml': deployment }, 4);
    const planned = only(drawing);
    const [klass] = planned.steps[1]!.files;
    const manifest = parse(klass!.content);
    expect(manifest).toMatchObject({
      apiVersion: 'secrets-store.csi.x-k8s.io/v1',
      kind: 'SecretProviderClass',
      metadata: { name: 'db', namespace: 'shop' },
      spec: {
        provider: 'vault',
        parameters: { vaultAddress: '<vault-address>', roleName: '<role>' },
        secretObjects: [
          {
            secretName: 'db',
            type: 'Opaque',
            data: [
              { objectName: 'username', key: 'username' },
              { objectName: 'password', key: 'password' },
            ],
          },
        ],
      },
    });
    expect(parse(manifest.spec.parameters.objects)).toEqual([
      { objectName: 'username', secretPath: 'secret/data/shop/db', secretKey: 'username' },
      { objectName: 'password', secretPath: 'secret/data/shop/db', secretKey: 'password' },
    ]);
    const [part] = planned.steps[2]!.files;
    const spec = parse(part!.content).spec.template.spec;
    expect(spec.containers).toEqual([
      { name: 'app', volumeMounts: [{ name: 'db', mountPath: '/mnt/secrets/db', readOnly: true }] },
    ]);
    expect(spec.volumes[0].csi.volumeAttributes.secretProviderClass).toBe('db');
    expect(planned.steps.map(({ title }) => title)).toContain('Better for a database: let Vault issue the credential');
    expect(planned.steps.at(-1)!.title).toBe('Rotate `password`');
  });

  test('a VaultStaticSecret for what no Pod mounts, a class for what one does', async () => {
    const drawing = await drawn(
      {
        'a.yaml': secret('values', 'shop'),
        'b.yaml': secret('db', 'shop'),
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: app, namespace: shop}
spec:
  chart: {spec: {chart: app, sourceRef: {kind: HelmRepository, name: charts}}}
  valuesFrom:
    - {kind: Secret, name: values}
    - {kind: ConfigMap, name: db}
`,
        'pod.yaml': `apiVersion: v1
kind: Pod
metadata: {name: app, namespace: shop}
spec: {containers: [{name: app, image: app, envFrom: [{secretRef: {name: db}}]}]}
`,
      },
      4,
    );
    const kinds = drawing.plan.planned.map(({ subject, steps }) => [
      subject.name,
      steps.flatMap(({ files }) => files.map(({ content }) => parse(content).kind)),
    ]);
    expect(kinds).toEqual([
      ['values', ['VaultStaticSecret']],
      ['db', ['SecretProviderClass', 'Pod']],
    ]);
    const prepared = drawing.plan.preparations.map(({ title }) => title);
    expect(prepared).toContain('Install the Vault Secrets Operator');
    expect(prepared).toContain('Install the Secrets Store CSI driver and its provider');
  });

  test('a VaultStaticSecret where the operator is there', async () => {
    const drawing = await drawn(
      {
        'vso.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultAuth
metadata: {name: shop-auth, namespace: shop}
spec: {method: kubernetes, mount: kubernetes, kubernetes: {role: shop, serviceAccount: app}}
`,
        'app/secret.yaml': secret('mail', 'shop'),
      },
      4,
    );
    const planned = only(drawing);
    expect(parse(planned.steps[1]!.files[0]!.content)).toEqual({
      apiVersion: 'secrets.hashicorp.com/v1beta1',
      kind: 'VaultStaticSecret',
      metadata: { name: 'mail', namespace: 'shop' },
      spec: {
        vaultAuthRef: 'shop-auth',
        type: 'kv-v2',
        mount: 'secret',
        path: 'shop/mail',
        refreshAfter: '1h',
        destination: { name: 'mail', create: true, overwrite: true },
      },
    });
    expect(planned.steps.some(({ title }) => title.startsWith('Better for a database'))).toBe(false);
  });
});

describe('which Secrets, and to what', () => {
  test('the declared level, else the recommended one; readable ones first; what is left out is counted', async () => {
    const files = {
      'a.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: x}\nstringData: {host: db.example.com}\n',
      'b.yaml': secret('b', 'x'),
      'test/c.yaml': secret('c', 'x'),
      'README.md': '```sh\nkubectl create secret generic d -n x --from-literal=a=b\n```\n',
    };
    const { plan, markdown } = await drawn(files, undefined);
    expect(plan).toMatchObject({ to: 2, by: 'recommended' });
    expect(plan.leftOut).toEqual(
      new Map([
        ['tests and examples', 1],
        ['documentation', 1],
      ]),
    );
    expect(plan.planned[0]!.subject).toMatchObject({ name: 'b', from: 0 });
    expect(markdown).toContain('1 left out (tests and examples)');
    expect((await drawn(files, undefined, { declared: 3 })).plan).toMatchObject({ to: 3, by: 'declared' });
  });

  test('to level 1 a readable Secret leaves Git', async () => {
    const drawing = await drawn({ 'k/a b.yaml': secret('db', 'shop') }, 1);
    expect(commandsOf(drawing).slice(0, 2)).toEqual([
      "printf '%s\\n' '/a\\ b.yaml' >> k/.gitignore",
      "git rm --cached --quiet -- 'k/a b.yaml'",
    ]);
    expect(steps(drawing).at(-1)).toBe('Rotate `password`');
  });

  test('nothing read is said, and nothing to do is said', async () => {
    expect((await drawn({}, 2)).markdown).toContain('Nothing was read');
    expect((await drawn({ 'a.yaml': 'a: b\n' }, 2)).markdown).toContain('provides no Secret');
    const samples = await drawn({ 'test/c.yaml': secret('c', 'x') }, undefined);
    expect(samples.markdown).toContain(`Nothing to plan, for ${samplesOnly}.`);
    expect(samples.markdown).not.toContain('In the way');
  });

  test('no plan leads below the level that most Secrets are at', async () => {
    const external = (name: string) => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: ${name}, namespace: x}
spec:
  secretStoreRef: {name: s, kind: ClusterSecretStore}
  data: [{secretKey: p, remoteRef: {key: k}}]
`;
    const files = { 'e.yaml': external('e'), 'f.yaml': external('f'), 'b.yaml': secret('b', 'x') };
    const { plan, markdown } = await drawn(files, undefined);
    expect(plan).toMatchObject({ to: 3, by: 'applied', recommended: 2, done: 2 });
    expect(plan.planned.map(({ to }) => to)).toEqual([3]);
    expect(markdown).toContain('this is the one that most Secrets are at');
  });
});

describe('what every plan keeps to', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  const validate = ajv.compile(
    JSON.parse(readFileSync(new URL('../schemas/plan.schema.json', import.meta.url), 'utf8')),
  );

  test.each([1, 2, 3, 4] as const)(
    'every example to level %i: schema, manifests, commands, a last step that rotates',
    async (to) => {
      let planned = 0;
      const all: string[] = [];
      for (const rule of rules) {
        for (const example of rule.bad()) {
          const drawing = await drawn(Object.fromEntries(unmarked(example).files), to);
          expect(validate(drawing.json), JSON.stringify(validate.errors)).toBe(true);
          for (const { steps } of drawing.plan.planned) {
            planned++;
            expect(steps.at(-1)!.title).toMatch(/^Rotate /);
            for (const { files, commands } of steps) {
              for (const { content } of files)
                expect(parse(content)).toMatchObject({ apiVersion: expect.anything(), kind: expect.anything() });
              all.push(...commands);
            }
          }
        }
      }
      const { status, stderr } = spawnSync('bash', ['-n'], { input: all.join('\n'), encoding: 'utf8' });
      expect(status, stderr).toBe(0);
      expect(planned).toBeGreaterThan(10);
    },
    120_000,
  );
});

describe('the command', () => {
  const example = new URL('../examples/level-2-broken', import.meta.url).pathname;
  const call = async (...argv: string[]) => {
    let stdout = '';
    let stderr = '';
    const code = await main(['plan', ...argv], {
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
      },
      env: {},
      isTTY: false,
      isErrorTTY: false,
      columns: 0,
    });
    return { code, stdout, stderr };
  };

  test('Markdown by default, JSON on demand, 0 with something left to do', async () => {
    const markdown = await call(example);
    expect(markdown.code).toBe(0);
    expect(markdown.stdout).toMatch(/^# Plan to level 2 sealed-secrets\n/);
    const json = JSON.parse((await call(example, '--to', 'vault', '-o', 'json')).stdout);
    expect(json).toMatchObject({ version: 1, to: 4, by: 'asked' });
    expect(json.secrets.length).toBeGreaterThan(0);
  });

  test('mistakes exit 2', async () => {
    expect(await call(example, '--to', '5')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('level is 1-4'),
    });
    expect(await call(example, '-o', 'sarif')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('markdown, json'),
    });
    expect(await call(example, '-n', 'Not A Namespace')).toMatchObject({ code: 2 });
  });
});
