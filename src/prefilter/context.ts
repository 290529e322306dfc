import { judge } from '../credential.ts';
import { contextualShapes } from '../credentials/contextual.ts';
import { holdsCredentials, keyKind, mayBeKeyMaterial, mayBePin } from '../credentials/key-name.ts';
import { hasRandomPiece } from '../credentials/randomness.ts';

/**
 * Whether a word found in the bytes of a file can be the name of a value that a rule judges. Every answer errs to yes: a
 * no means that no parser can make a named value of it.
 */

const reach = 120;
const carrying: ReadonlySet<string> = new Set(['password', 'secret', 'token', 'weak']);

/** What a file is written in, as far as it matters for the look of a key. */
export type Writing = 'yaml' | 'json' | 'hcl' | 'other';

/** `pending`: the word is the name in a pair of `name` and `value`, and a value must stand somewhere. */
export type Answer = 'yes' | 'no' | 'pending';

export function keyAt(text: string, at: number, writing: Writing): Answer {
  let start = at;
  while (start > 0 && at - start < reach && isKeyCharacter(text.charCodeAt(start - 1))) start--;
  let end = at;
  while (end < text.length && end - at < reach && isKeyCharacter(text.charCodeAt(end))) end++;
  if (writing === 'hcl' && isReference(text, start, end)) return 'no';
  let word = text.slice(start, end);
  // Outside of YAML, JSON and HCL a space may end the name: `password hunter2`.
  if (writing === 'other' && meaningOf(word).carries) return 'yes';
  const whole = wholeKey(text, start, end);
  if (whole) {
    start = whole.start;
    end = whole.end;
    word = text.slice(start, end);
  }
  const { name, holds, carries, material, bareKey } = meaningOf(word);
  // `credentials: {admin: x}`: the keys below say nothing.
  const below = holds ? afterName(text, end) : undefined;
  if (below && (below.separator || text[below.at] === '{') && holdsRandom(text, start, below.at)) return 'yes';
  if (!carries) {
    const phrase = whole ? undefined : namedPhrase(text, start, end);
    if (phrase !== undefined && meaningOf(phrase).carries) return paired(text, start, writing);
    if (material && hasMixture(text, end)) return 'yes';
    if (material && isNamed(text, start)) return 'pending';
    return bareKey ? atBareKey(text, start, end, name, writing) : 'no';
  }
  if (writing === 'other' || word.startsWith('-')) return 'yes';
  const after = afterName(text, end);
  // `for key, secret in var.x : key => secret`
  if (writing === 'hcl' && after?.separator && text[after.at] === '>') return 'no';
  if (after === undefined) {
    if (isNamed(text, start)) return paired(text, start, writing);
    return xmlTag(text, start, end) || isWrittenTo(text, start) ? 'yes' : 'no';
  }
  if (!after.separator) {
    if (isNamed(text, start)) return paired(text, start, writing);
    return block(text, after.at, writing, name) || beginsLine(text, start) ? 'yes' : 'no';
  }
  if (writing === 'hcl' && isWithinText(text, start, end)) return 'yes';
  return hasValue(text, after.at, writing, name) ? 'yes' : 'no';
}

const reference = /(?:module|data|var|local|random_\w{1,20})\./y;

/** `module.db.password` where no sign follows: an expression of Terraform, which writes no value out. */
function isReference(text: string, start: number, end: number): boolean {
  reference.lastIndex = start;
  return reference.test(text) && /^["'\\)\]\t ]*[\n\r,}]/.test(text.slice(end, end + 40));
}

/** Letters, digits, and `_ . $ / -`. */
export function isKeyCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 45 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}

