import { asMap, type Document, type MapNode, type ScalarNode } from '../parser.ts';
import type { Passage } from '../resource.ts';
import type { Span } from '../text.ts';
import { maps } from '../walk.ts';

/** A block `type "label" { ... }` of HCL, or the same in JSON: `{"type": {"label": { ... }}}`. */
export interface Block {
  readonly label: string;
  /** The label without its quotes. */
  readonly labelSpan: Span;
  readonly body: MapNode;
  readonly document: Document;
}

/** Blocks of a type with one label, wherever they stand in a passage. */
export function* blocksOf(passage: Passage, type: string): Iterable<Block> {
  for (const document of passage.parsed.documents) {
    for (const { path, pairs } of maps(document.root)) {
      if (path.at(-1) !== type) continue;
      for (const { key, value } of pairs) {
        const body = asMap(value);
        if (body) yield { label: key.value, labelSpan: insideOf(document, key), body, document };
      }
    }
  }
}

/** The span of a scalar without its quotes. */
export function insideOf(document: Document, { start, end, style }: ScalarNode): Span {
  const quoted = style === 'double' || style === 'single' ? 1 : 0;
  return document.text.span(start + quoted, Math.max(start + quoted, end - quoted));
}
