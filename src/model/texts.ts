import { decode, withLineFeeds } from '../decode.ts';
import type { Source } from '../source.ts';
import { SourceFile } from '../text.ts';
import type { Files } from './repository.ts';

/** The texts of a scan: those that were parsed, and those set aside, which are read again when a rule asks for one. */
export class Texts implements Files {
  readonly #source: Source;
  readonly #files = new Map<string, SourceFile>();
  readonly #aside = new Set<string>();

  constructor(source: Source) {
    this.#source = source;
  }

  add(file: SourceFile): void {
    this.#files.set(file.path, file);
  }

  setAside(path: string): void {
    this.#aside.add(path);
  }

  has(path: string): boolean {
    return this.#files.has(path) || this.#aside.has(path);
  }

  get(path: string): SourceFile | undefined {
    if (!this.#aside.delete(path)) return this.#files.get(path);
    const bytes = this.#source.read(path);
    const content = bytes && decode(bytes);
    if (content === undefined) return undefined;
    const file = new SourceFile(path, withLineFeeds(content));
    this.#files.set(path, file);
    return file;
  }
}
