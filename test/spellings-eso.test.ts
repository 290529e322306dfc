import { describe, expect, test } from 'vitest';
import { fake } from '../src/fake.ts';
import { compared, type Spelling } from './spellings.ts';

/** Every spelling in which a state of the External Secrets group is known to be written, and its harmless neighbours. */

const external = (spec: string, apiVersion = 'external-secrets.io/v1'): string => `apiVersion: ${apiVersion}
kind: ExternalSecret
metadata: {name: app, namespace: prod}
spec:
  secretStoreRef: {name: s, kind: ClusterSecretStore}
${indent(spec)}`;
const cluster = (spec: string): string => `apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata: {name: app}
spec:
  externalSecretSpec:
    secretStoreRef: {name: s, kind: ClusterSecretStore}
${indent(indent(spec))}`;
const store = (provider: string, kind = 'SecretStore'): string => `apiVersion: external-secrets.io/v1
kind: ${kind}
metadata: {name: s${kind === 'SecretStore' ? ', namespace: prod' : ''}}
spec:
  provider:
${indent(indent(provider))}`;
const push = (spec: string): string => `apiVersion: external-secrets.io/v1alpha1
kind: PushSecret
metadata: {name: app, namespace: prod}
spec:
${indent(spec)}`;
const data = 'data: [{secretKey: a, remoteRef: {key: b}}]\n';

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

