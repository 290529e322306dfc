import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/**
 * Every regular expression of the sources on texts made to make it backtrack. A quadratic one takes a second on 20 kB and
 * hours on the 10 MB that a file may have; one whose input is bounded where it is used says so here.
 */
const bounded: Readonly<Record<string, string>> = {
  '[jt]s:\\d+:\\d+': 'a line of our own stack',
  '0o?[0-7]+': 'at most 40 characters of a value',
  '%YAML': 'at most 400 characters of a value',
  '^[\\w./*-]*\\*[\\w./*-]*$': 'a value of at most 400 characters',
  '\\.{3,}$|…$': 'a value of less than 200 characters',
};

const source = new URL('../src', import.meta.url).pathname;
/** A regular expression stands where a division cannot. */
const literal =
  /(?<=[=(,:!&|?[{};\n>]\s{0,40}|return\s)\/(?![*/\s])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+)\/([dgimsuvy]*)/g;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? (entry.name === 'generated' ? [] : filesBelow(path)) : [path];
  });
}

function literalsIn(text: string): RegExp[] {
  // Examples and comments hold slashes that mean nothing.
  const code = text.replace(/`[^`]*`/g, '``').replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  return [...code.matchAll(literal)].flatMap(([, body, flags]) => {
    try {
      return [new RegExp(body!, flags)];
    } catch {
      return [];
    }
  });
}

const units =
  'a|A|9| |\n|\t|.|-|_|/|*|$|{|}|(|"|\'|\\|=|:|,|<|@|a.|a-|A_|a |a=|a: |a/|"a":|$(|${|{{ |::|a\n| \n|a,|--a=|<a |https://'.split(
    '|',
  );
const length = 8_000;

/** What the expression itself looks for, to be repeated too. */
function words(expression: RegExp): string[] {
  const plain = expression.source
    .replace(/\\[bBdDsSwW]/g, ' ')
    .replace(/\\([^\w])/g, '$1')
    .replace(/\[[^\]]*\]|\(\?[:=!<]+|[()?*+{}|^$]|\d+,\d*/g, ' ');
  return plain.split(/\s+/).filter((word) => word.length > 0 && word.length < 30);
}

function milliseconds(expression: RegExp, text: string): number {
  const begun = performance.now();
  expression.lastIndex = 0;
  if (expression.global) for (const _ of text.matchAll(expression));
  else expression.test(text);
  return performance.now() - begun;
}

test('no regular expression takes quadratic time', () => {
  const seen = new Map<string, string>();
  const slow: string[] = [];
  for (const path of filesBelow(source)) {
    for (const expression of literalsIn(readFileSync(path, 'utf8'))) {
      if (seen.has(String(expression))) continue;
      seen.set(String(expression), path);
      if (Object.keys(bounded).some((part) => expression.source.includes(part))) continue;
      const own = words(expression);
      for (const unit of new Set([...units, ...own, ...own.map((word) => `${word} `)])) {
        for (const before of ['', ...own.slice(0, 1)]) {
          const took = (size: number): number => {
            const text = `${before}${unit.repeat(Math.ceil(size / unit.length))}\u0001`;
            let best = milliseconds(expression, text);
            // The machine may be busy.
            for (let i = 0; i < 4 && best > 40; i++) best = Math.min(best, milliseconds(expression, text));
            return best;
          };
          // A linear one takes less than a millisecond, or, with long bounded parts, twice as long for twice the text.
          const whole = took(length);
          if (whole > 40 && whole > 3 * took(length / 2)) {
            slow.push(`${path.slice(source.length + 1)}: ${expression} on ${JSON.stringify(before + unit)}`);
          }
        }
      }
    }
  }
  expect(slow).toEqual([]);
  expect(seen.size).toBeGreaterThan(700);
}, 120_000);

test('the measure finds a quadratic expression and passes a linear one', () => {
  const text = `${' '.repeat(length)}\u0001`;
  expect(milliseconds(/\s+$/, text)).toBeGreaterThan(5 * milliseconds(/(?<!\s)\s+$/, text));
  expect(literalsIn('const a = /x+$/g; f(/[/]y/, 1 / 2 / 3);').map(String)).toEqual(['/x+$/g', '/[/]y/']);
});
