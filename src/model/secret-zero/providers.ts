import { isSubstituted } from '../../literal.ts';
import type { Declaration } from '../../mechanism.ts';
import { at, textAt } from '../../parser.ts';
import { type Resource, spanOf } from '../../resource.ts';
import { leaves, scalarPairs } from '../../walk.ts';
import { generatorsOf } from '../kustomization.ts';
import { kustomizationsOf } from '../kustomize-build.ts';
import type { Repository } from '../repository.ts';
import { isWellKnown } from '../secret-sources.ts';
import { chartOf, directoryOf } from '../tree.ts';
import { csiClasses } from './csi.ts';
import { encryptionOf } from './encryption.ts';
import { operatorOpening } from './operators.ts';
import { readableIn } from './readable.ts';
import { type Opening, type Root, type RootKind, rootOf, type Step, stepOf } from './root.ts';
import { storeOpenings } from './stores.ts';
import { vaultOpenings } from './vault.ts';

/** How a declared Secret comes to be: the object that provides it, and what opens the place its values are kept. */
export type Providers = (declaration: Declaration) => readonly Opening[];

export function providersOf(repository: Repository, csi = csiClasses(repository)): Providers {
  const external = storeOpenings(repository);
  const vault = vaultOpenings(repository);
  const encryption = encryptionOf(repository);
  const readable = readableIn(repository);

  const behind = (declaration: Declaration, resource: Resource | undefined): readonly Opening[] => {
    const { span } = declaration;
    switch (declaration.mechanism) {
      case 'sealed-secrets':
        return encryption.sealed(declaration);
      case 'sops':
        return encryption.sops(declaration);
      case 'external-secrets':
        return resource ? external(resource, specOf(resource)) : [];
      case 'vault-operator':
        return resource ? vault(resource) : [];
      case 'csi-driver':
        return resource ? csi.openingsOf(resource) : [];
      case 'kubectl': {
        const given = readable.given(declaration);
        return alone(given ? inGit : byCommand, given ?? span);
      }
      case 'kustomize-generator':
        return generated(declaration);
      case 'plain-secret':
        return resource ? manifest(resource) : [];
      default:
        return operatorOpening(declaration.mechanism, resource, span);
    }
  };

  const manifest = (resource: Resource): readonly Opening[] => {
    const found = readable.in(resource);
    const place = spanOf(resource.document, resource.node);
    if (found) return alone(inGit, found);
    if (resource.document.templated) {
      const chart = chartOf(resource.passage.file.path, repository.tree);
      const called = chart === undefined ? 'values of a template' : `values given to the Helm chart ${chart || '.'}`;
      return alone(['unknown', called], place);
    }
    if (isEmptyManifest({ mechanism: 'plain-secret', resource })) {
      return alone(resource.name !== undefined && isWellKnown(resource.name) ? byController : empty, place);
    }
    const filled = leaves(at(resource.node, 'stringData')).some(({ node }) => isSubstituted(node.value));
    return alone(filled ? variables : byHand, place);
  };

  /** A `secretGenerator`: readable, encrypted with SOPS, or made of files that Git does not have. */
  const generated = (declaration: Declaration): readonly Opening[] => {
    const found = readable.given(declaration);
    if (found) return alone(inGit, found);
    const passage = kustomizationsOf(repository).get(directoryOf(declaration.span.file.path));
    if (!passage) return alone(byHand, declaration.span);
    for (const generator of generatorsOf(passage)) {
      if (generator.kind !== 'Secret' || generator.name !== declaration.name) continue;
      const files = [...generator.files, ...generator.envs].flatMap(({ path }) => (path === undefined ? [] : [path]));
      const encrypted = files.flatMap((path) => encryption.sopsFile(path));
      if (encrypted.length > 0) return encrypted;
      if (files.some((path) => !repository.paths.has(path))) return alone(outside, declaration.span);
    }
    return alone(byHand, declaration.span);
  };

  return (declaration) => {
    const first = providerStep(declaration);
    // The class is the provider and the store in one.
    const own = declaration.mechanism === 'csi-driver';
    const openings = behind(declaration, declaration.resource);
    const known = openings.length > 0 ? openings : alone(['unknown', 'what the repository does not tell'], first.span);
    return known.map(({ steps, by }) => ({ steps: own ? steps : [first, ...steps], by }));
  };
}

