import { fault, fieldFault, isShown, tempered } from '../fault.ts';
import type { Finding } from '../finding.ts';
import { literal } from '../literal.ts';
import { addonsWithoutRotation } from '../model/aks-addon.ts';
import { releasesOf, settingOf } from '../model/chart-release.ts';
import { csiGroup, csiVolumesOf } from '../model/csi-volume.ts';
import type { Repository } from '../model/repository.ts';
import { at, itemsOf } from '../parser.ts';
import { subjectOf } from '../place.ts';
import { nameOf, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { maps } from '../walk.ts';

export const csiRotationOff: Rule = {
  id: 'csi-rotation-off',
  title: 'A rotated value does not reach the mounted file',
  why: 'The driver fetches a value when the Pod starts and, by default, never again. A `subPath` mount is a copy that no rotation updates, and a pinned `objectVersion` keeps the old value for ever.',
  remedy:
    'Set `enableSecretRotation: true` in the values of the driver (`secret_rotation_enabled` of an AKS cluster), mount the directory instead of a `subPath`, and leave versions out.',
  references: [
    'https://secrets-store-csi-driver.sigs.k8s.io/topics/secret-auto-rotation',
    'https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath',
  ],
  credential: false,
  *check(repository) {
    for (const release of releasesOf(repository, /^(?:secrets-store-csi-driver|csi-secrets-store-provider-azure)$/)) {
      if (release.own || isShown(release.passage)) continue;
      // The chart of the Azure provider brings the driver along.
      const inner = release.chart.endsWith('azure') ? 'secrets-store-csi-driver.' : '';
      if (inner && settingOf(release, `${inner}install`)?.value === 'false') continue;
      const setting = settingOf(release, `${inner}enableSecretRotation`);
      if (setting ? setting.value !== 'false' : release.partial) continue;
      const subject = `${release.resource ? nameOf(release.resource) : `chart ${release.chart}`} enableSecretRotation`;
      yield fault(this.id, subject, 'is not true: mounted values stay as they were', setting?.span ?? release.span, {
        confidence: tempered(release.passage, 'likely'),
      });
    }
    yield* withoutChart(this.id, repository);
    for (const { passage, subject, span } of addonsWithoutRotation(repository)) {
      const sentence = 'is not true: mounted values stay as they were';
      yield fault(this.id, subject, sentence, span, { confidence: tempered(passage, 'likely') });
    }
    yield* subPaths(this.id, repository);
    yield* pinned(this.id, repository);
  },
  bad: () => [
    {
      title: 'rotation off, a subPath, a pinned version',
      files: {
        'driver.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: csi
spec:
  chart:
    spec: {chart: [|secrets-store-csi-driver|], sourceRef: {kind: HelmRepository, name: csi}}
  values:
    syncSecret: {enabled: false}
`,
        'pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  containers:
    - name: app
      image: app
      volumeMounts:
        - name: secrets
          mountPath: /etc/app/password
          subPath: [|password|]
  volumes:
    - name: secrets
      csi:
        driver: secrets-store.csi.k8s.io
        readOnly: true
        volumeAttributes: {secretProviderClass: app}
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: aws
  parameters:
    objects: |
      - objectName: prod/app
        objectType: secretsmanager
        objectVersion: [|b7f4d3|]
`,
      },
    },
    {
      title: 'the add-on of AKS in Terraform, in a template and by a command; a version in a path of Vault',
      files: {
        'cluster.tf': `resource "azurerm_kubernetes_cluster" "main" {
  key_vault_secrets_provider {
    secret_rotation_enabled = [|false|]
  }
}
`,
        'cluster.json': `{"properties": {"addonProfiles": {"azureKeyvaultSecretsProvider": {"enabled": true, "config": {"enableSecretRotation": [|"false"|]}}}}}
`,
        'cluster.sh': `az aks create --name main --enable-addons [|azure-keyvault-secrets-provider|]
`,
        'class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: vault
  parameters:
    roleName: app
    objects: |
      - objectName: password
        secretPath: [|secret/data/app?version=2|]
        secretKey: password
`,
        'provider.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: csi
spec:
  chart:
    spec: {chart: [|csi-secrets-store-provider-azure|], sourceRef: {kind: HelmRepository, name: csi}}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'the add-on of AKS with rotation, the latest version of a path',
      files: {
        'cluster.tf': `resource "azurerm_kubernetes_cluster" "main" {
  key_vault_secrets_provider {
    secret_rotation_enabled = true
  }
}
`,
        'cluster.sh': `az aks create --name main --enable-addons azure-keyvault-secrets-provider --enable-secret-rotation
az aks disable-addons --addons azure-keyvault-secrets-provider --name main
`,
        'class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: vault
  parameters:
    roleName: app
    objects: |
      - objectName: password
        secretPath: secret/data/app?version=0
        secretKey: password
`,
        'provider.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: csi
spec:
  chart:
    spec: {chart: csi-secrets-store-provider-azure, sourceRef: {kind: HelmRepository, name: csi}}
  values:
    secrets-store-csi-driver: {enableSecretRotation: true}
`,
      },
    },
    {
      title: 'rotation on, a directory, no version',
      files: {
        'driver.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: csi
spec:
  chart:
    spec: {chart: secrets-store-csi-driver, sourceRef: {kind: HelmRepository, name: csi}}
  values:
    enableSecretRotation: true
`,
        'class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: app
spec:
  provider: azure
  parameters:
    keyvaultName: app
    tenantId: "1"
    clientID: "2"
    objects: |
      array:
        - |
          objectName: password
          objectType: secret
          objectVersion: ""
`,
      },
    },
  ],
};

const driverImage = /(?:^|\/)csi-secrets-store\/driver(?:[:@]|$)/;
const switchedOff = /^--enable-secret-rotation=false$/;

/** A driver that is installed without its chart. */
function* withoutChart(rule: string, repository: Repository): Iterable<Finding> {
  for (const resource of repository.resources) {
    if (!resource.document.text.holds('enable-secret-rotation')) continue;
    for (const { path, node } of maps(resource.node)) {
      if (!/^(?:containers|initContainers)$/.test(path.at(-1) ?? '')) continue;
      if (!driverImage.test(literal(at(node, 'image'))?.value ?? '')) continue;
      const off = itemsOf(at(node, 'args')).find((item) => switchedOff.test(literal(item)?.value ?? ''));
      if (!off) continue;
      yield fieldFault(rule, resource, 'enable-secret-rotation', 'is false: mounted values stay as they were', off);
    }
  }
}

function* subPaths(rule: string, repository: Repository): Iterable<Finding> {
  for (const { passage, document, resource, name, pod } of csiVolumesOf(repository)) {
    if (!name || !pod) continue;
    for (const { path, node } of maps(pod)) {
      if (path.at(-1) !== 'volumeMounts' || literal(at(node, 'name'))?.value !== name) continue;
      const sub = literal(at(node, 'subPath') ?? at(node, 'subPathExpr'));
      if (!sub) continue;
      yield fault(
        rule,
        subjectOf(passage, resource, `mount ${name} subPath`),
        'is a copy that no rotation updates',
        spanOf(document, sub),
        {
          confidence: tempered(passage, 'certain'),
        },
      );
    }
  }
}

/** Versions in the `objects` text of a SecretProviderClass, which is YAML inside a string. */
function* pinned(rule: string, repository: Repository): Iterable<Finding> {
  for (const passage of repository.passages) {
    let holder = passage.within;
    while (holder && !holder.resource) holder = holder.passage.within;
    const resource = holder?.resource;
    if (resource?.kind !== 'SecretProviderClass' || resource.group !== csiGroup) continue;
    for (const document of passage.parsed.documents) {
      for (const { node } of maps(document.root)) {
        for (const { field, names } of versions) {
          const version = literal(at(node, field));
          if (!version || !names.test(version.value)) continue;
          yield fault(
            rule,
            `${nameOf(resource)} ${field}`,
            'pins one version: a rotated value is never fetched',
            spanOf(document, version),
            { confidence: tempered(passage, 'certain') },
          );
        }
      }
    }
  }
}

/** Where the objects of each provider name a version: GCP, Vault (`?version=2`; 0 is the latest), AWS and Azure. */
const versions: readonly { field: string; names: RegExp }[] = [
  { field: 'resourceName', names: /\/versions\/\d{1,10}$/ },
  { field: 'secretPath', names: /[?&]version=[1-9]\d{0,9}(?:&|$)/ },
  { field: 'objectVersion', names: /^(?!latest$|AWSCURRENT$)/ },
];
