import { fakeSealed } from '../fake-sealed.ts';
import { fieldFault } from '../fault.ts';
import { sealedSecretsOf } from '../model/sealed-secret.ts';
import type { Rule } from '../rule.ts';
import type { SealingFlaw } from '../sealing.ts';

const flaws: Readonly<Record<SealingFlaw, string>> = {
  'not-base64': 'is not base64 with padding',
  'too-short': 'is too short for a sealed value',
  'impossible-key-length': 'does not begin with the length of an RSA ciphertext',
  truncated: 'ends before its RSA ciphertext and its authentication tag are complete',
};

export const sealedValueMalformed: Rule = {
  id: 'sealed-value-malformed',
  title: 'A sealed value is damaged',
  why: 'A sealed value is base64 of a length, an RSA ciphertext of that length and an AES-GCM ciphertext. What has another shape was cut, edited or never sealed: the controller cannot open it with any key, and the Secret is not made.',
  remedy: 'Seal the value again and replace the whole text. If it was typed in plain, rotate the credential first.',
  references: [
    'https://github.com/bitnami/sealed-secrets/blob/main/docs/developer/crypto.md',
    'https://github.com/bitnami/sealed-secrets/blob/main/pkg/crypto/crypto.go',
  ],
  credential: false,
  *check(repository) {
    for (const { resource, items } of sealedSecretsOf(repository)) {
      for (const { key, node, value } of items) {
        if (value.ok) continue;
        yield fieldFault(this.id, resource, `spec.encryptedData.${key}`, flaws[value.reason], node, {
          evidence: [value.reason],
        });
      }
    }
  },
  bad: () => [
    {
      title: 'text, a cut value, and bytes that begin wrongly',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  namespace: prod
spec:
  encryptedData:
    good: ${fakeSealed(1)}
    text: [|not sealed yet|]
    short: [|AgBy3i4OJSWK|]
    cut: [|${fakeSealed(2).slice(0, 400)}|]
    begins: [|Q${fakeSealed(3).slice(1)}|]
`,
      },
    },
    {
      title: 'a folded block scalar puts spaces into base64',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    password: [|>-
      ${fakeSealed(4).slice(0, 360)}
      ${fakeSealed(4).slice(360)}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'sealed values of 2048 and 4096 bits, also over several lines, and a template',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData:
    a: ${fakeSealed(5)}
    b: "${fakeSealed(6, { rsaBytes: 256 })}"
    c: |
      ${fakeSealed(7).slice(0, 360)}
      ${fakeSealed(7).slice(360)}
    d: \${SEALED_PASSWORD}
`,
        'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
        'chart/templates/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: {{ .Release.Name }}
spec:
  encryptedData:
    password: {{ .Values.sealed.password }}
`,
      },
    },
    {
      title: 'a shortened value in prose',
      files: {
        'README.md': `# Sealing

\`\`\`yaml
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: app, namespace: prod}
spec:
  encryptedData: {password: AgBy3i4OJSWK...}
\`\`\`
`,
      },
    },
  ],
};
