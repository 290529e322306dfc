import { generatedName, generatorEntries } from '../kustomize-generator.ts';
import { asScalar, at, type Document, itemsOf, type Node, type ScalarNode, textAt } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { mapsOf } from '../walk.ts';
import { baseOf, directoryOf, joined } from './tree.ts';

/** A file that a generator reads, and where the kustomization says so. */
export interface GeneratedFile {
  /** Data key; undefined for `envs`, whose lines are the keys. */
  readonly key: string | undefined;
  /** From the root of the scan; undefined where it lies outside of it. */
  readonly path: string | undefined;
  readonly span: Span;
}

/** One entry of `secretGenerator` or `configMapGenerator`. */
export interface Generator {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly files: readonly GeneratedFile[];
  readonly envs: readonly GeneratedFile[];
  /** `key=value` as written. */
  readonly literals: readonly ScalarNode[];
  readonly type: ScalarNode | undefined;
  /** `create`, `merge` or `replace`. */
  readonly behavior: string | undefined;
  readonly document: Document;
}

/**
 * The generators of a kustomization, paths resolved from its directory.
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/
 */
export function* generatorsOf(passage: Passage): Iterable<Generator> {
  if (passage.within) return;
  const directory = directoryOf(passage.file.path);
  for (const document of passage.parsed.documents) {
    const fileAt = (scalar: ScalarNode, keyed: boolean): GeneratedFile => {
      const equals = keyed ? scalar.value.indexOf('=') : -1;
      const path = scalar.value.slice(equals + 1);
      return {
        key: keyed ? (equals > 0 ? scalar.value.slice(0, equals) : baseOf(path)) : undefined,
        path: path === '' ? undefined : joined(directory, path),
        span: spanOf(document, scalar),
      };
    };
    for (const { field, entry } of generatorEntries(document.root, passage.role === 'kustomization')) {
      const env = asScalar(at(entry, 'env'));
      yield {
        kind: field === 'secretGenerator' ? 'Secret' : 'ConfigMap',
        name: generatedName(entry),
        namespace:
          textAt(entry, 'namespace') ?? textAt(entry, 'metadata', 'namespace') ?? textAt(document.root, 'namespace'),
        files: scalars(at(entry, 'files')).map((scalar) => fileAt(scalar, true)),
        envs: [...scalars(at(entry, 'envs')), ...(env ? [env] : [])].map((scalar) => fileAt(scalar, false)),
        literals: scalars(at(entry, 'literals')),
        type: asScalar(at(entry, 'type')),
        behavior: textAt(entry, 'behavior'),
        document,
      };
    }
  }
}

function scalars(node: Node | undefined): ScalarNode[] {
  const out: ScalarNode[] = [];
  for (const item of itemsOf(node)) {
    const scalar = asScalar(item);
    if (scalar && !scalar.templated) out.push(scalar);
  }
  return out;
}

/** Paths of the files that a kustomization applies as patches, from the root of the scan. */
export function* patchFilesOf(passage: Passage): Iterable<string> {
  if (passage.role !== 'kustomization' || passage.within) return;
  const directory = directoryOf(passage.file.path);
  for (const document of passage.parsed.documents) {
    const named = [
      ...scalars(at(document.root, 'patchesStrategicMerge')).map((scalar) => scalar.value),
      ...[...mapsOf(at(document.root, 'patches')), ...mapsOf(at(document.root, 'patchesJson6902'))].map((patch) =>
        textAt(patch, 'path'),
      ),
    ];
    for (const name of named) {
      const path = name === undefined || name.includes('\n') ? undefined : joined(directory, name);
      if (path !== undefined) yield path;
    }
  }
}