type Named = readonly [RootKind, string];

const inGit: Named = ['in-git', 'values in clear text in this repository'];
const byCommand: Named = ['by-hand', 'values typed into kubectl create secret'];
const byHand: Named = ['by-hand', 'values filled in by hand'];
const byController: Named = ['in-cluster', 'values made by controllers in the cluster'];
const empty: Named = ['unknown', 'what fills Secrets whose manifest is empty'];
const outside: Named = ['by-hand', 'files that are not in Git'];
const variables: Named = ['unknown', 'variables filled in when the manifests are applied'];

function alone([kind, name]: Named, span: Root['span']): readonly Opening[] {
  return [{ steps: [], by: rootOf(kind, name, span) }];
}

function specOf(resource: Resource): ReturnType<typeof at> {
  return resource.kind === 'ClusterExternalSecret'
    ? at(resource.node, 'spec', 'externalSecretSpec')
    : at(resource.node, 'spec');
}

function providerStep({ mechanism, resource, span }: Declaration): Step {
  const { path } = span.file;
  if (mechanism === 'kubectl') return { kind: 'kubectl create secret', name: path, note: undefined, span };
  if (mechanism === 'kustomize-generator') return { kind: 'secretGenerator', name: path, note: undefined, span };
  if (!resource && mechanism === 'sops') return { kind: 'SOPS file', name: path, note: undefined, span };
  if (!resource) return { kind: mechanism, name: path, note: undefined, span };
  if (resource.kind !== 'Secret') return stepOf(resource);
  const kind = resource.document.templated ? 'Secret template' : mechanism === 'sops' ? 'SOPS file' : 'Secret manifest';
  return { kind, name: path, note: undefined, span };
}

/** True for a Secret manifest that leaves its values to somebody else. */
export function isEmptyManifest({ mechanism, resource }: Pick<Declaration, 'mechanism' | 'resource'>): boolean {
  if (mechanism !== 'plain-secret' || !resource) return false;
  return ['data', 'stringData'].every((field) => [...scalarPairs(at(resource.node, field))].length === 0);
}

/**
 * Objects that write into a Secret which another one declares: an ExternalSecret that merges, a resource of the Vault
 * Secrets Operator without `create`.
 */
export function* fillersOf(repository: Repository): Iterable<Declaration> {
  for (const resource of repository.resourcesOf('ExternalSecret')) {
    const target = at(resource.node, 'spec', 'target');
    if (!/^(?:Merge|CreateOrMerge)$/.test(textAt(target, 'creationPolicy') ?? '')) continue;
    yield filler('external-secrets', resource, at(target, 'name') ?? at(resource.node, 'metadata', 'name'));
  }
  for (const resource of repository.resourcesOf(
    'VaultStaticSecret',
    'VaultDynamicSecret',
    'VaultPKISecret',
    'HCPVaultSecretsApp',
  )) {
    const destination = at(resource.node, 'spec', 'destination');
    if (resource.group !== 'secrets.hashicorp.com' || textAt(destination, 'create') === 'true') continue;
    yield filler('vault-operator', resource, at(destination, 'name'));
  }
}

function filler(mechanism: Declaration['mechanism'], resource: Resource, node: ReturnType<typeof at>): Declaration {
  const name = textAt(node);
  return {
    mechanism,
    name: name === undefined || name.includes('{{') ? undefined : name,
    namespace: resource.namespace,
    keys: undefined,
    span: spanOf(resource.document, node ?? resource.node),
    resource,
  };
}
