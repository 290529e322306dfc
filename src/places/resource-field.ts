import { isUtf8 } from 'node:buffer';
import { credentialField } from '../credential-field.ts';
import { decodedBytes } from '../credentials/base64.ts';
import { isDocumentedLogin } from '../credentials/literal.ts';
import { looksRandom } from '../credentials/randomness.ts';
import { at, type Document, type Node, textAt } from '../parser.ts';
import { type Entry, entryAt, type Place, type PlaceId } from '../place.ts';
import type { Passage, Resource } from '../resource.ts';
import { tellingName } from '../telling-neighbour.ts';
import { writesSecret } from '../terraform-secret.ts';
import { type Leaf, leaves } from '../walk.ts';

/** Kinds whose fields name, select or describe: nothing in them is a value in use. */
const schematic =
  /^(?:CustomResourceDefinition|Role|ClusterRole|RoleBinding|ClusterRoleBinding|APIService|PodDisruptionBudget|NetworkPolicy|ConstraintTemplate|Schema|XRD|CompositeResourceDefinition)$/;
/** The patterns of Kyverno's policies; a Policy of the scheduler or of a product is a configuration like another. */
const pattern = (resource: Resource): boolean =>
  /^(?:Cluster)?Policy$/.test(resource.kind) && /^(?:policies\.)?kyverno\.io$/.test(resource.group);
/** Key paths that hold a schema, a selector or a reference by construction. */
const schemaPath =
  /^(?:openAPIV3Schema|matchLabels|matchExpressions|nodeSelector|labels|annotations|selector|managedFields|ownerReferences|valueFrom|secretKeyRef|configMapKeyRef|fieldRef|resourceFieldRef|secretRef|remoteRef|encryptedData)$/;

/**
 * Every other scalar of YAML and JSON: fields of custom resources, Helm values, GitOps inline values, configuration
 * files, and the documents embedded in all of them. The key decides.
 */
export const resourceField: Place = {
  id: 'resource-field',
  about: 'Every other field of a resource, of Helm values and of a configuration file.',
  *fromPassage(passage) {
    // The objects of a SecretProviderClass name secrets in a store: `secretKey: password` is no password.
    if (passage.within?.resource?.kind === 'SecretProviderClass') return;
    for (const document of passage.parsed.documents) {
      if (!document.root) continue;
      const kind = textAt(document.root, 'kind');
      const isResource = kind !== undefined && textAt(document.root, 'apiVersion') !== undefined;
      if (isResource) continue;
      const place = placeOf(passage);
      yield* fields(place, { passage, document }, document.root, []);
    }
  },
  *fromResource(resource) {
    if (schematic.test(resource.kind) || pattern(resource)) return;
    // What a patch deletes is not provided.
    if (textAt(resource.node, '$patch') === 'delete') return;
    const place = gitopsField(resource) ? 'gitops-values' : (embeddedPlace(resource.passage) ?? 'resource-field');
    yield* fields(place, resource, resource.node, []);
  },
};

function* fields(
  place: PlaceId,
  where: { passage: Passage; document: Document; resource?: Resource | undefined } | Resource,
  root: Node,
  path: readonly string[],
): Iterable<Entry> {
  const resource = 'apiVersion' in where ? where : where.resource;
  const within = { passage: where.passage, document: where.document, resource };
  const hcl = where.passage.dialect === 'hcl';
  const suite = isSuite(root);
  const schemas = new Map<Leaf['parent'], boolean>();
  for (const leaf of leaves(root, path)) {
    if (leaf.node.value === '' || leaf.path.length === 0) continue;
    if (leaf.path.some((step) => schemaPath.test(step))) continue;
    if (resource && (leaf.path[0] === 'metadata' || namesKeys(resource, leaf.path))) continue;
    if (leaf.parent) {
      // Asked once for each map: a map of n keys must not cost n².
      const schema = schemas.get(leaf.parent) ?? describes(leaf.parent);
      schemas.set(leaf.parent, schema);
      if (schema) continue;
    }
    // An HCL expression without quotes is a reference or a function call.
    if (hcl && leaf.node.templated && leaf.node.style === 'plain') continue;
    const specified = credentialField(
      { kind: resource?.kind, root: where.document.root, passage: where.passage },
      leaf.path,
    );
    const key = leaf.path.at(-1)!;
    if (specified?.family === 'registry' && key === 'password' && isDocumented(leaf)) continue;
    if (specified?.family === 'registry' && key === 'auth' && isGarbled(leaf.node.value)) continue;
    if (leaf.parent && isKeyReference(leaf, leaf.parent)) continue;
    const telling = leaf.parent && tellingName(where.passage, key, leaf.parent);
    yield entryAt(place, within, {
      key: telling ?? key,
      path: leaf.path.slice(0, -1),
      node: leaf.node,
      ...(telling ? { called: leaf.path.join('.') } : undefined),
      expectation:
        specified || (hcl && writesSecret(leaf.path, leaf.parent))
          ? 'secret'
          : (leaf.parent || isOnlyValue(leaf)) &&
              !fetched.test(leaf.node.tag ?? '') &&
              !(suite && !isMachineMade(leaf.node.value))
            ? 'named'
            : 'shape',
      encoding: specified?.encoding ?? 'plain',
    });
  }
}

/** A login of a registry decodes to `user:password`: where it is no text, its author has spoilt it. */
function isGarbled(auth: string): boolean {
  const bytes = decodedBytes(auth);
  return bytes !== undefined && !isUtf8(bytes);
}

/**
 * A suite of helm-unittest renders a chart with values of its own and is deployed nowhere: only what a machine made counts.
 * https://github.com/helm-unittest/helm-unittest/blob/main/DOCUMENT.md
 */
