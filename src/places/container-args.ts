import { flagged } from '../flags.ts';
import type { ScalarNode } from '../parser.ts';
import { type Entry, entryAt, type Place } from '../place.ts';
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
        const words = items.map((item) => ({ value: item.value, expands: item.templated, item }));
        for (const { key, path: above, value, word } of flagged(words)) {
          yield argument({ passage, document }, path, [...above, key], value, word.item);
        }
      }
    }
  },
};

function argument(
  where: Parameters<typeof entryAt>[1],
  path: readonly string[],
  name: readonly string[],
  value: string,
  item: ScalarNode,
): Entry {
  const content = where.document.text.content;
  const at = content.slice(item.start, item.end).lastIndexOf(value);
  const node =
    at === -1
      ? { ...plainNode(item), value }
      : { ...plainNode(item), value, start: item.start + at, end: item.start + at + value.length };
  return entryAt('container-args', where, {
    key: name.at(-1)!,
    // `--secret.key=x`: the word before the dot says what the key is.
    path: name.slice(0, -1),
    node,
    expectation: 'named',
    called: `${path.join('.')} ${name.at(-1)!}`,
  });
}

/** The scalar as a plain object: spreading a node with getters would lose them. */
function plainNode(item: ScalarNode): ScalarNode {
  return {
    type: 'scalar',
    value: item.value,
    start: item.start,
    end: item.end,
    style: item.style,
    templated: item.templated,
  };
}
