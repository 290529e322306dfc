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

  const kind = (apiVersion: string, name: string, spec = '{}') =>
    `apiVersion: ${apiVersion.replace(/\/[A-Z]\w+$/, '')}\nkind: ${/[A-Z]\w+$|postgresql$/.exec(apiVersion)![0]}\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

  // What the operator makes, and a name beside it that it does not make.
  it.each([
    ['postgresql.cnpg.io/v1/Cluster', 'pg', '{}', ['pg-app', 'pg-superuser'], 'pg-backup'],
    [
      'acid.zalan.do/v1/postgresql',
      'db',
      '{users: {shop_app: []}}',
      ['shop-app.db.credentials.postgresql.acid.zalan.do'],
      'x.db',
    ],
    [
      'postgres-operator.crunchydata.com/v1beta1/PostgresCluster',
      'db',
      '{users: [{name: shop}]}',
      ['db-pguser-shop'],
      'db-pguser-db',
    ],
    ['pxc.percona.com/v1/PerconaXtraDBCluster', 'db', '{}', ['db-secrets', 'db-ssl'], 'db-backup'],
    ['psmdb.percona.com/v1/PerconaServerMongoDB', 'db', '{}', ['db-secrets'], 'db-backup'],
    ['pgv2.percona.com/v2/PerconaPGCluster', 'db', '{}', ['db-pguser-db'], 'db-backup'],
    [
      'mongodbcommunity.mongodb.com/v1/MongoDBCommunity',
      'db',
      '{users: [{name: shop, db: app}]}',
      ['db-app-shop'],
      'db-admin-shop',
    ],
    ['kafka.strimzi.io/v1beta2/Kafka', 'k', '{}', ['k-cluster-ca-cert'], 'k-user'],
    ['kafka.strimzi.io/v1beta2/KafkaUser', 'shop', '{}', ['shop'], 'shop-key'],
    ['rabbitmq.com/v1beta1/RabbitmqCluster', 'mq', '{}', ['mq-default-user'], 'mq-admin'],
    ['elasticsearch.k8s.elastic.co/v1/Elasticsearch', 'es', '{}', ['es-es-elastic-user'], 'es-user'],
    ['apm.k8s.elastic.co/v1/ApmServer', 'apm', '{}', ['apm-apm-token'], 'apm-token'],
    ['app.redislabs.com/v1/RedisEnterpriseCluster', 'rec', '{}', ['rec'], 'rec-tls'],
    ['app.redislabs.com/v1alpha1/RedisEnterpriseDatabase', 'cache', '{}', ['redb-cache'], 'cache'],
    ['ceph.rook.io/v1/CephObjectStoreUser', 'u', '{store: s}', ['rook-ceph-object-user-s-u'], 'u-key'],
    ['cluster.x-k8s.io/v1beta1/Cluster', 'prod', '{}', ['prod-kubeconfig'], 'prod-app'],
    ['vault.banzaicloud.com/v1alpha1/Vault', 'v', '{unsealConfig: {kubernetes: {}}}', ['v-unseal-keys'], 'v-app'],
    [
      'database.example.org/v1alpha1/Instance',
      'i',
      '{writeConnectionSecretToRef: {name: conn, namespace: prod}}',
      ['conn'],
      'i',
    ],
    ['cert-manager.io/v1/Certificate', 'c', '{secretName: web-tls}', ['web-tls'], 'c'],
  ])('is made by %s', async (apiVersion, name, spec, made, other) => {
    expect(await orphans([...made, other], { 'cr.yaml': kind(apiVersion, name, spec) })).toEqual([other]);
  });

  it('is not made by a kind of the same name in another group', async () => {
    expect(await orphans(['pg-app'], { 'cr.yaml': kind('example.org/v1/Cluster', 'pg') })).toEqual(['pg-app']);
  });

  it('is not made by what reads it: a store, an issuer, a source', async () => {
    const files = {
      'a.yaml': `apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: s}\nspec:\n  provider:\n    onepassword:\n      auth:\n        secretRef:\n          connectTokenSecretRef: {name: one, key: token}\n---\napiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: i}\nspec:\n  acme:\n    privateKeySecretRef: {name: account}\n    solvers:\n      - dns01:\n          cloudflare:\n            apiTokenSecretRef: {name: two, key: token}\n`,
    };
    expect(await orphans(['one', 'two', 'account'], files)).toEqual(['one', 'two']);
  });

  it('is made by a chart, but not by the chart of an Argo CD Application with plain manifests', async () => {
    const application = (source: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: redis}\nspec:\n  source: ${source}\n`;
    const chart = {
      'app.yaml': application('{repoURL: https://charts.example.com, chart: redis, targetRevision: 1.0.0}'),
    };
    expect(await orphans(['redis-auth'], chart)).toEqual([]);
    expect(await orphans(['redis-auth'], { 'app.yaml': application('{repoURL: x, path: apps/redis}') })).toEqual([
      'redis-auth',
    ]);
    const own = {
      'app.yaml': application('{repoURL: x, path: charts/redis}'),
      'charts/redis/Chart.yaml': 'name: redis\nversion: 1.0.0\n',
    };
    expect(await orphans(['redis-auth'], own)).toEqual(['redis-auth']);
    const templated = {
      ...own,
      'charts/redis/templates/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .Release.Name }}-auth\nstringData:\n  a: {{ .Values.a }}\n',
    };
    expect(await orphans(['redis-auth'], templated)).toEqual([]);
    expect(
      await orphans(['redis-auth'], {
        'main.tf': 'resource "helm_release" "r" {\n  name  = "redis"\n  chart = "redis"\n}\n',
      }),
    ).toEqual([]);
  });

  const release = (name: string, values: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}}\nspec:\n  chart:\n    spec: {chart: app-template, sourceRef: {kind: HelmRepository, name: r}}\n  values: ${values}\n`;

  it('that the values of a release name has to be there before: its own chart does not make it', async () => {
    const files = { 'r.yaml': release('atuin', '{envFrom: [{secretRef: {name: atuin-secret}}]}') };
    expect(await orphans([], files)).toEqual(['atuin-secret']);
    expect(await orphans([], { ...files, 'e.yaml': external('atuin-secret') })).toEqual([]);
    // The chart of another release may make it.
    const other = release('web', '{envFrom: [{secretRef: {name: atuin-secret}}]}');
    expect(await orphans([], { 'r.yaml': release('atuin', '{}'), 'o.yaml': other })).toEqual([]);
  });

  it('that the values of a release call existing', async () => {
    const files = { 'r.yaml': release('db', '{auth: {existingSecret: db-auth, existingSecretPasswordKey: password}}') };
    expect(await orphans([], files)).toEqual(['db-auth']);
    expect(await orphans([], { ...files, 'e.yaml': external('db-auth') })).toEqual([]);
    expect(await orphans([], { 'r.yaml': release('db', '{auth: {existingSecret: "", password: x}}') })).toEqual([]);
  });

  it('is read by a release before its chart is there', async () => {
    const files = {
      'r.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: r, namespace: prod}
spec:
  chart: {spec: {chart: c, sourceRef: {kind: HelmRepository, name: h}}}
  valuesFrom:
    - {kind: Secret, name: r-values, valuesKey: values.yaml}
    - {kind: ConfigMap, name: r-config}
    - {kind: Secret, name: r-more, optional: true}
`,
    };
    expect(await orphans([], files)).toEqual(['r-values']);
  });

  it('has the name that the values of its chart give', async () => {
    const files = {
      'c/Chart.yaml': 'name: c\nversion: 1.0.0\n',
      'c/values.yaml': 'auth:\n  existingSecret: shop-auth\n',
      'c/templates/s.yaml': external('X').replace('"X"', '{{ .Values.auth.existingSecret }}'),
    };
    expect(await orphans(['shop-auth', 'shop-db'], files)).toEqual(['shop-db']);
    expect(await orphans(['shop-auth'], { ...files, 'c/values.yaml': 'auth: {}\n' })).toEqual(['shop-auth']);
  });

  it('is made by a script that pipes it into the cluster, not by one that prints it', async () => {
    const files = {
      'make.sh':
        'kubectl create secret generic one --from-file=k --dry-run=client -o yaml | kubectl apply -f -\nkubectl create secret generic two --from-file=k --dry-run=client -o yaml > two.yaml\nflux create secret git three --url=https://example.com\ncat <<EOF | kubectl apply -f -\napiVersion: v1\nkind: Secret\nmetadata:\n  name: four\nstringData:\n  a: $A\nEOF\n',
    };
    expect(await orphans(['one', 'two', 'three', 'four'], files)).toEqual(['two']);
  });

  describe('of another namespace', () => {
    const pod = (namespace: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: ${namespace}}\nspec:\n  containers:\n    - name: c\n      envFrom: [{secretRef: {name: app}}]\n`;
    const sealed = (annotations = '{}') =>
      `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: app, namespace: prod}\nspec:\n  encryptedData: {}\n  template:\n    metadata:\n      annotations: ${annotations}\n`;

    it('cannot be used', async () => {
      expect(await orphans([], { 'a.yaml': sealed(), 'p.yaml': pod('prod') })).toEqual([]);
      expect(await orphans([], { 'a.yaml': sealed(), 'p.yaml': pod('staging') })).toEqual(['app']);
    });

    it('may be the same one after kustomize or Flux', async () => {
      const moved = { 'kustomization.yaml': 'namespace: prod\nresources: [p.yaml]\n', 'p.yaml': pod('base') };
      expect(await orphans([], { 'b/a.yaml': sealed(), ...moved })).toEqual([]);
      const flux =
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: k}\nspec: {path: ./p, targetNamespace: prod}\n';
      expect(await orphans([], { 'a.yaml': sealed(), 'ks.yaml': flux, 'p/p.yaml': pod('base') })).toEqual([]);
    });

    it('is copied there by a controller', async () => {
      const copied = sealed('{reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true"}');
      expect(await orphans([], { 'a.yaml': copied, 'p.yaml': pod('staging') })).toEqual([]);
      const policy =
        'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: c}\nspec:\n  rules:\n    - generate: {apiVersion: v1, kind: Secret, name: app, namespace: "{{request.object.metadata.name}}", clone: {name: app, namespace: prod}}\n';
      expect(await orphans([], { 'a.yaml': sealed(), 'p.yaml': pod('staging'), 'k.yaml': policy })).toEqual([]);
    });

    it('is not known of a Secret that a script makes without one', async () => {
      const script = 'kubectl create secret generic app --from-file=k\n';
      expect(await orphans([], { 'a.yaml': sealed(), 'p.yaml': pod('staging'), 'm.sh': script })).toEqual([]);
    });
  });

  it('does not count in documentation and tests', async () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  imagePullSecrets: [{name: pull}]\n';
    expect(await orphans([], { 'README.md': `\`\`\`yaml\n${pod}\`\`\`\n`, 'test/pod.yaml': pod })).toEqual([]);
  });
});
