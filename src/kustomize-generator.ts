import { at, type Node, textAt } from './parser.ts';
import { mapsOf } from './walk.ts';

export type GeneratorField = 'secretGenerator' | 'configMapGenerator';

/** Generators of their own file, which a kustomization lists under `generators:`. */
const builtin: Readonly<Record<string, GeneratorField>> = {
  SecretGenerator: 'secretGenerator',
  ConfigMapGenerator: 'configMapGenerator',
};

/**
 * The generators that a document holds: the entries of `secretGenerator` and `configMapGenerator` of a kustomization, or
 * the document itself. By content too: `kustomize build` names the file, but fences and templates hold kustomizations.
 * https://kubectl.docs.kubernetes.io/references/kustomize/builtins/#_secretgenerator_
 */
export function* generatorEntries(
  root: Node | undefined,
  isKustomization: boolean,
): Iterable<{ field: GeneratorField; entry: Node }> {
  const kind = textAt(root, 'kind') ?? '';
  const own = Object.hasOwn(builtin, kind) ? builtin[kind] : undefined;
  if (own && root) yield { field: own, entry: root };
  if (!isKustomization && kind !== 'Kustomization' && kind !== 'Component') return;
  for (const field of ['secretGenerator', 'configMapGenerator'] as const) {
    for (const entry of mapsOf(at(root, field))) yield { field, entry };
  }
}

/** The name of the object that a generator makes, without the hash. */
export function generatedName(entry: Node): string | undefined {
  return textAt(entry, 'name') ?? textAt(entry, 'metadata', 'name');
}