const groups: Readonly<Record<string, readonly Spelling[]>> = {
  'eso-template-unsafe': [
    [
      'getSecretKey in data',
      { 'a.yaml': external(`target:\n  template:\n    data:\n      x: [|'{{ getSecretKey "a" "b" "c" }}'|]\n${data}`) },
    ],
    [
      'getHostByName among other text',
      {
        'a.yaml': external(
          `target:\n  template:\n    data:\n      x: [|"https://{{ .host | getHostByName }}/"|]\n${data}`,
        ),
      },
    ],
    [
      'in metadata',
      {
        'a.yaml': external(
          `target:\n  template:\n    metadata:\n      annotations:\n        x: [|'{{ getHostByName "a" }}'|]\n${data}`,
        ),
      },
    ],
    [
      'in templateFrom',
      {
        'a.yaml': external(
          `target:\n  template:\n    templateFrom:\n      - literal: [|'{{ getHostByName "a" }}'|]\n${data}`,
        ),
      },
    ],
    [
      'in a ClusterExternalSecret',
      { 'a.yaml': cluster(`target:\n  template:\n    data:\n      x: [|'{{ getSecretKey "a" "b" "c" }}'|]\n${data}`) },
    ],
    ['in a PushSecret', { 'a.yaml': push(`template:\n  data:\n    x: [|'{{ getHostByName .host }}'|]\n`) }],
    [
      'in a ConfigMap that a template names',
      {
        'a.yaml': `${external(`target:\n  template:\n    templateFrom:\n      - configMap: {name: tpl, items: [{key: x}]}\n${data}`)}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: tpl, namespace: prod}\ndata:\n  x: [|'{{ getHostByName "a" }}'|]\n`,
      },
    ],
    [
      'the engine that is gone',
      { 'a.yaml': external(`target:\n  template:\n    engineVersion: [|v1|]\n    data: {x: y}\n${data}`) },
    ],
    [
      'tokens of the cluster',
      {
        'a.yaml': external(`target:\n  template:\n    type: [|bootstrap.kubernetes.io/token|]\n${data}`),
        'b.yaml': external(
          `target:\n  template:\n    type: [|kubernetes.io/service-account-token|]\n    metadata: {annotations: {kubernetes.io/service-account.name: x}}\n${data}`,
        ),
      },
    ],
    [
      'names that only resemble them, a template of Helm, a comment',
      {
        'a.yaml': external(
          `target:\n  template:\n    engineVersion: v2\n    data:\n      x: '{{ .getSecretKeyName }} {{ .host }}'\n      y: getHostByName\n${data}`,
        ),
        'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
        'c/templates/a.yaml': external(`target:\n  template:\n    data:\n      x: '{{ .Values.x }}'\n${data}`),
      },
    ],
  ],
  'eso-find-everything': [
    ['a dot and a star', { 'a.yaml': external('dataFrom:\n  - find: {name: {regexp: [|".*"|]}}\n') }],
    [
      'anchored',
      {
        'a.yaml': external(
          'dataFrom:\n  - find: {name: {regexp: [|"^.*$"|]}}\n  - find: {name: {regexp: [|"^(.*)$"|]}}\n',
        ),
      },
    ],
    [
      'one or more, any, empty',
      {
        'a.yaml': external(
          'dataFrom:\n  - find: {name: {regexp: [|".+"|]}}\n  - find: {name: {regexp: [|"."|]}}\n  - find: {name: {regexp: [|""|]}}\n',
        ),
      },
    ],
    [
      'a class that holds every character',
      {
        'a.yaml': external(
          'dataFrom:\n  - find: {name: {regexp: [|"[\\\\s\\\\S]*"|]}}\n  - find: {name: {regexp: [|"^"|]}}\n  - find: {name: {regexp: [|"(?i).*"|]}}\n',
        ),
      },
    ],
    ['no condition', { 'a.yaml': external('dataFrom:\n  - find: [|{conversionStrategy: Default}|]\n') }],
    ['the root as path', { 'a.yaml': external('dataFrom:\n  - find: {path: /, name: {regexp: [|".*"|]}}\n') }],
    ['in a ClusterExternalSecret', { 'a.yaml': cluster('dataFrom:\n  - find: {name: {regexp: [|".*"|]}}\n') }],
    [
      'a prefix, a path, tags, extract',
      {
        'a.yaml': external(
          'dataFrom:\n  - find: {name: {regexp: "^app-.*"}}\n  - find: {path: prod/app, name: {regexp: ".*"}}\n  - find: {tags: {app: a}}\n  - extract: {key: .*}\n',
        ),
      },
    ],
  ],
  'eso-invalid-policy': [
    [
      'Delete with each policy that does not own the Secret',
      {
        'a.yaml': external(`target: {creationPolicy: Merge, deletionPolicy: [|Delete|]}\n${data}`),
        'b.yaml': external(`target: {creationPolicy: None, deletionPolicy: [|Delete|]}\n${data}`),
        'c.yaml': external(`target: {creationPolicy: CreateOrMerge, deletionPolicy: [|Delete|]}\n${data}`),
      },
    ],
    ['Merge with None', { 'a.yaml': external(`target: {creationPolicy: None, deletionPolicy: [|Merge|]}\n${data}`) }],
    [
      'in a ClusterExternalSecret',
      { 'a.yaml': cluster(`target: {creationPolicy: Merge, deletionPolicy: [|Delete|]}\n${data}`) },
    ],
    [
      'nothing to fetch',
      {
        'a.yaml': external('refreshInterval: 1h\n').replace('kind: ExternalSecret', 'kind: [|ExternalSecret|]'),
        'b.yaml': external('data: []\ndataFrom: []\n').replace('kind: ExternalSecret', 'kind: [|ExternalSecret|]'),
      },
    ],
    [
      'removed providers',
      { 'a.yaml': store('[|alibaba|]: {regionID: x}\n'), 'b.yaml': store('[|device42|]: {host: x}\n') },
    ],
    [
      'pairs that fit, what a patch or a template fills in',
      {
        'a.yaml': external(`target: {creationPolicy: Merge, deletionPolicy: Merge}\n${data}`),
        'b.yaml': external(`target: {creationPolicy: Owner, deletionPolicy: Delete}\n${data}`),
        'c.yaml': external('dataFrom: [{extract: {key: a}}]\n'),
        'd/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
        'd/patch.yaml': external('refreshInterval: 5m\n'),
        'e/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
        'e/templates/a.yaml': external('{{- with .Values.data }}\ndata: {{ toYaml . | nindent 4 }}\n{{- end }}\n'),
      },
    ],
    [
      'a base that kustomize patches',
      {
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'base/a.yaml': external('refreshInterval: 1h\n'),
        'prod/kustomization.yaml':
          'resources: [../base]\npatches:\n  - target: {kind: ExternalSecret}\n    patch: |\n      - op: add\n        path: /spec/data\n        value: [{secretKey: a, remoteRef: {key: b}}]\n',
      },
    ],
  ],
  'eso-insecure-transport': [
    [
      'Vault and OpenBao',
      {
        'a.yaml': store('vault: {server: [|http://vault:8200|], auth: {kubernetes: {mountPath: k, role: r}}}\n'),
        'b.yaml': store('openBao: {server: [|http://bao:8200|]}\n'),
      },
    ],
    ['a cluster store', { 'a.yaml': store('vault: {server: [|http://vault:8200|]}\n', 'ClusterSecretStore') }],
    [
      'checks switched off',
      {
        'a.yaml': store('dvls: {serverUrl: https://a, insecure: [|true|]}\n'),
        'b.yaml': store('senhasegura: {url: https://a, ignoreSslCertificate: [|true|]}\n'),
        'c.yaml': store('beyondtrust: {server: {apiUrl: https://a, verifyCA: [|false|]}}\n'),
      },
    ],
    [
      'addresses of the others',
      {
        'a.yaml': store('conjur: {url: [|http://conjur|]}\n'),
        'b.yaml': store('webhook: {url: [|"http://a/{{ .remoteRef.key }}"|]}\n'),
        'c.yaml': store('gitlab: {url: [|http://git.example.org|]}\n'),
        'd.yaml': store('secretserver: {serverURL: [|http://s|]}\n'),
        'e.yaml': store('onepassword: {connectHost: [|http://connect:8080|], vaults: {v: 1}}\n'),
        'f.yaml': store('kubernetes: {server: {url: [|http://api:8080|]}}\n'),
        'g.yaml': store('infisical: {hostAPI: [|http://infisical|]}\n'),
        'h.yaml': store('akeyless: {akeylessGWApiURL: [|http://gw:8080|]}\n'),
        'i.yaml': store('passbolt: {host: [|http://passbolt|]}\n'),
        'j.yaml': store('bitwardensecretsmanager: {bitwardenServerSDKURL: [|http://bw:9998|]}\n'),
      },
    ],
    [
      'Vault of a dynamic generator',
      {
        'a.yaml':
          'apiVersion: generators.external-secrets.io/v1alpha1\nkind: VaultDynamicSecret\nmetadata: {name: g}\nspec:\n  path: database/creds/app\n  provider: {server: [|http://vault:8200|]}\n',
      },
    ],
    [
      'https, this host, filled in later',
      {
        'a.yaml': store('vault: {server: https://vault:8200}\n'),
        'b.yaml': store('vault: {server: "http://127.0.0.1:8200"}\n'),
        'c.yaml': store('vault: {server: "${ADDR}"}\n'),
        'd.yaml': store('dvls: {serverUrl: https://a, insecure: false}\n'),
      },
    ],
  ],
  'eso-inline-credential': [
    [
      'values where references belong',
      {
        'a.yaml': store(
          `beyondtrust: {auth: {apiKey: {value: [|${fake('password', 1)}|]}, clientSecret: {value: [|${fake('password', 2)}|]}}}\n`,
        ),
        'b.yaml': store(`delinea: {clientSecret: {value: [|${fake('password', 3)}|]}}\n`),
        'c.yaml': store(`scaleway: {secretKey: {value: [|${fake('password', 4)}|]}}\n`),
        'd.yaml': store(`secretserver: {password: {value: [|${fake('password', 5)}|]}}\n`),
        'e.yaml': store(`barbican: {auth: {password: {value: [|${fake('password', 6)}|]}}}\n`),
      },
    ],
    [
      'headers',
      {
        'a.yaml': store(`vault: {server: https://v, headers: {X-Vault-Token: [|${fake('password', 7)}|]}}\n`),
        'b.yaml': store(`webhook: {url: https://w, headers: {Authorization: [|Basic ${fake('password', 8)}|]}}\n`),
      },
    ],
    [
      'ids, references, templates',
      {
        'a.yaml': store('scaleway: {accessKey: {value: SCWXXXXX}, secretKey: {secretRef: {name: a, key: b}}}\n'),
        'b.yaml': store(
          'webhook: {url: https://w, headers: {Authorization: "Bearer {{ .auth.token }}", Content-Type: application/json}}\n',
        ),
      },
    ],
  ],
  'eso-api-version-removed': [
    [
      'each kind, each version',
      {
        'a.yaml': external(data, '[|external-secrets.io/v1beta1|]'),
        'b.yaml': external(data, '[|external-secrets.io/v1alpha1|]'),
        'c.yaml': store('aws: {service: SecretsManager}\n').replace(
          'external-secrets.io/v1',
          '[|external-secrets.io/v1beta1|]',
        ),
        'd.yaml': store('aws: {service: SecretsManager}\n', 'ClusterSecretStore').replace(
          'external-secrets.io/v1',
          '[|external-secrets.io/v1beta1|]',
        ),
        'e.yaml': cluster(data).replace('external-secrets.io/v1', '[|external-secrets.io/v1beta1|]'),
      },
    ],
    [
      'in a chart, in a runbook, in JSON',
      {
        'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
        'c/templates/a.yaml': external(
          `target: {name: '{{ .Release.Name }}'}\n${data}`,
          '[|external-secrets.io/v1beta1|]',
        ),
        'a.md': `\`\`\`yaml\n${external(data, '[|external-secrets.io/v1beta1|]')}\`\`\`\n`,
        'a.json':
          '{"apiVersion": [|"external-secrets.io/v1beta1"|], "kind": "ExternalSecret", "metadata": {"name": "a"}}\n',
      },
    ],
    [
      'what is still alpha, what is current',
      {
        'a.yaml': push('secretStoreRefs: [{name: s}]\n'),
        'b.yaml': external(data),
        'c.yaml': 'apiVersion: generators.external-secrets.io/v1alpha1\nkind: Password\nmetadata: {name: p}\n',
      },
    ],
  ],
  'eso-refresh-disabled': [
    [
      'zero in every form',
      {
        'a.yaml': external(`refreshInterval: [|"0"|]\n${data}`),
        'b.yaml': external(`refreshInterval: [|0|]\n${data}`),
        'c.yaml': external(`refreshInterval: [|0s|]\n${data}`),
        'd.yaml': external(`refreshInterval: [|0h0m0s|]\n${data}`),
      },
    ],
    [
      'policies',
      {
        'a.yaml': external(`refreshPolicy: [|CreatedOnce|]\n${data}`),
        'b.yaml': external(`refreshPolicy: [|OnChange|]\nrefreshInterval: 1h\n${data}`),
      },
    ],
    ['in a ClusterExternalSecret', { 'a.yaml': cluster(`refreshInterval: [|0s|]\n${data}`) }],
    [
      'periodic',
      { 'a.yaml': external(`refreshPolicy: Periodic\nrefreshInterval: 1h\n${data}`), 'b.yaml': external(data) },
    ],
  ],
  'eso-refresh-extreme': [
    [
      'too long, too short, in each unit',
      {
        'a.yaml': external(`refreshInterval: [|720h|]\n${data}`),
        'b.yaml': external(`refreshInterval: [|1441m|]\n${data}`),
        'c.yaml': external(`refreshInterval: [|15s|]\n${data}`),
        'd.yaml': external(`refreshInterval: [|500ms|]\n${data}`),
        'e.yaml': cluster(`refreshInterval: [|48h|]\n${data}`),
      },
    ],
    [
      'within bounds',
      { 'a.yaml': external(`refreshInterval: 24h\n${data}`), 'b.yaml': external(`refreshInterval: 1m0s\n${data}`) },
    ],
  ],
  'eso-legacy-kes': [
    [
      'the dead project',
      {
        'a.yaml':
          'apiVersion: [|kubernetes-client.io/v1|]\nkind: ExternalSecret\nmetadata: {name: a}\nspec: {backendType: secretsManager, data: [{key: a, name: b}]}\n',
      },
    ],
    ['its successor', { 'a.yaml': external(data) }],
  ],
  'eso-fake-provider': [
    [
      'stores and generators',
      {
        'a.yaml': store('[|fake|]: {data: [{key: a, value: b}]}\n'),
        'b.yaml': store('[|fake|]: {data: [{key: a, value: b}]}\n', 'ClusterSecretStore'),
        'c.yaml':
          'apiVersion: generators.external-secrets.io/v1alpha1\nkind: [|Fake|]\nmetadata: {name: f}\nspec: {data: {a: b}}\n',
      },
    ],
    ['in a test', { 'tests/a.yaml': store('fake: {data: [{key: a, value: b}]}\n') }],
  ],
  'eso-cluster-store-unrestricted': [
    [
      'no conditions, none in the list',
      {
        'a.yaml': store('aws: {service: SecretsManager}\n', 'ClusterSecretStore').replace('name: s', 'name: [|s|]'),
        'b.yaml': `${store('aws: {service: SecretsManager}\n', 'ClusterSecretStore').replace('name: s', 'name: [|s|]')}  conditions: []\n`,
      },
    ],
    [
      'each condition; a store of one namespace',
      {
        'a.yaml': `${store('aws: {service: SecretsManager}\n', 'ClusterSecretStore')}  conditions: [{namespaces: [a]}]\n`,
        'b.yaml': `${store('aws: {service: SecretsManager}\n', 'ClusterSecretStore')}  conditions: [{namespaceSelector: {matchLabels: {a: b}}}]\n`,
        'c.yaml': `${store('aws: {service: SecretsManager}\n', 'ClusterSecretStore')}  conditions: [{namespaceRegexes: [^a-]}]\n`,
        'd.yaml': store('aws: {service: SecretsManager}\n'),
      },
    ],
  ],
  'eso-cross-namespace-ref': [
    [
      'a store of one namespace that reaches into another',
      {
        'a.yaml': store(
          'aws: {service: SecretsManager, auth: {secretRef: {accessKeyIDSecretRef: {name: a, key: b, namespace: [|other|]}}}}\n',
        ),
        'b.yaml': store(
          'vault: {server: https://v, caProvider: {type: ConfigMap, name: ca, key: ca.crt, namespace: [|other|]}}\n',
        ),
      },
    ],
    [
      'a cluster store that does not say where',
      {
        'a.yaml': store('doppler: {auth: {secretRef: {dopplerToken: {name: [|a|], key: b}}}}\n', 'ClusterSecretStore'),
      },
    ],
    [
      'its own namespace, one that is named',
      {
        'a.yaml': store('doppler: {auth: {secretRef: {dopplerToken: {name: a, key: b, namespace: prod}}}}\n'),
        'b.yaml': store(
          'doppler: {auth: {secretRef: {dopplerToken: {name: a, key: b, namespace: ops}}}}\n',
          'ClusterSecretStore',
        ),
      },
    ],
  ],
  'eso-secret-zero-in-git': [
    [
      'a Secret beside the store, in a generator, in a template of one file',
      {
        'a.yaml': store('doppler: {auth: {secretRef: {dopplerToken: {name: [|a|], key: token}}}}\n'),
        'b.yaml': store('gitlab: {url: https://g, auth: {SecretRef: {accessToken: {name: [|b|], key: token}}}}\n'),
        's.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: prod}\nstringData: {token: ${fake('password', 31)}}\n`,
        'kustomization.yaml': `namespace: prod\nsecretGenerator:\n  - name: b\n    literals: [token=${fake('password', 32)}]\n`,
      },
    ],
    [
      'another key, another namespace, sealed',
      {
        'a.yaml': store('doppler: {auth: {secretRef: {dopplerToken: {name: a, key: other}}}}\n'),
        's.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: prod}\nstringData: {token: ${fake('password', 31)}}\n`,
        't.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: dev}\nstringData: {other: ${fake('password', 33)}}\n`,
      },
    ],
  ],
  'eso-store-dangling': [
    [
      'by each field that names a store',
      {
        's.yaml': store('aws: {service: SecretsManager}\n', 'ClusterSecretStore'),
        'a.yaml': external(data).replace('name: s,', 'name: [|other|],'),
        'b.yaml': external(
          'data: [{secretKey: a, remoteRef: {key: b}, sourceRef: {storeRef: {name: [|third|], kind: ClusterSecretStore}}}]\n',
        ),
        'c.yaml': push('secretStoreRefs: [{name: [|fourth|], kind: ClusterSecretStore}]\n'),
      },
    ],
    [
      'the kind left out is SecretStore',
      {
        's.yaml': store('aws: {service: SecretsManager}\n', 'ClusterSecretStore'),
        'a.yaml': external(data).replace('{name: s, kind: ClusterSecretStore}', '{name: [|s|]}'),
      },
    ],
    [
      'there',
      {
        's.yaml': store('aws: {service: SecretsManager}\n', 'ClusterSecretStore'),
        'a.yaml': external(data),
        'b.yaml': push('secretStoreRefs: [{name: s, kind: ClusterSecretStore}]\n'),
      },
    ],
  ],
};

describe.each(Object.entries(groups))('%s', (rule, spellings) => {
  test.each(spellings)('%s', async (...spelling) => {
    const { found, expected, crashes } = await compared(rule, spelling);
    expect(crashes).toEqual([]);
    expect(found).toEqual(expected);
  });
});
