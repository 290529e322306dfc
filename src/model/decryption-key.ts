import { ageRecipientOf, pgpFingerprintsOf } from '../key-owner.ts';
import { SourceFile, type Span } from '../text.ts';
import type { Repository } from './repository.ts';
import { secretOf } from './secret.ts';

export type KeyScheme = 'age' | 'pgp' | 'sealing' | 'git-crypt';

/** A private key that lies in the repository in clear text. */
export interface DecryptionKey {
  readonly scheme: KeyScheme;
  readonly subject: string;
  readonly span: Span;
  /** Recipients that the key belongs to (age, PGP fingerprints); empty where the key does not tell. */
  readonly owners: readonly string[];
}

const known = new WeakMap<Repository, readonly DecryptionKey[]>();

/** Every readable key that opens what others keep encrypted in Git. */
export function decryptionKeysOf(repository: Repository): readonly DecryptionKey[] {
  let keys = known.get(repository);
  if (!keys) {
    keys = [...keysIn(repository)];
    known.set(repository, keys);
  }
  return keys;
}

function* keysIn(repository: Repository): Iterable<DecryptionKey> {
  for (const entry of repository.entries) {
    const { verdict, shape, decoded } = repository.judgementOf(entry);
    if (verdict !== 'credential') continue;
    const secret = entry.place === 'secret-data' ? secretOf(entry) : undefined;
    const { subject, span } = entry;
    const value = decoded ?? entry.value;
    if (shape !== undefined && /^age\b/.test(shape)) {
      const owner = ageRecipientOf(/AGE-SECRET-KEY-1[A-Z0-9]{58}/.exec(value)?.[0] ?? '');
      yield { scheme: 'age', subject, span, owners: owner === undefined ? [] : [owner] };
    } else if (value.includes('-----BEGIN PGP PRIVATE KEY BLOCK-----'))
      yield { scheme: 'pgp', subject, span, owners: pgpFingerprintsOf(value) };
    else if (
      secret &&
      entry.key === 'tls.key' &&
      (secret.labels.has('sealedsecrets.bitnami.com/sealed-secrets-key') ||
        secret.name?.startsWith('sealed-secrets-key'))
    ) {
      yield { scheme: 'sealing', subject, span, owners: [] };
    }
  }
  // `git-crypt export-key` writes a binary file, whose name is all there is to see.
  for (const path of repository.paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!/^(?:\.?git-?crypt[-_.]?(?:symmetric[-_.]?)?key|.{1,60}\.git-?crypt(?:[-_.]key)?)$/i.test(name)) continue;
    const file = repository.files.get(path) ?? new SourceFile(path, '');
    yield { scheme: 'git-crypt', subject: `git-crypt key ${name}`, span: { file, start: 0, end: 0 }, owners: [] };
  }
}
