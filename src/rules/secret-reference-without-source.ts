import { fake } from '../fake.ts';
import { fault, isDevelopment, tempered } from '../fault.ts';
import { orphansOf } from '../model/secret-join.ts';
import { nameOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

const maxRelated = 5;

export const secretReferenceWithoutSource: Rule = {
  id: 'secret-reference-without-source',
  title: 'A workload uses a Secret that nothing in the repository provides',
  why: 'The Secret was made by hand. If the cluster is lost, the manifests come back and this Pod waits for ever, or the Ingress serves a certificate that nobody trusts: nobody can recreate the value from Git, and only one person may know where it came from.',
  remedy:
    'Add the Secret as a SealedSecret, SOPS file or ExternalSecret under this name, mark the reference `optional: true` if the Pod can do without it, or waive it with the name of what creates it.',
  references: [
    'https://agent-zone.ai/knowledge/kubernetes/secrets-management-decision-framework/',
    'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-secret-must-exist',
  ],
  credential: false,
  *check(repository) {
    for (const { name, namespace, uses, elsewhere } of orphansOf(repository)) {
      const [first, ...others] = uses;
      if (!first) continue;
      const { passage } = first.resource;
      const more = others.length > 0 ? ` and ${others.length} more` : '';
      const sure =
        passage.role === 'helm-template' ||
        isDevelopment(passage.file.path) ||
        /^(?:image-pull|values|tls)$/.test(first.how);
      yield fault(
        this.id,
        `Secret ${namespace ? `${namespace}/` : ''}${name}`,
        elsewhere.length > 0
          ? `is used by ${nameOf(first.resource)}${more}, and this repository provides it in ${places(elsewhere)} only`
          : `is used by ${nameOf(first.resource)}${more}, and nothing in this repository provides it`,
        first.span,
        {
          confidence: tempered(passage, sure ? 'possible' : 'likely'),
          related: others
            .slice(0, maxRelated)
            .map(({ span, resource }) => ({ span, note: `used by ${nameOf(resource)}` })),
        },
      );
    }
  },
  bad: () => [
    {
      title: 'the certificate of an Ingress',
      files: {
        'ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: prod
  annotations: {nginx.ingress.kubernetes.io/auth-tls-verify-client: "on"}
spec:
  tls: [{hosts: [web.acme.dev], secretName: [|web-tls|]}]
`,
      },
    },
    {
      title: 'what the values of a release name, which its own chart does not make',
      files: {
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: app
  namespace: prod
spec:
  chart:
    spec: {chart: app-template, sourceRef: {kind: HelmRepository, name: charts}}
  values:
    auth:
      existingSecret: [|app-auth|]
    envFrom:
      - secretRef:
          name: [|app-secret|]
`,
      },
    },
    {
      title: 'a Secret of another namespace',
      files: {
        'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  namespace: staging
spec:
  encryptedData:
    password: ${fake('sealed-value', 131)}
`,
        'pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
  namespace: prod
spec:
  containers:
    - name: app
      image: app
      envFrom:
        - secretRef:
            name: [|app|]
`,
      },
    },
    {
      title: 'a Secret that was made by hand',
      files: {
        'app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  namespace: default
spec:
  template:
    spec:
      containers:
        - name: app
          image: app
          env:
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: [|app-secrets|]
                  key: database-url
`,
      },
    },
  ],
  good: () => [
    {
      title: 'certificates that a controller is asked for, that a Certificate makes, that are sealed',
      files: {
        'ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: prod
  annotations: {cert-manager.io/cluster-issuer: letsencrypt}
spec:
  tls: [{hosts: [web.acme.dev], secretName: web-tls}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
  namespace: prod
  annotations: {nginx.ingress.kubernetes.io/ssl-redirect: "true"}
spec:
  tls: [{hosts: [api.acme.dev], secretName: api-tls}, {hosts: [old.acme.dev], secretName: old-tls}, {hosts: [acme.dev]}]
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: api, namespace: prod}
spec: {secretName: api-tls, issuerRef: {name: ca}}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: old-tls, namespace: prod}
spec:
  encryptedData: {tls.crt: ${fake('sealed-value', 132)}, tls.key: ${fake('sealed-value', 133)}}
  template: {type: kubernetes.io/tls}
`,
      },
    },
    {
      title: 'sealed, generated with a prefix, optional, made by cert-manager, a chart or a script',
      files: {
        'base/app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      imagePullSecrets:
        - name: registry
      containers:
        - name: app
          image: app
          envFrom:
            - secretRef: {name: app}
            - secretRef: {name: extra, optional: true}
            - secretRef: {name: prod-generated}
            - secretRef: {name: redis-auth}
      volumes:
        - name: tls
          secret: {secretName: app-tls}
`,
        'base/sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app
  namespace: default
spec:
  encryptedData:
    password: ${fake('sealed-value', 131)}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: app
spec:
  secretName: app-tls
  issuerRef: {name: ca}
`,
        'prod/kustomization.yaml': `namePrefix: prod-
resources: [../base]
secretGenerator:
  - name: generated
    envs: [generated.env]
`,
        'redis.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: redis
spec:
  chart:
    spec: {chart: redis, sourceRef: {kind: HelmRepository, name: bitnami}}
`,
        'bootstrap.sh':
          'kubectl create secret docker-registry registry --docker-server=r.example.com --docker-username=ci --docker-password="$TOKEN"\n',
      },
      also: ['kubectl-create-secret-imperative'],
    },
  ],
};

const maxPlaces = 3;

function places(namespaces: readonly string[]): string {
  const shown = [...namespaces].sort().slice(0, maxPlaces).join(', ');
  const rest = namespaces.length - maxPlaces;
  return `${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${shown}${rest > 0 ? ` and ${rest} more` : ''}`;
}
