import { fault, isShown } from '../fault.ts';
import { literal } from '../literal.ts';
import { externalSecretsOf } from '../model/external-secret.ts';
import type { Repository } from '../model/repository.ts';
import { storesOf } from '../model/secret-store.ts';
import { at, type Document, itemsOf, type ScalarNode, textAt } from '../parser.ts';
import { subjectOf } from '../place.ts';
import { type Resource, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { leaves, maps } from '../walk.ts';

const database =
  /(?:^|[/_.-])(?:db|database|postgres(?:ql)?|pg|mysql|mariadb|mongo(?:db)?|mssql|sqlserver|oracle|cockroach(?:db)?)(?:[/_.-]|$)/i;
/** What a database has beside logins: certificates, backups, what watches it. */
const besides =
  /(?:^|[_.-])(?:tls|ssl|ca|certs?|certificate|backups?|snapshots?|s3|exporter|metrics|license|encryption)(?:[_.-]|$)/i;

/** Whether what reads a path calls it the login of a database: the Secret, its key, the field in Vault. */
function isLogin(name: string): boolean {
  return database.test(name) && !besides.test(name);
}

/** Paths where Vault issues or rotates the credential by itself. */
const issued = /(?:^|\/)(?:static-)?creds\//;

export const vaultStaticDatabaseSecret: Rule = {
  id: 'vault-static-database-secret',
  title: 'A database password is kept in Vault instead of issued by it',
  why: 'A password in the key-value engine is as long-lived as in a file: shared by every replica, rotated by hand. The database engine issues each client its own login for an hour, and revokes it.',
  remedy:
    'Configure the database secrets engine and read `database/creds/<role>` (VaultDynamicSecret, the VaultDynamicSecret generator, or a CSI object), then drop the stored password.',
  references: [
    'https://developer.hashicorp.com/vault/docs/secrets/databases',
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/sources/vault#vaultdynamicsecret-custom-resource',
  ],
  credential: false,
  *check(repository) {
    if (usesDynamicSecrets(repository)) return;
    for (const { resource, node, called, names = [], document = resource.document } of vaultPaths(repository)) {
      if (issued.test(node.value) || isShown(resource.passage)) continue;
      const named = database.test(node.value) || names.some(isLogin);
      if (!named) continue;
      yield fault(
        this.id,
        subjectOf(resource.passage, resource, called),
        'reads a stored database credential; database/creds/<role> issues one',
        spanOf(document, node),
        { confidence: 'possible' },
      );
    }
  },
  bad: () => [
    {
      title: 'a database password in kv',
      level: 4,
      files: {
        'secret.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: app
spec:
  mount: kv
  type: kv-v2
  path: [|app/postgres|]
  refreshAfter: 1h
  destination: {name: app-db, create: true}
`,
      },
    },
    {
      title: 'a path that does not tell, a Secret and keys that do',
      level: 4,
      files: {
        'secret.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: app
spec:
  mount: kv
  type: kv-v2
  path: [|teams/shop|]
  refreshAfter: 1h
  destination: {name: app-postgres-credentials, create: true, type: Opaque}
  rolloutRestartTargets: [{kind: Deployment, name: app}]
`,
        'external.yaml': `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: vault
spec:
  conditions: [{namespaces: [shop]}]
  provider:
    vault:
      server: https://vault.example.com
      auth: {kubernetes: {mountPath: kubernetes, role: app}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
  namespace: shop
spec:
  refreshInterval: 1h
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  data:
    - secretKey: DB_PASSWORD
      remoteRef: {key: [|teams/web|], property: password}
    - secretKey: API_KEY
      remoteRef: {key: teams/mail, property: key}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'what is beside the logins of a database',
      level: 4,
      files: {
        'secret.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: postgres-ca
spec:
  mount: kv
  type: kv-v2
  path: teams/shop
  refreshAfter: 1h
  destination: {name: postgres-backup-s3, create: true}
  rolloutRestartTargets: [{kind: Deployment, name: app}]
`,
      },
    },
    {
      title: 'another secret in kv, and a dynamic one for the database',
      level: 4,
      files: {
        'secret.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: app
spec:
  mount: kv
  type: kv-v2
  path: app/payment
  refreshAfter: 1h
  destination: {name: app, create: true}
---
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultDynamicSecret
metadata:
  name: app
spec:
  mount: database
  path: creds/app
  destination: {name: app-db, create: true}
`,
      },
    },
  ],
};

const injected = 'vault.hashicorp.com/agent-inject-secret-';

interface VaultPath {
  readonly resource: Resource;
  readonly node: ScalarNode;
  readonly called: string;
  /** What the reader calls it. */
  readonly names?: readonly string[];
  /** The document of the node, where it is not the resource's own. */
  readonly document?: Document;
}

/** Every path in Vault that something in the repository reads. */
function* vaultPaths(repository: Repository): Iterable<VaultPath> {
  for (const resource of repository.resourcesOf('VaultStaticSecret')) {
    const node = literal(at(resource.node, 'spec', 'path'));
    const names = [resource.name ?? '', textAt(resource.node, 'spec', 'destination', 'name') ?? ''];
    if (node && resource.group === 'secrets.hashicorp.com') yield { resource, node, called: 'spec.path', names };
  }
  const stores = new Set<string>();
  for (const { provider, resource } of storesOf(repository)) {
    if ((provider === 'vault' || provider === 'openBao') && resource.name)
      stores.add(`${resource.kind}/${resource.name}`);
  }
  for (const { resource, spec, path } of externalSecretsOf(repository)) {
    const kind = literal(at(spec, 'secretStoreRef', 'kind'))?.value ?? 'SecretStore';
    if (!stores.has(`${kind}/${literal(at(spec, 'secretStoreRef', 'name'))?.value}`)) continue;
    const seen = new Set<string>();
    for (const item of [...itemsOf(at(spec, 'data')), ...itemsOf(at(spec, 'dataFrom'))]) {
      const node = literal(at(item, 'remoteRef', 'key') ?? at(item, 'extract', 'key'));
      const names = [textAt(item, 'secretKey'), textAt(item, 'remoteRef', 'property')].filter(
        (name) => name !== undefined,
      );
      const told = node && (database.test(node.value) || node.value.includes('creds/') || names.some(isLogin));
      if (!node || !told || seen.has(node.value)) continue;
      seen.add(node.value);
      yield { resource, node, called: `${path}.data.remoteRef.key`, names };
    }
  }
  // The objects of a SecretProviderClass are YAML inside a string.
  for (const { within, parsed } of repository.passages) {
    const resource = within?.resource;
    if (resource?.kind !== 'SecretProviderClass' || within?.path.at(-1) !== 'objects') continue;
    for (const document of parsed.documents) {
      for (const { path, node } of leaves(document.root)) {
        if (path.at(-1) === 'secretPath' && literal(node)) {
          yield { resource, document, node, called: 'spec.parameters.objects.secretPath' };
        }
      }
    }
  }
  for (const resource of repository.resources) {
    if (resource.kind === 'CustomResourceDefinition' || !resource.passage.text.holds(injected)) continue;
    for (const { path, pairs } of maps(resource.node)) {
      if (path.at(-1) !== 'annotations') continue;
      for (const { key, value } of pairs) {
        const node = key.value.startsWith(injected) ? literal(value) : undefined;
        if (node) yield { resource, node, called: [...path, key.value].join('.') };
      }
    }
  }
}

function usesDynamicSecrets(repository: Repository): boolean {
  if (repository.resourcesOf('VaultDynamicSecret').length > 0) return true;
  for (const { node } of vaultPaths(repository)) if (/(?:^|\/)creds\//.test(node.value)) return true;
  return repository.resourcesOf('SecretProviderClass').some(({ document, node }) => {
    return /\b(?:database|mysql|postgres\w*)\/creds\//.test(document.text.content.slice(node.start, node.end));
  });
}
