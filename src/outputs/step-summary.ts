import type { Output, RenderOptions } from '../output.ts';
import type { Report } from '../report.ts';
import { summaryMarkdown } from '../summary.ts';

/**
 * Above 1 MiB the runner drops the whole summary (https://github.com/actions/runner, FileCommandManager.cs); 5 % stay free
 * because other steps of the action may write to the same file.
 */
const maxBytes = Math.floor(1024 * 1024 * 0.95);

/** Markdown for the page of a workflow run. */
export const stepSummary: Output = {
  id: 'step-summary',
  about:
    'Markdown for the page of a workflow run: the decision, the level and a table of findings, worst first, kept under the 1 MiB that GitHub accepts.',
  file: 'summary.md',
  render: (report: Report, options: RenderOptions) => summaryMarkdown(report, options, maxBytes),
};
