import { fault, isShown, isTrial } from '../fault.ts';
import type { Rule } from '../rule.ts';

/** https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
const places = ['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS', 'OWNERS'];
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
    if (places.some((path) => repository.tree.has(path))) return;
    const holders = repository.declarations.filter(
      ({ mechanism, resource, span }) =>
        !made.has(mechanism) &&
        (resource ? !isShown(resource.passage) : mechanism === 'sops') &&
        !isTrial(span.file.path),
    );
    const first = holders[0];
    if (!first) return;
    const files = new Set(holders.map(({ span }) => span.file.path));
    yield fault(
      this.id,
      'repository',
      `has no CODEOWNERS, and ${files.size === 1 ? 'one file provides' : `${files.size} files provide`} Secrets`,
      first.span,
      { confidence: 'likely' },
    );
  },
  bad: [
    {
      title: 'two files with Secrets, told once',
      files: { 'apps/a.yaml': sealed('[|db|]'), 'apps/b.yaml': sealed('mail') },
    },
  ],
  good: [
    {
      title: 'owners on GitHub',
      files: { 'apps/a.yaml': sealed('db'), '.github/CODEOWNERS': '* @example/platform\n' },
    },
    {
      title: 'nothing secret is in Git',
      files: { 'apps/a.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n' },
    },
  ],
};
