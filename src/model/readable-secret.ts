import { isShown } from '../fault.ts';
import { createSecretAt, literalsOf } from '../kubectl.ts';
import type { Entry } from '../place.ts';
import type { Passage } from '../resource.ts';
import type { Repository } from './repository.ts';

/** Which Secret, and which of its keys; a namespace or key that is not known matches any. */
export interface SecretKey {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly key: string | undefined;
}

/** A value and the namespace of its Secret; undefined where nothing tells. */
interface Kept {
  readonly entry: Entry;
  readonly namespace: string | undefined;
}

const known = new WeakMap<Repository, ReadonlyMap<string, readonly Kept[]>>();

/**
 * The readable value of a Secret in this repository: of a manifest, of a kustomize `secretGenerator` or in
 * a script that makes it. Undefined where
 * the Secret is sealed, templated, elsewhere or made of placeholders.
 */
export function readableSecret(repository: Repository, wanted: SecretKey): Entry | undefined {
  let byName = known.get(repository);
  if (!byName) {
    byName = collect(repository);
    known.set(repository, byName);
  }
  for (const { entry, namespace } of byName.get(wanted.name) ?? []) {
    if (wanted.key !== undefined && entry.key !== wanted.key) continue;
    if (wanted.namespace !== undefined && namespace !== undefined && namespace !== wanted.namespace) continue;
    if (repository.judgementOf(entry).verdict === 'credential') return entry;
  }
  return undefined;
}

function collect(repository: Repository): Map<string, Kept[]> {
  const byName = new Map<string, Kept[]>();
  const add = (name: string | undefined, entry: Entry, namespace: string | undefined): void => {
    if (name === undefined) return;
    const entries = byName.get(name);
    if (entries) entries.push({ entry, namespace });
    else byName.set(name, [{ entry, namespace }]);
  };
  for (const entry of repository.entriesAt('secret-data', 'kustomize-secret-literal')) {
    const name = entry.resource ? manifestName(entry) : /^secretGenerator (\S+) /.exec(entry.subject)?.[1];
    add(name, entry, entry.resource?.namespace);
  }
  const scripts = new Map<Passage, ReadonlyMap<number, Made>>();
  for (const entry of repository.entriesAt('kubectl-create-secret')) {
    const { passage, span } = entry;
    // What documentation shows nobody ran with this value.
    if (isShown(passage)) continue;
    const made = scripts.get(passage) ?? madeIn(passage);
    scripts.set(passage, made);
    const by = made.get(span.start);
    add(by?.name, entry, by?.namespace);
  }
  return byName;
}

interface Made {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** The Secrets that the commands of a script make, by where each literal of them begins. */
function madeIn({ parsed }: Passage): ReadonlyMap<number, Made> {
  const out = new Map<number, Made>();
  for (const command of parsed.commands) {
    const made = createSecretAt(command);
    if (!made) continue;
    const { name, namespace } = made;
    const known = (text: string | undefined): string | undefined =>
      text !== undefined && /[$`{<]/.test(text) ? undefined : text;
    for (const { start, end } of literalsOf(command)) {
      out.set(command.text.span(start, end).start, { name: known(name), namespace: known(namespace) });
    }
  }
  return out;
}

function manifestName({ resource }: Entry): string | undefined {
  return resource?.kind === 'Secret' ? resource.name : undefined;
}
