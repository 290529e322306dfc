import { UsageError } from './errors.ts';
import { visible } from './escape.ts';
import { type Fixed, makeFixes } from './fix-files.ts';
import { counted } from './phrases.ts';
import type { Report, Verdict } from './report.ts';
import type { Worktree } from './sources/worktree.ts';

/** Throws `UsageError` where the changes of `--fix` could not be seen and taken back. */
export function assertFixable(source: Worktree): void {
  if (source.hasGit) return;
  throw new UsageError([{ message: '--fix needs a git work tree, where its changes can be seen and taken back' }]);
}

/** `scan --fix`: makes the fixes and says which. True where a file changed, so that the report is out of date. */
export function fixCommand(report: Report, source: Worktree, isDry: boolean, stderr: (text: string) => void): boolean {
  const fixed = makeFixes(report, source, isDry);
  stderr(fixedText(fixed, isDry));
  return fixed.written.length > 0;
}

/** Names and places, never text of a file. */
export function fixedText({ made, refused, written }: Fixed, isDry: boolean): string {
  if (made.length + refused.length === 0) return 'Nothing to fix: no finding has an automatic fix.\n';
  const leaked = made.filter(({ finding }) => finding.credential).length;
  return [
    made.length > 0 ? `${isDry ? 'Would fix' : 'Fixed'} ${counted(made.length, 'finding')}:\n` : '',
    ...made.map((verdict) => lines(verdict, '')),
    refused.length > 0 ? `Not fixed ${counted(refused.length, 'finding')}:\n` : '',
    ...refused.map(([verdict, why]) => lines(verdict, ` (${why})`)),
    leaked > 0 ? 'A credential that was in Git stays in its history: rotate it.\n' : '',
    written.length > 0 ? `${counted(written.length, 'file')} changed: see git diff.\n` : '',
  ].join('');
}

/** One for each place that the fix changes. */
function lines({ finding }: Verdict, more: string): string {
  const { description, edits } = finding.fix!;
  const places = new Set(edits.map(({ span }) => `${span.file.path}:${span.file.place(span.start).line}`));
  return [...places].map((place) => `  ${visible(`${place}  ${finding.rule}  ${description}${more}`)}\n`).join('');
}
