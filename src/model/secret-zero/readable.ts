import type { Declaration } from '../../mechanism.ts';
import type { Resource } from '../../resource.ts';
import type { Span } from '../../text.ts';
import type { Repository } from '../repository.ts';
import { secretOf } from '../secret.ts';

/** Where a Secret or a store can be read in the repository. */
export interface Readable {
  /** The first readable value of a resource: of a Secret, or a key that a store holds itself. */
  in(resource: Resource): Span | undefined;
  /** The first readable value that a `secretGenerator` or a `kubectl create secret` of this name is given near a declaration. */
  given(declaration: Declaration): Span | undefined;
}

const known = new WeakMap<Repository, Readable>();

export function readableIn(repository: Repository): Readable {
  let readable = known.get(repository);
  if (!readable) {
    readable = collect(repository);
    known.set(repository, readable);
  }
  return readable;
}

function collect(repository: Repository): Readable {
  const byResource = new Map<Resource, Span>();
  const byName = new Map<string, Span>();
  for (const entry of repository.entries) {
    const named = /^(?:secretGenerator|kubectl create secret) (\S+) /.exec(entry.subject)?.[1];
    const resource = secretOf(entry) ?? entry.resource;
    if (named === undefined && !resource) continue;
    if (repository.judgementOf(entry).verdict !== 'credential') continue;
    if (resource && !byResource.has(resource)) byResource.set(resource, entry.span);
    if (named === undefined) continue;
    const key = `${(entry.via?.span ?? entry.span).file.path}\0${named}`;
    if (!byName.has(key)) byName.set(key, entry.span);
  }
  return {
    in: (resource) => byResource.get(resource),
    given: ({ name, span }) => (name === undefined ? undefined : byName.get(`${span.file.path}\0${name}`)),
  };
}
