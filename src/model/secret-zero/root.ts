import { type Resource, spanOf } from '../../resource.ts';
import type { Span } from '../../text.ts';

/** What a root credential is, worst first. */
export const rootKinds = [
  /** Readable in the repository itself. */
  'in-git',
  /** A stored key where the provider knows a workload identity. */
  'static',
  /** A stored key of a provider that knows nothing else. */
  'unavoidable',
  /** Typed in by a person or a script. */
  'by-hand',
  /** A private key or password that lies outside of Git: age, PGP, ansible-vault. */
  'private-key',
  /** A key pair that a controller keeps in the cluster. */
  'key-pair',
  /** A key that a service keeps to itself. */
  'kms',
  /** A workload identity that the platform issues. */
  'identity',
  /** Made in the cluster; nothing has to be kept. */
  'in-cluster',
  /** The repository does not tell. */
  'unknown',
] as const;

export type RootKind = (typeof rootKinds)[number];

/** A credential that others hang on. */
export interface Root {
  /** Tells roots apart within a repository. */
  readonly id: string;
  readonly kind: RootKind;
  /** For people, made of names: `Secret external-secrets/aws-credentials`, `sealing key of the cluster prod`. */
  readonly name: string;
  /** Where the repository names it. */
  readonly span: Span | undefined;
}

/** One step of the path from a Secret to its root: an object or a file. */
export interface Step {
  readonly kind: string;
  /** With its namespace; empty where the kind says all. */
  readonly name: string;
  /** What is to be said of it: the provider of a store, that it is missing. */
  readonly note: string | undefined;
  readonly span: Span | undefined;
}

/** A Secret that opens a store. */
export interface StoredKey {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly key: string | undefined;
  /** True where the provider knows a workload identity. */
  readonly avoidable: boolean;
  readonly span: Span;
}

/** What something is opened with, and the steps that lead there. */
export interface Opening {
  readonly steps: readonly Step[];
  readonly by: Root | StoredKey;
}

export function isStoredKey(by: Root | StoredKey): by is StoredKey {
  return 'avoidable' in by;
}

export function worse(a: RootKind, b: RootKind): RootKind {
  return rootKinds.indexOf(a) <= rootKinds.indexOf(b) ? a : b;
}

/** `prod/app`, `app`. */
export function qualified(name: string, namespace: string | undefined): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function stepOf(resource: Resource, note?: string): Step {
  const { kind, name, namespace, document, node } = resource;
  return { kind, name: qualified(name ?? '(templated)', namespace), note, span: spanOf(document, node) };
}

export function rootOf(kind: RootKind, name: string, span?: Span): Root {
  return { id: `${kind}\0${name}`, kind, name, span };
}
