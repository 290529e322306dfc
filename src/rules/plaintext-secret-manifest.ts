import type { Judgement } from '../credential.ts';
import { exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Rule } from '../rule.ts';

export const plaintextSecretManifest: Rule = {
  id: 'plaintext-secret-manifest',
  title: 'A Secret in Git holds a readable value',
  why: 'Base64 is an encoding, not encryption: everybody who can read the repository, its forks, its clones or its history has the value.',
  remedy:
    'Rotate the credential, then keep the Secret sealed (SealedSecret, SOPS) or by reference (ExternalSecret, Vault); removing the line does not remove it from history.',
  references: ['https://kubernetes.io/docs/concepts/security/secrets-good-practices/'],
  credential: true,
  outranks: ['plaintext-known-credential'],
  check(repository) {
    return exposures(repository, this.id, repository.entriesAt('secret-data'), (entry, judgement) =>
      entry.encoding === 'base64'
        ? `holds ${what(judgement)} that is only base64-encoded`
        : `holds ${what(judgement)} in clear text`,
    );
  },
  bad: () => [
    {
      title: 'a file with a key of AWS that no machine made',
      files: {
        'minio.yaml': `apiVersion: v1
kind: Secret
metadata: {name: backup}
stringData:
  credentials: |
    [default]
    aws_access_key_id = minio
    aws_secret_access_key = [|minio_secret|]
`,
      },
    },
    {
      title: 'users of Redis and a client of Kafka',
      files: {
        'files.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: files
data:
  user.acl: [|${btoa(`user app on ~* &* +@all >${fake('password', 62)}\nuser default off\n`)}|]
  kafka.properties: [|${btoa(`bootstrap.servers=kafka:9092\nsasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=app password=${fake('password', 63)};\n`)}|]
`,
      },
    },
    {
      title: 'a key that says nothing',
      files: {
        'keys.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: fernet
stringData:
  value: [|${fake('base64', 61)}|]
`,
      },
    },
    {
      title: 'base64 is readable',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: prod
type: Opaque
data:
  username: ${btoa('app')}
  password: [|${btoa(fake('password'))}|]
`,
      },
    },
    {
      title: 'each readable key is its own finding, also in a List, in JSON and in a flow mapping',
      files: {
        'all.json': `{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "stringData": {"password": [|"${fake('password', 1)}"|]}},
  {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "b"}, "data": {"api-key": [|"${btoa(fake('password', 2))}"|], "token": [|"${btoa(fake('password', 3))}"|]}}
]}
`,
        'flow.yaml': `apiVersion: v1
kind: Secret
metadata: {name: c}
data: {password: [|${btoa(fake('password', 4))}|]}
`,
      },
    },
    {
      title:
        'a whole manifest below another key: chart values, a HelmRelease, what a policy generates or a test applies',
      files: {
        'values.yaml': `replicas: 1
extraObjects:
  - apiVersion: v1
    kind: Secret
    metadata:
      name: "{{ .Release.Name }}-db"
    data:
      password: [|${btoa(fake('password', 11))}|]
`,
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: app
spec:
  values:
    rawResources:
      db:
        apiVersion: v1
        kind: Secret
        stringData:
          password: [|${fake('password', 12)}|]
      cache:
        apiVersion: v1
        kind: Secret
        spec:
          stringData:
            password: [|${fake('password', 14)}|]
      queue:
        apiVersion: v1
        kind: Secret
        manifest:
          stringData:
            password: [|${fake('password', 15)}|]
`,
        'policy.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: defaults
spec:
  rules:
    - name: secret
      generate:
        apiVersion: v1
        kind: Secret
        name: db
        namespace: "{{request.object.metadata.name}}"
        data:
          kind: Secret
          type: Opaque
          data:
            password: [|${btoa(fake('password', 13))}|]
`,
        'chainsaw-test.yaml': `apiVersion: chainsaw.kyverno.io/v1alpha1
kind: Test
metadata:
  name: app
spec:
  steps:
    - try:
        - apply:
            resource:
              apiVersion: v1
              kind: Secret
              metadata:
                name: db
              data:
                password: [|${btoa(fake('password', 14))}|]
`,
      },
    },
    {
      title: 'a manifest that Terraform decodes',
      files: {
        'main.tf': `resource "kubernetes_manifest" "db" {
  manifest = yamldecode(<<-EOT
    apiVersion: v1
    kind: Secret
    metadata:
      name: db
    stringData:
      password: [|${fake('password', 16)}|]
  EOT
  )
}
`,
      },
    },
    {
      title: 'a kind in the wrong case, which the API server rejects and a reader does not',
      files: {
        'lower.yaml': `apiVersion: "v1"
data:
  password: [|"${btoa(fake('password', 8))}"|]
kind: "secret"
metadata:
  name: db
`,
      },
    },
    {
      title: 'an object inside another document: extra objects of Helm values, a ManifestWork, Terraform',
      files: {
        'chart/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
        'chart/values.yaml': `extraObjects:
- apiVersion: v1
  kind: Secret
  metadata:
    name: '{{ .Release.Name }}-extra'
  stringData:
    pin: [|${fake('password', 9)}|]
