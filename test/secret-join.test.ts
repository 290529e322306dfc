import { describe, expect, it } from 'vitest';
import { mechanisms } from '../src/mechanisms/index.ts';
import { orphansOf } from '../src/model/secret-join.ts';
import { scan } from '../src/scan.ts';
import { memorySource } from '../src/sources/memory.ts';

/** Names of the Secrets that a Pod uses and the other files do not provide. */
async function orphans(uses: readonly string[], files: Record<string, string> = {}): Promise<string[]> {
  const list = uses.map((name) => `        - secretRef: {name: "${name}"}\n`).join('');
  const pod = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: app\nspec:\n  containers:\n    - name: app\n      envFrom:\n${list}`;
  const source = memorySource(new Map(Object.entries({ 'pod.yaml': pod, ...files })));
  const parts = { places: [], mechanisms, rules: [], today: new Date(0), ignored: () => false };
  const { repository } = await scan(source, { ...parts, declared: { level: 2, backups: [] } });
  return orphansOf(repository).map(({ name }) => name);
}

const external = (name: string) =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: x\nspec:\n  target: {name: "${name}"}\n  dataFrom:\n    - extract: {key: a}\n`;

describe('a Secret in use', () => {
  it('is an orphan where nothing provides it', async () => {
    expect(await orphans(['app', 'other'])).toEqual(['app', 'other']);
  });

  it('is provided by a declaration of its name, in any namespace', async () => {
    expect(await orphans(['app', 'other'], { 'a.yaml': external('app') })).toEqual(['other']);
  });

  it('is provided by a name with variables', async () => {
    expect(await orphans(['shop-secret', 'shop-tls'], { 'a.yaml': external('${APP}-secret') })).toEqual(['shop-tls']);
  });

  it('is not provided by a name of variables only', async () => {
    expect(await orphans(['app'], { 'a.yaml': external('${NAME}') })).toEqual(['app']);
  });

  it.each(['${NAME}', '{{ .Values.secret }}', '<secret>'])(
    'is left out where its own name is filled in: %s',
    async (name) => {
      expect(await orphans([name])).toEqual([]);
    },
  );

  it('is provided with the prefix and suffix of a kustomization', async () => {
    const files = {
      'kustomization.yaml': 'namePrefix: prod-\nnameSuffix: -v2\nresources: [a.yaml]\n',
      'a.yaml': external('app'),
    };
    expect(await orphans(['prod-app-v2', 'prod-db-v2'], files)).toEqual(['prod-db-v2']);
  });

  it('may be made by the chart of a release', async () => {
    const files = { 'install.sh': 'helm upgrade --install redis bitnami/redis\n' };
    expect(await orphans(['redis', 'redis-auth', 'redisx'], files)).toEqual(['redisx']);
  });

  it('may be made by a script, by Terraform, or named by a custom resource that writes it', async () => {
    const files = {
      'make.sh': 'kubectl -n prod create secret generic one --from-file=key\noc create secret -n prod generic two\n',
      'main.tf': 'resource "kubernetes_secret" "three" {\n  metadata {\n    name = "three"\n  }\n}\n',
      'cr.yaml':
        'apiVersion: db.example.com/v1\nkind: Database\nmetadata: {name: d}\nspec:\n  connectionSecretName: four\n',
    };
    expect(await orphans(['one', 'two', 'three', 'four', 'five'], files)).toEqual(['five']);
  });

  it('does not count in documentation and tests', async () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  imagePullSecrets: [{name: pull}]\n';
    expect(await orphans([], { 'README.md': `\`\`\`yaml\n${pod}\`\`\`\n`, 'test/pod.yaml': pod })).toEqual([]);
  });
});
