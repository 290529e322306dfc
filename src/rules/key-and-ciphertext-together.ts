import { fake } from '../fake.ts';
import { fault, isTrial } from '../fault.ts';
import { decryptionKeysOf, type KeyScheme } from '../model/decryption-key.ts';
import type { Repository } from '../model/repository.ts';
import { asMap, at, type Node } from '../parser.ts';
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
    for (const { scheme, subject, span } of decryptionKeysOf(repository)) {
      const ciphertext = ciphertexts.get(scheme);
      if (!ciphertext) continue;
      yield fault(this.id, subject, 'lies in the same repository as what it decrypts', span, {
        confidence: isTrial(span.file.path) ? 'possible' : 'certain',
        related: [{ span: ciphertext, note: `${opened[scheme]} is here` }],
      });
    }
  },
  bad: [
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
  ],
  good: [
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

/** One place for each scheme that something is encrypted with. */
function ciphertextsIn(repository: Repository): Map<KeyScheme, Span> {
  const found = new Map<KeyScheme, Span>();
  const sealed = repository.resourcesOf('SealedSecret')[0];
  if (sealed) found.set('sealing', spanOf(sealed.document, at(sealed.node, 'kind') ?? sealed.node));
  for (const passage of repository.passages) {
    if (passage.within) continue;
    const { content } = passage.file;
    if (passage.file.path.endsWith('.gitattributes') && content.includes('filter=git-crypt')) {
      found.set('git-crypt', { file: passage.file, start: 0, end: 0 });
    }
    if (found.has('age') && found.has('pgp')) continue;
    for (const document of passage.parsed.documents) {
      const sops = asMap(at(document.root, 'sops'));
      if (!sops || !at(sops, 'mac')) continue;
      for (const scheme of ['age', 'pgp'] as const) {
        if (!found.has(scheme) && uses(sops, scheme)) found.set(scheme, spanOf(document, sops));
      }
    }
  }
  return found;
}

function uses(sops: Node, scheme: 'age' | 'pgp'): boolean {
  if (at(sops, scheme, 0) !== undefined) return true;
  return at(sops, 'key_groups', 0, scheme, 0) !== undefined;
}
