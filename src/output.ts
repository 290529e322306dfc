import type { GitHub } from './github.ts';
import type { NotChecked, Report } from './report.ts';
import type { Rule } from './rule.ts';
import type { SourceFile } from './text.ts';

export interface RenderOptions {
  /** Rules by id, for titles, remedies and help. */
  readonly rules: ReadonlyMap<string, Rule>;
  readonly colour: boolean;
  /** Columns of the terminal; 0 where unknown. */
  readonly width: number;
  /** How the command line was started, to name further commands; the installed name where left out. */
  readonly program?: string;
  /** The line on the platform where a file's line is shown, where that is not the one on disk (`lineOnHead`). */
  readonly lineAt?: (file: SourceFile, line: number) => number | undefined;
  /** Base URL of the rule pages, with a trailing slash. */
  readonly docs: string;
}

/** The pull request that a run is on. */
export interface PullRequest {
  readonly github: GitHub;
  readonly number: number;
  /** The commit that its reviews stand on. */
  readonly head: string;
  /**
   * Where a line of a scanned file stands in the head commit, undefined where it is not there: what is checked out is the
   * merge with the base, which may have moved it.
   */
  lineOnHead(file: SourceFile): Promise<(line: number) => number | undefined>;
}

/** A view of the report. `render` is pure, keeps to its platform's limits, and says how much it left out. */
export interface Output {
  readonly id: string;
  /** One sentence for docs/outputs.md. */
  readonly about: string;
  /** Default file name when written to a folder. */
  readonly file: string;
  render(report: Report, options: RenderOptions): string;
  /**
   * Puts it on a pull request, for an output that no file or stream can hold. Returns what it had to leave out; rejects
   * where the API refuses.
   */
  deliver?(report: Report, options: RenderOptions, pull: PullRequest): Promise<readonly NotChecked[]>;
}
