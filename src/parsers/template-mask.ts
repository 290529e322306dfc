import { Ahead } from './nodes.ts';

/**
 * Template directives in YAML: Go templates (Helm, chezmoi, `{{ }}` of Jinja, GitHub's `${{ }}`) and Jinja's `{% %}`.
 * https://pkg.go.dev/text/template#hdr-Actions
 */
export interface Directive {
  readonly start: number;
  readonly end: number;
}

/** A content whose directives are overwritten at equal length, so that every offset stays. */
export interface Masked {
  readonly masked: string;
  readonly directives: readonly Directive[];
  /** Offsets of `{{` that nothing closes; each masks the rest of its line. */
  readonly unclosed: readonly number[];
}

/** Fills lines that hold nothing but directives: readers pass such a line like a comment. Their line breaks stay. */
export const directiveLine = 1;
const lineFill = String.fromCharCode(directiveLine);

/** Fills a directive that stands beside text or is a value: a letter, so that key and value keep their shape. */
const fill = 'x';

/** A directive (other than a comment) that runs on for longer than this is taken as not closed. */
const maxLines = 60;

/** Masks the template directives of a content; undefined when it has none. */
export function maskTemplates(content: string): Masked | undefined {
  if (!content.includes('{{') && !content.includes('{%')) return undefined;
  const finder = new DirectiveFinder(content);
  const found = finder.all();
  if (found.length === 0) return undefined;
  const pieces: string[] = [];
  let at = 0;
  for (let i = 0; i < found.length; ) {
    const run = runOf(content, found, i);
    const start = found[i]!.start;
    const end = found[run.next - 1]!.end;
    pieces.push(content.slice(at, start));
    if (run.alone) pieces.push(blanked(content, start, end));
    else {
      let from = start;
      for (let k = i; k < run.next; k++) {
        const directive = found[k]!;
        pieces.push(content.slice(from, directive.start), fill.repeat(directive.end - directive.start));
        from = directive.end;
      }
    }
    at = end;
    i = run.next;
  }
  pieces.push(content.slice(at));
  return { masked: pieces.join(''), directives: found, unclosed: finder.unclosed };
}

/** The directives from `first` on that only blanks part on their lines, and whether they have those lines alone. */
function runOf(content: string, found: readonly Directive[], first: number): { next: number; alone: boolean } {
  let next = first + 1;
  let stop = pastBlanks(content, found[first]!.end);
  while (next < found.length && found[next]!.start === stop) {
    stop = pastBlanks(content, found[next]!.end);
    next++;
  }
  const code = content.charCodeAt(stop);
  const endsLine = Number.isNaN(code) || code === 10 || (code === 13 && content.charCodeAt(stop + 1) === 10);
  let begin = found[first]!.start;
  const earliest = first > 0 ? found[first - 1]!.end : 0;
  while (begin > earliest && isBlank(content.charCodeAt(begin - 1))) begin--;
  const beginsLine = begin === 0 || content.charCodeAt(begin - 1) === 10;
  return { next, alone: beginsLine && endsLine };
}

/** Line breaks and indentation stay: a directive of several lines in a block scalar is part of its text. */
function blanked(content: string, start: number, end: number): string {
  let out = '';
  let at = start;
  for (;;) {
    const from = Math.min(pastBlanks(content, at), end);
    const found = content.indexOf('\n', from);
    if (found === -1 || found >= end) return out + content.slice(at, from) + lineFill.repeat(end - from);
    const stop = content.charCodeAt(found - 1) === 13 && found > from ? found - 1 : found;
    out += content.slice(at, from) + lineFill.repeat(stop - from) + content.slice(stop, found + 1);
    at = found + 1;
  }
}

class DirectiveFinder {
  readonly unclosed: number[] = [];
  readonly #content: string;
  readonly #actions: Ahead;
  readonly #blocks: Ahead;
  readonly #blockEnds: Ahead;
  readonly #breaks: Ahead;
  readonly #commentEnds: Ahead;

  constructor(content: string) {
    this.#content = content;
    this.#actions = new Ahead(content, '{{');
    this.#blocks = new Ahead(content, '{%');
    this.#blockEnds = new Ahead(content, '%}');
    this.#breaks = new Ahead(content, '\n');
    this.#commentEnds = new Ahead(content, '*/');
  }

