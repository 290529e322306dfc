import type { ControlId } from './control.ts';
import type { Finding } from './finding.ts';
import type { Profile } from './level.ts';
import type { Repository } from './model/repository.ts';

/** A miniature repository: path to content, with the expected spans of this rule marked `[|like this|]`. */
export interface Example {
  /** What it shows, in one line. */
  readonly title: string;
  /** Path to content. Secrets are made at run time: `${fake('github-token')}` stays out of the source text. */
  readonly files: Readonly<Record<string, string>>;
  /** Other rules whose findings on this example are expected too. */
  readonly also?: readonly string[];
  /** All files as they were at the base commit; those that are not named were not there. */
  readonly base?: Readonly<Record<string, string>>;
  /** What the history tells; a file that is not named was touched today. */
  readonly history?: ExampleHistory;
  /** The declared level; 2 when left out, `none` for a repository that declares none. */
  readonly level?: 1 | 2 | 3 | 4 | 'none';
  /** What the configuration declares under `profile`; nothing when left out. */
  readonly profile?: Profile;
}

/** The past of an example. */
export interface ExampleHistory {
  /** Authors of the commits of the last days, as `Name <address>`. */
  readonly authors?: readonly string[];
  /** Days since a commit last touched a file. */
  readonly touched?: Readonly<Record<string, number>>;
}

/** A rule states a bad condition; its id is the bad state in kebab-case. It asks the finished model and never parses. */
export interface Rule {
  readonly id: string;
  /** One line: what is wrong. */
  readonly title: string;
  /** Markdown: the risk. */
  readonly why: string;
  /** One or two sentences: what to do, ending with rotation where a value leaked. */
  readonly remedy: string;
  readonly references: readonly string[];
  /** One sentence: what its fix as a change of text does, and where there is none. Left out where no finding has one. */
  readonly fix?: string;
  /** Controls of a baseline that it serves, beside what `controlsOf` gives every rule for readable credentials. */
  readonly controls?: readonly ControlId[];
  /** True when the rule's findings are readable credentials. */
  readonly credential: boolean;
  /** What a run must have been given for the rule to look, or to look at everything. */
  readonly needs?: 'base-commit' | 'history';
  /** Rules that say less about the same value: their findings on the same span give way to this one's. */
  readonly outranks?: readonly string[];
  /** Ids this rule had before. */
  readonly formerly?: readonly string[];
  check(repository: Repository): Iterable<Finding>;
  /** At least one; a bad example that yields nothing fails the build. Functions, because no scan needs the examples. */
  readonly bad: () => readonly Example[];
  /** At least one, beside each exemption. */
  readonly good: () => readonly Example[];
}
