import type { Judgement } from './credential.ts';
import { findShapes } from './credentials/shapes.ts';
import type { Finding } from './finding.ts';
import type { Repository } from './model/repository.ts';
import type { Entry } from './place.ts';
import type { Span } from './text.ts';

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
    const exposed = exposure(rule, entry, judgement, say(entry, judgement));
    const inside = judgement.shape === undefined ? [] : linesInside(entry);
    if (inside.length === 0) yield exposed;
    else for (const span of inside) yield { ...exposed, span };
  }
}

/**
 * The lines of a value of several on which known credentials stand: of a script, of statements, of an nginx.conf. Where
 * the value is a document, the places inside it say more and win. Key material fills its value, which stays the place.
 */
function linesInside({ value, span }: Entry): Span[] {
  if (!value.includes('\n')) return [];
  const { content } = span.file;
  const written = content.slice(span.start, span.end);
  if (!written.includes('\n')) return [];
  const lines = new Map<number, Span>();
  for (const hit of findShapes(written)) {
    if (written.slice(hit.start, hit.end).includes('\n')) return [];
    const { start, end } = span.file.lineRange(span.file.place(span.start + hit.start).line);
    const indent = /^[ \t]*/.exec(content.slice(start, end))![0].length;
    lines.set(start, { file: span.file, start: start + indent, end });
  }
  return [...lines.values()];
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
