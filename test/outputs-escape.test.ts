import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clipped,
  commandData,
  commandProperty,
  jsonText,
  markdownCode,
  markdownText,
  uriPath,
  visible,
} from '../src/escape.ts';
import { hostileNames } from './report-fixture.ts';
import { runnerReads } from './runner-commands.ts';

/** Any text, with more than its share of what matters here. */
const wild = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '##[',
          '::',
          '::error',
          '::error::',
          '##',
          '[',
          ']',
          '%',
          '%0A',
          '\n',
          '\r',
          '\u001b[31m',
          '\u202e',
          '\u200b',
          '\ud800',
          ' ',
          '|',
          '`',
          '\\',
          '<',
          '&',
          '@a',
          '#1',
          ',',
          ':',
          'add-mask',
        ),
        fc.string(),
      ),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(...hostileNames),
);

/** What moves, hides or reorders text. */
const acting = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe('visible', () => {
  test.each([
    ['apps/prod/db-1.yaml', 'apps/prod/db-1.yaml'],
    ['größe 数 😀', 'größe 数 😀'],
    ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
    ['\u001b[2J', '\\u001b[2J'],
    ['gpj.\u202etxt', 'gpj.\\u202etxt'],
    ['\u{e0041}', '\\u{e0041}'],
    ['x ##[add-mask]e', 'x ## [add-mask]e'],
    ['###[group]', '### [group]'],
    ['  ::error::x', '  : :error::x'],
    ['a::b', 'a::b'],
  ])('%j', (text, expected) => expect(visible(text)).toBe(expected));

  test('nothing that acts on a terminal or a runner is left, alone or after indentation', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(acting);
        expect(runnerReads(`${shown}\n    ${shown}\n| ${shown}`).commands).toEqual([]);
      }),
    );
  });

  test('takes linear time', () => {
    const started = performance.now();
    for (const unit of [' ', ':', '#', '##[', ' ::', '\u200b', 'www', '!', '@']) {
      const text = unit.repeat(300_000);
      visible(text);
      markdownText(text);
      markdownCode(text);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('workflow commands', () => {
  test('data and properties come back as they were', () => {
    fc.assert(
      fc.property(wild, wild, (data, property) => {
        const line = `::error title=a${commandProperty(property)}a::${commandData(visible(data))}`;
        const [command, ...more] = runnerReads(line).commands;
        expect(more).toEqual([]);
        expect(command?.name).toBe('error');
        expect(command?.data).toBe(visible(data));
        expect(command?.properties.get('title')).toBe(`a${visible(property)}a`);
      }),
    );
  });

  test('a line break of ours stays one', () => {
    expect(runnerReads(`::error::${commandData('a\nb 100%')}`).commands[0]?.data).toBe('a\nb 100%');
  });
});

describe('Markdown', () => {
  test('text has no markup, no links and no end of a table cell', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const markdown = markdownText(text);
        expect(markdown).not.toMatch(/[<>\\`*_[\]{}|~$\n\r]|@\w|:\/\/|www\./);
        expect(markdown.replace(/&#\d+;/g, ' ')).not.toMatch(/[&]|#\w/);
        expect(decoded(markdown)).toBe(visible(text));
      }),
    );
  });

  test('ordinary sentences stay readable', () => {
    expect(markdownText('Secret prod/app data.password is readable; 100% sure.')).toBe(
      'Secret prod/app data.password is readable; 100% sure.',
    );
  });

  test('code is a code span where that is safe, and HTML where it is not', () => {
    expect(markdownCode('apps/a<b>.yaml:3')).toBe('`apps/a<b>.yaml:3`');
    expect(markdownCode('a|b')).toBe('<code>a&#124;b</code>');
    expect(markdownCode('')).toBe('<code></code>');
    fc.assert(
      fc.property(wild, (text) => {
        const markdown = markdownCode(text);
        expect(markdown).not.toMatch(/[|\\\n\r]/);
        const span = /^`([^`]+)`$/.exec(markdown)?.[1];
        const html = /^<code>([^<>`*_[\]]*)<\/code>$/.exec(markdown.replaceAll('_', ''))?.[1];
        expect(span ?? html).toBeDefined();
        if (span === undefined) expect(decoded(markdown).slice('<code>'.length, -'</code>'.length)).toBe(visible(text));
      }),
    );
  });
});

function decoded(markdown: string): string {
  return markdown
    .replaceAll('&#8203;', '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

describe('JSON', () => {
  test('reads back the same and holds nothing that acts on a log', () => {
    fc.assert(
      fc.property(fc.dictionary(wild, wild), (value) => {
        const text = jsonText(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text.replaceAll('\n', '')).not.toMatch(acting);
        expect(runnerReads(text).commands).toEqual([]);
        expect(text.endsWith('\n')).toBe(true);
      }),
    );
  });
});

describe('URIs', () => {
  test('a path becomes a relative reference and comes back', () => {
    fc.assert(
      fc.property(wild, (path) => {
        const uri = uriPath(path);
        expect(uri).toMatch(/^[A-Za-z0-9\-_.!~*'()%/]*$/);
        expect(decodeURIComponent(uri)).toBe(path.toWellFormed());
      }),
    );
  });
});

describe('clipped', () => {
  test('keeps to the limit and never splits a character', () => {
    expect(clipped('abcdef', 6)).toBe('abcdef');
    expect(clipped('abcdefg', 6)).toBe('abcde…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const short = clipped(text, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        expect(short.isWellFormed()).toBe(text.isWellFormed() || short.isWellFormed());
      }),
    );
  });
});
