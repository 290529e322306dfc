/** Single characters (resolved escapes) are gathered in a buffer: a string of its own for each would be slow. */
const bufferSize = 8192;
const shortText = 2;

/** Above this many characters a part is closed, so that no endless chain of small concatenations is kept. */
const partSize = 1 << 14;
/** Shared: a resolution runs to its end before the next begins, and gives up what it gathered only through `text`. */
const buffer = new Uint16Array(bufferSize);

/** A value with more jumps than this is not mapped character by character. */
const maxPieces = 500_000;

/** A value being resolved from the text it is written in, with the map back when it is wanted. */
export class Resolution {
  readonly content: string;
  readonly #mapped: boolean;
  readonly #pieces: [number, number][] = [];
  readonly #parts: string[] = [];
  #part = '';
  #buffered = 0;
  #length = 0;
  /** Where the next character stands if nothing jumps. */
  #expected = -1;

  constructor(content: string, mapped: boolean) {
    this.content = content;
    this.#mapped = mapped;
  }

  /** Takes over [from, to) of the content as written. */
  add(from: number, to: number): void {
    if (to > from) this.#append(this.content.slice(from, to), from, to);
  }

  /** Adds text that stands for what is written at [from, to). */
  put(text: string, from: number, to: number): void {
    if (text !== '') this.#append(text, from, to - from === text.length ? to : -1);
  }

  /**
   * Folds the line break at `at` and the blank lines after it; gives the offset of the next text, at most `end`.
   */
  fold(at: number, end: number): number {
    const { content } = this;
    let breaks = 0;
    let i = at + 1;
    for (; i < end; i++) {
      const code = content.charCodeAt(i);
      if (code === 10) {
        this.put('\n', i, i + 1);
        breaks++;
      } else if (code === 13 ? content.charCodeAt(i + 1) !== 10 : code !== 32 && code !== 9) break;
    }
    if (breaks === 0) this.put(' ', at, at + 1);
    return i;
  }

  /** The value so far. */
  text(): string {
    this.#flush();
    if (this.#parts.length > 0) {
      this.#part = this.#parts.join('') + this.#part;
      this.#parts.length = 0;
    }
    return this.#part;
  }

  /**
   * Pairs [offset in the value, offset in the content] for `Text.derive`; `start` places an empty value. Undefined when
   * there are too many.
   */
  pieces(start: number): readonly (readonly [number, number])[] | undefined {
    if (this.#pieces.length > maxPieces) return undefined;
    return this.#pieces.length > 0 ? this.#pieces : [[0, start]];
  }

  #append(text: string, from: number, next: number): void {
    if (this.#mapped && from !== this.#expected && this.#pieces.length <= maxPieces) {
      this.#pieces.push([this.#length, from]);
    }
    this.#expected = next;
    const { length } = text;
    this.#length += length;
    if (length > shortText) {
      this.#flush();
      this.#extend(text);
      return;
    }
    if (this.#buffered + length > bufferSize) this.#flush();
    for (let i = 0; i < length; i++) buffer[this.#buffered + i] = text.charCodeAt(i);
    this.#buffered += length;
  }

  #flush(): void {
    if (this.#buffered === 0) return;
    const codes = buffer.subarray(0, this.#buffered);
    this.#extend(
      codes.length === 1
        ? String.fromCharCode(codes[0]!)
        : String.fromCharCode.apply(null, codes as unknown as number[]),
    );
    this.#buffered = 0;
  }

  #extend(text: string): void {
    this.#part += text;
    if (this.#part.length <= partSize) return;
    this.#parts.push(this.#part);
    this.#part = '';
  }
}
