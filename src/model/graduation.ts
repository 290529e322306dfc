import { isTrial } from '../fault.ts';
import type { Observation } from './observation.ts';
import type { Repository } from './repository.ts';
import { type SealedSecret, sealedSecretsOf } from './sealed-secret.ts';

/** Ways to keep a Secret that somebody has to repeat by hand wherever it is needed. */
const byHand = new Set(['plain-secret', 'kubectl', 'sealed-secrets', 'sops']);

/** True where a repository keeps Secrets by hand, so that more places to keep them in mean more work. */
export function keepsByHand(repository: Repository): boolean {
  return repository.declarations.some(({ mechanism }) => byHand.has(mechanism));
}

/** The observations that a finding may rest on: a guess of low confidence is none. */
export function sure(observations: readonly Observation[]): readonly Observation[] {
  return observations.filter(({ confidence }) => confidence !== 'low');
}

/** More people than this outgrow sealing by hand; the matrix gives level 2 a team of up to ten. */
export const maxTeam = 10;
/** More sealed values than this are more than anybody seals again when a key or a person goes. */
export const maxSealedValues = 50;
/** A sealed value that no commit touched for longer is not rotated. */
export const staleDays = 365;

/** The SealedSecrets that somebody runs. */
export function liveSealedSecrets(repository: Repository): readonly SealedSecret[] {
  return sealedSecretsOf(repository).filter(
    ({ resource, items }) => items.length > 0 && !isTrial(resource.passage.file.path),
  );
}

const known = new WeakMap<Repository, readonly SealedSecret[]>();

/** SealedSecrets whose values are older than a year by the history of their files. */
export function unrotated(repository: Repository): readonly SealedSecret[] {
  let found = known.get(repository);
  if (!found) {
    found = unrotatedIn(repository);
    known.set(repository, found);
  }
  return found;
}

function unrotatedIn(repository: Repository): readonly SealedSecret[] {
  const tracked = liveSealedSecrets(repository).filter(({ resource }) =>
    repository.tree.isTracked(resource.passage.file.path),
  );
  const paths = new Set(tracked.map(({ resource }) => resource.passage.file.path));
  const old = repository.history?.untouched(paths, staleDays);
  return old ? tracked.filter(({ resource }) => old.has(resource.passage.file.path)) : [];
}
