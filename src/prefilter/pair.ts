import { type Answer, aside, isKeyCharacter, type Writing } from './writing.ts';

/** Names that are the value of `name`, `key`, `path` or `type`, beside a `value` of their own. */

/** `name: DB_PASSWORD`, `"key": "password"`, `type: password`, and the `path` of a JSON patch. */
export function isNamed(text: string, start: number): boolean {
  return nameAt(text, start) !== null;
}

/** What `nameBefore` matches before a word, asked only where a separator stands before it and the words beside it. */
function nameAt(text: string, start: number): RegExpExecArray | null {
  let at = start - 1;
  while (at >= 0 && start - at < 200 && isNeighbour(text.charCodeAt(at))) at--;
  if (text[at] !== ':' && text[at] !== '=') return null;
  return nameBefore.exec(text.slice(Math.max(0, at - 20), start));
}

/** A key character, a quote, or white space. */
function isNeighbour(code: number): boolean {
  return isKeyCharacter(code) || code === 32 || (code >= 9 && code <= 13) || code === 34 || code === 39;
}

const phraseAfter = /(?: [\w.$/-]{1,40}){0,4}/y;

/** `name: db salt`: the several words of which one was met; undefined where it stands alone or is no such name. */
export function namedPhrase(text: string, start: number, end: number): string | undefined {
  if (text.charCodeAt(start - 1) !== 32 && text.charCodeAt(end) !== 32) return undefined;
  const before = nameAt(text, start)?.[1];
  if (before === undefined) return undefined;
  phraseAfter.lastIndex = end;
  const phrase = before + text.slice(start, end) + (phraseAfter.exec(text)?.[0] ?? '');
  return phrase.includes(' ') ? phrase : undefined;
}

/**
 * `pending` where a pair of `name` and `value` may be: in YAML and JSON no, where each stands on a line of its own and no
 * line of the same map begins with `value` or `default`.
 */
export function paired(text: string, at: number, writing: Writing): Answer {
  if (writing !== 'yaml' && writing !== 'json') return 'pending';
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const own = ownLine.exec(text.slice(lineStart, at));
  if (!own) return 'pending';
  const column = own[1]!.length;
  for (const step of [-1, 1]) {
    let line = lineStart;
    for (let n = 0; ; n++) {
      if (n === 200) return 'pending';
      if (step < 0 ? line === 0 : text.indexOf('\n', line) === -1) break;
      line = step < 0 ? text.lastIndexOf('\n', line - 2) + 1 : text.indexOf('\n', line) + 1;
      const end = text.indexOf('\n', line);
      const content = text.slice(line, end === -1 ? text.length : end);
      if (aside.test(content)) continue;
      const lead = /^[\s-]*/.exec(content)![0].length;
      if (lead < column) break;
      if (lead > column) continue;
      if (valueKey.test(content)) return 'pending';
    }
  }
  return 'no';
}

/** The lead of a line that holds one pair of a block of YAML or of JSON that is written in lines. */
const ownLine = /^([\s-]*)["']?(?:name|key|path|type)["']?\s{0,8}:\s{0,8}["']?(?:[\w.$/-]{1,40} ){0,4}$/i;
const valueKey = /^[\s-]*["']?(?:value|default)["']?\s{0,40}:/i;

const nameBefore = /(?:^|[\s{,"'-])(?:name|key|path|type)["']?\s{0,8}[:=]\s{0,8}["']?((?:[\w.$/-]{1,40} ){0,4})$/i;
