import { isAside, isShown } from '../fault.ts';
import type { Declaration, MechanismId, Use } from '../mechanism.ts';
import { bootstrapSecrets } from '../model/bootstrap.ts';
import { clusterOf } from '../model/cluster.ts';
import { levelOfDeclaration } from '../model/declared-level.ts';
import { kustomizationsOf } from '../model/kustomize-build.ts';
import { type Rendering, renamed, renderingsOf } from '../model/kustomize-names.ts';
import type { Repository } from '../model/repository.ts';
import { directoryOf, joined } from '../model/tree.ts';
import { asScalar, at, itemsOf, textAt } from '../parser.ts';
import type { Entry } from '../place.ts';
import type { Level } from '../policy.ts';
import type { Resource } from '../resource.ts';

/** Name and namespace under which a Secret reaches a cluster. */
export interface Target {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** A `resources` entry of a kustomization that names a file. */
export interface Listing {
  /** Directory of the kustomization, and its file. */
  readonly directory: string;
  readonly path: string;
  /** As written: `./secret.yaml`. */
  readonly entry: string;
}

/** A Secret that a repository provides, with what a plan needs to know of it. */
export interface Subject {
  readonly declaration: Declaration;
  readonly mechanism: MechanismId;
  readonly resource: Resource | undefined;
  readonly path: string;
  readonly line: number;
  /** As written. */
  readonly name: string | undefined;
  /** What kustomizations, Flux and Argo CD make of it; several where several builds use the file. */
  readonly targets: readonly Target[];
  readonly renderings: readonly Rendering[];
  /** Data keys; undefined where they cannot be known. */
  readonly keys: readonly string[] | undefined;
  readonly type: string | undefined;
  /** 0 where a value of it is readable in Git. */
  readonly from: 0 | Level;
  /** Judged values of a manifest, a generator or a command. */
  readonly entries: readonly Entry[];
  readonly uses: readonly Use[];
  readonly listings: readonly Listing[];
  readonly cluster: string | undefined;
  readonly tracked: boolean;
  /** True where it has to exist before a store can be read. */
  readonly bootstrap: boolean;
}

/** What no plan is made for, with the number of Secrets. */
export type LeftOut =
  | 'documentation'
  | 'tests and examples'
  | 'empty: filled in the cluster'
  | 'files that a filter of Git encrypts'
  | 'templates of what is kept beside them';

/** The Secrets of a repository; those that nothing has to be planned for are counted. */
export function subjectsOf(
  repository: Repository,
  namespace: string | undefined,
): { readonly subjects: readonly Subject[]; readonly leftOut: Map<LeftOut, number> } {
  const leftOut = new Map<LeftOut, number>();
  const subjects: Subject[] = [];
  const gather = gatherer(repository, namespace);
  for (const declaration of repository.declarations) {
    if (byItself.has(declaration.mechanism)) continue;
    const reason = leftOutFor(declaration);
    if (reason) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    else subjects.push(gather(declaration));
  }
  return { subjects, leftOut };
}

/** Made by a controller without a value that somebody keeps, or written to a store by one. */
const byItself: ReadonlySet<MechanismId> = new Set(['cert-manager', 'generated', 'push-secret']);

function leftOutFor({ span, resource, mechanism, keys }: Declaration): LeftOut | undefined {
  if ((resource && isShown(resource.passage)) || /\.(?:md|markdown|adoc|rst|txt)$/i.test(span.file.path)) {
    return 'documentation';
  }
  if (isAside(span.file.path)) return 'tests and examples';
  return mechanism === 'plain-secret' && keys?.length === 0 ? 'empty: filled in the cluster' : undefined;
}

function gatherer(repository: Repository, fallback: string | undefined): (declaration: Declaration) => Subject {
  const renderings = renderingsOf(repository);
  const listings = listingsOf(repository);
  const entries = entriesByPlace(repository);
  const isBootstrap = bootstrapSecrets(repository);
  const uses = new Map<string, Use[]>();
  for (const use of repository.uses) {
    const same = uses.get(use.name);
    if (same) same.push(use);
    else uses.set(use.name, [use]);
  }
  return (declaration) => {
    const { mechanism, resource, name, span } = declaration;
    const { path } = span.file;
    // A script is applied by nobody but who runs it.
    const built = mechanism === 'kubectl' ? [] : renderings(path);
    const written = { name, namespace: declaration.namespace };
    const targets = distinct(
      (built.length > 0 ? built.map((rendering) => renamed(written, rendering)) : [written]).map((target) => ({
        name: target.name,
        namespace: target.namespace ?? fallback,
      })),
    );
    const judged = entries(declaration);
    const readable = judged.some((entry) => {
      const { verdict, confidence } = repository.judgementOf(entry);
      return verdict === 'credential' && confidence !== 'possible';
    });
    const users = usersOf(uses.get(name ?? '') ?? [], targets, path);
    return {
      declaration,
      mechanism,
      resource,
      path,
      line: span.file.place(span.start).line,
      name,
      targets: mechanism === 'kubectl' ? withNamespaceOfUsers(targets, users) : targets,
      renderings: built,
      keys: declaration.keys,
      type: typeOf(resource),
      from: readable ? 0 : levelOfDeclaration(declaration),
      entries: judged,
      uses: users,
      listings: listings.get(path) ?? [],
      cluster: clusterOf(path),
      tracked: repository.tree.isTracked(path),
      bootstrap: isBootstrap(declaration),
    };
  };
}

/** What reads the Secret: by its namespace; where none is written, what stands in its own folders, if anything does. */
function usersOf(uses: readonly Use[], targets: readonly Target[], path: string): readonly Use[] {
  const fitting = uses.filter(
    ({ namespace, resource }) =>
      !isShown(resource.passage) &&
      targets.some((target) => (target.namespace ?? namespace) === (namespace ?? target.namespace)),
  );
  const here = directoryOf(path);
  const near = fitting.filter(({ resource }) => {
    const there = directoryOf(resource.passage.file.path);
    return there === here || there.startsWith(`${here}/`) || here.startsWith(`${there}/`);
  });
  return near.length > 0 ? near : fitting;
}

function distinct(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [`${target.namespace ?? ''}/${target.name ?? ''}`, target])).values()];
}

