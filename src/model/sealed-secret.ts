import { asScalar, at, type Node, resolved, type ScalarNode } from '../parser.ts';
import { type Resource, spanOf } from '../resource.ts';
import { type Scope, type SealedValue, scopeOf, sealedValue } from '../sealing.ts';
import type { Span } from '../text.ts';
import { scalarPairs } from '../walk.ts';
import type { Repository } from './repository.ts';

/** One value of `spec.encryptedData`. */
export interface SealedItem {
  readonly key: string;
  readonly node: ScalarNode;
  readonly span: Span;
  readonly value: SealedValue;
}

/** A SealedSecret as it stands in a file. */
export interface SealedSecret {
  readonly resource: Resource;
  /** By the annotations of the SealedSecret itself: those of its template do not count when it is opened. */
  readonly scope: Scope;
  /** Values as written; those with a template directive or a variable are left out. */
  readonly items: readonly SealedItem[];
  readonly template: Node | undefined;
  /** `kind`, for findings about the whole. */
  readonly span: Span;
}

const known = new WeakMap<Repository, readonly SealedSecret[]>();

/** Every SealedSecret but those in prose, whose values are cut short as a rule. */
export function sealedSecretsOf(repository: Repository): readonly SealedSecret[] {
  let found = known.get(repository);
  if (!found) {
    found = repository
      .resourcesOf('SealedSecret')
      .filter(({ group, passage }) => group === 'bitnami.com' && passage.role !== 'docs')
      .map(sealedSecret);
    known.set(repository, found);
  }
  return found;
}

/** A SealedSecret by its resource. */
export function sealedSecret(resource: Resource): SealedSecret {
  const { document, node, annotations } = resource;
  const items: SealedItem[] = [];
  for (const { key, value } of scalarPairs(at(node, 'spec', 'encryptedData'))) {
    if (value.templated || /\$\{|\{\{/.test(value.value)) continue;
    items.push({ key: key.value, node: value, span: spanOf(document, value), value: sealedValue(value.value) });
  }
  return {
    resource,
    scope: scopeOf(annotations),
    items,
    template: resolved(at(node, 'spec', 'template')),
    span: spanOf(document, at(node, 'kind') ?? node),
  };
}

/** Name and namespace that the values were sealed for, as far as the file tells: kubeseal copies both into the template. */
export function sealedFor({ resource, template }: SealedSecret): {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
} {
  const written = (field: string): string | undefined => {
    const scalar = asScalar(at(template, 'metadata', field));
    return scalar && !scalar.templated && scalar.value !== '' && !scalar.value.includes('$') ? scalar.value : undefined;
  };
  return { name: written('name') ?? resource.name, namespace: written('namespace') ?? resource.namespace };
}
