import { fakeSealed } from '../fake-sealed.ts';
import { fault } from '../fault.ts';
import { configPlace } from '../model/config-place.ts';
import { keepsByHand, liveSealedSecrets, staleDays, unrotated } from '../model/graduation.ts';
import { levelAt } from '../model/repository.ts';
import { nameOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

const sealed = (name: string, seed: number, kind = 'SealedSecret'): string => `apiVersion: bitnami.com/v1alpha1
kind: ${kind}
metadata:
  name: ${name}
  namespace: shop
spec:
  encryptedData:
    password: ${fakeSealed(seed)}
`;

export const graduateRotation: Rule = {
  id: 'graduate-rotation',
  title: 'Secrets are to be rotated, and what they are kept by does not rotate them',
  why: 'A value that is sealed by hand is rotated by hand: somebody makes a new one, seals it once a cluster and opens a pull request. So it stays as it is for years, and everybody who ever knew it still does. From level 3 on a store rotates, and the cluster reads the new value by itself.',
  remedy:
    'Seal new values now, and move what has to be rotated to a store (level 3; `secrets-ladder plan --to 3` says how).',
  references: [
    'https://agent-zone.ai/knowledge/kubernetes/secrets-management-decision-framework/',
    'https://github.com/bitnami/sealed-secrets#secret-rotation',
  ],
  credential: false,
  needs: 'history',
  *check(repository) {
    const { level, profile } = repository.declared;
    if (profile?.rotation === 'automatic' && (level ?? 1) < 3 && keepsByHand(repository)) {
      const span = configPlace(repository, 'profile', 'rotation');
      if (span) {
        yield fault(this.id, 'profile.rotation', 'is automatic, and Secrets are kept by hand', span, {
          evidence: ['declared profile'],
        });
      }
    }
    const old = unrotated(repository).filter(
      ({ resource }) => (levelAt(repository, resource.passage.file.path) ?? 1) < 3,
    );
    const [first, ...rest] = old;
    if (!first) return;
    const all = liveSealedSecrets(repository).length;
    const some = all === 1 ? 'one' : `${old.length} of ${all}`;
    yield fault(
      this.id,
      'repository',
      `holds SealedSecrets that no commit has touched for a year: ${some}`,
      first.span,
      {
        confidence: 'likely',
        related: rest.slice(0, 9).map(({ resource, span }) => ({ span, note: nameOf(resource) })),
        evidence: [`git: not in a commit of the last ${staleDays} days`],
      },
    );
  },
  bad: () => [
    {
      title: 'values of years ago, told once',
      files: {
        'apps/db.yaml': sealed('db', 1, '[|SealedSecret|]'),
        'apps/mail.yaml': sealed('mail', 2),
        'apps/new.yaml': sealed('new', 3),
      },
      history: { touched: { 'apps/db.yaml': 800, 'apps/mail.yaml': 366, 'apps/new.yaml': 365 } },
    },
    {
      title: 'automatic rotation is declared',
      profile: { rotation: 'automatic' },
      files: {
        '.secrets-ladder.yaml': 'level: sealed-secrets\nprofile:\n  rotation: [|automatic|]\n',
        'db.yaml': sealed('db', 1),
      },
    },
  ],
  good: () => [
    {
      title: 'sealed anew within the year',
      files: { 'db.yaml': sealed('db', 1) },
      history: { touched: { 'db.yaml': 200 } },
    },
    {
      title: 'no history is known',
      files: { 'db.yaml': sealed('db', 1) },
    },
    {
      title: 'tests are not rotated',
      files: { 'test/db.yaml': sealed('db', 1) },
      history: { touched: { 'test/db.yaml': 800 } },
    },
    {
      title: 'level 3 keeps a few sealed values for what starts first',
      level: 3,
      profile: { rotation: 'automatic' },
      files: { '.secrets-ladder.yaml': 'level: 3\nprofile:\n  rotation: automatic\n', 'db.yaml': sealed('db', 1) },
      history: { touched: { 'db.yaml': 800 } },
    },
    {
      title: 'automatic rotation with nothing kept by hand',
      profile: { rotation: 'automatic' },
      files: {
        '.secrets-ladder.yaml': 'level: 2\nprofile:\n  rotation: automatic\n',
        'app.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n',
      },
    },
  ],
};
