import { isTrial } from '../fault.ts';
import { programOf } from '../flags.ts';
import { isTrue, literal } from '../literal.ts';
import { type Document, type Node, partOf, resolved, type ScalarNode } from '../parser.ts';
import { type Passage, type Resource, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { type MapAt, maps } from '../walk.ts';
import type { Repository } from './repository.ts';

/** Charts that install a Vault or OpenBao server. */
export const serverChart = /^(?:vault|openbao)$/;
/** Charts that install something which only makes sense with a Vault. */
export const vaultChart = /^(?:vault|openbao|vault-secrets-operator|vault-operator|vault-secrets-webhook)$/;

/** True where a text is about Vault or OpenBao. */
export function mentionsVault(text: string): boolean {
  return /vault|\bbao\b|openbao/i.test(text);
}

/** One place where dev mode is switched on. */
export interface DevMode {
  readonly passage: Passage;
  /** The object that it stands in, where that is the whole document. */
  readonly resource: Resource | undefined;
  readonly span: Span;
  /** How: `server.dev.enabled`, `vault server -dev`, `VAULT_DEV_ROOT_TOKEN_ID`. */
  readonly by: string;
}

const devEnv = /^(?:VAULT|BAO)_DEV_(?:ROOT_TOKEN_ID|LISTEN_ADDRESS)$/;
const devFlag = /^--?dev(?:-(?:root-token-id|listen-address|tls|ha|three-node|no-store-token|plugin-dir)(?:=.*)?)?$/;
const devSetting = /(?:^|\.)server\.dev\.enabled$/;
/** Arguments that the chart adds to `server`. */
const argumentSetting = /(?:^|\.)server\.extraArgs$/;
const devArgument = /(?:^|\s)--?dev(?:-[a-z-]{1,40}(?:=\S{0,100})?)?(?=\s|$)/;

/**
 * Every way to run a server in dev mode: values of the chart by any tool, `--set`, Argo CD and Terraform parameters,
 * command and arguments of a container, a script, the environment. https://developer.hashicorp.com/vault/docs/concepts/dev-server
 */
export function* devModes(repository: Repository): Iterable<DevMode> {
  const resources = new Map<Node, Resource>();
  for (const resource of repository.resources) resources.set(resource.node, resource);
  for (const passage of repository.passages) {
    if (!/dev/i.test(passage.text.content)) continue;
    if (!mentionsVault(passage.file.path) && !mentionsVault(passage.file.content)) continue;
    for (const document of passage.parsed.documents) {
      if (passage.dialect !== 'markdown')
        yield* devModesIn(passage, document, document.root && resources.get(document.root));
    }
    for (const { words, text, assignments } of passage.parsed.commands) {
      // A chart's own tests render it; nothing starts.
      if (isTrial(passage.file.path) && programOf(words) === 'helm' && words[1]?.value === 'template') continue;
      let by: string | undefined;
      for (const word of words) {
        const set = /(?:^|[=,])((?:[\w-]+\.){0,8}server\.dev\.enabled=)true(?=,|$)/.exec(word.value);
        const env = /^(?:VAULT|BAO)_DEV_(?:ROOT_TOKEN_ID|LISTEN_ADDRESS)(?==)/.exec(word.value);
        const json = /"dev"\s{0,5}:\s{0,5}\{\s{0,5}"enabled"\s{0,5}:\s{0,5}true/.exec(word.value);
        let from = 0;
        let to = word.value.length;
        const added = /(?:^|[=,])((?:[\w-]+\.){0,8}server\.extraArgs=)(?=[^,]{0,200}-dev\b)/.exec(word.value);
        if (json && /^(?:--set-json=)?(?:[\w-]+\.)*server=/.test(word.value)) {
          by = 'server.dev.enabled';
          to = json.index + json[0].length;
          from = to - 'true'.length;
        } else if (set) {
          by = set[1]!.slice(0, -1);
          to = set.index + set[0].length;
          from = to - 'true'.length;
        } else if (added && devArgument.test(word.value.slice(added.index + added[0].length))) {
          by = added[1]!.slice(0, -1);
          from = added.index + added[0].length;
        } else if (env) by = env[0];
        else if (devFlag.test(word.value) && words.some(({ value }) => /(?:^|\/)(?:vault|bao)$/.test(value))) {
          if (words.some(({ value }) => value === 'server')) by = 'server -dev';
        }
        if (by === undefined) continue;
        const { start, end } = partOf(word, from, to);
        yield { passage, resource: undefined, span: text.span(start, end), by };
        break;
      }
      const variable = assignments.find(({ name }) => devEnv.test(name));
      if (by === undefined && variable) {
        const { start, end } = variable.value;
        yield { passage, resource: undefined, span: text.span(start, end), by: variable.name };
      }
    }
  }
}

function* devModesIn(passage: Passage, document: Document, resource: Resource | undefined): Iterable<DevMode> {
  const mode = (node: { start: number; end: number }, by: string): DevMode => {
    return { passage, resource, span: spanOf(document, node), by };
  };
  // Arguments and environment of one container say the same thing.
  const told = new Set<number>();
  let container = -1;
  for (const { path, pairs, node } of [...maps(document.root), ...patchesIn(document)]) {
    if (path.includes('openAPIV3Schema')) continue;
    if (pairs.some(({ key }) => key.value === 'image')) container = node.start;
    let found: DevMode | undefined;
    const named = scalarOf(pairs, 'name');
    const value = scalarOf(pairs, 'value');
    if (named && value && isDevSetting(named.value, value)) yield mode(value, named.value);
    else if (named && devEnv.test(named.value)) found = mode(value ?? named, named.value);
    for (const pair of pairs) {
      const key = pair.key.value;
      if (isDevSetting([...path.slice(-2), key].join('.'), pair.value)) {
        yield mode(pair.value, [...path, key].join('.'));
      } else if (devEnv.test(key)) found ??= mode(pair.value, key);
      else if (key === 'args' || key === 'command' || key === 'environment' || key === 'entrypoint') {
        const flag = flagIn(pair.value, key, pairs);
        if (flag) found ??= mode(flag.node, flag.by);
      }
    }
    if (!found || told.has(container)) continue;
    told.add(container);
    yield found;
  }
}

/** What JSON patches write (RFC 6902), as maps under the path that they write to. */
function* patchesIn(document: Document): Iterable<MapAt> {
  if (!document.text.holds('path') || !document.text.holds('op')) return;
  for (const { pairs } of maps(document.root)) {
    const steps = scalarOf(pairs, 'path')?.value.split('/') ?? [];
    const value = pairs.find(({ key }) => key.value === 'value');
    if (steps[0] !== '' || !value || !/^(?:add|replace)$/.test(scalarOf(pairs, 'op')?.value ?? '')) continue;
    const key = { ...value.key, value: steps.at(-1)! };
    yield { path: steps.slice(1, -1), pairs: [{ key, value: value.value }], node: value.value };
    yield* maps(value.value, steps.slice(1));
  }
}

function isDevSetting(path: string, value: Node): boolean {
  if (devSetting.test(path)) return isTrue(value);
  return argumentSetting.test(path) && devArgument.test(literal(value)?.value ?? '');
}

/** The argument of a container that asks for dev mode. */
function flagIn(
  node: Node,
  key: string,
  siblings: readonly { key: ScalarNode; value: Node }[],
): { node: Node; by: string } | undefined {
  const list = resolved(node);
  const items = list?.type === 'seq' ? list.items : list?.type === 'scalar' ? [list] : [];
  for (const item of items) {
    const scalar = resolved(item);
    if (scalar?.type !== 'scalar') continue;
    if (key === 'environment') {
      const name = scalar.value.split('=', 1)[0] ?? '';
      if (devEnv.test(name)) return { node: item, by: name };
      continue;
    }
    if (/^--?dev-root-token-id(?:=|$)/.test(scalar.value)) return { node: item, by: 'server -dev' };
    const about = siblings.some(
      ({ key: { value: name }, value }) =>
        (name === 'image' || name === 'command' || name === 'args') && mentionsVault(textOf(value)),
    );
    if (about && (devFlag.test(scalar.value) || /^server\b[^\n]{0,200} -dev\b/.test(scalar.value))) {
      return { node: item, by: 'server -dev' };
    }
    if (/\b(?:vault|bao) server\b[^\n]{0,200} -dev\b/.test(scalar.value)) return { node: item, by: 'server -dev' };
  }
  return undefined;
}

function textOf(node: Node): string {
  const here = resolved(node);
  if (here?.type === 'scalar') return here.value;
  if (here?.type !== 'seq') return '';
  return here.items.map((item) => (item.type === 'scalar' ? item.value : '')).join(' ');
}

function scalarOf(pairs: readonly { key: ScalarNode; value: Node }[], name: string): ScalarNode | undefined {
  const value = pairs.find(({ key }) => key.value === name)?.value;
  const scalar = resolved(value);
  return scalar?.type === 'scalar' ? scalar : undefined;
}