`,
        'work.yaml': `apiVersion: work.open-cluster-management.io/v1
kind: ManifestWork
metadata: {name: app, namespace: cluster-1}
spec:
  workload:
    manifests:
      - apiVersion: v1
        kind: Secret
        metadata: {name: app, namespace: app}
        data:
          code: [|${btoa(fake('password', 10))}|]
`,
        'app.tf': `resource "kubernetes_manifest" "app" {
  manifest = {
    apiVersion = "v1"
    kind       = "Secret"
    metadata = {
      name = "app"
    }
    stringData = {
      pin  = [|"${fake('password', 11)}"|]
      user = local.user
    }
  }
}
`,
      },
    },
    {
      title: 'a file of users, whose keys are their names',
      files: {
        'login.yaml': `apiVersion: v1
kind: Secret
metadata: {name: login}
stringData:
  users.properties: |
    # user=password
    ruben=[|${fake('password', 12)}|]
    anne=[|anne01!|]
  roles.properties: |
    admin=ruben,anne
`,
      },
    },
    {
      title: 'a manifest in the description of an operator',
      files: {
        'csv.yaml': `apiVersion: operators.coreos.com/v1alpha1
kind: ClusterServiceVersion
metadata:
  name: db.v1
spec:
  description: |
    Create the Secret first.

    \`\`\`
    apiVersion: v1
    kind: Secret
    metadata:
      name: db
    data:
      DB_USER: ${btoa('app')}
      DB_PASSWORD: [|${btoa(fake('human-password', 9))}|]
    \`\`\`
`,
      },
    },
    {
      title: 'a manifest in a document, with and without a fence',
      files: {
        'README.md': `Create the Secret:

---
kind: Secret
apiVersion: v1
metadata:
  name: db
data:
  PASSWORD: [|${btoa(fake('human-password', 7))}|]
type: Opaque

or so:

\`\`\`yaml
apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  PASSWORD: [|${fake('password', 8)}|]
\`\`\`
`,
      },
    },
  ],
  good: () => [
    {
      title: 'what the field is called, in capitals, and the plan of a service',
      files: {
        'oauth.yaml': `apiVersion: v1
kind: Secret
metadata: {name: github}
data:
  clientSecret: CLIENTSECRET
---
apiVersion: v1
kind: Secret
metadata: {name: hana}
stringData:
  plan: hdi-shared
  clientSecret: PUTSECRETHERE
`,
      },
    },
    {
      title: 'users of Redis without a password',
      files: {
        'files.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: files
data:
  user.acl: ${btoa(`user app on nopass ~* &* +@all\nuser web on ~* +@read >\${PASSWORD}\n`)}
`,
      },
    },
    {
      title: 'expressions of a test, a time zone and a time, a bucket and a quota, the standard input',
      files: {
        'assert.yaml': `apiVersion: v1
kind: Secret
metadata: {name: app}
data:
  (token != null): true
`,
        'app.yaml': `apiVersion: v1
kind: Secret
metadata: {name: app}
stringData:
  TZ: Etc/UTC
  TOKEN_TIME: "24"
  bucketnames: tempo
  quota: test_quota
  auth_type: password
  upload: "-"
`,
      },
    },
    {
      title: 'what an object is called, and the word value in place of one',
      files: {
        'app.yaml': `apiVersion: v1
kind: Secret
metadata: {name: app}
stringData:
  application: guestbook-ui
  inrole1: operator
  key: value
  secret: my-secret-value
`,
        'owned.yaml': `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: app
  ownerReferences:
    - {apiVersion: v1, kind: Secret, name: app, data: {pin: MTIz}}
`,
      },
    },
    {
      title: 'references, placeholders and empty values, also inside base64',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  password: <path:kv/data/prod/db#password>
  token: \${DB_TOKEN}
  other: op://prod/db/password
data:
  key: ${btoa('vault:secret/data/db#key')}
  empty: ""
`,
      },
    },
    {
      title: 'public material only',
      files: {
        'ca.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: ca
data:
  ca.crt: ${btoa(fake('certificate'))}
`,
      },
    },
    {
      title: 'a map that only names a Secret, and one that a schema describes',
      files: {
        'clone.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: sync
spec:
  rules:
    - name: secret
      generate:
        apiVersion: v1
        kind: Secret
        name: regcred
        namespace: "{{request.object.metadata.name}}"
        clone:
          namespace: default
          name: regcred
`,
        'crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: apps.example.com
spec:
  example:
    apiVersion: v1
    kind: Secret
    stringData:
      password: ${fake('password', 15)}
`,
      },
    },
    {
      title: 'a Secret that is deleted by a patch',
      files: {
        'patch.yaml': `$patch: delete
apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  password: ${fake('password', 5)}
`,
      },
    },
  ],
};

function what({ shape }: Judgement): string {
  if (!shape) return 'a value';
  return `${/^[aeiou]/.test(shape) ? 'an' : 'a'} ${shape.replaceAll('-', ' ')}`;
}
