import type { Comment, Node, ParseProblem, ScalarStyle } from '../parser.ts';
import { type Directive, directiveLine } from './template-mask.ts';
import { YamlScalar } from './yaml-node.ts';

/** Nesting beyond this is not read: no recursion of ours can overflow the stack. */
export const maxDepth = 500;

const maxProblems = 200;

/** A text of more values than this is not read to its end: bounds the memory that a hostile one takes. */
export const maxScalars = 2_000_000;

/** Anchor and tag written before a node. */
export interface Properties {
  readonly start: number;
  /** Behind the last property and the blanks after it. */
  readonly end: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

/**
 * The place a reader of one document has come to. Readers leave it on the next content: blanks, line breaks and
 * comments are passed by `skip`, which also tells the column.
 */
export class Cursor {
  /** What is scanned: the content with template directives masked at equal length. */
  readonly source: string;
  /** What values are taken from: the content as written. */
  readonly content: string;
  pos = 0;
  /** End of the document that is read. */
  end = 0;
  /** Start of the line that `pos` stands on; columns count from it. */
  lineStart = 0;
  /** True when the last `skip` crossed a line break: `pos` is the first content of its line. */
  fresh = true;
  /** True when the last `skip` passed a comment or a line of template directives. */
  interrupted = false;
  depth = 0;
  comments: Comment[] = [];
  readonly problems: ParseProblem[] = [];
  /** Quoted and block scalars with directives in them: there, braces may be mere text. */
  readonly quoted: Directive[] = [];
  /** True when the text held too many values; nothing more is read. */
  exhausted = false;
  #scalars = 0;
  #isTemplated = false;
  readonly #anchors = new Map<string, Node>();
  readonly #directives: readonly Directive[] | undefined;
  /** Offsets from which on no closing single or double quote was found before `end`. */
  unclosedSingle = Number.POSITIVE_INFINITY;
  unclosedDouble = Number.POSITIVE_INFINITY;

  constructor(source: string, content: string, directives: readonly Directive[] | undefined) {
    this.source = source;
    this.content = content;
    this.#directives = directives;
    this.end = source.length;
  }

