import { type Assertion, isWord, readGoSyntax, type Test, type Tree, Unsupported } from './go-syntax.ts';

/**
 * Regular expressions of Go (RE2 syntax, https://github.com/google/re2/wiki/Syntax) as users write them in `.sops.yaml`
 * and SOPS metadata, matched in time linear in text and pattern: a simulation of the automaton, so no pattern can
 * backtrack. Only the question "does it match anywhere" is answered.
 */
export interface GoPattern {
  test(text: string): boolean;
}

/** Instructions of the automaton: `next` and `other` are indices. */
type Step =
  | { op: 'char'; test: Test; next: number }
  | { op: 'split'; next: number; other: number }
  | { op: 'assert'; what: Assertion; next: number }
  | { op: 'match' };
const maxSteps = 5_000;
const maxPattern = 1_000;
const known = new Map<string, GoPattern | undefined>();

/** The pattern, or undefined where it is not valid RE2 or uses what is not understood here (Unicode classes). */
export function goPattern(source: string): GoPattern | undefined {
  if (source.length > maxPattern) return undefined;
  if (!known.has(source)) known.set(source, compile(source));
  return known.get(source);
}

function compile(source: string): GoPattern | undefined {
  try {
    const program = new Assembler().assemble(readGoSyntax(source));
    return { test: (text) => run(program, text) };
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

/** Turns a tree into instructions. */
class Assembler {
  readonly #steps: Step[] = [];

  assemble(tree: Tree): readonly Step[] {
    this.#put(tree);
    this.#add({ op: 'match' });
    return this.#steps;
  }

  #add<S extends Step>(step: S): S {
    if (this.#steps.length >= maxSteps) throw new Unsupported();
    this.#steps.push(step);
    return step;
  }

  #put(tree: Tree): void {
    const here = this.#steps.length;
    switch (tree.op) {
      case 'char':
        this.#add({ op: 'char', test: tree.test, next: here + 1 });
        return;
      case 'assert':
        this.#add({ op: 'assert', what: tree.what, next: here + 1 });
        return;
      case 'sequence':
        for (const part of tree.parts) this.#put(part);
        return;
      case 'either':
        this.#choose(tree.parts);
        return;
      case 'repeat':
        this.#repeat(tree.part, tree.least, tree.most);
    }
  }

  #choose(parts: readonly Tree[]): void {
    const ends: { next: number }[] = [];
    for (const [i, part] of parts.entries()) {
      const last = i === parts.length - 1;
      const fork = last ? undefined : this.#add({ op: 'split', next: this.#steps.length + 1, other: -1 });
      this.#put(part);
      if (!fork) continue;
      ends.push(this.#add({ op: 'split', next: -1, other: -1 }));
      fork.other = this.#steps.length;
    }
    for (const end of ends) {
      end.next = this.#steps.length;
      (end as { other: number } & typeof end).other = this.#steps.length;
    }
  }

  #repeat(part: Tree, least: number, most: number): void {
    for (let i = 0; i < least; i++) this.#put(part);
    if (most === Infinity) {
      const fork = this.#add({ op: 'split', next: this.#steps.length + 1, other: -1 });
      const at = this.#steps.length - 1;
      this.#put(part);
      this.#add({ op: 'split', next: at, other: at });
      fork.other = this.#steps.length;
      return;
    }
    const forks: { other: number }[] = [];
    for (let i = least; i < most; i++) {
      forks.push(this.#add({ op: 'split', next: this.#steps.length + 1, other: -1 }));
      this.#put(part);
    }
    for (const fork of forks) fork.other = this.#steps.length;
  }
}

function run(program: readonly Step[], text: string): boolean {
  let current: number[] = [];
  const marks = new Int32Array(program.length).fill(-1);
  for (let at = 0; at <= text.length; at++) {
    const live: number[] = [];
    const pending = [0, ...current.reverse()];
    while (pending.length > 0) {
      const index = pending.pop()!;
      if (marks[index] === at) continue;
      marks[index] = at;
      const step = program[index]!;
      if (step.op === 'match') return true;
      if (step.op === 'char') live.push(index);
      else if (step.op === 'split') pending.push(step.other, step.next);
      else if (holds(step.what, text, at)) pending.push(step.next);
    }
    if (at === text.length) return false;
    const code = text.charCodeAt(at);
    current = [];
    for (const index of live) {
      const step = program[index]!;
      if (step.op === 'char' && step.test(code)) current.push(step.next);
    }
  }
  return false;
}

function holds(what: Assertion, text: string, at: number): boolean {
  if (what === '^') return at === 0;
  if (what === '$') return at === text.length;
  const before = at > 0 && isWord(text.charCodeAt(at - 1));
  const after = at < text.length && isWord(text.charCodeAt(at));
  return (before !== after) === (what === 'b');
}
