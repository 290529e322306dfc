/** What no shell gives a meaning to, wherever it stands in a word. */
const harmless = /^[A-Za-z0-9_/.:@%+,-][A-Za-z0-9_/.:=@%+,-]*$/;

/** Characters that a single-quoted word would show as they are: controls, bidi and other formats, lone surrogates. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * One word for a POSIX shell, quoted so that it reads as exactly this text. What a terminal or a runner's log could act on
 * takes the form `$'\x1b'` (bash, zsh, ksh; POSIX.1-2024), so that a command is always one visible line.
 */
export function quoted(word: string): string {
  if (harmless.test(word)) return word;
  if (!invisible.test(word) && !word.includes('##[')) return `'${word.replaceAll("'", "'\\''")}'`;
  let out = '';
  for (const character of word.toWellFormed()) {
    if (character === '\\' || character === "'") out += `\\${character}`;
    else if (character === '#' || invisible.test(character)) {
      for (const byte of Buffer.from(character)) out += `\\x${byte.toString(16).padStart(2, '0')}`;
    } else out += character;
  }
  return `$'${out}'`;
}

/** A path as an operand: one that begins with a dash is no option. */
export function quotedPath(path: string): string {
  return quoted(path.startsWith('-') ? `./${path}` : path);
}
