/**
 * Text and positions: the only place that knows offsets, lines, columns and how an embedded document maps to its file.
 *
 * Offsets are UTF-16 code units into the decoded content of a file (BOM removed). Lines and columns are 1-based;
 * columns count UTF-16 code units, which is SARIF's default `columnKind` (SARIF 2.1.0, section 3.14.17).
 */

/** A place in a file as people and platforms name it; both numbers start at 1. */
export interface Place2D {
  readonly line: number;
  readonly column: number;
}

/** One file's path (from the root of the scan, `/` separated) and its decoded content. */
export class SourceFile {
  readonly path: string;
  readonly content: string;
  #lineStarts: Int32Array | undefined;

  constructor(path: string, content: string) {
    this.path = path;
    this.content = content;
  }

  get #starts(): Int32Array {
    this.#lineStarts ??= lineStarts(this.content);
    return this.#lineStarts;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Line and column of an offset; an offset past the end gives the end. */
  place(offset: number): Place2D {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  }

  /** Offsets of a line's content without its line break; `line` starts at 1. */
  lineRange(line: number): { start: number; end: number } {
    const starts = this.#starts;
    const start = starts[line - 1] ?? this.content.length;
    let end = starts[line] ?? this.content.length;
    while (end > start && isLineBreak(this.content.charCodeAt(end - 1))) end--;
    return { start, end };
  }
}

/** A stretch of a file: `start` inclusive, `end` exclusive, both offsets into the file's content. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/**
 * A text to parse, whose every offset can be traced to the file it came from: a whole file, a block scalar without its
 * indentation, a JSON string without its escapes, the decoded content of a base64 value.
 */
export class Text {
  readonly file: SourceFile;
  readonly content: string;
  /** Pairs [offset here, offset in the file], ascending; between two pairs offsets run in step. Undefined: identity. */
  readonly #map: readonly (readonly [number, number])[] | undefined;
  /** Set when no finer place than this stretch can be named (base64): every offset maps to it. */
  readonly #whole: Span | undefined;
  /** What `holds` found out. */
  #held: Map<string, boolean> | undefined;

  private constructor(
    file: SourceFile,
    content: string,
    map: readonly (readonly [number, number])[] | undefined,
    whole: Span | undefined,
  ) {
    this.file = file;
    this.content = content;
    this.#map = map;
    this.#whole = whole;
  }

  static of(file: SourceFile): Text {
    return new Text(file, file.content, undefined, undefined);
  }

  /** Whether `needle` stands anywhere in it; looked for once, however many resources of the text ask. */
  holds(needle: string): boolean {
    this.#held ??= new Map();
    let held = this.#held.get(needle);
    if (held === undefined) {
      held = this.content.includes(needle);
      this.#held.set(needle, held);
    }
    return held;
  }

  /** True when offsets in this text are offsets in the file. */
  get isWhole(): boolean {
    return this.#map === undefined && this.#whole === undefined;
  }

  /**
   * A text made of pieces of this one: `content`, and pairs [offset in `content`, offset in this text] at which the
   * correspondence jumps (a removed indentation, a resolved escape). The first pair must be at 0.
   */
  derive(content: string, pieces: readonly (readonly [number, number])[]): Text {
    if (this.#whole) return new Text(this.file, content, undefined, this.#whole);
    const map = this.#map;
    if (!map) return new Text(this.file, content, pieces, undefined);
    // The jumps of this text that fall inside a piece are jumps of the new one too.
    const composed: (readonly [number, number])[] = [];
    for (let i = 0; i < pieces.length; i++) {
      const [here, there] = pieces[i]!;
      const end = there + ((pieces[i + 1]?.[0] ?? content.length) - here);
      const at = this.#piece(there);
      composed.push([here, this.#offset(there)]);
      for (let next = at + 1; next < map.length && map[next]![0] < end; next++) {
        const [from, to] = map[next]!;
        if (from > there) composed.push([here + (from - there), to]);
      }
    }
    return new Text(this.file, content, composed, undefined);
  }

  /** A decoded text (base64 and the like) that stands for the whole of [start, end) of this one. */
  decoded(content: string, start: number, end: number): Text {
    return new Text(this.file, content, undefined, this.#whole ?? this.span(start, end));
  }

  /** The stretch of the file that [start, end) of this text came from. */
  span(start: number, end: number): Span {
    if (this.#whole) return this.#whole;
    if (!this.#map) return { file: this.file, start, end };
    const from = this.#offset(start);
    const to = end > start ? this.#after(end - 1) : from;
    return { file: this.file, start: from, end: Math.max(from, to) };
  }

  /** The offset in the file right behind one character; an escape (`\\"`, `''`) that stands for it counts whole. */
  #after(offset: number): number {
    const from = this.#offset(offset);
    const next = this.#map?.[this.#piece(offset) + 1];
    const code = this.file.content.charCodeAt(from);
    return next?.[0] === offset + 1 && (code === 92 || code === 39) ? next[1] : from + 1;
  }

  #offset(offset: number): number {
    const map = this.#map;
    if (!map) return offset;
    const [here, there] = map[this.#piece(offset)] ?? [0, 0];
    return there + (offset - here);
  }

  /** Index of the last pair at or before an offset. */
  #piece(offset: number): number {
    const map = this.#map ?? [];
    let low = 0;
    let high = map.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (map[middle]![0] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Where a span begins and ends; the end column is exclusive, as in SARIF. */
export function placesOf(span: Span): { line: number; column: number; endLine: number; endColumn: number } {
  const from = span.file.place(span.start);
  const to = span.file.place(span.end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

/** Line breaks are LF, CRLF and a lone CR, as in YAML 1.2 (5.4). */
function lineStarts(content: string): Int32Array {
  const starts: number[] = [0];
  let at = content.indexOf('\n');
  if (!content.includes('\r')) {
    while (at !== -1) {
      starts.push(at + 1);
      at = content.indexOf('\n', at + 1);
    }
    return Int32Array.from(starts);
  }
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i);
    if (code === 10) starts.push(i + 1);
    else if (code === 13 && content.charCodeAt(i + 1) !== 10) starts.push(i + 1);
  }
  return Int32Array.from(starts);
}
