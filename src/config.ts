import { isDate } from './config/date.ts';
import { entryOf, type Item, itemsOf, readDocument } from './config/document.ts';
import { filesBelow, folderOf, type ReadFile, readPolicies, unknownRules } from './config/policies.ts';
import { configOf } from './config/shape.ts';
import { mistakesIn, suggestion } from './config/validate.ts';
import { type Mistake, UsageError } from './errors.ts';
import type { Confidence } from './finding.ts';
import * as configValidator from './generated/validate-config.ts';
import type { Profile } from './level.ts';
import { gradeOf, type Level, loadPolicies, type Policy, type Severity } from './policy.ts';

export { configText } from './config/text.ts';
export { waiversAt, waives } from './config/waivers.ts';

/** The file names that are looked for, in the root of the scan. */
export const configNames: readonly string[] = ['.secrets-ladder.yaml', '.secrets-ladder.yml'];

/** A severity that replaces the policy's, for the files `matches` says. */
export interface Override {
  readonly severity: Severity;
  readonly reason: string | undefined;
  matches(path: string): boolean;
}

/** A backup of sealing keys that a person vouches for. */
export interface Backup {
  readonly where: string;
  /** `YYYY-MM-DD` of the last successful restore. */
  readonly verified: string | undefined;
  /** Globs of clusters or controllers; empty: all. */
  readonly covers: readonly string[];
  readonly note: string | undefined;
}

/** A credential that opens a store, known and accepted. */
export interface AcceptedSecretZero {
  /** `namespace/name`, with `*` for any part. */
  readonly secret: string;
  readonly owner: string;
  /** `YYYY-MM-DD`, the last day. */
  readonly expires: string | undefined;
  readonly note: string | undefined;
}

/** An agreed exception. */
export interface Waiver {
  readonly rule: string;
  /** With `*` for any part; undefined: any subject. */
  readonly subject: string | undefined;
  readonly path: string | undefined;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day. */
  readonly expires: string | undefined;
  /** Where it is written. */
  readonly at: { readonly path: string; readonly line: number; readonly column: number };
}

/** What `.secrets-ladder.yaml` says; undefined and empty where it says nothing. */
export interface Config {
  readonly level: Level | undefined;
  /** In the order of the file; the last that matches wins. */
  readonly levels: readonly { readonly glob: string; readonly level: Level; matches(path: string): boolean }[];
  readonly rules: ReadonlyMap<string, Override>;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly failOn: Exclude<Severity, 'off'> | 'never' | undefined;
  readonly minConfidence: Confidence | undefined;
  /** Further policies, in the order they are applied. */
  readonly policies: readonly Policy[];
  readonly backups: readonly Backup[];
  readonly profile: Profile;
  readonly secretZeros: readonly AcceptedSecretZero[];
  readonly waivers: readonly Waiver[];
}

export const emptyConfig: Config = {
  level: undefined,
  levels: [],
  rules: new Map(),
  include: [],
  exclude: [],
  failOn: undefined,
  minConfidence: undefined,
  policies: [],
  backups: [],
  profile: {},
  secretZeros: [],
  waivers: [],
};

/**
 * The configuration of a scan's root: the file `given` (from the root, and inside it), else the one of `configNames`
 * that is there. Undefined where there is none; throws `UsageError` where `given` is not there or both are.
 */
export function findConfig(root: string, given?: string): { readonly path: string; readonly text: string } | undefined {
  const read = filesBelow(folderOf(root));
  const names = given === undefined ? configNames : [given.replace(/^(?:\.\/)+/, '')];
  const found = names.flatMap((path) => {
    const text = read(path);
    return text === undefined ? [] : [{ path, text }];
  });
  if (found.length > 1) {
    throw new UsageError([{ path: configNames[1]!, message: `${configNames[0]} is there as well; keep one of them` }]);
  }
  if (given !== undefined && found.length === 0) {
    throw new UsageError([{ path: given, message: 'there is no such configuration file' }]);
  }
  return found[0];
}

