import { guessDialect } from '../dialect.ts';
import type { Comment, Inset, ScalarNode } from '../parser.ts';
import type { Text } from '../text.ts';
import { Assembly } from './assembly.ts';
import { linesOf, scalar, skipBlanks } from './nodes.ts';

/** Deeper nesting is read as one raw expression. */
export const maxHclDepth = 60;

const identifier = /[A-Za-z_][\w.-]*/y;
const call = /[a-z_][a-z0-9_]{0,40}(?=\()/y;
const forExpression = /[[{]\s{0,200}for\s/y;
const heredocOpening = /<<-?[ \t]{0,4}"?([A-Za-z_][\w-]{0,60})"?[ \t]{0,20}(?:\r\n|\n|\r)/y;

/** The tokens of HCL, read forward. */
export class HclCursor {
  readonly content: string;
  readonly end: number;
  readonly comments: Comment[] = [];
  at = 0;
  readonly #text: Text;

  constructor(text: Text) {
    this.#text = text;
    this.content = text.content;
    this.end = text.content.length;
  }

  get letter(): string {
    return this.content[this.at] ?? '';
  }

  blanks(): void {
    this.at = skipBlanks(this.content, this.at, this.end);
  }

  /** Skips blanks, breaks, commas and comments; false at the end. */
  skip(): boolean {
    while (this.at < this.end) {
      const code = this.content.charCodeAt(this.at);
      if (code === 32 || code === 9 || code === 10 || code === 13 || code === 44) this.at++;
      else if ((code !== 35 && code !== 47) || !this.#comment()) return true;
    }
    return false;
  }

  #comment(): boolean {
    const { content, at } = this;
    if (content.startsWith('/*', at)) {
      const close = content.indexOf('*/', at + 2);
      this.at = close === -1 ? this.end : close + 2;
    } else if (content[at] === '#' || content.startsWith('//', at)) this.restOfLine();
    else return false;
    this.comments.push({ start: at, end: this.at });
    return true;
  }

  restOfLine(): void {
    let i = this.at;
    while (i < this.end && !isBreak(this.content.charCodeAt(i))) i++;
    this.at = i;
  }

  identifier(): ScalarNode | undefined {
    identifier.lastIndex = this.at;
    const found = identifier.exec(this.content);
    if (!found) return undefined;
    const start = this.at;
    this.at += found[0].length;
    return scalar(found[0], 'plain', start, this.at, false);
  }

  /** The name of the function called here. */
  call(): string | undefined {
    call.lastIndex = this.at;
    return call.exec(this.content)?.[0];
  }

  /** True at `[for ...]` and `{for ...}`. */
  isFor(): boolean {
    forExpression.lastIndex = this.at;
    return forExpression.test(this.content);
  }

  /** True where a value has ended; blanks are skipped. */
  atTerminator(): boolean {
    this.blanks();
    const letter = this.letter;
    return (
      letter === '' ||
      ',])}\n\r#'.includes(letter) ||
      this.content.startsWith('//', this.at) ||
      this.content.startsWith('/*', this.at)
    );
  }

  /** A quoted template; one without its closing quote ends with the line. */
  string(): ScalarNode {
    const start = this.at;
    const { templated, closed } = this.#throughString();
    const raw = this.content.slice(start + 1, closed ? this.at - 1 : this.at);
    return scalar(unescaped(raw), 'double', start, this.at, templated);
  }

  #throughString(): { templated: boolean; closed: boolean } {
    const { content } = this;
    let i = this.at + 1;
    // Most strings are plain.
    while (i < this.end && isPlain(content.charCodeAt(i))) i++;
    if (content.charCodeAt(i) === 34 && i < this.end) {
      this.at = i + 1;
      return { templated: false, closed: true };
    }
    const open = ['"'];
    let templated = false;
    while (i < this.end) {
      const letter = content[i]!;
      if (letter === '\n' || letter === '\r') break;
      if (open.at(-1) === '"') {
        if (letter === '\\') i++;
        else if (letter === '"') open.pop();
        else if ((letter === '$' || letter === '%') && content[i + 1] === '{') {
          if (content[i - 1] !== letter) {
            templated = true;
            open.push('{');
          }
          i++;
        }
      } else if (letter === '"' || letter === '{') open.push(letter);
      else if (letter === '}') open.pop();
      i++;
      if (open.length === 0) break;
    }
    this.at = Math.min(i, this.end);
    return { templated, closed: open.length === 0 };
  }

  /**
   * Skips an expression up to a break, a comma, a bracket or a comment that ends it; the offset behind its last character.
   * A `group` begins with a bracket and ends with the one that closes it.
   */
  rawEnd(group = false): number {
    const { content } = this;
    let open = 0;
    let last = this.at;
    while (this.at < this.end) {
      const letter = this.letter;
      if (letter === '"') this.#throughString();
      else if ('([{'.includes(letter)) {
        open++;
        this.at++;
      } else if (')]}'.includes(letter)) {
        if (open === 0) break;
        open--;
        this.at++;
        if (group && open === 0) return this.at;
      } else if (letter === '\n' || letter === '\r') {
        if (open === 0) break;
        this.at++;
      } else if (letter === ',' && open === 0) break;
      else if (letter === '#' || (letter === '/' && '/*'.includes(content[this.at + 1] || ' '))) {
        if (open === 0) break;
        this.#comment();
      } else {
        this.at++;
        if (letter === ' ' || letter === '\t') continue;
        while (this.at < this.end && isWordPart(content.charCodeAt(this.at))) this.at++;
      }
      last = this.at;
    }
    return last;
  }

  /** `<<EOF` and `<<-EOF`: its span is the body. Undefined where no here-document begins. */
  heredoc(): { node: ScalarNode; inset: Inset | undefined } | undefined {
    const { content } = this;
    heredocOpening.lastIndex = this.at;
    const opening = heredocOpening.exec(content);
    if (!opening) return undefined;
    const from = this.at + opening[0].length;
    const indented = opening[0].startsWith('<<-');
    let to = this.end;
    let least = Number.POSITIVE_INFINITY;
    this.at = this.end;
    for (const line of linesOf(content, from)) {
      let indent = line.start;
      while (indent < line.end && (content[indent] === ' ' || content[indent] === '\t')) indent++;
      if (
        content.startsWith(opening[1]!, indent) &&
        content.slice(indent, Math.min(line.end, indent + 100)).trimEnd() === opening[1]
      ) {
        to = line.start;
        this.at = line.end;
        break;
      }
      if (indent < line.end) least = Math.min(least, indent - line.start);
    }
    const assembly = new Assembly(this.#text);
    const shift = indented && least !== Number.POSITIVE_INFINITY ? least : 0;
    for (const line of linesOf(content, from, to)) assembly.take(Math.min(line.start + shift, line.end), line.next);
    const text = assembly.finish(from);
    const templated = /[$%]\{/.test(text.content);
    const dialect = guessDialect(text.content);
    return {
      node: scalar(text.content, 'plain', from, to, templated),
      inset: dialect && dialect !== 'text' ? { dialect, text } : undefined,
    };
  }
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

/** No quote, backslash, break, `$` or `%`. */
function isPlain(code: number): boolean {
  return code !== 34 && code !== 92 && code !== 36 && code !== 37 && code !== 10 && code !== 13;
}

function isWordPart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 46
  );
}

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(raw: string): string {
  if (!raw.includes('\\') && !raw.includes('$${') && !raw.includes('%%{')) return raw;
  return raw.replace(
    /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))|([$%])[$%]\{/g,
    (_, short?: string, long?: string, letter?: string, marker?: string) => {
      if (marker !== undefined) return `${marker}{`;
      const code = short ?? long;
      if (code === undefined) return letters[letter ?? ''] ?? letter ?? '';
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    },
  );
}
