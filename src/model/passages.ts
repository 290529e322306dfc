import { decodedText } from '../credentials/base64.ts';
import { isOneLineFile } from '../credentials/structured-text.ts';
import { dialectOf, holdsHclBlock } from '../dialect.ts';
import { type Dialect, type Document, type Node, nothingParsed, type ScalarNode } from '../parser.ts';
import { parserFor } from '../parsers/index.ts';
import { scalarText } from '../parsers/yaml-text.ts';
import type { Tree } from '../place.ts';
import { type Holder, type Passage, type Resource, resourcesOf } from '../resource.ts';
import { type SourceFile, Text } from '../text.ts';
import { leaves } from '../walk.ts';
import { roleOf } from './tree.ts';

const maxNesting = 4;

/** A file's passages, the whole file first, then every text embedded in it, and the resources of each. */
export interface Reading {
  readonly passages: readonly Passage[];
  readonly resources: readonly Resource[];
}

/** Parses a file and every document embedded in it: fences, `run:` blocks, ConfigMap values, base64 JSON. */
export function readPassages(file: SourceFile, dialect: Dialect, tree: Tree): Reading {
  const passages: Passage[] = [];
  const resources: Resource[] = [];
  read(Text.of(file), dialect, undefined, 0);
  return { passages, resources };

  function read(text: Text, as: Dialect, within: Holder | undefined, depth: number): void {
    const parser = parserFor(as);
    const passage: Passage = {
      file,
      text,
      dialect: as,
      parsed: parser ? parser.parse(text, as) : nothingParsed,
      role: within ? within.passage.role : roleOf(file.path, tree),
      within,
    };
    passages.push(passage);
    const own = [...resourcesOf(passage)];
    for (const resource of own) resources.push(resource);
    if (depth >= maxNesting) return;
    for (const inset of passage.parsed.insets) {
      read(inset.text, inset.dialect, { passage, resource: undefined, path: [], encoding: 'plain' }, depth + 1);
    }
    for (const embedded of embeddedIn(passage, own)) {
      read(embedded.text, embedded.dialect, embedded.holder, depth + 1);
    }
  }
}

interface Embedded {
  readonly text: Text;
  readonly dialect: Dialect;
  readonly holder: Holder;
}

/** Scalars that are texts of their own, by the key's file extension or by how they begin. */
function* embeddedIn(passage: Passage, resources: readonly Resource[]): Iterable<Embedded> {
  if (passage.dialect !== 'yaml' && passage.dialect !== 'json') return;
  const held = new Set<Node>();
  const owner = ownersOf(resources);
  for (const resource of resources) {
    held.add(resource.node);
    if (resource.kind === 'CustomResourceDefinition') continue;
    yield* embeddedBelow(passage, resource.document, resource, resource.node, owner);
  }
  for (const document of passage.parsed.documents) {
    const { root } = document;
    if (!root || held.has(root)) continue;
    yield* embeddedBelow(passage, document, undefined, root, owner);
  }
}

/** The innermost resource of every scalar, where resources stand inside others or inside a document that is none. */
function ownersOf(resources: readonly Resource[]): ReadonlyMap<ScalarNode, Resource> {
  const out = new Map<ScalarNode, Resource>();
  if (resources.every(({ document, node }) => document.root === node)) return out;
  for (const resource of resources) for (const { node } of leaves(resource.node)) out.set(node, resource);
  return out;
}

function* embeddedBelow(
  passage: Passage,
  document: Document,
  resource: Resource | undefined,
  root: Document['root'],
  owner: ReadonlyMap<ScalarNode, Resource>,
): Iterable<Embedded> {
  const secret = resource?.kind === 'Secret' && resource.group === '';
  let previous: ScalarNode | undefined;
  for (const { path, node } of leaves(root)) {
    const before = previous;
    previous = node;
    const key = path.at(-1) ?? '';
    const base64 = secret && path[0] === 'data' && path.length === 2;
    if (node.value.length < 8 || (owner.get(node) ?? resource) !== resource) continue;
    if (passage.role === 'workflow' && storeReferences(path)) continue;
    const holder: Holder = { passage, resource, path, encoding: base64 ? 'base64' : 'plain' };
    if (base64) {
      const decoded = decodedText(node.value);
      const dialect = decoded === undefined ? undefined : structuredDialect(key, decoded);
      if (decoded !== undefined && dialect) {
        yield { text: document.text.decoded(decoded, node.start, node.end), dialect, holder };
      }
      continue;
    }
    // What a schema says about a value shows how to write it.
    if (key === 'description' && path.includes('properties')) continue;
    const dialect = isScript(key, node, before) ? 'shell' : structuredDialect(key, node.value);
    if (dialect) yield { text: scalarText(document, node), dialect, holder };
  }
}