/**
 * Reads and checks a configuration. `path` names it in messages; `known` are the ids of all rules. Policy files it names
 * are read by `read`, by default from the working tree below `root`; a configuration of another commit (`base:...`)
 * must bring its own. Throws `UsageError` with every mistake found.
 */
export async function readConfig(
  text: string,
  path: string,
  known: readonly string[],
  root: string,
  read?: ReadFile,
): Promise<Config> {
  const mistakes: Mistake[] = [];
  const document = await readDocument(text, path, mistakes);
  if (!document) {
    if (mistakes.length > 0) throw new UsageError(mistakes);
    return emptyConfig;
  }
  mistakes.push(...mistakesIn(document, path, configValidator), ...unknownRules(document, path, known));
  mistakes.push(...unknownWaivedRules(document, path, known), ...impossibleDates(document, path));
  const policies = await furtherPolicies(document, path, known, root, read, mistakes);
  if (mistakes.length > 0) throw new UsageError(inOrder(mistakes, path));
  return configOf(document, path, policies);
}

/** The configuration's mistakes in the order of the file, then those of its policy files. */
function inOrder(mistakes: readonly Mistake[], path: string): Mistake[] {
  const rank = (one: Mistake): number => (one.path === path ? 0 : 1);
  return [...mistakes].sort(
    (a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}

async function furtherPolicies(
  document: Item,
  path: string,
  known: readonly string[],
  root: string,
  read: ReadFile | undefined,
  mistakes: Mistake[],
): Promise<Policy[]> {
  const entry = entryOf(document, 'policies');
  if (!entry) return [];
  const isElsewhere = path.startsWith('base:');
  if (isElsewhere && !read) {
    // The working tree holds the policies of the change that is being judged.
    mistakes.push({ path, ...entry.at, message: 'policies of another commit cannot be read here' });
    return [];
  }
  const from = isElsewhere ? path.slice('base:'.length) : path;
  return readPolicies(entry.value, from, known, read ?? filesBelow(folderOf(root)), mistakes);
}

function unknownWaivedRules(document: Item, path: string, known: readonly string[]): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const waiver of itemsOf(entryOf(document, 'waivers'))) {
    const rule = entryOf(waiver, 'rule')?.value;
    if (rule?.kind !== 'scalar' || typeof rule.value !== 'string' || known.includes(rule.value)) continue;
    mistakes.push({ path, ...rule.at, message: `the waiver names no rule there is${suggestion(rule.value, known)}` });
  }
  return mistakes;
}

/** Dates of the right form that no calendar has. */
function impossibleDates(document: Item, path: string): Mistake[] {
  return itemsOf(entryOf(document, 'backups')).flatMap((backup) => {
    const verified = entryOf(backup, 'verified')?.value;
    if (verified?.kind !== 'scalar' || typeof verified.value !== 'string') return [];
    if (!/^\d{4}-\d{2}-\d{2}$/.test(verified.value) || isDate(verified.value)) return [];
    return [{ path, ...verified.at, message: '`verified` is no day of the calendar' }];
  });
}

/** The level that a path is held to: of the last glob that matches, else the declared one; undefined for neither. */
export function levelFor(config: Config, path: string): Level | undefined {
  return config.levels.findLast((part) => part.matches(path))?.level ?? config.level;
}

/**
 * The severity of a rule's finding in `path`, held to `level`: what the configuration's `rules` say, else the last of
 * its policies that holds at the level and mentions the rule, else the built-in policy.
 */
export function gradeFor(config: Config, rule: string, path: string, level: Level): Severity {
  const override = config.rules.get(rule);
  if (override?.matches(path)) return override.severity;
  const policy = config.policies.findLast((one) => (one.level ?? 1) <= level && Object.hasOwn(one.rules, rule));
  return policy?.rules[rule]?.severity ?? gradeOf(loadPolicies(), rule, level);
}
