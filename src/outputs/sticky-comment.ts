import { longestComment } from '../github.ts';
import type { Output, PullRequest, RenderOptions } from '../output.ts';
import { looked } from '../phrases.ts';
import type { NotChecked, Report } from '../report.ts';
import { summaryMarkdown } from '../summary.ts';

/** At the end of the comment, where no quotation of it stands. */
const marker = '<!-- secrets-ladder:summary -->';

/** One comment in the conversation of a pull request, kept up to date. */
export const stickyComment: Output = {
  id: 'sticky-comment',
  about:
    'One comment in the conversation of a pull request with the summary, updated in place on every push; it says so once all is well, and a pull request that never had a finding gets none.',
  file: 'comment.md',
  render(report: Report, options: RenderOptions): string {
    if (isClear(report)) return `## ✅ secrets-ladder: no findings\n\n${looked(report)}.\n\n${marker}\n`;
    // Bytes are never fewer than the UTF-16 code units that GitHub counts.
    return `${summaryMarkdown(report, options, longestComment - marker.length - 100)}\n${marker}\n`;
  },
  async deliver(report: Report, options: RenderOptions, pull: PullRequest): Promise<readonly NotChecked[]> {
    const body = stickyComment.render(report, options);
    const all = await pull.github.conversation(pull.number);
    const [first, ...more] = all.filter((comment) => comment.body.trimEnd().endsWith(marker));
    // Two runs at once may both have started the comment.
    for (const { id } of more) await pull.github.deleteComment(id);
    if (first === undefined) {
      if (!isClear(report)) await pull.github.createComment(pull.number, body);
    } else if (first.body.trimEnd() !== body.trimEnd()) await pull.github.updateComment(first.id, body);
    return [];
  },
};

/** Nothing to say: no finding, and nothing that kept the run from finding any. */
function isClear({ verdicts, crashes, problems, counts }: Report): boolean {
  return verdicts.length === 0 && crashes.length === 0 && problems.length === 0 && counts.parsed > 0;
}
