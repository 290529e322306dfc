import type { Finding } from './finding.ts';
import type { Repository } from './model/repository.ts';
import type { Crash } from './report.ts';
import type { Rule } from './rule.ts';

export interface Checked {
  readonly findings: readonly Finding[];
  readonly crashes: readonly Crash[];
  /** Milliseconds each rule took. */
  readonly timings: ReadonlyMap<string, number>;
}

/**
 * Runs every rule. A rule that throws is recorded and costs only its own findings. Of several credential findings on one
 * stretch of text the one whose rule outranks the others stays: one value, one finding.
 */
export function check(repository: Repository, rules: readonly Rule[]): Checked {
  const all: Finding[] = [];
  const crashes: Crash[] = [];
  const timings = new Map<string, number>();
  for (const rule of rules) {
    if (rule.needs === 'base-commit' && !repository.base) continue;
    const begun = performance.now();
    try {
      for (const finding of rule.check(repository)) all.push(finding);
    } catch (error) {
      // The message may quote input; the name and the place in our code do not.
      crashes.push({ rule: rule.id, message: placeOfCrash(error) });
    }
    timings.set(rule.id, performance.now() - begun);
  }
  const findings = withoutNested(withoutOutranked(all, rules).sort(byPlace));
  return { findings, crashes, timings };
}

/** Where our code threw, without the message, which may quote input. */
export function placeOfCrash(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const frame = error.stack?.split('\n').find((line) => /^\s+at /.test(line));
  const where = frame?.match(/([\w.-]+\.[jt]s:\d+:\d+)/)?.[1];
  return `${error.name}${where ? ` at ${where}` : ''}`;
}

function byPlace(a: Finding, b: Finding): number {
  const pathA = a.span.file.path;
  const pathB = b.span.file.path;
  if (pathA !== pathB) return pathA < pathB ? -1 : 1;
  // The wider one first, so that what it holds comes after it.
  return a.span.start - b.span.start || b.span.end - a.span.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}

function withoutOutranked(findings: readonly Finding[], rules: readonly Rule[]): Finding[] {
  const rank = ranks(rules);
  const best = new Map<string, Finding>();
  const out: Finding[] = [];
  for (const finding of findings) {
    if (!finding.credential) {
      out.push(finding);
      continue;
    }
    const key = `${finding.span.file.path}\0${finding.span.start}\0${finding.span.end}`;
    const other = best.get(key);
    if (!other || rank(finding.rule) > rank(other.rule)) best.set(key, finding);
  }
  return out.concat([...best.values()]);
}

const isKey = (finding: Finding): boolean => finding.evidence.includes('shape-private-key');

/**
 * One secret, one finding: where a credential was found both in a document and in the value that holds the document, the
 * inner place says more; where the inner one is all there is in the value (a PEM block), the value's own place stays.
 */
function withoutNested(sorted: readonly Finding[]): Finding[] {
  const left = new Set<Finding>();
  const open: Finding[] = [];
  for (const finding of sorted) {
    if (!finding.credential) continue;
    const { file, start, end } = finding.span;
    while (open.length > 0 && (open.at(-1)!.span.file !== file || open.at(-1)!.span.end <= start)) open.pop();
    const outer = open.at(-1);
    if (outer && outer.span.end >= end) {
      const same = isKey(outer) && isKey(finding);
      left.add(same ? finding : outer);
      if (same) continue;
      open.pop();
    }
    open.push(finding);
  }
  return sorted.filter((finding) => !left.has(finding));
}

/** A rule's rank: one more than the highest rule it outranks. */
function ranks(rules: readonly Rule[]): (id: string) => number {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const memo = new Map<string, number>();
  const rank = (id: string): number => {
    const known = memo.get(id);
    if (known !== undefined) return known;
    memo.set(id, 0);
    const below = byId.get(id)?.outranks ?? [];
    const value = below.length === 0 ? 0 : 1 + Math.max(...below.map(rank));
    memo.set(id, value);
    return value;
  };
  return rank;
}
