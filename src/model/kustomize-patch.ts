import { literal } from '../literal.ts';
import { asScalar, at, type Document, itemsOf, type Node, type ScalarNode, textAt } from '../parser.ts';
import { type Passage, type Resource, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { mapsOf } from '../walk.ts';
import { goPattern } from './go-pattern.ts';
import type { Repository } from './repository.ts';
import { joined } from './tree.ts';

/** What a resource is called and where it goes; undefined where not known. */
export interface Named {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** What a JSON 6902 patch makes of the name or namespace of the resources it selects. */
export interface Rename {
  readonly target: PatchTarget;
  readonly field: 'name' | 'namespace';
  /** Undefined where it is removed or a variable. */
  readonly value: string | undefined;
  readonly span: Span;
  /** True where the value comes from another object, or a transformer: only the build knows it. */
  readonly elsewhere?: true;
}

/** Fields of a patch's `target`: regular expressions of Go, matched as a whole; undefined selects all. */
export interface PatchTarget {
  readonly group: string | undefined;
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** The patches of one layer. */
export interface Patches {
  /** Of `patches`, which go before the namespace and the prefix of their layer. */
  readonly renames: readonly Rename[];
  /** Of `patchesJson6902`, which go after them. */
  readonly lateRenames: readonly Rename[];
  /** What all patches say, in one text: enough to ask whether they touch a kind. */
  readonly texts: string;
  /** The same without the patches that only rename. */
  readonly contents: string;
}

export const noPatches: Patches = { renames: [], lateRenames: [], texts: '', contents: '' };

/** Operations of patches: the embedded documents they stand in by file, and files of operations by path. */
interface Operations {
  readonly inline: ReadonlyMap<string, readonly Passage[]>;
  readonly files: ReadonlyMap<string, Passage>;
}

const known = new WeakMap<readonly Passage[], Operations>();

function operationsIn(passages: readonly Passage[]): Operations {
  let found = known.get(passages);
  if (!found) {
    const inline = new Map<string, Passage[]>();
    const files = new Map<string, Passage>();
    for (const passage of passages) {
      if (passage.dialect !== 'yaml' && passage.dialect !== 'json') continue;
      if (!passage.parsed.documents.some(({ root }) => root?.type === 'seq')) continue;
      const { path } = passage.file;
      if (!passage.within) files.set(path, passage);
      else if (passage.within.path.at(-1) === 'patch') {
        const others = inline.get(path);
        if (others) others.push(passage);
        else inline.set(path, [passage]);
      }
    }
    found = { inline, files };
    known.set(passages, found);
  }
  return found;
}

/** The patches below a kustomization, or the `spec` of a Flux Kustomization or the `kustomize` of an Argo CD source. */
export function patchesOf(
  repository: Pick<Repository, 'passages' | 'files'>,
  document: Document,
  node: Node | undefined,
  directory: string,
): Patches {
  const renames: Rename[] = [];
  const lateRenames: Rename[] = [];
  const texts: string[] = [];
  const contents: string[] = [];
  const add = (text: string, ...also: readonly string[]): void => {
    texts.push(text, ...also);
    contents.push(text, ...also);
  };
  const textAtPath = (path: string): string => repository.files.get(joined(directory, path) ?? '')?.content ?? '';
  for (const item of itemsOf(at(node, 'patchesStrategicMerge'))) {
    const given = asScalar(item)?.value;
    if (given !== undefined) add(given.includes('\n') ? given : textAtPath(given));
  }
  for (const field of ['patches', 'patchesJson6902', 'replacements'] as const) {
    for (const patch of mapsOf(at(node, field))) {
      const selected = at(patch, 'target');
      const words = itemsOfMap(selected);
      const inline = asScalar(at(patch, 'patch'));
      const path = textAt(patch, 'path');
      const text = inline?.value ?? (path === undefined ? '' : textAtPath(path));
      const operations = operationsOf(repository, document, inline, path && joined(directory, path));
      const found = operations && field !== 'replacements' ? renamesOf(operations, targetOf(selected)) : undefined;
      if (found) (field === 'patches' ? renames : lateRenames).push(...found.renames);
      if (found?.only && found.renames.length > 0) texts.push(text, ...words);
      else add(text, ...words);
    }
  }
  if (texts.length === 0) return noPatches;
  return { renames, lateRenames, texts: texts.join('\n'), contents: contents.join('\n') };
}

function itemsOfMap(node: Node | undefined): string[] {
  return node?.type === 'map' ? node.pairs.map(({ value }) => asScalar(value)?.value ?? '') : [];
}

/** The operations behind a patch that is written in place or named. */
function operationsOf(
  repository: Pick<Repository, 'passages'>,
  document: Document,
  inline: ScalarNode | undefined,
  path: string | undefined,
): Passage | undefined {
  const { inline: passages, files } = operationsIn(repository.passages);
  if (!inline) return path === undefined ? undefined : files.get(path);
  const { file, start, end } = spanOf(document, inline);
  return passages.get(file.path)?.find(({ text }) => {
    const begun = text.span(0, 0).start;
    return begun >= start && begun <= end;
  });
}

function targetOf(selected: Node | undefined): PatchTarget | undefined {
  // What labels select is not followed.
  if (at(selected, 'labelSelector') ?? at(selected, 'annotationSelector')) return undefined;
  return {
    group: textAt(selected, 'group'),
    kind: textAt(selected, 'kind'),
    name: textAt(selected, 'name'),
    namespace: textAt(selected, 'namespace'),
  };
}

function renamesOf(
  { parsed }: Passage,
  target: PatchTarget | undefined,
): { readonly renames: readonly Rename[]; readonly only: boolean } | undefined {
  if (!target) return undefined;
  const renames: Rename[] = [];
  let only = true;
  for (const document of parsed.documents) {
    for (const operation of itemsOf(document.root)) {
      const [, field] = /^\/metadata\/(name|namespace)$/.exec(textAt(operation, 'path') ?? '') ?? [];
      const value = at(operation, 'value') ?? at(operation, 'path');
      if ((field !== 'name' && field !== 'namespace') || !value) only = false;
      else if (/^(?:add|replace|remove)$/.test(textAt(operation, 'op') ?? '')) {
        const written = textAt(operation, 'op') === 'remove' ? undefined : literal(value)?.value;
        renames.push({ target, field, value: written, span: spanOf(document, value) });
      }
    }
  }
  return { renames, only };
}

/** Whether a patch is for a resource: by what it is called now, or was called in its file. */
export function selects(
  { target }: Rename,
  resource: Named & Partial<Pick<Resource, 'kind' | 'group'>>,
  now: Named,
): boolean {
  if (resource.kind === undefined || !matches(target.kind, resource.kind)) return false;
  if (target.group !== undefined && !matches(target.group, resource.group ?? '')) return false;
  return (
    (matches(target.name, now.name) || matches(target.name, resource.name)) &&
    (matches(target.namespace, now.namespace) || matches(target.namespace, resource.namespace))
  );
}

function matches(pattern: string | undefined, value: string | undefined): boolean {
  if (pattern === undefined || pattern === '') return true;
  return value !== undefined && (pattern === value || (goPattern(`^(?:${pattern})$`)?.test(value) ?? false));
}
