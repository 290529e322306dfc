import { fake } from '../fake.ts';
import { fault, isTrial } from '../fault.ts';
import { decryptionKeysOf, type KeyScheme } from '../model/decryption-key.ts';
import type { Repository } from '../model/repository.ts';
import { sopsDocumentsOf } from '../model/sops.ts';
import { at } from '../parser.ts';
import { spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import type { Span } from '../text.ts';

const opened: Readonly<Record<KeyScheme, string>> = {
  age: 'a file that SOPS encrypted for age',
  pgp: 'a file that SOPS encrypted for PGP',
  sealing: 'a SealedSecret',
  'git-crypt': 'the rule that has files encrypted with git-crypt',
};

export const keyAndCiphertextTogether: Rule = {
  id: 'key-and-ciphertext-together',
  title: 'The key and what it encrypts lie in the same repository',
  why: 'Encryption protects from those who have the ciphertext and not the key. Here everybody who can clone has both, now and in every old commit.',
  remedy:
    'Make a new key that never enters Git, encrypt everything anew with it, and rotate every credential that the old key could open.',
  references: [
    'https://fluxcd.io/flux/guides/mozilla-sops/',
    'https://github.com/getsops/sops#encrypting-using-age',
    'https://github.com/bitnami/sealed-secrets#secret-rotation',
  ],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    const ciphertexts = ciphertextsIn(repository);
    if (ciphertexts.size === 0) return;
    for (const { scheme, subject, span, owners } of decryptionKeysOf(repository)) {
      const candidates = ciphertexts.get(scheme);
      // A key whose owner is known, and for whom nothing is encrypted, opens nothing here.
      const ciphertext =
        owners.length === 0
          ? candidates?.[0]
          : candidates?.find(({ recipient }) => owners.some((owner) => isSame(owner, recipient)));
      if (!ciphertext) continue;
      yield fault(this.id, subject, 'lies in the same repository as what it decrypts', span, {
        confidence: isTrial(span.file.path) ? 'possible' : 'certain',
        related: [{ span: ciphertext.span, note: `${opened[scheme]} is here` }],
      });
    }
  },
  bad: () => [
    {
      title: 'an age key beside a SOPS file',
      files: {
        'keys.txt': `# created: 2026-03-01
[|${fake('age-key')}|]
`,
        'secret.sops.yaml': `apiVersion: v1
kind: Secret
metadata: {name: db}
stringData:
  password: ${fake('sops-value')}
sops:
  age:
    - recipient: ${fake('age-recipient')}
      enc: encrypted
  mac: ${fake('sops-value', 2)}
  version: 3.9.0
`,
      },
      also: ['plaintext-known-credential'],
    },
    {
      title: 'the sealing key beside a SealedSecret',
      files: {
        'backup.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: sealed-secrets-keyabcde
  namespace: kube-system
  labels: {sealedsecrets.bitnami.com/sealed-secrets-key: active}
type: kubernetes.io/tls
data:
  tls.crt: ${btoa(fake('certificate'))}
  tls.key: [|${btoa(fake('rsa-private-key'))}|]
`,
        'db.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: prod}
spec:
  encryptedData: {password: ${fake('sealed-value')}}
`,
      },
      also: ['plaintext-secret-manifest', 'plaintext-known-credential', 'sealing-key-backup-plaintext'],
    },
    {
      title: 'a PGP key beside a SOPS file',
      files: {
        'keys/team.asc': `[|${fake('pgp-private-key').trimEnd()}|]
`,
        'secret.sops.yaml': `apiVersion: v1
kind: Secret
metadata: {name: db}
stringData:
  password: ${fake('sops-value')}
sops:
  pgp:
    - fp: 0123456789ABCDEF0123456789ABCDEF01234567
      enc: encrypted
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 2)}
  version: 3.9.0
`,
      },
      also: ['private-key-tracked'],
    },
  ],
  good: () => [
    {
      title: 'a key for whom nothing here is encrypted',
      files: {
        'keys.txt': `AGE-SECRET-KEY-1${'GFPYYSJZ'.repeat(6)}GFPQ4EGAEX
`,
        'secret.sops.yaml': `apiVersion: v1
kind: Secret
metadata: {name: db}
stringData:
  password: ${fake('sops-value')}
sops:
  age:
    - recipient: ${fake('age-recipient')}
      enc: encrypted
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 2)}
  version: 3.9.0
`,
      },
      also: ['plaintext-known-credential'],
    },
    {
      title: 'the ciphertext and the public half',
      files: {
        '.sops.yaml': `creation_rules:
  - path_regex: .*\\.sops\\.yaml
    age: ${fake('age-recipient')}
`,
        'pub-cert.pem': fake('certificate'),
        'db.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: db, namespace: prod}
spec:
  encryptedData: {password: ${fake('sealed-value')}}
`,
      },
    },
  ],
};

/** What is encrypted, and for whom. */
interface Ciphertext {
  readonly span: Span;
  readonly recipient: string;
}

/** What is encrypted with each scheme, in the order of the tree. */
function ciphertextsIn(repository: Repository): Map<KeyScheme, Ciphertext[]> {
  const found = new Map<KeyScheme, Ciphertext[]>();
  const seen = new Set<string>();
  const add = (scheme: KeyScheme, span: Span, recipient = ''): void => {
    if (seen.has(`${scheme} ${recipient}`)) return;
    seen.add(`${scheme} ${recipient}`);
    const list = found.get(scheme);
    if (list) list.push({ span, recipient });
    else found.set(scheme, [{ span, recipient }]);
  };
  const sealed = repository.resourcesOf('SealedSecret')[0];
  if (sealed) add('sealing', spanOf(sealed.document, at(sealed.node, 'kind') ?? sealed.node));
  for (const { document, metadata, recipients } of sopsDocumentsOf(repository)) {
    for (const { kind, id } of recipients)
      if (kind === 'age' || kind === 'pgp') add(kind, spanOf(document, metadata), id);
  }
  for (const { file, within } of repository.passages) {
    if (within || !file.path.endsWith('.gitattributes') || !file.content.includes('filter=git-crypt')) continue;
    add('git-crypt', { file, start: 0, end: 0 });
  }
  return found;
}

/** Age recipients in full; PGP keys by their fingerprint or the end of it. */
function isSame(owner: string, recipient: string): boolean {
  const id = recipient.replace(/\s|^0x/g, '').toUpperCase();
  return owner === recipient || (id.length >= 16 && owner.endsWith(id));
}
