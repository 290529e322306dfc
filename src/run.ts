import { assess } from './assess.ts';
import { type Assessment, assessmentOf } from './assessment.ts';
import type { Baseline } from './baseline.ts';
import { placeOfCrash } from './check.ts';
import type { Config } from './config.ts';
import { gradeFor, levelFor, waiversAt, waives } from './config.ts';
import { coverageOf } from './coverage.ts';
import { type Confidence, confidences, type Finding, fingerprint } from './finding.ts';
import { gitIgnores } from './git.ts';
import { mechanisms } from './mechanisms/index.ts';
import { historyOf } from './model/history.ts';
import { noSecretZero, secretZeroOf } from './model/secret-zero.ts';
import { places } from './places/index.ts';
import { type Level, type Severity, severities } from './policy.ts';
import type { Counts, NotChecked, Problem, Report, Verdict } from './report.ts';
import { rules } from './rules/index.ts';
import { type Scan, scan } from './scan.ts';
import type { BaseCommit, Source } from './source.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { Span } from './text.ts';
import { version } from './version.ts';
import { waivedInComments } from './waiver-comments.ts';
import { boundYoungGeneration } from './young-generation.ts';

/** What a run needs to know; options that the user gave win over the configuration, which wins over the defaults. */
export interface Settings {
  /** As the user named it, for the report. */
  readonly root: string;
  readonly config: Config;
  /** Where the configuration came from; undefined where there is none. */
  readonly configName: string | undefined;
  readonly level: Level | undefined;
  readonly failOn: Severity | 'never';
  readonly minConfidence: Confidence;
  readonly today: Date;
  /** The commit to compare with; `absent` where there is one that the clone does not hold. */
  readonly base?: BaseCommit | 'absent' | undefined;
  readonly notChecked: readonly NotChecked[];
  /** Findings of an earlier run, which are left out. */
  readonly baseline?: Baseline | undefined;
  /**
   * A file as it was before the change that is checked; waivers in comments count only where it holds them. Every waiver
   * counts where it is left out.
   */
  readonly textBefore?: (path: string) => Promise<string | undefined>;
  /** Keep every judged value for `--explain-value-at`. */
  readonly keepAll?: boolean;
  readonly stopwatch?: Stopwatch;
  readonly progress?: (read: number, path: string) => void;
}

export interface Ran {
  readonly report: Report;
  readonly scan: Scan;
  /** 0 nothing at or above `failOn`, 1 findings, 3 a rule crashed. */
  readonly exitCode: 0 | 1 | 3;
}

