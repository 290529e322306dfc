import { describe, expect, test } from 'vitest';
import { dialectOf } from '../src/dialect.ts';
import { fakeSealed } from '../src/fake-sealed.ts';
import type { Declaration, MechanismId, Sign } from '../src/mechanism.ts';
import { mechanisms } from '../src/mechanisms/index.ts';
import { readPassages } from '../src/model/passages.ts';
import type { Tree } from '../src/place.ts';
import { SourceFile } from '../src/text.ts';

/** What every mechanism says about some files. */
function read(files: Readonly<Record<string, string>>): { declarations: Declaration[]; signs: Sign[] } {
  const charts = Object.keys(files).filter((path) => /(?:^|\/)Chart\.yaml$/.test(path));
  const tree: Tree = {
    has: (path) => path in files,
    isTracked: () => true,
    charts: new Set(charts.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))))),
  };
  const declarations: Declaration[] = [];
  const signs: Sign[] = [];
  for (const [path, content] of Object.entries(files)) {
    const { passages, resources } = readPassages(new SourceFile(path, content), dialectOf(path, content)!, tree);
    for (const mechanism of mechanisms) {
      for (const resource of resources) declarations.push(...(mechanism.declarations?.(resource) ?? []));
      for (const passage of passages) {
        declarations.push(...(mechanism.declarationsIn?.(passage) ?? []));
        signs.push(
          ...(mechanism.signs?.(
            passage,
            resources.filter((each) => each.passage === passage),
          ) ?? []),
        );
      }
    }
  }
  return { declarations, signs };
}

/** `mechanism namespace/name keys`, one line per declaration. */
function declared(files: Readonly<Record<string, string>>): string[] {
  return read(files).declarations.map(({ mechanism, namespace, name, keys }) => {
    return `${mechanism} ${namespace ?? '-'}/${name ?? '?'} ${keys?.join(',') ?? '?'}`;
  });
}

function signsOf(files: Readonly<Record<string, string>>): string[] {
  return [...new Set(read(files).signs.map(({ mechanism }) => mechanism))];
}

