/** The syntax of Go's regular expressions (https://github.com/google/re2/wiki/Syntax), read into a tree. */

/** True for the code units that a step accepts. */
export type Test = (code: number) => boolean;

export type Assertion = '^' | '$' | 'b' | 'B';

/** A pattern as a tree; lazy and greedy are the same where only "does it match" is asked. */
export type Tree =
  | { op: 'char'; test: Test }
  | { op: 'assert'; what: Assertion }
  | { op: 'sequence'; parts: Tree[] }
  | { op: 'either'; parts: Tree[] }
  | { op: 'repeat'; part: Tree; least: number; most: number };

/** Thrown for what is not valid, or not understood here. */
export class Unsupported extends Error {}

/** Reads a pattern; throws `Unsupported`. */
export function readGoSyntax(source: string): Tree {
  return new Reader(source).read();
}

const isDigit: Test = (code) => code >= 48 && code <= 57;
export const isWord: Test = (code) =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const isSpace: Test = (code) => code === 32 || (code >= 9 && code <= 10) || code === 12 || code === 13;
const not =
  (test: Test): Test =>
  (code) =>
    !test(code);
const classes: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};
const controls: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7 };
const posix: Readonly<Record<string, Test>> = {
  alpha: (code) => isWord(code) && !isDigit(code) && code !== 95,
  alnum: (code) => isWord(code) && code !== 95,
  digit: isDigit,
  lower: (code) => code >= 97 && code <= 122,
  upper: (code) => code >= 65 && code <= 90,
  space: (code) => isSpace(code) || code === 11,
  word: isWord,
  xdigit: (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
  punct: (code) => code > 32 && code < 127 && (!isWord(code) || code === 95),
};

/** Reads a pattern into a tree. */
class Reader {
  readonly #source: string;
  #at = 0;
  #fold = false;
  #dotAll = false;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Tree {
    const tree = this.#either();
    if (this.#at < this.#source.length) throw new Unsupported();
    return tree;
  }

  #either(): Tree {
    if (++this.#depth > 50) throw new Unsupported();
    const parts = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at++;
      parts.push(this.#sequence());
    }
    this.#depth--;
    return parts.length === 1 ? parts[0]! : { op: 'either', parts };
  }

  #sequence(): Tree {
    const parts: Tree[] = [];
    while (this.#at < this.#source.length) {
      const char = this.#source[this.#at]!;
      if (char === '|' || char === ')') break;
      const atom = this.#atom();
      if (atom) parts.push(this.#repeated(atom));
    }
    return { op: 'sequence', parts };
  }

  #repeated(atom: Tree): Tree {
    const rest = this.#source.slice(this.#at, this.#at + 12);
    const match = /^(?:[*+?]|\{(\d{1,4})(,)?(\d{0,4})\})/.exec(rest);
    if (!match) return atom;
    this.#at += match[0].length;
    if (this.#source[this.#at] === '?') this.#at++;
    if (/^[*+?]/.test(this.#source.slice(this.#at))) throw new Unsupported();
    const [text, low, comma, high] = match;
    if (text === '*') return { op: 'repeat', part: atom, least: 0, most: Infinity };
    if (text === '+') return { op: 'repeat', part: atom, least: 1, most: Infinity };
    if (text === '?') return { op: 'repeat', part: atom, least: 0, most: 1 };
    const least = Number(low);
    const most = !comma ? least : high === '' ? Infinity : Number(high);
    if (least > 1_000 || (most !== Infinity && (most > 1_000 || most < least))) throw new Unsupported();
    return { op: 'repeat', part: atom, least, most };
  }

  /** One atom; undefined for a group that only sets flags. */
  #atom(): Tree | undefined {
    const char = this.#source[this.#at++]!;
    switch (char) {
      case '^':
      case '$':
        return { op: 'assert', what: char };
      case '.':
        return { op: 'char', test: this.#dotAll ? () => true : (code) => code !== 10 };
      case '(':
        return this.#group();
      case '[':
        return { op: 'char', test: this.#class() };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new Unsupported();
      default:
        return this.#literal(char);
    }
  }

  #group(): Tree | undefined {
    const head = /^\?(?:P?<\w{1,60}>|:|([imsU]{0,4})(?:-([imsU]{1,4}))?(:|\)))/.exec(
      this.#source.slice(this.#at, this.#at + 80),
    );
    const before = [this.#fold, this.#dotAll] as const;
    if (head) {
      this.#at += head[0].length;
      const [, on = '', off = '', end] = head;
      if (/m/.test(on + off)) throw new Unsupported();
      if (on.includes('i')) this.#fold = true;
      if (off.includes('i')) this.#fold = false;
      if (on.includes('s')) this.#dotAll = true;
      if (off.includes('s')) this.#dotAll = false;
      if (end === ')') return undefined;
    } else if (this.#source[this.#at] === '?') throw new Unsupported();
    const tree = this.#either();
    if (this.#source[this.#at++] !== ')') throw new Unsupported();
    [this.#fold, this.#dotAll] = before;
    return tree;
  }

  #escape(): Tree {
    const char = this.#source[this.#at++];
    if (char === undefined) throw new Unsupported();
    if (char === 'A') return { op: 'assert', what: '^' };
    if (char === 'z') return { op: 'assert', what: '$' };
    if (char === 'b' || char === 'B') return { op: 'assert', what: char };
    if (char === 'Q') {
      const end = this.#source.indexOf('\\E', this.#at);
      const text = this.#source.slice(this.#at, end === -1 ? undefined : end);
      this.#at = end === -1 ? this.#source.length : end + 2;
      return { op: 'sequence', parts: [...text].map((one) => this.#literal(one)) };
    }
    this.#at--;
    return { op: 'char', test: this.#escaped() };
  }

  /** What follows a backslash, in and out of a class. */
  #escaped(): Test {
    const char = this.#source[this.#at++];
    if (char === undefined) throw new Unsupported();
    if (Object.hasOwn(classes, char)) return classes[char]!;
    if (Object.hasOwn(controls, char)) return exactly(controls[char]!);
    if (char === 'x') {
      const hex = /^(?:\{([0-9A-Fa-f]{1,4})\}|([0-9A-Fa-f]{2}))/.exec(this.#source.slice(this.#at, this.#at + 8));
      if (!hex) throw new Unsupported();
      this.#at += hex[0].length;
      return this.#folded(Number.parseInt(hex[1] ?? hex[2]!, 16));
    }
    if (/[A-Za-z0-9]/.test(char)) throw new Unsupported();
    return exactly(char.charCodeAt(0));
  }

  #literal(char: string): Tree {
    return { op: 'char', test: this.#folded(char.charCodeAt(0)) };
  }

  #folded(code: number): Test {
    const char = String.fromCharCode(code);
    if (!this.#fold || char.toLowerCase() === char.toUpperCase()) return exactly(code);
    const low = char.toLowerCase().charCodeAt(0);
    const high = char.toUpperCase().charCodeAt(0);
    return (one) => one === low || one === high;
  }

  #class(): Test {
    const negated = this.#source[this.#at] === '^';
    if (negated) this.#at++;
    const tests: Test[] = [];
    for (let first = true; ; first = false) {
      const char = this.#source[this.#at];
      if (char === undefined) throw new Unsupported();
      if (char === ']' && !first) break;
      const named = /^\[:(\^?)(\w{1,10}):\]/.exec(this.#source.slice(this.#at, this.#at + 16));
      if (named) {
        this.#at += named[0].length;
        const test = Object.hasOwn(posix, named[2]!) ? posix[named[2]!]! : undefined;
        if (!test) throw new Unsupported();
        tests.push(named[1] ? not(test) : test);
        continue;
      }
      const low = this.#classCode();
      if (typeof low === 'function') {
        tests.push(low);
        continue;
      }
      if (this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']') {
        this.#at++;
        const high = this.#classCode();
        if (typeof high !== 'number' || high < low) throw new Unsupported();
        tests.push(this.#range(low, high));
      } else tests.push(this.#folded(low));
    }
    this.#at++;
    return (code) => tests.some((test) => test(code)) !== negated;
  }

  #classCode(): number | Test {
    const char = this.#source[this.#at++];
    if (char === undefined) throw new Unsupported();
    if (char !== '\\') return char.charCodeAt(0);
    const next = this.#source[this.#at] ?? '';
    if (Object.hasOwn(controls, next)) {
      this.#at++;
      return controls[next]!;
    }
    if (/[^A-Za-z0-9]/.test(next)) {
      this.#at++;
      return next.charCodeAt(0);
    }
    return this.#escaped();
  }

  #range(low: number, high: number): Test {
    if (!this.#fold) return (code) => code >= low && code <= high;
    const inside: Test = (code) => code >= low && code <= high;
    return (code) => {
      const char = String.fromCharCode(code);
      return inside(code) || inside(char.toLowerCase().charCodeAt(0)) || inside(char.toUpperCase().charCodeAt(0));
    };
  }
}

function exactly(code: number): Test {
  return (one) => one === code;
}
