import type { MechanismId } from '../../mechanism.ts';
import type { Span } from '../../text.ts';
import { type Root, rootKinds, rootOf, type Step, worse } from './root.ts';

/**
 * A Secret; or, where no Secret comes to be, a mounted SecretProviderClass, the files of a Vault Agent, or a file
 * encrypted with SOPS that is no Secret.
 */
export interface Subject {
  readonly kind: 'Secret' | 'SecretProviderClass' | 'Vault Agent' | 'encrypted file';
  /** With its namespace; `(templated)` where only rendering tells. */
  readonly name: string;
  readonly span: Span;
  /** Names of what uses it, by what tells workloads of one name apart. */
  readonly workloads: ReadonlyMap<string, string>;
}

/** The path from a Secret to the credentials that it hangs on. */
export interface Chain {
  readonly subject: Subject;
  /** Undefined where nothing in the repository provides it. */
  readonly mechanism: MechanismId | undefined;
  readonly steps: readonly Step[];
  /** From the nearest to the last; whoever has one of them has the Secret. */
  readonly roots: readonly Root[];
}

/** How much hangs on something. */
export interface Reach {
  readonly secrets: number;
  readonly files: number;
  readonly workloads: number;
}

/** Chains that differ in nothing but their Secret and the object that provides it. */
export interface Route extends Reach {
  readonly steps: readonly Step[];
  /** As in `Chain`. */
  readonly roots: readonly Root[];
}

/** A root credential and its blast radius. */
export interface RootReach extends Reach {
  readonly root: Root;
  /** The widest first. */
  readonly routes: readonly Route[];
}

export interface Reached extends Reach {
  /** Worst first. */
  readonly roots: readonly RootReach[];
}

/** What the roots of some chains reach. */
export function reachOf(chains: readonly Chain[]): Reached {
  const total = new Tally();
  const routes = new Map<string, { steps: readonly Step[]; roots: readonly Root[]; tally: Tally }>();
  const reaches = new Map<string, { root: Root; tally: Tally; routes: Set<string> }>();
  for (const { subject, steps, roots } of chains) {
    total.add(subject);
    const key = routeKey(steps, roots);
    let route = routes.get(key);
    if (!route) {
      route = { steps, roots, tally: new Tally() };
      routes.set(key, route);
    }
    route.tally.add(subject);
    for (const root of roots) {
      const id = reachId(root);
      let reach = reaches.get(id);
      if (!reach) {
        reach = { root, tally: new Tally(), routes: new Set() };
        reaches.set(id, reach);
      }
      if (worse(root.kind, reach.root.kind) !== reach.root.kind) reach.root = root;
      reach.tally.add(subject);
      reach.routes.add(key);
    }
  }
  const sized = new Map<string, Route>();
  for (const [key, { steps, roots, tally }] of routes) sized.set(key, { steps, roots, ...tally.reach });
  const roots = [...reaches.values()].map(({ root, tally, routes }) => ({
    root,
    ...tally.reach,
    routes: [...routes].map((key) => sized.get(key)!).sort(widestFirst),
  }));
  roots.sort(
    (a, b) =>
      rootKinds.indexOf(a.root.kind) - rootKinds.indexOf(b.root.kind) ||
      widestFirst(a, b) ||
      (a.root.name < b.root.name ? -1 : a.root.name > b.root.name ? 1 : 0),
  );
  return { ...total.reach, roots };
}

/** One Secret may open a store that knows an identity and one that does not: it is one root all the same. */
export function reachId(root: Root): string {
  return root.kind === 'unavoidable' ? rootOf('static', root.name).id : root.id;
}

function widestFirst(a: Reach, b: Reach): number {
  return b.secrets + b.files - a.secrets - a.files || b.workloads - a.workloads;
}

/** Counts each Secret, file and workload once. */
class Tally {
  readonly #secrets = new Set<Subject>();
  readonly #files = new Set<Subject>();
  readonly #workloads = new Set<string>();

  add(subject: Subject): void {
    const seen = subject.kind === 'encrypted file' ? this.#files : this.#secrets;
    if (seen.has(subject)) return;
    seen.add(subject);
    for (const workload of subject.workloads.keys()) this.#workloads.add(workload);
  }

  get reach(): Reach {
    return { secrets: this.#secrets.size, files: this.#files.size, workloads: this.#workloads.size };
  }
}

/** The provider's own name differs from Secret to Secret; the rest of the way is shared. */
function routeKey([provider, ...rest]: readonly Step[], roots: readonly Root[]): string {
  const way = rest.map(({ kind, name, note }) => `${kind}\0${name}\0${note ?? ''}`);
  return [provider?.kind ?? '', ...way, ...roots.map(({ id }) => id)].join('\n');
}
