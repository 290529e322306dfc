import { asScalar, at, textAt } from '../parser.ts';
import type { Entry } from '../place.ts';
import type { Passage, Resource } from '../resource.ts';
import { spanOf } from '../resource.ts';
import type { Span } from '../text.ts';

/** The nearest resource that is wanted: the entry's own, or one around the embedded document that it stands in. */
export function resourceAround(entry: Entry, isWanted: (resource: Resource) => boolean): Resource | undefined {
  if (entry.resource && isWanted(entry.resource)) return entry.resource;
  for (let passage: Passage | undefined = entry.passage; passage?.within; passage = passage.within.passage) {
    const { resource } = passage.within;
    if (resource && isWanted(resource)) return resource;
  }
  return undefined;
}

/** The Secret that an entry is part of. */
export function secretOf(entry: Entry): Resource | undefined {
  return resourceAround(entry, ({ kind, group }) => kind === 'Secret' && group === '');
}

/** Name and namespace of the Secret that a controller makes from a SealedSecret or ExternalSecret. */
export interface Target {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly resource: Resource;
  /** Where the resource says its kind. */
  readonly span: Span;
}

/**
 * The Secret that a SealedSecret or ExternalSecret becomes; undefined where its name is templated.
 * https://external-secrets.io/latest/api/externalsecret/ (`target.name`)
 */
export function targetOf(resource: Resource): Target | undefined {
  const { node } = resource;
  const sealed = resource.kind === 'SealedSecret';
  const named = sealed ? at(node, 'spec', 'template', 'metadata', 'name') : at(node, 'spec', 'target', 'name');
  const scalar = asScalar(named);
  const name = scalar && scalar.value !== '' ? (scalar.templated ? undefined : scalar.value) : resource.name;
  const kind = asScalar(at(node, 'kind'));
  if (name === undefined || !kind) return undefined;
  const namespace =
    resource.namespace ?? (sealed ? textAt(node, 'spec', 'template', 'metadata', 'namespace') : undefined);
  return { name, namespace, resource, span: spanOf(resource.document, kind) };
}
