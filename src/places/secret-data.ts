import { at, textAt } from '../parser.ts';
import { type Entry, entryAt, type Place } from '../place.ts';
import type { Resource } from '../resource.ts';
import { mapsOf, scalarPairs } from '../walk.ts';

/** https://kubernetes.io/docs/concepts/configuration/secret/: `data` is base64, `stringData` is text and wins. */
export const secretData: Place = {
  id: 'secret-data',
  about: 'Values of `data` and `stringData` of a Secret or a SopsSecret, wherever it sits.',
  *fromResource(resource) {
    if (isSecret(resource)) yield* dataOf(resource, resource.node, '');
    else if (resource.kind === 'SopsSecret' || resource.kind === 'SecretTemplate') {
      for (const template of mapsOf(at(resource.node, 'spec', 'secretTemplates'))) {
        yield* dataOf(resource, template, `spec.secretTemplates[${textAt(template, 'name') ?? ''}].`);
      }
    }
  },
};

function isSecret(resource: Resource): boolean {
  if (resource.kind !== 'Secret' || resource.group !== '') return false;
  // `$patch: delete` removes a Secret; what it lists is not provided.
  return textAt(resource.node, '$patch') !== 'delete';
}

function* dataOf(resource: Resource, node: Parameters<typeof at>[0], prefix: string): Iterable<Entry> {
  for (const [field, encoding] of [
    ['data', 'base64'],
    ['stringData', 'plain'],
  ] as const) {
    for (const { key, value } of scalarPairs(at(node, field))) {
      // Tests of Kyverno and Chainsaw assert with expressions; no key of a Secret has parentheses.
      if (key.value.startsWith('(')) continue;
      yield entryAt('secret-data', resource, {
        key: key.value,
        path: [`${prefix}${field}`],
        node: value,
        // A SopsSecret's `data` is base64 as a Secret's is.
        encoding,
        expectation: 'secret',
      });
    }
  }
}
