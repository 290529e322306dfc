import { flagged, programOf } from './flags.ts';
import type { Command, Word } from './parser.ts';

/** A named part of one word of a command: `password` in `-d '{"password": "x"}'`. Offsets are of the word's value. */
export interface BodyPart {
  readonly key: string;
  readonly value: string;
  readonly word: Word;
  readonly from: number;
}

const jsonMember = /"([\w.-]{1,80})"\s{0,20}:\s{0,20}"((?:[^"\\\n]|\\.){0,4000})"/g;
const formField = /(?:^|&)([A-Za-z_][\w.[\]-]{0,80})=([^&\s]{0,2000})/g;
/** A line of a file that is written in one word: `--from-literal=login.txt="username=app` and below it `password=x"`. */
const laterLine = /(?:\n|\\n)([A-Za-z_][\w.-]{0,80})=(?![$`<(])((?:(?!\\n)[^\s"']){1,400})/g;
const assigned = /\.["']?([A-Za-z_][\w-]{0,60})["']?\s{0,4}\|?=\s{0,4}"([^"\n]{1,400})"/g;

/** The named values inside the words of a command: members of a JSON object, fields of a form, what `yq` sets. */
export function* bodyParts(command: Command): Iterable<BodyPart> {
  const { words } = command;
  const edits = /^[jy]q$/.test(programOf(words));
  for (let i = 1; i < words.length; i++) {
    const word = words[i]!;
    const { value } = word;
    if (edits && value.includes('=')) yield* matches(word, assigned);
    else if (value.includes('{"') || /^\s*\{/.test(value)) yield* matches(word, jsonMember);
    else if (/(?:\n|\\n)[A-Za-z_][\w.-]{0,80}=/.test(value.slice(0, 4000))) yield* matches(word, laterLine);
    else if (value.includes('&') && /^[\w.[\]-]{1,80}=[^\s]*$/.test(value)) yield* matches(word, formField);
  }
}

function* matches(word: Word, pattern: RegExp): Iterable<BodyPart> {
  for (const found of word.value.slice(0, 65_536).matchAll(pattern)) {
    const [whole, key, value] = found as unknown as [string, string, string];
    if (value === '') continue;
    yield { key, value, word, from: found.index + whole.lastIndexOf(value) };
  }
}

/** Which flag of which command puts a value into a store of secrets. */
const stores: readonly (readonly [program: RegExp, words: RegExp, flag: RegExp])[] = [
  [/^aws$/, /\bsecretsmanager (?:create-secret|put-secret-value|update-secret)\b/, /^secret-string$/],
  [/^aws$/, /\bssm put-parameter\b.*\bSecureString\b/, /^value$/],
  [/^az$/, /\bkeyvault secret set\b/, /^value$/],
  [/^gh$/, /\bsecret set\b/, /^(?:body|b)$/],
];

/** `BeforeRotation`: what a test checks for. */
const constantName = /^(?:[A-Z][a-z]{2,20}\d{0,2}){2,10}$/;

/** The value that a command puts into a store of secrets: whatever it is called, it is meant to be secret. */
export function* storedValues(command: Command): Iterable<BodyPart> {
  const { words } = command;
  const program = programOf(words);
  if (!/^(?:aws|az|gh)$/.test(program)) return;
  const line = words.map((word) => word.value).join(' ');
  for (const [runs, verb, flag] of stores) {
    if (!runs.test(program) || !verb.test(line.slice(0, 4000))) continue;
    for (const { key, value, word } of flagged(words)) {
      if (!flag.test(key) || /^\s*\{/.test(value) || constantName.test(value)) continue;
      yield { key, value, word, from: word.value.length - value.length };
    }
  }
}
