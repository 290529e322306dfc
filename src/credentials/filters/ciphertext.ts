import { fake } from '../../fake.ts';
import { decodedBytes } from '../base64.ts';
import type { Filter } from '../filter.ts';

/** Modulus bytes of the RSA keys that sealed-secrets may use (1024 to 8192 bits). */
const rsaLengths = new Set([128, 256, 384, 512, 1024]);
const gcmTag = 16;

/**
 * True for a sealed-secrets blob: base64 of a two-byte length, that many bytes of RSA ciphertext, and AES-GCM ciphertext
 * with its tag (https://github.com/bitnami-labs/sealed-secrets/blob/main/pkg/crypto/crypto.go).
 */
export function isSealedValue(value: string): boolean {
  // The first byte is 0 to 4, so the first character is A or B.
  if (value.length < 196 || (value[0] !== 'A' && value[0] !== 'B')) return false;
  const bytes = decodedBytes(value);
  if (!bytes || bytes.length < 2) return false;
  const length = bytes.readUInt16BE(0);
  return rsaLengths.has(length) && bytes.length >= 2 + length + gcmTag;
}

const sops =
  /^ENC\[AES256_GCM,data:[A-Za-z0-9+/=]*,iv:[A-Za-z0-9+/=]+,tag:[A-Za-z0-9+/=]+,type:(?:str|int|float|bool|bytes|time|comment)\]$/;

function startsWith(...prefixes: readonly string[]): (value: string) => boolean {
  return (value) => prefixes.some((prefix) => value.startsWith(prefix));
}

export const ciphertext: readonly Filter[] = [
  {
    id: 'sops-value',
    verdict: 'ciphertext',
    why: 'SOPS encrypted it with AES-256-GCM.',
    test: (value) => value.startsWith('ENC[') && sops.test(value),
    examples: () => ({
      yes: [fake('sops-value'), 'ENC[AES256_GCM,data:,iv:YQ==,tag:Yg==,type:str]'],
      no: ['ENC[AES256_GCM]', 'ENC[AES256_GCM,data:plain text,iv:YQ==,tag:Yg==,type:str]', 'ENC[PLAIN,hello]'],
    }),
  },
  {
    id: 'sealed-value',
    verdict: 'ciphertext',
    why: 'Only the sealed-secrets controller can open it.',
    test: isSealedValue,
    examples: () => ({
      yes: [fake('sealed-value')],
      no: [fake('base64'), fake('pkcs12'), `Ag${'A'.repeat(20)}`, 'AgREPLACEME'],
    }),
  },
  {
    id: 'ansible-vault',
    verdict: 'ciphertext',
    why: 'ansible-vault encrypted it.',
    test: startsWith('$ANSIBLE_VAULT;'),
    examples: () => ({ yes: ['$ANSIBLE_VAULT;1.1;AES256\n6162'], no: ['ANSIBLE_VAULT'] }),
  },
  {
    id: 'openssl-salted',
    verdict: 'ciphertext',
    why: 'OpenSSL (or transcrypt) encrypted it: base64 of `Salted__`.',
    test: (value) => value.startsWith('U2FsdGVkX1') && value.length >= 44,
    examples: () => ({ yes: [`U2FsdGVkX1${'9aB3'.repeat(16)}`], no: ['U2FsdGVkX1'] }),
  },
  {
    id: 'age-message',
    verdict: 'ciphertext',
    why: 'age encrypted it.',
    test: startsWith('age-encryption.org/v1', '-----BEGIN AGE ENCRYPTED FILE-----', 'YWdlLWVuY3J5cHRpb24ub3JnL3Yx'),
    examples: () => ({
      yes: ['-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----'],
      no: [fake('age-key'), 'age-encryption.org'],
    }),
  },
  {
    id: 'pgp-message',
    verdict: 'ciphertext',
    why: 'OpenPGP encrypted it.',
    test: startsWith('-----BEGIN PGP MESSAGE-----', '-----BEGIN PKCS7-----', '-----BEGIN CMS-----'),
    examples: () => ({ yes: ['-----BEGIN PGP MESSAGE-----\nhQ=='], no: ['-----BEGIN PGP PRIVATE KEY BLOCK-----'] }),
  },
  {
    id: 'vault-transit',
    verdict: 'ciphertext',
    why: 'The transit engine of Vault encrypted it.',
    test: (value) => /^vault:v\d{1,6}:[A-Za-z0-9+/=]{8,}$/.test(value),
    examples: () => ({
      yes: ['vault:v1:8SDd3WHDOjf7mq69CyCqYjBXAiQ'],
      no: ['vault:v1', 'vault:secret/data/app#TOKEN'],
    }),
  },
  {
    id: 'kms-ciphertext',
    verdict: 'ciphertext',
    why: 'AWS KMS or Google Cloud KMS encrypted it: the header says so.',
    test: (value) => /^(?:AQICAH|AQECAH|CiQA)[A-Za-z0-9+/]{60,}={0,2}$/.test(value),
    examples: () => ({ yes: [`AQICAH${'h8Kd'.repeat(40)}`], no: ['AQICAH', fake('base64')] }),
  },
  {
    id: 'marked-cipher',
    verdict: 'ciphertext',
    why: 'Jasypt, Spring Cloud Config, NiFi, hiera-eyaml or Cirrus CI encrypted it.',
    test: (value) =>
      /^(?:ENC\([A-Za-z0-9+/=]{16,}\)|\{cipher\}[\w+/=]{16,}|enc\{[0-9a-f]{32,}\}|ENCRYPTED\[!?[0-9a-f]{32,}!?\]|ENC\[(?:PKCS7|GPG|KMS),[A-Za-z0-9+/=\s]{16,}\])$/.test(
        value,
      ),
    examples: () => ({
      yes: [
        `enc{${fake('hex')}}`,
        `ENCRYPTED[${fake('hex')}]`,
        'ENC(nrmZtkF7T0kjG3VodDvBw93Ct8EgjCAx)',
        '{cipher}682bc583f4641835fa2db009355293665d',
      ],
      no: ['ENC(x)'],
    }),
  },
  {
    id: 'kapitan-encrypted',
    verdict: 'ciphertext',
    why: 'A Kapitan reference that only its backend can reveal.',
    test: (value) => /^\?\{(?:gpg|awskms|gkms|azkms|vaulttransit):/.test(value),
    examples: () => ({
      yes: ['?{gpg:targets/app/password}'],
      no: ['?{plain:targets/app/password}', '?{base64:aGVsbG8=}'],
    }),
  },
];
