import type { BodyPart } from './command-body.ts';
import { gradePassword, isCommonPassword } from './credentials/literal.ts';
import { hasRandomPiece } from './credentials/randomness.ts';
import type { Command } from './parser.ts';

/** How people are told a password without quotes around it. Documents and scripts speak of passwords all the time. */

/** `Default credentials: admin / x`, `log in with admin / x`. */
export const slashed =
  /\b(?:(?:credentials|user(?:name)? and password|user(?:name)?\/pass(?:word)?)\b[^`"'\n|]{0,24}(?::| are| is)|log in (?:with|as|using):?)[ \t]{1,4}[\w.@-]{2,40}[ \t]{0,2}[:/][ \t]{0,2}([^\s`"'<>{}$|\\]{3,79}[^\s`"'<>{}$|\\.])\.?[ \t]*$/gim;
/** `... password: x` and `... password is x`, where nothing follows. */
const ending = /\b(password|passwd)\b(?: is| =|:)[ \t]{1,4}([^\s`"'<>{}$|\\]{4,80})(?:[ \t]|\\n)*$/gim;

/** `Harbor admin: admin / x`. */
const account = /\b(?:admin|administrator|root)[ \t]{0,2}\/[ \t]{1,2}([^\s`"'<>{}$|\\]{4,80})[ \t]*$/gim;
/** `GOGS: username/password: gogs/gogs`, `user/password is \`a/b\``. */
const both =
  /\buser(?:name)?\/pass(?:word)?\b[*_]{0,2}(?::| is)[*_]{0,2}[ \t]{1,4}[`"'*_]{0,3}([\w.@-]{2,40})\/([^\s`"'<>{}$|\\[\]()]{2,60})(?=[`"')]|[ \t]|\\n|$)/gim;

/** The passwords that a text tells as \`user/password\`: each, as it stands beside the one that it belongs to. */
export function* toldPairs(text: string): Iterable<{ value: string; from: number }> {
  for (const match of text.matchAll(both)) {
    const [whole, user, value] = match as unknown as [string, string, string];
    if (/^user(?:name)?$/i.test(user) || gradePassword(value, user).verdict !== 'credential') continue;
    if (value !== user && !isPasswordLike(value)) continue;
    yield { value, from: match.index + whole.lastIndexOf(value) };
  }
}

/** Programs, and how scripts call their functions, that print what they are given. */
const tellers = /^(?:echo|printf|e?info|log(?:_?info)?|print(?:_\w{1,20})?|say|success|note|msg)$/i;

/** What a script tells whoever runs it: `echo "log in with admin / x"`. */
export function* spokenIn({ words }: Command): Iterable<BodyPart> {
  if (!tellers.test(words[0]?.value ?? '')) return;
  for (const word of words.slice(1, 40)) {
    if (word.value.length < 12 || !word.value.includes(' ')) continue;
    for (const { value, from } of toldPairs(word.value.slice(0, 4000))) yield { key: 'password', value, word, from };
    for (const form of [slashed, ending, account]) {
      for (const match of word.value.slice(0, 4000).matchAll(form)) {
        const value = match.at(-1)!;
        if (!isPasswordLike(value)) continue;
        yield { key: 'password', value, word, from: match.index + match[0].lastIndexOf(value) };
      }
    }
  }
}

/** Everybody's password but the words by which documents call one, or a mixture that no name is. */
export function isPasswordLike(value: string): boolean {
  if (/^(?:pass|passwd|password|secret|secrets|user\d*|default|test|name|token)$/i.test(value)) return false;
  if (isCommonPassword(value) || /^\d{6,}$/.test(value)) return true;
  // A handle or a file that is read begins with the sign too, but neither mixes capitals and digits: `@Welcome123`.
  if (/^@/.test(value) && !(/\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value))) return false;
  if (/[/\\=]|^[-.#&]|[:.,]$|\.(?:md|ya?ml|json|txt|sh|tf|env)$/.test(value)) return false;
  return (
    hasRandomPiece(value) ||
    (/\d/.test(value) && /[a-z]/i.test(value) && !/[-_.]/.test(value)) ||
    /[!@#%^&*+]/.test(value)
  );
}
