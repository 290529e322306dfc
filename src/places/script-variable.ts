import { partOf } from '../parser.ts';
import { entryIn, type Place } from '../place.ts';

/** `X_PASSWORD=...` and `export X_PASSWORD=...`; Dockerfile `ENV` and `ARG`; Makefile variables. */
export const scriptVariable: Place = {
  id: 'script-variable',
  about: 'Variables assigned in scripts, Dockerfiles, Makefiles and CI files.',
  *fromPassage(passage) {
    for (const command of passage.parsed.commands) {
      for (const { name, value } of command.assignments) {
        yield entryIn('script-variable', passage, command.text, {
          key: name,
          value: value.value,
          ...partOf(value, 0),
          expectation: 'named',
          called: `variable ${name}`,
        });
      }
    }
  },
};
