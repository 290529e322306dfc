import { fault, isShown, isTrial } from '../fault.ts';
import { codeOwnersOf } from '../model/code-owners.ts';
import type { Rule } from '../rule.ts';

/** What nobody edits by hand, or what is no file of the repository. */
const made = new Set(['cert-manager', 'generated', 'kubectl']);

const sealed = (name: string): string => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: ${name}
  namespace: shop
spec:
  encryptedData: {}
`;

export const secretsPathNoCodeowners: Rule = {
  id: 'secrets-path-no-codeowners',
  title: 'Nobody owns the files that decide about secrets',
  why: 'A change that points a Secret at another value, or widens who may read it, is merged like any other. With a code owner for these paths, somebody who knows is asked first, and an audit has an answer.',
  remedy:
    'Add `.github/CODEOWNERS` with a line for the folders that hold secrets and stores, and require the review of code owners in the branch rules.',
  references: [
    'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
    'https://docs.gitlab.com/user/project/codeowners/',
  ],
  controls: ['OSPS-BR-07.02'],
  credential: false,
  *check(repository) {
    const isOwned = codeOwnersOf(repository);
    const holders = repository.declarations.filter(
      ({ mechanism, resource, span }) =>
        !made.has(mechanism) &&
        (resource ? !isShown(resource.passage) : mechanism === 'sops') &&
        !isTrial(span.file.path),
    );
    const files = new Set(holders.map(({ span }) => span.file.path));
    const left = isOwned ? holders.filter(({ span }) => !isOwned(span.file.path)) : holders;
    const [first] = left;
    if (!first) return;
    const count = new Set(left.map(({ span }) => span.file.path)).size;
    const sentence = isOwned
      ? `names nobody for ${count === 1 ? 'a file that provides' : `${count} of ${files.size} files that provide`} Secrets`
      : `has no CODEOWNERS, and ${count === 1 ? 'one file provides' : `${count} files provide`} Secrets`;
    yield fault(this.id, isOwned ? 'CODEOWNERS' : 'repository', sentence, first.span, { confidence: 'likely' });
  },
  bad: () => [
    {
      title: 'two files with Secrets, told once',
      files: { 'apps/a.yaml': sealed('[|db|]'), 'apps/b.yaml': sealed('mail') },
    },
    {
      title: 'owners of other folders, and an exception without owners',
      files: {
        'apps/a.yaml': sealed('[|db|]'),
        'apps/b/c.yaml': sealed('mail'),
        'infra/d.yaml': sealed('cache'),
        '.github/CODEOWNERS': '* @example/platform\n/apps/\n/apps/b/c.yaml @example/mail\n',
      },
    },
  ],
  good: () => [
    {
      title: 'owners on GitHub',
      files: { 'apps/a.yaml': sealed('db'), '.github/CODEOWNERS': '* @example/platform\n' },
    },
    {
      title: 'owners of the folders, as GitLab writes them',
      files: {
        'apps/a.yaml': sealed('db'),
        'infra/b.yaml': sealed('cache'),
        '.gitlab/CODEOWNERS': '# who\n[Platform] @platform\n/apps/\n^[Infra]\ninfra/ @infra\n',
      },
    },
    {
      title: 'nothing secret is in Git',
      files: { 'apps/a.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n' },
    },
  ],
};
