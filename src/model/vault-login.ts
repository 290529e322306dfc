import { isFalse, literal } from '../literal.ts';
import { asMap, at, type Node, type ScalarNode } from '../parser.ts';
import { subjectOf } from '../place.ts';
import { nameOf, type Passage, type Resource, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { maps } from '../walk.ts';
import { releasesOf } from './chart-release.ts';
import { insideOf } from './hcl.ts';
import type { Repository } from './repository.ts';

/** A login to Vault that begins with a credential somebody stored. */
export interface StoredLogin {
  readonly passage: Passage;
  readonly subject: string;
  readonly span: Span;
  /** The method, where the subject names its setting. */
  readonly method?: string;
  /** What needs no stored credential. */
  readonly instead: string;
  /** True where the client may run outside of the cluster and have no other way. */
  readonly elsewhere?: boolean;
}

/** A field that reads a stored credential, and what needs none. */
interface Stored {
  readonly path: readonly string[];
  readonly instead: string;
}

const kubernetes = 'method: kubernetes with kubernetes.serviceAccount';

/**
 * Fields of VaultAuth and VaultAuthGlobal that read a stored credential, and what to use instead.
 * https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference
 */
const operator: readonly Stored[] = [
  { path: ['appRole', 'secretRef'], instead: kubernetes },
  { path: ['appRole', 'secretIDPath'], instead: kubernetes },
  { path: ['jwt', 'secretRef'], instead: 'jwt.serviceAccount' },
  { path: ['aws', 'secretRef'], instead: 'aws.irsaServiceAccount' },
];

/** A login to HCP, which knows keys only. */
const platform: readonly Stored[] = [
  { path: ['servicePrincipal', 'secretRef'], instead: 'a Vault with the Kubernetes auth method' },
];

/** Logins of cert-manager. https://cert-manager.io/docs/configuration/vault/ */
const issuer: readonly Stored[] = [
  ['tokenSecretRef', 'name'],
  ['appRole', 'secretRef', 'name'],
  ['kubernetes', 'secretRef', 'name'],
  ['clientCertificate', 'secretName'],
].map((path) => ({ path: ['vault', 'auth', ...path], instead: 'kubernetes.serviceAccountRef' }));

/** Login methods of the Vault Agent that begin with a stored credential. */
const storedMethods = /^(?:approle|userpass|ldap|token|token_file|okta|radius|github)$/;
const authType = 'vault.hashicorp.com/auth-type';

/** Every such login: of the operator and its chart, HCP, cert-manager, the injector and agents. */
export function* storedLoginsOf(repository: Repository): Iterable<StoredLogin> {
  yield* objects(repository);
  yield* annotated(repository);
  yield* defaultMethods(repository);
  for (const passage of repository.passages) if (passage.text.holds('auto_auth')) yield* agents(passage);
}

function* objects(repository: Repository): Iterable<StoredLogin> {
  for (const resource of repository.resourcesOf('VaultAuth', 'VaultAuthGlobal', 'HCPAuth', 'Issuer', 'ClusterIssuer')) {
    const known = fieldsOf(resource);
    const found = known && storedIn(at(resource.node, 'spec'), known);
    if (!found) continue;
    const subject = subjectOf(resource.passage, resource, `spec.${found.path.join('.')}`);
    const span = spanOf(resource.document, found.node);
    yield { passage: resource.passage, subject, span, instead: found.instead };
  }
}

function* annotated(repository: Repository): Iterable<StoredLogin> {
  for (const resource of repository.resources) {
    if (resource.kind === 'CustomResourceDefinition' || !resource.document.text.holds(authType)) continue;
    for (const { path, pairs } of maps(resource.node)) {
      if (path.at(-1) !== 'annotations') continue;
      const node = literal(pairs.find(({ key }) => key.value === authType)?.value);
      if (!node || !storedMethods.test(node.value)) continue;
      const { passage, document } = resource;
      const subject = subjectOf(passage, resource, [...path, authType].join('.'));
      yield { passage, subject, span: spanOf(document, node), method: node.value, instead: 'kubernetes' };
    }
  }
}

function fieldsOf({ kind, group }: Resource): readonly Stored[] | undefined {
  if (group === 'cert-manager.io') return issuer;
  if (group !== 'secrets.hashicorp.com') return undefined;
  return kind === 'HCPAuth' ? platform : operator;
}

function storedIn(spec: Node | undefined, known: readonly Stored[]): (Stored & { node: ScalarNode }) | undefined {
  for (const one of known) {
    const node = literal(at(spec, ...one.path));
    if (node) return { ...one, node };
  }
  return undefined;
}

/** The VaultAuth that the chart of the operator makes from its values. */
function* defaultMethods(repository: Repository): Iterable<StoredLogin> {
  for (const passage of repository.passages) {
    if (passage.dialect === 'markdown' || !passage.text.holds('defaultAuthMethod')) continue;
    for (const document of passage.parsed.documents) {
      for (const { path, node } of maps(document.root)) {
        if (path.at(-1) !== 'defaultAuthMethod' || isFalse(at(node, 'enabled'))) continue;
        const found = storedIn(node, operator);
        if (!found) continue;
        const subject = [...path, ...found.path].join('.');
        yield { passage, subject, span: spanOf(document, found.node), instead: found.instead };
      }
    }
  }
  for (const release of releasesOf(repository, /^vault-secrets-operator$/)) {
    const { passage, resource, chart } = release;
    for (const { path, instead } of operator) {
      const setting = release.settings.get(`defaultAuthMethod.${path.join('.')}`);
      const subject = `${resource ? nameOf(resource) : `chart ${chart}`} defaultAuthMethod`;
      if (setting) yield { passage, subject, span: setting.span, instead };
    }
  }
}

/** `auto_auth { method "approle" { ... } }` of the Vault Agent, labelled or with a `type`. */
function* agents(passage: Passage): Iterable<StoredLogin> {
  for (const document of passage.parsed.documents) {
    for (const { path, pairs } of maps(document.root)) {
      if (path.at(-1) !== 'method' || path.at(-2) !== 'auto_auth') continue;
      for (const { key, value } of pairs) {
        const method = key.value === 'type' ? literal(value) : asMap(value) ? key : undefined;
        if (!method || !storedMethods.test(method.value)) continue;
        const login = { passage, subject: 'auto_auth method', span: insideOf(document, method), method: method.value };
        yield { ...login, instead: 'kubernetes', elsewhere: passage.within === undefined };
      }
    }
  }
}
