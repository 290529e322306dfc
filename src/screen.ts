import { styleText } from 'node:util';
import { visible } from './escape.ts';
import type { Timings } from './stopwatch.ts';

/** What a stretch of terminal text is, not how it looks. */
export type Tone = 'error' | 'warning' | 'note' | 'good' | 'path' | 'rule' | 'quiet' | 'strong';

const styles: Readonly<Record<Tone, Parameters<typeof styleText>[0]>> = {
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  note: ['bold', 'blue'],
  good: ['bold', 'green'],
  path: ['bold', 'underline'],
  rule: 'bold',
  quiet: 'gray',
  strong: 'bold',
};

export type Paint = (tone: Tone, text: string) => string;

/** Adds ANSI colours where `colour` is true; whether they are wanted has been decided by the caller. */
export function painter(colour: boolean): Paint {
  if (!colour) return (_, text) => text;
  return (tone, text) => (text === '' ? '' : styleText(styles[tone], text, { validateStream: false }));
}

/**
 * Text broken at spaces into lines of at most `width` columns; a longer word stays whole, so that paths and addresses can
 * be copied. East Asian wide characters count as one column: close enough for wrapping.
 */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (word === '') continue;
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** Markdown with its paragraphs wrapped and its code left alone; unchanged where `width` is 0. */
export function proseWrapped(markdown: string, width: number): string {
  if (width === 0) return markdown;
  let fence: string | undefined;
  const lines = markdown.split('\n').flatMap((line) => {
    const mark = /^(?:```|~~~~)/.exec(line)?.[0];
    if (mark !== undefined && (fence === undefined || fence === mark)) fence = fence === undefined ? mark : undefined;
    return fence !== undefined || line === '' ? [line] : wrapped(line, width);
  });
  return lines.join('\n');
}

/** A label in a fixed column and wrapped text beside it. */
export function labelled(
  paint: Paint,
  label: string,
  text: string,
  indent: number,
  column: number,
  width: number,
): string[] {
  const margin = ' '.repeat(indent + column);
  return wrapped(text, Math.max(20, width - indent - column)).map((line, i) =>
    i === 0 ? `${' '.repeat(indent)}${paint('quiet', label.padEnd(column))}${line}` : margin + line,
  );
}

/** For people: phases in order, rules and files slowest first. */
export function timingText({ phases, rules, files }: Timings): string {
  const line = (name: string, ms: number): string => `${ms.toFixed(1).padStart(9)} ms  ${name}\n`;
  const slowest = [...rules].sort((a, b) => b[1] - a[1]);
  return [
    'Phases\n',
    ...[...phases].map(([name, ms]) => line(name, ms)),
    'Rules\n',
    ...slowest.map(([name, ms]) => line(name, ms)),
    'Slowest files\n',
    ...files.map(({ path, milliseconds }) => line(visible(path), milliseconds)),
  ].join('');
}
