import type { Comment, Inset, Pair, Parsed } from '../parser.ts';
import type { Text } from '../text.ts';
import { Assembly } from './assembly.ts';
import { type Line, linesOf, OpenMap, oneDocument, scalar, skipBlanks, trimEnd } from './nodes.ts';

/** A setting with the lines that it goes on in; `value` is without the comments between them. */
interface Setting {
  readonly name: string;
  readonly nameAt: number;
  readonly value: Text;
  readonly start: number;
  readonly end: number;
}

/**
 * A unit: a line that ends in a backslash goes on in the next (https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html),
 * `Environment=` holds several variables, `ExecStart=` a command.
 */
export function parseUnit(text: Text): Parsed {
  const { content } = text;
  const root = new OpenMap(0, content.length);
  const comments: Comment[] = [];
  const insets: Inset[] = [];
  let section = root;
  const lines = [...linesOf(content)];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const start = skipBlanks(content, line.start, line.end);
    if (start === line.end) continue;
    if (isComment(content, start)) {
      comments.push({ start, end: line.end });
      continue;
    }
    const header = /^\[([^\]\n]{1,80})\]/.exec(content.slice(start, Math.min(line.end, start + 90)))?.[1];
    if (header !== undefined) {
      section = root.fresh(scalar(header, 'plain', start + 1, start + 1 + header.length), line.next);
      continue;
    }
    const sign = content.slice(start, line.end).indexOf('=');
    if (sign < 1) continue;
    const { setting, last } = settingAt(text, lines, i, start, start + sign, comments);
    i = last;
    addSetting(content, section, insets, setting);
  }
  return { ...oneDocument(text, root, comments), insets };
}

function isComment(content: string, at: number): boolean {
  return content[at] === '#' || content[at] === ';';
}

function settingAt(
  text: Text,
  lines: readonly Line[],
  first: number,
  nameAt: number,
  sign: number,
  comments: Comment[],
): { setting: Setting; last: number } {
  const { content } = text;
  const start = skipBlanks(content, sign + 1, lines[first]!.end);
  const value = new Assembly(text);
  let end = lines[first]!.end;
  let last = first;
  value.take(start, end);
  while (last + 1 < lines.length && content[end - 1] === '\\') {
    const next = lines[++last]!;
    const at = skipBlanks(content, next.start, next.end);
    if (at < next.end && isComment(content, at)) comments.push({ start: at, end: next.end });
    else {
      value.take(end, end + (next.start > end ? 1 : 0));
      value.take(next.start, next.end);
      end = next.end;
    }
  }
  const name = content.slice(nameAt, trimEnd(content, nameAt, sign));
  return { setting: { name, nameAt, value: value.finish(start), start, end: trimEnd(content, start, end) }, last };
}

/** What may stand before the program: https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines */
const flags = /^[-@:+!|]{0,4}/;

function addSetting(
  content: string,
  section: OpenMap,
  insets: Inset[],
  { name, nameAt, value, start, end }: Setting,
): void {
  // https://systemd.io/CREDENTIALS/: where a credential is loaded from.
  if (end <= start || /^(?:Load|Import)Credential/.test(name)) return;
  if (name === 'Environment') {
    for (const pair of variablesOf(content, start, end)) section.add(pair.key, pair.value);
    return;
  }
  const joined = value.content.replace(/\\\r?\n/g, ' ').trim();
  section.add(scalar(name, 'plain', nameAt, nameAt + name.length), scalar(joined, 'plain', start, end));
  if (!/^(?:Exec|PodmanArgs)/.test(name)) return;
  const program = flags.exec(value.content)![0].length;
  insets.push({ dialect: 'shell', text: value.derive(value.content.slice(program), [[0, program]]) });
}

const variable =
  /(?<=^|\s)(?:"([A-Za-z_]\w{0,100})=([^"\n]{0,2000})"|'([A-Za-z_]\w{0,100})=([^'\n]{0,2000})'|([A-Za-z_]\w{0,100})=([^\s"']{1,2000}))(?=\s|$)/g;

/** `Environment=A=1 "B=two words"`. */
function* variablesOf(content: string, start: number, end: number): Iterable<Pair> {
  for (const match of content.slice(start, end).matchAll(variable)) {
    const [whole, double, , single] = match;
    const quoted = double !== undefined || single !== undefined ? 1 : 0;
    const name = (double ?? single ?? match[5])!;
    const from = start + match.index + quoted;
    const at = from + name.length + 1;
    const to = start + match.index + whole.length - quoted;
    yield {
      key: scalar(name, 'plain', from, from + name.length),
      value: scalar(content.slice(at, to), quoted ? 'double' : 'plain', at, to),
    };
  }
}
