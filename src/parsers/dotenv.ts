import type { Comment, Parsed, Parser, ScalarNode } from '../parser.ts';
import type { Text } from '../text.ts';
import { Ahead, linesOf, OpenMap, oneDocument, scalar, skipBlanks, trimEnd } from './nodes.ts';

/**
 * Environment files: `KEY=value`, `export KEY="value"`, quoted values over several lines, `#` comments. The reading is
 * that of https://github.com/motdotla/dotenv; `KEY: value` is taken too, as that library does.
 */
export const dotenvParser: Parser = {
  id: 'dotenv',
  dialects: ['dotenv'],
  parse: (text) => parseDotenv(text),
};

const assignment = /(?:export[ \t]{1,20})?([\w.-]{1,255})[ \t]{0,20}(?:=|:[ \t])/y;
const quotes: Readonly<Record<string, 'single' | 'double'>> = { '"': 'double', "'": 'single', '`': 'single' };

function parseDotenv(text: Text): Parsed {
  const { content } = text;
  const root = new OpenMap(0, content.length);
  const comments: Comment[] = [];
  const closing = { '"': new Ahead(content, '"'), "'": new Ahead(content, "'"), '`': new Ahead(content, '`') };
  let resume = 0;
  for (const line of linesOf(content)) {
    if (line.start < resume) continue;
    const from = skipBlanks(content, line.start, line.end);
    if (from === line.end) continue;
    if (content[from] === '#') {
      comments.push({ start: from, end: line.end });
      continue;
    }
    assignment.lastIndex = from;
    const found = assignment.exec(content);
    if (!found || assignment.lastIndex > line.end) continue;
    const name = found[1]!;
    const nameAt = content.indexOf(name, from + (found[0].startsWith('export') && name !== 'export' ? 6 : 0));
    const key = scalar(name, 'plain', nameAt, nameAt + name.length, false);
    const at = skipBlanks(content, from + found[0].length, line.end);
    const quote = content[at] as '"' | "'" | '`';
    const quoted =
      at < line.end && Object.hasOwn(quotes, quote) ? quotedValue(content, at, line.end, closing[quote]) : undefined;
    if (quoted) {
      resume = quoted.end;
      root.add(key, quoted);
      continue;
    }
    const hash = commentIn(content, at, line.end);
    if (hash !== -1) comments.push({ start: hash, end: line.end });
    const end = trimEnd(content, at, hash === -1 ? line.end : hash);
    root.add(key, scalar(content.slice(at, end), 'plain', at, end));
  }
  return oneDocument(text, root, comments);
}

/** A quoted value; undefined where no quote ends it at the end of a line, for then the quote is part of the value. */
function quotedValue(content: string, start: number, lineEnd: number, closing: Ahead): ScalarNode | undefined {
  const quote = content[start]!;
  let close = closing.at(start + 1);
  while (close !== -1 && quote !== "'" && content[close - 1] === '\\') close = closing.at(close + 1);
  if (close === -1) return undefined;
  if (close > lineEnd) {
    const after = skipBlanks(content, close + 1, content.length);
    if (after < content.length && !'#\r\n'.includes(content[after]!)) return undefined;
  }
  const raw = content.slice(start + 1, close);
  const value =
    quote === '"' && raw.includes('\\')
      ? raw.replace(/\\([nrt"\\$])/g, (_, letter: string) => letters[letter] ?? letter)
      : raw;
  return scalar(value, quotes[quote]!, start, close + 1);
}

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Where a comment begins behind an unquoted value: a `#` after a blank. */
function commentIn(content: string, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    if (
      content.charCodeAt(i) === 35 &&
      (i === start || content.charCodeAt(i - 1) === 32 || content.charCodeAt(i - 1) === 9)
    )
      return i;
  }
  return -1;
}
