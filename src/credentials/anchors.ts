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
  const { next: plain, found } = automaton(literals.map((literal) => literal.toLowerCase()));
  const count = found.length;
  const renamed = new Uint16Array(count);
  const ending = found.filter((here) => here.length > 0);
  const ready = count - ending.length;
  for (let state = 0, idle = 0, ends = ready; state < count; state++) {
    renamed[state] = found[state]!.length > 0 ? ends++ : idle++;
  }
  const next = new Uint16Array(count << 7);
  for (let state = 0; state < count; state++) {
    const [from, to] = [state << 7, renamed[state]! << 7];
    for (let code = 0; code < 128; code++) next[to | code] = renamed[plain[from | code]!]!;
    // Capitals go where their small letters go.
    next.copyWithin(to + 65, to + 97, to + 123);
  }
  return { next, ready, found: ending };
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
    next.copyWithin(state << 7, back << 7, (back + 1) << 7);
    for (const [code, to] of edges[state]!) {
      fallback[to] = next[(state << 7) | code]!;
      next[(state << 7) | code] = to;
      queue.push(to);
    }
  }
  return { next, found };
}
