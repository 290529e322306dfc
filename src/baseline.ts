import { readFileSync } from 'node:fs';
import { type Mistake, UsageError } from './errors.ts';

/** Findings that were there before: the fingerprints of an earlier run's JSON report. */
export interface Baseline {
  readonly name: string;
  readonly fingerprints: ReadonlySet<string>;
}

/** Reads a baseline from disk. Throws `UsageError` where it is not there or is no report. */
export function readBaseline(path: string): Baseline {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError([{ path, message: 'there is no such baseline; write one with --output json=PATH' }]);
  }
  return baselineOf(path, text);
}

/** The baseline that a text holds. Throws `UsageError` where it is no report. */
export function baselineOf(name: string, text: string): Baseline {
  const wrong = (message: string): UsageError => new UsageError([{ path: name, message } satisfies Mistake]);
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    throw wrong('the baseline is not valid JSON');
  }
  const { version, findings } = (report ?? {}) as { version?: unknown; findings?: unknown };
  if (version !== 1 || !Array.isArray(findings)) throw wrong('the baseline is not a JSON report of version 1');
  const fingerprints = new Set<string>();
  for (const finding of findings as { fingerprint?: unknown }[]) {
    const print = finding?.fingerprint;
    if (typeof print !== 'string' || !/^[0-9a-f]{32}$/.test(print))
      throw wrong('a finding of the baseline has no fingerprint');
    fingerprints.add(print);
  }
  return { name, fingerprints };
}
