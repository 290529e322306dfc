import { fakeSealed } from '../fake-sealed.ts';
import { fieldFault } from '../fault.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import { textAt } from '../parser.ts';
import type { Rule } from '../rule.ts';

interface Known {
  readonly key: RegExp;
  /** Lengths in bytes that such a value has; one more is a line break sealed along. */
  readonly lengths?: readonly number[];
  /** Shorter than any such value. */
  readonly least?: number;
}

/** Lengths that providers document or the formats dictate. */
const expectations: readonly Known[] = [
  { key: /^aws[-_]?access[-_]?key[-_]?id$/i, lengths: [20] },
  { key: /^aws[-_]?secret[-_]?access[-_]?key$/i, lengths: [40] },
  { key: /^(?:azure|arm)[-_]?(?:client|tenant|subscription)[-_]?id$/i, lengths: [36] },
  { key: /^(?:gh|github)[-_]?(?:personal[-_]?access[-_]?)?(?:pat|token)$/i, lengths: [40, 93] },
  { key: /^tls\.crt$/, least: 200 },
  // An Ed25519 key in PKCS#8 has 119 bytes with the line break at its end: no private key in PEM is shorter.
  { key: /^tls\.key$/, least: 118 },
  { key: /^ssh-privatekey$/, least: 118 },
  { key: /^\.dockerconfigjson$/, least: 20 },
];

export const sealedValueLengthSuspicious: Rule = {
  id: 'sealed-value-length-suspicious',
  title: 'A sealed value has the wrong length for what its key says',
  why: 'The length of what was sealed is public. An AWS access key of 21 bytes instead of 20 has a line break at its end (`echo` without `-n`), and a TLS key of a few bytes is no key: the application fails to log in, and nothing in Git shows why.',
  remedy: 'Seal the value again without the line break: `printf %s "$VALUE"` or `--from-file` instead of `echo`.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html',
    'https://github.com/bitnami/sealed-secrets/blob/main/pkg/crypto/crypto.go',
  ],
  credential: false,
  *check(repository) {
    for (const { resource, template, items } of sealedSecretsOf(repository)) {
      for (const { key, node, value } of items) {
        if (!value.ok || value.plaintextLength === 0) continue;
        const length = value.plaintextLength;
        const known = expectations.find((each) => each.key.test(key));
        if (!known) continue;
        const broken = known.lengths?.some((right) => length === right + 1);
        const short = length < (known.least ?? 0) && isReal(textAt(template, 'type'));
        if (!broken && !short) continue;
        const sentence = broken
          ? `is ${length} bytes long, one more than such a value has: a line break was sealed along`
          : `is ${length} bytes long, too short for what its key says`;
        yield fieldFault(this.id, resource, `spec.encryptedData.${key}`, sentence, node, { confidence: 'likely' });
      }
    }
  },
  bad: () => [
    {
      title: 'a line break was sealed along',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    AWS_ACCESS_KEY_ID: [|${fakeSealed(1, { length: 21 })}|]
    AWS_SECRET_ACCESS_KEY: [|${fakeSealed(2, { length: 41 })}|]
`,
      },
    },
    {
      title: 'no key is that short',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: tls, namespace: prod}
spec:
  encryptedData:
    tls.crt: ${fakeSealed(3, { length: 1200 })}
    tls.key: [|${fakeSealed(4, { length: 12 })}|]
  template: {type: kubernetes.io/tls}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: half, namespace: prod}
spec:
  encryptedData:
    tls.crt: ${fakeSealed(3, { length: 560 })}
    tls.key: [|${fakeSealed(4, { length: 117 })}|]
  template: {type: kubernetes.io/tls}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'the lengths that there are, and keys that say nothing',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    AWS_ACCESS_KEY_ID: ${fakeSealed(5, { length: 20 })}
    AWS_SECRET_ACCESS_KEY: ${fakeSealed(6, { length: 40 })}
    password: ${fakeSealed(7, { length: 21 })}
`,
      },
    },
    {
      title: 'an Ed25519 key',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: tls, namespace: prod}
spec:
  encryptedData:
    tls.crt: ${fakeSealed(8, { length: 560 })}
    tls.key: ${fakeSealed(9, { length: 119 })}
  template: {type: kubernetes.io/tls}
`,
      },
    },
  ],
};

/** Keys of an opaque Secret may be called as they like. */
function isReal(type: string | undefined): boolean {
  return type !== undefined && type !== 'Opaque';
}
