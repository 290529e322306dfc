import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Baseline, readBaseline } from './baseline.ts';
import { assessCommand } from './command-assess.ts';
import { assertFixable, fixCommand } from './command-fix.ts';
import { planCommand } from './command-plan.ts';
import { zeroCommand } from './command-zero.ts';
import { mistakeText, UsageError } from './errors.ts';
import { visible } from './escape.ts';
import { explainValueAt } from './explain-value.ts';
import { helpText } from './help.ts';
import { proposeConfig } from './init.ts';
import { levelNames } from './level.ts';
import { nearest } from './nearest.ts';
import { optionsOf } from './options.ts';
import { outputs } from './outputs/index.ts';
import { type Asked, prepare } from './prepare.ts';
import type { Report } from './report.ts';
import type { Rule } from './rule.ts';
import { ruleText } from './rule-page.ts';
import { rules } from './rules/index.ts';
import { run } from './run.ts';
import { labelled, painter, proseWrapped, timingText } from './screen.ts';
import { Stopwatch } from './stopwatch.ts';
import { version } from './version.ts';

/** What the command needs of the process; tests hand in their own. */
export interface Terminal {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
  readonly isErrorTTY: boolean;
  readonly columns: number;
  /** How the program was started; the installed name where left out. */
  readonly program?: string;
}

const commands = ['scan', 'assess', 'zero', 'plan', 'explain', 'rules', 'levels', 'init', 'help'] as const;
type CommandName = (typeof commands)[number];

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** Runs the command line. Exit codes: 0 clean, 1 findings at or above `--fail-on`, 2 usage, 3 our bug. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const { name, positionals, values } = read(argv);
    if (values['version']) return say(terminal, `secrets-ladder ${version()}\n`);
    if (values['help'] || name === 'help') return say(terminal, helpText());
    if (name === 'rules') return say(terminal, rulesText(terminal));
    if (name === 'levels') return say(terminal, levelsText(terminal));
    if (name === 'explain') return say(terminal, proseWrapped(ruleText(ruleNamed(positionals[0])), widthOf(terminal)));
    if (name === 'assess') return await assessCommand(positionals, values, terminal.stdout);
    if (name === 'plan') return await planCommand(positionals, values, terminal.stdout);
    if (name === 'zero') return await zeroCommand(positionals, values, terminal.stdout);
    if (name === 'init') return await init(positionals[0] ?? '.', values, terminal);
    return await scanCommand(positionals, values, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      for (const problem of error.problems) terminal.stderr(`secrets-ladder: ${visible(mistakeText(problem))}\n`);
      return 2;
    }
    // Not the message: it may quote input.
    const name = error instanceof Error ? error.name : 'error';
    const place = error instanceof Error ? (error.stack?.match(/at [^\n]*?([\w.-]+\.[jt]s:\d+:\d+)/)?.[1] ?? '') : '';
    terminal.stderr(`secrets-ladder: internal ${name} ${place}; please report it\n`);
    return 3;
  }
}

function read(argv: readonly string[]): { name: CommandName; positionals: string[]; values: Values } {
  const table: Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }> = {};
  for (const option of optionsOf('cli')) {
    table[option.name] = {
      type: option.type === 'flag' ? 'boolean' : 'string',
      ...(option.short ? { short: option.short } : {}),
      ...(option.type === 'list' ? { multiple: true } : {}),
    };
  }
  let parsed: { values: Values; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], options: table, allowPositionals: true });
  } catch (error) {
    const unknown = /Unknown option '(--?[\w-]+)'/.exec(String(error))?.[1];
    const near = unknown ? nearest(unknown.replace(/^-+/, ''), Object.keys(table)) : undefined;
    throw new UsageError([
      {
        message: unknown
          ? `unknown option ${unknown}${near ? `; did you mean --${near}?` : ''} (see --help)`
          : `${error instanceof Error ? error.message.split('. ')[0] : 'bad options'} (see --help)`,
      },
    ]);
  }
  const { positionals, values } = parsed;
  const first = positionals[0];
  if (first !== undefined && (commands as readonly string[]).includes(first)) {
    return { name: first as CommandName, positionals: positionals.slice(1), values };
  }
  if (first !== undefined && !existsSync(first)) {
    const near = nearest(first, commands);
    throw new UsageError([
      { message: `"${first}" is neither a command nor a path${near ? `; did you mean ${near}?` : ''} (see --help)` },
    ]);
  }
  return { name: 'scan', positionals, values };
}

