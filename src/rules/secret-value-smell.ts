import { fake } from '../fake.ts';
import { fault, tempered } from '../fault.ts';
import type { Entry } from '../place.ts';
import type { Rule } from '../rule.ts';

export const secretValueSmell: Rule = {
  id: 'secret-value-smell',
  title: 'A value of a Secret has something in it that was hardly meant',
  why: 'A trailing newline from `echo`, a byte order mark or a second round of base64 goes into the value as it is: logins fail with no hint why.',
  remedy: 'Encode again with `printf \'%s\' "$VALUE" | base64 -w0`, or write the text under `stringData` with `|-`.',
  references: [
    'https://kubernetes.io/docs/tasks/configmap-secret/managing-secret-using-config-file/',
    'https://yaml.org/spec/1.2.2/#8112-block-chomping-indicator',
  ],
  credential: false,
  *check(repository) {
    for (const entry of repository.entriesAt('secret-data')) {
      const { verdict } = repository.judgementOf(entry);
      if (verdict === 'placeholder' || verdict === 'reference' || verdict === 'ciphertext') continue;
      const smell = smellOf(entry);
      if (smell === undefined) continue;
      yield fault(this.id, entry.subject, smell, entry.span, { confidence: tempered(entry.passage, 'likely') });
    }
  },
  bad: () => [
    {
      title: 'trailing newline, byte order mark, carriage return, base64 twice',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
data:
  username: [|${btoa('app\n')}|]
  role: [|${Buffer.from('\ufeffreader').toString('base64')}|]
  region: [|${btoa('eu-central-1\r\n')}|]
  endpoint: [|${btoa(btoa('https://db.acme.dev:5432'))}|]
  settings.conf: [|${btoa('level = debug\r\nformat = json\r\n')}|]
  schema: [|${btoa('shop\n\n')}|]
`,
      },
    },
    {
      title: 'a block scalar keeps its last line break',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  username: [||
    app|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'values as they are meant, and files with several lines',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
data:
  username: ${btoa('app')}
  ca.crt: ${btoa(fake('certificate'))}
stringData:
  role: |-
    reader
  settings.conf: |
    level = debug
    format = json
`,
      },
    },
  ],
};

const oneLine = /^[^\n]*(?:\r?\n){1,4}$/;

function smellOf({ key, value, encoding }: Entry): string | undefined {
  const text = encoding === 'base64' ? decoded(value) : value;
  if (text === undefined) return undefined;
  if (text.charCodeAt(0) === 0xfeff) return 'begins with a byte order mark';
  if (/[^\r\n]\r\n(?:\r?\n)?$/.test(text) && oneLine.test(text)) return 'ends with a carriage return and a line break';
  if (encoding === 'base64' && text.includes('\r\n') && !oneLine.test(text)) return 'has line breaks of Windows';
  // A file may end with a line break; a password, a user name or a token may not.
  if (oneLine.test(text) && !/\.[a-z]{1,12}$/i.test(key) && !/^(?:\{|[\w.-]{1,60}\s?[:=]\s)/.test(text))
    return 'ends with a line break';
  if (encoding === 'base64' && text.length >= 16 && decodedAscii(text)) return 'is encoded in base64 twice';
  return undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(value: string): string | undefined {
  const compact = value.replace(/\s+/g, '');
  if (compact.length % 4 !== 0 || compact.length > 65_536 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  try {
    return utf8.decode(Buffer.from(compact, 'base64'));
  } catch {
    return undefined;
  }
}

/** Random text is hardly ever base64 of printable ASCII, so that nothing but a second encoding looks like it. */
function decodedAscii(text: string): boolean {
  const inner = decoded(text);
  return inner !== undefined && inner.length >= 8 && /^[\x20-\x7e\r\n\t]+$/.test(inner);
}
