import { isShown, isTrial } from '../fault.ts';
import type { Fact, Factor, Profile } from '../level.ts';
import { goDuration, isTrue, literal } from '../literal.ts';
import { asScalar, at, itemsOf } from '../parser.ts';
import type { Passage } from '../resource.ts';
import { leaves } from '../walk.ts';
import { cloudsOf } from './clouds.ts';
import { clustersOf } from './clusters.ts';
import { externalSecretsOf } from './external-secret.ts';
import { unrotated } from './graduation.ts';
import type { Observation } from './observation.ts';
import type { Repository } from './repository.ts';
import { teamOf, teamWindow } from './team.ts';

/** Factors in the order in which people ask for them. */
const factors: readonly Factor[] = [
  'teamSize',
  'clusters',
  'clouds',
  'compliance',
  'rotation',
  'dynamicSecrets',
  'fineGrainedAccess',
  'encryptionAtRest',
];

/**
 * What is known of a repository's team and platform: one fact a factor at most, a declared one before an observed one.
 * Compliance and the need for fine-grained access cannot be observed, and who writes commits says little about a team.
 */
export function factsOf(repository: Repository): readonly Fact[] {
  const declared = declaredFacts(repository.declared.profile ?? {});
  const observed = observedFacts(repository).filter(({ factor }) => !declared.some((fact) => fact.factor === factor));
  return [...declared, ...observed].sort((a, b) => factors.indexOf(a.factor) - factors.indexOf(b.factor));
}

/** What the configuration says under `profile`. */
export function declaredFacts(profile: Profile): Fact[] {
  return factors.flatMap((factor): Fact[] => {
    const value = profile[factor];
    if (value === undefined) return [];
    return [
      {
        factor,
        value: Array.isArray(value) ? value.join(', ') : String(value),
        source: 'declared',
        confidence: 'high',
        evidence: 'declared in the configuration',
      },
    ];
  });
}

/** What the repository itself shows. Absence is no fact, except that one cluster is taken for granted. */
export function observedFacts(repository: Repository): Fact[] {
  return [
    ...teamFact(repository),
    clusterFact(clustersOf(repository)),
    ...cloudFact(cloudsOf(repository)),
    ...rotation(repository),
    ...dynamicSecrets(repository),
    ...encryptionAtRest(repository),
  ];
}

/** The profile that facts make; what nobody knows is undefined. */
export function profileOf(facts: readonly Fact[]): Profile {
  const value = (factor: Factor): string | undefined => facts.find((fact) => fact.factor === factor)?.value;
  const list = (factor: Factor): string[] | undefined => value(factor)?.split(', ').filter(Boolean);
  const teamSize = value('teamSize');
  const clusters = value('clusters');
  const [clouds, compliance, rotation] = [list('clouds'), list('compliance'), value('rotation')];
  const flags = (['dynamicSecrets', 'fineGrainedAccess', 'encryptionAtRest'] as const).flatMap((factor) => {
    const flag = value(factor);
    return flag === undefined ? [] : [[factor, flag === 'true'] as const];
  });
  return {
    ...(teamSize === undefined ? {} : { teamSize: Number(teamSize) }),
    ...(clusters === undefined ? {} : { clusters: Number(clusters) }),
    ...(clouds === undefined ? {} : { clouds }),
    ...(compliance === undefined ? {} : { compliance }),
    ...(rotation === 'manual' || rotation === 'automatic' ? { rotation } : {}),
    ...Object.fromEntries(flags),
  };
}

/**
 * The facts that say what is needed. That secrets rotate by themselves where an operator refreshes them is what the
 * mechanism does, not a reason for it, and a guess of low confidence decides nothing.
 */
export function needsOf(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(
    ({ factor, source, confidence }) => source === 'declared' || (factor !== 'rotation' && confidence !== 'low'),
  );
}

