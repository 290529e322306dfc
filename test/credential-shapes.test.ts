import { describe, expect, it } from 'vitest';
import { judge } from '../src/credential.ts';
import { shapes } from '../src/credentials/shapes/index.ts';
import { findShapes, shapeById } from '../src/credentials/shapes.ts';

describe.each(shapes.map((shape) => [shape.id, shape] as const))('shape %s', (id, shape) => {
  const example = shape.example();

  it('is found by value wherever it stands', () => {
    for (const expectation of ['shape', 'named', 'secret'] as const) {
      expect(judge({ key: 'note', value: example, expectation })).toMatchObject({ verdict: 'credential', shape: id });
    }
  });

  it('is found behind base64', () => {
    const judgement = judge({ key: 'x', value: btoa(example), expectation: 'secret', encoding: 'base64' });
    expect(judgement).toMatchObject({ verdict: 'credential', shape: id, decoded: example });
  });

  it('is found in free text, with its place', () => {
    const text = `before\n# see "${example}" and more\nafter`;
    const hits = [...findShapes(text)].filter((hit) => hit.shape === id);
    expect(hits).toHaveLength(1);
    const { start, end } = hits[0]!;
    const slice = text.slice(start, end);
    expect(example).toContain(slice.trim());
    expect([...findShapes(slice)].map((hit) => hit.shape)).toEqual([id]);
  });

  it('is known by its id', () => expect(shapeById(id)?.id).toBe(id));
});
