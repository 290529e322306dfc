import { asScalar, at, type Node } from './parser.ts';
import { nameOf, type Passage, type Resource, spanOf } from './resource.ts';
import type { Span } from './text.ts';

/** How a secret is kept; the ids are used in every output and in docs/mechanisms.md. */
export type MechanismId =
  | 'plain-secret'
  | 'kubectl'
  | 'sealed-secrets'
  | 'sops'
  | 'external-secrets'
  | 'push-secret'
  | 'csi-driver'
  | 'vault-operator'
  | 'vault-injector'
  | 'vault'
  | 'bank-vaults'
  | 'argocd-vault-plugin'
  | 'vals'
  | 'onepassword'
  | 'doppler'
  | 'infisical'
  | 'bitwarden'
  | 'akv2k8s'
  | 'git-crypt'
  | 'ansible-vault'
  | 'kustomize-generator'
  | 'cert-manager'
  | 'generated';

/** A place where a Secret is provided. `keys` are known only where the declaration lists them. */
export interface Declaration {
  readonly mechanism: MechanismId;
  /** Name of the Secret that comes to be; undefined where templated. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly keys: readonly string[] | undefined;
  readonly span: Span;
  readonly resource: Resource | undefined;
}

/** A place where a workload consumes a Secret. */
export interface Use {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly key: string | undefined;
  /** `env`, `envFrom`, `volume`, `image-pull`, `tls`, `csi`, `values`, `valuesFrom`. */
  readonly how: string;
  readonly optional: boolean;
  readonly span: Span;
  readonly resource: Resource;
}

/** Evidence that a mechanism is at work in a passage, whether or not it declares a Secret there. */
export interface Sign {
  readonly mechanism: MechanismId;
  readonly span: Span;
  /** One sentence for people: `SealedSecret prod/app`. */
  readonly note: string;
}

/** A way a secret is kept: recognises its declarations and signs. States facts, never judges. */
export interface Mechanism {
  readonly id: MechanismId;
  readonly title: string;
  /** The ladder level this mechanism is evidence of. */
  readonly level: 1 | 2 | 3 | 4;
  /** Markdown, one paragraph: what it is and how it is recognised. */
  readonly about: string;
  readonly reference: string;
  declarations?(resource: Resource): Iterable<Declaration>;
  /** Declarations that no resource holds: commands, and kustomizations, which may leave out their kind. */
  declarationsIn?(passage: Passage): Iterable<Declaration>;
  signs?(passage: Passage, resources: readonly Resource[]): Iterable<Sign>;
}

/** What a declaration says besides its name; the namespace is the resource's unless given (`undefined`: unknown). */
export interface Particulars {
  /** The name where it is computed and stands nowhere. */
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly keys?: readonly string[] | undefined;
}

/** A Secret that a resource declares. `node` names it, or is the place for a computed name; a templated name is unknown. */
export function declare(
  mechanism: MechanismId,
  resource: Resource,
  node: Node | undefined,
  particulars: Particulars = {},
): Declaration {
  const scalar = asScalar(node);
  const written = scalar && !scalar.templated && scalar.value !== '' ? scalar.value : undefined;
  return {
    mechanism,
    name: 'name' in particulars ? particulars.name : written,
    namespace: 'namespace' in particulars ? particulars.namespace : resource.namespace,
    keys: particulars.keys,
    span: spanOf(resource.document, scalar ?? placeOf(resource)),
    resource,
  };
}

/** A sign that a resource gives by being there. */
export function sign(mechanism: MechanismId, resource: Resource, note: string = nameOf(resource)): Sign {
  return { mechanism, span: spanOf(resource.document, at(resource.node, 'kind') ?? resource.node), note };
}

/** A sign at the first place in a file where some words stand; embedded texts are left to the file that holds them. */
export function* mention(mechanism: MechanismId, passage: Passage, words: string, note: string): Iterable<Sign> {
  if (passage.within || !configuration.has(passage.dialect)) return;
  const start = passage.text.content.indexOf(words);
  if (start !== -1) yield { mechanism, span: passage.text.span(start, start + words.length), note };
}

/** Prose mentions a tool without using it. */
const configuration: ReadonlySet<string> = new Set(['yaml', 'json', 'hcl', 'toml', 'shell', 'dockerfile', 'makefile']);

function placeOf(resource: Resource): Node {
  return at(resource.node, 'metadata', 'name') ?? at(resource.node, 'kind') ?? resource.node;
}