/** Who writes commits may not handle secrets, and who handles them may not write: always a guess. */
function teamFact(repository: Repository): Fact[] {
  const team = teamOf(repository);
  if (!team || team.people === 0) return [];
  const { people, fromCommits, bots, owners } = team;
  const evidence = [
    fromCommits
      ? `${counted(people, 'person', 'people')} wrote commits in ${teamWindow} days${bots > 0 ? `, ${counted(bots, 'bot')} left out` : ''}`
      : [],
    owners ? `CODEOWNERS names ${counted(owners.people, 'person', 'people')} and ${counted(owners.teams, 'team')}` : [],
  ].flat();
  return [fact('teamSize', String(people), 'low', evidence.join('; '))];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function clusterFact(clusters: readonly Observation[]): Fact {
  if (clusters.length === 0) {
    return fact('clusters', '1', 'low', 'nothing in the repository names a second cluster');
  }
  return fact('clusters', String(clusters.length), leastOf(clusters), shown(clusters));
}

function cloudFact(clouds: readonly Observation[]): Fact[] {
  const sure = clouds.filter(({ confidence }) => confidence !== 'low');
  const told = sure.length > 0 ? sure : clouds;
  if (told.length === 0) return [];
  const names = told.map(({ name }) => name).sort();
  return [fact('clouds', names.join(', '), leastOf(told), shown(told))];
}

const maxShown = 6;

function shown(observations: readonly Observation[]): string {
  const rest = observations.length - maxShown;
  const first = observations.slice(0, maxShown).map(({ by }) => by);
  return `${first.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

function leastOf(observations: readonly Observation[]): Fact['confidence'] {
  const order = ['low', 'medium', 'high'] as const;
  return order.find((confidence) => observations.some((one) => one.confidence === confidence)) ?? 'low';
}

function rotation(repository: Repository): Fact[] {
  let fresh = 0;
  let still = 0;
  let files = 0;
  for (const { resource, spec } of externalSecretsOf(repository)) {
    if (!counts(resource.passage)) continue;
    const interval = literal(at(spec, 'refreshInterval'))?.value;
    // An hour where nothing is said; `0` reads the store once. https://external-secrets.io/latest/api/externalsecret/
    if (interval === undefined || goDuration(interval) !== 0) fresh++;
    else still++;
  }
  for (const resource of repository.resources) {
    if (resource.group !== vso || !counts(resource.passage)) continue;
    if (/^(?:VaultStaticSecret|VaultDynamicSecret|VaultPKISecret|HCPVaultSecretsApp)$/.test(resource.kind)) fresh++;
  }
  for (const { mechanism, name, resource, span } of repository.declarations) {
    if ((mechanism === 'sealed-secrets' || mechanism === 'sops') && !isTrial(span.file.path)) {
      still++;
      if (name === undefined && resource === undefined) files++;
    }
  }
  if (fresh === 0 && rotatesVolumes(repository)) {
    return [fact('rotation', 'automatic', 'high', 'the Secrets Store CSI driver is told to rotate')];
  }
  if (fresh + still === 0) return [];
  const called = files === 0 ? 'Secrets' : files === fresh + still ? 'encrypted files' : 'Secrets and encrypted files';
  const old = unrotated(repository).length;
  const age = old === 0 ? '' : `; no commit has touched ${old} SealedSecrets for a year`;
  return [
    fact(
      'rotation',
      fresh * 2 >= fresh + still ? 'automatic' : 'manual',
      'high',
      `${fresh} of ${fresh + still} ${called} are read from a store again and again${age}`,
    ),
  ];
}

const vso = 'secrets.hashicorp.com';

/** https://secrets-store-csi-driver.sigs.k8s.io/topics/secret-auto-rotation */
function rotatesVolumes(repository: Repository): boolean {
  return repository.passages.some(
    (passage) =>
      counts(passage) &&
      passage.text.content.includes('enableSecretRotation') &&
      passage.parsed.documents.some(({ root }) =>
        leaves(root).some(({ path, node }) => path.at(-1) === 'enableSecretRotation' && isTrue(node)),
      ),
  );
}

function dynamicSecrets(repository: Repository): Fact[] {
  const issued = repository
    .resourcesOf('VaultDynamicSecret')
    .filter(({ passage, group }) => counts(passage) && (group === vso || group === 'generators.external-secrets.io'));
  if (issued.length > 0) {
    return [fact('dynamicSecrets', 'true', 'high', `${issued.length} × VaultDynamicSecret`)];
  }
  const path = repository.passages.find(
    (passage) => counts(passage) && !passage.within && /\bdatabase\/creds\/[\w-]/.test(passage.text.content),
  );
  if (!path) return [];
  return [fact('dynamicSecrets', 'true', 'medium', `a path database/creds/ in ${path.file.path}`)];
}

/** What a cloud does for a managed cluster stands elsewhere, so only a yes is told. */
function encryptionAtRest(repository: Repository): Fact[] {
  for (const resource of repository.resourcesOf('EncryptionConfiguration')) {
    if (!counts(resource.passage)) continue;
    const first = itemsOf(at(itemsOf(at(resource.node, 'resources'))[0], 'providers'))[0];
    if (first === undefined || at(first, 'identity') !== undefined) continue;
    return [fact('encryptionAtRest', 'true', 'medium', `EncryptionConfiguration in ${resource.passage.file.path}`)];
  }
  for (const passage of repository.passages) {
    if (passage.dialect !== 'hcl' || !counts(passage)) continue;
    for (const { root } of passage.parsed.documents) {
      for (const { path, node } of leaves(at(root, 'resource'))) {
        if (!path.some((step) => /^(?:encryption_config|database_encryption|secrets_encryption)$/.test(step))) continue;
        if (asScalar(node)?.value === 'DECRYPTED') continue;
        return [fact('encryptionAtRest', 'true', 'low', `Terraform in ${passage.file.path} sets it`)];
      }
    }
  }
  return [];
}

function counts(passage: Passage): boolean {
  return !isShown(passage) && !isTrial(passage.file.path);
}

function fact(factor: Factor, value: string, confidence: Fact['confidence'], evidence: string): Fact {
  return { factor, value, source: 'observed', confidence, evidence };
}
