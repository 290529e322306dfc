/** Why a listed file was not read. Counted and shown in every output: "not looked at" never looks like "clean". */
export type SkipReason =
  | 'binary'
  | 'too-large'
  | 'symlink-outside'
  | 'symlink-broken'
  | 'not-a-file'
  | 'unreadable'
  | 'excluded'
  | 'submodule'
  | 'encrypted'
  /** Application source code, styles, lock files: general secret scanners read those. */
  | 'not-configuration';

export interface Skipped {
  readonly path: string;
  readonly reason: SkipReason;
}

/** One file as it lies in the source: the bytes are valid only until the next one is asked for. */
export interface SourceEntry {
  /** From the root of the scan, `/` separated. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** True when git tracks the file (or there is no git); false for an untracked file that git does not ignore. */
  readonly tracked: boolean;
}

/** Where text comes from. */
export interface Source {
  /** What was scanned, for the report: `worktree`. */
  readonly kind: string;
  /** Every path of the source, read or not: lets the model answer "is this file in the repository?". */
  readonly paths: ReadonlySet<string>;
  /** True when `path` is tracked; without git every path counts as tracked. */
  isTracked(path: string): boolean;
  /** The files in path order, without those whose path is `unwanted`; those not read are pushed to `skipped`. */
  entries(skipped: Skipped[], unwanted?: (path: string) => boolean): Iterable<SourceEntry>;
  /** The bytes of one path of the source, valid until the next one is asked for; undefined where it cannot be read. */
  read(path: string): Uint8Array | undefined;
}

/** A tree as it was at an earlier commit, for what can only be judged by comparing. */
export interface BaseCommit {
  /** How findings name it: `main`, `the base commit`. */
  readonly name: string;
  /** True when the commit has this path. */
  holds(path: string): boolean;
  /**
   * Files of the commit, of those whose path is `wanted`, that `source` has no more or has with another content. The
   * bytes are undefined where they cannot be had, and so is the whole where the commit cannot even be listed.
   */
  changed(
    source: Source,
    wanted: (path: string) => boolean,
  ): Iterable<{ readonly path: string; readonly bytes: Uint8Array | undefined }> | undefined;
}
