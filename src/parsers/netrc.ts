import type { Comment, Parsed, Parser } from '../parser.ts';
import type { Text } from '../text.ts';
import { linesOf, OpenMap, oneDocument, scalar, skipBlanks, trimEnd } from './nodes.ts';

/**
 * `.netrc`: a map per machine with `login`, `password`, `account`
 * (https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html).
 * `.pgpass`: a map per line with its `password` (https://www.postgresql.org/docs/current/libpq-pgpass.html).
 * htpasswd: a map from user to hash, one `user:hash` a line (https://httpd.apache.org/docs/current/misc/password_encryptions.html).
 */
export const netrcParser: Parser = {
  id: 'netrc',
  dialects: ['netrc', 'htpasswd', 'pgpass'],
  parse: (text, dialect) =>
    dialect === 'htpasswd' ? parseHtpasswd(text) : dialect === 'pgpass' ? parsePgpass(text) : parseNetrc(text),
};

const token = /"(?:[^"\\\n]|\\.)*"|\S+/g;

function parseNetrc(text: Text): Parsed {
  const { content } = text;
  const root = new OpenMap(0, content.length);
  const comments: Comment[] = [];
  let machine = root;
  let inMacro = false;
  let key: { value: string; start: number; end: number } | undefined;
  for (const line of linesOf(content)) {
    const start = skipBlanks(content, line.start, line.end);
    if (start === line.end) inMacro = false;
    if (inMacro || start === line.end) continue;
    if (content[start] === '#') {
      comments.push({ start, end: line.end });
      continue;
    }
    for (const found of content.slice(line.start, line.end).matchAll(token)) {
      const from = line.start + found.index;
      const to = from + found[0].length;
      const quoted = found[0].length > 1 && found[0].startsWith('"') && found[0].endsWith('"');
      const value = quoted ? found[0].slice(1, -1).replace(/\\(.)/g, '$1') : found[0];
      if (key) {
        const name = scalar(key.value, 'plain', key.start, key.end, false);
        if (key.value === 'machine') machine = root.fresh(scalar(value, quoted ? 'double' : 'plain', from, to), to);
        else machine.add(name, scalar(value, quoted ? 'double' : 'plain', from, to));
        key = undefined;
      } else if (value === 'default') machine = root.fresh(scalar(value, 'plain', from, to, false), to);
      else if (value === 'macdef') {
        inMacro = true;
        break;
      } else if (/^(?:machine|login|user|password|account)$/.test(value)) key = { value, start: from, end: to };
    }
  }
  return oneDocument(text, root, comments);
}

function parseHtpasswd(text: Text): Parsed {
  const { content } = text;
  const root = new OpenMap(0, content.length);
  const comments: Comment[] = [];
  for (const line of linesOf(content)) {
    const start = skipBlanks(content, line.start, line.end);
    if (start === line.end) continue;
    if (content[start] === '#') {
      comments.push({ start, end: line.end });
      continue;
    }
    const colon = content.slice(start, line.end).indexOf(':');
    if (colon < 1) continue;
    const end = trimEnd(content, start + colon + 1, line.end);
    const key = scalar(content.slice(start, start + colon), 'plain', start, start + colon);
    root.add(key, scalar(content.slice(start + colon + 1, end), 'plain', start + colon + 1, end));
  }
  return oneDocument(text, root, comments);
}

/** host:port:database:user:password, with `\\:` and `\\\\` for the signs themselves. */
const pgpassLine =
  /^((?:[^:\\\n]|\\.){1,400}:(?:[^:\\\n]|\\.){1,20}:(?:[^:\\\n]|\\.){1,200}:(?:[^:\\\n]|\\.){1,200}):([^\n]{1,1000})$/;

function parsePgpass(text: Text): Parsed {
  const { content } = text;
  const root = new OpenMap(0, content.length);
  const comments: Comment[] = [];
  for (const line of linesOf(content)) {
    const start = skipBlanks(content, line.start, line.end);
    if (start === line.end) continue;
    if (content[start] === '#') {
      comments.push({ start, end: line.end });
      continue;
    }
    const end = trimEnd(content, start, line.end);
    const found = pgpassLine.exec(content.slice(start, end));
    if (!found) continue;
    const at = start + found[1]!.length;
    const server = root.fresh(scalar(found[1]!, 'plain', start, at, false), line.end);
    const password = found[2]!.replace(/\\(.)/g, '$1');
    // The colon stands where a key would: the format has none.
    server.add(scalar('password', 'plain', at, at + 1, false), scalar(password, 'plain', at + 1, end, false));
  }
  return oneDocument(text, root, comments);
}
