import { lstatSync } from 'node:fs';
import { decode, withLineFeeds } from './decode.ts';
import { type Edit, Edits } from './fix.ts';
import { grouped } from './phrases.ts';
import type { Report, Verdict } from './report.ts';
import { onDisk } from './sources/disk.ts';
import type { Worktree } from './sources/worktree.ts';
import { type Staged, stage } from './staged-file.ts';

/** What became of the fixes that a report offers. */
export interface Fixed {
  readonly made: readonly Verdict[];
  /** With the reason. */
  readonly refused: readonly (readonly [Verdict, string])[];
  /** Paths of the files that were written. */
  readonly written: readonly string[];
}

/** What is to be done to one file. */
interface Plan {
  readonly edits: Edits;
  /** Undefined where the file is created. */
  readonly bytes: Buffer | undefined;
  readonly content: string;
}

interface Collected {
  readonly plans: ReadonlyMap<string, Plan>;
  readonly made: readonly Verdict[];
  readonly refused: readonly (readonly [Verdict, string])[];
}

/**
 * Makes the fixes of a report in the work tree: in files that git tracks and that are as they were read, so that every change
 * can be seen and taken back. Each fix whole or not at all; of two that overlap the first. `isDry`: changes nothing.
 */
export function makeFixes(report: Report, source: Worktree, isDry: boolean): Fixed {
  const unwritable = new Map<string, string>();
  for (;;) {
    const collected = collect(report, source, unwritable);
    if (isDry) return { ...collected, written: [] };
    const staged = new Map<string, Staged>();
    const known = unwritable.size;
    for (const [path, plan] of collected.plans) {
      const one = stageOf(path, plan, source);
      if (typeof one === 'string') unwritable.set(path, one);
      else staged.set(path, one);
    }
    if (unwritable.size === known) return committed(collected, staged);
    // A fix that needs a file which cannot be written is not made in its other files either.
    for (const one of staged.values()) one.discard();
  }
}

/** The fixes that can be made, as edits of files; `unwritable` files are left alone. */
function collect(report: Report, source: Worktree, unwritable: ReadonlyMap<string, string>): Collected {
  const plans = new Map<string, Plan | string>();
  const made: Verdict[] = [];
  const refused: [Verdict, string][] = [];
  const planOf = (edit: Edit): Plan | string => {
    const { path } = edit.span.file;
    const plan = plans.get(path) ?? unwritable.get(path) ?? planFor(edit, source);
    plans.set(path, plan);
    return plan;
  };
  for (const verdict of report.verdicts) {
    const edits = verdict.finding.fix?.edits ?? [];
    if (edits.length === 0) continue;
    const reason = edits.map(planOf).find((plan) => typeof plan === 'string');
    if (typeof reason === 'string') refused.push([verdict, reason]);
    else if (!takeAll(edits, planOf)) refused.push([verdict, 'it overlaps another fix: run --fix again']);
    else made.push(verdict);
  }
  return {
    plans: new Map([...plans].flatMap(([path, plan]) => (isToDo(plan) ? [[path, plan] as const] : []))),
    made,
    refused,
  };
}

function isToDo(plan: Plan | string): plan is Plan {
  return typeof plan !== 'string' && plan.edits.all.length > 0;
}

/** Adds the edits of one fix to the plans of their files, all or none. */
function takeAll(edits: readonly Edit[], planOf: (edit: Edit) => Plan | string): boolean {
  const taken: (() => void)[] = [];
  for (const [plan, own] of grouped(edits, planOf)) {
    const undo = typeof plan === 'string' ? undefined : plan.edits.take(own);
    if (!undo) {
      for (const each of taken) each();
      return false;
    }
    taken.push(undo);
  }
  return true;
}

/** Puts the staged files in place, and tells what a file that failed in the last moment means for its fixes. */
function committed({ made, refused }: Collected, staged: ReadonlyMap<string, Staged>): Fixed {
  const failures = new Map<string, string>();
  const written: string[] = [];
  for (const [path, one] of staged) {
    const failure = one.commit();
    if (failure === undefined) written.push(path);
    else failures.set(path, failure);
  }
  if (failures.size === 0) return { made, refused, written };
  const failed: [Verdict, string][] = [];
  const done = made.filter((verdict) => {
    const paths = [...new Set(verdict.finding.fix!.edits.map(({ span }) => span.file.path))];
    const bad = paths.find((path) => failures.has(path));
    if (bad === undefined) return true;
    const good = paths.filter((path) => !failures.has(path));
    const half = good.length > 0 ? `; made in ${good.join(', ')} only` : '';
    failed.push([verdict, `${bad}: ${failures.get(bad)}${half}`]);
    return false;
  });
  return { made: done, refused: [...refused, ...failed], written };
}

/** What is to be done to the file of an edit, or why nothing is. */
function planFor({ span, creates }: Edit, source: Worktree): Plan | string {
  const { path, content } = span.file;
  if (creates) {
    return lstatSync(onDisk(source.root, path), { throwIfNoEntry: false }) || source.paths.has(path)
      ? 'there is a file that was not read'
      : { edits: new Edits(), bytes: undefined, content: '' };
  }
  // What stands for bytes that are no UTF-8 may be the name of another file.
  if (path.includes('\ufffd')) return 'the name of the file is not UTF-8';
  if (!source.isTracked(path)) return 'git does not track the file';
  const read = source.read(path);
  if (!read) return 'the file cannot be read';
  const bytes = Buffer.from(read);
  const text = decode(bytes);
  if (text === undefined || withLineFeeds(text) !== content) return 'the file has changed since it was read';
  // Bytes that are no UTF-8 would not come back as they were.
  if (!encoded(text, bytes).equals(bytes)) return 'the file is not UTF-8';
  return { edits: new Edits(), bytes, content: text };
}

const mark = Buffer.from([0xef, 0xbb, 0xbf]);

function encoded(text: string, like: Buffer | undefined): Buffer {
  const bytes = Buffer.from(text);
  return like?.subarray(0, 3).equals(mark) ? Buffer.concat([mark, bytes]) : bytes;
}

function stageOf(path: string, { edits, bytes, content }: Plan, source: Worktree): Staged | string {
  const isUnchanged = (): boolean => {
    const now = source.read(path);
    return now !== undefined && bytes!.equals(now);
  };
  const after = encoded(edits.appliedTo(content), bytes);
  return stage(onDisk(source.root, path) as string, after, bytes ? isUnchanged : undefined);
}
