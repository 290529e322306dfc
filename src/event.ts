/** What a workflow's event says that a run needs to know; it is undefined where the event has no such thing. */
export interface WorkflowEvent {
  /** Commit that a pull request or a merge group is to be merged into. */
  readonly base: string | undefined;
  readonly pull: PullEvent | undefined;
}

export interface PullEvent {
  readonly number: number;
  readonly head: string;
  /** From another repository: the token of the run may read only. */
  readonly isFork: boolean;
}

/** Reads an event's payload; anything that is not as GitHub documents it counts as not there. */
export function eventOf(payload: unknown): WorkflowEvent {
  const pull = field(payload, 'pull_request');
  const base = commit(field(field(pull, 'base'), 'sha')) ?? commit(field(field(payload, 'merge_group'), 'base_sha'));
  const number = field(pull, 'number');
  const head = commit(field(field(pull, 'head'), 'sha'));
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1 || head === undefined) {
    return { base, pull: undefined };
  }
  // The head's repository is null once it is deleted.
  const from = field(field(field(pull, 'head'), 'repo'), 'full_name');
  const into = field(field(field(pull, 'base'), 'repo'), 'full_name');
  return { base, pull: { number, head, isFork: from !== into } };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function commit(sha: unknown): string | undefined {
  return typeof sha === 'string' && /^[0-9a-f]{40,64}$/.test(sha) ? sha : undefined;
}
