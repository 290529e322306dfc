import { fake } from '../fake.ts';
import { fault } from '../fault.ts';
import type { Fix } from '../fix.ts';
import { ignoring } from '../model/ignore-file.ts';
import type { Repository } from '../model/repository.ts';
import { directoryOf } from '../model/tree.ts';
import type { Rule } from '../rule.ts';

const sealed = `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: prod}
spec:
  encryptedData: {password: ${fake('sealed-value')}}
`;

/** What sealing by hand leaves lying about. */
const leftovers = [
  'secret.yaml',
  'secrets.yaml',
  'db-secret.yaml',
  'db-unsealed.yaml',
  'secret.unsealed.yaml',
  'secrets.yaml.dec',
  'sealed-secrets-backup.yaml',
  'main.key',
];

export const gitignoreMissingSecretPatterns: Rule = {
  id: 'gitignore-missing-secret-patterns',
  title: 'No ignore rule catches the plain files that sealing leaves behind',
  why: 'Whoever seals a Secret has the plain one in the working tree for a moment; the next `git add .` takes it along.',
  remedy: 'Add `secret.yaml`, `*-unsealed.*`, `*.dec`, `sealed-secrets-backup*` and `*.key` to `.gitignore`.',
  fix: 'Adds those of the patterns that match no file of the repository to `.gitignore`, which is created where there is none.',
  references: ['https://git-scm.com/docs/gitignore', 'https://github.com/bitnami/sealed-secrets#usage'],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    const first = repository.resourcesOf('SealedSecret').find((resource) => !resource.passage.within);
    if (!first || repository.declared.level === 1) return;
    const directory = directoryOf(first.passage.file.path);
    const folder = directory === '' ? '' : `${directory}/`;
    if (leftovers.some((name) => repository.isIgnored(`${folder}${name}`) || repository.isIgnored(name))) return;
    const file = repository.files.get('.gitignore') ?? first.passage.file;
    const span = { file, start: 0, end: 0 };
    yield fault(this.id, 'the repository', 'seals Secrets and has no ignore rule for plain ones', span, {
      fix: fixOf(repository),
    });
  },
  bad: () => [
    {
      title: 'an ignore file without a word on secrets',
      files: { '.gitignore': '[||]node_modules/\n', 'db.yaml': sealed },
    },
    { title: 'no ignore file', files: { 'apps/db.yaml': `[||]${sealed}` } },
  ],
  good: () => [
    {
      title: 'plain Secrets are ignored',
      files: { '.gitignore': 'node_modules/\nsecret.yaml\n*.dec\n', 'db.yaml': sealed },
    },
    { title: 'nothing is sealed here', files: { '.gitignore': 'node_modules/\n', 'README.md': '# App\n' } },
  ],
};

const patterns: readonly (readonly [pattern: string, name: RegExp])[] = [
  ['secret.yaml', /^secret\.yaml$/],
  ['*-unsealed.*', /-unsealed\./],
  ['*.dec', /\.dec$/],
  ['sealed-secrets-backup*', /^sealed-secrets-backup/],
  ['*.key', /\.key$/],
];

/** A pattern that a file here has is left out: its like may have to be added some day. */
function fixOf(repository: Repository): Fix | undefined {
  const taken = new Set<string>();
  for (const path of repository.paths) {
    const folders = path.split('/');
    for (const [pattern, name] of patterns) if (folders.some((part) => name.test(part))) taken.add(pattern);
  }
  const added = patterns.flatMap(([pattern]) => (taken.has(pattern) ? [] : [pattern]));
  const edit = ignoring(repository, 'Plain Secrets, before they are sealed', added);
  const done = edit?.creates ? 'Create' : 'Add to';
  return edit && { description: `${done} .gitignore: ${added.join(', ')}`, edits: [edit] };
}
