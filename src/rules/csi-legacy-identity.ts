import { fault, fieldFault, isKeptAsIs, isShown, tempered } from '../fault.ts';
import { replacing } from '../fix.ts';
import { isTrue, literal } from '../literal.ts';
import { releasesOf } from '../model/chart-release.ts';
import { csiGroup } from '../model/csi-volume.ts';
import { at } from '../parser.ts';
import { nameOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const csiLegacyIdentity: Rule = {
  id: 'csi-legacy-identity',
  title: 'A SecretProviderClass uses an identity or version of the past',
  why: 'Azure Pod Identity is archived, `provider-adc` reads every secret with one identity for the whole node pool, and `v1alpha1` will not be served for ever.',
  remedy:
    'On Azure set `clientID` of a workload identity and remove `usePodIdentity`; on GCP set `auth: pod-adc`; write `apiVersion: secrets-store.csi.x-k8s.io/v1`.',
  fix: 'Writes `v1` in place of `v1alpha1`, which has the same fields. Identities are for a person to change.',
  references: [
    'https://azure.github.io/secrets-store-csi-driver-provider-azure/docs/configurations/identity-access-modes/pod-identity-mode/',
    'https://github.com/GoogleCloudPlatform/secrets-store-csi-driver-provider-gcp/blob/main/docs/authentication.md',
  ],
  credential: false,
  *check(repository) {
    for (const resource of repository.resourcesOf('AzureIdentity', 'AzureIdentityBinding')) {
      if (resource.group !== 'aadpodidentity.k8s.io') continue;
      const kind = at(resource.node, 'kind') ?? resource.node;
      yield fieldFault(this.id, resource, 'kind', 'is Azure Pod Identity, which is archived', kind);
    }
    for (const release of releasesOf(repository, /^aad-pod-identity$/)) {
      if (release.own || isShown(release.passage)) continue;
      const subject = release.resource ? nameOf(release.resource) : `chart ${release.chart}`;
      const confidence = tempered(release.passage, 'certain');
      yield fault(this.id, subject, 'installs Azure Pod Identity, which is archived', release.span, { confidence });
    }
    for (const resource of repository.resourcesOf('SecretProviderClass')) {
      if (resource.group !== csiGroup) continue;
      const version = literal(at(resource.node, 'apiVersion'));
      if (version?.value === `${csiGroup}/v1alpha1`) {
        const { text } = resource.document;
        const from = text.content.indexOf('v1alpha1', version.start);
        const edit =
          from !== -1 && from < version.end && !isKeptAsIs(resource.passage)
            ? replacing(text, from, from + 8, 'v1alpha1', 'v1')
            : undefined;
        yield fieldFault(this.id, resource, 'apiVersion', `is v1alpha1: write ${csiGroup}/v1`, version, {
          fix: edit && { description: `Write ${csiGroup}/v1`, edits: [edit] },
        });
      }
      const provider = literal(at(resource.node, 'spec', 'provider'))?.value;
      const parameters = at(resource.node, 'spec', 'parameters');
      const pod = literal(at(parameters, 'usePodIdentity'));
      // On AWS the same parameter means EKS Pod Identity, which is the newest way.
      if (provider === 'azure' && pod && isTrue(pod)) {
        yield fieldFault(
          this.id,
          resource,
          'spec.parameters.usePodIdentity',
          'is Azure Pod Identity, which is archived',
          pod,
        );
      }
      const auth = literal(at(parameters, 'auth'));
      if (provider === 'gcp' && auth?.value === 'provider-adc') {
        yield fieldFault(
          this.id,
          resource,
          'spec.parameters.auth',
          'is provider-adc: every Pod reads with the identity of the provider',
          auth,
        );
      }
    }
  },
  bad: () => [
    {
      title: 'pod identity on Azure, provider-adc on GCP, the alpha version',
      files: {
        'classes.yaml': `apiVersion: [|secrets-store.csi.x-k8s.io/v1alpha1|]
kind: SecretProviderClass
metadata:
  name: azure
spec:
  provider: azure
  parameters:
    usePodIdentity: [|"true"|]
    keyvaultName: app
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: gcp
spec:
  provider: gcp
  parameters:
    auth: [|provider-adc|]
`,
      },
    },
    {
      title: 'the objects and the chart of Azure Pod Identity',
      files: {
        'identity.yaml': `apiVersion: aadpodidentity.k8s.io/v1
kind: [|AzureIdentity|]
metadata:
  name: app
spec: {type: 0, resourceID: /subscriptions/1/app, clientID: "2"}
---
apiVersion: aadpodidentity.k8s.io/v1
kind: [|AzureIdentityBinding|]
metadata:
  name: app
spec: {azureIdentity: app, selector: app}
`,
        'install.sh': `helm install aad-pod-identity [|aad-pod-identity/aad-pod-identity|]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'an identity of another group',
      files: {
        'identity.yaml': `apiVersion: azure.example.com/v1
kind: AzureIdentity
metadata:
  name: app
spec: {clientID: "2"}
`,
      },
    },
    {
      title: 'EKS Pod Identity and workload identity',
      files: {
        'classes.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: aws
spec:
  provider: aws
  parameters: {usePodIdentity: "true", region: eu-central-1}
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: azure
spec:
  provider: azure
  parameters: {usePodIdentity: "false", clientID: "2", keyvaultName: app}
`,
      },
    },
  ],
};
