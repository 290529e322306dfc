import { type Declaration, declare, type Mechanism } from '../mechanism.ts';
import { asScalar, at, pairsOf, textAt } from '../parser.ts';
import type { Resource } from '../resource.ts';
import { keeperOf } from '../secret.ts';
import { maps, mapsOf } from '../walk.ts';

export const generated: Mechanism = {
  id: 'generated',
  title: 'Generated in the cluster',
  level: 1,
  about:
    'Secrets that a controller makes and nobody keeps in Git: Secrets with annotations of kubernetes-secret-generator, kubernetes-replicator or Reflector, ServiceAccount tokens, `writeConnectionSecretToRef` of Crossplane, `generate: true` beside a reference, serving certificates of OpenShift, and the well-known outputs of operators (CloudNativePG, Zalando, Crunchy and Percona databases, MongoDB, Redis Enterprise, Strimzi, RabbitMQ, ECK, Rook, Keycloak, Cluster API, Bank-Vaults, Grafana, Argo CD, Config Connector). Says nothing about the level of a repository.',
  reference: 'https://github.com/mittwald/kubernetes-secret-generator',
  *declarations(resource) {
    if (resource.kind === 'CustomResourceDefinition') return;
    const name = at(resource.node, 'metadata', 'name');
    if (keeperOf(resource) === 'generated') {
      yield declare('generated', resource, name);
      return;
    }
    if (resource.kind === 'Secret' || resource.group === '') {
      yield* servingCertificate(resource);
      return;
    }
    yield* connections(resource);
    yield* requested(resource);
    for (const { kind, group, names } of operators) {
      if (kind !== resource.kind || !resource.group.endsWith(group)) continue;
      for (const made of resource.name === undefined ? [undefined] : names(resource, resource.name)) {
        yield declare('generated', resource, name, { name: made });
      }
    }
  },
};

/** https://docs.openshift.com/container-platform/latest/security/certificates/service-serving-certificate.html */
function* servingCertificate(resource: Resource): Iterable<Declaration> {
  if (resource.kind !== 'Service') return;
  for (const stage of ['beta', 'alpha']) {
    const annotation = `service.${stage}.openshift.io/serving-cert-secret-name`;
    if (!resource.annotations.has(annotation)) continue;
    yield declare('generated', resource, at(resource.node, 'metadata', 'annotations', annotation), {
      keys: ['tls.crt', 'tls.key'],
    });
  }
}

/** Crossplane. https://docs.crossplane.io/latest/concepts/managed-resources/#writeconnectionsecrettoref */
function* connections(resource: Resource): Iterable<Declaration> {
  const reference = at(resource.node, 'spec', 'writeConnectionSecretToRef');
  if (reference) {
    yield declare('generated', resource, at(reference, 'name'), {
      namespace: textAt(reference, 'namespace') ?? resource.namespace,
    });
  }
  const published = at(resource.node, 'spec', 'publishConnectionDetailsTo', 'name');
  if (published) yield declare('generated', resource, published);
}

/** `passwordSecretKeyRef: {name: x, key: y, generate: true}` (MariaDB operator and others), ACK FieldExport, Azure Service Operator. */
function* requested(resource: Resource): Iterable<Declaration> {
  const spec = at(resource.node, 'spec');
  if (resource.kind === 'FieldExport' && textAt(spec, 'to', 'kind')?.toLowerCase() === 'secret') {
    yield declare('generated', resource, at(spec, 'to', 'name'), {
      namespace: textAt(spec, 'to', 'namespace') ?? resource.namespace,
    });
  }
  for (const { value } of pairsOf(at(spec, 'operatorSpec', 'secrets'))) {
    const name = at(value, 'name');
    if (name) yield declare('generated', resource, name);
  }
  if (!resource.document.text.holds('generate')) return;
  for (const { path, node } of maps(spec)) {
    if (!/Secret(?:Key)?Ref$/.test(path.at(-1) ?? '') || textAt(node, 'generate') !== 'true') continue;
    const key = textAt(node, 'key');
    yield declare('generated', resource, at(node, 'name'), { keys: key === undefined ? undefined : [key] });
  }
}

interface Operator {
  readonly kind: string;
  /** End of the API group. */
  readonly group: string;
  names(resource: Resource, name: string): readonly string[];
}

const suffixed = (...suffixes: readonly string[]) => {
  return (_: Resource, name: string): readonly string[] => suffixes.map((suffix) => name + suffix);
};

function postgresUsers({ node }: Resource, name: string): readonly string[] {
  const users = [...mapsOf(at(node, 'spec', 'users'))].map((user) => textAt(user, 'name') ?? name);
  return (users.length > 0 ? users : [name]).map((user) => `${name}-pguser-${user}`);
}

