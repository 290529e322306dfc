import { holdsCredentials, keyKind, mayBeKeyMaterial, mayBePin } from '../credentials/key-name.ts';
import { isLiteral } from './harmless.ts';
import { isNamed, namedPhrase, paired } from './pair.ts';
import { hasGenericChild, hasMixture, hasValue, holdsRandom } from './value.ts';
import { type Answer, aside, isKeyCharacter, type Writing } from './writing.ts';

/**
 * Whether a word found in the bytes of a file can be the name of a value that a rule judges. Every answer errs to yes: a
 * no means that no parser can make a named value of it.
 */

const reach = 120;
const carrying: ReadonlySet<string> = new Set(['password', 'secret', 'token', 'weak']);

export function keyAt(text: string, at: number, writing: Writing, prose = false): Answer {
  let start = at;
  while (start > 0 && at - start < reach && isKeyCharacter(text.charCodeAt(start - 1))) start--;
  let end = at;
  while (end < text.length && end - at < reach && isKeyCharacter(text.charCodeAt(end))) end++;
  if (writing === 'hcl' && isReference(text, start, end)) return 'no';
  let word = text.slice(start, end);
  // Outside of YAML, JSON and HCL a space may end the name: `password hunter2`.
  if (writing === 'other' && meaningOf(word).carries) return prose && isOnlySaid(text, start, end) ? 'no' : 'yes';
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

/** "Pods should pass when the Secret is there": a sentence without a sign that may lead to a value (src/places/prose.ts). */
function isOnlySaid(text: string, start: number, end: number): boolean {
  if (!/^(?:secrets?|pass(?:e[sd])?)$/i.test(text.slice(start, end))) return false;
  const from = text.lastIndexOf('\n', start) + 1;
  const to = text.indexOf('\n', end);
  if (start - from > 2000) return false;
  return !/[:=|]|--|secret ?key|client.?secret/i.test(
    text.slice(from, to === -1 ? end + 2000 : Math.min(to, end + 2000)),
  );
}

const reference = /(?:module|data|var|local|random_\w{1,20})\./y;

/** `module.db.password` where no sign follows: an expression of Terraform, which writes no value out. */
function isReference(text: string, start: number, end: number): boolean {
  reference.lastIndex = start;
  return reference.test(text) && /^["'\\)\]\t ]*[\n\r,}]/.test(text.slice(end, end + 40));
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