const yaml = (text: string): Record<string, string> => ({ 'app/x.yaml': text });
const object = (apiVersion: string, kind: string, rest: string, metadata = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: app\n  namespace: prod\n${metadata}${rest}`;

interface Case {
  readonly title: string;
  readonly files: Record<string, string>;
  readonly declared?: readonly string[];
  /** Mechanisms that give a sign. */
  readonly signs?: readonly MechanismId[];
}

const cases: readonly Case[] = [
  {
    title: 'a Secret',
    files: yaml(object('v1', 'Secret', 'data:\n  a: eA==\nstringData:\n  b: x\n')),
    declared: ['plain-secret prod/app a,b'],
    signs: ['plain-secret'],
  },
  { title: 'a Secret that a patch deletes', files: yaml(`$patch: delete\n${object('v1', 'Secret', '')}`) },
  {
    title: 'a kind of that name in another group of its own',
    files: yaml(object('example.org/v1', 'Secret', 'data:\n  a: eA==\n')),
  },
  {
    title: 'Secrets in a List',
    files: {
      'l.json':
        '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},"data":{"k":"eA=="}}]}',
    },
    declared: ['plain-secret -/a k'],
    signs: ['plain-secret'],
  },
  {
    title: 'a templated name is not known',
    files: {
      'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
      'c/templates/s.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  a: {{ .Values.a }}\n',
    },
    declared: ['plain-secret -/? ?'],
    signs: ['plain-secret'],
  },
  {
    title: 'kubectl create secret',
    files: {
      'make.sh': `kubectl -n prod create secret generic db --from-literal=user=x --from-literal=pass=y
kubectl create secret tls web --cert=a --key=b -n edge
kubectl create secret generic "$NAME" --from-file=x
kubectl create secret generic piped --from-literal=a=b --dry-run=client -o yaml | kubectl apply -f -
kubectl create secret generic printed --from-literal=a=b --dry-run=client -o yaml > printed.yaml
kubectl create secret generic sealed --from-literal=a=b --dry-run=client -o yaml | kubeseal | kubectl apply -f -
`,
    },
    declared: ['kubectl prod/db user,pass', 'kubectl edge/web tls.crt,tls.key', 'kubectl -/? ?', 'kubectl -/piped a'],
    signs: ['kubectl'],
  },
  {
    title: 'SealedSecret',
    files: yaml(
      object(
        'bitnami.com/v1alpha1',
        'SealedSecret',
        `spec:\n  encryptedData:\n    a: ${fakeSealed()}\n  template:\n    data:\n      b: text\n`,
      ),
    ),
    declared: ['sealed-secrets prod/app a,b'],
    signs: ['sealed-secrets'],
  },
  {
    title: 'a kind of that name in another group',
    files: yaml(object('example.org/v1', 'SealedSecret', 'spec:\n  encryptedData:\n    a: x\n')),
  },
  {
    title: 'the controller by a HelmRelease of Flux',
    files: {
      'flux.yaml':
        'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: s}\nspec:\n  chart:\n    spec:\n      chart: sealed-secrets\n',
    },
    signs: ['sealed-secrets'],
  },
  {
    title: 'Argo CD Application of a chart',
    files: yaml(
      object(
        'argoproj.io/v1alpha1',
        'Application',
        'spec:\n  source:\n    chart: vault\n    repoURL: https://helm.releases.hashicorp.com\n',
      ),
    ),
    signs: ['vault'],
  },
  {
    title: 'helm upgrade',
    files: { 'a.sh': 'helm upgrade --install eso external-secrets/external-secrets -n eso --wait\n' },
    signs: ['external-secrets'],
  },
  {
    title: 'dependency of a chart',
    files: {
      'c/Chart.yaml':
        'apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n  - name: vault-secrets-operator\n    version: 1.0.0\n',
    },
    signs: ['vault-operator'],
  },
  {
    title: 'SOPS',
    files: yaml(
      `${object('v1', 'Secret', 'data:\n  a: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\n')}sops:\n  mac: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\n  lastmodified: "2026-01-01T00:00:00Z"\n`,
    ),
    declared: ['sops prod/app a'],
    signs: ['sops'],
  },
  {
    title: 'SopsSecret, KSOPS and Flux',
    files: {
      'a.yaml': object(
        'isindir.github.com/v1alpha3',
        'SopsSecret',
        'spec:\n  secretTemplates:\n    - name: one\n    - name: two\n',
      ),
      'b.yaml':
        'apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata: {name: g}\nsecretFrom:\n  - metadata: {name: three}\n',
      'c.yaml': object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'spec:\n  decryption: {provider: sops}\n'),
    },
    declared: ['sops prod/one ?', 'sops prod/two ?', 'sops -/three ?'],
    signs: ['sops'],
  },
  {
    title: 'ExternalSecret with listed keys',
    files: yaml(
      object(
        'external-secrets.io/v1',
        'ExternalSecret',
        'spec:\n  target: {name: db}\n  data:\n    - {secretKey: user, remoteRef: {key: a}}\n    - {secretKey: pass, remoteRef: {key: a}}\n',
      ),
    ),
    declared: ['external-secrets prod/db user,pass'],
    signs: ['external-secrets'],
  },
  {
    title: 'ExternalSecret named after itself, of unknown keys',
    files: yaml(object('external-secrets.io/v1', 'ExternalSecret', 'spec:\n  dataFrom: [{extract: {key: a}}]\n')),
    declared: ['external-secrets prod/app ?'],
    signs: ['external-secrets'],
  },
  {
    title: 'a template says which keys there are',
    files: yaml(
      object(
        'external-secrets.io/v1',
        'ExternalSecret',
        'spec:\n  target:\n    template:\n      data: {url: "{{ .a }}"}\n  dataFrom: [{extract: {key: a}}]\n',
      ),
    ),
    declared: ['external-secrets prod/app url'],
    signs: ['external-secrets'],
  },
  {
    title: 'ExternalSecrets that provide no Secret',
    files: yaml(
      ['None', 'Merge']
        .map((policy) =>
          object('external-secrets.io/v1', 'ExternalSecret', `spec:\n  target: {creationPolicy: ${policy}}\n`),
        )
        .join('---\n'),
    ),
    signs: ['external-secrets'],
  },
  {
    title: 'ClusterExternalSecret and the predecessor',
    files: yaml(
      `${object('external-secrets.io/v1', 'ClusterExternalSecret', 'spec:\n  externalSecretName: x\n  externalSecretSpec: {data: []}\n')}---\n${object('kubernetes-client.io/v1', 'ExternalSecret', '')}`,
    ),
    declared: ['external-secrets -/x ', 'external-secrets prod/app ?'],
    signs: ['external-secrets'],
  },
  {
    title: 'PushSecret',
    files: yaml(object('external-secrets.io/v1alpha1', 'PushSecret', 'spec: {selector: {secret: {name: a}}}\n')),
    signs: ['push-secret'],
  },
  {
    title: 'SecretProviderClass of Vault with a synced Secret',
    files: yaml(
      object(
        'secrets-store.csi.x-k8s.io/v1',
        'SecretProviderClass',
        'spec:\n  provider: vault\n  secretObjects:\n    - secretName: db\n      data: [{objectName: p, key: password}]\n',
      ),
    ),
    declared: ['csi-driver prod/db password'],
    signs: ['csi-driver', 'vault'],
  },
  {
    title: 'a volume of the driver',
    files: yaml(
      object(
        'v1',
        'Pod',
        'spec:\n  volumes:\n    - name: s\n      csi: {driver: secrets-store.csi.k8s.io, readOnly: true}\n',
      ),
    ),
    signs: ['csi-driver'],
  },
  {
    title: 'Vault Secrets Operator',
    files: yaml(
      `${object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'spec:\n  destination: {name: a, create: true}\n')}---\n${object('secrets.hashicorp.com/v1beta1', 'VaultDynamicSecret', 'spec:\n  destination: {name: b}\n')}`,
    ),
    declared: ['vault-operator prod/a ?'],
    signs: ['vault-operator'],
  },
  {
    title: 'injector annotations',
    files: yaml(
      object(
        'apps/v1',
        'Deployment',
        'spec:\n  template:\n    metadata:\n      annotations:\n        vault.hashicorp.com/agent-inject: "true"\n',
      ),
    ),
    signs: ['vault-injector'],
  },
  {
    title: 'a Vault server',
    files: yaml(
      object(
        'apps/v1',
        'StatefulSet',
        'spec:\n  template:\n    spec:\n      containers: [{name: v, image: "hashicorp/vault:1.21"}]\n',
      ),
    ),
    signs: ['vault'],
  },
  {
    title: 'Bank-Vaults, also inside base64',
    files: yaml(
      `${object('v1', 'Secret', `data:\n  a: ${btoa('vault:secret/data/x#y')}\n`)}---\n${object('v1', 'Secret', 'stringData:\n  a: ">>vault:secret/data/x#y"\n')}---\n${object('vault.banzaicloud.com/v1alpha1', 'Vault', '')}`,
    ),
    declared: ['bank-vaults prod/app a', 'bank-vaults prod/app a'],
    signs: ['bank-vaults'],
  },
  {
    title: 'argocd-vault-plugin, also inside base64 and by annotation',
    files: yaml(
      [
        object('v1', 'Secret', `data:\n  a: ${btoa('<path:kv/data/x#y>')}\n`),
        object('v1', 'Secret', 'stringData:\n  a: <path:kv/data/x#y>\n'),
        object('v1', 'Secret', 'stringData:\n  a: <y>\n', '  annotations: {avp.kubernetes.io/path: kv/data/x}\n'),
      ].join('---\n'),
    ),
    declared: Array(3).fill('argocd-vault-plugin prod/app a'),
    signs: ['argocd-vault-plugin'],
  },
  {
    title: 'vals',
    files: yaml(
      object('v1', 'Secret', `data:\n  a: ${btoa('ref+vault://x#y')}\nstringData:\n  b: ref+awssecrets://x/y\n`),
    ),
    declared: ['vals prod/app ?'],
    signs: ['vals'],
  },
  {
    title: '1Password',
    files: yaml(
      [
        object('onepassword.com/v1', 'OnePasswordItem', 'spec: {itemPath: vaults/x/items/y}\n'),
        object('v1', 'Secret', 'stringData:\n  a: op://vault/item/field\n'),
        object(
          'apps/v1',
          'Deployment',
          'spec: {}\n',
          '  annotations:\n    operator.1password.io/item-path: vaults/x/items/y\n    operator.1password.io/item-name: db\n',
        ),
      ].join('---\n'),
    ),
    declared: ['onepassword prod/app ?', 'onepassword prod/app a', 'onepassword prod/db ?'],
    signs: ['onepassword'],
  },
  {
    title: 'Doppler, Infisical, Bitwarden, akv2k8s',
    files: yaml(
      [
        object('secrets.doppler.com/v1alpha1', 'DopplerSecret', 'spec: {managedSecret: {name: a, namespace: n}}\n'),
        object(
          'secrets.infisical.com/v1alpha1',
          'InfisicalSecret',
          'spec: {managedSecretReference: {secretName: b, secretNamespace: n}}\n',
        ),
        object(
          'secrets.infisical.com/v1beta1',
          'InfisicalStaticSecret',
          'spec:\n  targets:\n    - {name: c, kind: Secret}\n    - {name: d, kind: ConfigMap}\n',
        ),
        object(
          'k8s.bitwarden.com/v1',
          'BitwardenSecret',
          'spec:\n  secretName: e\n  map: [{bwSecretId: x, secretKeyName: k}]\n',
        ),
        object('spv.no/v2beta1', 'AzureKeyVaultSecret', 'spec: {output: {secret: {name: f, dataKey: k}}}\n'),
      ].join('---\n'),
    ),
    declared: ['doppler n/a ?', 'infisical n/b ?', 'infisical prod/c ?', 'bitwarden prod/e k', 'akv2k8s prod/f k'],
    signs: ['doppler', 'infisical', 'bitwarden', 'akv2k8s'],
  },
  {
    title: 'git-crypt',
    files: { '.gitattributes': '*.md text\nsecret/** filter=git-crypt diff=git-crypt\n' },
    signs: ['git-crypt'],
  },
  {
    title: 'ansible-vault',
    files: {
      'a.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n',
      'b.yml': 'password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n',
    },
    signs: ['ansible-vault'],
  },
  {
    title: 'secretGenerator, with and without kind',
    files: {
      'a/kustomization.yaml':
        'namespace: prod\nsecretGenerator:\n  - name: a\n    literals: [user=x, pass=y]\n    files: [ca.pem, key=k.pem]\n  - name: b\n    envs: [x.env]\n  - name: c\n    behavior: merge\n    literals: [z=1]\n',
    },
    declared: ['kustomize-generator prod/a user,pass,ca.pem,key', 'kustomize-generator prod/b ?'],
    signs: ['kustomize-generator'],
  },
  {
    title: 'cert-manager',
    files: yaml(
      [
        object('cert-manager.io/v1', 'Certificate', 'spec: {secretName: web}\n'),
        object('cert-manager.io/v1', 'ClusterIssuer', 'spec: {acme: {privateKeySecretRef: {name: account}}}\n'),
        object(
          'networking.k8s.io/v1',
          'Ingress',
          'spec:\n  tls: [{secretName: i}]\n',
          '  annotations: {cert-manager.io/cluster-issuer: le}\n',
        ),
        object('networking.k8s.io/v1', 'Ingress', 'spec:\n  tls: [{secretName: other}]\n'),
      ].join('---\n'),
    ),
    declared: [
      'cert-manager prod/web tls.crt,tls.key,ca.crt',
      'cert-manager -/account tls.key',
      'cert-manager prod/i tls.crt,tls.key,ca.crt',
    ],
    signs: ['cert-manager'],
  },
  {
    title: 'generated',
    files: yaml(
      [
        object('v1', 'Secret', '', '  annotations: {secret-generator.v1.mittwald.de/autogenerate: password}\n'),
        object('v1', 'Secret', 'type: kubernetes.io/service-account-token\n'),
        object(
          'database.example.org/v1',
          'Instance',
          'spec: {writeConnectionSecretToRef: {name: conn, namespace: x}}\n',
        ),
        object(
          'k8s.mariadb.com/v1alpha1',
          'MariaDB',
          'spec: {rootPasswordSecretKeyRef: {name: m, key: p, generate: true}}\n',
        ),
        object(
          'v1',
          'Service',
          'spec: {}\n',
          '  annotations: {service.beta.openshift.io/serving-cert-secret-name: s}\n',
        ),
        object('postgresql.cnpg.io/v1', 'Cluster', 'spec: {instances: 3}\n'),
      ].join('---\n'),
    ),
    declared: [
      'generated prod/app ?',
      'generated prod/app ?',
      'generated x/conn ?',
      'generated prod/m p',
      'generated prod/s tls.crt,tls.key',
      ...['app', 'superuser', 'ca', 'server', 'replication'].map((suffix) => `generated prod/app-${suffix} ?`),
    ],
  },
];

