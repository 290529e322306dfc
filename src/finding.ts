import { createHash } from 'node:crypto';
import type { Fix } from './fix.ts';
import type { Span } from './text.ts';

/** How sure a finding is: `certain` is proved by the text, `likely` by strong evidence, `possible` needs a person. */
export type Confidence = 'certain' | 'likely' | 'possible';

export const confidences: readonly Confidence[] = ['possible', 'likely', 'certain'];

/** Another place that belongs to a finding, with one sentence on why. */
export interface Related {
  readonly span: Span;
  readonly note: string;
}

/**
 * One occurrence of a rule's bad state. It has no severity (a policy decides) and no value: messages are made of names.
 */
export interface Finding {
  readonly rule: string;
  /** What the finding is about, without its place: `Secret prod/app data.password`. Stable when lines move. */
  readonly subject: string;
  /** One sentence, subject first, never the value. */
  readonly message: string;
  readonly span: Span;
  readonly related: readonly Related[];
  readonly confidence: Confidence;
  /** True when the finding is a readable credential. */
  readonly credential: boolean;
  /** Where the state is milder than what the rule is about, the most that a level's policy makes of it. */
  readonly atMost?: 'warning' | 'note';
  /** Where it is worse, the least; a rule that is off stays off. */
  readonly atLeast?: 'error';
  /** Named evidence for the confidence: `kind: Secret`, `shape github-token`, ... Never the value. */
  readonly evidence: readonly string[];
  /** A change of text that mends it, where one is certainly right. */
  readonly fix?: Fix;
}

/**
 * The identity of a finding across runs: 32 hex digits of SHA-256 over rule, path, subject and its ordinal among equal
 * ones. Never a line, never a value, so it survives moves and leaks nothing.
 */
export function fingerprint(finding: Finding, ordinal: number): string {
  return createHash('sha256')
    .update([finding.rule, finding.span.file.path, finding.subject, String(ordinal)].join('\0'))
    .digest('hex')
    .slice(0, 32);
}
