import { Minimatch, type MinimatchOptions } from 'minimatch';

const options: MinimatchOptions = {
  dot: true,
  nocomment: true,
  nonegate: true,
  optimizationLevel: 2,
  platform: 'linux',
};
const magic = /[*?[\]{}()!+@\\]/;

/**
 * A test for paths from a list of globs. A glob is matched against the whole path from the root of the scan, `/`
 * separated; `*` matches names that begin with a dot too. A folder stands for all in it: `vendor/`, `vendor` and
 * `vendor/**` are the same. Patterns are read in order, and a pattern that begins with `!` takes back what earlier
 * ones matched. minimatch does not translate to a regular expression, so a hostile pattern cannot make it backtrack.
 */
export function globs(patterns: readonly string[]): (path: string) => boolean {
  const tests = patterns.map((pattern) => {
    const negated = pattern.startsWith('!');
    return { negated, matches: glob(negated ? pattern.slice(1) : pattern) };
  });
  return (path) => {
    let matched = false;
    for (const test of tests) if (matched === test.negated && test.matches(path)) matched = !test.negated;
    return matched;
  };
}

/** A test for one glob; see `globs`. */
export function glob(pattern: string): (path: string) => boolean {
  const clean = pattern.replace(/^(?:\.?\/)+/, '');
  if (clean === '' || clean === '.' || clean === '**') return () => true;
  const folder = clean.replace(/\/(?:\*\*)?$/, '');
  if (!magic.test(folder)) {
    const inside = `${folder}/`;
    return (path) => path.startsWith(inside) || path === folder;
  }
  const pieces = piecesOf(folder);
  const whole = new Minimatch(folder, options);
  const below = new Minimatch(`${folder}/**`, options);
  return (path) => {
    // Most paths hold nothing of what the glob says in so many letters.
    for (const piece of pieces) if (!path.includes(piece)) return false;
    return whole.match(path) || below.match(path);
  };
}

/** Texts that every path has that a glob matches: what stands between the stars. None where it has other magic. */
function piecesOf(pattern: string): readonly string[] {
  // `a/./b` is `a/b`.
  if (/[?[\]{}()!+@\\]|(?:^|\/)\.{0,2}(?:\/|$)/.test(pattern)) return [];
  return pattern
    .split(/\*+/)
    .map((piece) => piece.replace(/^\/|\/$/g, ''))
    .filter((piece) => piece !== '');
}
