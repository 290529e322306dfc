import { isAside, isShown } from './fault.ts';
import type { Finding } from './finding.ts';
import type { Declaration, MechanismId } from './mechanism.ts';
import { asideIn } from './model/aside.ts';
import { bootstrapSecrets } from './model/bootstrap.ts';
import { levelOfDeclaration, levelOfMechanism } from './model/declared-level.ts';
import { filteredFiles } from './model/git-attributes.ts';
import type { Repository } from './model/repository.ts';
import type { Level } from './policy.ts';
import { type Resource, spanOf } from './resource.ts';

/** How many Secrets and encrypted files a mechanism keeps. */
export interface Kept {
  readonly mechanism: MechanismId;
  readonly secrets: number;
  readonly files: number;
}

/** Secrets provided at each level: one per namespace and name, the highest mechanism counting. */
export interface Coverage {
  /** Secrets that a manifest, a sealed value or a reference provides, and files that are encrypted whole. */
  readonly total: number;
  /** Index 1-4: how many of them by a mechanism of that level or a higher one. */
  readonly atLeast: Readonly<Record<Level, number>>;
  /** How many of them have to exist before a store can be read, and may stay below level 3. */
  readonly bootstrap: number;
  readonly kept: readonly Kept[];
  /** Secrets of which a manifest holds a readable value. */
  readonly readable: number;
  /** Secrets of which a value may be readable, and none is for sure. */
  readonly perhaps: number;
  /** Secret manifests without a value of their own: a template or a controller fills them. */
  readonly unfilled: number;
  /** Uses of Secrets by workloads, outside of tests, examples and documentation. */
  readonly used: number;
  /** What tests, examples and documentation show; nobody runs it as it stands, so it counts for no level. */
  readonly shown: readonly Kept[];
  /** Mechanisms that are at work and provide no Secret here. */
  readonly atWork: readonly MechanismId[];
}

/** Secrets that nobody keeps: a controller makes them, or a kustomization from values that are judged where they stand. */
const made: ReadonlySet<MechanismId> = new Set(['cert-manager', 'generated', 'kustomize-generator']);

/** Counts how the Secrets of a repository are provided. */
export function coverageOf(repository: Repository, findings: readonly Finding[]): Coverage {
  const leaks = spansByPath(findings.filter(({ confidence }) => confidence !== 'possible'));
  const doubts = spansByPath(findings.filter(({ confidence }) => confidence === 'possible'));
  const referring = referringIn(repository);
  const isBootstrap = bootstrapSecrets(repository);
  const secrets = new Map<string, { level: Level; bootstrap: boolean }>();
  const [kept, shown] = [new Tally(), new Tally()];
  const [readable, doubtful] = [new Set<string>(), new Set<string>()];
  let unfilled = 0;
  const count = (key: string, level: Level, bootstrap: boolean): void => {
    const before = secrets.get(key);
    if (!before || before.level < level) secrets.set(key, { level, bootstrap });
  };
  for (const declaration of repository.declarations) {
    const { mechanism, name, namespace, span } = declaration;
    if (made.has(mechanism)) continue;
    const file = name === undefined && declaration.resource === undefined;
    const key = name === undefined ? `${span.file.path}:${span.start}` : `${namespace ?? ''}/${name}`;
    if (isAside(span.file.path) || (declaration.resource && isShown(declaration.resource.passage))) {
      shown.add(mechanism, file, key);
      continue;
    }
    if (mechanism === 'plain-secret') {
      if (leaksIn(declaration, leaks)) readable.add(key);
      else if (leaksIn(declaration, doubts)) doubtful.add(key);
      else if (isUnfilled(declaration) || referring.has(declaration.resource)) {
        unfilled++;
        continue;
      }
    }
    kept.add(mechanism, file, key);
    count(key, levelOfDeclaration(declaration), isBootstrap(declaration));
  }
  for (const { path } of filteredFiles(repository)) {
    kept.add('git-crypt', true, path);
    count(path, levelOfMechanism('git-crypt'), false);
  }
  const atLeast: Record<Level, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
  let bootstrap = 0;
  for (const secret of secrets.values()) {
    for (const step of [1, 2, 3, 4] as const) if (secret.level >= step) atLeast[step]++;
    if (secret.bootstrap && secret.level < 3) bootstrap++;
  }
  const atWork = new Set<MechanismId>();
  const isElsewhere = asideIn(repository);
  for (const { mechanism, span } of repository.signs) {
    if (!made.has(mechanism) && !kept.has(mechanism) && mechanism !== 'plain-secret' && !isElsewhere(span)) {
      atWork.add(mechanism);
    }
  }
  return {
    total: secrets.size,
    atLeast,
    bootstrap,
    kept: kept.sorted(),
    readable: readable.size,
    perhaps: [...doubtful].filter((key) => !readable.has(key)).length,
    unfilled,
    used: repository.uses.filter(({ resource }) => isLive(resource)).length,
    shown: shown.sorted(),
    atWork: [...atWork],
  };
}

