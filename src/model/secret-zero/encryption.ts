import type { Declaration } from '../../mechanism.ts';
import { asScalar, at, type Document, itemsOf, textAt } from '../../parser.ts';
import type { Span } from '../../text.ts';
import { clusterOf } from '../cluster.ts';
import { decryptionKeysOf } from '../decryption-key.ts';
import type { Repository } from '../repository.ts';
import { type Recipient, type SopsDocument, sopsDocumentsOf } from '../sops.ts';
import { governing } from '../sops-config.ts';
import { directoryOf, joined } from '../tree.ts';
import { type Opening, qualified, type Root, rootOf, type Step } from './root.ts';

/** What opens Secrets that are kept encrypted in Git. */
export interface Encryption {
  sealed(declaration: Declaration): readonly Opening[];
  sops(declaration: Declaration): readonly Opening[];
  /** The recipients of an encrypted file; empty for one that is not encrypted with SOPS. */
  sopsFile(path: string): readonly Opening[];
}

export function encryptionOf(repository: Repository): Encryption {
  const keys = decryptionKeysOf(repository);
  const sealingKey = keys.find(({ scheme }) => scheme === 'sealing');
  const byDocument = new Map<Document, SopsDocument>();
  const byFile = new Map<string, SopsDocument>();
  const recipients = new Map<string, Set<string>>();
  for (const one of sopsDocumentsOf(repository)) {
    byDocument.set(one.document, one);
    if (!byFile.has(one.passage.file.path)) byFile.set(one.passage.file.path, one);
    for (const { kind, id } of one.recipients) {
      const ids = recipients.get(kind) ?? new Set<string>();
      recipients.set(kind, ids.add(id ?? ''));
    }
  }
  const ruleFor = governing(repository);
  const decryptors = decryptorsOf(repository);

  /** A private key in Git that opens what is encrypted for a recipient: it is the only one, or the key's file names it. */
  const leaked = ({ kind, id }: Recipient): Span | undefined =>
    keys.find(
      ({ scheme, span }) =>
        scheme === kind && (recipients.get(kind)?.size === 1 || (id && span.file.content.includes(id))),
    )?.span;

  const openings = (path: string, found: readonly Recipient[], place: Span): Opening[] => {
    const steps: Step[] = [];
    const decryptor = nearest(decryptors, path);
    if (decryptor && found.some(({ kind }) => kind === 'age' || kind === 'pgp')) steps.push(decryptor);
    if (found.length === 0) return [{ steps, by: rootOf('unknown', 'SOPS recipients that are not written', place) }];
    return found.map((recipient) => ({ steps, by: recipientRoot(recipient, leaked(recipient), place) }));
  };

  const sopsFile = (path: string): Opening[] => {
    const one = byFile.get(path);
    return one ? openings(path, distinct(one.recipients), place(one)) : [];
  };

  return {
    sealed({ span }) {
      const cluster = clusterOf(span.file.path);
      if (sealingKey) return [{ steps: [], by: rootOf('in-git', sealingKey.subject, sealingKey.span) }];
      const called = cluster === undefined ? 'sealing key of the cluster' : `sealing key of the cluster ${cluster}`;
      return [{ steps: [], by: rootOf('key-pair', called, span) }];
    },
    sops({ resource, span }) {
      const { path } = span.file;
      const own = resource && byDocument.get(resource.document);
      if (own) return openings(path, distinct(own.recipients), place(own));
      if (resource?.kind === 'ksops') {
        const read = [...itemsOf(at(resource.node, 'files')), ...filesFrom(resource.node)];
        const directory = directoryOf(path);
        return read.flatMap((item) => {
          const target = joined(directory, (asScalar(item)?.value ?? '').replace(/^[^=]*=/, ''));
          return target === undefined ? [] : sopsFile(target);
        });
      }
      const file = resource ? [] : sopsFile(path);
      if (file.length > 0) return file;
      const rule = ruleFor(path);
      const written = (rule?.recipients ?? []).map(({ kind, id }) => ({ kind: kindOf(kind), id }));
      return openings(path, distinct(written), span);
    },
    sopsFile,
  };
}

