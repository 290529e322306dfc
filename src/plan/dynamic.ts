import { markdownCode as code } from '../escape.ts';
import { quoted } from '../quote.ts';
import { writtenNamespace } from './externalise.ts';
import { type Manifest, yamlOf } from './manifest.ts';
import { type Step, step } from './step.ts';
import { entryOf } from './store.ts';
import type { Subject } from './subject.ts';
import type { VaultGround } from './vault-ground.ts';

const engines: readonly (readonly [RegExp, string])[] = [
  [/postgres|pgsql|\bpg\b/i, 'postgresql-database-plugin'],
  [/mysql|mariadb/i, 'mysql-database-plugin'],
  [/mongo/i, 'mongodb-database-plugin'],
  [/mssql|sqlserver/i, 'mssql-database-plugin'],
  [/redis|valkey/i, 'redis-database-plugin'],
  [/elastic/i, 'elasticsearch-database-plugin'],
  [/cassandra/i, 'cassandra-database-plugin'],
];
const database =
  /(?:^|[-_.])(?:db|database|postgres\w*|pg|pgsql|mysql|mariadb|mongo\w*|mssql|redis|valkey|cassandra|sql)(?:[-_.]|$)/i;

/** Vault can issue database credentials itself: short-lived, one a client. */
export function dynamicStep(subject: Subject, ground: VaultGround): Step | undefined {
  const { name, keys, path } = subject;
  const about = [name ?? '', ...(keys ?? [])];
  if (!about.some((word) => database.test(word))) return undefined;
  const engine = engines.find(([pattern]) => [...about, path].some((word) => pattern.test(word)))?.[1];
  const role = entryOf(subject).replaceAll('/', '-');
  const { program, operator } = ground;
  const credentials = `creds/${role}`;
  const manifest: Manifest = {
    apiVersion: 'secrets.hashicorp.com/v1beta1',
    kind: 'VaultDynamicSecret',
    metadata: { name: name!, namespace: writtenNamespace(subject) },
    spec: { mount: 'database', path: credentials, destination: { name: name!, create: true, overwrite: true } },
  };
  return step('Better for a database: let Vault issue the credential', {
    files: operator ? [{ path: 'instead of the VaultStaticSecret', content: yamlOf(manifest), fragment: true }] : [],
    commands: [
      `${program} secrets enable database`,
      `${program} write database/roles/${quoted(role)} db_name=${quoted('<connection>')} creation_statements=@creation.sql default_ttl=1h max_ttl=24h`,
    ],
    notes: [
      `Such a credential lives for an hour and belongs to one client, so that nothing is left to rotate. The connection is made with ${code(`${program} write database/config/<connection>`)}${engine ? ` and the plugin ${code(engine)}` : ''}.`,
      operator
        ? 'Its keys are `username` and `password`.'
        : `In the class, ${code('secretPath')} becomes ${code(`database/${credentials}`)}, with ${code('secretKey')} username and password.`,
    ],
  });
}
