import { isAside, isShown } from '../fault.ts';
import type { Span } from '../text.ts';
import type { Repository } from './repository.ts';

/** Tells places that nobody deploys as they stand: tests, docs, pipelines, templates of charts, samples of operators, comments. */
export function asideIn({ passages }: Repository): (span: Span) => boolean {
  const aside = new Set<string>();
  const shown = new Map<string, Span[]>();
  for (const passage of passages) {
    const { within, role, file, text } = passage;
    if (!within && /^(?:docs|test|example|workflow|helm-template|helm-crd)$/.test(role)) aside.add(file.path);
    if (!within || role === 'docs' || !isShown(passage)) continue;
    const span = text.span(0, text.content.length);
    const spans = shown.get(file.path);
    if (spans) spans.push(span);
    else shown.set(file.path, [span]);
  }
  return ({ file, start }) => {
    const line = file.content.slice(file.content.lastIndexOf('\n', start - 1) + 1, start);
    return (
      aside.has(file.path) ||
      isAside(file.path) ||
      /^\s*(?:#|\/\/)/.test(line) ||
      (shown.get(file.path)?.some((span) => span.start <= start && start <= span.end) ?? false)
    );
  };
}
