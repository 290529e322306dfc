import type { Word } from '../parser.ts';
import { Ahead } from './nodes.ts';
import {
  ansiEscape,
  breakLength,
  continuation,
  isBlank,
  isBreak,
  isName,
  isNamePart,
  isOrdinary,
  special,
  unescaped,
} from './shell-characters.ts';

/** Where a nested command list ends: `)` of `$( )`, a backtick, or the end of the region. */
export type Closer = ')' | '`' | '';

export interface WordRules {
  /** False where `;`, `&`, `|`, `<`, `>` and brackets are ordinary characters: Dockerfile ENV, `[[ ]]`. */
  readonly operators: boolean;
}

/** A directive longer than this is none. */
const maxDirective = 2000;

/** Deeper nesting of substitutions is read as plain text, so that hostile input cannot exhaust the stack. */
export const maxDepth = 60;

/**
 * Reads shell words off a content, at a cursor that moves forward only. What stands in `$( )`, backticks and `<( )` is
 * handed to `nested`, which reads it as commands and leaves the cursor behind the closer.
 */
export abstract class WordReader {
  readonly content: string;
  at: number;
  end: number;
  protected depth = 0;
  readonly #closing: Ahead;
  readonly #backtick: Ahead;
  readonly #quote: Ahead;
  /** A stretch in which no further backtick closes: asked once, not once per backtick. */
  #unclosed: readonly [number, number] = [0, 0];
  #value = '';
  #expands = false;
  #pieces: [number, number][] = [];
  /** Source offset that the next character of the value has, while the value runs in step with the source. */
  #expected = -1;

  protected constructor(content: string, start: number, end: number) {
    this.content = content;
    this.at = start;
    this.end = end;
    this.#closing = new Ahead(content, '}}');
    this.#backtick = new Ahead(content, '`');
    this.#quote = new Ahead(content, "'");
  }

  protected abstract nested(closer: Closer): void;

  /** The word at the cursor; the cursor must stand on a character that begins one. */
  protected word(rules: WordRules): Word {
    const outer = { value: this.#value, expands: this.#expands, pieces: this.#pieces, expected: this.#expected };
    this.#value = '';
    this.#expands = false;
    this.#pieces = [];
    this.#expected = -1;
    const start = this.at;
    this.#read(rules);
    const word = this.#finish(start);
    this.#value = outer.value;
    this.#expands = outer.expands;
    this.#pieces = outer.pieces;
    this.#expected = outer.expected;
    return word;
  }

  #finish(start: number): Word {
    const pieces = this.#pieces.length > 0 ? this.#pieces : [[0, start] as const];
    const word: Word = { value: this.#value, start, end: this.at, expands: this.#expands };
    return pieces.length === 1 && this.#value.length === this.at - start ? word : { ...word, pieces };
  }

  /** Appends source text [from, to) as it is written. */
  #take(from: number, to: number): void {
    if (to <= from) return;
    if (this.#expected !== from) this.#pieces.push([this.#value.length, from]);
    this.#value += this.content.slice(from, to);
    this.#expected = to;
  }

  /** Appends a text that is written otherwise in the source, from `from` on. */
  #put(text: string, from: number): void {
    if (text === '') return;
    this.#pieces.push([this.#value.length, from]);
    this.#value += text;
    this.#expected = -1;
  }

