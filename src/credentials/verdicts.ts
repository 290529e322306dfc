import type { Judgement, Verdict } from '../credential.ts';
import type { Confidence } from '../finding.ts';

/** A judgement; `shape` only where one was recognised. */
export function answer(
  verdict: Verdict,
  confidence: Confidence,
  reasons: readonly string[],
  shape?: string,
): Judgement {
  return shape === undefined ? { verdict, confidence, reasons } : { verdict, confidence, reasons, shape };
}
