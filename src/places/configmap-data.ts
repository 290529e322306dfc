import { at, type ScalarNode } from '../parser.ts';
import { type Entry, entryAt, type Place } from '../place.ts';
import type { Resource } from '../resource.ts';
import { scalarPairs } from '../walk.ts';

/** ConfigMaps are readable by far more people and service accounts than Secrets, and never encrypted at rest. */
export const configMapData: Place = {
  id: 'configmap-data',
  about: 'Values of `data` and `binaryData` of a ConfigMap, and the documents inside them.',
  *fromResource(resource) {
    if (resource.kind !== 'ConfigMap' || resource.group !== '') return;
    for (const [field, encoding] of [
      ['data', 'plain'],
      ['binaryData', 'base64'],
    ] as const) {
      for (const { key, value } of scalarPairs(at(resource.node, field))) {
        yield entryAt('configmap-data', resource, {
          key: key.value,
          path: [field],
          node: value,
          encoding,
          expectation: 'named',
        });
        if (field === 'data') yield* assignment(resource, key.value, value);
      }
    }
  },
};

/** `env: REDIS_PASSWORD=x`: one line that is an assignment, its name says what the value is. */
function* assignment(resource: Resource, key: string, node: ScalarNode): Iterable<Entry> {
  const match = /^([A-Z][A-Z0-9_]{1,80})[=:](\S{1,500})$/.exec(node.value);
  const at = match ? resource.document.text.content.slice(node.start, node.end).indexOf(node.value) : -1;
  if (!match || at === -1) return;
  const end = node.start + at + node.value.length;
  yield entryAt('configmap-data', resource, {
    key: match[1]!,
    path: ['data', key],
    node: {
      type: 'scalar',
      value: match[2]!,
      start: end - match[2]!.length,
      end,
      style: 'double',
      templated: node.templated,
    },
    expectation: 'named',
  });
}