  #read(rules: WordRules): void {
    const { content } = this;
    while (this.at < this.end) {
      const from = this.at;
      const code = content.charCodeAt(from);
      switch (code) {
        case 32: // space
        case 9: // tab
        case 10: // LF
        case 13: // CR
          return;
        case 59: // ;
        case 38: // &
        case 124: // |
        case 41: // )
          if (rules.operators) return;
          break;
        case 40: // (
          if (rules.operators && !this.#arrayOpens(from)) return;
          if (rules.operators) {
            this.#array();
            continue;
          }
          break;
        case 60: // <
        case 62: // >
          if (rules.operators) {
            if (content.charCodeAt(from + 1) !== 40 || from + 1 >= this.end) return;
            this.#substitution(from, 2, ')');
            continue;
          }
          break;
        case 39: // '
          this.#single();
          continue;
        case 34: // "
          this.#double();
          continue;
        case 92: // \
          if (!this.#escape()) return;
          continue;
        case 36: // $
          this.#dollar(false);
          continue;
        case 96: // `
          this.#backticks();
          continue;
        case 123: // {
          if (content.charCodeAt(from + 1) === 123 && this.#directive(from, from)) continue;
          break;
      }
      // A run of ordinary characters.
      let to = from + 1;
      while (to < this.end && isOrdinary(content.charCodeAt(to))) to++;
      this.#take(from, to);
      this.at = to;
    }
  }

  /** `NAME=(...)`, `NAME+=(...)`: an array, kept as written. */
  #arrayOpens(from: number): boolean {
    return (
      this.#expected === from &&
      this.content.charCodeAt(from - 1) === 61 &&
      /^[A-Za-z_]\w{0,200}\+?=$/.test(this.#value)
    );
  }

  #array(): void {
    const from = this.at;
    this.at++;
    if (this.depth < maxDepth) {
      this.depth++;
      while (this.at < this.end && this.content.charCodeAt(this.at) !== 41) {
        const code = this.content.charCodeAt(this.at);
        if (isBlank(code) || isBreak(code) || code === 59 || code === 38 || code === 124 || code === 40) this.at++;
        else if ((code === 60 || code === 62) && this.content.charCodeAt(this.at + 1) !== 40) this.at++;
        else {
          const before = this.at;
          if (this.word({ operators: true }).expands) this.#expands = true;
          if (this.at === before) this.at++;
        }
      }
      this.depth--;
    }
    if (this.at < this.end) this.at++;
    this.#take(from, this.at);
  }

  #single(): void {
    const from = this.at;
    const close = this.#quote.at(from + 1);
    if (close === -1 || close >= this.end) {
      // Nothing closes it: an apostrophe in prose or in the output of a command.
      this.#take(from, from + 1);
      this.at = from + 1;
      return;
    }
    this.#take(from + 1, close);
    if (this.#hasDirective(from, close)) this.#expands = true;
    this.at = close + 1;
  }

  #hasDirective(from: number, to: number): boolean {
    const open = this.content.slice(from, to).indexOf('{{');
    if (open === -1) return false;
    const close = this.#closing.at(from + open);
    return close !== -1 && close < to;
  }

  #double(): void {
    const { content } = this;
    this.at++;
    while (this.at < this.end) {
      const from = this.at;
      const code = content.charCodeAt(from);
      if (code === 34) {
        this.at++;
        return;
      }
      if (code === 36) this.#dollar(true);
      else if (code === 96) this.#backticks();
      else if (code === 123 && content.charCodeAt(from + 1) === 123 && this.#directive(from, from)) continue;
      else if (code === 92 && from + 1 < this.end) {
        const next = content.charCodeAt(from + 1);
        if (isBreak(next)) this.at = from + 1 + breakLength(content, from + 1);
        else {
          // In double quotes a backslash escapes these only, and otherwise stays.
          if (next === 34 || next === 92 || next === 36 || next === 96) this.#take(from + 1, from + 2);
          else this.#take(from, from + 2);
          this.at = from + 2;
        }
      } else {
        let to = from + 1;
        while (to < this.end) {
          const other = content.charCodeAt(to);
          if (other === 34 || other === 36 || other === 96 || other === 92 || other === 123) break;
          to++;
        }
        this.#take(from, to);
        this.at = to;
      }
    }
  }

