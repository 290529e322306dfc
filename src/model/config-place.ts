import { at, type Node } from '../parser.ts';
import { spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import type { Repository } from './repository.ts';

/** Where the configuration may stand in the root of a scan. */
const names = ['.secrets-ladder.yaml', '.secrets-ladder.yml'];

/**
 * The place of a setting in the configuration file of the working tree; the first resource where the file does not have it
 * (it may be another file, or that of another commit). Undefined for a repository without either.
 */
export function configPlace(repository: Repository, ...path: readonly string[]): Span | undefined {
  for (const passage of repository.passages) {
    if (passage.within || !names.includes(passage.file.path)) continue;
    for (const document of passage.parsed.documents) {
      const node: Node | undefined = at(document.root, ...path);
      if (node) return spanOf(document, node);
    }
  }
  const first = repository.resources.find(({ passage }) => passage.role !== 'docs' && !passage.within);
  return first && spanOf(first.document, { start: first.node.start, end: first.node.start });
}
