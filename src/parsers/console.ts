import { commandLine } from '../dialect.ts';
import type { Text } from '../text.ts';
import { type Line, linesOf } from './nodes.ts';

/** `$ `, `% `, `user@host:~$ `, `[root@host ~]# `, `PS C:\> `. */
const dollarPrompt =
  /^[ \t]{0,12}(?:\([\w.-]{1,40}\)[ \t]?)?(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#\n]{0,60}\]?[$%#]|(?:[\w.-]{1,40}:[^$#\n\s]{0,60})?\]?[$%])[ \t]{1,4}(?=\S)/;
const rootPrompt = /^[ \t]{0,12}(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#\n]{0,60}\]?)?#[ \t]{1,4}(?=\S)/;
const anglePrompt = /^[ \t]{0,12}(?:PS[ \t][^>\n]{0,80})?>[ \t]{1,4}(?=\S)/;
const continuationPrompt = /^[ \t]{0,12}>[ \t]?/;
const heredoc = /<<-?[ \t]{0,4}(?:"([\w.-]{1,60})"|'([\w.-]{1,60})'|\\?([\w.-]{1,60}))/;
const longestLine = 4000;

/** True when lines of a block begin with a `$ ` prompt. */
export function hasPrompts(content: string): boolean {
  let lines = 0;
  for (const { start, end } of linesOf(content)) {
    if (++lines > 200) return false;
    if (dollarPrompt.test(content.slice(start, Math.min(end, start + 300)))) return true;
  }
  return false;
}

/**
 * What was typed in a session: without the prompts and without the output of the commands. A session that shows no
 * prompt at all is given whole. `session`: `# ` and `> ` count as prompts too, where no line has a `$ `.
 */
export function consoleText(block: Text, session: boolean): Text {
  const { content } = block;
  const prompt = promptOf(content, session);
  if (!prompt) return block;
  const parts: string[] = [];
  const pieces: [number, number][] = [];
  let length = 0;
  let delimiter: string | undefined;
  let open = false;
  const take = (from: number, line: Line): void => {
    pieces.push([length, from]);
    parts.push(content.slice(from, line.next));
    length += line.next - from;
  };
  for (const line of linesOf(content)) {
    const raw = content.slice(line.start, Math.min(line.end, line.start + longestLine));
    if (delimiter !== undefined) {
      const skipped = continuationPrompt.exec(raw)?.[0].length ?? 0;
      take(line.start + skipped, line);
      if (raw.slice(skipped).trim() === delimiter) delimiter = undefined;
      continue;
    }
    const typed = prompt.exec(raw);
    if (!typed && !open) continue;
    const skipped = typed?.[0].length ?? continuationPrompt.exec(raw)?.[0].length ?? 0;
    take(line.start + skipped, line);
    const ended = raw.trimEnd();
    open = ended.endsWith('\\') || ended.endsWith('|') || ended.endsWith('&&');
    const opened = heredoc.exec(raw);
    if (opened && !raw.includes('<<<')) delimiter = opened[1] ?? opened[2] ?? opened[3];
  }
  return block.derive(parts.join(''), pieces.length > 0 ? pieces : [[0, 0]]);
}

function promptOf(content: string, session: boolean): RegExp | undefined {
  if (hasPrompts(content)) return dollarPrompt;
  if (!session) return undefined;
  for (const { start, end } of linesOf(content)) {
    const raw = content.slice(start, Math.min(end, start + longestLine));
    for (const prompt of [rootPrompt, anglePrompt]) {
      const typed = prompt.exec(raw);
      if (typed && commandLine.test(raw.slice(typed[0].length))) return prompt;
    }
  }
  return undefined;
}