function say(terminal: Terminal, text: string): number {
  terminal.stdout(text);
  return 0;
}

async function scanCommand(positionals: readonly string[], values: Values, terminal: Terminal): Promise<number> {
  const targets = targetsOf(values);
  const colour = text(values, 'color') ?? 'auto';
  if (!['auto', 'always', 'never'].includes(colour)) {
    throw new UsageError([{ message: `color is one of auto, always, never, not "${colour}"` }]);
  }
  const [root = '.', ...more] = positionals;
  const asked: Asked = {
    root: more.length > 0 ? '.' : root,
    named: more.length > 0 ? '.' : root,
    paths: more.length > 0 ? [root, ...more] : [],
    level: text(values, 'level'),
    config: text(values, 'config'),
    include: list(values, 'include'),
    exclude: list(values, 'exclude'),
    failOn: text(values, 'fail-on'),
    minConfidence: text(values, 'min-confidence'),
    baseline: baselineOf(values),
    maxFileSize: text(values, 'max-file-size'),
    base: baseOf(values),
    ...(values['timings'] ? { stopwatch: new Stopwatch() } : {}),
    ...(terminal.isErrorTTY ? { progress: progressLine(terminal) } : {}),
  };
  const { source, settings } = await prepare(asked);
  const isDry = values['fix-dry-run'] === true;
  const isFix = isDry || values['fix'] === true;
  if (isFix) assertFixable(source);
  const explained = text(values, 'explain-value-at');
  let ran = await run(
    source,
    { ...settings, keepAll: explained !== undefined },
    source.hasGit ? source.root : undefined,
  );
  if (terminal.isErrorTTY) terminal.stderr('\r\x1b[K');
  if (explained !== undefined) return say(terminal, explainValueAt(ran.scan.repository, explained));
  if (isFix && fixCommand(ran.report, source, isDry, terminal.stderr)) {
    // What is left is told by looking again, not by assuming.
    const again = await prepare(asked);
    ran = await run(again.source, again.settings, again.source.hasGit ? again.source.root : undefined);
    if (terminal.isErrorTTY) terminal.stderr('\r\x1b[K');
  }
  for (const target of targets) deliver(target, ran.report, values, terminal);
  if (ran.report.timings) terminal.stderr(timingText(ran.report.timings));
  return ran.exitCode;
}

function baseOf(values: Values): { ref: string; name: string; optional: false } | undefined {
  const ref = text(values, 'base');
  return ref === undefined ? undefined : { ref, name: ref, optional: false };
}

function baselineOf(values: Values): Baseline | undefined {
  const path = text(values, 'baseline');
  return path === undefined ? undefined : readBaseline(path);
}

interface Target {
  readonly format: string;
  readonly path: string | undefined;
}

/** The outputs asked for; unknown formats are mistakes before anything runs. */
function targetsOf(values: Values): Target[] {
  const asked = list(values, 'output');
  const ids = outputs.map((output) => output.id);
  return (asked.length > 0 ? asked : ['terminal']).map((target) => {
    const equals = target.indexOf('=');
    const format = equals === -1 ? target : target.slice(0, equals);
    if (!ids.includes(format)) {
      const near = nearest(format, ids);
      throw new UsageError([
        { message: `unknown output "${format}"${near ? `; did you mean ${near}?` : ''} (there are ${ids.join(', ')})` },
      ]);
    }
    return { format, path: equals === -1 ? undefined : target.slice(equals + 1) };
  });
}

