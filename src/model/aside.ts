import { isAside, isShown, isTrial } from '../fault.ts';
import type { Span } from '../text.ts';
import type { Repository } from './repository.ts';

/** A comment mark further back than this is none of a line that people write. */
const maxLine = 500;

const makefile = /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[^/]{1,100}\.mk)$/;
/** What Kubebuilder knows of the operator that it scaffolds. https://book.kubebuilder.io/reference/project-config */
const scaffold = /(?:^|\/)PROJECT$/;
const maxRecipe = 10_000;

/** The target whose recipe a line of a Makefile is in. */
function targetAt(content: string, start: number): string {
  const before = content.slice(Math.max(0, start - maxRecipe), start);
  return [...before.matchAll(/^([\w./%-]{1,100})[ \t]*:(?!=)/gm)].at(-1)?.[1] ?? '';
}

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
    const before = file.content.slice(Math.max(0, start - maxLine), start);
    const line = before.slice(before.lastIndexOf('\n') + 1);
    return (
      aside.has(file.path) ||
      isAside(file.path) ||
      /^\s*(?:#|\/\/)/.test(line) ||
      scaffold.test(file.path) ||
      (makefile.test(file.path) && isTrial(targetAt(file.content, start))) ||
      (shown.get(file.path)?.some((span) => span.start <= start && start <= span.end) ?? false)
    );
  };
}
