import type { BaseCommit, Skipped, Source, SourceEntry } from '../source.ts';

/** A tree held in memory, path to content: rule examples, and tests. Every file counts as tracked unless it is listed. */
export function memorySource(
  files: ReadonlyMap<string, string | Uint8Array>,
  untracked: ReadonlySet<string> = new Set(),
): Source {
  const encoder = new TextEncoder();
  const bytesOf = (content: string | Uint8Array): Uint8Array =>
    typeof content === 'string' ? encoder.encode(content) : content;
  const paths = new Set([...files.keys()].sort());
  return {
    kind: 'memory',
    paths,
    isTracked: (path) => !untracked.has(path),
    *entries(skipped: Skipped[], unwanted?: (path: string) => boolean): Iterable<SourceEntry> {
      for (const path of paths) {
        if (unwanted?.(path)) {
          skipped.push({ path, reason: 'not-configuration' });
          continue;
        }
        yield { path, bytes: bytesOf(files.get(path)!), tracked: !untracked.has(path) };
      }
    },
    read(path) {
      const content = files.get(path);
      return content === undefined ? undefined : bytesOf(content);
    },
  };
}

/** A commit held in memory: all its files as they were. */
export function memoryCommit(name: string, files: ReadonlyMap<string, string>): BaseCommit {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return {
    name,
    holds: (path) => files.has(path),
    *changed(source, wanted) {
      for (const [path, content] of files) {
        const now = source.read(path);
        if (wanted(path) && (now === undefined || decoder.decode(now) !== content)) {
          yield { path, bytes: encoder.encode(content) };
        }
      }
    },
  };
}
