import type { Span, Text } from './text.ts';

/** One stretch of a file and what is to stand there instead; an empty stretch is an insertion. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
  /** True where the file does not exist yet; the span is then its empty beginning. */
  readonly creates?: true;
}

/**
 * A change of text after which a finding is gone: made whole or not at all. The new text is made of constants and names and
 * never of what stands in the file, so that it cannot repeat a value; what is to be deleted is only pointed at.
 */
export interface Fix {
  /** What it does, as an imperative: `Write external-secrets.io/v1`. */
  readonly description: string;
  readonly edits: readonly Edit[];
}

/**
 * An edit that puts `text` in the place of [start, end) of a text, where the file holds exactly `old` there: what was
 * decoded or unescaped on the way can only be pointed at, not written.
 */
export function replacing(within: Text, start: number, end: number, old: string, text: string): Edit | undefined {
  const span = within.span(start, end);
  return span.file.content.slice(span.start, span.end) === old ? { span, text } : undefined;
}

/** The line break that a text uses. */
export function lineBreakOf(content: string): '\n' | '\r\n' {
  return content.includes('\r\n') ? '\r\n' : '\n';
}

/** Edits of one file that do not overlap, in order. */
export class Edits {
  readonly #sorted: Edit[] = [];

  get all(): readonly Edit[] {
    return this.#sorted;
  }

  /**
   * Adds the edits of one fix, all or none: none where one overlaps another one. Two at the same place overlap, since their
   * order is open, unless they are the same, which then counts once. Returns what takes them out again.
   */
  take(edits: readonly Edit[]): (() => void) | undefined {
    const added: Edit[] = [];
    const undo = (): void => {
      for (const one of added) this.#sorted.splice(this.#sorted.indexOf(one), 1);
    };
    for (const edit of edits) {
      const at = this.#indexOf(edit);
      const [before, after] = [this.#sorted[at - 1], this.#sorted[at]];
      if (after && isSame(after, edit)) continue;
      const isClear =
        (!before || before.span.end <= edit.span.start) &&
        (!after || (after.span.start > edit.span.start && after.span.start >= edit.span.end));
      if (!isClear) {
        undo();
        return undefined;
      }
      this.#sorted.splice(at, 0, edit);
      added.push(edit);
    }
    return undo;
  }

  /** The content with the edits made; every other character stays as it is. */
  appliedTo(content: string): string {
    let out = '';
    let from = 0;
    for (const { span, text } of this.#sorted) {
      out += content.slice(from, span.start) + text;
      from = span.end;
    }
    return out + content.slice(from);
  }

  /** Index of the first edit that starts at or after this one. */
  #indexOf({ span }: Edit): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]!.span.start < span.start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isSame(a: Edit, b: Edit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}
