/** One stretch of a file's diff; lines are those of the new side, from 1, the last one included. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  /** Lines that the change added or rewrote, and what they hold, a carriage return at their end included. */
  readonly added: ReadonlyMap<number, string>;
}

const header = /^@@ -\d{1,9}(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@/;

/** The hunks of a unified diff of one file, as GitHub gives it in `patch`. */
export function hunksOf(patch: string): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let start = 0;
  let line = 0;
  let added = new Map<number, string>();
  const close = (): void => {
    if (line > start) hunks.push({ start, end: line - 1, added });
  };
  for (const text of patch.split('\n')) {
    const begins = header.exec(text)?.[1];
    if (begins !== undefined) {
      close();
      start = Number(begins);
      line = start;
      added = new Map();
    } else if (text.startsWith('+')) added.set(line++, text.slice(1));
    else if (text.startsWith(' ')) line++;
  }
  close();
  return hunks;
}
