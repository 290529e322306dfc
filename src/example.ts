import type { History } from './model/history.ts';
import type { Example, ExampleHistory } from './rule.ts';

/** A stretch of an example file, offsets into its content without marks. */
export interface Mark {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** An example's files without their `[|marks|]`, where the marks were, and the files that were different before. */
export function unmarked(example: Example): {
  files: Map<string, string>;
  marks: Mark[];
  base: Map<string, string> | undefined;
} {
  const files = new Map<string, string>();
  const marks: Mark[] = [];
  for (const [path, marked] of Object.entries(example.files)) {
    let content = '';
    let from = 0;
    const open: number[] = [];
    for (const { 0: token, index } of marked.matchAll(/\[\||\|\]/g)) {
      content += marked.slice(from, index);
      from = index + 2;
      if (token === '[|') open.push(content.length);
      else {
        const start = open.pop();
        if (start === undefined) throw new Error(`${path}: "|]" without "[|"`);
        marks.push({ path, start, end: content.length });
      }
    }
    if (open.length > 0) throw new Error(`${path}: "[|" without "|]"`);
    files.set(path, content + marked.slice(from));
  }
  return { files, marks, base: example.base && new Map(Object.entries(example.base)) };
}

/** The history of an example. */
export function historyOfExample({ authors = [], touched = {} }: ExampleHistory): History {
  return {
    untouched: (paths, days) => new Set([...paths].filter((path) => (touched[path] ?? 0) > days)),
    authors: () =>
      authors.map((author) => {
        const [, name = '', email = ''] = /^([^<]*) <([^<>]*)>$/.exec(author) ?? [];
        return { name, email, time: 0 };
      }),
    cutShort: false,
  };
}
