import { fake } from '../../../src/fake.ts';
import { type Case, caseOf } from '../case.ts';
import { leaking } from './shapes-leaking.ts';
import { safe } from './shapes-safe.ts';

/** Passwords that scanners tell apart: with signs in them, letters and digits only, short, a phrase of words. */
const values: Readonly<Record<string, string>> = {
  signs: fake('human-password', 11),
  'letters and digits': fake('password', 11),
  short: ['hun', 'ter', '2'].join(''),
  phrase: ['copper', 'lantern', 'quarry', 'thistle'].join('-'),
};

/**
 * This project's own cases: each kind of place with four passwords, and its safe neighbours. They belong to the tests
 * (test/shapes.test.ts) and to the comparison.
 */
export function ownShapes(): Case[] {
  const found = Object.entries(values).flatMap(([kind, value]) =>
    leaking(value).map(([shape, title, files]) => caseOf('own shapes', `${title} (${kind})`, shape, { title, files })),
  );
  return [...found, ...safe().map(([shape, title, files]) => caseOf('own shapes', title, shape, { title, files }))];
}
