import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineMap } from '../src/line-map.ts';

test('lines that moved are found, changed ones are not', () => {
  const map = lineMap('a\nb\nsecret\nd\ne', 'x\na\nb\nsecret\nnew\ne');
  expect([1, 2, 3, 4, 5].map(map)).toEqual([2, 3, 4, undefined, 6]);
  expect(map(9)).toBeUndefined();
});

test('a match is an equal line, and order is kept', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', ''), { maxLength: 30 });
  fc.assert(
    fc.property(lines, lines, (old, now) => {
      const map = lineMap(old.join('\n'), now.join('\n'));
      let last = 0;
      old.forEach((line, i) => {
        const at = map(i + 1);
        if (at === undefined) return;
        expect(now[at - 1] ?? '').toBe(line);
        expect(at).toBeGreaterThan(last);
        last = at;
      });
      if (old.join() === now.join()) expect(old.every((_, i) => map(i + 1) === i + 1)).toBe(true);
    }),
  );
});

test('a hundred thousand lines take no time', () => {
  const old = Array.from({ length: 100_000 }, (_, i) => `line ${i}`);
  const begun = performance.now();
  const map = lineMap(old.join('\n'), ['x', ...old.slice(0, 50_000), 'y', ...old.slice(50_001).reverse()].join('\n'));
  expect(map(50_000)).toBe(50_001);
  lineMap('a\n'.repeat(100_000), `b\n${'a\n'.repeat(100_000)}c`);
  expect(performance.now() - begun).toBeLessThan(3_000);
});
