import type { Judgement } from './credential.ts';
import type { Finding } from './finding.ts';
import type { Repository } from './model/repository.ts';
import type { Entry } from './place.ts';

/** How a message calls the value: by its shape where one is known. */
export function called(judgement: Judgement): string {
  return judgement.shape ? `a readable ${judgement.shape.replaceAll('-', ' ')}` : 'a readable value';
}

/**
 * Findings for the entries that are judged readable credentials. `say` gives the sentence without the subject; the
 * subject comes first and the value never.
 */
export function* exposures(
  repository: Repository,
  rule: string,
  entries: Iterable<Entry>,
  say: (entry: Entry, judgement: Judgement) => string,
): Iterable<Finding> {
  for (const entry of entries) {
    const judgement = repository.judgementOf(entry);
    if (judgement.verdict !== 'credential') continue;
    yield exposure(rule, entry, judgement, say(entry, judgement));
  }
}

/** One finding on an entry that is a readable credential. */
export function exposure(rule: string, entry: Entry, judgement: Judgement, sentence: string): Finding {
  return {
    rule,
    subject: entry.subject,
    message: `${entry.subject} ${sentence}`,
    span: entry.span,
    related: [],
    confidence: judgement.confidence,
    credential: true,
    evidence: judgement.reasons,
  };
}
