/**
 * Escaping at the edge: every text that a scanned repository can influence (paths, names, keys, messages made of them)
 * passes one of these functions on its way into an output. All of them are total, linear, and change nothing in harmless text.
 */

/**
 * Characters that move the cursor, reorder or hide text: controls (C0, DEL, C1), format characters (bidi, zero-width,
 * tags), line and paragraph separators, lone surrogates, and all that Unicode lets a renderer ignore.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The same without the line feed, which JSON text uses between its lines. */
const invisibleInJson = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * One line of plain text, safe in a terminal and in the log of a GitHub runner: invisible characters become `\u202e`, and
 * text that the runner would take for a command is broken by a space. The runner recognises `##[name]` anywhere in a line
 * and `::name::` at its start (https://github.com/actions/runner, ActionCommand.cs).
 */
export function visible(text: string): string {
  return text
    .replace(invisible, escaped)
    .replace(/##(?=\[)/g, '## ')
    .replace(/^(\s*):(?=:)/, '$1: ');
}

/** True where people see all there is: of what is invisible only line feeds and tabs. */
export function isVisible(text: string): boolean {
  return text.replace(/[\n\t]/g, '').search(invisible) === -1;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 10) return '\\n';
  if (code === 13) return '\\r';
  if (code === 9) return '\\t';
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** `text` in at most `limit` UTF-16 code units, cut between characters, with `…` where it was cut. */
export function clipped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const splitsPair = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

/** The data part of a workflow command. Line breaks stay line breaks on the other side, so escape untrusted parts with `visible` first. */
export function commandData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** A property value of a workflow command, always one line. */
export function commandProperty(text: string): string {
  return commandData(visible(text)).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/**
 * Text inside Markdown, in a paragraph or a table cell. Punctuation with a meaning becomes a character reference, which
 * can never form structure (CommonMark 0.31, 2.5); a zero-width space stops GitHub from linking `@name` and `#1`.
 */
export function markdownText(text: string): string {
  return visible(text).replace(markdownMeaning, (character) =>
    character === '@' || character === '#' ? `${reference(character)}&#8203;` : reference(character),
  );
}

/** Markup, what GitHub links (`@name`, `#1`, addresses), and what starts a list or a heading underline. */
const markdownMeaning = /[&<>\\`*_[\]{}|~$!^]|[@#](?=\w)|:(?=\/\/)|(?<=\bwww)\.|^[-+=]/gi;

/** Text as inline code in Markdown, in a paragraph or a table cell. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  // A code span knows no escapes and a table cell ends at a pipe, so text with one of these takes the HTML form.
  if (shown !== '' && !/[`|\\]|^\s|\s$/.test(shown)) return `\`${shown}\``;
  return `<code>${shown.replace(/[^\w ./-]/gu, reference)}</code>`;
}

function reference(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}

/**
 * A value as indented JSON text with a final line break. What a terminal or a runner's log could act on is written as
 * `\u....`, which any JSON reader gives back unchanged.
 */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value, null, 2)
    .replace(invisibleInJson, (character) => {
      let out = '';
      for (let i = 0; i < character.length; i++) out += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
      return out;
    })
    .replace(/##(?=\[)/g, '#\\u0023');
  return `${json}\n`;
}

/** A `/`-separated path as a relative URI reference (RFC 3986): each segment percent-encoded as UTF-8. */
export function uriPath(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
