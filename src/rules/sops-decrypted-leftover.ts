import { fake } from '../fake.ts';
import { fault, tempered } from '../fault.ts';
import type { Repository } from '../model/repository.ts';
import { isEmpty, isEncrypted, type SopsDocument, sopsDocument, sopsDocumentsOf, valuesOf } from '../model/sops.ts';
import { baseOf } from '../model/tree.ts';
import { asMap, type Document } from '../parser.ts';
import { type Entry, entryAt } from '../place.ts';
import { type Passage, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import type { Leaf } from '../walk.ts';

/** `secrets.enc.yaml`, `.env.enc`, `enc.secrets.yaml`, `secrets-enc.yaml`: what tells an encrypted file from its plain twin. */
const mark =
  /\.(?:enc|sops|encrypted)(?=\.[\w-]{1,12}$|$)|(?<=^|\/)(?:enc|sops)\.|-(?:enc|sops|encrypted)(?=\.[\w-]{1,12}$)/;
/** Copies that helm-secrets and people leave: `secrets.yaml.dec`, `secrets.dec.yaml`, `secrets.decrypted.yaml`. */
const decrypted = /\.(?:dec|decrypted)(?=\.[\w-]{1,12}$|$)/;
const leftover = /\.(?:dec|decrypted|plain|unencrypted)(?=\.[\w-]{1,12}$|$)/;

export const sopsDecryptedLeftover: Rule = {
  id: 'sops-decrypted-leftover',
  title: 'A decrypted copy lies beside its encrypted file',
  why: 'Somebody decrypted the file to edit it and committed the copy. The encrypted file is worth nothing while its values stand in clear text beside it.',
  remedy:
    'Rotate the values, remove the copy (`git rm`), ignore the pattern (`*.dec`, `*.dec.yaml`), and edit with `sops edit`, which never writes one.',
  references: ['https://github.com/jkroepke/helm-secrets/wiki/Usage', 'https://github.com/getsops/sops#editing-a-file'],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    const encrypted = new Map<string, SopsDocument[]>();
    for (const sops of sopsDocumentsOf(repository)) {
      if (sops.passage.within) continue;
      const { path } = sops.passage.file;
      const group = encrypted.get(path);
      if (group) group.push(sops);
      else encrypted.set(path, [sops]);
    }
    if (encrypted.size === 0 && ![...repository.paths].some((path) => baseOf(path) === '.sops.yaml')) return;
    const originals = new Map<string, string>();
    for (const path of encrypted.keys()) if (mark.test(path)) originals.set(path.replace(mark, ''), path);
    for (const passage of repository.passages) {
      const { path } = passage.file;
      if (passage.within || encrypted.has(path) || !repository.tree.isTracked(path)) continue;
      const named = leftover.test(path) ? path.replace(leftover, '') : undefined;
      const original =
        originals.get(path) ?? (named !== undefined && encrypted.has(named) ? named : originals.get(named ?? ''));
      if (original === undefined) {
        // Its original may be gone or kept elsewhere; the name says what it is.
        const entry = decrypted.test(path) ? firstCredential(repository, passage) : undefined;
        if (!entry) continue;
        yield fault(
          this.id,
          entry.subject,
          'is in clear text in a file that is named as a decrypted copy',
          entry.span,
          {
            confidence: tempered(passage, 'likely'),
          },
        );
        continue;
      }
      const found = firstShared(repository, passage, encrypted.get(original) ?? []);
      if (!found) continue;
      const { leaf, document, twin, place } = found;
      yield fault(
        this.id,
        leaf.path.join('.'),
        `is in clear text here and encrypted in ${original}`,
        spanOf(document, leaf.node),
        {
          confidence: tempered(passage, 'certain'),
          related: [{ span: spanOf(twin.document, place), note: 'the same value, encrypted' }],
        },
      );
    }
  },
  bad: () => [
    {
      title: 'helm-secrets, and a plain twin',
      files: {
        'secrets.yaml': encryptedValues(91),
        'secrets.yaml.dec': `db:\n  password: [|${fake('password', 91)}|]\n`,
        'prod/app.enc.yaml': encryptedValues(92),
        'prod/app.yaml': `db:\n  password: [|${fake('password', 92)}|]\n`,
      },
      also: ['config-file-secret'],
    },
    {
      title: 'other names of encrypted files, a copy whose original is gone',
      files: {
        '.sops.yaml':
          'creation_rules:\n  - path_regex: secrets\n    kms: arn:aws:kms:eu-central-1:111122223333:key/1\n',
        'enc.app.yaml': encryptedValues(95),
        'app.yaml': `db:\n  password: [|${fake('password', 95)}|]\n`,
        'web-enc.yaml': encryptedValues(96),
        'web.yaml': `db:\n  password: [|${fake('password', 96)}|]\n`,
        'secrets.yaml.dec': `db:\n  password: [|${fake('password', 97)}|]\n`,
      },
      also: ['config-file-secret'],
    },
  ],
  good: () => [
    {
      title: 'a decrypted copy that holds placeholders, and one where nobody encrypts',
      files: {
        '.sops.yaml':
          'creation_rules:\n  - path_regex: secrets\n    kms: arn:aws:kms:eu-central-1:111122223333:key/1\n',
        'secrets.yaml.dec': 'db:\n  password: <password>\n',
      },
    },
    {
      title: 'plain values beside encrypted ones, and an example with placeholders',
      files: {
        'values.sops.yaml': encryptedValues(93),
        'values.yaml': 'db:\n  host: db.example.com\n',
        'app.enc.yaml': encryptedValues(94),
        'app.yaml': 'db:\n  password: <password>\n',
      },
    },
  ],
};

function encryptedValues(seed: number): string {
  return `db:
  password: ${fake('sops-value', seed)}
sops:
  kms:
    - {arn: "arn:aws:kms:eu-central-1:111122223333:key/1", enc: x}
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', seed + 100)}
  version: 3.13.2
`;
}

function firstCredential(repository: Repository, { file }: Passage): Entry | undefined {
  return repository.entries.find((entry) => {
    return entry.span.file === file && repository.judgementOf(entry).verdict === 'credential';
  });
}

/** The first value that is readable here and encrypted at the same keys in the twin. */
function firstShared(
  repository: Repository,
  passage: Passage,
  twins: readonly SopsDocument[],
): { leaf: Leaf; document: Document; twin: SopsDocument; place: Leaf['node'] } | undefined {
  const hidden = new Map<string, { twin: SopsDocument; place: Leaf['node'] }>();
  for (const twin of twins) {
    for (const { path, node } of valuesOf(twin))
      if (isEncrypted(node.value)) hidden.set(path.join('\0'), { twin, place: node });
  }
  for (const document of passage.parsed.documents) {
    const root = asMap(document.root);
    if (!root || sopsDocument(passage, document)) continue;
    const whole = { passage, document, root, metadata: root, prefix: '', selections: [], recipients: [] };
    for (const leaf of valuesOf(whole)) {
      const same = hidden.get(leaf.path.join('\0'));
      if (!same || isEmpty(leaf)) continue;
      const entry = entryAt(
        'config-file',
        { passage, document },
        {
          key: leaf.path.at(-1)!,
          path: leaf.path.slice(0, -1),
          node: leaf.node,
          expectation: 'secret',
          encoding: leaf.path[0] === 'data' ? 'base64' : 'plain',
        },
      );
      if (repository.judgementOf(entry).verdict === 'credential') return { leaf, document, ...same };
    }
  }
  return undefined;
}
