import type { Report } from './report.ts';
import type { Rule } from './rule.ts';

export interface RenderOptions {
  /** Rules by id, for titles, remedies and help. */
  readonly rules: ReadonlyMap<string, Rule>;
  readonly colour: boolean;
  /** Columns of the terminal; 0 where unknown. */
  readonly width: number;
  /** How the command line was started, to name further commands; the installed name where left out. */
  readonly program?: string;
  /** Base URL of the rule pages, with a trailing slash. */
  readonly docs: string;
}

/** A view of the report. `render` is pure, keeps to its platform's limits, and says how much it left out. */
export interface Output {
  readonly id: string;
  /** One sentence for docs/outputs.md. */
  readonly about: string;
  /** Default file name when written to a folder. */
  readonly file: string;
  render(report: Report, options: RenderOptions): string;
}
