import type { Entry, Place, Tree } from '../place.ts';
import type { Passage, Resource } from '../resource.ts';

/**
 * The entries of some passages, one per stretch of text: of two places that see the same stretch the first in the list
 * wins, and free text yields only what no place before it covers.
 */
export function entriesOf(
  passages: readonly Passage[],
  resources: readonly Resource[],
  places: readonly Place[],
  tree: Tree,
): Entry[] {
  const out: Entry[] = [];
  const taken = new Set<string>();
  for (const place of places) {
    const covered = place.id === 'free-text' ? coverage(out) : undefined;
    const add = (entry: Entry): void => {
      if (entry.value === '') return;
      if (covered?.(entry)) return;
      const key = `${entry.span.start}:${entry.span.end}:${entry.passage.within?.encoding === 'base64' ? entry.key : ''}`;
      if (taken.has(key)) return;
      taken.add(key);
      out.push(entry);
    };
    if (place.fromResource) {
      for (const resource of resources) for (const entry of place.fromResource(resource, tree)) add(entry);
    }
    if (place.fromPassage) {
      for (const passage of passages) for (const entry of place.fromPassage(passage, tree)) add(entry);
    }
  }
  return out;
}

/** Whether a stretch lies within one of some entries; all entries must be of one file. */
function coverage(entries: readonly Entry[]): (entry: Entry) => boolean {
  const spans = entries.map((entry) => entry.span).sort((a, b) => a.start - b.start);
  // Furthest end so far, so that one binary search answers although spans nest.
  const ends = new Int32Array(spans.length);
  let furthest = 0;
  spans.forEach((span, i) => {
    furthest = Math.max(furthest, span.end);
    ends[i] = furthest;
  });
  return ({ span }) => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (spans[middle]!.start <= span.start) low = middle + 1;
      else high = middle;
    }
    return low > 0 && ends[low - 1]! > span.start;
  };
}