function isSuite(root: Node): boolean {
  return textAt(root, 'suite') !== undefined && at(root, 'tests')?.type === 'seq';
}

/** `config: {privateKey: [x], bindCredential: [x]}`: Keycloak writes every value of a component as a list. */
function isOnlyValue({ path }: Leaf): boolean {
  return (
    path.at(-2) === 'config' &&
    /^(?:secret|privateKey|bindCredential|clientSecret|\w{1,30}Password)$/.test(path.at(-1)!)
  );
}

function isMachineMade(value: string): boolean {
  return /\d/.test(value) && looksRandom(value);
}

/** Tags by which a value is fetched: Summon, Home Assistant, GitLab, CloudFormation. */
const fetched = /^!(?:var|env_var|env|secret|include|file|reference|Ref|GetAtt|ImportValue|FindInMap)$/;

/** `{username: user, password: password}` of a manual opens no registry. */
function isDocumented({ node, parent }: Leaf): boolean {
  const user = parent?.find(({ key }) => key.value === 'username')?.value;
  return user?.type === 'scalar' && isDocumentedLogin(user.value, node.value);
}

/** `spec.data[]` of these kinds maps names of keys to names of keys: `secretKey: password` is no password. */
function namesKeys(resource: Resource, path: readonly string[]): boolean {
  return /^(?:(?:Cluster)?ExternalSecret|(?:Cluster)?PushSecret|SecretProviderClass|AzureKeyVaultSecret)$/.test(
    resource.kind,
  )
    ? path.includes('data') && !path.includes('template')
    : false;
}

/**
 * `passwordSecret: {secretName: app, password: key}`: the name of a Secret and of a key in it, as Strimzi writes it, and
 * `{secretName: hook, secretKey: secretToken}` (interceptors of Tekton), `{existingSecret: db, secretKey: dbPassword}`.
 */
function isKeyReference({ path, node }: Leaf, siblings: NonNullable<Leaf['parent']>): boolean {
  const names = (name: RegExp): boolean =>
    siblings.some(({ key, value }) => name.test(key.value) && value.type === 'scalar' && value.value !== '');
  if (/secret(?:ref)?$/i.test(path.at(-2) ?? '') && names(/^secretName$/)) return true;
  if (path.at(-1) !== 'secretKey') return false;
  // An entry of an ExternalSecret without its head: the key of the Secret that is made.
  if (siblings.some(({ key, value }) => /^(?:remoteRef|sourceRef)$/.test(key.value) && value.type === 'map'))
    return true;
  return names(/^(?:secretName|existingSecret)$/) && isKeyName(node.value);
}

/** What people call a key of a Secret; `minio123` would be a secret beside the name of another. */
function isKeyName(value: string): boolean {
  return /^[A-Za-z][a-z]{0,30}(?:[A-Z_.-][A-Za-z]{1,30}){0,5}$/.test(value) && !looksRandom(value);
}

/** `{type: string, description: ...}` is a schema of a value, not a value. */
function describes(parent: NonNullable<Leaf['parent']>): boolean {
  let type = false;
  let described = false;
  for (const { key, value } of parent) {
    if (key.value === 'type' && value.type === 'scalar') {
      type = /^(?:string|object|integer|boolean|number|array)$/.test(value.value);
    } else if (key.value === 'description' || key.value === 'properties' || key.value === 'items') described = true;
  }
  return type && described;
}

function gitopsField(resource: Resource): boolean {
  return (
    resource.kind === 'HelmRelease' ||
    resource.kind === 'HelmChart' ||
    resource.kind === 'HelmChartConfig' ||
    resource.kind === 'Bundle' ||
    resource.kind === 'GitRepo' ||
    resource.group === 'argoproj.io' ||
    (resource.kind === 'Kustomization' && at(resource.node, 'spec', 'postBuild') !== undefined)
  );
}

/** https://helmfile.readthedocs.io/ and https://fleet.rancher.io/ref-fleet-yaml: values of releases, inline. */
const helmfile = /(?:^|\/)helmfile(?:\.d\/[^/]{1,200})?\.ya?ml(?:\.gotmpl)?$/;
const fleet = /(?:^|\/)fleet\.ya?ml$/;

function placeOf(passage: Passage): PlaceId {
  const embedded = embeddedPlace(passage);
  if (embedded) return embedded;
  if (passage.role === 'helm-values' || helmfile.test(passage.file.path)) return 'helm-values';
  if (fleet.test(passage.file.path)) return 'gitops-values';
  if (passage.role === 'kustomization') return 'patch';
  if (passage.role === 'helm-template') return 'helm-template-literal';
  if (passage.dialect === 'dotenv' && !passage.within) return 'dotenv';
  if (passage.dialect === 'hcl' || /\.tfstate(?:\.|$)/.test(passage.file.path)) return 'terraform';
  return 'config-file';
}

/** A document inside a ConfigMap's value is ConfigMap data, and so on outwards. */
function embeddedPlace(passage: Passage): PlaceId | undefined {
  const holder = passage.within;
  if (!holder) return undefined;
  const { resource } = holder;
  if (!resource) return holder.passage.role === 'kustomization' ? 'patch' : embeddedPlace(holder.passage);
  if (resource.kind === 'ConfigMap') return 'configmap-data';
  if (resource.kind === 'Secret' && resource.group === '') return 'secret-data';
  if (/^(?:SealedSecret|(?:Cluster)?ExternalSecret|PushSecret)$/.test(resource.kind)) return 'secret-template-data';
  if (resource.kind === 'Kustomization') return 'patch';
  if (gitopsField(resource)) return 'gitops-values';
  return embeddedPlace(holder.passage);
}
