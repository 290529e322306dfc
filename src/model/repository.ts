import type { Judgement } from '../credential.ts';
import type { Profile } from '../level.ts';
import type { Declaration, Mechanism, Sign, Use } from '../mechanism.ts';
import type { Entry, PlaceId, Tree } from '../place.ts';
import type { Level } from '../policy.ts';
import type { Passage, Resource } from '../resource.ts';
import type { SourceFile } from '../text.ts';
import type { Base } from './base.ts';
import type { History } from './history.ts';
import { judgementIn } from './judgement.ts';

/** A key backup that the configuration declares. */
export interface DeclaredBackup {
  readonly where: string;
  /** ISO date of the last restore test. */
  readonly verified: string | undefined;
}

/** What the configuration says that rules need to know. */
export interface Declared {
  readonly level: Level | undefined;
  readonly backups: readonly DeclaredBackup[];
  /** What a repository cannot show about its team and platform. */
  readonly profile?: Profile;
  /** The level that a path is held to, where parts of the repository differ; `level` where left out. */
  readonly levelAt?: (path: string) => Level | undefined;
}

/** The text files of a scan by their paths, parsed or not. */
export interface Files {
  has(path: string): boolean;
  /** Undefined for what was not read or is no text. */
  get(path: string): SourceFile | undefined;
}

/** The whole repository as rules see it: frozen, with lookups. */
export interface Repository {
  readonly tree: Tree;
  readonly paths: ReadonlySet<string>;
  readonly files: Files;
  readonly passages: readonly Passage[];
  readonly resources: readonly Resource[];
  readonly entries: readonly Entry[];
  readonly declarations: readonly Declaration[];
  readonly uses: readonly Use[];
  readonly signs: readonly Sign[];
  /** Names of Secrets that Terraform makes. */
  readonly terraformSecrets: ReadonlySet<string>;
  readonly declared: Declared;
  /** Today, for rules that compare dates; handed in so that runs are reproducible. */
  readonly today: Date;
  /** An earlier commit to compare with, where one was given. */
  readonly base: Base | undefined;
  /** The commits before this one; undefined where there is no git. */
  readonly history: History | undefined;
  /** True for paths that git would not add; empty where there is no git. */
  isIgnored(path: string): boolean;
  /** The text of a file that is no configuration (CODEOWNERS); undefined where it is not there or binary. */
  textOf(path: string): string | undefined;
  entriesAt(...places: readonly PlaceId[]): readonly Entry[];
  judgementOf(entry: Entry): Judgement;
  resourcesOf(...kinds: readonly string[]): readonly Resource[];
}

/** The level that a path is declared to be held to; undefined where none is declared. */
export function levelAt({ declared }: Repository, path: string): Level | undefined {
  return declared.levelAt ? declared.levelAt(path) : declared.level;
}

export interface Parts {
  readonly tree: Tree;
  readonly paths: ReadonlySet<string>;
  readonly files: Files;
  readonly passages: readonly Passage[];
  readonly resources: readonly Resource[];
  readonly entries: readonly Entry[];
  readonly mechanisms: readonly Mechanism[];
  readonly uses: readonly Use[];
  readonly terraformSecrets: ReadonlySet<string>;
  readonly declared: Declared;
  readonly today: Date;
  readonly base?: Base | undefined;
  readonly history?: History | undefined;
  readonly textOf: (path: string) => string | undefined;
  readonly ignored: (path: string) => boolean;
}

export function repositoryOf(parts: Parts): Repository {
  const byPlace = groupBy(parts.entries, (entry) => entry.place);
  const byKind = groupBy(parts.resources, (resource) => resource.kind);
  const byPassage = groupBy(parts.resources, (resource) => resource.passage);
  const judgements = new Map<Entry, Judgement>();
  const declarations: Declaration[] = [];
  const signs: Sign[] = [];
  for (const mechanism of parts.mechanisms) {
    if (mechanism.declarations) {
      for (const resource of parts.resources)
        for (const one of mechanism.declarations(resource)) declarations.push(one);
    }
    if (mechanism.declarationsIn) {
      for (const passage of parts.passages) for (const one of mechanism.declarationsIn(passage)) declarations.push(one);
    }
    if (mechanism.signs) {
      for (const passage of parts.passages)
        for (const sign of mechanism.signs(passage, byPassage.get(passage) ?? [])) signs.push(sign);
    }
  }
  return Object.freeze({
    tree: parts.tree,
    paths: parts.paths,
    files: parts.files,
    passages: parts.passages,
    resources: parts.resources,
    entries: parts.entries,
    declarations,
    uses: parts.uses,
    signs,
    terraformSecrets: parts.terraformSecrets,
    declared: parts.declared,
    today: parts.today,
    base: parts.base,
    history: parts.history,
    textOf: parts.textOf,
    isIgnored: parts.ignored,
    entriesAt: (...places: readonly PlaceId[]) => places.flatMap((place) => byPlace.get(place) ?? []),
    judgementOf(entry: Entry): Judgement {
      let judgement = judgements.get(entry);
      if (!judgement) {
        judgement = judgementIn(entry);
        judgements.set(entry, judgement);
      }
      return judgement;
    },
    resourcesOf: (...kinds: readonly string[]) => kinds.flatMap((kind) => byKind.get(kind) ?? []),
  });
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
