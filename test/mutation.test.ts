import { describe, expect, test } from 'vitest';
import { exampleRepositories } from '../bench/accuracy/cases/examples.ts';
import { ownRules } from '../bench/accuracy/cases/rules.ts';
import { ownShapes } from '../bench/accuracy/cases/shapes.ts';
import { found, leaking, type Mutation, safe } from '../bench/accuracy/mutation/mutations.ts';

// The clean files of this project's own cases carry what is planted; bench/accuracy/mutate.ts does the same with repositories.
const carriers = [...exampleRepositories(), ...ownRules(), ...ownShapes()]
  .filter(({ leaks }) => leaks.length === 0)
  .flatMap(({ files }) => [...files].map(([path, content]) => ({ path, content })))
  .filter(({ content }) => !content.includes('\r'));

const titles = (mutations: readonly Mutation[]): string[] => mutations.map(({ title, path }) => `${title} in ${path}`);

describe.each([1, 2, 3])('seed %i', (seed) => {
  test('finds at least 98 of 100 generated credentials on their line', async () => {
    const planted = await leaking(seed, 100, carriers);
    expect(planted.length).toBe(100);
    const missed = planted.filter((each) => !found(each));
    expect(missed.length, titles(missed).join('\n')).toBeLessThanOrEqual(2);
  });

  test('finds nothing where a secret is encrypted or only named', async () => {
    const referenced = await safe(seed, 100, carriers);
    expect(referenced.length).toBe(100);
    expect(titles(referenced.filter(({ reported }) => reported.length > 0))).toEqual([]);
  });
});
