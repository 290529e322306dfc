import {
  asMap,
  asScalar,
  at,
  type Document,
  isNull,
  itemsOf,
  type MapNode,
  type Node,
  pairsOf,
  textAt,
} from '../parser.ts';
import type { Passage } from '../resource.ts';
import { type Leaf, leaves } from '../walk.ts';
import { goPattern } from './go-pattern.ts';
import type { Repository } from './repository.ts';

/** Which values SOPS encrypts; at most one is legal. Without any, everything but keys ending in `_unencrypted` is. */
export const selectors = [
  'unencrypted_suffix',
  'encrypted_suffix',
  'unencrypted_regex',
  'encrypted_regex',
  'unencrypted_comment_regex',
  'encrypted_comment_regex',
] as const;

export interface Selection {
  readonly by: (typeof selectors)[number];
  readonly pattern: string;
}

/** Kinds of master key; all but age and PGP are services that keep the key themselves. */
const recipientKinds = ['age', 'pgp', 'kms', 'gcp_kms', 'hckms', 'azure_kv', 'hc_vault'] as const;

export interface Recipient {
  readonly kind: (typeof recipientKinds)[number];
  /** Public key, fingerprint or address; undefined where the field is missing. */
  readonly id: string | undefined;
}

/** A document that SOPS has written, with its metadata. https://github.com/getsops/sops#encoding */
export interface SopsDocument {
  readonly passage: Passage;
  readonly document: Document;
  readonly root: MapNode;
  /** The map under `sops`; in a dotenv file the whole document. */
  readonly metadata: MapNode;
  /** Prefix of metadata keys in a flat format (`sops_`), else empty. */
  readonly prefix: string;
  readonly selections: readonly Selection[];
  readonly recipients: readonly Recipient[];
}

const encrypted = /^\s*ENC\[AES256_GCM,data:[^,]*,iv:[^,]+,tag:[^,]+,type:\w+\]\s*$/;

/** True for a value that SOPS has encrypted. */
export function isEncrypted(value: string): boolean {
  return value.trimStart().startsWith('ENC[AES256_GCM,') && encrypted.test(value);
}

const known = new WeakMap<Repository, readonly SopsDocument[]>();

/** Every SOPS document of a repository, whole files and embedded ones. */
export function sopsDocumentsOf(repository: Repository): readonly SopsDocument[] {
  let found = known.get(repository);
  if (!found) {
    const out: SopsDocument[] = [];
    for (const passage of repository.passages) {
      if (!passage.text.content.includes('sops')) continue;
      for (const document of passage.parsed.documents) {
        const sops = sopsDocument(passage, document);
        if (sops) out.push(sops);
      }
    }
    found = out;
    known.set(repository, found);
  }
  return found;
}

/** The document with its metadata, or undefined where it has none. */
export function sopsDocument(passage: Passage, document: Document): SopsDocument | undefined {
  const root = asMap(document.root);
  if (!root) return undefined;
  const nested = asMap(at(root, 'sops'));
  const flat = passage.dialect === 'dotenv' && textAt(root, 'sops_version') !== undefined;
  const metadata = nested ?? (flat ? root : undefined);
  const prefix = flat ? 'sops_' : '';
  if (!metadata || !isMetadata(metadata, prefix)) return undefined;
  const selections = selectors.flatMap((by) => {
    const pattern = textAt(metadata, prefix + by);
    return pattern === undefined || pattern === '' ? [] : [{ by, pattern }];
  });
  return { passage, document, root, metadata, prefix, selections, recipients: recipientsOf(metadata, prefix) };
}

function isMetadata(metadata: MapNode, prefix: string): boolean {
  return ['mac', 'lastmodified', 'version'].filter((key) => at(metadata, prefix + key) !== undefined).length >= 2;
}

function recipientsOf(metadata: MapNode, prefix: string): Recipient[] {
  const out: Recipient[] = [];
  const groups = [metadata, ...itemsOf(at(metadata, 'key_groups'))];
  for (const group of groups) {
    for (const kind of recipientKinds) {
      for (const item of itemsOf(at(group, kind))) out.push({ kind, id: idOf(item) });
    }
  }
  // Flat formats write `age__list_0__map_recipient`.
  for (const { key, value } of metadata.pairs) {
    const match =
      /^(?:sops_)?(\w{3,8}?)__list_\d{1,3}__map_(?:recipient|fp|arn|resource_id|vault_address|key_id|vaultUrl|vault_url)$/.exec(
        key.value,
      );
    const kind = recipientKinds.find((one) => one === match?.[1]);
    if (kind && (prefix === '' || key.value.startsWith(prefix))) out.push({ kind, id: asScalar(value)?.value });
  }
  return out;
}

