import {
  type Chain,
  type Reach,
  type RootKind,
  type RootReach,
  type Route,
  reachId,
  type SecretZero,
  type Step,
} from './model/secret-zero.ts';
import { counted, listed } from './phrases.ts';
import type { Span } from './text.ts';
import { placesOf } from './text.ts';

/** What each kind of root is called, in the words of every output. */
export const rootTitles: Readonly<Record<RootKind, string>> = {
  'in-git': 'Readable in Git',
  static: 'Static, and a workload identity would do',
  unavoidable: 'Static, and the provider knows nothing else',
  'by-hand': 'Put in by hand',
  'private-key': 'Private key outside of Git',
  'key-pair': 'Key pair in the cluster',
  kms: 'Key of a key management service',
  identity: 'Workload identity',
  'in-cluster': 'Made in the cluster',
  unknown: 'Not told by the repository',
};

/** `3 Secrets, 2 encrypted files and 4 workloads`. */
export function reachText(reach: Reach): string {
  return listed([...subjects(reach), counted(reach.workloads, 'workload')]);
}

/** `3 Secrets and 2 encrypted files`. */
export function subjectsText(reach: Reach): string {
  return listed(subjects(reach));
}

function subjects({ secrets, files }: Reach): string[] {
  return [
    ...(secrets > 0 || files === 0 ? [counted(secrets, 'Secret')] : []),
    ...(files > 0 ? [counted(files, 'encrypted file')] : []),
  ];
}

/** `ClusterSecretStore aws (aws)`. */
export function stepText({ kind, name, note }: Step): string {
  return `${kind}${name === '' ? '' : ` ${name}`}${note === undefined ? '' : ` (${note})`}`;
}

/** The way from the Secrets to the root: the objects that provide them are named by their kind. */
export function routeSteps({ steps }: Route): string[] {
  return steps.map((step, i) => (i === 0 && step.kind !== 'SecretProviderClass' ? step.kind : stepText(step)));
}

/** What is left out says so: `omitted` counts what the limits cut off. */
export interface Limits {
  readonly roots: number;
  readonly routes: number;
  readonly chains: number;
  readonly workloads: number;
}

export const reportLimits: Limits = { roots: 200, routes: 20, chains: 2_000, workloads: 20 };

/** The chains as they stand in the JSON report; described by schemas/report.schema.json. */
export function secretZeroJson(zero: SecretZero, limits: Limits = reportLimits): object {
  const index = new Map(zero.roots.slice(0, limits.roots).map(({ root }, i) => [reachId(root), i]));
  const omittedRoutes = zero.roots
    .slice(0, limits.roots)
    .reduce((sum, { routes }) => sum + Math.max(0, routes.length - limits.routes), 0);
  return {
    secrets: zero.secrets,
    files: zero.files,
    workloads: zero.workloads,
    leftOut: zero.leftOut,
    roots: zero.roots.slice(0, limits.roots).map((reach) => rootJson(reach, limits)),
    chains: zero.chains.slice(0, limits.chains).map((chain) => chainJson(chain, index, limits)),
    omitted: {
      roots: Math.max(0, zero.roots.length - limits.roots),
      routes: omittedRoutes,
      chains: Math.max(0, zero.chains.length - limits.chains),
    },
  };
}

function rootJson({ root, routes, secrets, files, workloads }: RootReach, limits: Limits): object {
  return {
    kind: root.kind,
    name: root.name,
    ...place(root.span),
    secrets,
    files,
    workloads,
    routes: routes.slice(0, limits.routes).map((route) => ({
      steps: routeSteps(route),
      secrets: route.secrets,
      files: route.files,
      workloads: route.workloads,
    })),
  };
}

function chainJson(
  { subject, mechanism, steps, roots }: Chain,
  index: ReadonlyMap<string, number>,
  limits: Limits,
): object {
  return {
    kind: subject.kind,
    name: subject.name,
    ...place(subject.span),
    mechanism: mechanism ?? null,
    workloads: [...subject.workloads.values()].slice(0, limits.workloads),
    workloadCount: subject.workloads.size,
    steps: steps.map(({ kind, name, note, span }) => ({ kind, name, note: note ?? null, ...place(span) })),
    roots: roots.flatMap((root) => index.get(reachId(root)) ?? []),
  };
}

function place(span: Span | undefined): { path: string | null; line: number | null } {
  return span ? { path: span.file.path, line: placesOf(span).line } : { path: null, line: null };
}
