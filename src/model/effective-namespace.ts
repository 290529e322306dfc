import type { Resource } from '../resource.ts';
import { renamed, renderingsOf } from './kustomize-names.ts';
import type { Repository } from './repository.ts';

/** Name and namespace that a resource ends up with; undefined where overlays differ or nothing tells. */
export type Placed = (resource: Resource) => { name: string | undefined; namespace: string | undefined };

/** What kustomizations, Flux and Argo CD make of the names and namespaces of resources. */
export function placedBy(repository: Repository): Placed {
  const renderings = renderingsOf(repository);
  return (resource) => {
    const found = renderings(resource.passage.file.path).map((rendering) => renamed(resource, rendering));
    const [first] = found;
    if (!first) return resource;
    return {
      name: found.every(({ name }) => name === first.name) ? first.name : resource.name,
      namespace: found.every(({ namespace }) => namespace === first.namespace) ? first.namespace : undefined,
    };
  };
}
