import { dialectOf, guessDialect } from '../dialect.ts';
import { type Command, type Inset, type Parsed, type Parser, partOf, type Word } from '../parser.ts';
import type { Text } from '../text.ts';
import { Assembly } from './assembly.ts';
import { linesOf, skipBlanks } from './nodes.ts';
import { parseShell, scriptsOf } from './shell.ts';
import { LineIndex } from './shell-heredocs.ts';
import { plainWords } from './shell-plain.ts';

/**
 * Dockerfile (https://docs.docker.com/reference/dockerfile/): RUN, CMD, ENTRYPOINT and HEALTHCHECK as shell commands or
 * in their JSON form, ENV and ARG as assignments, here-documents of RUN and COPY. Other instructions hold no commands.
 */
export const dockerfileParser: Parser = {
  id: 'dockerfile',
  dialects: ['dockerfile'],
  parse: (text) => parseDockerfile(text),
};

const instruction = /(?:ONBUILD[ \t]{1,20})?([A-Za-z]{3,12})[ \t]{1,200}/iy;
const heredocs = /<<-?[ \t]?(?:"([\w.-]{1,60})"|'([\w.-]{1,60})'|([A-Za-z_][\w.-]{0,60}))/g;
const runFlag =
  /(?:--(?:mount|network|security|interval|timeout|start-period|start-interval|retries)=\S{0,500}[ \t]{1,200}(?:\\\n[ \t]{0,200})?)/y;

function parseDockerfile(text: Text): Parsed {
  const { content } = text;
  const commands: Command[] = [];
  const insets: Inset[] = [];
  const lines = [...linesOf(content)];
  const escaping = /^#[ \t]*escape[ \t]*=[ \t]*`/im.test(content.slice(0, 500)) ? '`' : '\\';
  const closings = new LineIndex(content);
  let i = 0;
  while (i < lines.length) {
    const line = lines[i]!;
    const start = skipBlanks(content, line.start, line.end);
    instruction.lastIndex = start;
    const found = start < line.end && content[start] !== '#' ? instruction.exec(content) : null;
    if (!found || start + found[0].length > line.end) {
      i++;
      continue;
    }
    const name = found[1]!.toUpperCase();
    const assembly = new Assembly(text);
    const from = start + found[0].length;
    const pending: string[] = [];
    let at = from;
    // Continuation lines; comment lines between them are dropped, as the builder does.
    for (;;) {
      const { end } = lines[i]!;
      const first = skipBlanks(content, at, end);
      const comment = at !== from && content[first] === '#' && first < end;
      const last = lastLetter(content, at, end);
      const continues = last >= at && content[last] === escaping;
      if (comment) {
        i++;
        if (i >= lines.length) break;
        at = lines[i]!.start;
        continue;
      }
      assembly.take(at, continues ? last : end);
      if ((name === 'RUN' || name === 'COPY' || name === 'ADD') && end - at < 20_000) {
        for (const one of content.slice(at, end).matchAll(heredocs)) pending.push(one[1] ?? one[2] ?? one[3]!);
      }
      i++;
      const blank = first === end && at !== from;
      if ((!continues && !blank) || i >= lines.length) break;
      if (continues) assembly.put('\\\n', last);
      at = lines[i]!.start;
    }
    const bodies: { from: number; to: number }[] = [];
    for (const delimiter of pending.slice(0, 20)) {
      const begin = lines[i]?.start;
      const close = begin === undefined ? undefined : closings.after(delimiter, begin);
      if (begin === undefined || close === undefined) break;
      bodies.push({ from: begin, to: close });
      if (name === 'RUN') assembly.take(lines[i - 1]!.end, begin);
      while (lines[i]!.start < close) i++;
      if (name === 'RUN') assembly.take(begin, lines[i]!.end);
      i++;
    }
    read(name, assembly.finish(from), text, bodies, commands, insets);
  }
  return { documents: [], commands, insets, problems: [] };
}

function lastLetter(content: string, start: number, end: number): number {
  let i = end - 1;
  while (i >= start && (content[i] === ' ' || content[i] === '\t')) i--;
  return i;
}

