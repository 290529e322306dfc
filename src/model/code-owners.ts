import { glob } from '../glob.ts';
import type { Repository } from './repository.ts';

/** https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** The lines of the file of owners that counts, without comments and empty ones; undefined where there is none to read. */
export function ownerLines(repository: Repository): readonly string[] | undefined {
  const text = places.map((path) => repository.textOf(path)).find((content) => content !== undefined);
  return text
    ?.split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*/, '').trim())
    .filter((line) => line !== '');
}

/** One line: who owns what a pattern matches. A section is GitLab's; each of them is asked for itself. */
interface OwnerLine {
  readonly section: number;
  readonly owned: boolean;
  readonly matches: (path: string) => boolean;
}

/**
 * Whether somebody owns a path; undefined for a repository without owners. Of several lines the last one counts, and one
 * without owners takes them away. An OWNERS file of Prow at the root owns everything.
 */
export function codeOwnersOf(repository: Repository): ((path: string) => boolean) | undefined {
  const found = ownerLines(repository);
  if (!found) return [...places, 'OWNERS'].some((path) => repository.tree.has(path)) ? () => true : undefined;
  const lines = readLines(found);
  const sections = new Set(lines.map(({ section }) => section));
  return (path) => {
    return [...sections].some((section) => {
      return lines.findLast((line) => line.section === section && line.matches(path))?.owned === true;
    });
  };
}

function readLines(lines: readonly string[]): OwnerLine[] {
  const out: OwnerLine[] = [];
  let section = 0;
  let byDefault = false;
  for (const line of lines) {
    const header = /^\^?\[[^\]]{1,200}\](?:\[\d{1,3}\])?(.*)$/.exec(line);
    if (header) {
      section++;
      byDefault = header[1]!.includes('@');
      continue;
    }
    const [pattern = '', ...owners] = line.replace(/\\ /g, '?').split(/\s+/);
    out.push({ section, owned: owners.length > 0 || byDefault, matches: matcher(pattern) });
  }
  return out;
}

/** As in `.gitignore`: a slash before the end anchors a pattern, and what matches a folder matches all in it. */
function matcher(pattern: string): (path: string) => boolean {
  if (pattern === '*' || pattern === '/' || pattern === '/**') return () => true;
  const clean = pattern.replace(/^\//, '').replace(/\/$/, '');
  const base = pattern.slice(0, -1).includes('/') ? clean : `**/${clean}`;
  const inside = glob(`${base}/**`);
  if (pattern.endsWith('/')) return inside;
  const itself = glob(base);
  return pattern.endsWith('/*') ? itself : (path) => itself(path) || inside(path);
}
