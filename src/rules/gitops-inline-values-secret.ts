import { called, exposures } from '../exposure.ts';
import { fake } from '../fake.ts';
import type { Entry } from '../place.ts';
import type { Passage } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const gitopsInlineValuesSecret: Rule = {
  id: 'gitops-inline-values-secret',
  title: 'Inline values of a GitOps resource hold a readable credential',
  why: 'Inline values stand in Git, in the GitOps object in the cluster and in the user interface of the controller, readable by everybody who may see the application.',
  remedy:
    'Rotate the credential and take it from a sealed or external Secret: `valuesFrom` and `substituteFrom` in Flux, `existingSecret` of the chart in Argo CD.',
  references: [
    'https://fluxcd.io/flux/components/helm/helmreleases/#values-references',
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/secret-management/',
  ],
  credential: true,
  outranks: ['secret-in-env-value', 'secret-in-args', 'plaintext-secret-in-resource', 'plaintext-known-credential'],
  check(repository) {
    const entries = [
      ...repository.entriesAt('gitops-values'),
      ...repository.entriesAt('container-env', 'container-args').filter((entry) => isInline(entry)),
    ];
    return exposures(repository, this.id, entries, (_, judgement) => `holds ${called(judgement)} in inline values`);
  },
  bad: () => [
    {
      title: 'Argo CD: parameters, values as text and values as an object',
      files: {
        'app.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: pg
  namespace: argocd
spec:
  source:
    chart: postgresql
    helm:
      parameters:
        - name: auth.password
          value: [|${fake('password')}|]
      values: |
        auth:
          postgresPassword: [|${fake('password', 2)}|]
      valuesObject:
        auth:
          replicationPassword: [|${fake('password', 3)}|]
`,
      },
    },
    {
      title: 'Flux: values and postBuild.substitute',
      files: {
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: pg
spec:
  values:
    auth:
      password: [|${fake('password', 4)}|]
`,
        'sync.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: apps
spec:
  postBuild:
    substitute:
      region: eu-central-1
      db_password: [|${fake('password', 5)}|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'values from a Secret, and names of Secrets',
      files: {
        'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: pg
spec:
  valuesFrom:
    - kind: Secret
      name: app-values
      valuesKey: password
      targetPath: auth.password
  values:
    auth:
      existingSecret: pg-credentials-2024
      secretKeys: {adminPasswordKey: postgres-password-01}
    persistence: {data: {storageClass: fastssdretain}}
`,
        'app.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: pg}
spec:
  source:
    helm:
      parameters:
        - {name: auth.existingSecret, value: pg-credentials-2024}
        - {name: auth.password, value: "<path:kv/data/pg#password>"}
`,
      },
    },
  ],
};

const releases = /^(?:Application|ApplicationSet|HelmRelease|HelmChart|HelmChartConfig|Bundle)$/;

/** `name`/`value` pairs and arguments inside the values of a release, at any depth of embedding. */
function isInline(entry: Entry): boolean {
  if (entry.resource && releases.test(entry.resource.kind)) return true;
  for (let passage: Passage | undefined = entry.passage; passage; passage = passage.within?.passage) {
    if (passage.within?.resource && releases.test(passage.within.resource.kind)) return true;
  }
  return false;
}
