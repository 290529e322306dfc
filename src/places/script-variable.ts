import { flaggedInside } from '../flags.ts';
import { type Command, partOf, type Word } from '../parser.ts';
import { entryIn, type Place } from '../place.ts';

/** `X_PASSWORD=...` and `export X_PASSWORD=...`; Dockerfile `ENV` and `ARG`; Makefile variables. */
export const scriptVariable: Place = {
  id: 'script-variable',
  about: 'Variables assigned in scripts, Dockerfiles, Makefiles and CI files.',
  *fromPassage(passage) {
    for (const command of passage.parsed.commands) {
      for (const { name, value, from } of defaults(command)) {
        yield entryIn('script-variable', passage, command.text, {
          key: name,
          value: value.value.slice(from, -1),
          ...partOf(value, from, value.value.length - 1),
          expectation: 'named',
          called: `variable ${name}`,
        });
      }
      const set = powershell(command);
      if (set) {
        yield entryIn('script-variable', passage, command.text, {
          key: set.name,
          value: set.value,
          ...partOf(set.word, set.from),
          expectation: 'named',
          called: `variable ${set.name}`,
        });
      }
      for (const { name, value } of command.assignments) {
        // A script of tests counts: `PASS=0`, `FAIL=0`.
        if (/^pass$/i.test(name) && /^\d$/.test(value.value)) continue;
        yield entryIn('script-variable', passage, command.text, {
          key: name,
          value: value.value,
          ...partOf(value, 0),
          expectation: 'named',
          called: `variable ${name}`,
        });
        for (const inner of flaggedInside(value.value)) {
          yield entryIn('script-variable', passage, command.text, {
            key: inner.key,
            value: inner.value,
            ...partOf(value, inner.from, inner.from + inner.value.length),
            expectation: 'named',
            called: `variable ${name} ${inner.key}`,
          });
        }
      }
    }
  },
};

/** `$env:DB_PASSWORD = "x"` and `$password="x"` of PowerShell; a POSIX shell never assigns so. */
function powershell({ words }: Command): { name: string; value: string; word: Word; from: number } | undefined {
  const match = /^\$(?:env:)?([A-Za-z_]\w{0,80})(?:=([^=][\s\S]*))?$/i.exec(words[0]?.value ?? '');
  if (!match) return undefined;
  const [, name, value] = match as unknown as [string, string, string | undefined];
  if (value !== undefined) return { name, value, word: words[0]!, from: words[0]!.value.length - value.length };
  if (words.length !== 3 || words[1]!.value !== '=' || words[2]!.value === '') return undefined;
  return { name, value: words[2]!.value, word: words[2]!, from: 0 };
}

/** `: "${DB_PASSWORD:=x}"` sets a variable that is not set. */
function* defaults({ words }: Command): Iterable<{ name: string; value: Word; from: number }> {
  if (words[0]?.value !== ':') return;
  for (const value of words) {
    const match = /^\$\{([A-Za-z_]\w{0,80}):?=[^}]+\}$/.exec(value.value);
    if (match) yield { name: match[1]!, value, from: value.value.indexOf('=') + 1 };
  }
}
