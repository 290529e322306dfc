import { asScalar, pairsOf, type ScalarNode } from '../parser.ts';
import type { Resource } from '../resource.ts';
import type { Span } from '../text.ts';
import { placementOf } from './chart-placement.ts';
import { releasesOf } from './chart-release.ts';
import type { Repository } from './repository.ts';
import { eso } from './secret-store.ts';

/** The minor release, before 1.0, that no longer serves a version. https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0 */
const goneIn = { v1alpha1: 16, v1beta1: 17 } as const;
/** The minor release that brought `v1`. */
const v1Since = 16;

const kinds = ['SecretStore', 'ClusterSecretStore', 'ExternalSecret', 'ClusterExternalSecret'] as const;

/** An object of an External Secrets API version that newer operators do not serve. */
export interface OldVersion {
  readonly resource: Resource;
  readonly node: ScalarNode;
  readonly version: keyof typeof goneIn;
  /** The minor release that dropped the version: 17 is 0.17. */
  readonly since: number;
  /** The operator of the repository, where it is old enough to serve the version. */
  readonly servedBy: { readonly text: string; readonly span: Span } | undefined;
  /** False where an operator of the repository is too old to serve `v1`. */
  readonly v1Served: boolean;
}

/** Every object whose API version External Secrets Operator has dropped. */
export function* oldVersionsIn(repository: Repository): Iterable<OldVersion> {
  let installed: readonly Installed[] | undefined;
  for (const resource of repository.resourcesOf(...kinds)) {
    if (resource.group !== eso) continue;
    const versions = pairsOf(resource.node).filter(({ key }) => key.value === 'apiVersion');
    // A chart may choose by what the cluster serves: `if .Capabilities.APIVersions.Has ... else`.
    if (versions.some(({ value }) => asScalar(value)?.value === `${eso}/v1`)) continue;
    for (const { value } of versions) {
      const node = asScalar(value);
      const version = node?.value.slice(eso.length + 1);
      if (!node || (version !== 'v1beta1' && version !== 'v1alpha1')) continue;
      const since = goneIn[version];
      installed ??= installedIn(repository);
      const old = installed.length > 0 && installed.every(({ minor }) => minor < since);
      const v1Served = installed.every(({ minor }) => minor >= v1Since);
      yield { resource, node, version, since, servedBy: old ? installed[0] : undefined, v1Served };
    }
  }
}

interface Installed {
  readonly text: string;
  /** Of 0.x; later majors are above all of them. */
  readonly minor: number;
  readonly span: Span;
}

/** The versions of the operator that the repository installs; its chart counts as the operator does. */
function installedIn(repository: Repository): readonly Installed[] {
  return releasesOf(repository, /^external-secrets$/).flatMap((release): Installed[] => {
    const version = placementOf(release).version;
    const match = /^[~^v=\s]{0,4}(\d{1,3})\.(\d{1,3})(?:\.|$)/.exec(version?.text ?? '');
    if (!version || !match) return [];
    return [{ ...version, minor: match[1] === '0' ? Number(match[2]) : Number.POSITIVE_INFINITY }];
  });
}
