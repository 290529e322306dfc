import { decode } from '../decode.ts';
import { dialectOf } from '../dialect.ts';
import { loadYamlLibrary } from '../parsers/yaml-library.ts';
import type { Tree } from '../place.ts';
import type { Passage, Resource } from '../resource.ts';
import type { BaseCommit, Source } from '../source.ts';
import { SourceFile } from '../text.ts';
import type { Naming } from './kustomize-layers.ts';
import { readPassages } from './passages.ts';
import type { Files } from './repository.ts';
import { roleOf } from './tree.ts';

/** What rules may ask about an earlier commit. */
export interface Base {
  /** How findings name the commit. */
  readonly name: string;
  /** Its SealedSecrets, also of files that are the same now: what is around them may not be. */
  readonly resources: readonly Resource[];
  /** What gave them their names and namespaces. */
  readonly naming: Naming;
  /** How many changed files have an earlier content that cannot be had. */
  readonly unread: number | 'all';
}

/** The tree as it is now, of which the files that did not change serve for the commit too. */
interface Now {
  readonly passages: readonly Passage[];
  readonly resources: readonly Resource[];
  readonly files: Files;
}

/** Reads the SealedSecrets of an earlier commit, and what names them. */
export async function readBase(commit: BaseCommit, source: Source, tree: Tree, now: Now): Promise<Base> {
  const passages: Passage[] = [];
  const resources: Resource[] = [];
  const before = new Map<string, SourceFile | undefined>();
  let unread = 0;
  const changed = commit.changed(source, holdsObjects);
  if (!changed) {
    const naming: Naming = { passages, files: now.files, resourcesOf: () => [] };
    return { name: commit.name, resources, naming, unread: 'all' };
  }
  for (const { path, bytes } of changed) {
    before.set(path, undefined);
    if (bytes === undefined) {
      unread++;
      continue;
    }
    const content = decode(bytes);
    if (content === undefined) continue;
    const file = new SourceFile(path, content);
    before.set(path, file);
    const dialect = mayName(path, content, tree) ? dialectOf(path, content.slice(0, 4096)) : undefined;
    if (!dialect) continue;
    let reading = readPassages(file, dialect, tree);
    if (reading.passages.some((passage) => passage.parsed.wantsLibrary)) {
      await loadYamlLibrary();
      reading = readPassages(file, dialect, tree);
    }
    for (const passage of reading.passages) passages.push(passage);
    for (const resource of reading.resources) resources.push(resource);
  }
  const same = ({ file }: Passage): boolean => !before.has(file.path) && commit.holds(file.path);
  const kinds = new Set(['SealedSecret', 'Kustomization', 'Application']);
  for (const passage of now.passages) if (same(passage)) passages.push(passage);
  for (const resource of now.resources) {
    if (kinds.has(resource.kind) && same(resource.passage)) resources.push(resource);
  }
  return {
    name: commit.name,
    resources: resources.filter(({ kind }) => kind === 'SealedSecret'),
    naming: {
      passages,
      files: {
        has: (path) => before.get(path) !== undefined || (now.files.has(path) && commit.holds(path)),
        get: (path) => (before.has(path) ? before.get(path) : commit.holds(path) ? now.files.get(path) : undefined),
      },
      resourcesOf: (...wanted) => resources.filter(({ kind }) => wanted.includes(kind)),
    },
    unread,
  };
}

function holdsObjects(path: string): boolean {
  const dialect = dialectOf(path, '');
  return dialect === 'yaml' || dialect === 'json' || roleOf(path, { charts: new Set() }) === 'kustomization';
}

/** True for a file that may hold SealedSecrets, or give others their names. */
function mayName(path: string, content: string, tree: Tree): boolean {
  return (
    roleOf(path, tree) === 'kustomization' ||
    /SealedSecret|kustomize\.toolkit\.fluxcd\.io|argoproj\.io|\/metadata\/name/.test(content)
  );
}
