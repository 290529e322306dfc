/** One mistake of the user, with its place where known; `line` and `column` start at 1. Never quotes a source line. */
export interface Mistake {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/**
 * The user asked for something that cannot be done: a broken configuration, an unknown rule, a path that is not there.
 * Carries every mistake found, not only the first. Nothing is scanned; the doors turn it into exit code 2.
 */
export class UsageError extends Error {
  readonly problems: readonly Mistake[];

  constructor(problems: readonly Mistake[]) {
    super(problems.map(mistakeText).join('\n'));
    this.name = 'UsageError';
    this.problems = problems;
  }
}

/** `file:line:column: message`, without the parts that are not known. */
export function mistakeText(mistake: Mistake): string {
  const place = [mistake.path, mistake.line, mistake.column].filter((part) => part !== undefined).join(':');
  return place === '' ? mistake.message : `${place}: ${mistake.message}`;
}
