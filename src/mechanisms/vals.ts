import { declare, type Mechanism } from '../mechanism.ts';
import { at } from '../parser.ts';
import { keeperOf } from '../secret.ts';

const reference = /\bref\+[a-z0-9]{1,40}:\/\//;

export const vals: Mechanism = {
  id: 'vals',
  title: 'vals',
  level: 3,
  about:
    'References `ref+vault://…`, `ref+awssecrets://…` and the like, which vals, helmfile or vals-operator resolve.',
  reference: 'https://github.com/helmfile/vals',
  *declarations(resource) {
    if (keeperOf(resource) === 'vals') yield declare('vals', resource, at(resource.node, 'metadata', 'name'));
    else if (resource.kind === 'ValsSecret') {
      yield declare('vals', resource, at(resource.node, 'spec', 'name') ?? at(resource.node, 'metadata', 'name'));
    }
  },
  *signs(passage) {
    if (passage.within || !/^(?:yaml|json|dotenv|shell|hcl)$/.test(passage.dialect)) return;
    const { content } = passage.text;
    if (!content.includes('ref+')) return;
    const found = reference.exec(content);
    if (!found) return;
    const span = passage.text.span(found.index, found.index + found[0].length);
    yield { mechanism: 'vals', span, note: `reference ${found[0]}` };
  },
};
