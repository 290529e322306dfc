import { isUnit } from '../dialect.ts';
import type { Comment, Pair, Parsed, Parser, ScalarNode } from '../parser.ts';
import type { Text } from '../text.ts';
import { parseUnit } from './ini-unit.ts';
import { linesOf, OpenMap, oneDocument, scalar, skipBlanks, trimEnd } from './nodes.ts';

/**
 * INI in its many kinds: `[section]`, `key = value`, `key: value`, `;` and `#` comments, indented continuation lines
 * (pip.conf), npm's `//registry.example/:_authToken=...`, and `key value` of .conf files such as Redis's.
 * A section is a map under its name. Units of systemd have rules of their own.
 */
export const iniParser: Parser = {
  id: 'ini',
  dialects: ['ini'],
  parse: (text) => (isUnit(text.content) ? parseUnit(text) : parseIni(text)),
};

const bareWord = /[A-Za-z_][\w.-]{0,200}(?=[ \t])/y;

interface Last {
  readonly map: OpenMap;
  readonly indent: number;
}

function parseIni(text: Text): Parsed {
  const { content } = text;
  const root = new OpenMap(0, content.length);
  const comments: Comment[] = [];
  let section = root;
  let last: Last | undefined;
  let continued: { start: number; parts: string[]; end: number } | undefined;
  const settle = (): void => {
    if (last && continued) amend(last.map, continued.parts.join('\n'), continued.start, continued.end);
    continued = undefined;
  };
  for (const line of linesOf(content)) {
    const start = skipBlanks(content, line.start, line.end);
    if (start === line.end) continue;
    const first = content[start]!;
    if (first === '#' || first === ';') {
      comments.push({ start, end: line.end });
      continue;
    }
    // The tags of Apache and Fluentd hold `name value` lines.
    if (first === '<') {
      settle();
      last = undefined;
      continue;
    }
    if (first === '[') {
      const close = line.start + content.slice(line.start, line.end).lastIndexOf(']');
      if (close > start) {
        settle();
        last = undefined;
        const from = skipBlanks(content, start + 1, close);
        const to = trimEnd(content, from, close);
        section = root.fresh(scalar(content.slice(from, to), 'plain', from, to), line.next);
        continue;
      }
    }
    const separator = separatorOf(content, start, line.end);
    const indent = start - line.start;
    if (last && indent > last.indent && (separator === -1 || content[separator] === ':')) {
      const end = trimEnd(content, start, line.end);
      const held = lastValue(last.map);
      continued ??= held.value === '' ? { start, parts: [], end } : { start: held.start, parts: [held.value], end };
      continued.parts.push(content.slice(start, end));
      continued.end = end;
      continue;
    }
    settle();
    const pair = pairAt(content, start, line.end, separator, comments);
    if (!pair) continue;
    if (content[separator] === '=' && hostLine.test(pair.key.value))
      for (const each of variablesOf(content, start, line.end)) section.add(each.key, each.value);
    else section.add(pair.key, pair.value);
    last = { map: section, indent };
  }
  settle();
  return oneDocument(text, root, comments);
}

/** `web1 ansible_user=ops ansible_password=x`: a host of an Ansible inventory and its variables. */
const hostLine = /^[\w.:[\]-]{1,200}[ \t]+[A-Za-z_]\w{0,100}$/;
const variable = /(?<=[ \t])([A-Za-z_]\w{0,100})=("[^"\n]{0,1000}"|'[^'\n]{0,1000}'|[^\s"']{1,1000})/g;

function* variablesOf(content: string, start: number, end: number): Iterable<Pair> {
  for (const { 0: whole, 1: name, 2: raw, index } of content.slice(start, end).matchAll(variable)) {
    const from = start + index;
    const to = from + whole.length;
    const style = raw!.startsWith('"') ? 'double' : raw!.startsWith("'") ? 'single' : 'plain';
    yield {
      key: scalar(name!, 'plain', from, from + name!.length),
      value: scalar(style === 'plain' ? raw! : raw!.slice(1, -1), style, to - raw!.length, to),
    };
  }
}

/** Where `=` or `:` stands between key and value, or -1. An `=` wins unless a `: ` comes before it. */
function separatorOf(content: string, start: number, end: number): number {
  let colon = -1;
  let blank = false;
  for (let i = start; i < end; i++) {
    const code = content.charCodeAt(i);
    // `password ${NAME:=}`: what follows belongs to the reference.
    if (code === 36 && content[i + 1] === '{') break;
    if (code === 61) {
      // `requirepass c2VjcmV0==`: padding, no separator.
      if (blank && paddingOnly(content, i, end)) break;
      return i === start ? -1 : i;
    }
    if (code === 32 || code === 9) blank = true;
    if (code === 58 && colon === -1) {
      const next = content.charCodeAt(i + 1);
      const spaced = i + 1 >= end || next === 32 || next === 9;
      if (spaced && i > start) return i;
      // `key:value`, but not `//host:port/` nor `https://` nor `requirepass a:b`.
      if (next !== 47 && i > start && !blank && content[start] !== '/') colon = i;
    }
    if (code === 34 && i === start) break;
  }
  return colon;
}

function paddingOnly(content: string, from: number, end: number): boolean {
  let i = from;
  while (i < end && content[i] === '=') i++;
  return i === trimEnd(content, from, end) && content[from - 1] !== ' ';
}

function pairAt(
  content: string,
  start: number,
  lineEnd: number,
  separator: number,
  comments: Comment[],
): Pair | undefined {
  if (separator === -1) {
    bareWord.lastIndex = start;
    const found = bareWord.exec(content);
    const keyEnd = found ? start + found[0].length : trimEnd(content, start, lineEnd);
    const key = scalar(content.slice(start, keyEnd), 'plain', start, keyEnd);
    return { key, value: valueAt(content, keyEnd, lineEnd, comments) };
  }
  const keyEnd = trimEnd(content, start, separator);
  const key = scalar(content.slice(start, keyEnd), 'plain', start, keyEnd);
  return { key, value: valueAt(content, separator + 1, lineEnd, comments) };
}

function valueAt(content: string, from: number, lineEnd: number, comments: Comment[]): ScalarNode {
  const start = skipBlanks(content, from, lineEnd);
  const quote = content[start];
  if (start < lineEnd && (quote === '"' || quote === "'")) {
    const close = content.slice(start + 1, lineEnd).indexOf(quote);
    if (close !== -1) {
      const end = start + 1 + close + 1;
      const after = skipBlanks(content, end, lineEnd);
      if (after === lineEnd || '#;,'.includes(content[after]!)) {
        return scalar(content.slice(start + 1, end - 1), quote === '"' ? 'double' : 'single', start, end);
      }
    }
  }
  let end = lineEnd;
  for (let i = start; i < lineEnd; i++) {
    const code = content.charCodeAt(i);
    if ((code === 59 || code === 35) && (i === start || content[i - 1] === ' ' || content[i - 1] === '\t')) {
      comments.push({ start: i, end: lineEnd });
      end = i;
      break;
    }
  }
  end = trimEnd(content, start, end);
  return scalar(content.slice(start, end), 'plain', start, end);
}

function lastValue(map: OpenMap): ScalarNode {
  return map.pairs.at(-1)!.value as ScalarNode;
}

/** Gives the last pair of a map a longer value. */
function amend(map: OpenMap, value: string, start: number, end: number): void {
  const pair = map.pairs.pop()!;
  map.add(pair.key, scalar(value, 'plain', start, end));
}
