import type { Case, Leak } from './case.ts';
import type { Hit } from './tools.ts';

/** What a tool did on some cases. */
export interface Score {
  found: number;
  leaks: number;
  alarms: number;
  /** Case and place of each disagreement. */
  readonly missed: string[];
  readonly alarmed: string[];
}

export const emptyScore = (): Score => ({ found: 0, leaks: 0, alarms: 0, missed: [], alarmed: [] });

export function ratios({ found, leaks, alarms }: Score): { recall: number; precision: number; f1: number } {
  const recall = leaks === 0 ? 0 : found / leaks;
  const precision = found + alarms === 0 ? 0 : found / (found + alarms);
  return { recall, precision, f1: recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision) };
}

/** Lines a tool reported, per folder and path; line 0 is a report that names no line. */
export type Reported = ReadonlyMap<string, ReadonlySet<number>>;

export function reported(hits: readonly Hit[]): Reported {
  const lines = new Map<string, Set<number>>();
  for (const { path, line } of hits) {
    const known = lines.get(path) ?? new Set();
    lines.set(path, known.add(line));
  }
  return lines;
}

/** File by file: a leaking file is found where anything in it is reported, a safe one alarmed where anything is. */
export function addFiles(score: Score, folder: string, each: Case, hits: Reported): void {
  const leaking = new Set(each.leaks.map(({ path }) => path));
  for (const path of each.files.keys()) {
    const hit = hits.has(`${folder}/${path}`);
    if (leaking.has(path)) {
      score.leaks += 1;
      if (hit) score.found += 1;
      else score.missed.push(`${each.set} ${each.name}: ${path}`);
    } else if (hit) {
      score.alarms += 1;
      score.alarmed.push(`${each.set} ${each.name}: ${path}`);
    }
  }
}

/**
 * Line by line: a leak is found where a reported line is one of its own, every other reported line is a false alarm.
 * Generous where it must be: a report without a line finds every leak of its file, and a leak without a line is found
 * by any report in its file, whose other lines then count for nothing.
 */
export function addLines(score: Score, folder: string, each: Case, hits: Reported): void {
  for (const path of each.files.keys()) {
    const lines = hits.get(`${folder}/${path}`) ?? new Set<number>();
    const leaks = each.leaks.filter((leak) => leak.path === path);
    for (const leak of leaks) {
      score.leaks += 1;
      const place = `${each.set} ${each.name}: ${path}${leak.line === undefined ? '' : `:${leak.line}`}`;
      if ([...lines].some((line) => covers(leak, line))) score.found += 1;
      else score.missed.push(place);
    }
    const open = leaks.length > 0 && (each.partial === true || leaks.some((leak) => leak.line === undefined));
    if (open) continue;
    for (const line of lines)
      if (!leaks.some((leak) => covers(leak, line))) {
        score.alarms += 1;
        score.alarmed.push(`${each.set} ${each.name}: ${path}:${line}`);
      }
  }
}

function covers(leak: Leak, line: number): boolean {
  return leak.line === undefined || line === 0 || (line >= leak.line && line <= (leak.endLine ?? leak.line));
}
