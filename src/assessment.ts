import type { Coverage } from './coverage.ts';
import { type Fact, type Factor, levelNames, type Reason, type Recommendation, recommend } from './level.ts';
import { factsOf, needsOf, profileOf } from './model/facts.ts';
import { liveSealedSecrets, maxSealedValues, unrotated } from './model/graduation.ts';
import type { Repository } from './model/repository.ts';
import type { Level } from './policy.ts';
import type { LevelReport } from './report.ts';

/** Whether the level of a repository fits what is known of its team and platform. Nothing here fails a run. */
export interface Assessment {
  readonly level: LevelReport;
  /** How the Secrets are kept; counted, so of high confidence. */
  readonly coverage: Coverage;
  /** What is known, declared before observed. */
  readonly facts: readonly Fact[];
  readonly recommended: Recommendation;
  /** Reasons to climb: each asks for a level above the one applied. */
  readonly graduation: readonly Reason[];
  /** Why the level applied is more than the known facts ask for; empty where it is not. */
  readonly overEngineering: readonly string[];
  /** Factors that only a person can tell and that the configuration does not. */
  readonly undeclared: readonly Factor[];
}

/** Factors that decide a level and that no repository shows. */
const invisible: readonly Factor[] = ['teamSize', 'compliance', 'fineGrainedAccess'];

/** Keys of the factors in the configuration, under `profile`. */
export const profileKeys: Readonly<Record<Factor, string>> = {
  teamSize: 'team-size',
  clusters: 'clusters',
  clouds: 'clouds',
  compliance: 'compliance',
  rotation: 'rotation',
  dynamicSecrets: 'dynamic-secrets',
  fineGrainedAccess: 'fine-grained-access',
  encryptionAtRest: 'encryption-at-rest',
};

/** Sets the level of a repository against the decision matrix. */
export function assessmentOf(repository: Repository, level: LevelReport, coverage: Coverage): Assessment {
  const facts = factsOf(repository);
  const recommended = recommend(profileOf(needsOf(facts)));
  const undeclared = invisible.filter(
    (factor) => !facts.some((fact) => fact.factor === factor && fact.confidence !== 'low'),
  );
  return {
    level,
    coverage,
    facts,
    recommended,
    graduation: [...recommended.reasons, ...triggers(repository)].filter(
      // Where nothing is kept or used there is nothing to start with.
      (reason) => reason.level > level.applied && (reason.factor !== 'default' || hasSecrets(coverage)),
    ),
    overEngineering: excess(level.applied, recommended.level, undeclared),
    undeclared,
  };
}

function hasSecrets({ total, unfilled, used }: Coverage): boolean {
  return total > 0 || unfilled > 0 || used > 0;
}

/** What outgrows sealing by hand besides what the matrix asks about. */
function triggers(repository: Repository): Reason[] {
  const sealed = liveSealedSecrets(repository);
  const values = sealed.reduce((sum, { items }) => sum + items.length, 0);
  const old = unrotated(repository).length;
  const out: Reason[] = [];
  if (values > maxSealedValues) {
    out.push({ level: 3, factor: 'sealedValues', because: `${values} values are sealed by hand` });
  }
  if (old > 0) {
    const some = `${old} of ${sealed.length} SealedSecrets`;
    out.push({
      level: 3,
      factor: 'rotation',
      because: `no commit has touched ${some} for a year: nobody rotates them`,
    });
  }
  return out;
}

/** A store is seldom a mistake, so only what is known of team and compliance makes one too much; Vault costs more. */
function excess(applied: Level, recommended: Level, undeclared: readonly Factor[]): string[] {
  if (applied <= recommended) return [];
  const guessed = undeclared.includes('teamSize') || undeclared.includes('compliance');
  if (guessed && applied < 4) return [];
  const out = [
    `level ${applied} (${levelNames[applied]}) is more than ${guessed ? 'the repository shows a need for' : 'the known facts ask for'}: level ${recommended} (${levelNames[recommended]}) would do`,
  ];
  if (applied === 4) {
    out.push('do not start with Vault for a proof of concept: it takes days to run well, and somebody on call');
  }
  return out;
}
