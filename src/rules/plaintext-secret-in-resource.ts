import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const plaintextSecretInResource: Rule = {
  id: 'plaintext-secret-in-resource',
  title: 'A field of a resource holds a readable credential',
  why: 'Custom resources and other objects are stored unencrypted in etcd and shown to everybody who may `get` them; in Git the value is open to all readers of the repository and of its history.',
  remedy:
    "Rotate the credential and give the resource a reference to a Secret (`...SecretRef`, `existingSecret`) that is sealed or comes from a store; the operator's documentation names the field.",
  references: [
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(
      repository,
      this.id,
      repository.entriesAt('resource-field'),
      (_, judgement) => `holds ${called(judgement)} where a reference to a Secret belongs`,
    );
  },
  bad: () => [
    {
      title: 'a word that is no name of a Secret',
      files: {
        'galaxy.yaml': `apiVersion: galaxy.ansible.com/v1beta1
kind: Galaxy
metadata: {name: app}
spec:
  signing_secret: [|open-sesame|]
  jwt_secret: [|s3cr3t-jwt|]
`,
      },
    },
    {
      title: 'a secret beside the name of a Secret',
      files: {
        'store.yaml': `apiVersion: acme.dev/v1
kind: Store
metadata: {name: minio}
spec:
  secretName: minio
  secretKey: [|minio123|]
`,
      },
    },
    {
      title: 'a password in an object that only sounds like a reference',
      files: {
        'bridge.yaml': `apiVersion: kafka.strimzi.io/v1
kind: KafkaBridge
metadata:
  name: bridge
spec:
  authentication:
    passwordSecret:
      password: [|${fake('password', 21)}|]
`,
      },
    },
    {
      title: "an operator's own user and password fields",
      files: {
        'redis.yaml': `apiVersion: databases.acme.dev/v1
kind: Redis
metadata:
  name: cache
  namespace: prod
spec:
  auth:
    username: app
    password: [|${fake('password')}|]
`,
      },
    },
    {
      title: 'parameters of a StorageClass',
      files: {
        'class.yaml': `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: gluster
provisioner: kubernetes.io/glusterfs
parameters:
  resturl: http://10.0.0.7:8080
  restuser: admin
  restuserkey: [|${fake('password', 22)}|]
  csi.storage.k8s.io/provisioner-secret-name: gluster-admin
  secretName: heketi-secret
`,
      },
    },
    {
      title: 'a policy of a product, whose fields are in use',
      files: {
        'policy.yaml': `apiVersion: access.acme.dev/v1
kind: Policy
metadata:
  name: partners
spec:
  clientSecret: [|${fake('password', 23)}|]
`,
      },
    },
    {
      title: 'a token among the settings of a custom resource, as JSON',
      files: {
        'hook.json': `{"apiVersion": "ci.acme.dev/v1", "kind": "Hook", "metadata": {"name": "push"},
 "spec": {"webhook": {"apiToken": [|"${fake('password', 2)}"|]}}}
`,
      },
    },
    {
      title: 'fields that say what they are beside the value: clients and users of an identity provider',
      files: {
        'client.yaml': `apiVersion: keycloak.org/v1alpha1
kind: KeycloakClient
metadata: {name: web}
spec:
  client:
    clientId: web
    secret: [|${fake('uuid')}|]
    clientAuthenticatorType: client-secret
---
apiVersion: keycloak.org/v1alpha1
kind: KeycloakUser
metadata: {name: admin}
spec:
  user:
    username: admin
    credentials:
      - type: password
        value: [|${fake('password', 4)}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'names of Secrets that have a word of their keys',
      files: {
        'galaxy.yaml': `apiVersion: galaxy.ansible.com/v1beta1
kind: Galaxy
metadata: {name: app}
spec:
  signing_secret: signing-galaxy
  clientRootSecret: cockroachdb-root
  session_conf_secret: portal-session
  azure-container: galaxy-test
`,
      },
    },
    {
      title: 'the key of a Secret beside its name, and what a token costs',
      files: {
        'listener.yaml': `apiVersion: triggers.tekton.dev/v1beta1
kind: EventListener
metadata: {name: github}
spec:
  triggers:
    - interceptors:
        - ref: {name: github}
          params:
            - name: secretRef
              value:
                secretName: github-secret
                secretKey: secretToken
`,
        'model.yaml': `apiVersion: litellm.acme.dev/v1
kind: Model
metadata: {name: small}
spec:
  input_cost_per_token: 5.77e-08
  price_token: 1.25e-07
`,
      },
    },
    {
      title: 'the name of a Secret with the name of a key in it',
      files: {
        'bridge.yaml': `apiVersion: kafka.strimzi.io/v1
kind: KafkaBridge
metadata:
  name: bridge
spec:
  authentication:
    type: scram-sha-512
    passwordSecret:
      secretName: bridge-user
      password: password1
`,
      },
    },
    {
      title: 'the name of a Secret beside a client, and a value of another type',
      files: {
        'client.yaml': `apiVersion: sso.acme.dev/v1
kind: Client
metadata: {name: web}
spec:
  clientId: web
  secret: web-client-secret
  fields:
    - type: text
      value: ${fake('password', 5)}
`,
      },
    },
    {
      title: 'references, names of Secrets and keys of Secrets',
      files: {
        'es.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: db
spec:
  secretStoreRef: {name: vault-backend, kind: ClusterSecretStore}
  data:
    - secretKey: r2_access_key_id_2024
      remoteRef: {key: kv/data/prod/app-db-01, property: root_password_v2}
`,
        'route.yaml': `apiVersion: k8s.nginx.org/v1
kind: VirtualServer
metadata:
  name: cafe
spec:
  routes:
    - path: /tea
      action: {pass: tea-post-2}
    - path: /coffee
      splits:
        - weight: 90
          action:
            pass: coffee-v1
`,
        'redis.yaml': `apiVersion: databases.acme.dev/v1
kind: Redis
metadata:
  name: cache
spec:
  auth:
    existingSecret: redis-credentials-2024
    passwordSecretRef: {name: redis-credentials-2024, key: redis-password-v2}
    passwordFile: /run/secrets/redis-password
`,
      },
    },
    {
      title: 'a pattern that a policy of Kyverno asks for',
      files: {
        'policy.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: no-default-password
spec:
  rules:
    - name: password
      match:
        any:
          - resources:
              kinds: [Redis]
      validate:
        message: the default password is not allowed
        pattern:
          spec:
            password: "!s3cr3tPassw0rd"
`,
      },
    },
    {
      title: 'a schema that describes a password, and the right to read Secrets',
      files: {
        'crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: foos.acme.dev}
spec:
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          properties:
            password: {type: string, default: ${fake('password', 3)}}
`,
        'role.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules:
  - apiGroups: [""]
    resources: [secrets]
    resourceNames: [app-db-credentials-v3]
    verbs: [get]
`,
        'webhook.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: w}
webhooks:
  - name: w.acme.dev
    clientConfig:
      caBundle: ${btoa(fake('certificate'))}
`,
      },
    },
  ],
};
