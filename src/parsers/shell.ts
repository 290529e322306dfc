import { dialectOf, guessDialect, holdsHclBlock } from '../dialect.ts';
import { type Command, type Dialect, type Inset, type Parsed, type Parser, partOf, type Word } from '../parser.ts';
import type { Text } from '../text.ts';
import { CommandReader } from './shell-commands.ts';

/**
 * POSIX shell and bash, read without running it.
 *
 * Read: simple commands in lists, pipelines, compound commands and functions; quotes, escapes, line continuations,
 * assignments, redirects, here-documents; commands in `$( )`, backticks, `<( )`, and in the script argument of `sh -c`,
 * `eval`, `ssh` and `trap`, and an argument that is a command of the trade (`run "vault kv put ..."`), also of an
 * alias. Not read: commands in `$(( ))` and in here-documents; what a variable
 * expands to. Nesting deeper than 60 is read as plain text.
 */
export const shellParser: Parser = {
  id: 'shell',
  dialects: ['shell'],
  parse: (text) => parseShell(text),
};

const maxScriptDepth = 4;

/** The commands of a script text, and its here-documents as insets. */
export function parseShell(text: Text): Parsed {
  const commands: Command[] = [];
  const insets: Inset[] = [];
  // Scripts in scripts in substitutions would multiply: what is followed is bounded by the length of the whole.
  let budget = text.content.length * maxScriptDepth;
  const read = (script: Text, depth: number): void => {
    for (const command of new CommandReader(script).read()) {
      commands.push(command);
      for (const heredoc of command.heredocs) insets.push({ dialect: heredocDialect(command, heredoc), text: heredoc });
      for (const word of command.words) {
        const policy = hclOf(command, word);
        if (policy) insets.push({ dialect: 'hcl', text: policy });
      }
      if (depth >= maxScriptDepth) continue;
      for (const inner of scriptsOf(command)) {
        budget -= inner.content.length;
        if (budget >= 0) read(inner, depth + 1);
      }
    }
  };
  read(text, 0);
  return { documents: [], commands, insets, problems: [] };
}

/** A word that holds HCL, without the name it is given to: `echo 'path "a/*" { ... }'`, `policy='path "a/*" { ... }'`. */
function hclOf({ text }: Command, word: Word): Text | undefined {
  const from = /^[\w.-]{1,60}=/.exec(word.value)?.[0].length ?? 0;
  const value = word.value.slice(from);
  if (!holdsHclBlock(value)) return undefined;
  const pieces: [number, number][] = [[0, partOf(word, from, from + 1).start]];
  for (const [here, there] of word.pieces ?? []) if (here > from) pieces.push([here - from, there]);
  return text.derive(value, pieces);
}

/** The arguments of a command that are scripts themselves: of `sh -c`, `eval`, `ssh`, `trap`. */
export function scriptsOf({ text, words }: Command): Text[] {
  return scriptsIn(words).map((word) => text.derive(word.value, word.pieces ?? [[0, word.start]]));
}

const shellName = /^(?:.*\/)?(?:ba|z|k|da|a|)sh(?:\.exe)?$/;
const scriptFlag = /^-[a-z]{0,5}c$/;

/** The words of a command that are scripts themselves. */
function scriptsIn(words: readonly Word[]): Word[] {
  const first = words[0]?.value ?? '';
  if (first === 'eval') return words.slice(1).filter(isScript);
  if (first === 'alias') return words.slice(1).flatMap(aliased);
  if (first === 'trap') return words.slice(1, 2).filter(isScript);
  if (first === 'ssh') return words.slice(2).filter((word) => isScript(word) && /\s/.test(word.value));
  let inShell = first === 'su';
  for (let i = 0; i + 1 < words.length; i++) {
    const { value } = words[i]!;
    if (inShell && scriptFlag.test(value)) return words.slice(i + 1, i + 2).filter(isScript);
    if (value.length <= 60 && (shellName.test(value) || value === 'su')) inShell = true;
  }
  return /^(?:echo|printf|grep|git|log\w*|info|say|print\w*|warn\w*|error|fail\w*|die|test|read)$/.test(first)
    ? []
    : words.slice(1).filter(({ value }) => handed.test(value));
}

/** `vault_exec "vault kv put ..."`, `--health-cmd "mysqladmin ... -px"`: a function of the script or another program runs it. */
const handed =
  /^(?:sudo[ \t]+)?(?:vault|bao|kubectl|oc|helm|mysql|mysqladmin|psql|mongosh?|redis-cli|curl|aws|az|rabbitmqctl)[ \t]+[\w-]/;

/** What an alias stands for: `vault server -dev` of `v='vault server -dev'`. */
function aliased(word: Word): Word[] {
  const from = word.value.indexOf('=') + 1;
  if (from === 0 || !/\s/.test(word.value)) return [];
  const value = word.value.slice(from);
  const pieces: [number, number][] = [[0, partOf(word, from, from + 1).start]];
  for (const [here, there] of word.pieces ?? []) if (here > from) pieces.push([here - from, there]);
  return [{ ...word, value, pieces }];
}

function isScript(word: Word): boolean {
  return word.value !== '' && word.value !== '-';
}

/** What a here-document is written in: a manifest shows it, else who reads it, where it is written to, how it looks. */
export function heredocDialect(command: Command, heredoc: Text): Dialect {
  const { content } = heredoc;
  const guessed = guessDialect(content);
  const names = command.words.slice(0, 12).map((word) => word.value);
  const reader = command.pipedTo?.words.slice(0, 12).map((word) => word.value) ?? [];
  const all = [...names, ...reader];
  if (/^[ \t]{0,40}(?:-[ \t]+)?["']?apiVersion["']?[ \t]*:/m.test(content.slice(0, 20_000)))
    return guessed === 'json' ? 'json' : 'yaml';
  if (all.some((name) => /^(?:kubectl|oc|kubeseal|kustomize)$/.test(name))) return guessed === 'json' ? 'json' : 'yaml';
  const target = [...command.redirects, ...(command.pipedTo?.redirects ?? [])].find(({ operator }) =>
    /^>>?$/.test(operator),
  );
  const written = target?.target.value ?? teeTarget(names) ?? teeTarget(reader);
  const named = written !== undefined && !written.startsWith('/dev/') ? dialectOf(written, content) : undefined;
  if (named !== undefined && named !== 'text') return named;
  if (all.includes('policy')) return guessed ?? 'hcl';
  if (shellName.test(names[0] ?? '') || names[0] === 'ssh' || names.some((name) => shellName.test(name)))
    return 'shell';
  return guessed ?? 'text';
}

function teeTarget(words: readonly string[]): string | undefined {
  const tee = words.indexOf('tee');
  return tee === -1 ? undefined : words.slice(tee + 1).find((word) => !word.startsWith('-'));
}
