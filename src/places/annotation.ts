import { at } from '../parser.ts';
import { entryAt, type Place } from '../place.ts';
import { scalarPairs } from '../walk.ts';

/** Annotations hold names and settings; only a known credential shape counts there. */
export const annotation: Place = {
  id: 'annotation',
  about: 'Labels and annotations of a resource and of its Pod template.',
  *fromResource(resource) {
    for (const base of [
      ['metadata'],
      ['spec', 'template', 'metadata'],
      ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
    ]) {
      for (const field of ['annotations', 'labels']) {
        const path = [...base, field];
        for (const { key, value } of scalarPairs(at(resource.node, ...path))) {
          yield entryAt('annotation', resource, { key: key.value, path, node: value, expectation: 'shape' });
        }
      }
    }
  },
};
