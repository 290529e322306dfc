import { unmarked } from '../src/example.ts';
import { mechanisms } from '../src/mechanisms/index.ts';
import { places } from '../src/places/index.ts';
import type { Rule } from '../src/rule.ts';
import { rules } from '../src/rules/index.ts';
import { scan } from '../src/scan.ts';
import { memorySource } from '../src/sources/memory.ts';
import { SourceFile } from '../src/text.ts';

/** One way to write a state: what it shows, and files with what must be found between `[|` and `|]`; no mark, no finding. */
export type Spelling = readonly [title: string, files: Readonly<Record<string, string>>];

/** Places as `path:line:column-line:column`. */
export interface Compared {
  readonly found: readonly string[];
  readonly expected: readonly string[];
  readonly crashes: readonly unknown[];
}

/** Scans one spelling with one rule. */
export async function compared(id: string, [title, marked]: Spelling): Promise<Compared> {
  const rule = rules.find((each) => each.id === id) as Rule;
  const { files, marks } = unmarked({ title, files: marked });
  const { findings, crashes } = await scan(memorySource(files), {
    places,
    mechanisms,
    rules: [rule],
    declared: { level: 4, backups: [] },
    today: new Date('2026-11-23'),
    ignored: () => false,
  });
  const place = (file: SourceFile, start: number, end: number): string => {
    const [from, to] = [file.place(start), file.place(end)];
    return `${file.path}:${from.line}:${from.column}-${to.line}:${to.column}`;
  };
  return {
    found: findings.map(({ span }) => place(span.file, span.start, span.end)).sort(),
    expected: marks.map(({ path, start, end }) => place(new SourceFile(path, files.get(path)!), start, end)).sort(),
    crashes,
  };
}
