import type { Comment, Dialect, Inset, Parsed, Parser } from '../parser.ts';
import type { Text } from '../text.ts';
import { Assembly } from './assembly.ts';
import { Ahead, OpenMap, oneDocument, scalar } from './nodes.ts';

/**
 * Programs that configure, as far as secrets go: the scripts that they run (`sh '...'`, `sh(script: '...')`, `local('...')`)
 * as shell texts, and `name = 'literal'`, `name: 'literal'`, `'name': 'literal'` as pairs of one map. Groovy (Jenkinsfiles),
 * Starlark (Tiltfiles, Bazel), Jsonnet. Slashy strings and text blocks are not read as strings.
 */
export const literalsParser: Parser = {
  id: 'literals',
  dialects: ['groovy', 'starlark', 'jsonnet'],
  parse: (text, dialect) => parseLiterals(text, dialect),
};

const name = /[A-Za-z_$][\w.$]*/y;

interface Token {
  /** Of a string the quote. */
  readonly value: string;
  /** What a string holds. */
  readonly inner?: string;
  readonly start: number;
  readonly end: number;
}

function parseLiterals(text: Text, dialect: Dialect): Parsed {
  const { content } = text;
  const root = new OpenMap(0, content.length);
  const comments: Comment[] = [];
  const insets: Inset[] = [];
  const closing = { "'''": new Ahead(content, "'''"), '"""': new Ahead(content, '"""') };
  // The two tokens before the cursor tell what a string is for.
  let before: Token | undefined;
  let last: Token | undefined;
  let at = 0;
  while (at < content.length) {
    const letter = content[at]!;
    if (letter === ' ' || letter === '\t' || letter === '\n' || letter === '\r') {
      at++;
      continue;
    }
    // `//` divides in Starlark; Groovy knows `#` only as the sign of a script.
    if (letter === '#' ? dialect !== 'groovy' || at === 0 : dialect !== 'starlark' && content.startsWith('//', at)) {
      const start = at;
      while (at < content.length && content[at] !== '\n' && content[at] !== '\r') at++;
      comments.push({ start, end: at });
      continue;
    }
    if (dialect !== 'starlark' && content.startsWith('/*', at)) {
      const close = content.indexOf('*/', at + 2);
      comments.push({ start: at, end: close === -1 ? content.length : close + 2 });
      at = comments.at(-1)!.end;
      continue;
    }
    const start = at;
    if (letter === "'" || letter === '"') {
      const triple = letter.repeat(3) as "'''" | '"""';
      const long = content.startsWith(triple, at);
      const end = long ? tripleEnd(content, at, triple, closing[triple]) : singleEnd(content, at, letter);
      const quotes = long ? 3 : 1;
      const closed = end - start >= 2 * quotes && content.endsWith(long ? triple : letter, end);
      const inner = stringText(text, start + quotes, closed ? end - quotes : end);
      const templated = letter === '"' && /\$[{\w]/.test(content.slice(start, end));
      const pair = last?.value === '=' || last?.value === ':';
      if (runsShell(before, last)) insets.push({ dialect: 'shell', text: inner });
      else if (pair && before && isName(before) && (dialect === 'groovy' || !isPart(content, end))) {
        const key = before.inner ?? before.value.slice(before.value.lastIndexOf('.') + 1);
        const keyEnd = before.inner === undefined ? before.end : before.end - 1;
        root.add(
          scalar(key, 'plain', keyEnd - key.length, keyEnd, false),
          scalar(inner.content, letter === '"' ? 'double' : 'single', start, end, templated),
        );
      }
      at = end;
      [before, last] = [last, { value: letter, inner: inner.content, start, end }];
      continue;
    }
    name.lastIndex = at;
    const found = name.exec(content);
    at += found ? found[0].length : 1;
    // `r'...'` of Starlark, `+:` and `::` of Jsonnet.
    if (dialect === 'starlark' && found && /^r?b?$/.test(found[0]) && /["']/.test(content[at] ?? '')) continue;
    if (dialect === 'jsonnet' && letter === '+' && content[at] === ':') continue;
    if (dialect === 'jsonnet' && letter === ':' && last?.value === ':') continue;
    if (letter === '=' && (content[at] === '=' || content[at] === '~')) at++;
    [before, last] = [last, { value: content.slice(start, at), start, end: at }];
  }
  return { ...oneDocument(text, root, comments), insets };
}

/** `sh '`, `sh(script: '`, `sh('`; `bat` and `powershell` are other languages. `local('` and `cmd='` of Tilt. */
function runsShell(before: Token | undefined, last: Token | undefined): boolean {
  if (last?.value === 'sh') return true;
  if (last?.value === '(') return before?.value === 'sh' || before?.value === 'local';
  if (last?.value === '=') return before?.value === 'cmd' || before?.value === 'serve_cmd';
  return last?.value === ':' && before?.value === 'script';
}

/** A name, or a string as the key of a map. */
function isName({ value, inner }: Token): boolean {
  return /^[A-Za-z_]/.test(inner ?? value) && (inner === undefined || /^[\w.-]{1,100}$/.test(inner));
}

/** Whether more is joined to the string that ends here, so that the text alone is not the value. */
function isPart(content: string, end: number): boolean {
  return /^[ \t]{0,20}(?:[+%]|\.(?:format|replace|join))/.test(content.slice(end, end + 30));
}

function tripleEnd(content: string, start: number, triple: string, closing: Ahead): number {
  let close = closing.at(start + 3);
  while (close !== -1 && content[close - 1] === '\\' && content[close - 2] !== '\\') close = closing.at(close + 1);
  return close === -1 ? content.length : close + triple.length;
}

function singleEnd(content: string, start: number, quote: string): number {
  for (let i = start + 1; i < content.length; i++) {
    const letter = content[i];
    if (letter === '\\') i++;
    else if (letter === quote) return i + 1;
    else if (letter === '\n' || letter === '\r') return i;
  }
  return content.length;
}

const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** The string as the program reads it: escapes resolved, interpolations as written. */
function stringText(text: Text, start: number, end: number): Text {
  const { content } = text;
  const assembly = new Assembly(text);
  let copied = start;
  for (let i = start; i < end - 1; i++) {
    if (content[i] !== '\\') continue;
    const next = content[i + 1]!;
    assembly.take(copied, i);
    const written = letters[next];
    if (next === '\n' || next === '\r') copied = i + 2;
    else if (written !== undefined) {
      assembly.put(written, i);
      copied = i + 2;
    } else copied = i + 1;
    i++;
  }
  assembly.take(copied, end);
  return assembly.finish(start);
}