  /** A backslash outside quotes. False when it continues the line and the word ends before it. */
  #escape(): boolean {
    const { content } = this;
    const from = this.at;
    const continued = continuation(content, from, this.end);
    if (continued !== from) {
      // `pass\<newline>word` is one word; anything else behind the break ends it before the backslash.
      if (
        continued >= this.end ||
        (special[content.charCodeAt(continued)] === 1 && '\'"$`\\{'.indexOf(content[continued]!) === -1)
      )
        return false;
      if (isBlank(content.charCodeAt(from - 1)) && from > 0) return false;
      this.at = continued;
      return true;
    }
    if (from + 1 >= this.end) {
      this.#take(from, from + 1);
      this.at = from + 1;
      return true;
    }
    this.#take(from + 1, from + 2);
    this.at = from + 2;
    return true;
  }

  #dollar(quoted: boolean): void {
    const { content } = this;
    const from = this.at;
    const next = from + 1 < this.end ? content.charCodeAt(from + 1) : -1;
    if (next === 123) {
      if (content.charCodeAt(from + 2) === 123 && this.#directive(from, from + 1)) return;
      this.#expands = true;
      this.#parameter(from);
    } else if (next === 40) {
      if (content.charCodeAt(from + 2) === 40) this.#arithmetic(from);
      else this.#substitution(from, 2, ')');
    } else if (next === 39 && !quoted) this.#ansi();
    else if (next === 34 && !quoted) {
      // $"..." is a translated string: the dollar goes.
      this.at++;
      this.#double();
    } else if (isName(next) || (next >= 48 && next <= 57)) {
      let to = from + 2;
      if (isName(next)) while (to < this.end && isNamePart(content.charCodeAt(to))) to++;
      this.#expanding(from, to);
    } else if (next !== -1 && '@*#?-$!'.includes(String.fromCharCode(next))) this.#expanding(from, from + 2);
    else {
      this.#take(from, from + 1);
      this.at = from + 1;
    }
  }

  #expanding(from: number, to: number): void {
    this.#expands = true;
    this.#take(from, to);
    this.at = to;
  }

  /** `${...}`: up to its brace, at most to the end of the line. */
  #parameter(from: number): void {
    const { content } = this;
    let open = 1;
    let i = from + 2;
    while (i < this.end) {
      const code = content.charCodeAt(i);
      if (isBreak(code)) break;
      if (
        code === 36 &&
        content.charCodeAt(i + 1) === 40 &&
        content.charCodeAt(i + 2) !== 40 &&
        this.depth < maxDepth
      ) {
        this.at = i + 2;
        this.depth++;
        this.nested(')');
        this.depth--;
        i = this.at;
        continue;
      }
      if (code === 92) i++;
      else if (code === 123) open++;
      else if (code === 125 && --open === 0) {
        i++;
        break;
      }
      i++;
    }
    this.#expanding(from, Math.min(i, this.end));
  }

  /** `$(( ... ))`: up to its brackets, at most to the end of the line; a `<<` in it is no here-document. */
  #arithmetic(from: number): void {
    const { content } = this;
    let open = 0;
    let i = from + 1;
    while (i < this.end) {
      const code = content.charCodeAt(i);
      if (isBreak(code)) break;
      i++;
      if (code === 40) open++;
      else if (code === 41 && --open === 0) break;
    }
    this.#expanding(from, i);
  }

  #substitution(from: number, opener: number, closer: Closer): void {
    this.at = from + opener;
    if (this.depth < maxDepth) {
      this.depth++;
      this.nested(closer);
      this.depth--;
    }
    this.#expanding(from, this.at);
  }

  #backticks(): void {
    const { content } = this;
    const from = this.at;
    const known = from >= this.#unclosed[0] && this.end <= this.#unclosed[1];
    let close = known ? -1 : this.#backtick.at(from + 1);
    while (close !== -1 && close < this.end && content.charCodeAt(close - 1) === 92)
      close = this.#backtick.at(close + 1);
    if (close === -1 || close >= this.end) {
      if (!known) this.#unclosed = [from, this.end];
      this.#take(from, from + 1);
      this.at = from + 1;
      return;
    }
    const end = this.end;
    this.end = close;
    this.#substitution(from, 1, '`');
    this.end = end;
    this.at = close + 1;
    this.#take(close, close + 1);
  }

  /** A template directive `{{ ... }}` or `${{ ... }}` is one expansion, blanks and quotes in it included. */
  #directive(from: number, braces: number): boolean {
    const close = this.#closing.at(braces + 2);
    if (close === -1 || close + 2 > this.end || close - braces > maxDirective) return false;
    this.#expanding(from, close + 2);
    return true;
  }

  /** `$'...'` with ANSI-C escapes. */
  #ansi(): void {
    const { content } = this;
    this.at += 2;
    while (this.at < this.end) {
      const from = this.at;
      const code = content.charCodeAt(from);
      if (code === 39) {
        this.at++;
        return;
      }
      if (code === 92 && from + 1 < this.end) {
        ansiEscape.lastIndex = from;
        const found = ansiEscape.exec(content)?.[0] ?? content.slice(from, from + 2);
        this.#put(unescaped(found), from);
        this.at = Math.min(from + found.length, this.end);
        continue;
      }
      let to = from + 1;
      while (to < this.end) {
        const other = content.charCodeAt(to);
        if (other === 39 || other === 92) break;
        to++;
      }
      this.#take(from, to);
      this.at = to;
    }
  }
}
