import type { Assignment, Command, Inset, Parsed, Parser } from '../parser.ts';
import type { Text } from '../text.ts';
import { Assembly } from './assembly.ts';
import { type Line, linesOf, skipBlanks, trimEnd } from './nodes.ts';
import { parseShell } from './shell.ts';

/**
 * Makefiles (https://www.gnu.org/software/make/manual/) and justfiles (https://just.systems/man/): recipes as shell
 * commands, variables as assignments. `$(NAME)` of make is an expansion and reads as `${NAME}`, `$$` reads as `$`.
 * Not read: `define` blocks, functions, included files.
 */
export const makefileParser: Parser = {
  id: 'makefile',
  dialects: ['makefile'],
  parse: (text) => parseMakefile(text),
};

const variable =
  /(?:[^\s:=#][^:=#\n]{0,200}:[ \t]{1,20})?(?:(?:export|override|private|set)[ \t]{1,20}){0,3}([A-Za-z_][\w.-]{0,200})[ \t]{0,40}(?:\?|:{1,3}|\+|!)?=/y;

function parseMakefile(text: Text): Parsed {
  const { content } = text;
  const just = /(?:^|\/)\.?justfile$|\.just$/i.test(text.file.path);
  const commands: Command[] = [];
  const insets: Inset[] = [];
  const lines = [...linesOf(content)];
  let inRule = false;
  let i = 0;
  while (i < lines.length) {
    const line = lines[i]!;
    const first = skipBlanks(content, line.start, line.end);
    if (first === line.end || content[first] === '#') {
      i++;
      continue;
    }
    const indented = first > line.start;
    if ((inRule && content[line.start] === '\t') || (just && indented)) {
      let end = i;
      while (end < lines.length && isRecipe(content, lines[end]!, just)) end++;
      const parsed = parseShell(recipeText(text, lines.slice(i, end), just));
      for (const command of parsed.commands) commands.push(command);
      for (const inset of parsed.insets) insets.push(inset);
      i = end;
      continue;
    }
    variable.lastIndex = first;
    const found = variable.exec(content);
    if (found && first + found[0].length <= line.end) {
      let last = i;
      while (last + 1 < lines.length && content[lines[last]!.end - 1] === '\\') last++;
      commands.push(variableCommand(text, first, found[1]!, first + found[0].length, lines[last]!.end, just));
      i = last + 1;
      continue;
    }
    // A rule or a directive; `target: ; command` is rare enough to be left out.
    if (!indented) inRule = true;
    i++;
  }
  return { documents: [], commands, insets, problems: [] };
}

function isRecipe(content: string, line: Line, just: boolean): boolean {
  if (line.start === line.end) return true;
  const letter = content[line.start];
  return letter === '\t' || (just && letter === ' ') || (line.start > 0 && continues(content, line.start));
}

function continues(content: string, start: number): boolean {
  const before = content[start - 1] === '\n' && content[start - 2] === '\r' ? start - 3 : start - 2;
  return content[before] === '\\';
}

function variableCommand(text: Text, start: number, name: string, from: number, to: number, just: boolean): Command {
  const { content } = text;
  const at = skipBlanks(content, from, to);
  let end = to;
  for (let i = at; i < to; i++) {
    if (content[i] === '#' && (content[i - 1] === ' ' || content[i - 1] === '\t')) {
      end = i;
      break;
    }
  }
  end = Math.max(at, trimEnd(content, at, end));
  const raw = content.slice(at, end);
  const quote = raw[0];
  const quoted = raw.length > 1 && (quote === '"' || quote === "'") && raw.indexOf(quote, 1) === raw.length - 1;
  const inner = quoted ? raw.slice(1, -1) : raw;
  const expands = just ? !quoted || inner.includes('{{') : /\$[({\w@]/.test(inner);
  const value = { value: inner, start: at, end, expands };
  const assignment: Assignment = { name, value: quoted ? { ...value, pieces: [[0, at + 1]] } : value };
  return { text, start, end, assignments: [assignment], words: [], redirects: [], heredocs: [], pipedTo: undefined };
}

/** The lines of a recipe without indentation and `@`, `-`, `+` marks, and with make's variables as the shell writes them. */
function recipeText(text: Text, lines: readonly Line[], just: boolean): Text {
  const { content } = text;
  const assembly = new Assembly(text);
  // What the brackets opened so far belong to: make's `$(`, or the shell.
  const open: boolean[] = [];
  let continued = false;
  for (const line of lines) {
    let at = line.start;
    if (just) at = skipBlanks(content, at, line.end);
    else if (content[at] === '\t') at++;
    if (!continued) {
      while (at < line.end && '@-+ \t'.includes(content[at]!)) at++;
      open.length = 0;
    }
    continued = content[line.end - 1] === '\\';
    if (just) {
      assembly.take(at, line.next);
      continue;
    }
    let copied = at;
    for (let i = at; i < line.end; i++) {
      const letter = content[i]!;
      if (letter === '$') {
        const next = content[i + 1] ?? '';
        if (next === '$') {
          assembly.take(copied, i);
          copied = i + 1;
          if (content[i + 2] === '(') {
            open.push(false);
            i++;
          }
          i++;
        } else if (next === '(') {
          assembly.take(copied, i);
          assembly.put('${', i);
          open.push(true);
          copied = i + 2;
          i++;
        } else if ('<^+%|?'.includes(next) && next !== '') {
          // Automatic variables: the shell has others, so `$@` stands for all of them.
          assembly.take(copied, i);
          assembly.put('$@', i);
          copied = i + 2;
          i++;
        }
      } else if (letter === '(') open.push(false);
      else if (letter === ')' && open.pop() === true) {
        assembly.take(copied, i);
        assembly.put('}', i);
        copied = i + 1;
      }
    }
    assembly.take(copied, line.next);
  }
  return assembly.finish(lines[0]?.start ?? 0);
}
