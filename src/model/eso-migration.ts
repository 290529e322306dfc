import { isKeptAsIs } from '../fault.ts';
import { type Edit, replacing } from '../fix.ts';
import { asMap, at, itemsOf, type Node, pairsOf, textAt } from '../parser.ts';
import type { Resource } from '../resource.ts';
import { mapsOf } from '../walk.ts';
import type { OldVersion } from './eso-version.ts';
import { patchFilesOf } from './kustomization.ts';
import { kustomizationsOf } from './kustomize-build.ts';
import type { Repository } from './repository.ts';
import { eso } from './secret-store.ts';

/**
 * For each object of an old External Secrets API version the edit that makes it `v1`; undefined where more than the version
 * would have to change. What changed is the difference of the CRDs of the versions up to v2.9.0:
 * https://github.com/external-secrets/external-secrets/tree/main/config/crds/bases
 */
export function migrationsOf(
  repository: Repository,
  all: readonly OldVersion[],
): (one: OldVersion) => Edit | undefined {
  if (all.length === 0) return () => undefined;
  const patches = patchFiles(repository);
  const isPatch = ({ passage }: Resource): boolean =>
    patches.has(passage.file.path) || (passage.role === 'kustomization' && passage.within !== undefined);
  const targeted = targetedKinds(repository);
  const identity = ({ resource, version }: OldVersion): string => `${version} ${resource.kind} ${resource.name}`;
  const patched = new Set(all.filter(({ resource }) => !isPatch(resource)).map(identity));
  return (one) => {
    const { resource, version, node } = one;
    const { passage, document, kind } = resource;
    // A chart that asks what the cluster serves has a condition to change too; a page with both shows the difference.
    if (!one.v1Served || isKeptAsIs(passage) || passage.text.holds('Capabilities')) return undefined;
    if (passage.role === 'docs' && v1.test(passage.file.content)) return undefined;
    // kustomize finds what to patch by its version: both change, or neither.
    if (targeted.has(kind) || (isPatch(resource) && !patched.has(identity(one)))) return undefined;
    if (!hasSameShape(one)) return undefined;
    const { content } = document.text;
    if (node.start < resource.node.start || node.end > resource.node.end) return undefined;
    if (!/:\s*$/.test(content.slice(Math.max(0, node.start - 80), node.start))) return undefined;
    const from = content.indexOf(version, node.start);
    if (from === -1 || from >= node.end) return undefined;
    return replacing(document.text, from, from + version.length, version, 'v1');
  };
}

const v1 = /external-secrets\.io\/v1(?![\w])/;

function patchFiles(repository: Repository): ReadonlySet<string> {
  const files = new Set<string>();
  for (const passage of kustomizationsOf(repository).values())
    for (const path of patchFilesOf(passage)) files.add(path);
  return files;
}

const kinds = ['SecretStore', 'ClusterSecretStore', 'ExternalSecret', 'ClusterExternalSecret'];

/** Kinds that a patch, a replacement or a transformer of a kustomization, or a policy picks out by their old version. */
function targetedKinds(repository: Repository): ReadonlySet<string> {
  const found = new Set<string>();
  for (const passage of kustomizationsOf(repository).values()) {
    if (!oldVersion.test(passage.text.content)) continue;
    for (const document of passage.parsed.documents) {
      for (const list of ['patches', 'patchesJson6902', 'replacements', 'vars']) {
        for (const entry of mapsOf(at(document.root, list))) for (const kind of selectedIn(entry, 0)) found.add(kind);
      }
    }
  }
  // Kyverno: `kinds: [external-secrets.io/v1beta1/ExternalSecret]`, `generate: {apiVersion: ..., kind: ...}`.
  for (const { document, node } of repository.resourcesOf('ClusterPolicy', 'Policy')) {
    const text = document.text.content.slice(node.start, node.end);
    if (!text.includes(eso) || !oldVersion.test(text)) continue;
    for (const kind of kinds) if (text.includes(kind)) found.add(kind);
  }
  return found;
}

const oldVersion = /v1(?:beta1|alpha1)/;

function* selectedIn(node: Node | undefined, depth: number): Iterable<string> {
  if (depth > 6) return;
  for (const item of itemsOf(node)) yield* selectedIn(item, depth + 1);
  const version = textAt(node, 'version') ?? textAt(node, 'apiVersion') ?? '';
  if (/v1(?:beta1|alpha1)$/.test(version)) {
    const kind = textAt(node, 'kind');
    if (kind === undefined) yield* kinds;
    else yield kind;
  }
  for (const { value } of pairsOf(node)) if (value.type !== 'scalar') yield* selectedIn(value, depth + 1);
}

/** True where nothing is written that `v1` calls otherwise, no longer has, or takes in another sense. */
function hasSameShape({ resource, version }: OldVersion): boolean {
  const { node, kind } = resource;
  const spec = kind === 'ClusterExternalSecret' ? at(node, 'spec', 'externalSecretSpec') : at(node, 'spec');
  if (kind.endsWith('Store')) return hasSameProvider(at(spec, 'provider'), version);
  const template = at(spec, 'target', 'template');
  const engine = textAt(template, 'engineVersion');
  if (engine !== undefined && engine !== 'v2') return false;
  if (version === 'v1beta1') return true;
  // Its templates are those of the first engine unless they say so, and `dataFrom` names its key directly.
  const text = resource.document.text.content.slice(node.start, node.end);
  if (text.includes('{{') || kind === 'ClusterExternalSecret') return false;
  return (template === undefined || engine === 'v2') && at(spec, 'dataFrom') === undefined;
}

function hasSameProvider(provider: Node | undefined, version: OldVersion['version']): boolean {
  const map = asMap(provider);
  // One that a template or a patch fills in is not known.
  if (!map) return version === 'v1beta1' && provider === undefined;
  return map.pairs.every(({ key, value }) => {
    switch (key.value) {
      case 'alibaba':
      case 'device42':
        return false;
      case 'fake':
        return itemsOf(at(value, 'data')).every((item) => at(item, 'valueMap') === undefined);
      case 'kubernetes':
        return version === 'v1beta1' && isWholeAuth(at(value, 'auth'));
      case 'pulumi':
        return at(value, 'project') !== undefined;
      case 'conjur':
      case 'ibm':
        return pairsOf(at(value, 'auth')).length < 2;
      default:
        return true;
    }
  });
}

function isWholeAuth(auth: Node | undefined): boolean {
  const [cert, token] = [at(auth, 'cert'), at(auth, 'token')];
  if (token && !at(token, 'bearerToken')) return false;
  return !cert || (at(cert, 'clientCert') !== undefined && at(cert, 'clientKey') !== undefined);
}
