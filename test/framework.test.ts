import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emptyConfig } from '../src/config.ts';
import { fakeSealed, fakeSealingCertificate } from '../src/fake-sealed.ts';
import type { Level } from '../src/policy.ts';
import { run, type Settings } from '../src/run.ts';
import { defaultMaxBytes, openWorktree } from '../src/sources/worktree.ts';

/**
 * The commands and manifests that guides to the four levels give, laid out as the repository of somebody who followed
 * them. What is wrong with them is known: the lists are exact, and everything else would be a false alarm.
 */

type Files = Readonly<Record<string, string>>;

async function verdicts(level: Level, files: Files): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'framework-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  execFileSync('git', ['init', '-q', root]);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const source = openWorktree(root, { include: [], exclude: [], maxBytes: defaultMaxBytes });
  const settings: Settings = {
    root: '.',
    config: emptyConfig,
    configName: undefined,
    level,
    failOn: 'error',
    minConfidence: 'possible',
    today: new Date('2026-11-23'),
    notChecked: [],
  };
  const { report } = await run(source, settings, root);
  expect([report.crashes, report.problems]).toEqual([[], []]);
  return report.verdicts
    .map(({ severity, finding: { rule, span } }) => {
      return `${severity} ${rule} ${span.file.path}:${span.file.place(span.start).line}`;
    })
    .sort();
}

/** The same snippets as fences of one page of documentation. */
function page(files: Files): Files {
  const fences = Object.entries(files).map(([path, content]) => {
    return `## ${path}\n\n\`\`\`${path.endsWith('.sh') ? 'bash' : 'yaml'}\n${content}\`\`\`\n`;
  });
  return { 'docs/secrets.md': `# Secrets\n\n${fences.join('\n')}` };
}

/** Without the places: where a page has them depends on how it is laid out. */
async function rulesOnPage(level: Level, files: Files): Promise<string[]> {
  return (await verdicts(level, page(files))).map((verdict) => verdict.replace(/ docs.*/, ''));
}

const literals = `kubectl create secret generic app-secrets \\
  --from-literal=database-url="postgres://user:pass@db:5432/mydb" \\
  --from-literal=api-key="sk-abc123" \\
  -n default
`;

const workload = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  namespace: default
spec:
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}}
    spec:
      containers:
        - name: app
          image: registry.example/app:1.0.0
          env:
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: app-secrets
                  key: database-url
`;

describe('level 1: kubectl create secret', () => {
  const files = { 'create-secrets.sh': literals, 'deployment.yaml': workload };

  // `user:pass@` is what documentation writes for "put yours here".
  test('as files', async () => {
    expect(await verdicts(1, files)).toEqual(['error kubectl-create-secret-literal create-secrets.sh:3']);
  });

  test('as a page', async () => {
    expect(await rulesOnPage(1, files)).toEqual(['error kubectl-create-secret-literal']);
  });

  test('with the values in variables', async () => {
    const fixed = literals.replace(/"[^"]*:\/\/[^"]*"/, '"$DATABASE_URL"').replace('"sk-abc123"', '"$API_KEY"');
    expect(await verdicts(1, { ...files, 'create-secrets.sh': fixed })).toEqual([]);
  });
});

describe('level 2: Sealed Secrets', () => {
  const files = {
    'deployment.yaml': workload,
    'install.sh': `helm repo add sealed-secrets https://bitnami-labs.github.io/sealed-secrets
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets \\
  --namespace kube-system \\
  --wait
brew install kubeseal
`,
    'seal.sh': `# Create a regular secret manifest (do NOT apply it)
kubectl create secret generic app-secrets \\
  --from-literal=database-url="postgres://user:pass@db:5432/mydb" \\
  --dry-run=client -o yaml > secret.yaml
# Encrypt it
kubeseal --format=yaml < secret.yaml > sealed-secret.yaml
# Now sealed-secret.yaml is safe to commit to Git
rm secret.yaml
git add sealed-secret.yaml && git commit -m "Add encrypted app secrets"
kubectl apply -f sealed-secret.yaml
`,
    'sealed-secret.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app-secrets
  namespace: default
spec:
  encryptedData:
    database-url: ${fakeSealed(1, { length: 33 })}
  template:
    metadata:
      name: app-secrets
      namespace: default
`,
    'backup.sh': `kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml > sealed-secrets-backup.yaml
`,
  };

  test('as files', async () => {
    expect(await verdicts(2, files)).toEqual([
      'error sealed-helm-repo-moved install.sh:1',
      'error sealing-key-backup-into-worktree backup.sh:1',
      'note gitignore-missing-secret-patterns sealed-secret.yaml:1',
      'note kubeseal-controller-name-mismatch seal.sh:6',
      'note sealing-cert-missing sealed-secret.yaml:2',
      'note secrets-path-no-codeowners sealed-secret.yaml:4',
      'warning sealing-key-backup-not-recurring backup.sh:1',
    ]);
  });

  test('as a page', async () => {
    expect(await rulesOnPage(2, files)).toEqual([
      'error sealed-helm-repo-moved',
      'error sealing-key-backup-into-worktree',
      'note kubeseal-controller-name-mismatch',
      'warning sealing-key-backup-not-recurring',
    ]);
  });

  test('put right', async () => {
    const fixed = {
      ...files,
      'install.sh': files['install.sh']
        .replace('bitnami-labs.github.io', 'bitnami.github.io')
        .replace('--wait', '--set fullnameOverride=sealed-secrets-controller --wait'),
      'backup.sh': 'kubectl apply -f backup/schedule.yaml\n',
      'backup/schedule.yaml': `apiVersion: velero.io/v1
kind: Schedule
metadata:
  name: keys
  namespace: velero
spec:
  schedule: "0 3 * * *"
  template:
    includedNamespaces: [kube-system]
`,
      'pub-cert.pem': fakeSealingCertificate(),
      '.gitignore': 'secret.yaml\n*-unsealed*\nsealed-secrets-backup*\nmain.key\n*.dec\n',
      CODEOWNERS: '* @org/platform\n',
    };
    expect(await verdicts(2, fixed)).toEqual([]);
  });
});

