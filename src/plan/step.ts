/** Text for a file. */
export interface StepFile {
  readonly path: string;
  readonly content: string;
  /** True for a part to be merged into a file that is there. */
  readonly fragment: boolean;
}

/** One thing to do, with the commands that do it from the root of the repository. No command and no text holds a value. */
export interface Step {
  /** Imperative, no full stop. Markdown, as the notes are: names in it are code. */
  readonly title: string;
  readonly files: readonly StepFile[];
  /** For bash with `pipefail`, in order. */
  readonly commands: readonly string[];
  /** What to know, one sentence or two each. */
  readonly notes: readonly string[];
}

export function step(title: string, rest: Partial<Omit<Step, 'title'>> = {}): Step {
  return { title, files: rest.files ?? [], commands: rest.commands ?? [], notes: rest.notes ?? [] };
}
