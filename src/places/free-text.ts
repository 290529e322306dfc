import { findShapes } from '../credentials/shapes.ts';
import { entryIn, type Place } from '../place.ts';

/** Known credential shapes anywhere in a text that no other place claimed: prose, comments, unknown formats. */
export const freeText: Place = {
  id: 'free-text',
  about: 'Known credential shapes anywhere else in a text: comments, prose, unknown formats.',
  *fromPassage(passage) {
    if (passage.within) return;
    const { content } = passage.text;
    for (const { shape, start, end } of findShapes(content)) {
      yield entryIn('free-text', passage, passage.text, {
        key: '',
        value: content.slice(start, end),
        start,
        end,
        expectation: 'shape',
        called: shape,
      });
    }
  },
};