describe('level 3: External Secrets Operator', () => {
  const files = {
    'deployment.yaml': workload,
    'install.sh': `helm repo add external-secrets https://charts.external-secrets.io
helm upgrade --install external-secrets external-secrets/external-secrets \\
  --namespace external-secrets \\
  --create-namespace \\
  --wait
`,
    'store.yaml': `apiVersion: external-secrets.io/v1beta1
kind: SecretStore
metadata:
  name: aws-secrets
  namespace: default
spec:
  provider:
    aws:
      service: SecretsManager
      region: us-east-1
      auth:
        secretRef:
          accessKeyIDSecretRef:
            name: aws-credentials
            key: access-key-id
          secretAccessKeySecretRef:
            name: aws-credentials
            key: secret-access-key
`,
    'external-secret.yaml': `apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata:
  name: app-secrets
  namespace: default
spec:
  refreshInterval: 1h
  secretStoreRef:
    name: aws-secrets
    kind: SecretStore
  target:
    name: app-secrets
  data:
    - secretKey: database-url
      remoteRef:
        key: myapp/database-url
`,
  };

  test('as files', async () => {
    expect(await verdicts(3, files)).toEqual([
      'error eso-api-version-removed external-secret.yaml:1',
      'error eso-api-version-removed store.yaml:1',
      'warning eso-secret-zero-static store.yaml:17',
      'warning secrets-path-no-codeowners external-secret.yaml:12',
    ]);
  });

  test('as a page', async () => {
    expect(await rulesOnPage(3, files)).toEqual([
      'error eso-api-version-removed',
      'error eso-api-version-removed',
      'warning eso-secret-zero-static',
    ]);
  });

  test('put right', async () => {
    const fixed = {
      ...files,
      'store.yaml': files['store.yaml']
        .replace('v1beta1', 'v1')
        .replace(/ {8}secretRef:.*/s, '        jwt:\n          serviceAccountRef:\n            name: app\n'),
      'external-secret.yaml': files['external-secret.yaml'].replace('v1beta1', 'v1'),
      CODEOWNERS: '* @org/platform\n',
    };
    expect(await verdicts(3, fixed)).toEqual([]);
  });
});

describe('level 4: Vault with the CSI driver', () => {
  const files = {
    'install.sh': `helm repo add hashicorp https://helm.releases.hashicorp.com
helm upgrade --install vault hashicorp/vault \\
  --namespace vault \\
  --create-namespace \\
  --set server.dev.enabled=true \\
  --wait
`,
    'deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  namespace: default
spec:
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}}
    spec:
      containers:
        - name: app
          image: registry.example/app:1.0.0
          volumeMounts:
            - name: secrets
              mountPath: /mnt/secrets
              readOnly: true
      volumes:
        - name: secrets
          csi:
            driver: secrets-store.csi.k8s.io
            readOnly: true
            volumeAttributes:
              secretProviderClass: vault-db-creds
`,
  };

  test('as files', async () => {
    expect(await verdicts(4, files)).toEqual([
      'error csi-class-dangling deployment.yaml:24',
      'error vault-dev-mode install.sh:5',
    ]);
  });

  // A page is not the repository that its manifests belong to: it shows a pod, and not where the class is.
  test('as a page', async () => {
    expect(await rulesOnPage(4, files)).toEqual(['error vault-dev-mode']);
  });

  test('put right', async () => {
    const fixed = {
      ...files,
      'install.sh': files['install.sh'].replace('--set server.dev.enabled=true', '--values vault-values.yaml'),
      'vault-values.yaml': `global:
  tlsDisable: false
server:
  auditStorage:
    enabled: true
  ha:
    enabled: true
    raft:
      enabled: true
      config: |
        listener "tcp" {
          address       = "[::]:8200"
          tls_cert_file = "/vault/tls/tls.crt"
          tls_key_file  = "/vault/tls/tls.key"
        }
        seal "awskms" {
          kms_key_id = "alias/vault"
        }
`,
      'class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {name: vault-db-creds, namespace: default}
spec:
  provider: vault
  parameters:
    roleName: app
    vaultAddress: https://vault.vault:8200
    objects: |
      - objectName: password
        secretPath: database/creds/app
        secretKey: password
`,
    };
    expect(await verdicts(4, fixed)).toEqual([]);
  });
});
