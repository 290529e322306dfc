import { hasRandomPiece } from '../credentials/randomness.ts';
import { isHarmless, isHarmlessWord, isLiteral } from './harmless.ts';
import { aside, type Writing } from './writing.ts';

/** Whether a value that a rule judges can stand behind or below a name. Every answer errs to yes. */

/** Whether a value as machines make them may stand below a key, up to the line that is indented no further. */
export function holdsRandom(text: string, start: number, from: number): boolean {
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, start))![0].length;
  let line = from;
  for (let n = 0; n < 200; n++) {
    const end = text.indexOf('\n', line);
    const content = text.slice(line, end === -1 ? text.length : end);
    if (n > 0 && !aside.test(content) && !/^[ \t]*-/.test(content) && /^[ \t]*/.exec(content)![0].length <= indent)
      return false;
    if (content.length > 500 || hasRandomPiece(content)) return true;
    if (end === -1) return false;
    line = end + 1;
  }
  return true;
}

/** Whether a value as machines make them follows: what makes `ctfKey` more than the name of something. */
export function hasMixture(text: string, end: number): boolean {
  const after = text.slice(end, end + 600);
  const separator = /^["'\\)\]\t ]{0,9}[:=\s]/.exec(after)?.[0].length;
  if (separator === undefined) return false;
  const value = /^[\s"'|>&\\[{-]{0,80}([^\s"',]{20,})/.exec(after.slice(separator))?.[1];
  return value !== undefined && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

const generic =
  /(?:^|[\s{,"'-])(?:value|default|key|data|content|plain\w*|literal|text|string\w*|current|inline|\d+)["']?\s*[:=]\s*(\S[^\n]*|\n)/gi;

const genericKey = /^(?:value|default|key|data|content|plain\w*|literal|text|string\w*|current|inline|\d+)$/i;

/** Whether a block of HCL holds a string under a key that leaves it to the block's label to say what it is. */
export function hasGenericChild(text: string, from: number, label: string): boolean {
  const window = text.slice(from, from + 4000);
  const end = /^\}/m.exec(window)?.index;
  const inside = end === undefined ? window : window.slice(0, end);
  for (const match of inside.matchAll(generic)) {
    const value = match[1]!;
    if (value.startsWith('<<')) return true;
    if (!value.startsWith('"') || !isLiteral(value)) continue;
    if (!isHarmless(label, value)) return true;
  }
  return window.length === 4000 && end === undefined;
}

/** A permission of a workflow, not its token. */
const permission = /^(?:read|write|none)\s*(?:#.*)?\r?$/;

/** Nothing, a switch, a small number, or one directive without a literal. */
const nothing =
  /^(?:""|''|null|~|true|false|\d{1,5}|\{\}|\[\]|\{\{[^"`}]{0,200}\}\}|\$\{\{[^"'`|}]{0,200}\}\})\s*(?:#.*|,)?\r?$/i;

export function hasValue(text: string, at: number, writing: Writing, name: string): boolean {
  let from = at;
  while (from < text.length && (text[from] === ' ' || text[from] === '\t')) from++;
  const end = text.indexOf('\n', from);
  const value = text.slice(from, Math.min(end === -1 ? text.length : end, from + 1000)).trimEnd();
  if (writing === 'hcl') {
    // Keys inside a map or a list speak for themselves, but for those that say nothing.
    if (/^[[{]/.test(value)) return hasGenericChild(text, from + 1, name);
    return isLiteral(value) && !isHarmless(name, value);
  }
  if (nothing.test(value) || (name === 'id-token' && permission.test(value))) return false;
  if (value !== '' && !value.startsWith('#')) return !isHarmlessWord(text, from, value, name);
  if (writing === 'json' || end === -1) return end !== -1;
  return nested(text, at, end + 1);
}

/** What stands below `password:`: a value of its own, or keys of which one may leave it to `password` to say what it is. */
function nested(text: string, at: number, from: number): boolean {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const indent = /^[\s-]*/.exec(text.slice(lineStart, at))![0].length;
  let line = from;
  let first = true;
  for (let n = 0; n < 200; n++) {
    const end = text.indexOf('\n', line);
    const content = text.slice(line, end === -1 ? text.length : end);
    if (!aside.test(content)) {
      const lead = /^\s*/.exec(content)![0].length;
      if (lead < indent || (lead === indent && !content.slice(lead).startsWith('-'))) return false;
      const key = /^[\s-]*["']?([\w.$/-]{1,120})["']?\s*:(?:\s|$)/.exec(content);
      if (!key && first) return true;
      first = false;
      if (key && genericKey.test(key[1]!)) return true;
    }
    if (end === -1) return false;
    line = end + 1;
  }
  return true;
}

/** Whether a `kubernetes_secret` of Terraform, named at `at`, holds a string that is written out. */
export function holdsLiterals(text: string, at: number): boolean {
  const window = text.slice(at, at + 6000);
  const end = /^\}/m.exec(window)?.index ?? window.length;
  const data = /\b(?:binary_)?data(?:_wo)?\s{0,40}=/.exec(window.slice(0, end));
  if (!data) return window.length === 6000 && end === 6000;
  const inside = window.slice(data.index + data[0].length, end);
  for (const { index, 1: value } of inside.matchAll(/[=:]\s{0,40}(["<[][^\n]{0,1000})/g)) {
    if (!isLiteral(value!)) continue;
    const key = /([\w.-]{1,100})["']?\s{0,40}$/.exec(inside.slice(Math.max(0, index - 150), index))?.[1];
    if (key !== undefined && !isHarmless(key, value!, 'secret')) return true;
  }
  return false;
}
