import { isAside } from '../fault.ts';
import { glob } from '../glob.ts';
import type { SourceFile, Span } from '../text.ts';
import type { Repository } from './repository.ts';
import { baseOf, directoryOf } from './tree.ts';

/** Filters that encrypt what is committed: git-crypt's, and transcrypt's `crypt`. */
const encrypting = /^(?:git-crypt(?:-[\w.-]{1,60})?|crypt(?:-[\w.-]{1,60})?)$/;

/** A line of a `.gitattributes` that sets or unsets a filter. */
interface FilterLine {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  readonly matches: (path: string) => boolean;
  /** Undefined where the filter is taken away. */
  readonly filter: string | undefined;
}

/** A path that Git should hold encrypted. */
export interface Filtered {
  readonly path: string;
  readonly filter: string;
  /** The pattern that says so. */
  readonly span: Span;
}

/**
 * Every path under an encrypting filter; of several lines the last one counts, and a nested `.gitattributes` over one
 * above it. https://git-scm.com/docs/gitattributes
 */
export function encryptedPaths(repository: Repository): readonly Filtered[] {
  let found = known.get(repository);
  if (!found) {
    found = [...findEncrypted(repository)];
    known.set(repository, found);
  }
  return found;
}

const known = new WeakMap<Repository, readonly Filtered[]>();

function* findEncrypted(repository: Repository): Iterable<Filtered> {
  const lines: FilterLine[] = [];
  const paths = [...repository.paths].filter((path) => baseOf(path) === '.gitattributes');
  paths.sort((a, b) => directoryOf(a).length - directoryOf(b).length);
  for (const path of paths) {
    const file = repository.files.get(path);
    if (file) lines.push(...linesOf(file));
  }
  if (!lines.some(({ filter }) => filter !== undefined)) return;
  for (const path of repository.paths) {
    const line = lines.findLast((one) => one.matches(path));
    if (line?.filter !== undefined) yield { path, filter: line.filter, span: line };
  }
}

/** The files that a filter keeps encrypted; what can be read is none of them: it was committed before. */
export function* filteredFiles(repository: Repository): Iterable<Filtered> {
  for (const filtered of encryptedPaths(repository)) {
    const { path } = filtered;
    if (isEncrypted(repository.files.get(path)?.content) && !isAside(path) && repository.tree.isTracked(path))
      yield filtered;
  }
}

/** What transcrypt writes: `Salted__` in base64. */
const transcrypt = 'U2FsdGVkX1';

/** True for the content of an encrypted blob; one that is no text was not read at all, as encrypted ones are not. */
export function isEncrypted(content: string | undefined): boolean {
  return content === undefined || content.startsWith('\0GITCRYPT') || content.startsWith(transcrypt);
}

function* linesOf(file: SourceFile): Iterable<FilterLine> {
  const directory = directoryOf(file.path);
  for (let line = 1; line <= file.lineCount; line++) {
    const { start, end } = file.lineRange(line);
    const match = /^\s*([^\s#"][^\s]{0,500})[ \t]([^\n]{1,2000})$/.exec(file.content.slice(start, end));
    if (!match) continue;
    const attributes = match[2]!.trim().split(/[ \t]+/);
    const set = attributes.findLast((one) => /^(?:filter=|[-!]filter$)/.test(one));
    if (set === undefined) continue;
    const filter = set.startsWith('filter=') ? set.slice('filter='.length) : undefined;
    const from = start + match[0].indexOf(match[1]!);
    yield {
      file,
      start: from,
      end: from + match[1]!.length,
      matches: matcher(directory, match[1]!),
      filter: filter !== undefined && encrypting.test(filter) ? filter : undefined,
    };
  }
}

/** A pattern without a slash matches names at any depth; one with a slash is relative to its file. */
function matcher(directory: string, pattern: string): (path: string) => boolean {
  const prefix = directory === '' ? '' : `${directory}/`;
  const clean = pattern.replace(/^\//, '');
  const test = glob(clean.includes('/') || pattern.startsWith('/') ? prefix + clean : `${prefix}**/${clean}`);
  // A pattern that ends in a slash never matches a file.
  return pattern.endsWith('/') ? () => false : test;
}