function* filesFrom(node: Parameters<typeof at>[0]): Iterable<ReturnType<typeof itemsOf>[number]> {
  for (const from of itemsOf(at(node, 'secretFrom'))) {
    for (const list of ['files', 'envs', 'binaryFiles']) yield* itemsOf(at(from, list));
  }
}

function place({ document, metadata }: SopsDocument): Span {
  return document.text.span(metadata.start, metadata.end);
}

function distinct(found: readonly Recipient[]): readonly Recipient[] {
  return [...new Map(found.map((one) => [`${one.kind}\0${one.id ?? ''}`, one])).values()];
}

/** Names of the fields in `.sops.yaml` where they differ from those in the metadata. */
function kindOf(field: string): Recipient['kind'] {
  if (field === 'azure_keyvault') return 'azure_kv';
  return field === 'hc_vault_transit_uri' ? 'hc_vault' : (field as Recipient['kind']);
}

const publicForms: Readonly<Record<string, RegExp>> = {
  age: /^age1[a-z0-9-]{20,}$/,
  pgp: /^(?:0x)?[0-9A-Fa-f ]{8,60}$/,
};

function recipientRoot({ kind, id }: Recipient, leaked: Span | undefined, place: Span): Root {
  // What does not look like the public half is not shown.
  const form = publicForms[kind] ?? /^(?:arn:|projects\/|https?:\/\/)[\w:/.@-]{1,300}$/;
  const called = `${labels[kind]}${id !== undefined && form.test(id) ? ` ${id}` : ''}`;
  if (leaked) return rootOf('in-git', called, leaked);
  return rootOf(kind === 'age' || kind === 'pgp' ? 'private-key' : 'kms', called, place);
}

const labels: Readonly<Record<Recipient['kind'], string>> = {
  age: 'age key',
  pgp: 'PGP key',
  kms: 'AWS KMS key',
  gcp_kms: 'Google Cloud KMS key',
  hckms: 'Huawei Cloud KMS key',
  azure_kv: 'Azure Key Vault key',
  hc_vault: 'Vault transit key',
};

/** Directories that Flux decrypts, with the Secret that holds the private key. https://fluxcd.io/flux/components/kustomize/kustomizations/#decryption */
function decryptorsOf(repository: Repository): Map<string, Step> {
  const out = new Map<string, Step>();
  for (const resource of repository.resourcesOf('Kustomization')) {
    if (resource.group !== 'kustomize.toolkit.fluxcd.io') continue;
    const spec = at(resource.node, 'spec');
    const node = at(spec, 'decryption', 'secretRef', 'name');
    const name = asScalar(node)?.value;
    const directory = joined('', (textAt(spec, 'path') ?? './').replace(/^\/+/, ''));
    if (!node || name === undefined || directory === undefined) continue;
    // A patch for other Kustomizations may be called anything: its namespace is nobody's.
    const patch = resource.passage.within?.path.at(-1) === 'patch';
    const step = {
      kind: 'Secret',
      name: qualified(name, patch ? undefined : resource.namespace),
      note: 'holds the key for Flux',
      span: resource.document.text.span(node.start, node.end),
    };
    if (!out.has(directory)) out.set(directory, step);
  }
  // One whose namespace nothing tells is the one of that name whose namespace is known, where there is one only.
  const known = [...new Set([...out.values()].map(({ name }) => name))];
  for (const [directory, step] of out) {
    const qualified = known.filter((name) => name.endsWith(`/${step.name}`));
    if (qualified.length === 1) out.set(directory, { ...step, name: qualified[0]! });
  }
  const names = new Set([...out.values()].map(({ name }) => name));
  // The only one there is counts for bases outside of its directory too.
  const [first] = out.values();
  if (names.size === 1 && first && !out.has('')) out.set('', first);
  return out;
}

/** The step for the directory that a path lies in. */
function nearest(steps: ReadonlyMap<string, Step>, path: string): Step | undefined {
  for (let here = directoryOf(path); steps.size > 0; here = directoryOf(here)) {
    const step = steps.get(here);
    if (step || here === '') return step;
  }
  return undefined;
}