/** The pipeline: read, parse, model, check, grade. Outputs are rendered from the report by the doors. */
export async function run(source: Source, settings: Settings, ignoredRoot?: string): Promise<Ran> {
  const { config } = settings;
  const declared = settings.level ?? config.level;
  const history = ignoredRoot === undefined ? undefined : historyOf(ignoredRoot, settings.today);
  const scanned = await scan(source, {
    places,
    mechanisms,
    rules,
    declared: {
      level: declared,
      backups: config.backups,
      profile: config.profile,
      levelAt: (path) => settings.level ?? levelFor(config, path),
    },
    today: settings.today,
    base: settings.base === 'absent' ? undefined : settings.base,
    history,
    ignored: ignoredBy(ignoredRoot),
    keepAll: settings.keepAll ?? false,
    ...(settings.stopwatch ? { stopwatch: settings.stopwatch } : {}),
    progress(read, path) {
      if (read % 256 === 0) boundYoungGeneration();
      settings.progress?.(read, path);
    },
  });
  const { secretZero, crashes } = chainsOf(scanned);
  settings.stopwatch?.lap('chains');
  const coverage = coverageOf(scanned.repository, scanned.findings);
  const levels = assess(scanned.findings, coverage, declared);
  let assessed: Assessment | undefined;
  let exposed: readonly Span[] | undefined;
  const known = rules.map((rule) => rule.id);
  const waived = waivedBy(settings);
  const unwaived = scanned.findings.filter((finding) => !waived.covers(finding));
  const commented = await waivedInComments(unwaived, known, settings);
  const standing = unwaived.filter((finding) => !commented.covered.has(finding));
  const graded = grade(standing, settings, levels.applied);
  const verdicts = graded.filter(({ fingerprint }) => !settings.baseline?.fingerprints.has(fingerprint));
  const failed = verdicts.some((verdict) => atLeast(verdict.severity, settings.failOn));
  const report: Report = {
    tool: { name: 'secrets-ladder', version: version() },
    root: settings.root,
    config: settings.configName,
    level: levels,
    secretZero,
    get assessment() {
      assessed ??= assessmentOf(scanned.repository, levels, coverage);
      return assessed;
    },
    verdicts,
    get exposed() {
      exposed ??= exposedIn(scanned);
      return exposed;
    },
    skipped: scanned.skipped,
    problems: [...waived.problems, ...commented.problems, ...scanned.problems],
    crashes,
    notChecked: [
      ...settings.notChecked,
      ...notCompared(settings, scanned),
      ...(history?.cutShort ? [tooShallow] : []),
      ...leftOut(
        scanned.findings.length - unwaived.length,
        'waived in the configuration',
        'see `waivers` there for the reasons',
      ),
      ...leftOut(
        commented.covered.size,
        'waived in comments',
        'look for `secrets-ladder: allow` in the files for the reasons',
      ),
      ...leftOut(
        graded.length - verdicts.length,
        'in the baseline',
        `see ${settings.baseline?.name}; they were there before`,
      ),
      ...commented.notChecked,
    ],
    counts: countsOf(source, scanned, verdicts),
    ...(settings.stopwatch ? { timings: settings.stopwatch.timings(scanned.timings) } : {}),
    conclusion: failed || crashes.length > 0 ? 'failure' : 'success',
    failOn: settings.failOn,
  };
  return { report, scan: scanned, exitCode: crashes.length > 0 ? 3 : failed ? 1 : 0 };
}

function exposedIn({ findings, repository }: Scan): Span[] {
  const spans = findings.flatMap(({ credential, span, related }) =>
    credential ? [span, ...related.map((one) => one.span)] : [],
  );
  for (const entry of repository.entriesAt('secret-data', 'secret-template-data', 'kustomize-secret-literal')) {
    const { verdict } = repository.judgementOf(entry);
    if (verdict !== 'placeholder' && verdict !== 'reference' && verdict !== 'ciphertext') spans.push(entry.span);
  }
  return spans;
}

/** The chains, and the crashes of the scan with the one that computing them may add. */
function chainsOf({ repository, crashes }: Scan): Pick<Report, 'secretZero' | 'crashes'> {
  try {
    return { secretZero: secretZeroOf(repository), crashes };
  } catch (error) {
    const crash = { rule: 'secret-zero', message: placeOfCrash(error) };
    return { secretZero: noSecretZero, crashes: [...crashes, crash] };
  }
}

/** Asks git once about each path that rules ask for; nothing is ignored where there is no git. */
function ignoredBy(root: string | undefined): (path: string) => boolean {
  if (root === undefined) return () => false;
  const known = new Map<string, boolean>();
  return (path) => {
    let ignored = known.get(path);
    if (ignored === undefined) {
      ignored = gitIgnores(root, [path])?.has(path) ?? false;
      known.set(path, ignored);
    }
    return ignored;
  };
}