describe('mechanisms', () => {
  test.each(cases.map((each) => [each.title, each] as const))('%s', (_, each) => {
    expect(declared(each.files)).toEqual(each.declared ?? []);
    expect(signsOf(each.files).sort()).toEqual([...(each.signs ?? [])].sort());
  });

  test('every mechanism is met in a case, and no case has the same Secret twice by two mechanisms', () => {
    const met = new Set<string>();
    for (const { files } of cases) {
      const { declarations, signs } = read(files);
      for (const { mechanism } of [...declarations, ...signs]) met.add(mechanism);
      const owners = new Map<unknown, MechanismId>();
      for (const { resource, mechanism } of declarations) {
        if (!resource) continue;
        expect(owners.get(resource) ?? mechanism).toBe(mechanism);
        owners.set(resource, mechanism);
      }
    }
    expect(mechanisms.map(({ id }) => id).filter((id) => !met.has(id))).toEqual([]);
  });

  test('a declaration stands at the name it declares', () => {
    for (const { files } of cases) {
      for (const { name, span, resource } of read(files).declarations) {
        if (name === undefined || !resource || name !== resource.name) continue;
        expect(span.file.content.slice(span.start, span.end).replace(/^["']|["']$/g, '')).toBe(name);
      }
    }
  });

  test('any cut of any case is read without a crash', () => {
    for (const { files } of cases) {
      for (const [path, content] of Object.entries(files)) {
        for (let end = 0; end < content.length; end += 1 + Math.floor(content.length / 20))
          read({ [path]: content.slice(0, end) });
      }
    }
  });

  test('docs/mechanisms.md', async () => {
    const rows = mechanisms.map(({ id, title, level, about, reference }) => {
      return `| \`${id}\` | [${title}](${reference}) | ${level} | ${about} |`;
    });
    const text = `# Mechanisms

A mechanism is a way a secret is kept. Recognising one is a fact about the repository; rules judge it. The level is the one that the
mechanism is evidence of; mechanisms of level 1 are evidence of none above it.

| id | mechanism | level | how it is recognised |
|---|---|---|---|
${rows.join('\n')}
`;
    await expect(text).toMatchFileSnapshot('../docs/mechanisms.md');
  });
});