  all(): Directive[] {
    const found: Directive[] = [];
    let at = 0;
    for (;;) {
      const action = this.#actions.at(at);
      const block = this.#blocks.at(at);
      if (action === -1 && block === -1) return found;
      const isBlock = action === -1 || (block !== -1 && block < action);
      const start = isBlock ? block : action;
      const end = isBlock ? this.#blockEnd(start) : this.#actionEnd(start);
      if (end !== -1) {
        found.push({ start, end });
        at = end;
      } else {
        at = start + 2;
        if (isBlock) continue;
        // Masked, so that it begins no flow map; what follows on the line is text.
        this.unclosed.push(start);
        found.push({ start, end: at });
      }
    }
  }

  /** The end of the line that holds `at`, before its break. */
  #lineEnd(at: number): number {
    const found = this.#breaks.at(at);
    if (found === -1) return this.#content.length;
    return found > at && this.#content.charCodeAt(found - 1) === 13 ? found - 1 : found;
  }

  /** Behind the `%}` on the same line, or -1. */
  #blockEnd(start: number): number {
    const found = this.#blockEnds.at(start + 2);
    return found !== -1 && found < this.#lineEnd(start) ? found + 2 : -1;
  }

  /** Behind the `}}` that closes the action at `start`, or -1. */
  #actionEnd(start: number): number {
    const content = this.#content;
    let i = start + 2;
    const triple = content.charCodeAt(i) === 123;
    if (triple) i++;
    const comment = this.#commentEnd(i);
    if (comment !== 0) return comment;
    const inComment = startsAsComment(content, start);
    let lines = 0;
    let lineHasText = true;
    for (; i < content.length; i++) {
      const code = content.charCodeAt(i);
      if (code === 125 && content.charCodeAt(i + 1) === 125) {
        return triple && content.charCodeAt(i + 2) === 125 ? i + 3 : i + 2;
      }
      if (code === 123 && content.charCodeAt(i + 1) === 123) return -1;
      if (code === 34 || code === 39 || code === 96) i = quoteEnd(content, i);
      else if (code === 10) {
        if (inComment || ++lines > maxLines) return -1;
        lineHasText = false;
      } else if (code === 58 && lines > 0 && endsKey(content.charCodeAt(i + 1))) return -1;
      else if (!lineHasText && !isBlank(code)) {
        // An item or a document marker: these lines are YAML, not the rest of an action.
        if (code === 45 && content.charCodeAt(i + 1) !== 125) return -1;
        lineHasText = true;
      }
    }
    return -1;
  }

  /** Behind a comment action whose text may begin at `at`; 0 when it is none, -1 when it is not closed. */
  #commentEnd(at: number): number {
    const content = this.#content;
    const begin = pastBlanks(content, content.charCodeAt(at) === 45 ? at + 1 : at);
    if (content.charCodeAt(begin) !== 47 || content.charCodeAt(begin + 1) !== 42) return 0;
    const found = this.#commentEnds.at(begin + 2);
    if (found === -1) return -1;
    let end = pastBlanks(content, found + 2);
    if (content.charCodeAt(end) === 45) end++;
    return content.charCodeAt(end) === 125 && content.charCodeAt(end + 1) === 125 ? end + 2 : -1;
  }
}

/** True when only a comment's `#` and text stand before `start` on its line. */
function startsAsComment(content: string, start: number): boolean {
  let i = start;
  let hash = false;
  for (; i > 0; i--) {
    const code = content.charCodeAt(i - 1);
    if (code === 10) break;
    hash = code === 35 || (hash && isBlank(code));
    if (start - i > 400) return false;
  }
  return hash;
}

/** A raw string of Go (in backticks) may cross lines; one longer than this is taken as none. */
const maxRaw = 4096;

/** The closing quote (on the same line, but for backticks), or `at` when there is none. */
function quoteEnd(content: string, at: number): number {
  const quote = content.charCodeAt(at);
  const raw = quote === 96;
  const limit = Math.min(content.length, at + maxRaw);
  for (let i = at + 1; i < limit; i++) {
    const code = content.charCodeAt(i);
    if (code === quote) return i;
    if (raw) continue;
    if (code === 92) i++;
    else if (code === 10) return at;
  }
  return at;
}

function endsKey(code: number): boolean {
  return Number.isNaN(code) || code === 32 || code === 10 || code === 13;
}

function pastBlanks(content: string, at: number): number {
  let i = at;
  while (isBlank(content.charCodeAt(i))) i++;
  return i;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
