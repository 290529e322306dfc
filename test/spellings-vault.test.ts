import { describe, expect, test } from 'vitest';
import { fake } from '../src/fake.ts';
import { compared, type Spelling } from './spellings.ts';

/** Every spelling in which a state of the Vault and CSI groups is known to be written, and its harmless neighbours. */

const flux = (chart: string, values: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${chart}, namespace: vault}
spec:
  chart: {spec: {chart: ${chart}, sourceRef: {kind: HelmRepository, name: r}}}
  values:
    ${values}
`;
const argo = (chart: string, helm: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${chart}, namespace: argocd}
spec:
  destination: {namespace: vault}
  source:
    repoURL: https://helm.releases.hashicorp.com
    chart: ${chart}
    helm:
      ${helm}
`;
const pod = (container: string, extra = ''): string => `apiVersion: v1
kind: Pod
metadata: {name: app, namespace: prod${extra}}
spec:
  containers:
    - name: app
      ${container}
`;
const wrapper = (values: string): Record<string, string> => ({
  'c/Chart.yaml':
    'apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n  - {name: vault, version: 0.34.1, repository: https://helm.releases.hashicorp.com}\n',
  'c/values.yaml': values,
});
const vso = (kind: string, spec: string): string => `apiVersion: secrets.hashicorp.com/v1beta1
kind: ${kind}
metadata: {name: a, namespace: prod}
spec: {${spec}}
`;
const spc = (provider: string, parameters: string, more = ''): string => `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {name: c, namespace: prod}
spec:
  provider: ${provider}
  parameters:
    ${parameters}
${more}`;
const volume = (csi: string, mount = 'mountPath: /s'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: prod}\nspec:\n  containers:\n    - name: app\n      image: app\n      volumeMounts: [{name: s, ${mount}}]\n  volumes:\n    - name: s\n      csi: {driver: secrets-store.csi.k8s.io, ${csi}}\n`;
const workflow = (step: string): string => `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - ${step}\n`;

const groups: Readonly<Record<string, readonly Spelling[]>> = {
  'vault-dev-mode': [
    [
      'values of the chart, of a wrapper',
      {
        'vault/values.yaml': 'server:\n  dev:\n    enabled: [|true|]\n',
        ...wrapper('vault:\n  server:\n    dev: {enabled: [|"true"|]}\n'),
      },
    ],
    [
      'HelmRelease',
      {
        'a.yaml': flux('vault', 'server: {dev: {enabled: [|true|]}}'),
        'b.yaml': flux('openbao', 'server: {dev: {enabled: [|true|]}}'),
      },
    ],
    [
      'Argo CD, text, object, parameter',
      {
        'a.yaml': argo('vault', 'values: |\n        server:\n          dev:\n            enabled: [|true|]'),
        'b.yaml': argo('vault', 'valuesObject: {server: {dev: {enabled: [|true|]}}}'),
        'c.yaml': argo('vault', 'parameters: [{name: server.dev.enabled, value: [|"true"|]}]'),
      },
    ],
    [
      'helm --set in each form',
      {
        'a.sh': 'helm install vault hashicorp/vault --set server.dev.enabled=[|true|]\n',
        'b.sh': "helm install vault hashicorp/vault --set='a=b,server.dev.enabled=[|true|]'\n",
        'c.sh': 'helm install vault hashicorp/vault --set-string server.dev.enabled=[|true|]\n',
        'd.sh': `helm install vault hashicorp/vault --set-json 'server={"dev":{"enabled":[|true|]}}'\n`,
        'e.sh': `helm install vault hashicorp/vault --set-json='server.dev.enabled=[|true|]'\n`,
      },
    ],
    [
      'helmfile, Terraform, kustomize, k3s, Ansible',
      {
        'helmfile.yaml':
          'releases:\n  - name: vault\n    chart: hashicorp/vault\n    set:\n      - name: server.dev.enabled\n        value: [|true|]\n',
        'a.tf':
          'resource "helm_release" "vault" {\n  chart = "vault"\n  set {\n    name  = "server.dev.enabled"\n    value = [|"true"|]\n  }\n}\n',
        'kustomization.yaml':
          'helmCharts:\n  - name: vault\n    repo: https://helm.releases.hashicorp.com\n    valuesInline: {server: {dev: {enabled: [|true|]}}}\n',
        'k3s.yaml':
          'apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: vault, namespace: kube-system}\nspec:\n  chart: vault\n  valuesContent: |-\n    server:\n      dev:\n        enabled: [|true|]\n',
        'playbook.yaml':
          '- hosts: all\n  tasks:\n    - kubernetes.core.helm:\n        name: vault\n        chart_ref: hashicorp/vault\n        release_values: {server: {dev: {enabled: [|true|]}}}\n',
      },
    ],
    [
      'Terraform, a list of sets and values in HCL',
      {
        'a.tf':
          'resource "helm_release" "vault" {\n  chart = "vault"\n  set = [\n    { name = "server.dev.enabled", value = [|"true"|] }\n  ]\n}\n',
        'b.tf':
          'resource "helm_release" "vault" {\n  chart  = "vault"\n  values = [yamlencode({ server = { dev = { enabled = [|true|] } } })]\n}\n',
      },
    ],
    [
      'arguments and commands',
      {
        'a.yaml': pod('image: hashicorp/vault:2.0.4\n      args: [server, [|-dev|]]'),
        'b.yaml': pod('image: openbao/openbao\n      command: [bao, server, [|-dev|], -dev-root-token-id=root]'),
        'c.yaml': pod(
          'image: hashicorp/vault\n      command: [sh, -c, [|"vault server -dev -dev-listen-address=0.0.0.0:8200"|]]',
        ),
      },
    ],
    [
      'the environment',
      {
        'a.yaml': pod('image: hashicorp/vault\n      env: [{name: VAULT_DEV_ROOT_TOKEN_ID, value: [|root|]}]'),
        'b.yaml': pod('image: openbao/openbao\n      env: [{name: BAO_DEV_ROOT_TOKEN_ID, value: [|root|]}]'),
        'compose.yaml':
          'services:\n  vault:\n    image: hashicorp/vault\n    environment: [[|VAULT_DEV_ROOT_TOKEN_ID=root|]]\n',
        '.github/workflows/a.yaml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    services:\n      vault:\n        image: hashicorp/vault\n        env: {VAULT_DEV_ROOT_TOKEN_ID: [|root|]}\n    steps: []\n',
      },
    ],
    [
      'scripts, a Dockerfile',
      {
        'a.sh': 'vault server [|-dev|] &\n',
        'b.sh': 'docker run -e [|VAULT_DEV_ROOT_TOKEN_ID=root|] hashicorp/vault\n',
        'c.sh': 'export VAULT_DEV_ROOT_TOKEN_ID=[|root|]\nvault server\n',
        Dockerfile: 'FROM hashicorp/vault\nCMD ["vault", "server", "[|-dev|]"]\n',
        Makefile: 'vault:\n\tvault server [|-dev|] -dev-root-token-id=root\n',
      },
    ],
    [
      'the default of the image',
      {
        'a.yaml': pod('image: [|hashicorp/vault:2.0.4|]'),
        'b.yaml': pod('image: [|docker.io/openbao/openbao|]\n      ports: [{containerPort: 8200}]'),
        'compose.yaml': 'services:\n  vault:\n    image: [|hashicorp/vault|]\n    ports: [8200:8200]\n',
        'c.sh': 'docker run -p 8200:8200 --cap-add=IPC_LOCK [|hashicorp/vault:1.20|]\n',
        'd.sh': 'docker run -d --name v [|vault:1.13.3|]\n',
      },
    ],
    [
      'Compose and docker with a command',
      {
        'compose.yaml': 'services:\n  vault:\n    image: hashicorp/vault\n    command: [|server -dev|]\n',
        'a.sh': 'docker run hashicorp/vault server [|-dev|]\n',
      },
    ],
    [
      'images with a command of their own, other images',
      {
        'a.yaml': pod('image: hashicorp/vault\n      args: [agent, -config=/etc/agent.hcl]'),
        'b.yaml': pod('image: hashicorp/vault\n      command: [vault, operator, init]'),
        'c.yaml': pod('image: hashicorp/vault-k8s'),
        'compose.yaml': 'services:\n  vault:\n    image: hashicorp/vault\n    command: server\n',
        'd.sh': 'docker run hashicorp/vault version\ndocker pull hashicorp/vault\n',
        'e/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
        'e/templates/a.yaml': pod(
          'image: hashicorp/vault\n      {{- with .Values.args }}\n      args: {{ toJson . }}\n      {{- end }}',
        ),
        'f.yaml': flux('vault', 'server: {image: {repository: hashicorp/vault}}'),
      },
    ],
    [
      'off, another dev, another program',
      {
        'a.yaml': flux('vault', 'server: {dev: {enabled: false, devRootToken: root}}'),
        'a.sh': 'helm install vault hashicorp/vault --set server.dev.enabled=false\nvite server --dev\n',
        'b.yaml': pod('image: node\n      args: [server, -dev]'),
      },
    ],
  ],
  'vault-tls-disabled': [
    [
      'listeners in HCL and JSON',
      {
        'a.hcl': 'listener "tcp" {\n  address     = "0.0.0.0:8200"\n  tls_disable = [|1|]\n}\n',
        'b.hcl': 'listener "tcp" {\n  address = "0.0.0.0:8200"\n  tls_disable = [|true|]\n}\n',
        'c.hcl': 'listener "tcp" {\n  address = "0.0.0.0:8200"\n  tls_disable = "[|true|]"\n}\n',
        'd.json': '{"listener": {"tcp": {"address": "0.0.0.0:8200", "tls_disable": [|1|]}}, "storage": {"raft": {}}}\n',
      },
    ],
    [
      'a listener in values and in a ConfigMap',
      {
        'vault/values.yaml':
          'server:\n  ha:\n    enabled: true\n    config: |\n      listener "tcp" {\n        address = "[::]:8200"\n        tls_disable = [|1|]\n      }\n',
        'cm.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vault-config}\ndata:\n  vault.hcl: |\n    listener "tcp" {\n      address = "0.0.0.0:8200"\n      tls_disable = "[|1|]"\n    }\n',
      },
    ],
    [
      'the chart',
      {
        'a.yaml': flux('vault', 'global: {tlsDisable: [|true|]}'),
        'b.yaml': argo('vault', 'parameters: [{name: global.tlsDisable, value: [|"true"|]}]'),
        'c.sh': 'helm install vault hashicorp/vault --set global.tlsDisable=[|true|]\n',
        ...wrapper('vault:\n  global: {tlsDisable: [|true|]}\n'),
      },
    ],
    [
      'VSO: objects and the values of its chart',
      {
        'a.yaml': vso('VaultConnection', 'address: [|"http://vault:8200"|]'),
        'b.yaml': vso('VaultConnection', 'address: "https://vault:8200", skipTLSVerify: [|true|]'),
        'c.yaml': flux(
          'vault-secrets-operator',
          'defaultVaultConnection: {enabled: true, address: [|"http://vault:8200"|], skipTLSVerify: [|true|]}',
        ),
      },
    ],
    [
      'CSI',
      {
        'a.yaml': spc('vault', 'vaultAddress: [|http://vault:8200|]\n    vaultSkipTLSVerify: [|"true"|]'),
        'b.yaml': spc('openbao', 'openbaoAddress: [|http://bao:8200|]\n    openbaoSkipTLSVerify: [|"true"|]'),
      },
    ],
    [
      'the injector, Bank-Vaults',
      {
        'a.yaml': pod(
          'image: app',
          ', annotations: {vault.hashicorp.com/tls-skip-verify: [|"true"|], vault.hashicorp.com/service: [|"http://vault:8200"|]}',
        ),
        'b.yaml': pod('image: app', ', annotations: {vault.security.banzaicloud.io/vault-skip-verify: [|"true"|]}'),
        'c.yaml': pod(
          'image: app',
          ', annotations: {vault.security.banzaicloud.io/vault-addr: [|"http://vault:8200"|]}',
        ),
        'd.yaml': flux('vault', 'injector: {externalVaultAddr: [|"http://vault.example.org:8200"|]}'),
        'e.yaml': flux('vault', 'global: {externalVaultAddr: [|"http://vault.example.org:8200"|]}'),
      },
    ],
    [
      'the environment of a container',
      {
        'a.yaml': pod(
          'image: app\n      env: [{name: VAULT_ADDR, value: [|"http://vault:8200"|]}, {name: VAULT_SKIP_VERIFY, value: [|"true"|]}]',
        ),
        'b.yaml': pod(
          'image: app\n      env: [{name: BAO_ADDR, value: [|"http://bao:8200"|]}, {name: BAO_SKIP_VERIFY, value: [|"1"|]}]',
        ),
      },
    ],
    [
      'scripts and pipelines',
      {
        'a.sh':
          'export VAULT_SKIP_VERIFY=[|true|]\nexport VAULT_ADDR=[|http://vault.example.org:8200|]\nvault kv get a/b\n',
        'b.sh': 'vault kv get [|-tls-skip-verify|] a/b\nvault login -address=[|http://vault.example.org:8200|]\n',
        '.github/workflows/a.yaml': workflow('run: vault kv get a/b\n        env: {VAULT_SKIP_VERIFY: [|"true"|]}'),
        '.github/workflows/b.yaml': workflow(
          'uses: hashicorp/vault-action@v3\n        with: {url: [|"http://vault.example.org:8200"|], tlsSkipVerify: [|true|]}',
        ),
      },
    ],
    [
      'Terraform, the agent',
      {
        'a.tf':
          'provider "vault" {\n  address         = [|"http://vault.example.org:8200"|]\n  skip_tls_verify = [|true|]\n}\n',
        'agent.hcl':
          'vault {\n  address         = [|"http://vault.example.org:8200"|]\n  tls_skip_verify = [|true|]\n}\nauto_auth {}\n',
      },
    ],
    [
      'anything with an environment, the arguments of the CSI provider, operators',
      {
        'a.yaml': flux('vault', 'server: {extraEnvironmentVars: {VAULT_SKIP_VERIFY: [|"true"|]}}'),
        'b.tf':
          'resource "aws_ecs_task_definition" "a" {\n  environment = { VAULT_ADDR = [|"http://vault.example.org:8200"|] }\n}\n',
        'c.yaml': pod(
          'image: hashicorp/vault-csi-provider\n      args: [-endpoint=/p, [|"-vault-addr=http://vault:8200"|]]',
        ),
        'd.yaml':
          'apiVersion: redhatcop.redhat.io/v1alpha1\nkind: SecretEngineMount\nmetadata: {name: v}\nspec: {connection: {address: [|"http://vault:8200"|], tLSConfig: {skipVerify: [|true|]}}}\n',
        'e.sh': 'kubectl create configmap a --from-literal=VAULT_ADDR=[|http://vault:8200|]\n',
        'f.yaml':
          'services:\n  a:\n    image: app\n    environment:\n      - "VAULT_ADDR=http://localhost:8200"\n      - [|VAULT_ADDR=http://vault:8200|]\n',
      },
    ],
    [
      'TLS, this host, no',
      {
        'a.yaml': vso('VaultConnection', 'address: "https://vault:8200", skipTLSVerify: false'),
        'b.yaml': pod(
          'image: app\n      env: [{name: VAULT_ADDR, value: "http://127.0.0.1:8200"}, {name: VAULT_SKIP_VERIFY, value: "false"}]',
        ),
        'c.hcl':
          'listener "tcp" {\n  address = "127.0.0.1:8200"\n  tls_disable = true\n}\nlistener "tcp" {\n  address = "0.0.0.0:8201"\n  tls_disable = 0\n}\n',
        'd.sh': 'export VAULT_ADDR=http://127.0.0.1:8200\nexport VAULT_SKIP_VERIFY=false\n',
        'e.tf':
          'provider "vault" {\n  address = "https://vault.example.org"\n}\nprovider "other" {\n  address = "http://a"\n}\n',
      },
    ],
  ],
  'vault-not-production-shaped': [
    [
      'defaults, by each tool',
      {
        'a.yaml': flux('[|vault|]', 'server: {standalone: {enabled: true}}').replace(
          '{name: [|vault|]',
          '{name: vault',
        ),
        'b.sh': 'helm install vault [|hashicorp/vault|] --set server.standalone.enabled=true\n',
        'c.sh': 'helm install openbao [|openbao/openbao|]\n',
      },
    ],
    [
      'one share of the key',
      {
        'a.sh': 'vault operator init [|-key-shares=1|] -key-threshold=1\n',
        'b.sh': 'kubectl exec vault-0 -- vault operator init [|-key-shares|] 1 -key-threshold 1\n',
        'c.sh': 'bao operator init [|-n|] 1 -t 1\n',
        'd.sh': 'vault operator init [|-recovery-shares=1|] -recovery-threshold=1\n',
      },
    ],
    [
      'replicas, a seal, an audit log; three shares of five',
      {
        'a.yaml': flux(
          'vault',
          'server: {auditStorage: {enabled: true}, ha: {enabled: true, raft: {enabled: true, config: "seal \\"awskms\\" {}"}}}',
        ),
        'b.sh': 'vault operator init -key-shares=5 -key-threshold=3\nvault operator init -n 5 -t 3\n',
      },
    ],
  ],
  'vault-static-database-secret': [
    [
      'each reader of Vault',
      {
        'a.yaml': vso('VaultStaticSecret', 'mount: kv, path: [|prod/postgres|], refreshAfter: 1m'),
        'b.yaml': pod(
          'image: app',
          ', annotations: {vault.hashicorp.com/agent-inject-secret-db: [|secret/data/mysql|]}',
        ),
        'c.yaml': spc(
          'vault',
          'roleName: r\n    objects: |\n      - objectName: p\n        secretPath: [|secret/data/database|]\n        secretKey: password',
        ),
      },
    ],
    [
      'one dynamic secret is enough to show that it is known',
      {
        'a.yaml': vso('VaultStaticSecret', 'mount: kv, path: prod/postgres, refreshAfter: 1m'),
        'b.yaml': spc(
          'vault',
          'roleName: r\n    objects: |\n      - objectName: p\n        secretPath: database/creds/app\n        secretKey: password',
        ),
      },
    ],
    ['another secret', { 'a.yaml': vso('VaultStaticSecret', 'mount: kv, path: prod/smtp, refreshAfter: 1m') }],
  ],
  'vault-init-output-tracked': [
    [
      'JSON and YAML of the command',
      {
        'a.json': `{"unseal_keys_b64": [[|"${fake('base64', 1)}"|], [|"${fake('base64', 2)}"|]], "unseal_shares": 2, "root_token": [|"${fake('vault-token', 3)}"|]}\n`,
        'b.yaml': `unseal_keys_b64:\n  - [|${fake('base64', 4)}|]\nroot_token: [|${fake('vault-token', 5)}|]\n`,
      },
    ],
    [
      'recovery keys, the API',
      {
        'a.json': `{"recovery_keys_b64": [[|"${fake('base64', 6)}"|]], "root_token": [|"${fake('vault-token', 7)}"|]}\n`,
        'b.json': `{"keys": ["00"], "keys_base64": [[|"${fake('base64', 8)}"|]], "root_token": [|"${fake('vault-token', 9)}"|]}\n`,
      },
    ],
    [
      'the table, in a text and in a runbook',
      {
        'vault.out': `[|${fake('vault-unseal-key', 1)}|]\n\n[|${fake('vault-root-token', 1)}|]\n`,
        'docs/a.md': `\`\`\`\n[|${fake('vault-unseal-key', 2)}|]\n[|${fake('vault-root-token', 2)}|]\n\`\`\`\n`,
      },
    ],
    [
      'inside a Secret and a ConfigMap',
      {
        'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  keys.json: '{"unseal_keys_b64": [[|"${fake('base64', 10)}"|]], "root_token": [|"${fake('vault-token', 11)}"|]}'\n`,
      },
    ],
    [
      'counts, placeholders',
      {
        'a.json': '{"unseal_keys_b64": [], "unseal_shares": 5, "root_token": ""}\n',
        'a.md': 'Unseal Key 1: <key>\nInitial Root Token: hvs.xxxxxxxx\n',
      },
    ],
  ],
  'vault-token-plain': [
    [
      'scripts',
      {
        'a.sh': `export VAULT_TOKEN=[|${fake('vault-token', 51)}|]\n`,
        'b.sh': `VAULT_TOKEN=[|${fake('password', 52)}|] vault kv get a/b\n`,
        'c.sh': `vault login [|${fake('vault-token', 53)}|]\n`,
        'd.sh': `curl -H "X-Vault-Token: [|${fake('vault-token', 54)}|]" https://vault.example.org/v1/a\n`,
        'e.sh': `docker run -e VAULT_TOKEN=[|${fake('vault-token', 55)}|] app\n`,
      },
    ],
    [
      'files',
      {
        '.env': `VAULT_TOKEN=[|${fake('vault-token', 56)}|]\n`,
        'a.tf': `provider "vault" {\n  address = "https://vault.example.org"\n  token   = [|"${fake('vault-token', 57)}"|]\n}\n`,
        'values.yaml': `vault:\n  token: [|${fake('vault-token', 58)}|]\n`,
        Dockerfile: `FROM app\nENV VAULT_TOKEN=[|${fake('vault-token', 59)}|]\n`,
        '.github/workflows/a.yaml': workflow(
          `run: vault kv get a/b\n        env: {VAULT_TOKEN: [|${fake('vault-token', 60)}|]}`,
        ),
      },
    ],
    [
      'Kubernetes',
      {
        'a.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {token: [|${fake('vault-token', 61)}|]}\n`,
        'b.yaml': pod(`image: app\n      env: [{name: BAO_TOKEN, value: [|${fake('password', 62)}|]}]`),
        'c.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {VAULT_TOKEN: [|${fake('vault-token', 63)}|]}\n`,
      },
    ],
    [
      'variables, references, placeholders',
      {
        'a.sh': 'export VAULT_TOKEN=$(vault login -token-only -method=oidc)\nVAULT_TOKEN="$TOKEN" vault kv get a/b\n',
        'b.yaml': pod('image: app\n      env: [{name: VAULT_TOKEN, valueFrom: {secretKeyRef: {name: a, key: token}}}]'),
        'c.tf': 'provider "vault" {\n  token = var.vault_token\n}\n',
        '.env.example': 'VAULT_TOKEN=<your-token>\n',
      },
    ],
  ],
  'vault-policy-too-broad': [
    [
      'a file, a ConfigMap, Terraform, a script',
      {
        'a.hcl': 'path "[|*|]" {\n  capabilities = ["read"]\n}\n',
        'cm.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: p}\ndata:\n  app.hcl: |\n    path "[|secret/*|]" {\n      capabilities = ["create", "update"]\n    }\n',
        'a.tf':
          'resource "vault_policy" "a" {\n  name   = "a"\n  policy = <<EOT\npath "[|sys/*|]" {\n  capabilities = ["read"]\n}\nEOT\n}\n',
        'a.sh':
          'vault policy write app - <<EOF\npath "[|secret/data/*|]" {\n  capabilities = ["create", "delete"]\n}\nEOF\n',
      },
    ],
    [
      'sudo, tokens',
      {
        'a.hcl':
          'path "[|auth/*|]" {\n  capabilities = ["sudo", "read"]\n}\npath "[|auth/token/create|]" {\n  capabilities = ["update"]\n}\n',
      },
    ],
    [
      'Bank-Vaults',
      {
        'a.yaml':
          'apiVersion: vault.banzaicloud.com/v1alpha1\nkind: Vault\nmetadata: {name: v}\nspec:\n  externalConfig:\n    policies:\n      - name: all\n        rules: path "[|secret/*|]" { capabilities = ["create", "read", "update", "delete", "list"] }\n',
      },
    ],
    ['JSON', { 'a.json': '{"path": {"[|*|]": {"capabilities": ["read"]}}}\n' }],
    [
      'a policy in an argument, in an operator, in a chart',
      {
        'a.sh':
          'vault write sys/policy/all policy=\'path "[|*|]" { capabilities = ["read"] }\'\nvault policy write b - <<< \'path "secret/b/*" { policy = "write" }\'\n',
        'b.yaml':
          'apiVersion: redhatcop.redhat.io/v1alpha1\nkind: Policy\nmetadata: {name: p}\nspec:\n  policy: |\n    # all of it\n    path "[|/sys/*|]" {\n      policy = "sudo"\n    }\n',
        'templates/c.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata:\n  policy: |\n    path "{{ .Values.mount }}/*" {\n      capabilities = ["read"]\n    }\n    path "[|*|]" {\n      capabilities = ["read"]\n    }\n',
      },
    ],
    [
      'roles for every ServiceAccount',
      {
        'a.sh':
          'vault write auth/kubernetes/role/app [|bound_service_account_names=*|] bound_service_account_namespaces=* policies=app\n',
        'b.sh':
          "vault write auth/kubernetes/role/app [|bound_service_account_names='*'|] bound_service_account_namespaces='*'\n",
        'a.tf':
          'resource "vault_kubernetes_auth_backend_role" "a" {\n  bound_service_account_names      = [[|"*"|]]\n  bound_service_account_namespaces = ["*"]\n}\n',
        'b.yaml':
          'apiVersion: vault.banzaicloud.com/v1alpha1\nkind: Vault\nmetadata: {name: v}\nspec:\n  externalConfig:\n    auth:\n      - type: kubernetes\n        roles:\n          - name: app\n            bound_service_account_names: [[|"*"|]]\n            bound_service_account_namespaces: ["*"]\n',
      },
    ],
    [
      'one application',
      {
        'a.hcl':
          'path "secret/data/app/*" {\n  capabilities = ["read"]\n}\npath "sys/health" {\n  capabilities = ["read", "sudo"]\n}\npath "*" {\n  capabilities = ["deny"]\n}\n',
        'a.sh':
          'vault write auth/kubernetes/role/app bound_service_account_names=* bound_service_account_namespaces=app\n',
      },
    ],
  ],
  'vault-static-auth': [
    [
      'VSO',
      {
        'a.yaml': vso('VaultAuth', 'method: appRole, appRole: {roleId: r, secretRef: [|s|]}'),
        'b.yaml': vso('VaultAuth', 'method: jwt, jwt: {role: r, secretRef: [|s|]}'),
        'c.yaml': vso('VaultAuth', 'method: aws, aws: {role: r, secretRef: [|s|]}'),
        'd.yaml': vso('VaultAuthGlobal', 'defaultAuthMethod: appRole, appRole: {roleId: r, secretRef: [|s|]}'),
      },
    ],
    [
      'the injector',
      {
        'a.yaml': pod('image: app', ', annotations: {vault.hashicorp.com/auth-type: [|approle|]}'),
        'b.yaml': pod('image: app', ', annotations: {vault.hashicorp.com/auth-type: [|userpass|]}'),
      },
    ],
    [
      'identities',
      {
        'a.yaml': vso('VaultAuth', 'method: kubernetes, kubernetes: {role: r, serviceAccount: s}'),
        'b.yaml': pod('image: app', ', annotations: {vault.hashicorp.com/auth-type: kubernetes}'),
        'c.yaml': vso('VaultAuth', 'method: aws, aws: {role: r, irsaServiceAccount: s}'),
      },
    ],
  ],
  'vso-auth-all-namespaces': [
    [
      'objects, values',
      {
        'a.yaml': vso('VaultAuth', 'method: kubernetes, allowedNamespaces: [[|"*"|]]'),
        'b.yaml': vso('VaultAuthGlobal', 'allowedNamespaces: [a, [|"*"|]]'),
        'c.yaml': flux('vault-secrets-operator', 'defaultAuthMethod: {enabled: true, allowedNamespaces: [[|"*"|]]}'),
      },
    ],
    [
      'named, none',
      {
        'a.yaml': vso('VaultAuth', 'method: kubernetes, allowedNamespaces: [a]'),
        'b.yaml': vso('VaultAuth', 'method: kubernetes'),
      },
    ],
  ],
  'vso-no-refresh': [
    [
      'neither',
      {
        'a.yaml': vso('VaultStaticSecret', 'type: kv-v2, mount: kv, path: p, destination: {name: d}').replace(
          'name: a',
          'name: [|a|]',
        ),
      },
    ],
    [
      'each way',
      {
        'a.yaml': vso('VaultStaticSecret', 'mount: kv, path: p, refreshAfter: 60s'),
        'b.yaml': vso('VaultStaticSecret', 'mount: kv, path: p, syncConfig: {instantUpdates: true}'),
        'c.yaml': vso('VaultDynamicSecret', 'mount: db, path: creds/a'),
        'd.yaml': vso('HCPVaultSecretsApp', 'appName: a, destination: {name: d, create: true}'),
      },
    ],
    [
      'a timer of no time, a Secret that nobody notices',
      {
        'a.yaml': vso('VaultStaticSecret', 'mount: kv, path: p, refreshAfter: [|"0"|]'),
        'b.yaml': vso('HCPVaultSecretsApp', 'appName: a, refreshAfter: [|0s|], destination: {name: d}'),
        'c.yaml': vso('VaultStaticSecret', 'mount: kv, path: p, refreshAfter: 1h, destination: {name: [|d|]}'),
      },
    ],
    [
      'a Secret for the platform',
      {
        'a.yaml': vso(
          'VaultStaticSecret',
          'mount: kv, path: p, refreshAfter: 1h, destination: {name: d, type: kubernetes.io/dockerconfigjson}',
        ),
        'samples/b.yaml': vso('VaultStaticSecret', 'mount: kv, path: p, refreshAfter: 1h, destination: {name: d}'),
      },
    ],
  ],
  'csi-node-publish-secret': [
    [
      'a Pod, a template, values',
      {
        'a.yaml': volume(
          'readOnly: true, volumeAttributes: {secretProviderClass: c}, nodePublishSecretRef: {name: [|creds|]}',
        ),
        'values.yaml':
          'volumes:\n  - name: s\n    csi: {driver: secrets-store.csi.k8s.io, readOnly: true, nodePublishSecretRef: {name: [|creds|]}}\n',
      },
    ],
    [
      'none; another driver',
      {
        'a.yaml': volume('readOnly: true, volumeAttributes: {secretProviderClass: c}'),
        'b.yaml': volume('readOnly: true, nodePublishSecretRef: {name: creds}').replace(
          'secrets-store.csi.k8s.io',
          'other.csi.io',
        ),
      },
    ],
  ],
  'csi-class-dangling': [
    [
      'no class; the class of another namespace; writable',
      {
        'a.yaml': volume('readOnly: true, volumeAttributes: {secretProviderClass: [|gone|]}'),
        'b.yaml': volume('readOnly: [|false|], volumeAttributes: {secretProviderClass: c}'),
        'c.yaml': spc('vault', 'roleName: r'),
        'd.yaml': volume('readOnly: true, volumeAttributes: {secretProviderClass: [|c|]}').replace(
          'namespace: prod',
          'namespace: dev',
        ),
      },
    ],
    [
      'readOnly left out',
      {
        'a.yaml': volume('volumeAttributes: {secretProviderClass: c}').replace(
          'driver: secrets-store.csi.k8s.io',
          'driver: [|secrets-store.csi.k8s.io|]',
        ),
        'c.yaml': spc('vault', 'roleName: r'),
      },
    ],
    [
      'there',
      {
        'a.yaml': volume('readOnly: true, volumeAttributes: {secretProviderClass: c}'),
        'c.yaml': spc('vault', 'roleName: r'),
      },
    ],
  ],
  'csi-rotation-off': [
    [
      'the driver by each tool',
      {
        'a.yaml': flux('secrets-store-csi-driver', 'enableSecretRotation: [|false|]'),
        'b.sh': 'helm install csi secrets-store-csi-driver/[|secrets-store-csi-driver|]\n'.replace(
          'secrets-store-csi-driver/[|secrets-store-csi-driver|]',
          '[|secrets-store-csi-driver/secrets-store-csi-driver|]',
        ),
        'c.sh':
          'helm install csi secrets-store-csi-driver/secrets-store-csi-driver --set enableSecretRotation=[|false|]\n',
      },
    ],
    [
      'the argument of the driver',
      {
        'a.yaml': pod(
          'image: registry.k8s.io/csi-secrets-store/driver:v1.4.0\n      args: [--nodeid=x, [|--enable-secret-rotation=false|]]',
        ),
      },
    ],
    [
      'a subPath',
      {
        'a.yaml': volume(
          'readOnly: true, volumeAttributes: {secretProviderClass: c}',
          'mountPath: /s/p, subPath: [|p|]',
        ),
        'c.yaml': spc('vault', 'roleName: r'),
      },
    ],
    [
      'a version',
      {
        'a.yaml': spc(
          'azure',
          'keyvaultName: k\n    objects: |\n      array:\n        - |\n          objectName: a\n          objectType: secret\n          objectVersion: [|0123456789abcdef0123456789abcdef|]',
        ),
        'b.yaml': spc(
          'aws',
          'objects: |\n      - objectName: a\n        objectType: secretsmanager\n        objectVersion: [|v2|]',
        ),
      },
    ],
    [
      'a version in the path of Google',
      {
        'a.yaml': spc('gcp', 'secrets: |\n      - resourceName: [|projects/p/secrets/s/versions/3|]\n        path: a'),
      },
    ],
    [
      'on',
      {
        'a.yaml': flux('secrets-store-csi-driver', 'enableSecretRotation: true'),
        'b.yaml': spc('gcp', 'secrets: |\n      - resourceName: projects/p/secrets/s/versions/latest\n        path: a'),
        'c.sh': 'helm install csi secrets-store-csi-driver/secrets-store-csi-driver --set enableSecretRotation=true\n',
      },
    ],
  ],
  'csi-sync-to-etcd': [
    [
      'secretObjects',
      {
        'a.yaml': spc(
          'vault',
          'roleName: r',
          '  secretObjects:\n    - secretName: [|x|]\n      type: Opaque\n      data: [{objectName: a, key: a}]\n',
        ),
      },
    ],
    ['files only', { 'a.yaml': spc('vault', 'roleName: r') }],
  ],
  'csi-legacy-identity': [
    [
      'each',
      {
        'a.yaml': spc('azure', 'usePodIdentity: [|"true"|]'),
        'b.yaml': spc('gcp', 'auth: [|provider-adc|]'),
        'c.yaml': spc('vault', 'roleName: r').replace(
          'secrets-store.csi.x-k8s.io/v1',
          '[|secrets-store.csi.x-k8s.io/v1alpha1|]',
        ),
      },
    ],
    [
      'current',
      {
        'a.yaml': spc('azure', 'usePodIdentity: "false"\n    clientID: x'),
        'b.yaml': spc('aws', 'usePodIdentity: "true"'),
        'c.yaml': spc('gcp', 'auth: pod-adc'),
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
