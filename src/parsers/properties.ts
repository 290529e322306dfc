import type { Comment, Parsed, Parser } from '../parser.ts';
import type { Text } from '../text.ts';
import { linesOf, OpenMap, oneDocument, scalar, skipBlanks, trimEnd } from './nodes.ts';

/**
 * Java properties: `key=value`, `key: value`, `key value`, continuation lines, `\uXXXX` escapes
 * (https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)).
 */
export const propertiesParser: Parser = {
  id: 'properties',
  dialects: ['properties'],
  parse: (text) => parseProperties(text),
};

function parseProperties(text: Text): Parsed {
  const { content } = text;
  const root = new OpenMap(0, content.length);
  const comments: Comment[] = [];
  let resume = 0;
  for (const line of linesOf(content)) {
    if (line.start < resume) continue;
    const start = skipBlanks(content, line.start, line.end);
    if (start === line.end) continue;
    if (content[start] === '#' || content[start] === '!') {
      comments.push({ start, end: line.end });
      continue;
    }
    const end = logicalEnd(content, line.end);
    resume = end;
    const keyEnd = endOfKey(content, start, line.end);
    let at = skipBlanks(content, keyEnd, line.end);
    if (content[at] === '=' || content[at] === ':') at = skipBlanks(content, at + 1, line.end);
    const last = Math.max(at, trimEnd(content, at, end));
    const key = scalar(unescaped(content.slice(start, keyEnd)), 'plain', start, keyEnd, false);
    root.add(key, scalar(unescaped(content.slice(at, last)), 'plain', at, last));
  }
  return oneDocument(text, root, comments);
}

function endOfKey(content: string, start: number, end: number): number {
  let i = start;
  for (; i < end; i++) {
    const letter = content[i]!;
    if (letter === '\\') i++;
    else if (letter === '=' || letter === ':' || letter === ' ' || letter === '\t') break;
  }
  return Math.min(i, end);
}

/** The end of a line with those that continue it: an odd number of backslashes before the break. */
function logicalEnd(content: string, lineEnd: number): number {
  let end = lineEnd;
  while (end < content.length && endsOpen(content, end)) {
    let i = end + (content[end] === '\r' && content[end + 1] === '\n' ? 2 : 1);
    while (i < content.length && content[i] !== '\n' && content[i] !== '\r') i++;
    end = i;
  }
  return end;
}

function endsOpen(content: string, end: number): boolean {
  let backslashes = 0;
  while (end - 1 - backslashes >= 0 && content.charCodeAt(end - 1 - backslashes) === 92) backslashes++;
  return backslashes % 2 === 1;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(
    /\\(?:u([0-9A-Fa-f]{4})|(\r\n|\n|\r)([ \t]*)|([\s\S]))/g,
    (_, code?: string, broken?: string, _blanks?: string, letter?: string) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      if (broken !== undefined) return '';
      return escapes[letter ?? ''] ?? letter ?? '';
    },
  );
}
