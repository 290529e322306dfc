import { type Flagged, type FlagWord, flagged, flaggedInside } from '../flags.ts';
import type { Document } from '../parser.ts';
import { asScalar, type Node, type ScalarNode } from '../parser.ts';
import { type Entry, entryAt, type Place, partOfScalar } from '../place.ts';
import type { Passage, Resource } from '../resource.ts';
import { writesSecret } from '../terraform-secret.ts';
import { maps, scalarLists } from '../walk.ts';

/**
 * `name` + `value` siblings: container env, and the same shape in Argo CD parameters, Tekton params, Helm `extraEnv`,
 * custom resources. The name is the key, which no scanner that reads line by line can know.
 */
export const containerEnv: Place = {
  id: 'container-env',
  about:
    'Pairs of `name` and `value`: environment variables of containers and every list of the same shape, and lists of `NAME=value`.',
  *fromResource(resource) {
    yield* pairs(resource, resource.node);
  },
  *fromPassage(passage) {
    for (const document of passage.parsed.documents) {
      if (asScalar(kindOf(document.root))) continue;
      yield* pairs({ passage, document }, document.root);
      yield* assignments(passage, document);
    }
  },
};

function kindOf(root: Node | undefined): Node | undefined {
  return root?.type === 'map' ? root.pairs.find((pair) => pair.key.value === 'kind')?.value : undefined;
}

function* pairs(
  where: { passage: Passage; document: Document; resource?: Resource } | Resource,
  root: Node | undefined,
): Iterable<Entry> {
  const resource = 'kind' in where ? where : where.resource;
  if (resource?.kind === 'CustomResourceDefinition') return;
  for (const { path, pairs: all } of maps(root)) {
    let name: string | undefined;
    let value: ReturnType<typeof asScalar>;
    for (const pair of all) {
      if (pair.key.value === 'name' || pair.key.value === 'key') {
        const scalar = asScalar(pair.value);
        if (scalar && !scalar.templated) name ??= scalar.value;
      } else if (pair.key.value === 'value' || pair.key.value === 'default') {
        if (pair.value.type === 'scalar' && (value === undefined || pair.key.value === 'value')) value = pair.value;
      }
    }
    if (name === undefined || value === undefined || value.value === '') continue;
    // An HCL expression without quotes is a reference or a function call.
    if (where.passage.dialect === 'hcl' && value.templated && value.style === 'plain') continue;
    // What Terraform writes into a store is judged by that.
    if (where.passage.dialect === 'hcl' && writesSecret([...path, 'value'], all)) continue;
    const dots = name.split('.');
    const here = { passage: where.passage, document: where.document, resource };
    yield entryAt('container-env', here, {
      key: dots.at(-1) ?? name,
      path: [...path, ...dots.slice(0, -1)],
      node: value,
      expectation: 'named',
      called: `${path.join('.')}[${name}]`,
    });
    for (const inner of flaggedInside(value.value)) yield within(here, value, inner, `${path.join('.')}[${name}]`);
  }
}

/** `environment: [DB_PASSWORD=x, JAVA_OPTS=-Ddb.password=y]`: Compose, Nomad, GitLab runners, `docker_container` of Terraform. */
function* assignments(passage: Passage, document: Document): Iterable<Entry> {
  if (passage.dialect !== 'yaml' && passage.dialect !== 'json' && passage.dialect !== 'hcl') return;
  for (const { path, items } of scalarLists(document.root)) {
    if (!/^(?:environment|env|environments)$/.test(path.at(-1) ?? '')) continue;
    for (const item of items) {
      for (const found of flagged([{ value: item.value, expands: item.templated }])) {
        yield within({ passage, document, resource: undefined }, item, found, path.join('.'));
        for (const inner of flaggedInside(found.value))
          yield within({ passage, document, resource: undefined }, item, inner, path.join('.'));
      }
    }
  }
}

function within(
  where: { passage: Passage; document: Document; resource: Resource | undefined },
  node: ScalarNode,
  { key, value }: Flagged<FlagWord>,
  called: string,
): Entry {
  return entryAt('container-env', where, {
    key,
    node: partOfScalar(where.document, node, value),
    expectation: 'named',
    called: `${called} ${key}`,
  });
}
