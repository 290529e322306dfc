import { decode } from '../decode.ts';
import { dialectOf } from '../dialect.ts';
import { loadYamlLibrary } from '../parsers/yaml-library.ts';
import type { Tree } from '../place.ts';
import type { Resource } from '../resource.ts';
import type { BaseCommit, Source } from '../source.ts';
import { SourceFile } from '../text.ts';
import { readPassages } from './passages.ts';

/** What rules may ask about an earlier commit. */
export interface Base {
  /** How findings name the commit. */
  readonly name: string;
  /** The SealedSecrets of files that changed since. */
  readonly resources: readonly Resource[];
  /** How many changed files have an earlier content that cannot be had. */
  readonly unread: number | 'all';
}

/** Reads the SealedSecrets of an earlier commit, from files that are not the same any more. */
export async function readBase(commit: BaseCommit, source: Source, tree: Tree): Promise<Base> {
  const resources: Resource[] = [];
  let unread = 0;
  const changed = commit.changed(source, holdsObjects);
  if (!changed) return { name: commit.name, resources, unread: 'all' };
  for (const { path, bytes } of changed) {
    if (bytes === undefined) {
      unread++;
      continue;
    }
    const content = decode(bytes);
    const dialect = content?.includes('SealedSecret') ? dialectOf(path, content.slice(0, 4096)) : undefined;
    if (content === undefined || !dialect) continue;
    const file = new SourceFile(path, content);
    let reading = readPassages(file, dialect, tree);
    if (reading.passages.some((passage) => passage.parsed.wantsLibrary)) {
      await loadYamlLibrary();
      reading = readPassages(file, dialect, tree);
    }
    for (const resource of reading.resources) if (resource.kind === 'SealedSecret') resources.push(resource);
  }
  return { name: commit.name, resources, unread };
}

function holdsObjects(path: string): boolean {
  const dialect = dialectOf(path, '');
  return dialect === 'yaml' || dialect === 'json';
}