function idOf(item: Node): string | undefined {
  for (const key of ['recipient', 'fp', 'arn', 'resource_id', 'key_id', 'vault_address', 'vault_url']) {
    const id = textAt(item, key);
    if (id !== undefined) return id;
  }
  return undefined;
}

/**
 * SOPS's own decision for a value, by the keys that lead to it: `shouldBeEncrypted` of
 * https://github.com/getsops/sops/blob/main/sops.go. Undefined where it depends on comments or on a pattern that is not
 * understood.
 */
export function shouldBeEncrypted(path: readonly string[], selections: readonly Selection[]): boolean | undefined {
  let answer = true;
  const given: readonly Selection[] =
    selections.length === 0 ? [{ by: 'unencrypted_suffix', pattern: '_unencrypted' }] : selections;
  for (const { by, pattern } of given) {
    if (by === 'unencrypted_suffix') {
      if (path.some((step) => step.endsWith(pattern))) answer = false;
    } else if (by === 'encrypted_suffix') answer = path.some((step) => step.endsWith(pattern));
    else if (by === 'unencrypted_regex' || by === 'encrypted_regex') {
      const regex = goPattern(pattern);
      if (!regex) return undefined;
      const matches = path.some((step) => regex.test(step));
      if (by === 'encrypted_regex') answer = matches;
      else if (matches) answer = false;
    } else return undefined;
  }
  return answer;
}

/** The values of a SOPS document, its metadata left out. */
export function* valuesOf(sops: SopsDocument): Iterable<Leaf> {
  for (const { key, value } of sops.root.pairs) {
    if (sops.prefix === '' ? key.value === 'sops' : key.value.startsWith(sops.prefix)) continue;
    if (value.type === 'scalar') yield { path: [key.value], node: value, parent: sops.root.pairs };
    else yield* leaves(value, [key.value]);
  }
}

/** True for a value that SOPS leaves as it is: nothing, or null. */
export function isEmpty({ node }: Leaf): boolean {
  return node.value === '' || isNull(node);
}

/** A rule of `.sops.yaml`. https://github.com/getsops/sops#using-sops-yaml-conf-to-select-kms-pgp-and-age-for-new-files */
export interface CreationRule {
  readonly passage: Passage;
  readonly document: Document;
  readonly node: MapNode;
  readonly pathRegex: string | undefined;
  readonly selections: readonly Selection[];
  /** Age and PGP recipients with their place, KMS keys without. */
  readonly recipients: readonly { readonly kind: string; readonly id: string; readonly node: Node }[];
}

/** The creation rules of a `.sops.yaml`, in order: the first that matches counts. */
export function creationRulesOf(passage: Passage): readonly CreationRule[] {
  const rules: CreationRule[] = [];
  for (const document of passage.parsed.documents) {
    for (const item of itemsOf(at(document.root, 'creation_rules'))) {
      const node = asMap(item);
      if (!node) continue;
      const selections = selectors.flatMap((by) => {
        const pattern = textAt(node, by);
        return pattern === undefined || pattern === '' ? [] : [{ by, pattern }];
      });
      rules.push({
        passage,
        document,
        node,
        pathRegex: textAt(node, 'path_regex'),
        selections,
        recipients: ruleRecipients(node),
      });
    }
  }
  return rules;
}

const ruleKeys: readonly string[] = [
  'age',
  'pgp',
  'kms',
  'gcp_kms',
  'hckms',
  'azure_keyvault',
  'hc_vault_transit_uri',
  'hc_vault',
];

function ruleRecipients(node: MapNode): { kind: string; id: string; node: Node }[] {
  const out: { kind: string; id: string; node: Node }[] = [];
  const collect = (group: Node | undefined): void => {
    for (const { key, value } of pairsOf(group)) {
      if (key.value === 'merge') for (const item of itemsOf(value)) collect(item);
      if (!ruleKeys.includes(key.value)) continue;
      const scalar = asScalar(value);
      // One string may list several, separated by commas.
      if (scalar)
        for (const id of scalar.value.split(','))
          if (id.trim() !== '') out.push({ kind: key.value, id: id.trim(), node: scalar });
      for (const item of itemsOf(value)) {
        const id =
          asScalar(item)?.value ?? textAt(item, 'arn') ?? textAt(item, 'resource_id') ?? textAt(item, 'vaultUrl') ?? '';
        out.push({ kind: key.value, id: id.trim(), node: item });
      }
    }
  };
  collect(node);
  for (const group of itemsOf(at(node, 'key_groups'))) collect(group);
  return out;
}
