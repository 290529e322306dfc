import { asScalar, at, type Document, itemsOf, type Node, textAt } from '../parser.ts';
import { type Entry, entryAt, type Place } from '../place.ts';
import type { Passage } from '../resource.ts';
import { leaves } from '../walk.ts';

/**
 * JSON 6902 operations: the key is the last step of `path`, not the word `value` beside it.
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
 */
export const jsonPatch: Place = {
  id: 'patch',
  about: 'Values that a JSON 6902 patch adds or replaces, inline in a kustomization or in a file of its own.',
  *fromPassage(passage) {
    if (passage.dialect !== 'yaml' && passage.dialect !== 'json') return;
    for (const document of passage.parsed.documents) {
      const operations = itemsOf(document.root);
      if (operations.length === 0) continue;
      const kind = targetKind(passage);
      for (const operation of operations) yield* added(passage, document, operation, kind);
    }
  },
};

function* added(passage: Passage, document: Document, operation: Node, kind: string | undefined): Iterable<Entry> {
  const op = textAt(operation, 'op');
  const pointer = textAt(operation, 'path');
  const value = at(operation, 'value');
  if ((op !== 'add' && op !== 'replace' && op !== 'test') || !pointer?.startsWith('/') || !value) return;
  // RFC 6901: `~1` is a slash and `~0` a tilde.
  const steps = pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const secret = kind === 'Secret' ? /^(?:data|stringData)$/.test(steps[0] ?? '') : steps[0] === 'stringData';
  const named = asScalar(value) ? undefined : textAt(value, 'name');
  for (const leaf of leaves(value, steps)) {
    if (leaf.node.value === '' || leaf.path.length === 0) continue;
    const own = leaf.path.at(-1)!;
    const key = named !== undefined && own === 'value' ? named : own;
    // `- op: add, path: /spec/args/-, value: x` has a position for a name.
    if (/^(?:\d{1,6}|-)$/.test(key)) continue;
    yield entryAt(
      'patch',
      { passage, document },
      {
        key,
        path: leaf.path.slice(0, -1),
        node: leaf.node,
        encoding: secret && steps[0] === 'data' ? 'base64' : 'plain',
        expectation: secret ? 'secret' : 'named',
        called: `patch ${pointer}${leaf.path.length > steps.length ? `/${own}` : ''}`,
      },
    );
  }
}

/** The kind that the kustomization gives as the patch's target; undefined for a patch in its own file. */
function targetKind(passage: Passage): string | undefined {
  const holder = passage.within;
  if (!holder) return undefined;
  for (const document of holder.passage.parsed.documents) {
    for (const list of [
      at(document.root, 'patches'),
      at(document.root, 'patchesJson6902'),
      at(document.root, 'spec', 'patches'),
    ]) {
      for (const entry of itemsOf(list)) {
        const patch = asScalar(at(entry, 'patch'));
        if (!patch) continue;
        const { start, end } = document.text.span(patch.start, patch.end);
        // A block may end with a line break that is not part of the scalar.
        const begun = passage.text.span(0, 0).start;
        if (begun >= start && begun <= end) return textAt(entry, 'target', 'kind');
      }
    }
  }
  return undefined;
}
