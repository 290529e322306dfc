import { fake } from '../fake.ts';
import { fieldFault } from '../fault.ts';
import { literal } from '../literal.ts';
import { readableSecret } from '../model/readable-secret.ts';
import { at, type Node, type ScalarNode } from '../parser.ts';
import type { Resource } from '../resource.ts';
import type { Rule } from '../rule.ts';
import { maps } from '../walk.ts';

interface TokenField {
  readonly group: string;
  /** Last step of the path that holds the reference. */
  readonly field: RegExp;
}

/** Fields of secret operators that name the Secret with the operator's own credential. */
const fields: readonly TokenField[] = [
  { group: 'secrets.doppler.com', field: /^tokenSecret$/ },
  { group: 'k8s.bitwarden.com', field: /^authToken$/ },
  {
    group: 'secrets.infisical.com',
    field: /^(?:serviceTokenSecretReference|credentialsRef|clientIdSecretRef|clientSecretSecretRef|\w{1,40}SecretRef)$/,
  },
  { group: 'secrets.hashicorp.com', field: /^(?:servicePrincipal)$/ },
  { group: 'onepassword.com', field: /^(?:tokenSecretRef|serviceAccountTokenSecretRef)$/ },
];
/** Fields of VaultAuth whose value is the name itself. */
const named = [
  ['appRole', 'secretRef'],
  ['jwt', 'secretRef'],
  ['aws', 'secretRef'],
  ['servicePrincipal', 'secretRef'],
] as const;

export const operatorTokenPlain: Rule = {
  id: 'operator-token-plain',
  title: 'The token of a secrets operator is readable in Git',
  why: 'Everything the operator can fetch is as readable as this one Secret: whoever can clone the repository can ask the store for it from anywhere.',
  remedy:
    'Revoke the token, log in with a machine identity of the platform where the operator has one, else keep the Secret sealed (SealedSecret, SOPS); rotate what the token could read.',
  references: [
    'https://docs.doppler.com/docs/kubernetes-operator',
    'https://infisical.com/docs/integrations/platforms/kubernetes/overview',
    'https://bitwarden.com/help/secrets-manager-kubernetes-operator/',
  ],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    for (const resource of repository.resources) {
      for (const { name, namespace, key, path } of [...fieldsOf(resource), ...variablesOf(resource)]) {
        const source = readableSecret(repository, {
          name: name.value,
          namespace: namespace ?? resource.namespace,
          key,
        });
        if (!source) continue;
        yield fieldFault(
          this.id,
          resource,
          ['spec', ...path].join('.'),
          'reads a Secret whose value is in clear text in this repository',
          name,
          { related: [{ span: source.span, note: `${source.subject} is readable here` }] },
        );
      }
    }
  },
  bad: () => [
    {
      title: 'the Doppler operator and its token',
      files: {
        'doppler.yaml': `apiVersion: secrets.doppler.com/v1alpha1
kind: DopplerSecret
metadata:
  name: app
  namespace: doppler-operator-system
spec:
  tokenSecret:
    name: [|doppler-token|]
  managedSecret:
    name: app
    namespace: prod
---
apiVersion: v1
kind: Secret
metadata:
  name: doppler-token
  namespace: doppler-operator-system
stringData:
  serviceToken: ${fake('doppler-token', 121)}
`,
      },
      also: ['plaintext-secret-manifest'],
    },
  ],
  good: () => [
    {
      title: 'a token that is sealed',
      files: {
        'doppler.yaml': `apiVersion: secrets.doppler.com/v1alpha1
kind: DopplerSecret
metadata:
  name: app
  namespace: doppler-operator-system
spec:
  tokenSecret: {name: doppler-token}
  managedSecret: {name: app, namespace: prod}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: doppler-token
  namespace: doppler-operator-system
spec:
  encryptedData:
    serviceToken: ${fake('sealed-value', 122)}
`,
      },
    },
  ],
};

interface TokenReference {
  readonly name: ScalarNode;
  readonly namespace: string | undefined;
  readonly key: string | undefined;
  readonly path: readonly string[];
}

/** The fields of an operator's own kinds that name the Secret with its credential. */
function fieldsOf(resource: Resource): TokenReference[] {
  const spec = at(resource.node, 'spec');
  if (resource.kind === 'ProviderConfig' && literal(at(spec, 'credentials', 'source'))?.value === 'Secret') {
    return referenceAt(at(spec, 'credentials', 'secretRef'), ['credentials', 'secretRef']);
  }
  const field = fields.find(({ group }) => group === resource.group)?.field;
  if (!field) return [];
  const references = maps(spec).flatMap(({ path, node }) => {
    return field.test(path.at(-1) ?? '') ? referenceAt(node, path) : [];
  });
  for (const path of named) {
    const name = literal(at(spec, ...path));
    if (name) references.push({ name, namespace: undefined, key: undefined, path });
  }
  return references;
}

function referenceAt(node: Node | undefined, path: readonly string[]): TokenReference[] {
  const name = literal(at(node, 'name') ?? at(node, 'secretName'));
  const namespace = literal(at(node, 'namespace') ?? at(node, 'secretNamespace'))?.value;
  const key = literal(at(node, 'secretKey') ?? at(node, 'key'))?.value;
  return name ? [{ name, namespace, key, path }] : [];
}

/** Variables by which operators and their clients take the token of a store. */
const variables = /^(?:OP_CONNECT_TOKEN|OP_SERVICE_ACCOUNT_TOKEN|DOPPLER_TOKEN|INFISICAL_TOKEN|BWS_ACCESS_TOKEN)$/;

function variablesOf(resource: Resource): TokenReference[] {
  if (!['OP_', 'DOPPLER_', 'INFISICAL_', 'BWS_'].some((sign) => resource.document.text.holds(sign))) return [];
  return maps(at(resource.node, 'spec')).flatMap(({ path, node }) => {
    const name = path.at(-1) === 'env' ? literal(at(node, 'name'))?.value : undefined;
    if (name === undefined || !variables.test(name)) return [];
    return referenceAt(at(node, 'valueFrom', 'secretKeyRef'), [...path, name]);
  });
}
