import type { Text } from '../text.ts';

/** A text put together from stretches of another, with every stretch traced to where it stood. */
export class Assembly {
  readonly #text: Text;
  readonly #parts: string[] = [];
  readonly #pieces: [number, number][] = [];
  #length = 0;
  #expected = -1;

  constructor(text: Text) {
    this.#text = text;
  }

  get length(): number {
    return this.#length;
  }

  /** Appends [from, to) as it is written. */
  take(from: number, to: number): void {
    if (to <= from) return;
    this.#append(this.#text.content.slice(from, to), from);
    this.#expected = to;
  }

  /** Appends what is written otherwise at `from`. */
  put(written: string, from: number): void {
    if (written === '') return;
    this.#append(written, from);
    this.#expected = from + written.length;
  }

  #append(written: string, from: number): void {
    if (this.#expected !== from) this.#pieces.push([this.#length, from]);
    this.#parts.push(written);
    this.#length += written.length;
  }

  /** The text; `fallback` is where an empty one stands. */
  finish(fallback: number): Text {
    return this.#text.derive(this.#parts.join(''), this.#pieces.length > 0 ? this.#pieces : [[0, fallback]]);
  }
}