/**
 * `with.secrets` of an action that reads a store (hashicorp/vault-action, grafana/get-vault-secrets): lines such as
 * `TOKEN=path:key` and `path key | TOKEN` name what to read, they hold no value.
 */
function storeReferences(path: readonly string[]): boolean {
  return path.at(-2) === 'with' && /secrets?$/i.test(path.at(-1) ?? '');
}

const scriptKeys =
  /^(?:run|script|before_script|after_script|command|args|cmd|cmds|sh|shell|inlineScript|bash|commands|entrypoint)$/;

/** `run:` and `script:` blocks, and what follows `-c` in a command. */
function isScript(key: string, node: ScalarNode, before: ScalarNode | undefined): boolean {
  if (before && /^-\w*c$/.test(before.value) && scriptKeys.test(key)) return true;
  if (!scriptKeys.test(key)) return false;
  return node.value.includes('\n') || /^[\w./-]+ +\S/.test(node.value) || node.value.startsWith('#!');
}

/** The dialect of a multi-line value or a JSON one, or undefined for an ordinary value. */
function structuredDialect(key: string, value: string): Dialect | undefined {
  const head = value.slice(0, 400).trimStart();
  if (head.startsWith('{') || head.startsWith('[')) {
    if (head.startsWith('{{')) {
      // A Go template in a value: what it writes begins below the directive.
      const below = value.replace(directiveLines, '');
      return below.length < value.length ? structuredDialect(key, below) : undefined;
    }
    if (/^\[\[[A-Za-z][\w.-]{0,80}\]\]\s*\n/.test(head)) return 'toml';
    return /^(?:\{\s*["}]|\[\s*[[{"\]])/.test(head) ? 'json' : iniOrNothing(key, head);
  }
  if (!value.includes('\n')) {
    if (isOneLineFile(key, value)) return dialectOf(key, head);
    // On one line too: a map in `templateFrom[].literal` of an ExternalSecret, the operations of a JSON patch.
    if (key === 'literal' && /^[\w.-]{1,80}:\s/.test(head)) return 'yaml';
    if (key === 'patch' && /^-\s+\{\s{0,9}["']?\w{1,60}["']?:/.test(head)) return 'yaml';
    return holdsHclBlock(value) ? 'hcl' : undefined;
  }
  const byName = dialectOf(key, head);
  if (byName && byName !== 'text' && byName !== 'markdown') return byName;
  if (head.startsWith('#!')) return 'shell';
  // The description of an operator, a notebook's page: code stands between fences.
  if (/\n[ \t]{0,12}```/.test(value.slice(0, 20_000))) return 'markdown';
  if (holdsHclBlock(value)) return 'hcl';
  if (head.startsWith('-----BEGIN ')) return undefined;
  if (
    /^(?:---|%YAML|#[^\n]*\n)*\s*[\w."'/-]{1,80}:(?:\s|$)/m.test(head) ||
    /^-\s+(?:\{\s{0,9})?[\w"'-]{1,60}:(?:\s|$)/.test(head)
  )
    return 'yaml';
  if (/^\[[\w.:/ "-]{1,80}\]\s*$/m.test(head)) return 'ini';
  if (
    /^[ \t]{0,12}[\w.-]{1,80}[ \t]*\{[ \t]*$/m.test(head) &&
    /^[ \t]{1,12}[\w.-]{1,80}[ \t]{1,4}=[ \t]/m.test(value.slice(0, 4000))
  )
    return 'ini';
  if (/^[ \t]{0,20}export[ \t]{1,8}[A-Za-z_]\w{0,80}=/m.test(head)) return 'shell';
  if (/^[A-Za-z_][\w.-]{0,80}[ \t]*=/m.test(head)) return 'properties';
  if (/^<\?xml|^<[A-Za-z][\w:-]*[\s>]/.test(head)) return 'xml';
  return undefined;
}

const directiveLines = /^(?:[ \t\n]{0,40}\{\{[^{}\n]{0,400}\}\}[ \t]{0,40}\n){1,20}/;

function iniOrNothing(key: string, head: string): Dialect | undefined {
  if (/^\[[\w.:/ "-]{1,80}\]\s*(?:\n|$)/.test(head)) return dialectOf(key, head) === 'toml' ? 'toml' : 'ini';
  return undefined;
}
