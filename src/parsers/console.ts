import { commandLine } from '../dialect.ts';
import type { Text } from '../text.ts';
import { Assembly } from './assembly.ts';
import { linesOf } from './nodes.ts';

/** `$ `, `% `, `user@host:~$ `, `[root@host ~]# `, `PS C:\> `. */
const dollarPrompt =
  /^[ \t]{0,12}(?:\([\w.-]{1,40}\)[ \t]?)?(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#\n]{0,60}\]?[$%#]|(?:[\w.-]{1,40}:[^$#\n\s]{0,60})?\]?[$%])[ \t]{1,4}(?=\S)/;
const rootPrompt = /^[ \t]{0,12}(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#\n]{0,60}\]?)?#[ \t]{1,4}(?=\S)/;
const anglePrompt = /^[ \t]{0,12}(?:PS[ \t][^>\n]{0,80})?>[ \t]{1,4}(?=\S)/;
const continuationPrompt = /^[ \t]{0,12}>[ \t]?/;
const heredoc = /<<-?[ \t]{0,4}(?:"([\w.-]{1,60})"|'([\w.-]{1,60})'|\\?([\w.-]{1,60}))/;
/** An empty line, or a comment: `# as root`. */
const remark = /^[ \t]*(?:#.*)?$/;
const unindented = /^[a-z]/;
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

/** What was typed in a session, and what the commands printed. */
interface Session {
  readonly typed: Text;
  readonly printed: readonly Text[];
}

/**
 * What was typed in a session, without the prompts, and each stretch of output. A session that shows no prompt at all is
 * given whole as typed. `session`: `# ` and `> ` count as prompts too, where no line has a `$ `.
 */
export function sessionIn(block: Text, session: boolean): Session {
  const { content } = block;
  const prompt = promptOf(content, session);
  if (!prompt) return { typed: block, printed: [] };
  const typed = new Assembly(block);
  const printed: Text[] = [];
  let output: { start: number; end: number } | undefined;
  const settle = (): void => {
    if (output) printed.push(block.derive(content.slice(output.start, output.end), [[0, output.start]]));
    output = undefined;
  };
  let delimiter: string | undefined;
  let open = false;
  let paragraph = false;
  for (const line of linesOf(content)) {
    const raw = content.slice(line.start, Math.min(line.end, line.start + longestLine));
    if (delimiter !== undefined) {
      const skipped = continuationPrompt.exec(raw)?.[0].length ?? 0;
      typed.take(line.start + skipped, line.next);
      if (raw.slice(skipped).trim() === delimiter) delimiter = undefined;
      continue;
    }
    const prompted = prompt.exec(raw);
    // Whoever wrote the block leaves the prompt out of a later command too, under a remark or an empty line.
    const bare: boolean = !prompted && !open && paragraph && unindented.test(raw) && commandLine.test(raw);
    if (!open) paragraph = bare || remark.test(raw);
    if (!prompted && !open && !bare) {
      output = { start: output?.start ?? line.start, end: line.next };
      continue;
    }
    settle();
    const skipped = prompted?.[0].length ?? continuationPrompt.exec(raw)?.[0].length ?? 0;
    typed.take(line.start + skipped, line.next);
    const ended = raw.trimEnd();
    open = ended.endsWith('\\') || ended.endsWith('|') || ended.endsWith('&&');
    const opened = heredoc.exec(raw);
    if (opened && !raw.includes('<<<')) delimiter = opened[1] ?? opened[2] ?? opened[3];
  }
  settle();
  return { typed: typed.finish(0), printed };
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
