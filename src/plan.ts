import { recommend } from './level.ts';
import { factsOf, needsOf, profileOf } from './model/facts.ts';
import { filteredFiles } from './model/git-attributes.ts';
import { keyBackupsOf } from './model/key-backup.ts';
import { levelAt, type Repository } from './model/repository.ts';
import { externaliseSteps } from './plan/externalise.ts';
import { leftoverSteps, subjectsByName, twinOf } from './plan/leftover.ts';
import { storePreparations, vaultPreparations } from './plan/preparation.ts';
import { type Reason, refusalOf } from './plan/refusal.ts';
import { sealSteps } from './plan/seal.ts';
import { placed, type Sealing, sealingFor, sealingPreparations } from './plan/sealing.ts';
import type { Step } from './plan/step.ts';
import { storeFor } from './plan/store.ts';
import { type LeftOut, type Subject, subjectsOf } from './plan/subject.ts';
import { readWithoutPod, vaultSteps } from './plan/vault.ts';
import { vaultGroundOf } from './plan/vault-ground.ts';
import { withdrawSteps } from './plan/withdraw.ts';
import type { Level } from './policy.ts';
import type { LevelReport } from './report.ts';

/** One Secret on its way, or the reason why its way is not known. */
export interface Planned {
  readonly subject: Subject;
  readonly to: Level;
  readonly steps: readonly Step[];
}

export interface Refused {
  readonly subject: Subject;
  readonly to: Level;
  readonly reason: Reason;
}

/** How the Secrets of a repository get to a level. */
export interface Plan {
  /** The level of all Secrets whose path is not held to another one. */
  readonly to: Level;
  /** `applied`: most Secrets are kept at a higher level than the known facts ask for. */
  readonly by: 'asked' | 'declared' | 'recommended' | 'applied';
  /** What the known facts ask for. */
  readonly recommended: Level;
  /** What has to be there first, once. */
  readonly preparations: readonly Step[];
  readonly planned: readonly Planned[];
  readonly refused: readonly Refused[];
  /** What keeps the repository from the level above the one it has reached. */
  readonly missing: readonly string[];
  /** Secrets that are at their level. */
  readonly done: number;
  readonly leftOut: ReadonlyMap<LeftOut, number>;
}

export interface PlanRequest {
  /** The level that every Secret is to reach; where left out, the declared one of its path, else the recommended one. */
  readonly to: Level | undefined;
  /** The namespace of Secrets for which nothing names one. */
  readonly namespace: string | undefined;
}

const template = 'templates of what is kept beside them';
const filtered = 'files that a filter of Git encrypts';

/** Plans the way of every Secret that is below its level. Reads nothing but the model, and shows no value. */
export function planOf(repository: Repository, levels: LevelReport, request: PlanRequest): Plan {
  const recommended = recommend(profileOf(needsOf(factsOf(repository)))).level;
  const to = request.to ?? levels.declared ?? (Math.max(recommended, levels.applied) as Level);
  const { subjects, leftOut } = subjectsOf(repository, request.namespace);
  const byName = subjectsByName(subjects);
  const ground = vaultGroundOf(repository);
  const taken = new Set<string>();
  const backedUp = keyBackupsOf(repository).some(({ plaintext }) => !plaintext);
  const planned: Planned[] = [];
  const refused: Refused[] = [];
  const sealings = new Map<string, Sealing>();
  const sealed = (subject: Subject): Sealing | Reason => {
    const sealing = sealingFor(repository, subject.path);
    return 'reason' in sealing ? sealing : { ...sealing, controller: placed(repository, sealing.controller) };
  };
  let done = 0;
  for (const { path } of filteredFiles(repository)) {
    // Files that Git encrypts have no place in a cluster that a step could move them to.
    if ((request.to ?? levelAt(repository, path) ?? to) <= 2) done++;
    else leftOut.set(filtered, (leftOut.get(filtered) ?? 0) + 1);
  }
  for (const subject of subjects) {
    const wanted = request.to ?? levelAt(repository, subject.path) ?? to;
    // What opens the store cannot come out of it.
    const target = wanted >= 3 && subject.bootstrap ? 2 : wanted;
    if (subject.from >= target) {
      done++;
      continue;
    }
    const twin = twinOf(subject, byName);
    if (twin && subject.from > 0) {
      leftOut.set(template, (leftOut.get(template) ?? 0) + 1);
      continue;
    }
    if (twin) {
      const sealing = sealed(subject);
      if (twin.mechanism === 'sealed-secrets' && !('reason' in sealing)) sealings.set(sealing.certificate, sealing);
      planned.push({ subject, to: target, steps: leftoverSteps(repository, subject, twin, sealing) });
      continue;
    }
    const reason = refusalOf(repository, subject, target);
    if (reason) {
      refused.push({ subject, to: target, reason });
      continue;
    }
    if (target === 2) {
      const sealing = sealed(subject);
      if ('reason' in sealing) {
        refused.push({ subject, to: target, reason: sealing });
        continue;
      }
      sealings.set(sealing.certificate, sealing);
      planned.push({ subject, to: target, steps: sealSteps(repository, subject, sealing, taken) });
    } else if (target === 1) {
      planned.push({ subject, to: target, steps: withdrawSteps(repository, subject) });
    } else if (target === 3) {
      planned.push({ subject, to: target, steps: externaliseSteps(repository, subject, taken) });
    } else planned.push({ subject, to: target, steps: vaultSteps(repository, subject, ground, taken) });
  }
  const at = (level: Level): readonly Planned[] => planned.filter((one) => one.to === level);
  return {
    to,
    by:
      request.to !== undefined
        ? 'asked'
        : levels.declared !== undefined
          ? 'declared'
          : to > recommended
            ? 'applied'
            : 'recommended',
    recommended,
    preparations: [
      ...[...sealings.values()].flatMap((sealing) => sealingPreparations(repository, sealing, backedUp)),
      ...(at(3).some(({ subject }) => storeFor(repository, subject).store === undefined)
        ? storePreparations(repository)
        : []),
      ...(at(4).length > 0 ? vaultPreparations(ground, clientsOf(at(4))) : []),
    ],
    planned: [...planned].sort((a, b) => a.subject.from - b.subject.from),
    refused,
    missing: levels.reached < to ? levels.missing : [],
    done,
    leftOut,
  };
}

/** The clients of Vault that Secrets need: the driver where Pods mount them, the operator for what else reads them. */
function clientsOf(planned: readonly Planned[]): { driver: boolean; operator: boolean } {
  return {
    driver: planned.some(({ subject }) => !readWithoutPod(subject)),
    operator: planned.some(({ subject }) => readWithoutPod(subject)),
  };
}
