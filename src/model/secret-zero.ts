import { isAside, isShown } from '../fault.ts';
import { isSubstituted } from '../literal.ts';
import type { Declaration, MechanismId } from '../mechanism.ts';
import { at } from '../parser.ts';
import { type Resource, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { declaredNames } from './chart-names.ts';
import { clusterOf } from './cluster.ts';
import { placedBy } from './effective-namespace.ts';
import type { Repository } from './repository.ts';
import { csiClasses } from './secret-zero/csi.ts';
import { gitCryptFiles } from './secret-zero/git-crypt.ts';
import { injectedBy } from './secret-zero/injector.ts';
import { Nearby } from './secret-zero/nearby.ts';
import { fillersOf, providersOf } from './secret-zero/providers.ts';
import { type Chain, type Reached, reachOf, type Subject } from './secret-zero/reach.ts';
import { readableIn } from './secret-zero/readable.ts';
import { isStoredKey, qualified, rootOf } from './secret-zero/root.ts';
import { type Trail, trailsOf } from './secret-zero/trails.ts';
import { addWorkload, isNobodys, joinUses, type Used } from './secret-zero/users.ts';

export type { Chain, Reach, RootReach, Route, Subject } from './secret-zero/reach.ts';
export { reachId, reachOf } from './secret-zero/reach.ts';
export type { Root, RootKind, Step } from './secret-zero/root.ts';
export { rootKinds, rootOf } from './secret-zero/root.ts';

/** Every Secret of a repository and the credentials it hangs on. */
export interface SecretZero extends Reached {
  readonly chains: readonly Chain[];
  /** Declarations in tests, examples and documentation, which nobody runs. */
  readonly leftOut: number;
}

export const noSecretZero: SecretZero = { secrets: 0, files: 0, workloads: 0, roots: [], chains: [], leftOut: 0 };

const encrypted: ReadonlySet<MechanismId> = new Set<MechanismId>(['sops', 'ansible-vault']);

interface Growing extends Used {
  readonly declarations: Declaration[];
}

/** The chains of every Secret of a repository, and the roots they end in. */
export function secretZeroOf(repository: Repository): SecretZero {
  const csi = csiClasses(repository);
  const placed = placedBy(repository);
  const subjects = new Map<string, Growing>();
  const byName = new Nearby<Growing>();
  const declared = new Nearby<Declaration>();
  let leftOut = 0;

  const add = (kind: Subject['kind'], name: string | undefined, namespace: string | undefined, span: Span): Growing => {
    const { path } = span.file;
    const place = name === undefined || isSubstituted(name) ? `${path}\0${span.start}` : '';
    const key = [kind, clusterOf(path) ?? '', namespace ?? '', name ?? '', place].join('\0');
    let subject = subjects.get(key);
    if (!subject) {
      const called = qualified(name ?? '(templated)', namespace);
      subject = { kind, name: called, span, workloads: new Map(), declarations: [] };
      subjects.set(key, subject);
    }
    return subject;
  };

  const nameOf = declaredNames(repository);
  const bySource = new Map<Resource, Growing[]>();
  for (const declaration of [...repository.declarations, ...fillersOf(repository)]) {
    const { resource, span } = declaration;
    if (isNobodys(span, resource)) {
      leftOut++;
      continue;
    }
    const name = nameOf(declaration);
    const place = resource && placed(resource);
    const namespace =
      resource && declaration.namespace === resource.namespace ? place?.namespace : declaration.namespace;
    // Secrets have names, be they templated; files that are encrypted whole have none.
    const whole = !resource && name === undefined && encrypted.has(declaration.mechanism);
    const subject = whole
      ? add('encrypted file', span.file.path, undefined, span)
      : add('Secret', name, namespace, span);
    subject.declarations.push(declaration);
    if (resource) {
      const made = bySource.get(resource);
      if (made) made.push(subject);
      else bySource.set(resource, [subject]);
    }
    const renamed = resource && name === resource.name ? place?.name : undefined;
    for (const called of new Set([name, renamed])) {
      if (called === undefined) continue;
      byName.add(called, namespace, span.file.path, subject);
      declared.add(called, namespace, span.file.path, declaration);
    }
  }

  const readable = readableIn(repository);
  const isReadable = ({ resource }: Declaration): boolean => resource !== undefined && !!readable.in(resource);
  const chains: Chain[] = [];
  const missing = joinUses(repository, placed, byName, add);
  const trails = trailsOf(repository, providersOf(repository, csi), declared);
  const chain = (subject: Subject, mechanism: MechanismId | undefined, found: readonly Trail[]): void => {
    for (const { steps, roots } of found) chains.push({ subject, mechanism, steps, roots });
  };

  for (const resource of repository.resourcesOf('SecretProviderClass')) {
    const volumes = csi.volumesOf(resource);
    if (volumes.length === 0 || isNobodys(spanOf(resource.document, resource.node), resource)) continue;
    const made = bySource.get(resource) ?? [];
    const { name, namespace } = placed(resource);
    const mounted = made.length > 0 ? made : [add('SecretProviderClass', name, namespace, kindSpan(resource))];
    for (const subject of mounted as Growing[]) {
      for (const volume of volumes) addWorkload(subject, volume.resource, volume.passage.file.path);
      if (made.length > 0) continue;
      chain(
        subject,
        'csi-driver',
        trails({ mechanism: 'csi-driver', name, namespace, keys: undefined, span: subject.span, resource }),
      );
    }
  }
  for (const [name, volumes] of csi.missing) {
    const real = volumes.filter(({ passage }) => !isShown(passage) && !isAside(passage.file.path));
    const first = real[0];
    const node = first?.secretProviderClass;
    if (!first || !node) continue;
    const span = spanOf(first.document, node);
    const subject = add('SecretProviderClass', name, undefined, span);
    for (const volume of real) addWorkload(subject, volume.resource, volume.passage.file.path);
    const root = rootOf('unknown', `SecretProviderClass ${name}, which is not in this repository`, span);
    chain(subject, undefined, [{ steps: [], roots: [root] }]);
  }
  for (const { resource, opening } of injectedBy(repository)) {
    if (isNobodys(spanOf(resource.document, resource.node), resource) || isStoredKey(opening.by)) continue;
    const subject = add('Vault Agent', resource.name, placed(resource).namespace, kindSpan(resource));
    addWorkload(subject, resource, resource.passage.file.path);
    chain(subject, 'vault-injector', [{ steps: opening.steps, roots: [opening.by] }]);
  }
  for (const { path, span, trail } of gitCryptFiles(repository)) {
    chain(add('encrypted file', path, undefined, span), 'git-crypt', [trail]);
  }
  for (const subject of subjects.values()) {
    const { declarations } = subject;
    const kept = declarations.filter((one) => one.mechanism !== 'plain-secret' || isReadable(one));
    // A manifest without values, or the template that was sealed, says nothing beside the object that provides them.
    for (const declaration of kept.length > 0 ? kept : declarations) {
      chain(subject, declaration.mechanism, trails(declaration));
    }
    const why = missing.get(subject);
    if (why) chain(subject, undefined, [{ steps: [], roots: [rootOf(why.kind, why.name, subject.span)] }]);
  }
  return { ...reachOf(chains), chains, leftOut };
}

function kindSpan({ document, node }: Resource): Span {
  return spanOf(document, at(node, 'kind') ?? node);
}