/** True for what somebody may deploy as it stands. */
function isLive({ passage }: Resource): boolean {
  return !isShown(passage) && !isAside(passage.file.path);
}

/** Secrets and files by mechanism; what several manifests provide under one name is one Secret. */
class Tally {
  readonly #keys = new Map<MechanismId, { secrets: Set<string>; files: Set<string> }>();

  add(mechanism: MechanismId, file: boolean, key: string): void {
    const keys = this.#keys.get(mechanism) ?? { secrets: new Set(), files: new Set() };
    (file ? keys.files : keys.secrets).add(key);
    this.#keys.set(mechanism, keys);
  }

  has(mechanism: MechanismId): boolean {
    return this.#keys.has(mechanism);
  }

  sorted(): Kept[] {
    return [...this.#keys]
      .map(([mechanism, { secrets, files }]) => ({ mechanism, secrets: secrets.size, files: files.size }))
      .sort((a, b) => b.secrets + b.files - a.secrets - a.files);
  }
}

/** What the total counts, in a word: Secrets, encrypted files or both. */
export function kindOf({ kept }: Coverage): string {
  const files = kept.some((one) => one.files > 0);
  if (!files) return 'Secrets';
  return kept.some(({ secrets }) => secrets > 0) ? 'Secrets and encrypted files' : 'encrypted files';
}

/** Where credentials can be read, by file. */
function spansByPath(findings: readonly Finding[]): ReadonlyMap<string, readonly number[]> {
  const out = new Map<string, number[]>();
  for (const { credential, span } of findings) {
    if (!credential) continue;
    const starts = out.get(span.file.path);
    if (starts) starts.push(span.start);
    else out.set(span.file.path, [span.start]);
  }
  return out;
}

function leaksIn({ resource }: Declaration, leaks: ReadonlyMap<string, readonly number[]>): boolean {
  if (!resource) return false;
  const { file, start, end } = spanOf(resource.document, resource.node);
  return leaks.get(file.path)?.some((at) => at >= start && at < end) ?? false;
}

/** Secrets with nothing but references in them: `${DB_PASSWORD}`, `#{ token }#`. */
function referringIn(repository: Repository): ReadonlySet<Resource | undefined> {
  const [refer, hold] = [new Set<Resource | undefined>(), new Set<Resource | undefined>()];
  for (const entry of repository.entriesAt('secret-data')) {
    (repository.judgementOf(entry).verdict === 'reference' ? refer : hold).add(entry.resource);
  }
  return new Set([...refer].filter((resource) => !hold.has(resource)));
}

/** No keys at all, or a template: what is in it comes from elsewhere and is judged there. */
function isUnfilled({ resource, keys }: Declaration): boolean {
  return resource?.document.templated === true || keys?.length === 0;
}
