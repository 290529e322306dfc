/**
 * Where the lines of one version of a file stand in another one: line (from 1) to line, undefined for a line that is not
 * there. Equal beginnings and ends are matched first, then lines that stand once in each version, in the same order, and
 * their equal neighbours (patience diff). A line that cannot be told from others stays without a match.
 */
export function lineMap(from: string, to: string): (line: number) => number | undefined {
  if (from === to) return (line) => line;
  const [old, now] = [from.split('\n'), to.split('\n')];
  const matched = new Int32Array(old.length).fill(-1);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) matched[head] = head++;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  for (let i = 1; i <= tail; i++) matched[old.length - i] = now.length - i;
  let last = head - 1;
  const anchors = inOrder(onceInBoth(old, now, head, tail));
  anchors.forEach(([a, b], i) => {
    matched[a] = b;
    // Backwards to what the anchor before it took, forwards to the next anchor: order is kept.
    const end = anchors[i + 1]?.[1] ?? now.length - tail;
    for (let k = 1; matched[a - k] === -1 && b - k > last && old[a - k] === now[b - k]; k++) matched[a - k] = b - k;
    last = b;
    for (let k = 1; matched[a + k] === -1 && b + k < end && old[a + k] === now[b + k]; k++) {
      matched[a + k] = b + k;
      last = b + k;
    }
  });
  return (line) => {
    const at = matched[line - 1];
    return at === undefined || at === -1 ? undefined : at + 1;
  };
}

/** Pairs of indices of lines that stand exactly once between the matched ends of both versions. */
function onceInBoth(old: readonly string[], now: readonly string[], head: number, tail: number): [number, number][] {
  const places = new Map<string, [number, number]>();
  const note = (lines: readonly string[], side: 0 | 1): void => {
    for (let i = head; i < lines.length - tail; i++) {
      const place = places.get(lines[i]!) ?? [-1, -1];
      place[side] = place[side] === -1 ? i : -2;
      places.set(lines[i]!, place);
    }
  };
  note(old, 0);
  note(now, 1);
  return [...places.values()].filter(([a, b]) => a >= 0 && b >= 0).sort(([a], [b]) => a - b);
}

/** The longest run of pairs that ascends on both sides. */
function inOrder(pairs: readonly [number, number][]): [number, number][] {
  const ends: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  pairs.forEach(([, b], i) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]![1] < b) low = middle + 1;
      else high = middle;
    }
    before[i] = low === 0 ? -1 : ends[low - 1]!;
    ends[low] = i;
  });
  const run: [number, number][] = [];
  for (let i = ends.at(-1) ?? -1; i !== -1; i = before[i]!) run.push(pairs[i]!);
  return run.reverse();
}
