import { fault } from '../fault.ts';
import type { Confidence, Finding } from '../finding.ts';
import { encryptedPaths, type Filtered, isEncrypted } from '../model/git-attributes.ts';
import { baseOf } from '../model/tree.ts';
import type { Rule } from '../rule.ts';
import type { SourceFile } from '../text.ts';

const maxFiles = 10;
const maxRelated = 5;

export const gitCryptBlobPlain: Rule = {
  id: 'git-crypt-blob-plain',
  title: 'A file under git-crypt is in clear text',
  why: 'The filter encrypts only what is staged after it is set up and unlocked. A file that was added before, or from a clone without the key, is committed as it is, and `.gitattributes` makes everybody believe otherwise.',
  remedy:
    'Rotate what the file holds, run `git-crypt status -f` to encrypt it from now on, and check with `git-crypt status`; history keeps the old blob.',
  references: ['https://github.com/AGWA/git-crypt#using-git-crypt', 'https://github.com/elasticdog/transcrypt#usage'],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    const filtered = encryptedPaths(repository).filter(
      ({ path }) => !/^\.git(?:attributes|ignore|keep)$/.test(baseOf(path)) && repository.tree.isTracked(path),
    );
    // In an unlocked clone every file is readable on disk; then only the stored blobs could tell.
    const locked = filtered.some(({ path }) => isEncrypted(repository.files.get(path)?.content));
    const plain = new Map<number, { file: SourceFile; filtered: Filtered }[]>();
    for (const one of filtered) {
      const file = repository.files.get(one.path);
      if (!file || file.content.trim() === '' || isEncrypted(file.content)) continue;
      const group = plain.get(one.span.start);
      if (group) group.push({ file, filtered: one });
      else plain.set(one.span.start, [{ file, filtered: one }]);
    }
    for (const group of plain.values()) yield* findings(this.id, group, locked ? 'certain' : 'possible');
  },
  bad: () => [
    {
      title: 'one file encrypted, one committed too early',
      files: {
        '.gitattributes': 'secrets/** filter=git-crypt diff=git-crypt\n.gitattributes !filter !diff\n',
        'secrets/one.bin': '\0GITCRYPT\0\u0001\u0002\u0003',
        'secrets/two.yaml': '[|mode: blue|]\n',
        'plain.yaml': 'mode: green\n',
      },
    },
  ],
  good: () => [
    {
      title: 'encrypted by transcrypt, taken out of the filter, empty',
      files: {
        '.gitattributes':
          '*.key filter=crypt diff=crypt merge=crypt\nsecrets/* filter=git-crypt\nsecrets/README.md !filter\n',
        'a.key': 'U2FsdGVkX18AAAAAAAAAAAAAAAAAAAAA\n',
        'secrets/README.md': 'how to unlock\n',
        'secrets/empty.yaml': '',
      },
    },
  ],
};

/** One finding a file; where a pattern is not in force at all, one on the pattern. */
function* findings(
  rule: string,
  group: readonly { file: SourceFile; filtered: Filtered }[],
  confidence: Confidence,
): Iterable<Finding> {
  const [first] = group;
  if (!first) return;
  const { span, filter } = first.filtered;
  if (group.length > maxFiles) {
    const pattern = span.file.content.slice(span.start, span.end);
    const sentence = `asks filter=${filter} to encrypt, and ${group.length} files that it matches are in clear text`;
    yield fault(rule, `pattern ${pattern}`, sentence, span, {
      confidence: confidence === 'certain' ? 'likely' : confidence,
      related: group.slice(0, maxRelated).map(({ file }) => ({
        span: { file, ...file.lineRange(1) },
        note: 'in clear text',
      })),
    });
    return;
  }
  for (const { file, filtered } of group) {
    const sentence = `is in clear text although filter=${filter} should encrypt it`;
    yield fault(
      rule,
      baseOf(file.path),
      sentence,
      { file, ...file.lineRange(1) },
      {
        confidence,
        related: [{ span: filtered.span, note: 'the attribute that asks for encryption' }],
      },
    );
  }
}
