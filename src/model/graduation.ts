import type { Observation } from './observation.ts';
import type { Repository } from './repository.ts';

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
