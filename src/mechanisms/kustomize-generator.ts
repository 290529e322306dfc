import type { Mechanism } from '../mechanism.ts';
import { asScalar, at, itemsOf, type Node, textAt } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import { mapsOf } from '../walk.ts';

export const kustomizeGenerator: Mechanism = {
  id: 'kustomize-generator',
  title: 'kustomize secretGenerator',
  level: 1,
  about:
    '`secretGenerator` of a kustomization: a Secret of literals, files and environment files. Where the files come from is not known here: they may be plain, decrypted on the way, or ignored by git. The hash that kustomize appends to the name is left out, as references leave it out.',
  reference: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/',
  *declarationsIn(passage) {
    for (const { document, generator } of generatorsIn(passage)) {
      // `merge` and `replace` change a Secret that another generator declares.
      if (/^(?:merge|replace)$/.test(textAt(generator, 'behavior') ?? '')) continue;
      const name = asScalar(at(generator, 'name'));
      if (!name) continue;
      yield {
        mechanism: 'kustomize-generator',
        name: name.templated ? undefined : name.value,
        namespace: textAt(generator, 'namespace') ?? textAt(document.root, 'namespace'),
        keys: keysOf(generator),
        span: spanOf(document, name),
        resource: undefined,
      };
    }
  },
  *signs(passage) {
    for (const { document, generator } of generatorsIn(passage)) {
      const name = textAt(generator, 'name') ?? '(unnamed)';
      yield { mechanism: 'kustomize-generator', span: spanOf(document, generator), note: `secretGenerator ${name}` };
    }
  },
};

function* generatorsIn(
  passage: Passage,
): Iterable<{ document: Passage['parsed']['documents'][number]; generator: Node }> {
  if (passage.role !== 'kustomization' || passage.within) return;
  for (const document of passage.parsed.documents) {
    for (const generator of mapsOf(at(document.root, 'secretGenerator'))) yield { document, generator };
  }
}

/** Data keys; undefined where an environment file holds them. */
function keysOf(generator: Node): readonly string[] | undefined {
  if (at(generator, 'envs') || at(generator, 'env')) return undefined;
  const literals = itemsOf(at(generator, 'literals')).map((item) => asScalar(item)?.value.split('=', 1)[0] ?? '');
  const files = itemsOf(at(generator, 'files')).map((item) => {
    const file = asScalar(item)?.value ?? '';
    const equals = file.indexOf('=');
    return equals > 0 ? file.slice(0, equals) : file.slice(file.lastIndexOf('/') + 1);
  });
  return [...literals, ...files];
}
