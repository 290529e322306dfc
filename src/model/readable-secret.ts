import type { Entry } from '../place.ts';
import type { Repository } from './repository.ts';

/** Which Secret, and which of its keys; a namespace or key that is not known matches any. */
export interface SecretKey {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly key: string | undefined;
}

const known = new WeakMap<Repository, ReadonlyMap<string, readonly Entry[]>>();

/**
 * The readable value of a Secret in this repository: of a manifest or of a kustomize `secretGenerator`. Undefined where
 * the Secret is sealed, templated, elsewhere or made of placeholders.
 */
export function readableSecret(repository: Repository, wanted: SecretKey): Entry | undefined {
  let byName = known.get(repository);
  if (!byName) {
    byName = collect(repository);
    known.set(repository, byName);
  }
  for (const entry of byName.get(wanted.name) ?? []) {
    if (wanted.key !== undefined && entry.key !== wanted.key) continue;
    const namespace = entry.resource?.namespace;
    if (wanted.namespace !== undefined && namespace !== undefined && namespace !== wanted.namespace) continue;
    if (repository.judgementOf(entry).verdict === 'credential') return entry;
  }
  return undefined;
}

function collect(repository: Repository): Map<string, Entry[]> {
  const byName = new Map<string, Entry[]>();
  for (const entry of repository.entriesAt('secret-data', 'kustomize-secret-literal')) {
    const name = entry.resource ? manifestName(entry) : /^secretGenerator (\S+) /.exec(entry.subject)?.[1];
    if (name === undefined) continue;
    const entries = byName.get(name);
    if (entries) entries.push(entry);
    else byName.set(name, [entry]);
  }
  return byName;
}

function manifestName({ resource }: Entry): string | undefined {
  return resource?.kind === 'Secret' ? resource.name : undefined;
}
