import { UsageError } from './errors.ts';
import { visible } from './escape.ts';
import type { Repository } from './model/repository.ts';

/**
 * How every value on a line was judged: place, key, verdict, confidence and the named reasons, never the value. Throws
 * `UsageError` for a target that is not `PATH:LINE` or names a file that was not parsed.
 */
export function explainValueAt(repository: Repository, target: string): string {
  const match = /^(.+):(\d+)$/s.exec(target);
  if (!match) throw new UsageError([{ message: `--explain-value-at needs PATH:LINE, not "${target}"` }]);
  const path = match[1]!.replace(/^\.\//, '');
  const line = Number(match[2]);
  const file = repository.files.get(path);
  if (!file) throw new UsageError([{ message: `${path} was not parsed; paths are from the root of the scan` }]);
  const lines: string[] = [];
  for (const entry of repository.entries) {
    if (entry.span.file !== file) continue;
    const from = file.place(entry.span.start).line;
    const to = file.place(Math.max(entry.span.start, entry.span.end - 1)).line;
    if (line < from || line > to) continue;
    const judgement = repository.judgementOf(entry);
    lines.push(
      `${visible(`${path}:${line} ${entry.subject}`)}\n  place: ${entry.place}, expectation: ${entry.expectation}\n` +
        `  verdict: ${judgement.verdict} (${judgement.confidence})${judgement.shape ? `, shape: ${judgement.shape}` : ''}\n` +
        `  because: ${judgement.reasons.join(', ') || 'no evidence'}\n`,
    );
  }
  return lines.length > 0 ? lines.join('') : `${visible(path)}:${line} holds no value that is looked at\n`;
}
