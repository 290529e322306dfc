import type { Scope } from '../sealing.ts';
import type { Naming } from './kustomize-layers.ts';
import { renamed, renderingsOf } from './kustomize-names.ts';
import type { SealedSecret } from './sealed-secret.ts';

/** What a sealed value is bound to; a part that is not known may be anything. */
export interface SealedLabel {
  readonly scope: Scope;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** The label under each way in which the file reaches a cluster. */
export function labelsOf(repository: Naming, { resource, scope }: SealedSecret): SealedLabel[] {
  const renderings = renderingsOf(repository)(resource.passage.file.path);
  if (renderings.length === 0) return [{ scope, namespace: resource.namespace, name: resource.name }];
  return renderings.map((rendering) => ({ scope, ...renamed(resource, rendering) }));
}

/** True where a patch on the way may put in other values or another scope; what it does exactly is not followed. */
export function isPatched(repository: Naming, { resource }: SealedSecret): boolean {
  const renderings = renderingsOf(repository)(resource.passage.file.path);
  return renderings.some(({ contents }) => /SealedSecret|encryptedData/.test(contents));
}

/** True where no label of one can be a label of the other. */
export function differ(one: readonly SealedLabel[], two: readonly SealedLabel[]): boolean {
  return one.every((a) => two.every((b) => areDifferent(a, b)));
}

function areDifferent(a: SealedLabel, b: SealedLabel): boolean {
  // `ns/name`, `ns` and the empty label are never equal: names hold no slash.
  if (a.scope !== b.scope) return true;
  if (a.scope === 'cluster-wide') return false;
  const namespaces = a.namespace !== undefined && b.namespace !== undefined && a.namespace !== b.namespace;
  const names = a.name !== undefined && b.name !== undefined && a.name !== b.name;
  return namespaces || (a.scope === 'strict' && names);
}

/** `prod/db`, `prod (namespace-wide)`, `any namespace (cluster-wide)`. */
export function labelText({ scope, namespace, name }: SealedLabel): string {
  if (scope === 'cluster-wide') return 'any namespace (cluster-wide)';
  if (scope === 'namespace-wide') return `${namespace ?? '(any)'} (namespace-wide)`;
  return `${namespace ?? '(any)'}/${name ?? '(unnamed)'}`;
}
