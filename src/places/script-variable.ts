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
      for (const { name, value } of command.assignments) {
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

/** `: "${DB_PASSWORD:=x}"` sets a variable that is not set. */
function* defaults({ words }: Command): Iterable<{ name: string; value: Word; from: number }> {
  if (words[0]?.value !== ':') return;
  for (const value of words) {
    const match = /^\$\{([A-Za-z_]\w{0,80}):?=[^}]+\}$/.exec(value.value);
    if (match) yield { name: match[1]!, value, from: value.value.indexOf('=') + 1 };
  }
}
