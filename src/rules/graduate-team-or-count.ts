import { fakeSealed } from '../fake-sealed.ts';
import { fault } from '../fault.ts';
import { configPlace } from '../model/config-place.ts';
import { keepsByHand, liveSealedSecrets, maxSealedValues, maxTeam } from '../model/graduation.ts';
import { levelAt } from '../model/repository.ts';
import { teamOf, teamWindow } from '../model/team.ts';
import type { Rule } from '../rule.ts';

const sealed = (keys: number, marked = true, name = 'db'): string => `apiVersion: bitnami.com/v1alpha1
kind: ${marked ? '[|SealedSecret|]' : 'SealedSecret'}
metadata:
  name: ${name}
  namespace: shop
spec:
  encryptedData:
${Array.from({ length: keys }, (_, n) => `    key-${n}: ${fakeSealed(n)}\n`).join('')}`;

const authors = (count: number): string[] => Array.from({ length: count }, (_, n) => `Dev ${n} <dev${n}@acme.dev>`);

export const graduateTeamOrCount: Rule = {
  id: 'graduate-team-or-count',
  title: 'The team, or the number of sealed values, outgrows sealing by hand',
  why: 'Each value that changes is sealed by a person who has it in clear text on a laptop. With more than ten people, or some fifty values, nobody knows any more who has seen what, and nobody seals everything again when somebody leaves or a key is lost.',
  remedy:
    'Move shared secrets to a store that grants access by person and workload (level 3); say `profile: {team-size: N}` if fewer people handle secrets than write commits.',
  references: ['https://agent-zone.ai/knowledge/kubernetes/secrets-management-decision-framework/'],
  credential: false,
  needs: 'history',
  *check(repository) {
    const sealedHere = liveSealedSecrets(repository).filter(
      ({ resource }) => (levelAt(repository, resource.passage.file.path) ?? 1) < 3,
    );
    const values = sealedHere.reduce((sum, { items }) => sum + items.length, 0);
    const [first] = sealedHere;
    if (first && values > maxSealedValues) {
      yield fault(this.id, 'repository', `holds ${values} sealed values, each of them sealed by hand`, first.span, {
        confidence: 'likely',
        evidence: [`more than ${maxSealedValues} values`],
      });
    }
    const { level, profile } = repository.declared;
    if ((level ?? 1) >= 3 || !keepsByHand(repository)) return;
    if (profile?.teamSize !== undefined) {
      const span = profile.teamSize > maxTeam ? configPlace(repository, 'profile', 'team-size') : undefined;
      if (!span) return;
      yield fault(this.id, 'profile.team-size', `is ${profile.teamSize}, and Secrets are kept by hand`, span, {
        evidence: ['declared profile'],
      });
      return;
    }
    // Who writes commits need not handle secrets, so authors alone are asked about only where something is sealed.
    const team = first && teamOf(repository);
    if (!first || !team || team.people <= maxTeam) return;
    yield fault(
      this.id,
      'team',
      `of ${team.people} people writes commits, and Secrets are sealed by hand`,
      first.span,
      { confidence: 'possible', evidence: [`git: authors of ${teamWindow} days, without bots`] },
    );
  },
  bad: () => [
    { title: 'more than fifty values', files: { 'db.yaml': sealed(51) } },
    {
      title: 'a large team is declared',
      profile: { teamSize: 14 },
      files: {
        '.secrets-ladder.yaml': 'level: 2\nprofile:\n  team-size: [|14|]\n',
        'db.yaml': sealed(1, false),
      },
    },
    {
      title: 'many people wrote commits lately',
      files: { 'db.yaml': sealed(1) },
      history: { authors: authors(11) },
    },
  ],
  good: () => [
    { title: 'fifty values are still few', files: { 'db.yaml': sealed(50, false) } },
    {
      title: 'ten people, their second addresses, and bots',
      files: { 'db.yaml': sealed(1, false) },
      history: {
        authors: [
          ...authors(10),
          'Dev 1 <1234+dev1@users.noreply.github.com>',
          'renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>',
          'Flux <fluxcd@acme.dev>',
        ],
      },
    },
    {
      title: 'the declared size counts, not the authors',
      profile: { teamSize: 4 },
      files: { 'db.yaml': sealed(1, false) },
      history: { authors: authors(30) },
    },
    {
      title: 'a large team with nothing sealed',
      files: { 'app.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n' },
      history: { authors: authors(30) },
    },
    { title: 'level 3', level: 3, files: { 'db.yaml': sealed(60, false) }, history: { authors: authors(30) } },
    { title: 'tests', files: { 'test/db.yaml': sealed(60, false) } },
  ],
};
