import { fake } from '../../fake.ts';
import { isDull } from '../randomness.ts';
import { type Outcome, prefixed, type Shape } from '../shape.ts';

/** The shortest PEM body that can hold a key: Ed25519 in PKCS#8 is 64 characters of base64. */
const shortestKey = 60;

function keyOf(match: RegExpExecArray): Outcome {
  const label = match.groups?.label ?? '';
  const text = match.groups?.body ?? '';
  const body = text.replace(/\\[nrt]|\s|(?:^|\n)[\w-]+: [^\n]*/g, '').replace(/[^A-Za-z0-9+/=]/g, '');
  if (text.includes('{{') || text.includes('${')) return { verdict: 'reference' };
  if (body.length < shortestKey || isDull(body) || /\.\.\.|…|x{8}|X{8}|<[a-z -]+>/i.test(text))
    return { verdict: 'placeholder' };
  const locked = label.includes('ENCRYPTED') || text.includes('4,ENCRYPTED');
  return { verdict: 'credential', confidence: locked ? 'possible' : 'certain' };
}

/** Private keys in the forms in which they lie in files. */
export const keys: readonly Shape[] = [
  {
    id: 'private-key',
    title: 'Private key (PEM)',
    anchors: ['-----BEGIN '],
    // https://www.rfc-editor.org/rfc/rfc7468; line breaks may be escaped (`\n`) or missing.
    pattern:
      /-----BEGIN (?<label>(?:[A-Z0-9]{1,12} ){0,3})PRIVATE KEY(?: BLOCK)?-----(?<body>(?:[^-]|-(?!----)){0,20000})(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/y,
    apart: /[^\s\S]/,
    confidence: 'certain',
    check: keyOf,
    example: () => fake('private-key'),
  },
  {
    // Base64 of `-----BEGIN `: kubeconfig and Secret data copied elsewhere.
    id: 'encoded-private-key',
    title: 'Private key (PEM, base64-encoded)',
    anchors: ['LS0tLS1CRUdJTi'],
    pattern: /(?<body>LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,20000}={0,2})/y,
    confidence: 'certain',
    check: (match) => {
      const text = Buffer.from(match[0].slice(0, 4000), 'base64').toString('latin1');
      const head = /^-----BEGIN ((?:[A-Z0-9]{1,12} ){0,3})PRIVATE KEY/.exec(text);
      if (!head) return { verdict: 'none' };
      if (text.length < 120 || isDull(text.slice(40, 200))) return { verdict: 'placeholder' };
      return { verdict: 'credential', confidence: head[1]?.includes('ENCRYPTED') ? 'possible' : 'certain' };
    },
    example: () => btoa(fake('rsa-private-key')),
  },
  prefixed({
    id: 'age-key',
    title: 'age private key',
    prefix: ['AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-PQ-1'],
    body: 'A-Z0-9',
    length: [58, 2500],
    example: () => fake('age-key'),
  }),
  {
    id: 'putty-private-key',
    title: 'Private key (PuTTY)',
    anchors: ['PuTTY-User-Key-File-'],
    pattern:
      /PuTTY-User-Key-File-\d: [\w-]{3,40}(?<body>\s{1,4}Encryption: (?<cipher>[\w-]{1,20})[^\0]{0,4000}?Private-Lines: \d{1,4})/y,
    confidence: 'certain',
    check: (match) => ({
      verdict: 'credential',
      confidence: match.groups?.cipher === 'none' ? 'certain' : 'possible',
    }),
    example: () => fake('putty-private-key'),
  },
];
