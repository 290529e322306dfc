import type { Document, ScalarNode, ScalarStyle } from '../parser.ts';
import type { Text } from '../text.ts';
import { resolveBlock } from './yaml-text-block.ts';
import { resolveDouble } from './yaml-text-double.ts';
import { Resolution } from './yaml-text-resolution.ts';

/**
 * The value of the scalar written at [start, end) of a text: YAML 1.2.2, chapters 7.3 (flow) and 8.1 (block).
 * `indent` is the number of columns to take off a block scalar's lines. A quoted scalar may lack its closing quote.
 */
export function resolveScalar(content: string, start: number, end: number, style: ScalarStyle, indent: number): string {
  if (style === 'plain') {
    const written = content.slice(start, end);
    if (!written.includes('\n')) return written;
  } else if (style === 'double' || style === 'single') {
    const quote = style === 'double' ? '"' : "'";
    const inner = content.slice(start + 1, closed(content, start, end, quote) ? end - 1 : end);
    if (!inner.includes('\n') && !inner.includes(style === 'double' ? '\\' : quote)) return inner;
  }
  const out = new Resolution(content, false);
  resolve(out, start, end, style, indent);
  return out.text();
}

/**
 * The resolved value of a scalar of a YAML or JSON document as a text of its own: each character maps to the place in
 * the file it was written at (the start of its escape or of its line break).
 */
export function scalarText(document: Document, node: ScalarNode): Text {
  const { content } = document.text;
  const out = new Resolution(content, true);
  const { indent } = node as { indent?: number };
  resolve(out, node.start, node.end, node.style, indent ?? 0);
  const text = out.text();
  // A value that was not read from this text in this style can only be placed as a whole.
  const pieces = text === node.value ? out.pieces(node.start) : undefined;
  if (!pieces) return document.text.decoded(node.value, node.start, node.end);
  return document.text.derive(text, pieces);
}

function resolve(out: Resolution, start: number, end: number, style: ScalarStyle, indent: number): void {
  switch (style) {
    case 'plain':
      resolveLines(out, start, end, false);
      break;
    case 'single':
      resolveLines(out, start + 1, closed(out.content, start, end, "'") ? end - 1 : end, true);
      break;
    case 'double':
      resolveDouble(out, start + 1, closed(out.content, start, end, '"') ? end - 1 : end);
      break;
    default:
      resolveBlock(out, start, end, style === 'folded', indent);
  }
}

function closed(content: string, start: number, end: number, quote: string): boolean {
  return end - start > 1 && content[end - 1] === quote;
}

/** Plain and single-quoted text: one line break becomes a space, more become one less, blanks around them vanish. */
function resolveLines(out: Resolution, start: number, end: number, quoted: boolean): void {
  const { content } = out;
  let at = start;
  for (;;) {
    const found = content.indexOf('\n', at);
    const last = found === -1 || found >= end;
    let stop = last ? end : found;
    if (!last) {
      if (stop > at && content.charCodeAt(stop - 1) === 13) stop--;
      while (stop > at && isBlank(content.charCodeAt(stop - 1))) stop--;
    }
    if (quoted) addUnquoted(out, at, stop);
    else out.add(at, stop);
    if (last) return;
    at = out.fold(found, end);
  }
}

function addUnquoted(out: Resolution, start: number, end: number): void {
  let at = start;
  for (let i = start; i < end; i++) {
    if (out.content.charCodeAt(i) !== 39) continue;
    out.add(at, i + 1);
    // The second quote of a pair is dropped.
    i++;
    at = i + 1;
  }
  if (at < end) out.add(at, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
