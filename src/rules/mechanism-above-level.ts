import { fault, isShown, isTrial } from '../fault.ts';
import { levelNames } from '../level.ts';
import type { MechanismId } from '../mechanism.ts';
import { mechanisms } from '../mechanisms/index.ts';
import { asideIn } from '../model/aside.ts';
import { levelAt } from '../model/repository.ts';
import type { Rule } from '../rule.ts';

const external = (name: string): string => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: ${name}
  namespace: shop
spec:
  secretStoreRef: {name: aws, kind: ClusterSecretStore}
  data:
    - secretKey: password
      remoteRef: {key: shop/db}
`;

const about = new Map(mechanisms.map(({ id, title, level }) => [id, { title, level }]));

export const mechanismAboveLevel: Rule = {
  id: 'mechanism-above-level',
  title: 'A mechanism of a higher level is in use',
  why: 'The declared level decides which rules are strict. A store or a Vault that runs below its level is checked by rules that expect neither, and its secret zero and rotation go unjudged; if it is not needed, it is work without a benefit.',
  remedy:
    'Declare the level that the repository has grown to (`secrets-ladder assess` shows it), or remove the mechanism.',
  references: ['https://agent-zone.ai/knowledge/kubernetes/secrets-management-decision-framework/'],
  controls: ['OSPS-BR-07.02'],
  credential: false,
  *check(repository) {
    const told = new Set<MechanismId>();
    for (const { mechanism, resource, span, name } of repository.declarations) {
      const known = about.get(mechanism);
      const level = levelAt(repository, span.file.path);
      if (!known || level === undefined || known.level <= level || told.has(mechanism)) continue;
      if (isTrial(span.file.path) || (resource && isShown(resource.passage)) || name === undefined) continue;
      told.add(mechanism);
      yield fault(
        this.id,
        known.title,
        `provides Secrets, as at level ${known.level} (${levelNames[known.level]}); the repository declares level ${level}`,
        span,
        { evidence: [`mechanism ${mechanism}`] },
      );
    }
    // What mounts values, writes them into Pods or only connects a store provides no Secret.
    const isShownOnly = asideIn(repository);
    for (const { mechanism, span, note } of repository.signs) {
      const known = withoutSecrets.has(mechanism) ? about.get(mechanism) : undefined;
      const level = levelAt(repository, span.file.path);
      if (!known || level === undefined || known.level <= level || told.has(mechanism) || isShownOnly(span)) continue;
      // Below, `vault-at-poc` says it.
      if (level < 3 && (mechanism === 'vault' || mechanism === 'vault-operator' || mechanism === 'bank-vaults'))
        continue;
      told.add(mechanism);
      const is = `is at work, as at level ${known.level} (${levelNames[known.level]})`;
      yield fault(this.id, known.title, `${is}; the repository declares level ${level}`, span, {
        evidence: [`mechanism ${mechanism}`, note],
      });
    }
  },
  bad: () => [
    {
      title: 'what a Makefile installs beside its tests',
      level: 2,
      files: {
        Makefile: `e2e-deploy:
	kubectl create namespace e2e
deploy:
	helm install csi-secrets-store [|secrets-store-csi-driver/secrets-store-csi-driver|] --namespace kube-system
`,
      },
    },
    {
      title: 'the External Secrets Operator at level 2, told once',
      level: 2,
      files: { 'a.yaml': external('[|db|]'), 'b.yaml': external('mail') },
    },
    {
      title: 'a dynamic secret of Vault at level 3',
      level: 3,
      files: {
        'vault.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultDynamicSecret
metadata:
  name: db
  namespace: shop
spec:
  mount: database
  path: creds/shop
  destination: {name: [|db|], create: true}
`,
      },
    },
    {
      title: 'a class of the CSI driver and a store at level 2, the injector at level 3',
      level: 2,
      files: {
        'class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: [|SecretProviderClass|]
metadata:
  name: app
spec:
  provider: aws
  parameters: {objects: ""}
`,
        'store.yaml': `apiVersion: external-secrets.io/v1
kind: [|ClusterSecretStore|]
metadata:
  name: aws
spec:
  provider: {aws: {service: SecretsManager, region: eu-central-1}}
`,
        'app.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: app
  annotations:
    [|vault.hashicorp.com/agent-inject|]: "true"
spec: {}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'what the tests of a Makefile install, and the group of an operator that Kubebuilder scaffolds',
      level: 2,
      files: {
        PROJECT: 'domain: secrets-store.csi.k8s.io\nrepo: acme.dev/driver\nversion: "2"\n',
        Makefile: `VERSION := 1
.PHONY: e2e-deploy
e2e-deploy: build
	kubectl create namespace e2e
	helm install csi-secrets-store secrets-store-csi-driver/secrets-store-csi-driver --namespace kube-system
`,
      },
    },
    {
      title: 'the samples in the bundle of an operator, which show how it is used',
      level: 3,
      files: {
        'bundle.yaml': `apiVersion: operators.coreos.com/v1alpha1
kind: ClusterServiceVersion
metadata:
  name: operator
  annotations:
    alm-examples: |-
      [{"apiVersion": "secrets.hashicorp.com/v1beta1", "kind": "VaultConnection", "metadata": {"name": "sample"}, "spec": {"address": "https://vault.acme.dev"}}]
`,
      },
    },
    {
      title: 'an example, a comment and what a chart offers',
      level: 2,
      files: {
        'examples/store.yaml': `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  provider: {aws: {service: SecretsManager, region: eu-central-1}}
`,
        'app.yaml': `# vault.hashicorp.com/agent-inject: "true"
apiVersion: v1
kind: Pod
metadata:
  name: app
`,
        'chart/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
        'chart/templates/class.yaml': `apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  name: {{ .Release.Name }}
spec:
  provider: aws
`,
      },
    },
    { title: 'at its level', level: 3, files: { 'a.yaml': external('db') } },
    { title: 'no level is declared', level: 'none', files: { 'a.yaml': external('db') } },
  ],
};

/** Mechanisms that can be at work without a Secret of their own. */
const withoutSecrets: ReadonlySet<MechanismId> = new Set([
  'external-secrets',
  'csi-driver',
  'vault',
  'vault-operator',
  'vault-injector',
  'bank-vaults',
]);
