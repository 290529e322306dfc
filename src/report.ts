import type { Assessment } from './assessment.ts';
import type { Finding } from './finding.ts';
import type { SecretZero } from './model/secret-zero.ts';
import type { Level, Severity } from './policy.ts';
import type { Skipped } from './source.ts';
import type { Timings } from './stopwatch.ts';
import type { Span } from './text.ts';

/** A graded finding. */
export interface Verdict {
  readonly finding: Finding;
  readonly severity: Exclude<Severity, 'off'>;
  /** The level the finding's path is held to. */
  readonly level: Level;
  /** 32 hex digits; see `fingerprint`. */
  readonly fingerprint: string;
}

/** Input that could not be read whole; `line` and `column` start at 1 where known. */
export interface Problem {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** A rule that threw: our bug. The other rules still report. */
export interface Crash {
  readonly rule: string;
  readonly path?: string;
  readonly message: string;
}

/** A rule or step that could not look, and what would let it. */
export interface NotChecked {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

export interface Counts {
  /** Files listed, read, and parsed or ruled out by their bytes; documents and resources in those parsed. */
  readonly files: number;
  readonly read: number;
  readonly parsed: number;
  readonly documents: number;
  readonly resources: number;
  readonly error: number;
  readonly warning: number;
  readonly note: number;
  readonly credentials: number;
}

/** Which Secrets and readable credentials a repository has outside and inside of what nobody deploys. */
export type Deploys = 'secrets' | 'samples-only' | 'nothing';

export interface LevelReport {
  /** Undefined where the repository declares none. */
  readonly declared: Level | undefined;
  /** The level findings were graded by: declared, or inferred. */
  readonly applied: Level;
  /** The highest level that is complete as far as the repository shows; 0 where plaintext is in Git. */
  readonly reached: 0 | Level;
  /**
   * What the level is judged by: Secrets that are deployed from the repository; where only tests, examples and
   * documentation hold some, or nothing does, no level is reached or missed.
   */
  readonly deploys: Deploys;
  /** One sentence each on why. */
  readonly evidence: readonly string[];
  /** Why the level above `reached` is not reached. */
  readonly missing: readonly string[];
}

/** Everything a run found out; every output is a view of it. */
export interface Report {
  readonly tool: { readonly name: 'secrets-ladder'; readonly version: string };
  /** Root of the scan as the user named it. */
  readonly root: string;
  /** Where the configuration came from: a path, `base:<path>`, or undefined. */
  readonly config: string | undefined;
  readonly level: LevelReport;
  /** Which credentials open the others. */
  readonly secretZero: SecretZero;
  /** Whether the level fits; worked out when an output asks for it. */
  readonly assessment?: Assessment;
  /** Sorted: path, line, column, rule. */
  readonly verdicts: readonly Verdict[];
  /**
   * What no output may repeat: readable credentials, also those that are waived, in the baseline or too uncertain, and whatever
   * stands readable in a Secret.
   */
  readonly exposed: readonly Span[];
  readonly skipped: readonly Skipped[];
  readonly problems: readonly Problem[];
  readonly crashes: readonly Crash[];
  readonly notChecked: readonly NotChecked[];
  readonly counts: Counts;
  /** Where the time went; only where that was asked for, since no two runs take the same. */
  readonly timings?: Timings;
  /** `failure` where a verdict is at or above `failOn`, or a rule crashed. */
  readonly conclusion: 'success' | 'failure';
  readonly failOn: Severity | 'never';
}
