import { pairsOf, resolved } from '../parser.ts';
import { entryAt, entryIn, type Place } from '../place.ts';

/** Private keys in PEM, OpenSSH, OpenPGP and PuTTY files: the whole file is there for the key. */
export const keyFile: Place = {
  id: 'key-file',
  about: 'Private keys in key files: PEM, OpenSSH, OpenPGP, PuTTY.',
  *fromPassage(passage) {
    if (passage.within || passage.dialect !== 'pem') return;
    for (const document of passage.parsed.documents) {
      for (const { key, value } of pairsOf(document.root)) {
        const node = resolved(value);
        if (node?.type !== 'scalar' || !/PRIVATE KEY/.test(key.value)) continue;
        yield entryAt('key-file', { passage, document }, { key: key.value, node, expectation: 'shape' });
      }
    }
    const { content } = passage.text;
    if (!content.startsWith('PuTTY-User-Key-File')) return;
    const end = content.trimEnd().length;
    const value = content.slice(0, end);
    yield entryIn('key-file', passage, passage.text, { key: 'PuTTY key', value, start: 0, end, expectation: 'shape' });
  },
};