function deliver(target: Target, report: Report, values: Values, terminal: Terminal): void {
  const output = outputs.find(({ id }) => id === target.format)!;
  const rendered = output.render(report, {
    rules: rulesById,
    colour: target.path === undefined && colours(text(values, 'color'), terminal),
    width: target.path === undefined && terminal.isTTY ? terminal.columns : 0,
    docs: docsUrl,
    ...(terminal.program ? { program: terminal.program } : {}),
  });
  if (target.path === undefined) {
    terminal.stdout(rendered);
    return;
  }
  try {
    writeFileSync(target.path, rendered);
  } catch (error) {
    throw new UsageError([
      { message: `cannot write ${target.path}: ${(error as NodeJS.ErrnoException).code ?? 'error'}` },
    ]);
  }
}

/** https://no-color.org */
function colours(choice: string | undefined, terminal: Terminal): boolean {
  if (choice === 'always') return true;
  if (choice === 'never' || terminal.env['NO_COLOR']) return false;
  return terminal.isTTY;
}

export const docsUrl = 'https://github.com/secrets-ladder/secrets-ladder/blob/main/docs/rules/';

const rulesById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

function progressLine(terminal: Terminal): (read: number) => void {
  let shown = performance.now();
  return (read) => {
    const now = performance.now();
    if (now - shown < 500) return;
    shown = now;
    terminal.stderr(`\r\x1b[Kreading: ${read} files`);
  };
}

const afterInit = `
Next: read it, change the level if it is not the one you keep to, and commit it.
A workflow that checks every pull request:
https://github.com/secrets-ladder/secrets-ladder/blob/main/examples/workflows/pull-request.yaml
`;

async function init(root: string, values: Values, terminal: Terminal): Promise<number> {
  const { path, content, evidence } = await proposeConfig(root, text(values, 'level'));
  writeFileSync(path, content, { flag: 'wx' });
  terminal.stdout(`${evidence.map((line) => `  ${visible(line)}\n`).join('')}Wrote ${visible(path)}\n${afterInit}`);
  return 0;
}

function ruleNamed(id: string | undefined): Rule {
  if (id === undefined)
    throw new UsageError([{ message: 'explain needs a rule: secrets-ladder explain RULE (see rules)' }]);
  const rule = rulesById.get(id) ?? rules.find((each) => each.formerly?.includes(id));
  if (rule) return rule;
  const near = nearest(id, [...rulesById.keys()]);
  throw new UsageError([{ message: `unknown rule "${id}"${near ? `; did you mean ${near}?` : ''}` }]);
}

/** Columns to wrap at; a pipe gets whole lines. */
function widthOf(terminal: Terminal): number {
  return terminal.isTTY && terminal.columns > 0 ? Math.max(40, Math.min(120, terminal.columns)) : 0;
}

/** Names in one column and what they mean in the next, broken into lines where the terminal is narrower. */
function columns(rows: readonly (readonly [string, string])[], terminal: Terminal): string {
  const column = Math.max(...rows.map(([name]) => name.length)) + 2;
  const width = widthOf(terminal) || Number.POSITIVE_INFINITY;
  const plain = painter(false);
  return rows.map(([name, text]) => `${labelled(plain, name, text, 0, column, width).join('\n')}\n`).join('');
}

function rulesText(terminal: Terminal): string {
  return columns(
    rules.map((rule) => [rule.id, rule.title]),
    terminal,
  );
}

function levelsText(terminal: Terminal): string {
  const fits = {
    1: 'proof of concept: one developer, one cluster; nothing secret in Git',
    2: 'a team of 2-10, one cluster: sealed values in Git, the sealing key backed up',
    3: 'several clusters or clouds, SOC2, HIPAA, automatic rotation: references to a store, workload identity',
    4: 'regulated, fine-grained access, dynamic secrets: Vault or OpenBao',
  } as const;
  return columns(
    ([1, 2, 3, 4] as const).map((level) => [`${level}  ${levelNames[level]}`, fits[level]]),
    terminal,
  );
}

function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function list(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
