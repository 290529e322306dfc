import { type Edit, lineBreakOf } from '../fix.ts';
import { SourceFile } from '../text.ts';
import type { Repository } from './repository.ts';

/**
 * Adds patterns, under a comment, to the end of `.gitignore`, which is created where there is none. Undefined where one is
 * there that was not read, or nothing is to be added.
 */
export function ignoring(repository: Repository, comment: string, patterns: readonly string[]): Edit | undefined {
  const known = repository.files.get('.gitignore');
  if ((!known && repository.paths.has('.gitignore')) || patterns.length === 0) return undefined;
  const file = known ?? new SourceFile('.gitignore', '');
  const { content } = file;
  const line = lineBreakOf(content);
  const open = content === '' || content.endsWith('\n') ? '' : line;
  const text = open + [`# ${comment}`, ...patterns, ''].join(line);
  const span = { file, start: content.length, end: content.length };
  return known ? { span, text } : { span, text, creates: true };
}
