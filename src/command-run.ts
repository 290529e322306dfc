import { writeFileSync } from 'node:fs';
import { UsageError } from './errors.ts';
import { nearest } from './nearest.ts';
import { prepare } from './prepare.ts';
import { type Ran, run, type Settings } from './run.ts';

/** Options of the command line as parsed. */
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** A run for a command that shows something else than findings, and the settings it was made with. */
export interface Looked extends Ran {
  readonly settings: Settings;
}

/** Runs the pipeline on one path, or on several below the current folder. Throws `UsageError`. */
export async function look(positionals: readonly string[], values: Values): Promise<Looked> {
  const [root = '.', ...more] = positionals;
  const { source, settings } = await prepare({
    root: more.length > 0 ? '.' : root,
    named: more.length > 0 ? '.' : root,
    paths: more.length > 0 ? [root, ...more] : [],
    level: textOf(values, 'level'),
    config: textOf(values, 'config'),
    include: listOf(values, 'include'),
    exclude: listOf(values, 'exclude'),
    failOn: undefined,
    minConfidence: undefined,
    maxFileSize: textOf(values, 'max-file-size'),
  });
  return { ...(await run(source, settings, source.hasGit ? source.root : undefined)), settings };
}

/** What a command can show, by format. */
export type Views<Subject> = Readonly<Record<string, (subject: Subject) => string>>;

/** Where a view goes: to a file, or to standard output. */
export interface Asked<Subject> {
  readonly render: (subject: Subject) => string;
  readonly path: string | undefined;
}

/** The views that `--output FORMAT[=PATH]` asks for; the first one where it asks for none. Throws `UsageError`. */
export function viewsOf<Subject>(values: Values, views: Views<Subject>): Asked<Subject>[] {
  const ids = Object.keys(views);
  const asked = listOf(values, 'output');
  return (asked.length > 0 ? asked : ids.slice(0, 1)).map((target) => {
    const equals = target.indexOf('=');
    const format = equals === -1 ? target : target.slice(0, equals);
    if (!Object.hasOwn(views, format)) {
      const near = nearest(format, ids);
      throw new UsageError([
        {
          message: `this command has no output "${format}"${near ? `; did you mean ${near}?` : ''} (there are ${ids.join(', ')})`,
        },
      ]);
    }
    return { render: views[format]!, path: equals === -1 ? undefined : target.slice(equals + 1) };
  });
}

/** Writes each view to its file or hands it to `stdout`. */
export function show<Subject>(
  asked: readonly Asked<Subject>[],
  subject: Subject,
  stdout: (text: string) => void,
): void {
  for (const { render, path } of asked) {
    if (path === undefined) {
      stdout(render(subject));
      continue;
    }
    try {
      writeFileSync(path, render(subject));
    } catch (error) {
      throw new UsageError([{ message: `cannot write ${path}: ${(error as NodeJS.ErrnoException).code ?? 'error'}` }]);
    }
  }
}

export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function listOf(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
