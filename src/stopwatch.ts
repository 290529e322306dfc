/** What a scan spends its time on, in the order of its work. */
export type Phase = 'list' | 'read' | 'prefilter' | 'parse' | 'judge' | 'model' | 'rules' | 'chains';

/** Where the time of a scan went, in milliseconds. */
export interface Timings {
  readonly phases: ReadonlyMap<Phase, number>;
  readonly rules: ReadonlyMap<string, number>;
  /** The files that took longest, slowest first. */
  readonly files: readonly { readonly path: string; readonly milliseconds: number }[];
}

const most = 20;

/** Adds up the time between calls by what it was spent on. */
export class Stopwatch {
  readonly #phases = new Map<Phase, number>();
  #files: { path: string; milliseconds: number }[] = [];
  #last: number;
  #file: number;

  constructor() {
    this.#last = performance.now();
    this.#file = this.#last;
  }

  /** The time since the last call went into `phase`. */
  lap(phase: Phase): void {
    const now = performance.now();
    this.#phases.set(phase, (this.#phases.get(phase) ?? 0) + now - this.#last);
    this.#last = now;
  }

  /** A file is done: all laps since the one before were its. */
  file(path: string): void {
    this.#files.push({ path, milliseconds: this.#last - this.#file });
    this.#file = this.#last;
    if (this.#files.length > 1000) this.#files = this.#slowest();
  }

  #slowest(): { path: string; milliseconds: number }[] {
    return this.#files.sort((a, b) => b.milliseconds - a.milliseconds).slice(0, most);
  }

  timings(rules: ReadonlyMap<string, number>): Timings {
    return { phases: this.#phases, rules, files: this.#slowest() };
  }
}