/** A command may leave the namespace to the context; the workloads that use the Secret tell it where they agree. */
function withNamespaceOfUsers(targets: readonly Target[], users: readonly Use[]): readonly Target[] {
  const [only, ...more] = new Set(users.flatMap((use) => use.namespace ?? []));
  if (only === undefined || more.length > 0) return targets;
  return targets.map(({ name, namespace }) => ({ name, namespace: namespace ?? only }));
}

/** Where the type of the Secret stands, by the kind that makes it. */
function typeOf(resource: Resource | undefined): string | undefined {
  const { node, kind } = resource ?? {};
  const type =
    kind === 'Secret'
      ? textAt(node, 'type')
      : kind === 'SealedSecret'
        ? textAt(node, 'spec', 'template', 'type')
        : kind === 'ExternalSecret'
          ? textAt(node, 'spec', 'target', 'template', 'type')
          : undefined;
  return type === '' || type === 'Opaque' ? undefined : type;
}

function listingsOf(repository: Repository): ReadonlyMap<string, readonly Listing[]> {
  const out = new Map<string, Listing[]>();
  for (const [directory, passage] of kustomizationsOf(repository)) {
    for (const { root } of passage.parsed.documents) {
      for (const item of itemsOf(at(root, 'resources'))) {
        const entry = asScalar(item)?.value;
        const path = entry === undefined ? undefined : joined(directory, entry);
        if (entry === undefined || path === undefined || !repository.paths.has(path)) continue;
        out.set(path, [...(out.get(path) ?? []), { directory, path: passage.file.path, entry }]);
      }
    }
  }
  return out;
}

/** The values that belong to a declaration: of its manifest, of its generator, on its command line. */
function entriesByPlace(repository: Repository): (declaration: Declaration) => readonly Entry[] {
  const ofResource = new Map<Resource, Entry[]>();
  const ofGenerator = new Map<string, Entry[]>();
  const ofFile = new Map<string, Entry[]>();
  const add = <Key>(map: Map<Key, Entry[]>, key: Key, entry: Entry): void => {
    const group = map.get(key);
    if (group) group.push(entry);
    else map.set(key, [entry]);
  };
  for (const entry of repository.entriesAt('secret-data')) if (entry.resource) add(ofResource, entry.resource, entry);
  for (const entry of repository.entriesAt('kustomize-secret-literal', 'kustomize-file')) {
    const name = /^secretGenerator (\S+) /.exec(entry.subject)?.[1];
    const { path } = (entry.via?.span ?? entry.span).file;
    if (name !== undefined) add(ofGenerator, `${path}\0${name}`, entry);
  }
  for (const entry of repository.entriesAt('kubectl-create-secret')) add(ofFile, entry.span.file.path, entry);
  return ({ mechanism, resource, name, span }) => {
    if (resource) return ofResource.get(resource) ?? [];
    if (mechanism === 'kustomize-generator') return ofGenerator.get(`${span.file.path}\0${name}`) ?? [];
    if (mechanism !== 'kubectl') return [];
    return (ofFile.get(span.file.path) ?? []).filter((entry) => entry.subject.includes(`secret ${name ?? ''}`));
  };
}

/** Directory of a path, for files beside it. */
export function besides(path: string, name: string): string {
  const directory = directoryOf(path);
  return directory === '' ? name : `${directory}/${name}`;
}
