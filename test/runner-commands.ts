/**
 * What a GitHub runner makes of a step's standard output: a test oracle. It follows the grammar and the limits of
 * https://github.com/actions/runner (ActionCommand.cs, ActionCommandManager.cs, IssueCommandExtension and
 * ExecutionContext.cs, version 2.336.0), written anew from the behaviour.
 */

export interface Command {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
}

/** Commands that a runner obeys; names are compared without case. */
const registered = new Set(
  (
    'add-mask add-matcher add-path debug echo endgroup error group internal-set-repo-path notice remove-matcher save-state ' +
    'set-env set-output stop-commands warning'
  ).split(' '),
);

/** Ten annotations of each kind are kept; the message is cut at 4,096 UTF-16 code units. */
const keptOfEachKind = 10;
const keptOfMessage = 4096;

export interface Annotation extends Command {
  readonly kind: 'error' | 'warning' | 'notice';
  /** After the runner dropped columns of findings over several lines. */
  readonly kept: boolean;
}

export interface Step {
  /** Every command in the output, in order. */
  readonly commands: readonly Command[];
  readonly annotations: readonly Annotation[];
  /** Lines that stay plain log. */
  readonly log: readonly string[];
}

/** Reads standard output the way the runner does: line by line, where a lone carriage return ends a line too. */
export function runnerReads(stdout: string): Step {
  const commands: Command[] = [];
  const annotations: Annotation[] = [];
  const log: string[] = [];
  const counts = new Map<string, number>();
  let resume: string | undefined;
  for (const line of stdout.split(/\r\n|\r|\n/)) {
    const command = commandOf(line);
    if (!command) {
      log.push(line);
      continue;
    }
    commands.push(command);
    if (resume !== undefined) {
      if (command.name === resume) resume = undefined;
      continue;
    }
    if (command.name === 'stop-commands') resume = command.data.toLowerCase();
    if (command.name !== 'error' && command.name !== 'warning' && command.name !== 'notice') continue;
    const count = (counts.get(command.name) ?? 0) + 1;
    counts.set(command.name, count);
    annotations.push({
      ...command,
      kind: command.name,
      properties: validPlace(command.properties),
      data: command.data.slice(0, keptOfMessage),
      kept: count <= keptOfEachKind,
    });
  }
  return { commands, annotations, log };
}

/**
 * The command in a line, or undefined. .NET compares strings by culture here, where characters without a width count for
 * nothing, so a line that is a command without them counts as one.
 */
function commandOf(line: string): Command | undefined {
  for (const text of [line, line.replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')]) {
    const command = current(text) ?? legacy(text);
    if (command) return command;
  }
  return undefined;
}

/** `::name key=value,key=value::data` at the start of a line, after white space. */
function current(line: string): Command | undefined {
  const text = line.trimStart();
  if (!text.startsWith('::')) return undefined;
  const end = text.indexOf('::', 2);
  if (end < 0) return undefined;
  return command(text.slice(2, end), text.slice(end + 2), ',', [
    ['%0D', '\r'],
    ['%0A', '\n'],
    ['%3A', ':'],
    ['%2C', ','],
    ['%25', '%'],
  ]);
}

/** `##[name key=value;key=value]data` anywhere in a line. */
function legacy(line: string): Command | undefined {
  const start = line.indexOf('##[');
  if (start < 0) return undefined;
  const end = line.indexOf(']', start);
  if (end < 0) return undefined;
  return command(line.slice(start + 3, end), line.slice(end + 1), ';', [
    ['%3B', ';'],
    ['%0D', '\r'],
    ['%0A', '\n'],
    ['%5D', ']'],
    ['%25', '%'],
  ]);
}

function command(info: string, data: string, separator: string, escapes: [string, string][]): Command | undefined {
  const space = info.indexOf(' ');
  const name = (space < 0 ? info : info.slice(0, space)).toLowerCase();
  if (!registered.has(name)) return undefined;
  const properties = new Map<string, string>();
  for (const pair of space > 0
    ? info
        .slice(space + 1)
        .trim()
        .split(separator)
    : []) {
    const equals = pair.indexOf('=');
    if (equals > 0 && equals < pair.length - 1)
      properties.set(pair.slice(0, equals), unescaped(pair.slice(equals + 1), escapes));
  }
  // In data a colon and a comma stand for themselves.
  const inData =
    separator === ',' ? escapes.filter(([, character]) => character !== ':' && character !== ',') : escapes;
  return { name, properties, data: unescaped(data, inData) };
}

function unescaped(text: string, escapes: readonly [string, string][]): string {
  return escapes.reduce((done, [written, character]) => done.replaceAll(written, character), text);
}

function validPlace(given: ReadonlyMap<string, string>): Map<string, string> {
  const properties = new Map(given);
  const line = properties.get('line');
  const endLine = properties.get('endLine');
  const drop = line === undefined || (endLine !== undefined && endLine !== line);
  if (drop) for (const name of ['col', 'endColumn']) properties.delete(name);
  return properties;
}
