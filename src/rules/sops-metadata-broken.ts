import { fake } from '../fake.ts';
import { fault, tempered } from '../fault.ts';
import { isEncrypted, sopsDocument, sopsDocumentsOf } from '../model/sops.ts';
import { asMap, at, type Document, type Node } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { type Leaf, leaves } from '../walk.ts';

export const sopsMetadataBroken: Rule = {
  id: 'sops-metadata-broken',
  title: 'An encrypted file has lost what SOPS needs to open it',
  why: 'Without the `sops` block, its checksum or a recipient nobody can decrypt the file any more, and two rules on what is encrypted contradict each other. It is found out on the day the cluster is rebuilt.',
  remedy:
    'Restore the block from history (`git log -p <file>`) or encrypt the values again with `sops encrypt`; keep one `encrypted_...` or `unencrypted_...` setting.',
  references: [
    'https://github.com/getsops/sops#encoding',
    'https://github.com/getsops/sops/blob/main/stores/stores.go',
  ],
  credential: false,
  *check(repository) {
    for (const { passage, document, metadata, prefix, recipients, selections } of sopsDocumentsOf(repository)) {
      const problems: string[] = [];
      if (at(metadata, `${prefix}mac`) === undefined) problems.push('has no mac');
      if (recipients.length === 0) problems.push('names no recipient');
      if (selections.length > 1) problems.push(`has ${selections.length} rules on what is encrypted; one is allowed`);
      if (problems.length === 0) continue;
      const place = placeOf(document) ?? metadata;
      yield fault(this.id, 'SOPS metadata', problems.join(', '), spanOf(document, place), {
        confidence: tempered(passage, 'certain'),
      });
    }
    for (const passage of repository.passages) {
      if (passage.role === 'docs' || !passage.text.content.includes('ENC[AES256_GCM,')) continue;
      for (const document of passage.parsed.documents) {
        if (sopsDocument(passage, document) || isInside(passage)) continue;
        const first = firstEncrypted(document);
        if (!first) continue;
        const subject = first.path.join('.') || 'value';
        yield fault(
          this.id,
          subject,
          'is encrypted by SOPS, but its document has no sops metadata',
          spanOf(document, first.node),
          {
            confidence: tempered(passage, 'likely'),
          },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'values without metadata, and metadata without a recipient',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: app
stringData:
  password: [|${fake('sops-value', 61)}|]
`,
        'values.sops.yaml': `password: ${fake('sops-value', 62)}
[|sops|]:
  age: []
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 63)}
  version: 3.13.2
`,
      },
    },
  ],
  good: () => [
    {
      title: 'a whole file',
      files: {
        'values.sops.yaml': `password: ${fake('sops-value', 64)}
sops:
  kms:
    - arn: arn:aws:kms:eu-central-1:111122223333:key/1
      enc: x
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 65)}
  version: 3.13.2
`,
      },
    },
  ],
};

function placeOf(document: Document): Node | undefined {
  return asMap(document.root)?.pairs.find(({ key }) => key.value === 'sops')?.key;
}

/** The first value of a document that only SOPS can have written; the checksum in its own metadata does not count. */
function firstEncrypted(document: Document): Leaf | undefined {
  for (const leaf of leaves(document.root)) {
    if (leaf.path[0] !== 'sops' && !leaf.path[0]?.startsWith('sops_') && isEncrypted(leaf.node.value)) return leaf;
  }
  return undefined;
}

/** True for a text inside a document that has metadata: a literal of an encrypted list, say. */
function isInside(passage: Passage): boolean {
  for (let holder = passage.within; holder; holder = holder.passage.within) {
    const outer = holder.passage;
    if (outer.parsed.documents.some((document) => sopsDocument(outer, document))) return true;
  }
  return false;
}
