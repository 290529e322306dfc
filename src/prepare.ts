import type { Baseline } from './baseline.ts';
import { type Config, emptyConfig, findConfig, readConfig } from './config.ts';
import { UsageError } from './errors.ts';
import { type Confidence, confidences } from './finding.ts';
import { levelNames } from './level.ts';
import { nearest } from './nearest.ts';
import { type Level, type Severity, severities } from './policy.ts';
import type { NotChecked } from './report.ts';
import { rules } from './rules/index.ts';
import type { Settings } from './run.ts';
import { openCommit } from './sources/commit.ts';
import { defaultMaxBytes, openWorktree, type Worktree } from './sources/worktree.ts';
import type { Stopwatch } from './stopwatch.ts';

/** Options as the user wrote them, from argv or from the inputs of the Action; undefined where not given. */
export interface Asked {
  readonly root: string;
  /** The root as the user named it. */
  readonly named: string;
  readonly paths: readonly string[];
  readonly level: string | undefined;
  readonly config: string | undefined;
  /** The configuration's text where it does not come from the working tree (the base commit of a pull request). */
  readonly configText?:
    | {
        readonly name: string;
        readonly text: string;
        /** Reads the policy files it names from where it came from; without it they are refused. */
        readonly read?: (path: string) => string | undefined;
      }
    | 'none';
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly failOn: string | undefined;
  readonly minConfidence: string | undefined;
  readonly maxFileSize: string | undefined;
  /** The commit to compare with. */
  readonly base?: { readonly ref: string; readonly name: string; readonly optional: boolean } | undefined;
  readonly stopwatch?: Stopwatch;
  readonly progress?: (read: number, path: string) => void;
  readonly notChecked?: readonly NotChecked[];
  readonly baseline?: Baseline | undefined;
  /** See `Settings`. */
  readonly textBefore?: Settings['textBefore'];
}

/** The source and the settings of a run. Option beats configuration beats default. Throws `UsageError`. */
export async function prepare(asked: Asked): Promise<{ source: Worktree; settings: Settings }> {
  const level = asked.level === undefined ? undefined : levelOf(asked.level);
  const failOn = oneOf('fail-on', asked.failOn, [...severities.slice(1), 'never'] as const);
  const minConfidence = oneOf('min-confidence', asked.minConfidence, confidences);
  const maxBytes = asked.maxFileSize === undefined ? defaultMaxBytes : Number(asked.maxFileSize);
  if (!Number.isSafeInteger(maxBytes) || maxBytes <= 0) {
    throw new UsageError([{ message: 'max-file-size needs a positive number of bytes' }]);
  }
  const { config, name } = await configOf(asked);
  const include = asked.include.length > 0 ? asked.include : config.include;
  const source = openWorktree(asked.root, {
    include,
    exclude: [...config.exclude, ...asked.exclude],
    maxBytes,
    ...(asked.paths.length > 0 ? { paths: [...asked.paths] } : {}),
  });
  const settings: Settings = {
    root: asked.named,
    config,
    configName: name,
    level,
    failOn: (failOn ?? config.failOn ?? 'error') as Severity | 'never',
    minConfidence: (minConfidence ?? config.minConfidence ?? 'possible') as Confidence,
    today: new Date(),
    base: baseOf(asked, source, maxBytes),
    baseline: asked.baseline,
    ...(asked.textBefore ? { textBefore: asked.textBefore } : {}),
    notChecked: [...source.notChecked, ...(asked.notChecked ?? [])],
    ...(asked.stopwatch ? { stopwatch: asked.stopwatch } : {}),
    ...(asked.progress ? { progress: asked.progress } : {}),
  };
  return { source, settings };
}

function baseOf({ base }: Asked, source: Worktree, maxBytes: number): Settings['base'] {
  if (!base) return undefined;
  const commit = openCommit(source.root, base.ref, base.name, maxBytes);
  if (commit) return commit;
  if (base.optional) return 'absent';
  throw new UsageError([{ message: `base: there is no commit ${base.ref} here; a shallow clone may need git fetch` }]);
}

async function configOf(asked: Asked): Promise<{ config: Config; name: string | undefined }> {
  const known = rules.map((rule) => rule.id);
  if (asked.configText === 'none') return { config: emptyConfig, name: undefined };
  if (asked.configText) {
    const { name, text, read } = asked.configText;
    return { config: await readConfig(text, name, known, asked.root, read), name };
  }
  const found = findConfig(asked.root, asked.config);
  if (!found) return { config: emptyConfig, name: undefined };
  return { config: await readConfig(found.text, found.path, known, asked.root), name: found.path };
}

/** A level by number or name; throws `UsageError` with the nearest name. */
export function levelOf(given: string): Level {
  for (const level of [1, 2, 3, 4] as const) {
    if (given === String(level) || given === levelNames[level]) return level;
  }
  const near = nearest(given, Object.values(levelNames));
  throw new UsageError([
    {
      message: `level is 1-4 or one of ${Object.values(levelNames).join(', ')}${near ? `; did you mean ${near}?` : ''}`,
    },
  ]);
}

function oneOf<T extends string>(name: string, given: string | undefined, allowed: readonly T[]): T | undefined {
  if (given === undefined) return undefined;
  const match = allowed.find((value) => value === given);
  if (match) return match;
  const near = nearest(given, allowed);
  throw new UsageError([
    { message: `${name} is one of ${allowed.join(', ')}${near ? `; did you mean ${near}?` : ''}` },
  ]);
}