  /** Opens the document at [start, end). */
  open(start: number, end: number): void {
    this.pos = start;
    this.end = end;
    this.lineStart = start;
    this.depth = 0;
    this.comments = [];
    this.#isTemplated = this.templated(start, end);
    if (this.#anchors.size > 0) this.#anchors.clear();
    this.unclosedSingle = Number.POSITIVE_INFINITY;
    this.unclosedDouble = Number.POSITIVE_INFINITY;
  }

  get ended(): boolean {
    return this.pos >= this.end;
  }

  get column(): number {
    return this.pos - this.lineStart;
  }

  /** True when more content follows, deeper than `column`. */
  deeperThan(column: number): boolean {
    return this.pos < this.end && this.pos - this.lineStart > column;
  }

  /** The character at an offset of the document, or -1 behind its end. */
  code(at: number): number {
    return at < this.end ? this.source.charCodeAt(at) : -1;
  }

  /** True when a blank, a line break or the end stands at `at`. */
  blankAt(at: number): boolean {
    if (at >= this.end) return true;
    const code = this.source.charCodeAt(at);
    return code === 32 || code === 10 || code === 9 || code === 13;
  }

  /** Moves to the next content; `atLineStart` when `pos` is known to begin a line. */
  skip(atLineStart = false): void {
    const { source, end } = this;
    let i = this.pos;
    let newLine = atLineStart;
    this.fresh = false;
    this.interrupted = false;
    for (;;) {
      if (newLine) {
        this.lineStart = i;
        this.fresh = true;
        newLine = false;
      }
      if (i >= end) break;
      const code = source.charCodeAt(i);
      if (code > 35) break;
      if (code === 32 || code === 9) i++;
      else if (code === 10) {
        i++;
        newLine = true;
      } else if (code === 13 && source.charCodeAt(i + 1) === 10) i++;
      else if (code === 35) {
        const stop = this.lineEnd(i);
        this.comments.push({ start: i, end: stop });
        this.interrupted = true;
        i = stop;
      } else if (code === directiveLine) {
        i = this.lineEnd(i);
        this.interrupted = true;
      } else break;
    }
    this.pos = i;
  }

  /** The offset behind the last character of the line that holds `at`, without its break. */
  lineEnd(at: number): number {
    const found = this.source.indexOf('\n', at);
    if (found === -1 || found >= this.end) return this.end;
    return found > at && this.source.charCodeAt(found - 1) === 13 ? found - 1 : found;
  }

  /** The offset of the first character from `at` on that is no blank. */
  pastBlanks(at: number): number {
    let i = at;
    while (i < this.end && (this.source.charCodeAt(i) === 32 || this.source.charCodeAt(i) === 9)) i++;
    return i;
  }

  /** Passes what stands behind a finished value; anything but a comment is a problem, and left out. */
  finishLine(): void {
    this.skip();
    while (!this.fresh && this.pos < this.end) {
      const stop = this.lineEnd(this.pos);
      this.problem('unexpected text behind a value', this.pos, stop);
      this.pos = stop;
      this.skip();
    }
  }

  problem(message: string, start: number, end: number): void {
    if (this.problems.length < maxProblems) this.problems.push({ message, start, end: Math.max(start, end) });
  }

  /** A problem of the structure where nothing is lost: no problem at all where branches of a template stand side by side. */
  oddity(message: string, start: number, end: number): void {
    if (!this.#isTemplated) this.problem(message, start, end);
  }

  scalar(start: number, end: number, style: ScalarStyle, indent = 0): YamlScalar {
    const templated = this.templated(start, end);
    if (templated && style !== 'plain') this.quoted.push({ start, end });
    this.#count();
    return new YamlScalar(this.content, start, end, style, templated, indent);
  }

  /** A null written as nothing, at `at`. */
  nothing(at: number): YamlScalar {
    this.#count();
    return new YamlScalar(this.content, at, at, 'plain');
  }

  #count(): void {
    if (++this.#scalars !== maxScalars) return;
    this.problem('too many values', this.pos, this.source.length);
    this.exhausted = true;
    this.end = this.pos;
  }

  /** True when a template directive stands in [start, end). */
  templated(start: number, end: number): boolean {
    const directives = this.#directives;
    if (!directives) return false;
    let low = 0;
    let high = directives.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (directives[middle]!.end <= start) low = middle + 1;
      else high = middle;
    }
    return low < directives.length && directives[low]!.start < end;
  }

  /** Reads the anchors and tags at `pos`, then skips to the next content; undefined when there are none. */
  readProperties(): Properties | undefined {
    const { source } = this;
    const start = this.pos;
    let anchor: string | undefined;
    let tag: string | undefined;
    let last = start;
    for (;;) {
      const code = this.code(this.pos);
      if (code !== 38 && code !== 33) break;
      let i = this.pos + 1;
      if (code === 33 && this.code(i) === 60) {
        while (!this.blankAt(i) && source.charCodeAt(i) !== 62) i++;
        if (this.code(i) === 62) i++;
      } else while (!this.blankAt(i) && !isFlowIndicator(source.charCodeAt(i))) i++;
      if (code === 38) anchor = this.content.slice(this.pos + 1, i);
      else tag = tagName(this.content.slice(this.pos, i));
      last = i;
      this.pos = this.pastBlanks(i);
    }
    if (last === start) return undefined;
    const end = this.pos;
    this.skip();
    return { start, end, anchor, tag };
  }

  /** Puts properties on a node and lets aliases find it. */
  assign<N extends Node & { tag?: string }>(node: N, properties: Properties | undefined): N {
    if (properties) {
      if (properties.tag !== undefined) node.tag = properties.tag;
      if (properties.anchor) this.#anchors.set(properties.anchor, node);
    }
    return node;
  }

  anchored(name: string): Node | undefined {
    return this.#anchors.get(name);
  }
}

/** `,`, `[`, `]`, `{` or `}`. */
export function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 91 || code === 93 || code === 123 || code === 125;
}

const coreTag = 'tag:yaml.org,2002:';

/** A tag as people write it: `!<tag:yaml.org,2002:str>` is `!!str`. */
export function tagName(written: string): string {
  const name = written.startsWith('!<') ? written.slice(2, written.endsWith('>') ? -1 : undefined) : written;
  return name.startsWith(coreTag) ? `!!${name.slice(coreTag.length)}` : name;
}
