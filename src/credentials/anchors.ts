/**
 * Aho-Corasick over ASCII literals: one table look-up per character, whatever the number of literals. The table is indexed
 * by `(state << shift) | symbols[code]`, where symbol 0 stands for every character that no literal holds and leads to
 * state 0. States from `ready` on are those in which a literal ends: the indexes of theirs are at `found[state - ready]`.
 */
export interface Automaton {
  readonly symbols: Uint8Array;
  readonly shift: number;
  readonly next: Uint16Array;
  readonly ready: number;
  readonly found: readonly (readonly number[])[];
}

/** Finds literal anchors in a text. */
export class AnchorScan {
  readonly #automaton: Automaton;
  readonly #lengths: readonly number[];

  /** `anchors` are ASCII. */
  constructor(anchors: readonly string[]) {
    this.#automaton = automaton(anchors);
    this.#lengths = anchors.map((anchor) => anchor.length);
  }

  /** Calls `hit` with the index of the anchor and its offset for every occurrence, by end offset. */
  run(text: string, hit: (anchor: number, start: number) => void): void {
    const { symbols, shift, next, ready, found } = this.#automaton;
    const length = text.length;
    let state = 0;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      state = code < 128 ? next[(state << shift) | symbols[code]!]! : 0;
      if (state < ready) continue;
      for (const anchor of found[state - ready]!) hit(anchor, i + 1 - this.#lengths[anchor]!);
    }
  }
}

/** Without regard to case where `folded`; capitals then are read as their small letters. */
export function automaton(anchors: readonly string[], folded = false): Automaton {
  const literals = folded ? anchors.map((anchor) => anchor.toLowerCase()) : anchors;
  const { symbols, shift } = alphabet(literals, folded);
  const edges: Map<number, number>[] = [new Map()];
  const ends: number[][] = [[]];
  literals.forEach((literal, index) => {
    let state = 0;
    for (let i = 0; i < literal.length; i++) {
      const symbol = symbols[literal.charCodeAt(i)]!;
      let to = edges[state]!.get(symbol);
      if (to === undefined) {
        to = edges.length;
        edges.push(new Map());
        ends.push([]);
        edges[state]!.set(symbol, to);
      }
      state = to;
    }
    ends[state]!.push(index);
  });
  const count = edges.length;
  const next = new Uint16Array(count << shift);
  const found: (readonly number[])[] = new Array(count).fill(none);
  const fallback = new Uint16Array(count);
  const queue: number[] = [];
  for (const [symbol, to] of edges[0]!) {
    next[symbol] = to;
    queue.push(to);
  }
  // Breadth first: the fallback of a state is shorter, hence complete, when the state is reached.
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at]!;
    const back = fallback[state]!;
    const own = [...ends[state]!, ...found[back]!];
    if (own.length > 0) found[state] = own;
    next.copyWithin(state << shift, back << shift, (back + 1) << shift);
    for (const [symbol, to] of edges[state]!) {
      fallback[to] = next[(state << shift) | symbol]!;
      next[(state << shift) | symbol] = to;
      queue.push(to);
    }
  }
  return { symbols, shift, ...readyLast(next, found, shift) };
}

const none: readonly number[] = [];

/** The states renumbered, so that one comparison tells whether a literal ends. */
function readyLast(
  plain: Uint16Array,
  found: readonly (readonly number[])[],
  shift: number,
): Pick<Automaton, 'next' | 'ready' | 'found'> {
  const count = found.length;
  const ending = found.filter((here) => here.length > 0);
  const ready = count - ending.length;
  const renamed = new Uint16Array(count);
  for (let state = 0, idle = 0, ends = ready; state < count; state++) {
    renamed[state] = found[state]!.length > 0 ? ends++ : idle++;
  }
  const next = new Uint16Array(plain.length);
  for (let state = 0; state < count; state++) {
    const [from, to] = [state << shift, renamed[state]! << shift];
    for (let symbol = 0; symbol < 1 << shift; symbol++) next[to | symbol] = renamed[plain[from | symbol]!]!;
  }
  return { next, ready, found: ending };
}

/** A number for each character that a literal holds: the fewer there are, the smaller the table, the faster the look-up. */
function alphabet(literals: readonly string[], folded: boolean): { symbols: Uint8Array; shift: number } {
  const symbols = new Uint8Array(256);
  let count = 1;
  for (const literal of literals) {
    for (let i = 0; i < literal.length; i++) {
      const code = literal.charCodeAt(i);
      if (symbols[code] === 0) symbols[code] = count++;
    }
  }
  if (folded) for (let code = 65; code <= 90; code++) symbols[code] = symbols[code + 32]!;
  return { symbols, shift: Math.ceil(Math.log2(count)) };
}
