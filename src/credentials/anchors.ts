/** Aho-Corasick over literal anchors: one table look-up per character, whatever the number of anchors. */
export class AnchorScan {
  readonly #next: Uint16Array;
  readonly #found: readonly (readonly number[])[];
  readonly #lengths: readonly number[];

  /** `anchors` are ASCII. */
  constructor(anchors: readonly string[]) {
    const { next, found } = automaton(anchors);
    this.#next = next;
    this.#found = found;
    this.#lengths = anchors.map((anchor) => anchor.length);
  }

  /** Calls `hit` with the index of the anchor and its offset for every occurrence, by end offset. */
  run(text: string, hit: (anchor: number, start: number) => void): void {
    const next = this.#next;
    const found = this.#found;
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      state = code < 128 ? next[(state << 7) | code]! : 0;
      const here = found[state]!;
      for (let n = 0; n < here.length; n++) {
        const anchor = here[n]!;
        hit(anchor, i + 1 - this.#lengths[anchor]!);
      }
    }
  }
}

/**
 * The same over bytes and without regard to case: what a prefilter needs, which has not decoded the text. States from
 * `ready` on are those in which a literal ends: their `found` are at `state - ready`.
 */
export function foldedAutomaton(literals: readonly string[]): {
  readonly next: Uint16Array;
  readonly ready: number;
  readonly found: readonly (readonly number[])[];
} {
  const plain = automaton(literals.map((literal) => literal.toLowerCase()));
  const count = plain.found.length;
  const states = Array.from({ length: count }, (_, state) => state);
  const idle = states.filter((state) => plain.found[state]!.length === 0);
  const ending = states.filter((state) => plain.found[state]!.length > 0);
  const renamed = new Uint16Array(count);
  for (const [to, from] of [...idle, ...ending].entries()) renamed[from] = to;
  const next = new Uint16Array(count << 7);
  for (const from of states) {
    for (let code = 0; code < 128; code++) {
      const folded = code >= 65 && code <= 90 ? code + 32 : code;
      next[(renamed[from]! << 7) | code] = renamed[plain.next[(from << 7) | folded]!]!;
    }
  }
  return { next, ready: idle.length, found: ending.map((state) => plain.found[state]!) };
}

const none: readonly number[] = [];

function automaton(anchors: readonly string[]): { next: Uint16Array; found: readonly (readonly number[])[] } {
  const edges: Map<number, number>[] = [new Map()];
  const ends: number[][] = [[]];
  anchors.forEach((anchor, index) => {
    let state = 0;
    for (let i = 0; i < anchor.length; i++) {
      const code = anchor.charCodeAt(i);
      let to = edges[state]!.get(code);
      if (to === undefined) {
        to = edges.length;
        edges.push(new Map());
        ends.push([]);
        edges[state]!.set(code, to);
      }
      state = to;
    }
    ends[state]!.push(index);
  });
  const next = new Uint16Array(edges.length << 7);
  const found: (readonly number[])[] = new Array(edges.length).fill(none);
  const fallback = new Uint16Array(edges.length);
  const queue: number[] = [];
  for (const [code, to] of edges[0]!) {
    next[code] = to;
    queue.push(to);
  }
  // Breadth first: the fallback of a state is shorter, hence complete, when the state is reached.
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at]!;
    const back = fallback[state]!;
    const own = [...ends[state]!, ...found[back]!];
    if (own.length > 0) found[state] = own;
    for (let code = 0; code < 128; code++) {
      const to = edges[state]!.get(code);
      const viaBack = next[(back << 7) | code]!;
      if (to === undefined) next[(state << 7) | code] = viaBack;
      else {
        next[(state << 7) | code] = to;
        fallback[to] = viaBack;
        queue.push(to);
      }
    }
  }
  return { next, found };
}
