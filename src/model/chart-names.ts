import type { Declaration } from '../mechanism.ts';
import { textAt } from '../parser.ts';
import type { Repository } from './repository.ts';
import { baseOf, chartOf, directoryOf } from './tree.ts';

const fromValues =
  /^["']?\{\{-?\s{0,8}\.Values((?:\.[A-Za-z_]\w{0,80}){1,12})\s{0,8}(?:\|\s{0,8}quote\s{0,8})?-?\}\}["']?$/;

type NameOf = (declaration: Declaration) => string | undefined;

const known = new WeakMap<Repository, NameOf>();

/**
 * The name of a declared Secret. A template that takes it from the values of its chart (`{{ .Values.auth.existingSecret }}`)
 * names what the chart's own values.yaml says; any other template leaves it open.
 */
export function declaredNames(repository: Repository): NameOf {
  const nameOf = known.get(repository) ?? namesIn(repository);
  known.set(repository, nameOf);
  return nameOf;
}

function namesIn(repository: Repository): NameOf {
  const values = new Map<string, Repository['passages'][number]>();
  for (const passage of repository.passages) {
    const { path } = passage.file;
    if (!passage.within && baseOf(path) === 'values.yaml') values.set(directoryOf(path), passage);
  }
  return ({ name, resource, span }) => {
    if (name !== undefined || !resource?.document.templated) return name;
    const { path, content } = span.file;
    const chart = chartOf(path, repository.tree);
    const passage = chart === undefined ? undefined : values.get(chart);
    if (!passage || span.end - span.start > maxLength) return undefined;
    const keys = fromValues.exec(content.slice(span.start, span.end))?.[1]?.slice(1).split('.');
    if (!keys) return undefined;
    for (const { root } of passage.parsed.documents) {
      const found = textAt(root, ...keys);
      if (found !== undefined && dnsName.test(found)) return found;
    }
    return undefined;
  };
}

const maxLength = 400;
const dnsName = /^[a-z0-9][a-z0-9.-]{0,252}$/;
