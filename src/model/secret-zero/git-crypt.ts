import type { Span } from '../../text.ts';
import { decryptionKeysOf } from '../decryption-key.ts';
import { filteredFiles } from '../git-attributes.ts';
import type { Repository } from '../repository.ts';
import { rootOf } from './root.ts';
import type { Trail } from './trails.ts';

/** A file that Git holds encrypted by its filter, and the key that opens it. */
export interface GitCryptFile {
  readonly path: string;
  /** The pattern in `.gitattributes` that says so. */
  readonly span: Span;
  readonly trail: Trail;
}

/** The files that git-crypt or transcrypt keep encrypted; what can be read is none of them. */
export function* gitCryptFiles(repository: Repository): Iterable<GitCryptFile> {
  const exported = decryptionKeysOf(repository).find(({ scheme }) => scheme === 'git-crypt');
  for (const { path, filter, span } of filteredFiles(repository)) {
    const tool = filter.startsWith('git-crypt') ? 'git-crypt' : 'transcrypt';
    // `filter=git-crypt-NAME` is a key of its own.
    const named = /^git-crypt-(.+)$/.exec(filter)?.[1];
    const root =
      tool === 'git-crypt' && exported
        ? rootOf('in-git', exported.subject, exported.span)
        : rootOf(
            'private-key',
            tool === 'transcrypt' ? 'transcrypt password' : `git-crypt key${named ? ` ${named}` : ''}`,
            span,
          );
    yield {
      path,
      span,
      trail: { steps: [{ kind: `${tool} filter`, name: filter, note: undefined, span }], roots: [root] },
    };
  }
}
