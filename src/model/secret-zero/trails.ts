import type { Declaration } from '../../mechanism.ts';
import { readableSecret } from '../readable-secret.ts';
import type { Repository } from '../repository.ts';
import type { Nearby } from './nearby.ts';
import { isStoredKey, type Opening, qualified, type Root, rootOf, type Step } from './root.ts';

/** One way from a declaration to its last root. */
export interface Trail {
  readonly steps: readonly Step[];
  /** Never empty; the nearest first. */
  readonly roots: readonly Root[];
}

/** More ways than this to one Secret say nothing new. */
const most = 20;
/** Nobody stacks more stores than a few; what is deeper is not followed. */
const maxDepth = 8;

/**
 * Follows declarations to their roots: the key of a store is a Secret, which something provides, and so on. Each
 * declaration is followed once; one that leads back to itself ends there.
 */
export function trailsOf(
  repository: Repository,
  providers: (declaration: Declaration) => readonly Opening[],
  declared: Nearby<Declaration>,
): (declaration: Declaration) => readonly Trail[] {
  const memo = new Map<Declaration, readonly Trail[]>();
  const open = new Set<Declaration>();

  const trails = (declaration: Declaration): readonly Trail[] => {
    const done = memo.get(declaration);
    if (done) return done;
    open.add(declaration);
    const found: Trail[] = [];
    for (const opening of providers(declaration)) {
      if (found.length >= most) break;
      found.push(...through(opening));
    }
    open.delete(declaration);
    const kept = found.slice(0, most);
    memo.set(declaration, kept);
    return kept;
  };

  const through = ({ steps, by }: Opening): Trail[] => {
    if (!isStoredKey(by)) return [{ steps, roots: [by] }];
    const called = `Secret ${qualified(by.name, by.namespace)}`;
    const step = (note?: string, span = by.span): Step => ({
      kind: 'Secret',
      name: qualified(by.name, by.namespace),
      note,
      span,
    });
    const readable = readableSecret(repository, by);
    if (readable) {
      const root = rootOf('in-git', called, readable.span);
      return [{ steps: [...steps, step('readable in Git', readable.span)], roots: [root] }];
    }
    const root = rootOf(by.avoidable ? 'static' : 'unavoidable', called, by.span);
    const near = declared.find(by.name, by.namespace, by.span.file.path);
    if (near.length === 0) return [{ steps: [...steps, step('no source in this repository')], roots: [root] }];
    // A key that its own store provides comes from somewhere else at first.
    const sources = near.every((one) => open.has(one)) ? declared.find(by.name, by.namespace, '') : near;
    const others = sources.filter((one) => !open.has(one));
    if (others.length === 0) return [{ steps: [...steps, step('which it opens itself')], roots: [root] }];
    return others.flatMap((source) => {
      if (open.size >= maxDepth) return [{ steps: [...steps, step('the rest is not followed')], roots: [root] }];
      return trails(source).map((trail) => ({
        steps: withoutLoop([...steps, step(), ...trail.steps]),
        // How the key is delivered opens the store too, unless that is a hand or the cluster itself.
        roots: distinct([root, ...trail.roots.filter(({ kind }) => lasting.has(kind))]),
      }));
    });
  };

  return trails;
}

/** A way that comes back to the same Secret, without the loop. */
function withoutLoop(steps: readonly Step[]): readonly Step[] {
  const seen = new Map<string, number>();
  const out: Step[] = [];
  for (const step of steps) {
    const key = step.kind === 'Secret' ? step.name : undefined;
    const before = key === undefined ? undefined : seen.get(key);
    if (before !== undefined) out.length = before;
    if (key !== undefined) seen.set(key, out.length);
    out.push(step);
  }
  return out;
}

function distinct(roots: readonly Root[]): readonly Root[] {
  return [...new Map(roots.map((root) => [root.id, root])).values()];
}

const lasting: ReadonlySet<Root['kind']> = new Set<Root['kind']>([
  'in-git',
  'static',
  'unavoidable',
  'private-key',
  'key-pair',
  'kms',
  'identity',
]);
