import { fake } from '../../fake.ts';
import { binaryKind, decodedBytes } from '../base64.ts';
import type { Filter } from '../filter.ts';

const publicHeader =
  /-----BEGIN (?:(?:TRUSTED |X509 )?CERTIFICATE|(?:NEW )?CERTIFICATE REQUEST|X509 CRL|(?:RSA |EC |DSA )?PUBLIC KEY|(?:X9\.42 )?DH PARAMETERS|EC PARAMETERS|DSA PARAMETERS|PGP PUBLIC KEY BLOCK|PGP SIGNATURE|PGP SIGNED MESSAGE|OPENSSH PUBLIC KEY)-----|---- BEGIN SSH2 PUBLIC KEY ----/;

const sshKeyType =
  '(?:ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-nistp\\d{3}|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\\.com)';
const sshKey = new RegExp(`(?:^|[\\s,"])${sshKeyType} AAAA[A-Za-z0-9+/]{16}`);

/** How base64 of `-----BEGIN CERTIFICATE` and the like begins, where the value is not decoded (`caBundle`, kubeconfig). */
const encodedHeaders = [
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FUR',
  'LS0tLS1CRUdJTiBQVUJMSUMg',
  'LS0tLS1CRUdJTiBSU0EgUFVCTElD',
  'LS0tLS1CRUdJTiBUUlVTVEVEIENF',
  'LS0tLS1CRUdJTiBYNTA5IENS',
];

/** Key material meant for everybody. A private key in the same text is found before these are asked. */
export const publicMaterial: readonly Filter[] = [
  {
    id: 'public-pem',
    verdict: 'public',
    why: 'A certificate, public key, request, revocation list or parameters in PEM form.',
    test: (value) => value.includes('-----') && publicHeader.test(value.slice(0, 65536)),
    examples: () => ({
      yes: [fake('certificate'), fake('public-key'), `# our CA\n${fake('certificate')}`],
      no: [fake('private-key'), fake('openssh-private-key'), fake('pgp-private-key')],
    }),
  },
  {
    id: 'encoded-certificate',
    verdict: 'public',
    why: 'Base64 of a certificate or a public key.',
    test: (value) =>
      encodedHeaders.some((head) => value.startsWith(head)) ||
      (value.length > 200 &&
        value.startsWith('MI') &&
        binaryKind(decodedBytes(value) ?? new Uint8Array()) === 'der-certificate'),
    examples: () => ({
      yes: [
        btoa(fake('certificate')),
        btoa(fake('public-key')),
        fake('certificate')
          .replace(/-----.*/g, '')
          .trim(),
      ],
      no: [btoa(fake('private-key')), fake('pkcs12')],
    }),
  },
  {
    id: 'ssh-public-key',
    verdict: 'public',
    why: 'An SSH public key or a line of known_hosts.',
    test: (value) => value.includes('AAAA') && sshKey.test(value),
    examples: () => ({
      yes: [
        fake('ssh-public-key'),
        `github.com ${fake('ssh-public-key')}`,
        `@cert-authority *.acme.dev ${fake('ssh-public-key')}`,
      ],
      no: ['ssh-rsa', fake('openssh-private-key')],
    }),
  },
  {
    id: 'age-recipient',
    verdict: 'public',
    why: 'An age recipient: others encrypt with it.',
    test: (value) => /^age1[a-z0-9]{20,2200}(?:[\s,]+age1[a-z0-9]{20,2200}){0,50}$/.test(value),
    examples: () => ({ yes: [fake('age-recipient')], no: [fake('age-key'), 'age1', 'age12'] }),
  },
  {
    id: 'publishable-key',
    verdict: 'public',
    why: 'A key that stands in web pages: PostHog projects, Stripe and Clerk front ends.',
    test: (value) => /^(?:phc_|pk_(?:live|test)_)[A-Za-z0-9_-]{20,200}$/.test(value),
    examples: () => ({
      yes: [`phc_${fake('password').repeat(2)}`, `pk_live_${fake('password').repeat(2)}`],
      no: [`phx_${fake('password').repeat(2)}`, `sk_live_${fake('password').repeat(2)}`, 'phc_'],
    }),
  },
  {
    id: 'public-key-set',
    verdict: 'public',
    why: 'A JSON Web Key Set without private members.',
    test: (value) =>
      value.startsWith('{') && value.includes('"keys"') && value.includes('"kty"') && !/"(?:d|k|p|q)"\s*:/.test(value),
    examples: () => ({
      yes: ['{"keys":[{"kty":"RSA","n":"abc","e":"AQAB"}]}'],
      no: ['{"keys":[{"kty":"RSA","n":"abc","e":"AQAB","d":"xyz"}]}', '{"keys":[]}'],
    }),
  },
];
