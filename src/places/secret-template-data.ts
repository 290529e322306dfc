import { at } from '../parser.ts';
import { type Entry, entryAt, type Place } from '../place.ts';
import type { Resource } from '../resource.ts';
import { leaves, scalarPairs } from '../walk.ts';

/** Where a kind that makes a Secret lets literals into it, by kind. */
const templates: Readonly<Record<string, readonly (readonly string[])[]>> = {
  SealedSecret: [
    ['spec', 'template', 'data'],
    ['spec', 'template', 'stringData'],
  ],
  ExternalSecret: [
    ['spec', 'target', 'template', 'data'],
    ['spec', 'target', 'template', 'stringData'],
  ],
  ClusterExternalSecret: [['spec', 'externalSecretSpec', 'target', 'template', 'data']],
  PushSecret: [['spec', 'template', 'data']],
  VaultStaticSecret: [['spec', 'destination', 'transformation', 'templates']],
  VaultDynamicSecret: [['spec', 'destination', 'transformation', 'templates']],
};

/** Annotations that such a kind writes onto the Secret. */
const annotated: Readonly<Record<string, readonly string[]>> = {
  SealedSecret: ['spec', 'template', 'metadata', 'annotations'],
  ExternalSecret: ['spec', 'target', 'template', 'metadata', 'annotations'],
  ClusterExternalSecret: ['spec', 'externalSecretSpec', 'target', 'template', 'metadata', 'annotations'],
  PushSecret: ['spec', 'template', 'metadata', 'annotations'],
};

/** Literals in the template of a Secret that a controller makes: they stand in Git beside the ciphertext or reference. */
export const secretTemplateData: Place = {
  id: 'secret-template-data',
  about: 'Literals in the Secret template of a SealedSecret, ExternalSecret, PushSecret or Vault secret.',
  *fromResource(resource) {
    for (const path of templates[resource.kind] ?? []) yield* literalsAt(resource, path);
    const annotations = annotated[resource.kind];
    if (annotations) yield* annotationsAt(resource, annotations);
    if (resource.kind === 'SealedSecret') yield* unsealed(resource);
  },
};

function* literalsAt(resource: Resource, path: readonly string[]): Iterable<Entry> {
  for (const { key, value } of scalarPairs(at(resource.node, ...path))) {
    yield entryAt('secret-template-data', resource, {
      key: key.value,
      path,
      node: value,
      expectation: 'named',
    });
  }
}

/** The key says what the value is without the domain before it: `example.com/password`. */
function* annotationsAt(resource: Resource, path: readonly string[]): Iterable<Entry> {
  for (const { key, value } of scalarPairs(at(resource.node, ...path))) {
    yield entryAt('secret-template-data', resource, {
      key: key.value.slice(key.value.lastIndexOf('/') + 1),
      path,
      node: value,
      expectation: 'named',
      called: [...path, key.value].join('.'),
    });
  }
}

/** Ciphertext is at least this long: 2 bytes, an RSA-1024 block and a tag, in base64. */
const leastSealed = 196;

/** A short value under `spec.encryptedData` is no ciphertext but what somebody meant to seal. */
function* unsealed(resource: Resource): Iterable<Entry> {
  for (const leaf of leaves(at(resource.node, 'spec', 'encryptedData'), ['spec', 'encryptedData'])) {
    if (leaf.node.value.length >= leastSealed) continue;
    yield entryAt('secret-template-data', resource, {
      key: leaf.path.at(-1) ?? '',
      path: leaf.path.slice(0, -1),
      node: leaf.node,
      expectation: 'named',
    });
  }
}
