import { exposure } from '../exposure.ts';
import { fake } from '../fake.ts';
import { isTrial } from '../fault.ts';
import type { Entry } from '../place.ts';
import type { Rule } from '../rule.ts';
import { SourceFile } from '../text.ts';

export const privateKeyTracked: Rule = {
  id: 'private-key-tracked',
  title: 'A private key file is in Git',
  why: 'Whoever has the key is the server, the user or the authority it belongs to. A pass phrase only buys time: it can be guessed offline, for ever.',
  remedy:
    'Replace the key and revoke its certificate or its public half, take the file out of Git and ignore it, and keep the new key sealed or in a store.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Key_Management_Cheat_Sheet.html',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  ],
  credential: true,
  outranks: ['plaintext-known-credential', 'config-file-secret'],
  *check(repository) {
    for (const entry of repository.entriesAt('key-file')) {
      const judgement = repository.judgementOf(entry);
      if (isLocked(entry)) {
        yield {
          ...exposure(this.id, entry, judgement, 'is in Git, protected by nothing but a pass phrase'),
          confidence: 'possible',
          atMost: 'warning',
          evidence: [...judgement.reasons, 'encrypted private key'],
        };
      } else if (judgement.verdict === 'credential') {
        yield exposure(this.id, entry, judgement, 'is in Git, readable');
      }
    }
    for (const path of repository.paths) {
      if (!keyStore.test(path) || publicStore.test(path) || repository.files.has(path)) continue;
      const subject = `key store ${path.slice(path.lastIndexOf('/') + 1)}`;
      yield {
        rule: this.id,
        subject,
        message: `${subject} is in Git, protected by nothing but a pass phrase`,
        span: { file: new SourceFile(path, ''), start: 0, end: 0 },
        related: [],
        confidence: isTrial(path) ? 'possible' : 'likely',
        credential: true,
        evidence: ['file extension of a key store'],
      };
    }
  },
  bad: () => [
    {
      title: 'PEM keys of every kind, beside the certificate',
      files: {
        'certs/tls.key': `[|${fake('rsa-private-key').trimEnd()}|]
`,
        'certs/server.pem': `${fake('certificate')}[|${fake('private-key').trimEnd()}|]
`,
        'ssh/id_ed25519': `[|${fake('openssh-private-key').trimEnd()}|]
`,
        'gpg/release.asc': `[|${fake('pgp-private-key').trimEnd()}|]
`,
      },
    },
    {
      title: 'an encrypted key is a lesser leak, and still one',
      files: {
        'certs/ca.key': `[|${fake('encrypted-private-key').trimEnd()}|]
`,
      },
    },
    {
      title: 'a binary key store',
      files: { 'certs/server.p12': '[||]\u0000' },
    },
  ],
  good: () => [
    {
      title: 'certificates, public keys and trust stores',
      files: {
        'certs/ca.crt': fake('certificate'),
        'certs/pub-cert.pem': fake('certificate', 2),
        'ssh/id_ed25519.pub': fake('ssh-public-key'),
        'certs/signing.pub': fake('public-key'),
        'certs/truststore.jks': '\u0000',
      },
    },
  ],
};

const keyStore = /\.(?:p12|pfx|jks|keystore|bcfks)$/i;
/** Trust stores hold the certificates of others. */
const publicStore = /(?:trust|cacerts)[^/]*$/i;

/** RFC 1421 and RFC 5958 say in clear text that a key is encrypted; OpenSSH names its cipher inside the base64. */
function isLocked({ key, value }: Entry): boolean {
  if (key.startsWith('ENCRYPTED ')) return true;
  const head = value.slice(0, 300);
  if (/Proc-Type:[ \t]{0,4}4,ENCRYPTED/.test(head)) return true;
  if (/^PuTTY/.test(head)) return /\nEncryption: (?!none)/.test(head);
  // `openssh-key-v1\0`, then the length and name of the cipher; `none` begins with AAAABG5vbmU.
  return /OPENSSH PRIVATE KEY-----\s{1,4}b3BlbnNzaC1rZXktdjEAAAAA(?!BG5vbm)[A-D]/.test(head);
}
