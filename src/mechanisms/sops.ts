import { installations } from '../chart.ts';
import { declare, type Mechanism, sign } from '../mechanism.ts';
import { asMap, at, textAt } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import { keeperOf } from '../secret.ts';
import type { Span } from '../text.ts';
import { mapsOf, scalarPairs } from '../walk.ts';

export const sops: Mechanism = {
  id: 'sops',
  title: 'SOPS',
  level: 2,
  about:
    'Files encrypted value by value (`ENC[AES256_GCM,…]`) with `sops` metadata in YAML, JSON, dotenv or INI; decrypted by Flux (`spec.decryption`), KSOPS, helm-secrets or sops-secrets-operator (`SopsSecret`). `.sops.yaml` holds its rules.',
  reference: 'https://getsops.io/docs/',
  *declarations(resource) {
    const name = at(resource.node, 'metadata', 'name');
    if (keeperOf(resource) === 'sops') {
      const keys = ['data', 'stringData'].flatMap((field) => {
        return [...scalarPairs(at(resource.node, field))].map(({ key }) => key.value);
      });
      // Encrypted names do not tell which Secret it is.
      const encrypted = resource.name?.startsWith('ENC[');
      yield declare('sops', resource, name, encrypted ? { name: undefined, keys } : { keys });
    } else if (resource.kind === 'SopsSecret') {
      for (const template of mapsOf(at(resource.node, 'spec', 'secretTemplates'))) {
        yield declare('sops', resource, at(template, 'name'));
      }
    } else if (resource.kind === 'ksops') {
      for (const from of mapsOf(at(resource.node, 'secretFrom'))) {
        yield declare('sops', resource, at(from, 'metadata', 'name'), {
          namespace: textAt(from, 'metadata', 'namespace'),
        });
      }
    }
  },
  *declarationsIn(passage) {
    // Helm values, a dotenv file, a kubeconfig: what is no manifest is a secret kept in Git all the same.
    const span = metadataOf(passage);
    if (!span || passage.parsed.documents.some(({ root }) => manifests.test(textAt(root, 'kind') ?? ''))) return;
    yield { mechanism: 'sops', name: undefined, namespace: undefined, keys: undefined, span, resource: undefined };
  },
  *signs(passage, resources) {
    for (const resource of resources) {
      if (resource.kind === 'SopsSecret' || resource.kind === 'ksops') yield sign('sops', resource);
      else if (textAt(resource.node, 'spec', 'decryption', 'provider') === 'sops') {
        yield sign('sops', resource, `${resource.kind} ${resource.name ?? ''} decrypts with SOPS`);
      }
    }
    yield* encrypted(passage);
    yield* installations('sops', passage, /^sops-secrets-operator$/);
  },
};

function* encrypted(passage: Passage): ReturnType<NonNullable<Mechanism['signs']>> {
  if (passage.within) return;
  const { path } = passage.file;
  if (/(?:^|\/)\.sops\.yaml$/.test(path)) {
    const rules = at(passage.parsed.documents[0]?.root, 'creation_rules');
    if (rules) yield { mechanism: 'sops', span: passage.text.span(rules.start, rules.end), note: '.sops.yaml' };
    return;
  }
  const span = metadataOf(passage);
  if (span) yield { mechanism: 'sops', span, note: `${path} is encrypted with SOPS` };
}

/** Kinds whose Secrets are declared one by one. */
const manifests = /^(?:Secret|SopsSecret|ksops)$/;

/** Where the metadata of a file stands that SOPS has written. */
function metadataOf(passage: Passage): Span | undefined {
  const { content } = passage.text;
  if (passage.within || !content.includes('sops')) return undefined;
  for (const document of passage.parsed.documents) {
    const metadata = asMap(at(document.root, 'sops'));
    if (metadata && (at(metadata, 'mac') || at(metadata, 'lastmodified'))) return spanOf(document, metadata);
  }
  const mac = passage.dialect === 'markdown' ? -1 : content.indexOf('sops_mac=');
  return mac === -1 ? undefined : passage.text.span(mac, mac + 8);
}
