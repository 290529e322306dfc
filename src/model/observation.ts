import type { Fact } from '../level.ts';
import type { Span } from '../text.ts';

/** One thing that a repository shows about its platform: a cluster, a cloud. */
export interface Observation {
  /** What it is called: `prod-eu`, `aws`. */
  readonly name: string;
  /** What shows it, as a person would say it: `directory clusters/prod-eu`. */
  readonly by: string;
  readonly confidence: Fact['confidence'];
  readonly span: Span;
}

const ranks = { low: 0, medium: 1, high: 2 } as const;

/** The surest observation of each name, in the order in which the names appear. */
export function distinct(observations: Iterable<Observation>): Observation[] {
  const best = new Map<string, Observation>();
  for (const one of observations) {
    const known = best.get(one.name);
    if (!known || ranks[one.confidence] > ranks[known.confidence]) best.set(one.name, one);
  }
  return [...best.values()];
}
