import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from '../src/credential.ts';
import type { Sample } from '../src/credentials/filter.ts';
import { filters } from '../src/credentials/filters/index.ts';

function asked(sample: Sample): Question {
  return typeof sample === 'string'
    ? { key: 'password', value: sample, expectation: 'secret' }
    : { ...sample, expectation: 'secret' };
}

describe.each(filters.map((filter) => [filter.id, filter] as const))('filter %s', (_, filter) => {
  const { yes, no } = filter.examples();

  it('has examples both ways', () => {
    expect(yes.length).toBeGreaterThan(0);
    expect(no.length).toBeGreaterThan(0);
  });

  it.each(yes.map((sample) => [asked(sample).value.slice(0, 60), sample] as const))('takes %j', (_, sample) => {
    const question = asked(sample);
    expect(filter.test(question.value, question)).toBe(true);
  });

  it.each(no.map((sample) => [asked(sample).value.slice(0, 60), sample] as const))('leaves %j', (_, sample) => {
    const question = asked(sample);
    expect(filter.test(question.value, question)).toBe(false);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => void filter.test(value, asked(value))));
  });
});

it('gives every filter its own id', () => {
  expect(new Set(filters.map((filter) => filter.id)).size).toBe(filters.length);
});