const furtherWords = /(?: [\w.$/-]{1,40}){1,4}(?=["']?[ \t]{0,4}[:=])/y;
/** The dash of a list is no word. */
const earlierWords = /(?:^|[\n{,"'[]\s{0,170}|- )((?:[\w.$/][\w.$/-]{0,39} ){1,4})$/;

/** A key of several words, `api key: x`, of which one was met; undefined where it stands alone. */
function wholeKey(text: string, start: number, end: number): { start: number; end: number } | undefined {
  const spaceAfter = text.charCodeAt(end) === 32 && isKeyCharacter(text.charCodeAt(end + 1));
  const spaceBefore = text.charCodeAt(start - 1) === 32 && isKeyCharacter(text.charCodeAt(start - 2));
  if (!spaceAfter && !spaceBefore) return undefined;
  furtherWords.lastIndex = end;
  const last = spaceAfter && furtherWords.test(text) ? furtherWords.lastIndex : end;
  if (last === end && !afterName(text, end)?.separator) return undefined;
  const earlier = spaceBefore ? earlierWords.exec(text.slice(Math.max(0, start - 170), start))?.[1] : undefined;
  return { start: start - (earlier?.length ?? 0), end: last };
}

/** What a word says as the name of a value. */
interface Meaning {
  /** Without the dashes of an option and the dots of a path around it. */
  readonly name: string;
  /** A name of credentials, whatever the keys below are. */
  readonly holds: boolean;
  readonly carries: boolean;
  /** A random value may be key material. */
  readonly material: boolean;
  /** `key`, of which the keys above say whether it is one. */
  readonly bareKey: boolean;
}

const known = new Map<string, Meaning>();

/** Kept, because a repository says the same words thousands of times. */
function meaningOf(word: string): Meaning {
  let meaning = known.get(word);
  if (meaning === undefined) {
    const name = word.replace(/^-{1,240}|[./-]{1,240}$/g, '');
    // A dotted name may be a path whose last part says nothing: `db.password.value`.
    const parts = name.split(/[./]/);
    meaning = {
      name,
      holds: holdsCredentials(name.slice(name.lastIndexOf('.') + 1)),
      carries:
        mayBePin(name) || carrying.has(keyKind(name)) || carrying.has(keyKind(parts.at(-1)!, parts.slice(0, -1))),
      material: mayBeKeyMaterial(name),
      bareKey: /^(?:[\w.-]{0,60}\.)?key$/i.test(name),
    };
    if (known.size > 20_000) known.clear();
    known.set(word, meaning);
  }
  return meaning;
}

/** `key: x` is key material below `encryption:`; the key above decides. */
function atBareKey(text: string, start: number, end: number, name: string, writing: Writing): Answer {
  const after = afterName(text, end);
  if (!after?.separator) return isNamed(text, start) ? paired(text, start, writing) : 'no';
  if (
    writing === 'hcl' &&
    !isLiteral(
      text
        .slice(after.at, after.at + 300)
        .trimStart()
        .split('\n', 1)[0]!,
    )
  )
    return 'no';
  const above = parentOf(text, start);
  return above === undefined || carrying.has(keyKind(name.slice(name.lastIndexOf('.') + 1), [above])) ? 'yes' : 'no';
}

/** A line whose indentation says nothing: empty, a comment, a directive of Helm. */
const aside = /^\s*(?:#|\{\{|$)/;

/** The key that a line stands below, by indentation and by brackets; undefined where that is not sure. */
function parentOf(text: string, at: number): string | undefined {
  const from = Math.max(0, at - 4000);
  let lineStart = text.lastIndexOf('\n', at) + 1;
  const line = text.slice(lineStart, at);
  if (/[{[]/.test(line.replace(/^([\s-]*)\{\s*["']?$/, '$1'))) return undefined;
  const indent = /^[\s-]*/.exec(line)![0].length;
  while (lineStart > from) {
    const end = lineStart - 1;
    lineStart = text.lastIndexOf('\n', end - 1) + 1;
    const above = text.slice(lineStart, end);
    if (aside.test(above)) continue;
    const lead = /^[\s-]*/.exec(above)![0].length;
    if (lead >= indent) continue;
    const key =
      /^[\s-]*["']?([^"':={}[\]\s-][^"':={}[\]]{0,119}?)["']?\s{0,40}[:=]\s{0,40}[{[]?\s{0,40}(?:[&#!].*)?$/.exec(
        above,
      );
    return key ? key[1] : undefined;
  }
  return lineStart === 0 ? '' : undefined;
}

/** Whether a value as machines make them may stand below a key, up to the line that is indented no further. */
function holdsRandom(text: string, start: number, from: number): boolean {
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

/** What follows a name: the offset behind its quotes and its separator, and whether there is one; undefined at a line's end. */
function afterName(text: string, end: number): { at: number; separator: boolean } | undefined {
  let at = end;
  while (at < text.length && /["'\\)\]\t ]/.test(text[at]!)) at++;
  const next = text[at];
  if (next === ':' || next === '=') return { at: at + 1, separator: true };
  if (next === undefined || next === '\n' || next === '\r' || next === ',' || next === '}') return undefined;
  return { at, separator: false };
}

function xmlTag(text: string, start: number, end: number): boolean {
  return text[start - 1] === '<' && text[end] === '>';
}

/** `echo x > token`: the file's name says what is written to it. */
function isWrittenTo(text: string, start: number): boolean {
  return />\s{0,4}["']?$/.test(text.slice(Math.max(0, start - 8), start));
}

/** Whether a value as machines make them follows: what makes `ctfKey` more than the name of something. */
function hasMixture(text: string, end: number): boolean {
  const after = text.slice(end, end + 600);
  const separator = /^["'\\)\]\t ]{0,9}[:=\s]/.exec(after)?.[0].length;
  if (separator === undefined) return false;
  const value = /^[\s"'|>&\\[{-]{0,80}([^\s"',]{20,})/.exec(after.slice(separator))?.[1];
  return value !== undefined && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/** `name: DB_PASSWORD`, `"key": "password"`, `type: password`, and the `path` of a JSON patch. */
function isNamed(text: string, start: number): boolean {
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
function namedPhrase(text: string, start: number, end: number): string | undefined {
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
function paired(text: string, at: number, writing: Writing): Answer {
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

/** `password hunter2` in a text that a block of YAML or a here-document of HCL holds. */
function beginsLine(text: string, start: number): boolean {
  const line = text.slice(Math.max(0, start - 60), start);
  return /(?:^|\n)[ \t]*$/.test(line);
}

/** Whether an offset of HCL stands inside a here-document or a string: `inline = ["export PASSWORD=x"]`. */
function isWithinText(text: string, at: number, end: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - 2000), at).replace(/\\./g, '');
  const quotes = line.split('"').length - 1;
  // But for a quoted key.
  if (quotes % 2 === 1 && text[end] !== '"') return true;
  for (let from = at, i = 0; i < 20; i++) {
    const opened = text.lastIndexOf('<<', from);
    if (opened === -1) return false;
    const tag = /^<<[-~]?["']?(\w{1,40})/.exec(text.slice(opened, opened + 50))?.[1];
    if (tag !== undefined) return !new RegExp(`\\n[ \\t]*${tag}\\b`).test(text.slice(opened, at));
    from = opened - 1;
  }
  return true;
}

/** `password "x"` is nothing in YAML; `variable "db_password" {` and XML are. */
function block(text: string, at: number, writing: Writing, name: string): boolean {
  if (text[at] === '>' || text[at] === '<') return true;
  return writing === 'hcl' && text[at] === '{' && hasGenericChild(text, at + 1, name);
}

const generic =
  /(?:^|[\s{,"'-])(?:value|default|key|data|content|plain\w*|literal|text|string\w*|current|inline|\d+)["']?\s*[:=]\s*(\S[^\n]*|\n)/gi;

const genericKey = /^(?:value|default|key|data|content|plain\w*|literal|text|string\w*|current|inline|\d+)$/i;

/** Whether a block of HCL holds a string under a key that leaves it to the block's label to say what it is. */
function hasGenericChild(text: string, from: number, label: string): boolean {
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

const judged = new Map<string, boolean>();
/** Names that are a credential below one other, whatever the value (`keyKind`). */
const parents: ReadonlyMap<string, string> = new Map([
  ['pin', 'pkcs11'],
  ['secret', 'session'],
]);

/**
 * True for a quoted string that is no credential under a name, whatever stands above it: thousands of modules are given
 * the same setting. Some forms get a meaning from the keys above.
 */
function isHarmless(name: string, quoted: string, expectation: 'named' | 'secret' = 'named'): boolean {
  const value = /^"([^"\\]{0,800})"\s*(?:(?:#|\/\/).*)?$/.exec(quoted)?.[1];
  if (value === undefined || contextualShapes.some((shape) => shape.value.test(value))) return false;
  const asked = `${name}\0${value}\0${expectation}`;
  let answer = judged.get(asked);
  if (answer === undefined) {
    const other = parents.get(name.toLowerCase());
    answer =
      judge({ key: name, path: [name], value, expectation }).verdict !== 'credential' &&
      (other === undefined || judge({ key: name, path: [other], value, expectation }).verdict !== 'credential');
    if (judged.size > 10_000) judged.clear();
    judged.set(asked, answer);
  }
  return answer;
}

/** A word without quotes that is no credential under a name, wherever that stands, and the whole value. */
function isHarmlessWord(text: string, from: number, value: string, name: string): boolean {
  if (!/^[\w./-]{1,80}$/.test(value)) return false;
  // A plain scalar goes on in lines that are indented further.
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const indent = /^[\s-]*/.exec(text.slice(lineStart, from))![0].length;
  const next = /\n(?:[ \t]*\r?\n)*([ \t]*)\S/y;
  next.lastIndex = from + value.length;
  const after = next.exec(text);
  if (after && after[1]!.length > indent) return false;
  const quoted = `"${value}"`;
  return isHarmless(name, quoted) && isHarmless(name, quoted, 'secret');
}

/** In HCL only strings, lists, maps and here-documents hold values; the rest are expressions. */
function isLiteral(value: string): boolean {
  if (/^(?:<<|\[(?!\])|\{(?!\}))/.test(value)) return true;
  // What is left of a string without its interpolations.
  return (
    value.startsWith('"') &&
    /[^\s"#,;:/@.-]/.test(value.replace(/\$\{[^{}]{0,300}\}/g, '').replace(/"[ \t]*(?:#.*)?\r?$/, ''))
  );
}

/** A permission of a workflow, not its token. */
const permission = /^(?:read|write|none)\s*(?:#.*)?\r?$/;

/** Nothing, a switch, a small number, or one directive without a literal. */
const nothing =
  /^(?:""|''|null|~|true|false|\d{1,5}|\{\}|\[\]|\{\{[^"`}]{0,200}\}\}|\$\{\{[^"'`|}]{0,200}\}\})\s*(?:#.*|,)?\r?$/i;

function hasValue(text: string, at: number, writing: Writing, name: string): boolean {
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
