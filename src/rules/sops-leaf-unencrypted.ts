import { fake } from '../fake.ts';
import { tempered } from '../fault.ts';
import { isSubstituted } from '../literal.ts';
import {
  isEmpty,
  isEncrypted,
  type SopsDocument,
  shouldBeEncrypted,
  sopsDocumentsOf,
  valuesOf,
} from '../model/sops.ts';
import { textAt } from '../parser.ts';
import { type Entry, entryAt } from '../place.ts';
import type { Rule } from '../rule.ts';
import type { Leaf } from '../walk.ts';

export const sopsLeafUnencrypted: Rule = {
  id: 'sops-leaf-unencrypted',
  title: 'A value in a SOPS file is not encrypted',
  why: 'The file looks encrypted and passes every glance, but this value was added with an editor instead of `sops`: it is readable for everybody, and decryption fails on the checksum.',
  remedy:
    'Rotate the value if it is a credential, then set it with `sops set <file> <path> <value>` or `sops edit <file>`, which encrypts it and renews the checksum.',
  references: [
    'https://github.com/getsops/sops#encrypting-only-parts-of-a-file',
    'https://getsops.io/docs/#encryption-protocol',
  ],
  credential: true,
  outranks: [
    'config-file-secret',
    'dotenv-tracked',
    'gitops-inline-values-secret',
    'helm-values-secret',
    'plaintext-known-credential',
    'plaintext-secret-in-resource',
    'plaintext-secret-manifest',
    'secret-in-configmap',
    'secret-in-env-value',
    'vault-token-plain',
  ],
  *check(repository) {
    for (const sops of sopsDocumentsOf(repository)) {
      for (const leaf of valuesOf(sops)) {
        const { node, path } = leaf;
        if (isEmpty(leaf) || isEncrypted(node.value) || node.templated || isSubstituted(node.value)) continue;
        if (shouldBeEncrypted(path, sops.selections) !== true) continue;
        const entry = entryOf(sops, leaf);
        const judgement = repository.judgementOf(entry);
        const credential = judgement.verdict === 'credential';
        yield {
          rule: this.id,
          subject: entry.subject,
          message: `${entry.subject} is in clear text although its file is encrypted with SOPS`,
          span: entry.span,
          related: [],
          confidence: credential ? 'certain' : tempered(sops.passage, 'likely'),
          credential,
          evidence: credential ? ['SOPS metadata', ...judgement.reasons] : ['SOPS metadata'],
        };
      }
    }
  },
  bad: () => [
    {
      title: 'a password added by hand to an encrypted Secret',
      files: {
        'secret.sops.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: app
stringData:
  user: ${fake('sops-value', 51)}
  password: [|${fake('password', 51)}|]
sops:
  age:
    - recipient: ${fake('age-recipient', 51)}
      enc: |
        -----BEGIN AGE ENCRYPTED FILE-----
        -----END AGE ENCRYPTED FILE-----
    - recipient: ${fake('age-recipient', 52)}
      enc: |
        -----BEGIN AGE ENCRYPTED FILE-----
        -----END AGE ENCRYPTED FILE-----
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 53)}
  encrypted_regex: ^(data|stringData)$
  version: 3.13.2
`,
      },
    },
  ],
  good: () => [
    {
      title: 'what the metadata leaves out, empty values, and the suffix for plain ones',
      files: {
        'values.sops.yaml': `user: ${fake('sops-value', 54)}
empty: ""
nothing: null
host_unencrypted: db.example.com
sops:
  age:
    - recipient: ${fake('age-recipient', 54)}
      enc: x
    - recipient: ${fake('age-recipient', 55)}
      enc: x
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 55)}
  unencrypted_suffix: _unencrypted
  version: 3.13.2
`,
      },
    },
  ],
};

/** The leaf as an entry, so that it is judged as the values around it are. */
function entryOf({ passage, document, root }: SopsDocument, { path, node }: Leaf): Entry {
  const kind = textAt(root, 'kind');
  const secret = kind === 'Secret' && (path[0] === 'data' || path[0] === 'stringData');
  const name = textAt(root, 'metadata', 'name');
  const subject = kind && name ? `${kind} ${name} ${path.join('.')}` : path.join('.');
  return entryAt(
    secret ? 'secret-data' : 'resource-field',
    { passage, document },
    {
      key: path.at(-1)!,
      path: path.slice(0, -1),
      node,
      expectation: secret ? 'secret' : 'named',
      encoding: secret && path[0] === 'data' ? 'base64' : 'plain',
      called: subject,
    },
  );
}
