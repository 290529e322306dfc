import type { Config, Override } from '../config.ts';
import type { Confidence } from '../finding.ts';
import { glob, globs } from '../glob.ts';
import { levelNames, type Profile } from '../level.ts';
import { type Level, levels, type Policy, type Severity } from '../policy.ts';
import { entryOf, type Item, itemsOf, plain } from './document.ts';

type LevelWord = Level | string;

/** The file's own shape, once it is valid. */
interface Written {
  readonly level?: LevelWord;
  readonly rules?: Readonly<Record<string, Severity | { severity: Severity; reason?: string; paths?: string[] }>>;
  readonly include?: string[];
  readonly exclude?: string[];
  readonly 'fail-on'?: Exclude<Severity, 'off'> | 'never';
  readonly 'min-confidence'?: Confidence;
  readonly backups?: { where: string; verified?: string; covers?: string[]; note?: string }[];
  readonly profile?: Readonly<Record<string, unknown>>;
  readonly 'secret-zeros'?: { secret: string; owner: string; expires?: string; note?: string }[];
  readonly waivers?: { rule: string; subject?: string; path?: string; reason: string; expires?: string }[];
}

/** The configuration that a valid document stands for; `path` names it. */
export function configOf(document: Item, path: string, policies: readonly Policy[]): Config {
  const written = plain(document) as Written;
  const waiverItems = itemsOf(entryOf(document, 'waivers'));
  const levelEntries = entryOf(document, 'levels')?.value;
  return {
    level: written.level === undefined ? undefined : levelOf(written.level),
    levels: (levelEntries?.kind === 'map' ? levelEntries.entries : []).map(({ key, value }) => ({
      glob: key,
      level: levelOf(plain(value) as LevelWord),
      matches: glob(key),
    })),
    rules: new Map(Object.entries(written.rules ?? {}).map(([id, line]) => [id, overrideOf(line)])),
    include: written.include ?? [],
    exclude: written.exclude ?? [],
    failOn: written['fail-on'],
    minConfidence: written['min-confidence'],
    policies,
    backups: (written.backups ?? []).map(({ where, verified, covers, note }) => ({
      where,
      verified,
      covers: covers ?? [],
      note,
    })),
    profile: camelCased(written.profile ?? {}),
    secretZeros: (written['secret-zeros'] ?? []).map(({ secret, owner, expires, note }) => ({
      secret,
      owner,
      expires,
      note,
    })),
    waivers: (written.waivers ?? []).map(({ rule, subject, path: glob, reason, expires }, i) => {
      const { line, column } = waiverItems[i]!.at;
      return { rule, subject, path: glob, reason, expires, at: { path, line, column } };
    }),
  };
}

function levelOf(word: LevelWord): Level {
  return levels.find((level) => word === level || word === levelNames[level])!;
}

function overrideOf(line: Severity | { severity: Severity; reason?: string; paths?: string[] }): Override {
  if (typeof line === 'string') return { severity: line, reason: undefined, matches: () => true };
  return { severity: line.severity, reason: line.reason, matches: line.paths ? globs(line.paths) : () => true };
}

function camelCased(profile: Readonly<Record<string, unknown>>): Profile {
  const entries = Object.entries(profile).map(([key, value]) => [
    key.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(entries) as Profile;
}