/** Outputs of operators that nothing in the manifest names. */
const operators: readonly Operator[] = [
  // https://cloudnative-pg.io/documentation/current/applications/#secrets
  {
    kind: 'Cluster',
    group: 'postgresql.cnpg.io',
    names: suffixed('-app', '-superuser', '-ca', '-server', '-replication'),
  },
  // https://postgres-operator.readthedocs.io/en/latest/user/#connect-to-postgresql
  {
    kind: 'postgresql',
    group: 'acid.zalan.do',
    names: (resource, name) =>
      ['postgres', 'standby', ...pairsOf(at(resource.node, 'spec', 'users')).map(({ key }) => key.value)].map(
        (user) => `${user.replaceAll('_', '-')}.${name}.credentials.postgresql.acid.zalan.do`,
      ),
  },
  // https://access.crunchydata.com/documentation/postgres-operator/latest/architecture/user-management
  {
    kind: 'PostgresCluster',
    group: 'postgres-operator.crunchydata.com',
    names: postgresUsers,
  },
  // https://strimzi.io/docs/operators/latest/deploying
  {
    kind: 'Kafka',
    group: 'kafka.strimzi.io',
    names: suffixed('-cluster-ca-cert', '-clients-ca-cert', '-cluster-ca', '-clients-ca'),
  },
  // https://docs.percona.com/percona-operator-for-mysql/pxc/users.html
  {
    kind: 'PerconaXtraDBCluster',
    group: 'pxc.percona.com',
    names: suffixed('-secrets', '-ssl', '-ssl-internal', '-vault', '-mysql-init', '-log-collector'),
  },
  {
    kind: 'PerconaServerMongoDB',
    group: 'psmdb.percona.com',
    names: suffixed('-secrets', '-ssl', '-ssl-internal', '-mongodb-keyfile', '-mongodb-encryption-key'),
  },
  { kind: 'PerconaPGCluster', group: 'pgv2.percona.com', names: postgresUsers },
  // https://redis.io/docs/latest/operate/kubernetes/reference/
  { kind: 'RedisEnterpriseCluster', group: 'app.redislabs.com', names: suffixed('') },
  { kind: 'RedisEnterpriseDatabase', group: 'app.redislabs.com', names: (_, name) => [`redb-${name}`] },
  // https://github.com/mongodb/mongodb-kubernetes-operator/blob/master/docs/deploy-configure.md
  {
    kind: 'MongoDBCommunity',
    group: 'mongodbcommunity.mongodb.com',
    names: ({ node }, name) =>
      [...mapsOf(at(node, 'spec', 'users'))].map(
        (user) => `${name}-${textAt(user, 'db') ?? 'admin'}-${textAt(user, 'name') ?? ''}`,
      ),
  },
  // https://cluster-api.sigs.k8s.io/developer/architecture/controllers/cluster#secrets
  { kind: 'Cluster', group: 'cluster.x-k8s.io', names: suffixed('-kubeconfig', '-ca', '-etcd', '-proxy', '-sa') },
  // https://bank-vaults.dev/docs/operator/
  {
    kind: 'Vault',
    group: 'vault.banzaicloud.com',
    names: ({ node }, name) => {
      const kept = at(node, 'spec', 'unsealConfig', 'kubernetes');
      return kept ? [textAt(kept, 'secretName') ?? `${name}-unseal-keys`] : [];
    },
  },
  // https://grafana.github.io/grafana-operator/docs/grafana/
  { kind: 'Grafana', group: 'grafana.integreatly.org', names: suffixed('-admin-credentials') },
  // https://argocd-operator.readthedocs.io/
  { kind: 'ArgoCD', group: 'argoproj.io', names: suffixed('-cluster', '-tls', '-ca') },
  { kind: 'KafkaUser', group: 'kafka.strimzi.io', names: suffixed('') },
  // https://www.rabbitmq.com/kubernetes/operator/using-operator#creds
  { kind: 'RabbitmqCluster', group: 'rabbitmq.com', names: suffixed('-default-user', '-erlang-cookie') },
  // https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s
  {
    kind: 'Elasticsearch',
    group: 'elasticsearch.k8s.elastic.co',
    names: suffixed('-es-elastic-user', '-es-http-certs-public', '-es-http-certs-internal', '-es-http-ca-internal'),
  },
  { kind: 'ApmServer', group: 'apm.k8s.elastic.co', names: suffixed('-apm-token', '-apm-http-certs-public') },
  {
    kind: 'Kibana',
    group: 'kibana.k8s.elastic.co',
    names: suffixed('-kb-http-certs-public', '-kb-http-certs-internal'),
  },
  // https://rook.io/docs/rook/latest/CRDs/Object-Storage/ceph-object-store-user-crd/
  {
    kind: 'CephObjectStoreUser',
    group: 'ceph.rook.io',
    names: ({ node }, name) => {
      const store = asScalar(at(node, 'spec', 'store'))?.value;
      return store === undefined ? [] : [`rook-ceph-object-user-${store}-${name}`];
    },
  },
  { kind: 'CephClient', group: 'ceph.rook.io', names: (_, name) => [`rook-ceph-client-${name}`] },
  { kind: 'ObjectBucketClaim', group: 'objectbucket.io', names: suffixed('') },
  // https://www.keycloak.org/operator/basic-deployment
  { kind: 'Keycloak', group: 'k8s.keycloak.org', names: suffixed('-initial-admin') },
  // https://cloud.google.com/config-connector/docs/reference/resource-docs/iam/iamserviceaccountkey
  { kind: 'IAMServiceAccountKey', group: 'iam.cnrm.cloud.google.com', names: suffixed('') },
  // https://github.com/mittwald/kubernetes-secret-generator#cr-based-generation
  { kind: 'StringSecret', group: 'secretgenerator.mittwald.de', names: suffixed('') },
  { kind: 'BasicAuth', group: 'secretgenerator.mittwald.de', names: suffixed('') },
  { kind: 'SSHKeyPair', group: 'secretgenerator.mittwald.de', names: suffixed('') },
];
