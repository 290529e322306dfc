import { markdownCode as code } from '../escape.ts';
import type { Repository } from '../model/repository.ts';
import { directoryOf } from '../model/tree.ts';
import { scopeOf } from '../sealing.ts';
import { relisted, removal } from './leaving.ts';
import type { Reason } from './refusal.ts';
import { rotation } from './rotation.ts';
import { resealing } from './seal.ts';
import type { Sealing } from './sealing.ts';
import { type Step, step } from './step.ts';
import type { Subject } from './subject.ts';

/** Folders that hold the two forms of the same Secret side by side. */
const sides = /^(?:un)?(?:sealed|encrypted|plain|raw|decrypted|secret)[-_.]?(?:secrets?)?s?$/i;

/** Subjects by the names they have in a cluster. */
export type SubjectsByName = ReadonlyMap<string | undefined, readonly Subject[]>;

export function subjectsByName(subjects: readonly Subject[]): SubjectsByName {
  const out = new Map<string | undefined, Subject[]>();
  for (const subject of subjects) {
    for (const name of new Set(subject.targets.map((target) => target.name))) {
      const group = out.get(name);
      if (group) group.push(subject);
      else out.set(name, [subject]);
    }
  }
  return out;
}

/** The Secret in a sealed or referenced form, for a manifest that was left beside it. */
export function twinOf(subject: Subject, byName: SubjectsByName): Subject | undefined {
  if (subject.mechanism !== 'plain-secret' || subject.name === undefined) return undefined;
  const { name, namespace } = subject.targets[0]!;
  const here = directoryOf(subject.path);
  return byName.get(name)?.find((other) => {
    if (other === subject || other.from < 2 || other.cluster !== subject.cluster) return false;
    return (
      other.targets.some(
        (target) =>
          target.name === name &&
          (target.namespace === undefined || namespace === undefined || target.namespace === namespace),
      ) && neighbours(here, directoryOf(other.path))
    );
  });
}

/** Overlays hold different Secrets under one name, so only folders of one place count. */
function neighbours(a: string, b: string): boolean {
  if (a === b || a === '' || b === '' || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)) return true;
  const [left, right] = [a.split('/'), b.split('/')];
  let shared = 0;
  while (left[shared] !== undefined && left[shared] === right[shared]) shared++;
  return sides.test(left[shared] ?? '') && sides.test(right[shared] ?? '');
}

/** A readable manifest beside its sealed or referenced form: it goes, and the value with it. */
export function leftoverSteps(
  repository: Repository,
  subject: Subject,
  twin: Subject,
  sealing: Sealing | Reason,
): Step[] {
  const { step: removed, gone } = removal(repository, subject);
  const { name, namespace } = twin.targets[0] ?? {};
  const resealed =
    twin.mechanism === 'sealed-secrets' && name !== undefined && namespace !== undefined && !('reason' in sealing)
      ? resealing(subject, twin.path, {
          name,
          namespace,
          scope: twin.resource ? scopeOf(twin.resource.annotations) : 'strict',
          certificate: sealing.certificate,
        })
      : [];
  return [
    step(`Leave the Secret to ${code(twin.path)}, which provides it by ${code(twin.mechanism)}`),
    ...relisted(subject, undefined, gone),
    removed,
    rotation(subject, { commands: resealed }),
  ];
}
