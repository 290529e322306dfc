import { isShown } from '../fault.ts';
import { literal } from '../literal.ts';
import { at, itemsOf } from '../parser.ts';
import { subjectOf } from '../place.ts';
import { nameOf, type Passage, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { type ChartRelease, isOn, releasesOf, settingOf } from './chart-release.ts';
import { blocksOf } from './hcl.ts';
import type { Repository } from './repository.ts';
import { serverChart } from './vault.ts';

/** A server of Vault or OpenBao that lacks what production asks for. */
export interface WeakServer {
  readonly passage: Passage;
  readonly subject: string;
  /** What follows the subject. */
  readonly sentence: string;
  readonly span: Span;
  readonly gaps: readonly string[];
}

/** Servers of the charts, of Bank-Vaults, and what a configuration by itself says. */
export function* weakServersOf(repository: Repository): Iterable<WeakServer> {
  const releases = releasesOf(repository, serverChart);
  for (const release of releases) yield* installed(release);
  yield* operated(repository);
  const told = releases.flatMap((release) => configs.flatMap((path) => settingOf(release, path)?.span ?? []));
  yield* configured(repository, told);
}

function* installed(release: ChartRelease): Iterable<WeakServer> {
  const { passage } = release;
  if (
    release.own ||
    isShown(passage) ||
    release.partial ||
    isOn(release, 'server.dev.enabled') ||
    settingOf(release, 'server.enabled')?.value === 'false'
  ) {
    return;
  }
  if (settingOf(release, 'global.externalVaultAddr') || settingOf(release, 'injector.externalVaultAddr')) return;
  const gaps = gapsOf(release);
  if (gaps.length === 0) return;
  const subject = release.resource ? nameOf(release.resource) : `chart ${release.chart}`;
  yield { passage, subject, sentence: `runs Vault with ${gaps.join(', ')}`, span: release.span, gaps };
}

const configs = ['server.ha.raft.config', 'server.ha.config', 'server.standalone.config'];

function gapsOf(release: ChartRelease): string[] {
  const gaps: string[] = [];
  const ha = isOn(release, 'server.ha.enabled');
  if (!ha) gaps.push('one replica on file storage (server.ha.enabled is not true)');
  const written = configs.flatMap((path) => settingOf(release, path)?.value ?? []);
  const byVariable = settingOf(release, 'server.extraEnvironmentVars.VAULT_SEAL_TYPE') !== undefined;
  // What the chart writes where nothing is given has no seal.
  if (ha && !byVariable && !written.some((text) => sealed.test(text) || text.includes('{{'))) {
    gaps.push('no auto-unseal (no seal stanza)');
  }
  if (!isOn(release, 'server.auditStorage.enabled'))
    gaps.push('no audit storage (server.auditStorage.enabled is not true)');
  return gaps;
}

/** A seal stanza in HCL or JSON that is no comment. */
const sealed = /^[^#\n]{0,400}(?:\bseal[ \t]{1,20}"|"seal")/m;

/** The kind `Vault` of Bank-Vaults. https://bank-vaults.dev/docs/operator/configuration/ */
function* operated(repository: Repository): Iterable<WeakServer> {
  for (const resource of repository.resourcesOf('Vault')) {
    const spec = at(resource.node, 'spec');
    if (resource.group !== 'vault.banzaicloud.com' || isShown(resource.passage) || !spec) continue;
    const gaps: string[] = [];
    const storage = Object.keys(onOneNode).find((type) => at(spec, 'config', 'storage', type));
    if (storage) gaps.push(`${storage} storage (spec.config.storage.${storage})`);
    const size = literal(at(spec, 'size'));
    if (size?.value === '1') gaps.push('one replica (spec.size)');
    if (at(spec, 'unsealConfig', 'kubernetes')) {
      gaps.push('its unseal keys in a Secret of the cluster (spec.unsealConfig.kubernetes)');
    }
    if (at(spec, 'externalConfig') && itemsOf(at(spec, 'externalConfig', 'audit')).length === 0) {
      gaps.push('no audit log (spec.externalConfig.audit)');
    }
    if (gaps.length === 0) continue;
    const node = at(resource.node, 'metadata', 'name') ?? spec;
    yield {
      passage: resource.passage,
      subject: subjectOf(resource.passage, resource, 'spec'),
      sentence: `runs Vault with ${gaps.join(', ')}`,
      span: spanOf(resource.document, node),
      gaps,
    };
  }
}

const onOneNode: Readonly<Record<string, string>> = {
  file: 'keeps everything on one node: no other replica can take over',
  inmem: 'keeps everything in memory: a restart loses all of it',
};

/** The configuration of a server, in a file of its own, a ConfigMap, values that no release names. */
function* configured(repository: Repository, told: readonly Span[]): Iterable<WeakServer> {
  const byVariable = repository.passages.some(({ text }) => text.holds('VAULT_SEAL_TYPE'));
  for (const passage of repository.passages) {
    const { dialect, text } = passage;
    if ((dialect !== 'hcl' && dialect !== 'json') || isShown(passage)) continue;
    if (!text.holds('storage') || !text.holds('listener') || [...blocksOf(passage, 'listener')].length === 0) continue;
    const begin = text.span(0, 0).start;
    if (told.some(({ file, start, end }) => file === passage.file && start <= begin && begin <= end)) continue;
    const mayBeSealed = byVariable || sealed.test(text.content) || /\{\{|\$\{/.test(text.content);
    for (const { label, labelSpan: span } of blocksOf(passage, 'storage')) {
      const alone = Object.hasOwn(onOneNode, label) ? onOneNode[label] : undefined;
      const sentence = alone ?? (mayBeSealed ? undefined : 'has no auto-unseal beside it (no seal stanza)');
      if (sentence) yield { passage, subject: `storage ${label}`, sentence, span, gaps: [] };
    }
  }
}
