import type { Confidence } from '../finding.ts';
import { AnchorScan } from './anchors.ts';
import { isDocumented } from './documented.ts';
import { isDull } from './randomness.ts';
import type { Outcome, Shape } from './shape.ts';
import { shapes } from './shapes/index.ts';

/** A known shape in a text: `text.slice(start, end)` is recognised as the same shape by itself. */
export interface ShapeHit {
  readonly shape: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
}

/** A match of a shape with what it turned out to be. */
export interface ShapeMatch extends ShapeHit {
  readonly verdict: Outcome['verdict'];
}

const byId = new Map<string, Shape>();
for (const shape of shapes) if (!byId.has(shape.id)) byId.set(shape.id, shape);

/** The shape with an id, or undefined. */
export function shapeById(id: string): Shape | undefined {
  return byId.get(id);
}

let scan: AnchorScan | undefined;
let shapesByAnchor: readonly (readonly Shape[])[] = [];
let anchorTexts: readonly string[] = [];

function prepared(): AnchorScan {
  if (!scan) {
    const lists = new Map<string, Shape[]>();
    for (const shape of shapes) {
      for (const anchor of shape.anchors) {
        const list = lists.get(anchor);
        if (list) list.push(shape);
        else lists.set(anchor, [shape]);
      }
    }
    shapesByAnchor = [...lists.values()];
    anchorTexts = [...lists.keys()];
    scan = new AnchorScan(anchorTexts);
  }
  return scan;
}

/**
 * Credentials of known shapes in any text, in order and without overlap; placeholders and references are left out. One
 * pass over the text; each anchor found costs at most the bounded length of its shapes.
 */
export function findShapes(text: string): Iterable<ShapeHit> {
  return withoutOverlap(matchesIn(text).filter((match) => match.verdict === 'credential'));
}

/** Every match with its outcome, in order of start; they may overlap. */
export function matchesIn(text: string): ShapeMatch[] {
  const matches: ShapeMatch[] = [];
  const done = new Map<Shape, number>();
  prepared().run(text, (anchor, at) => {
    for (const shape of shapesByAnchor[anchor]!) {
      // Matches of one shape do not overlap: an anchor inside the last match is part of it.
      if (at < (done.get(shape) ?? 0)) continue;
      const match = matchAt(shape, text, at);
      if (!match) continue;
      done.set(shape, match.end);
      if (match.verdict !== 'none') matches.push(match);
    }
  });
  return matches.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Every literal that begins a search for a shape, in its exact case; `shapeAt` takes its index. */
export function shapeAnchors(): readonly string[] {
  prepared();
  return anchorTexts;
}

/** True where a credential of one of an anchor's shapes stands around `at`, the offset of the anchor in `text`. */
export function shapeAt(anchor: number, text: string, at: number): boolean {
  prepared();
  return shapesByAnchor[anchor]!.some((shape) => matchAt(shape, text, at)?.verdict === 'credential');
}

const apart = /[A-Za-z0-9_]/;

function matchAt(shape: Shape, text: string, at: number): ShapeMatch | undefined {
  let start = at;
  if (shape.lead) {
    const least = Math.max(0, at - shape.lead.length);
    while (start > least && shape.lead.of.test(text[start - 1]!)) start--;
  }
  if (start > 0 && (shape.apart ?? apart).test(text[start - 1]!) && !afterEscape(text, start)) return undefined;
  shape.pattern.lastIndex = start;
  const match = shape.pattern.exec(text);
  if (!match) return undefined;
  const outcome = shape.check ? shape.check(match) : byBody(match);
  return {
    shape: shape.id,
    start,
    end: start + match[0].length,
    verdict: outcome.verdict,
    confidence: outcome.confidence ?? shape.confidence,
  };
}

/** True right after `\n`, `\t` or `\r` written as an escape, as in JSON strings. */
function afterEscape(text: string, at: number): boolean {
  return at >= 2 && text[at - 2] === '\\' && /[nrt]/.test(text[at - 1]!);
}

function byBody(match: RegExpExecArray): Outcome {
  const madeUp = isDull(match.groups?.body ?? match[0]) || isDocumented(match[0]);
  return { verdict: madeUp ? 'placeholder' : 'credential' };
}

const ranks: Record<Confidence, number> = { certain: 2, likely: 1, possible: 0 };

function withoutOverlap(matches: readonly ShapeMatch[]): ShapeMatch[] {
  const out: ShapeMatch[] = [];
  for (const match of matches) {
    const last = out.at(-1);
    if (!last || match.start >= last.end) out.push(match);
    else if (ranks[match.confidence] > ranks[last.confidence]) out[out.length - 1] = match;
  }
  return out;
}
