import { exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Passage } from '../resource.ts';
import type { Rule } from '../rule.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

export const lastAppliedAnnotationLeak: Rule = {
  id: 'last-applied-annotation-leak',
  title: 'The last-applied annotation repeats a credential in clear text',
  why: '`kubectl apply` keeps the whole object, `stringData` included, in this annotation. Exported or sealed with it, the object carries the plain value along, even where the data itself is encrypted.',
  remedy:
    'Rotate the credential, strip the annotation (`kubectl annotate --overwrite` with a trailing `-`, or `kubectl create` in place of `apply`) and seal the object again.',
  references: [
    'https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/',
    'https://github.com/bitnami/sealed-secrets/issues/227',
  ],
  credential: true,
  outranks: [
    'argocd-credential-plain',
    'bootstrap-or-join-token',
    'gitops-inline-values-secret',
    'registry-credentials-plain',
    'sa-token-secret',
    'kubeconfig-tracked',
    'encryption-config-inline-key',
    'secret-in-args',
    'secret-in-configmap',
    'secret-in-env-value',
    'unsealed-secret-beside-sealed',
    'secret-dump-from-cluster',
  ],
  check(repository) {
    const entries = repository.entries.filter((entry) => isRemembered(entry.passage));
    return exposures(repository, this.id, entries, () => 'is readable in the last-applied annotation');
  },
  bad: [
    {
      title: 'of a Secret, each key at its own place',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, "data": {"password": [|"${btoa(fake('password'))}"|]}, "stringData": {"token": [|"${fake('password', 2)}"|]}}
type: Opaque
`,
      },
    },
    {
      title: 'in the template of a SealedSecret, with escaped quotes',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: db
  namespace: prod
spec:
  encryptedData:
    password: ${fake('sealed-value')}
  template:
    metadata:
      name: db
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: "{\\"apiVersion\\":\\"v1\\",\\"kind\\":\\"Secret\\",\\"metadata\\":{\\"name\\":\\"db\\"},\\"stringData\\":{\\"password\\":[|\\"${fake('password', 3)}\\"|]}}\\n"
`,
      },
    },
  ],
  good: [
    {
      title: 'an annotation that repeats a sealed value or no data',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: db
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"bitnami.com/v1alpha1","kind":"SealedSecret","metadata":{"name":"db"},"spec":{"encryptedData":{"password":"${fake('sealed-value')}"}}}
spec:
  encryptedData:
    password: ${fake('sealed-value')}
`,
        'web.yaml': `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[{"port":80}]}}
spec: {ports: [{port: 80}]}
`,
      },
    },
  ],
};

function isRemembered(passage: Passage): boolean {
  for (let at: Passage | undefined = passage; at; at = at.within?.passage) {
    if (at.within?.path.at(-1) === annotation) return true;
  }
  return false;
}
