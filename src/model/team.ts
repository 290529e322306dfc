import type { Authored } from '../git-history.ts';
import { ownerLines } from './code-owners.ts';
import type { Repository } from './repository.ts';

/** The people who work on a repository, as far as it shows them. */
export interface Team {
  readonly people: number;
  /** True where commits tell the number, and not only CODEOWNERS. */
  readonly fromCommits: boolean;
  /** Authors that are programs. */
  readonly bots: number;
  /** Owners that CODEOWNERS names; how many people a team has cannot be seen. */
  readonly owners: { readonly people: number; readonly teams: number } | undefined;
}

export const teamWindow = 90;

const bot =
  /\[bot\]|(?:^|[^a-z])bot(?:$|[^a-z])|bot$|^(?:dependabot|renovate|mend|snyk|weblate|imgbot|greenkeeper|github[ -]?actions?|gitlab[ -]?ci|jenkins|circleci|travis|tekton|flux(?:cd)?|argo-?cd(?:-image-updater)?|semantic-release|release-please|pre-commit-ci|automation|ci|root|unknown)$/i;

/** True for authors that are programs. */
export function isBot({ name, email }: Pick<Authored, 'name' | 'email'>): boolean {
  const account = accountOf(email);
  return bot.test(name.trim()) || bot.test(account) || /\[bot\]@/i.test(email);
}

/** The part of an address that names somebody: `octocat` of `1234+octocat@users.noreply.github.com`. */
function accountOf(email: string): string {
  const local = email.toLowerCase().split('@', 1)[0] ?? '';
  return local.slice(local.indexOf('+') + 1);
}

/** People behind the authors of commits: whoever shares a name or an address is one. */
export function peopleIn(authors: readonly Pick<Authored, 'name' | 'email'>[]): number {
  const group = new Map<string, string>();
  const find = (key: string): string => {
    let top = key;
    for (let up = group.get(top); up !== undefined && up !== top; up = group.get(top)) top = up;
    return top;
  };
  for (const { name, email } of authors) {
    const [byName, byEmail] = [`n ${name.trim().toLowerCase()}`, `e ${email.toLowerCase()}`];
    for (const key of [byName, byEmail]) if (!group.has(key)) group.set(key, key);
    group.set(find(byName), find(byEmail));
  }
  return new Set([...group.keys()].map(find)).size;
}

function ownersOf(repository: Repository): Team['owners'] {
  const lines = ownerLines(repository);
  if (!lines) return undefined;
  const people = new Set<string>();
  const teams = new Set<string>();
  for (const line of lines) {
    for (const word of line.split(/\s+/).slice(1)) {
      if (/^@[\w.-]+\/[\w./-]+$/.test(word)) teams.add(word.toLowerCase());
      else if (/^@[\w.-]+$/.test(word) || /^[^@\s]+@[^@\s]+$/.test(word)) people.add(word.toLowerCase());
    }
  }
  return { people: people.size, teams: teams.size };
}

const known = new WeakMap<Repository, { team: Team | undefined }>();

/** The team by the authors of the last 90 days and by CODEOWNERS; undefined where neither tells. */
export function teamOf(repository: Repository): Team | undefined {
  let found = known.get(repository);
  if (!found) {
    found = { team: observed(repository) };
    known.set(repository, found);
  }
  return found.team;
}

function observed(repository: Repository): Team | undefined {
  const authors = repository.history?.authors(teamWindow);
  const owners = ownersOf(repository);
  if (!authors && !(owners && owners.people > 0)) return undefined;
  const programs = (authors ?? []).filter(isBot);
  const people = peopleIn((authors ?? []).filter((author) => !isBot(author)));
  return {
    people: authors ? people : (owners?.people ?? 0),
    fromCommits: authors !== undefined,
    bots: peopleIn(programs),
    owners,
  };
}
