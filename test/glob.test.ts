import fc from 'fast-check';
import { Minimatch } from 'minimatch';
import { expect, test } from 'vitest';
import { glob } from '../src/glob.ts';

const options = { dot: true, nocomment: true, nonegate: true, optimizationLevel: 2, platform: 'linux' } as const;
const segment = fc
  .array(fc.constantFrom('a', 'b', '.', '*', '**', '?', '-', 'yaml'), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''));
const pattern = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const path = fc
  .array(
    fc.stringMatching(/^[ab.-]{1,4}(?:yaml)?$/).filter((name) => name !== '.' && name !== '..'),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join('/'));

test('a glob matches what minimatch matches, and what lies below it', () => {
  fc.assert(
    fc.property(pattern, fc.array(path, { minLength: 1, maxLength: 20 }), (pattern, paths) => {
      const folder = pattern.replace(/^(?:\.?\/)+/, '').replace(/\/(?:\*\*)?$/, '');
      fc.pre(folder !== '' && folder !== '.' && folder !== '**' && /[*?]/.test(folder));
      const matches = glob(pattern);
      for (const path of paths) {
        const expected =
          new Minimatch(folder, options).match(path) || new Minimatch(`${folder}/**`, options).match(path);
        expect(matches(path), path).toBe(expected);
      }
    }),
    { numRuns: 2000 },
  );
});
