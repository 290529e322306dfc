import { fault } from '../fault.ts';
import type { Rule } from '../rule.ts';

const names = ['.secrets-ladder.yaml', '.secrets-ladder.yml'];

export const levelNotDeclared: Rule = {
  id: 'level-not-declared',
  title: 'The repository does not declare its level',
  why: 'Without a declared level the findings are graded by what the repository shows, so a step back goes unnoticed: the level simply falls with it.',
  remedy: 'Run `secrets-ladder init`, which proposes a level with its evidence and writes `.secrets-ladder.yaml`.',
  references: ['https://baseline.openssf.org/versions/2025-10-10.html#osps-br-0702'],
  controls: ['OSPS-BR-07.02'],
  credential: false,
  *check(repository) {
    if (repository.declared.level !== undefined) return;
    // Only where there is something to hold to a level; the span is the first resource, the configuration has no place yet.
    const first = repository.resources.find(({ passage }) => passage.role !== 'docs' && !passage.within);
    if (!first || names.some((name) => repository.tree.has(name))) return;
    yield fault(
      this.id,
      'repository',
      'declares no level',
      first.document.text.span(first.node.start, first.node.start),
    );
  },
  bad: () => [
    {
      title: 'manifests without a configuration',
      level: 'none',
      files: {
        'deployment.yaml': '[||]apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n',
      },
    },
  ],
  good: () => [
    {
      title: 'a declared level',
      files: {
        '.secrets-ladder.yaml': 'level: sealed-secrets\n',
        'deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n',
      },
    },
  ],
};