function read(
  name: string,
  body: Text,
  file: Text,
  bodies: readonly { from: number; to: number }[],
  commands: Command[],
  insets: Inset[],
): void {
  if (name === 'ENV' || name === 'ARG') {
    const command = variables(body, name === 'ENV');
    if (command) commands.push(command);
    return;
  }
  if (name === 'COPY' || name === 'ADD') {
    const target = plainWords(body).at(-1)?.value ?? '';
    for (const { from, to } of bodies) {
      const inner = file.derive(file.content.slice(from, to), [[0, from]]);
      insets.push({ dialect: dialectOf(target, inner.content) ?? guessDialect(inner.content) ?? 'text', text: inner });
    }
    return;
  }
  if (!/^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK|SHELL)$/.test(name)) return;
  let at = 0;
  for (;;) {
    runFlag.lastIndex = at;
    const flag = runFlag.exec(body.content);
    if (!flag) break;
    at += flag[0].length;
  }
  if (name === 'HEALTHCHECK' && /^CMD[ \t]/i.test(body.content.slice(at, at + 4)))
    at = skipBlanks(body.content, at + 3, body.content.length);
  const script = at === 0 ? body : body.derive(body.content.slice(at), [[0, at]]);
  const exec = execForm(script);
  if (exec) {
    commands.push(exec);
    for (const inner of scriptsOf(exec)) for (const one of parseShell(inner).commands) commands.push(one);
    return;
  }
  // `RUN <<EOF` alone: the document is the script.
  if (bodies.length > 0 && /^<<-?[ \t]?["']?[\w.-]{1,60}["']?\s*$/.test(script.content.split('\n', 1)[0] ?? '')) {
    const { from, to } = bodies[0]!;
    const inner = parseShell(file.derive(file.content.slice(from, to), [[0, from]]));
    for (const one of inner.commands) commands.push(one);
    for (const one of inner.insets) insets.push(one);
    return;
  }
  const parsed = parseShell(script);
  for (const command of parsed.commands) commands.push(command);
  for (const inset of parsed.insets) insets.push(inset);
}

/** `ENV A=b C="d e"`, `ARG A`, and the old `ENV name value of several words`. */
function variables(body: Text, old: boolean): Command | undefined {
  const words = plainWords(body);
  const first = words[0];
  if (!first) return undefined;
  const command = {
    text: body,
    start: first.start,
    end: words.at(-1)!.end,
    words: [],
    redirects: [],
    heredocs: [],
    pipedTo: undefined,
  };
  if (old && !first.value.includes('=')) {
    const second = words[1];
    if (!second) return undefined;
    const value: Word =
      words.length === 2
        ? second
        : {
            value: body.content.slice(second.start, command.end),
            start: second.start,
            end: command.end,
            expands: words.slice(1).some((word) => word.expands),
          };
    return { ...command, assignments: [{ name: first.value, value }] };
  }
  const assignments = words.flatMap((word) => {
    const equals = word.value.indexOf('=');
    if (equals < 1) return [];
    const name = word.value.slice(0, equals);
    if (!/^[A-Za-z_][\w.-]*$/.test(name)) return [];
    const value = word.value.slice(equals + 1);
    // Behind the sign as it stands in the text: an escape may stand before it.
    const { end: start } = partOf(word, equals, equals + 1);
    if (!word.pieces) return [{ name, value: { value, start, end: word.end, expands: word.expands } }];
    const pieces = word.pieces
      .filter(([here]) => here > equals)
      .map(([here, there]) => [here - equals - 1, there] as const);
    if (pieces[0]?.[0] !== 0) pieces.unshift([0, start]);
    return [{ name, value: { value, start, end: word.end, expands: word.expands, pieces } }];
  });
  return assignments.length > 0 ? { ...command, assignments } : undefined;
}

/** `["program", "argument"]`. */
function execForm(script: Text): Command | undefined {
  const { content } = script;
  const trimmed = content.trim();
  if (!trimmed.startsWith('["') || !trimmed.endsWith(']')) return undefined;
  const words: Word[] = [];
  for (const found of content.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)) {
    const start = found.index;
    const value = found[1]!.replace(/\\(["\\/])/g, '$1');
    words.push({
      value,
      start,
      end: start + found[0].length,
      expands: /\$[\w{(]/.test(value),
      pieces: [[0, start + 1]],
    });
  }
  const first = words[0];
  if (!first) return undefined;
  return {
    text: script,
    start: first.start,
    end: words.at(-1)!.end,
    assignments: [],
    words,
    redirects: [],
    heredocs: [],
    pipedTo: undefined,
  };
}
