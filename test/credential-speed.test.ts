import { describe, expect, it } from 'vitest';
import { judge } from '../src/credential.ts';
import { filters } from '../src/credentials/filters/index.ts';
import { shapes } from '../src/credentials/shapes/index.ts';
import { findShapes } from '../src/credentials/shapes.ts';

/** Texts that make a careless pattern backtrack, as units to repeat. */
const units = [
  'a',
  'A',
  '9',
  ' ',
  '\n',
  '.',
  '-',
  '_',
  '/',
  '*',
  '${',
  '$(',
  '$A',
  '{{',
  '%',
  '<a',
  '<',
  '::',
  'a.',
  'a-',
  'A_',
  'a/',
  'a,',
  'a b',
  'aB9',
  '://a:',
  'a://b:c',
  'x:y@',
  '"auth":"',
  '"auths":{',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  'eyJ',
  'eyJa.',
  '-eyJ',
  'LS0tLS1CRUdJTi',
  '$2b$',
  '{"a":',
  '[',
  '(a',
  '1.',
  '1h',
  '* ',
  'key: v\n',
  'k=v;',
  'a@b.',
  'AAAA',
  'ssh-rsa AAAA',
  'age1a',
  'ENC[AES256_GCM,data:',
  'vault:',
  ';Password=',
  '?password=',
  'machine a login b ',
  '@tcp(',
  'Basic a',
  '<path:',
  "os.environ['",
  '\\n',
];
const large = 400_000;
const fill = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length));

/** Milliseconds for a text of 400 kB; the machine may be busy, so the better of two runs. */
function took(run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 2; i++) {
    const begun = performance.now();
    run();
    best = Math.min(best, performance.now() - begun);
    if (best < 100) break;
  }
  return best;
}

describe('time stays linear on hostile text', () => {
  it.each(units)('judges 400 kB of %j', (unit) => {
    const value = fill(unit, large);
    expect(took(() => void judge({ key: 'password', value, expectation: 'secret' }))).toBeLessThan(600);
    expect(took(() => void [...findShapes(value)])).toBeLessThan(600);
  });

  it('every filter reads 200 kB of every unit in no time', () => {
    for (const unit of units) {
      const value = fill(unit, 200_000);
      for (const filter of filters) {
        const question = { key: 'password', value, expectation: 'secret' } as const;
        expect(
          took(() => void filter.test(value, question)),
          `${filter.id} on ${unit}`,
        ).toBeLessThan(200);
      }
    }
  });

  it('every anchor may repeat', () => {
    for (const anchor of new Set(shapes.flatMap((shape) => shape.anchors))) {
      for (const tail of ['', 'a', '9A', ' ', '-', '.']) {
        const text = fill(anchor + tail, 20_000);
        expect(
          took(() => void [...findShapes(text)]),
          anchor + tail,
        ).toBeLessThan(200);
      }
    }
  });
});
