import { flagged } from '../flags.ts';
import { entryAt, type Place, partOfScalar } from '../place.ts';
import { scalarLists } from '../walk.ts';

const argumentLists = /^(?:args|command|entrypoint|cmd|extraArgs|additionalArgs|extraFlags|exec|arguments)$/;

/** Arguments are visible in the process list, in logs, and to everybody who may read the Pod. */
export const containerArgs: Place = {
  id: 'container-args',
  about: 'Flags and `NAME=value` words in `args` and `command` of containers and probes.',
  *fromPassage(passage) {
    if (passage.dialect !== 'yaml' && passage.dialect !== 'json') return;
    for (const document of passage.parsed.documents) {
      for (const { path, items } of scalarLists(document.root)) {
        if (!argumentLists.test(path.at(-1) ?? '')) continue;
        // A word of its own, as a connection string is: only a known shape counts.
        for (const item of items) {
          if (!/^[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/]{1,400}@/i.test(item.value)) continue;
          yield entryAt(
            'container-args',
            { passage, document },
            { key: '', path, node: item, expectation: 'shape', called: path.join('.') },
          );
        }
        const words = items.map((item) => ({ value: item.value, expands: item.templated, item }));
        for (const { key, path: above, value, word } of flagged(words)) {
          yield entryAt(
            'container-args',
            { passage, document },
            {
              key,
              // `--secret.key=x`: the word before the dot says what the key is.
              path: above,
              node: partOfScalar(document, word.item, value),
              expectation: 'named',
              called: `${path.join('.')} ${key}`,
            },
          );
        }
      }
    }
  },
};
