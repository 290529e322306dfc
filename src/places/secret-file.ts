import { type Entry, entryIn, type Place } from '../place.ts';
import type { Passage } from '../resource.ts';

/** `db_password.txt`, `root_token`, `.vault_pass`: files that programs read a credential from, as Docker and Ansible do. */
const secretName =
  /(?:^|[._-])(?:pass(?:word|wd|phrase)?|secret|(?:api|access|auth|root|bot|join)[_-]?(?:token|key)|token)(?:[._-](?:txt|secret|file))?$/i;

/** True for the name of a file that is there for the one credential in it. */
export function isSecretFile(name: string): boolean {
  return secretName.test(name);
}

export const secretFile: Place = {
  id: 'config-file',
  about: 'Files that hold nothing but a credential, as their name says.',
  *fromPassage(passage) {
    if (passage.within || (passage.dialect !== 'text' && passage.dialect !== 'shell')) return;
    const { path } = passage.file;
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (isSecretFile(name)) yield* only(passage, name);
  },
};

/** The one word that the file holds. */
function* only(passage: Passage, name: string): Iterable<Entry> {
  const { content } = passage.text;
  if (content.length > 1000) return;
  const value = content.trim();
  if (value === '' || /\s/.test(value)) return;
  const start = content.indexOf(value);
  yield entryIn('config-file', passage, passage.text, {
    key: name.replace(/\.(?:txt|secret|file)$/i, ''),
    value,
    start,
    end: start + value.length,
    expectation: 'named',
  });
}