/** Gives every finding its severity by the level its path is held to, declared or inferred; `off` and too little confidence leave it out. */
function grade(findings: readonly Finding[], settings: Settings, applied: Level): Verdict[] {
  const verdicts: Verdict[] = [];
  const ordinals = new Map<string, number>();
  const least = confidences.indexOf(settings.minConfidence);
  for (const finding of findings) {
    const { path } = finding.span.file;
    const declared = settings.level ?? levelFor(settings.config, path);
    const level = declared ?? applied;
    const asked = bounded(finding, settings, gradeFor(settings.config, finding.rule, path, level));
    // A level that nobody declared is a guess: what is an error only by it does not fail a run.
    const guessed = asked === 'error' && declared === undefined;
    const first = bounded(finding, settings, gradeFor(settings.config, finding.rule, path, 1));
    const severity = guessed && first !== 'error' ? 'warning' : asked;
    const identity = [finding.rule, path, finding.subject].join('\0');
    const ordinal = ordinals.get(identity) ?? 0;
    ordinals.set(identity, ordinal + 1);
    if (severity === 'off' || confidences.indexOf(finding.confidence) < least) continue;
    verdicts.push({ finding, severity, level, fingerprint: fingerprint(finding, ordinal) });
  }
  return verdicts;
}

/** A severity, within the bounds of the state that was found; what the configuration says of the rule itself holds as it is. */
function bounded({ rule, span, atMost, atLeast }: Finding, { config }: Settings, asked: Severity): Severity {
  if (asked === 'off' || config.rules.get(rule)?.matches(span.file.path)) return asked;
  const rank = (severity: Severity): number => severities.indexOf(severity);
  if (atMost !== undefined && rank(asked) > rank(atMost)) return atMost;
  return atLeast !== undefined && rank(asked) < rank(atLeast) ? atLeast : asked;
}

/** The agreed exceptions that hold today; one that does not hold is a problem, and its findings stay. */
function waivedBy(settings: Settings): { covers(finding: Finding): boolean; problems: readonly Problem[] } {
  const { active, inactive } = waiversAt(settings.config, settings.today);
  return {
    covers: ({ rule, subject, span }) => active.some((waiver) => waives(waiver, rule, span.file.path, subject)),
    problems: inactive.map((mistake) => ({ ...mistake, path: mistake.path ?? settings.configName ?? '' })),
  };
}

/** Findings that are left out are never silent. */
function leftOut(count: number, why: string, where: string): NotChecked[] {
  if (count === 0) return [];
  return [{ what: count === 1 ? '1 finding' : `${count} findings`, why, remedy: where }];
}

/** Rules that compare with the base commit, where it could not be read and there is something to compare. */
function notCompared({ base }: Settings, { repository }: Scan): NotChecked[] {
  const what = rules.flatMap((rule) => (rule.needs === 'base-commit' ? [rule.id] : [])).join(', ');
  if (base === 'absent' && repository.resourcesOf('SealedSecret').length > 0) {
    const why = 'the base commit is not in the checkout';
    return [{ what, why, remedy: 'Check out with `fetch-depth: 2`, or 0 for the whole history.' }];
  }
  const unread = repository.base?.unread ?? 0;
  if (unread === 0) return [];
  const files = unread === 'all' ? 'the files' : unread === 1 ? '1 file' : `${unread} files`;
  const why = `${files} of the base commit could not be read: too large, or not in the clone`;
  return [{ what, why, remedy: 'Check out without `filter`, or raise `max-file-size`.' }];
}

const tooShallow: NotChecked = {
  what: rules.flatMap((rule) => (rule.needs === 'history' ? [rule.id] : [])).join(', '),
  why: 'the clone is shallow, and what it holds does not go back far enough',
  remedy: 'Check out with `fetch-depth: 0`.',
};

function atLeast(severity: Severity, failOn: Severity | 'never'): boolean {
  return failOn !== 'never' && severities.indexOf(severity) >= severities.indexOf(failOn);
}

function countsOf(source: Source, scanned: Scan, verdicts: readonly Verdict[]): Counts {
  const by = (severity: Severity): number => verdicts.filter((verdict) => verdict.severity === severity).length;
  let documents = 0;
  for (const passage of scanned.repository.passages) documents += passage.parsed.documents.length;
  return {
    files: source.paths.size,
    read: scanned.read,
    parsed: scanned.parsed,
    documents,
    resources: scanned.repository.resources.length,
    error: by('error'),
    warning: by('warning'),
    note: by('note'),
    credentials: verdicts.filter((verdict) => verdict.finding.credential).length,
  };
}
