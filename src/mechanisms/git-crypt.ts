import type { Mechanism } from '../mechanism.ts';

export const gitCrypt: Mechanism = {
  id: 'git-crypt',
  title: 'git-crypt and transcrypt',
  level: 2,
  about:
    'Files that git encrypts as they are committed: `filter=git-crypt` or `filter=crypt` in `.gitattributes`. One key opens all of them.',
  reference: 'https://github.com/AGWA/git-crypt',
  *signs(passage) {
    if (passage.within || !/(?:^|\/)\.gitattributes$/.test(passage.file.path)) return;
    for (const found of passage.text.content.matchAll(/\bfilter=(?:git-crypt|crypt)\b/g)) {
      const span = passage.text.span(found.index, found.index + found[0].length);
      yield { mechanism: 'git-crypt', span, note: `.gitattributes ${found[0]}` };
      return;
    }
  },
};
