import { type Checked, check } from './check.ts';
import { judge } from './credential.ts';
import { decode, withLineFeeds } from './decode.ts';
import { dialectOf, isSourceCode } from './dialect.ts';
import type { Mechanism, Use } from './mechanism.ts';
import { readBase } from './model/base.ts';
import { entriesOf } from './model/entries.ts';
import { generatedEntries } from './model/generated-files.ts';
import type { History } from './model/history.ts';
import { type Reading, readPassages } from './model/passages.ts';
import { relevanceOf } from './model/relevance.ts';
import { type Declared, type Repository, repositoryOf } from './model/repository.ts';
import { terraformSecrets } from './model/terraform.ts';
import { Texts } from './model/texts.ts';
import { treeOf } from './model/tree.ts';
import { usesIn } from './model/uses.ts';
import type { Dialect } from './parser.ts';
import { loadYamlLibrary } from './parsers/yaml-library.ts';
import type { Entry, Place } from './place.ts';
import type { Problem } from './report.ts';
import type { Passage, Resource } from './resource.ts';
import type { Rule } from './rule.ts';
import type { BaseCommit, Skipped, Source } from './source.ts';
import type { Stopwatch } from './stopwatch.ts';
import { SourceFile } from './text.ts';

/** The parts a scan is made of, handed in so that tests can leave some out. */
export interface Parts {
  readonly places: readonly Place[];
  readonly mechanisms: readonly Mechanism[];
  readonly rules: readonly Rule[];
  readonly declared: Declared;
  readonly today: Date;
  readonly ignored: (path: string) => boolean;
  /** An earlier commit, read where the source holds something that can be compared with it. */
  readonly base?: BaseCommit | undefined;
  readonly history?: History | undefined;
  /** Keep the entries that are no credentials too, to explain how they were judged. */
  readonly keepAll?: boolean;
  /** Parse every file, also those whose bytes say that no rule can find anything in them. */
  readonly unfiltered?: boolean;
  /** Told what the time is spent on. */
  readonly stopwatch?: Stopwatch | undefined;
  /** Told how many files were read so far, now and then. */
  readonly progress?: (read: number, path: string) => void;
}

/** What a scan found out, before any policy. */
export interface Scan extends Checked {
  readonly repository: Repository;
  readonly skipped: readonly Skipped[];
  readonly problems: readonly Problem[];
  readonly read: number;
  readonly parsed: number;
}

/** Reads, parses, models and checks a source. */
export async function scan(source: Source, parts: Parts): Promise<Scan> {
  const { stopwatch } = parts;
  stopwatch?.lap('list');
  const tree = treeOf(source);
  const skipped: Skipped[] = [];
  const problems: Problem[] = [];
  const passages: Passage[] = [];
  const resources: Resource[] = [];
  const entries: Entry[] = [];
  const uses: Use[] = [];
  const texts = new Texts(source);
  const terraform = new Set<string>();
  const relevance = parts.unfiltered || parts.keepAll ? undefined : relevanceOf(source.paths, tree);
  let read = 0;
  let parsed = 0;
  for (const { path, bytes } of source.entries(skipped, isSourceCode)) {
    read++;
    stopwatch?.lap('read');
    parts.progress?.(read, path);
    if (/\.(?:tf|tofu)$/.test(path)) for (const name of terraformSecrets(bytes)) terraform.add(name);
    const worth = relevance ? relevance.worthOf(path, bytes) : 'values';
    stopwatch?.lap('prefilter');
    if (worth === 'nothing') {
      parsed++;
      texts.setAside(path);
      stopwatch?.file(path);
      continue;
    }
    const decoded = decode(bytes);
    if (decoded === undefined) {
      skipped.push({ path, reason: 'binary' });
      continue;
    }
    const content = withLineFeeds(decoded);
    const dialect = dialectOf(path, content.slice(0, 4096));
    if (!dialect) {
      skipped.push({ path, reason: 'not-configuration' });
      continue;
    }
    parsed++;
    const file = new SourceFile(path, content);
    texts.add(file);
    let reading = readPassages(file, dialect, tree);
    if (reading.passages.some((passage) => passage.parsed.wantsLibrary)) {
      await loadYamlLibrary();
      reading = readPassages(file, dialect, tree);
    }
    if (!isGuess(file, dialect)) report(file, reading, problems);
    for (const passage of reading.passages) passages.push(passage);
    for (const resource of reading.resources) {
      resources.push(resource);
      for (const use of usesIn(resource)) uses.push(use);
    }
    relevance?.parsed(path, reading);
    stopwatch?.lap('parse');
    if (worth === 'structure') {
      stopwatch?.file(path);
      continue;
    }
    for (const entry of entriesOf(reading.passages, reading.resources, parts.places, tree)) {
      // Most values are configuration: they are judged while they are at hand and not kept.
      if (parts.keepAll || entry.expectation === 'secret' || judge(entry).verdict === 'credential') entries.push(entry);
    }
    stopwatch?.lap('judge');
    stopwatch?.file(path);
  }
  stopwatch?.lap('read');
  const textOf = (path: string): string | undefined => {
    const bytes = source.paths.has(path) ? source.read(path) : undefined;
    return bytes && decode(bytes);
  };
  const generated = generatedEntries(passages, entries, textOf);
  const comparable = parts.base && resources.some(({ kind }) => kind === 'SealedSecret');
  const repository = repositoryOf({
    tree,
    paths: source.paths,
    files: texts,
    passages: [...passages, ...generated.passages],
    resources,
    entries: [...entries.filter((entry) => !generated.replaced.has(entry)), ...generated.entries],
    mechanisms: parts.mechanisms,
    uses,
    terraformSecrets: terraform,
    declared: parts.declared,
    today: parts.today,
    base: comparable ? await readBase(parts.base!, source, tree, { passages, resources, files: texts }) : undefined,
    history: parts.history,
    textOf,
    ignored: parts.ignored,
  });
  stopwatch?.lap('model');
  const checked = check(repository, parts.rules);
  stopwatch?.lap('rules');
  return { ...checked, repository, skipped, problems, read, parsed };
}

/** Named templates are pieces of text, and what only its content made YAML may be prose: neither is broken YAML. */
function isGuess(file: SourceFile, dialect: Dialect): boolean {
  return dialectOf(file.path, '') !== dialect || /\{\{-?\s{0,20}define\s/.test(file.content);
}

/** More problems than this in one file say the same thing again: it is not what its name says. */
const maxProblems = 3;

/** Problems of whole files only: what is embedded in a value may be in any language, and guesses are no complaints. */
function report(file: SourceFile, reading: Reading, problems: Problem[]): void {
  const found = reading.passages[0]?.parsed.problems ?? [];
  for (const problem of found.slice(0, maxProblems)) {
    problems.push({ path: file.path, ...file.place(problem.start), message: problem.message });
  }
  if (found.length > maxProblems) {
    problems.push({ path: file.path, message: `${found.length - maxProblems} more problems` });
  }
}
