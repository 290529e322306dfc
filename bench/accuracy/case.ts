import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unmarked } from '../../src/example.ts';
import type { Example } from '../../src/rule.ts';
import { SourceFile } from '../../src/text.ts';

/** A readable credential that a tool should report; without a line any report in the file counts. */
export interface Leak {
  readonly path: string;
  readonly line?: number;
  /** Last line, for a key block. */
  readonly endLine?: number;
}

/** Some files laid out together, and the credentials in them: every file without a leak is safe. */
export interface Case {
  /** Where it comes from: `probe`, `gitleaks`, ... */
  readonly set: string;
  readonly name: string;
  /** The kind of place, as the tables name it. */
  readonly shape: string;
  readonly files: ReadonlyMap<string, string>;
  readonly leaks: readonly Leak[];
  /** True where the files may hold leaks that nobody labelled: a report elsewhere in a leaking file is then no false alarm. */
  readonly partial?: boolean;
}

/** A case from an example in the notation of the rules, where `[|marks|]` stand round what leaks. */
export function caseOf(set: string, name: string, shape: string, example: Example): Case {
  const { files, marks } = unmarked(example);
  const leaks = marks.map(({ path, start, end }) => {
    const file = new SourceFile(path, files.get(path)!);
    return { path, line: file.place(start).line, endLine: file.place(Math.max(start, end - 1)).line };
  });
  return { set, name, shape, files, leaks, ...(example.also ? { partial: true } : {}) };
}

/** The line of the only place in a text where `needle` stands; a label must never guess. */
export function lineOf(text: string, needle: string | RegExp): number {
  const at = text.search(needle instanceof RegExp ? needle : new RegExp(needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  if (at < 0) throw new Error(`no ${needle} in the case`);
  return text.slice(0, at).split('\n').length;
}

/** Writes the cases below `root`, a folder each under a name that says nothing; gives each case with its folder. */
export function layOut(root: string, cases: readonly Case[]): ReadonlyMap<string, Case> {
  const placed = new Map<string, Case>();
  cases.forEach((each, i) => {
    const folder = `c${String(i).padStart(4, '0')}`;
    for (const [path, content] of each.files) {
      const at = join(root, folder, path);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, content);
    }
    placed.set(folder, each);
  });
  return placed;
}
