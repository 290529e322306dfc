import { isShown } from '../fault.ts';
import { programOf } from '../flags.ts';
import { isFalse, isTrue, literal } from '../literal.ts';
import {
  asScalar,
  at,
  type Document,
  itemsOf,
  type Node,
  type Pair,
  partOf,
  type ScalarNode,
  textAt,
} from '../parser.ts';
import { subjectOf } from '../place.ts';
import { nameOf, type Passage, type Resource, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { type MapAt, maps } from '../walk.ts';
import { releasesOf, settingOf } from './chart-release.ts';
import { blocksOf, insideOf } from './hcl.ts';
import type { Repository } from './repository.ts';
import { mentionsVault, serverChart } from './vault.ts';
import { annotations, clear, isOpen, kindOf, variables } from './vault-variables.ts';

/** A setting by which somebody talks to Vault or OpenBao without TLS, or without checking whom it talks to. */
export interface OpenTransport {
  readonly passage: Passage;
  readonly subject: string;
  readonly span: Span;
  /** `listener`: the server offers no TLS; `release`: nor do its clients ask for it; `address`: plain http. */
  readonly what: 'listener' | 'release' | 'unchecked' | 'address';
}

const local = /^(?:127\.0\.0\.1|localhost|\[?::1)/;
/** One of these stands in every text that sets up a client. */
const signs = ['vault', 'Vault', 'VAULT_', 'BAO_', 'openbao'];

/** Every such setting: of servers, of the chart, of clients in manifests, pipelines, scripts and Terraform. */
export function* openTransportsOf(repository: Repository): Iterable<OpenTransport> {
  yield* listeners(repository);
  yield* releases(repository);
  for (const resource of repository.resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    if (!signs.some((sign) => resource.passage.text.holds(sign))) continue;
    const report = reporter(resource.passage, resource.document, resource);
    yield* kinds(resource, report);
    yield* settings(resource.node, report);
  }
  for (const passage of repository.passages) {
    const { content } = passage.text;
    if (isShown(passage) || !(mentionsVault(content) || content.includes('tls_disable'))) continue;
    for (const document of passage.parsed.documents) {
      yield* configuration(passage, document, reporter(passage, document, undefined));
    }
    yield* commands(passage);
  }
}

function* listeners(repository: Repository): Iterable<OpenTransport> {
  for (const passage of repository.passages) {
    if (passage.dialect !== 'hcl' || !passage.text.holds('tls_disable')) continue;
    for (const { label, body, document } of blocksOf(passage, 'listener')) {
      const off = literal(at(body, 'tls_disable'));
      // A socket is a file: nothing crosses the network.
      if (!off || !isTrue(off) || label === 'unix' || local.test(textAt(body, 'address') ?? '')) continue;
      yield { passage, subject: `listener ${label} tls_disable`, span: insideOf(document, off), what: 'listener' };
    }
  }
}

function* releases(repository: Repository): Iterable<OpenTransport> {
  for (const release of releasesOf(repository, serverChart)) {
    const { passage } = release;
    const called = release.resource ? nameOf(release.resource) : `chart ${release.chart}`;
    const off = settingOf(release, 'global.tlsDisable');
    if (off?.value === 'true') {
      yield { passage, subject: `${called} global.tlsDisable`, span: off.span, what: 'release' };
    }
    for (const path of ['global.externalVaultAddr', 'global.externalBaoAddr', 'injector.externalVaultAddr']) {
      const address = settingOf(release, path);
      if (address && clear.test(address.value)) {
        yield { passage, subject: `${called} ${path}`, span: address.span, what: 'address' };
      }
    }
  }
}

interface Reporter {
  flag(node: Node | undefined, called: string): Iterable<OpenTransport>;
  address(node: Node | undefined, called: string): Iterable<OpenTransport>;
  argument(node: ScalarNode | undefined, called: string): Iterable<OpenTransport>;
}

function reporter(passage: Passage, document: Document, resource: Resource | undefined): Reporter {
  const found = (node: Node, called: string, what: OpenTransport['what']): OpenTransport => {
    return { passage, subject: subjectOf(passage, resource, called), span: spanOf(document, node), what };
  };
  return {
    *flag(node, called) {
      if (node && isTrue(node)) yield found(node, called, 'unchecked');
    },
    *address(node, called) {
      const value = literal(node);
      if (value && clear.test(value.value)) yield found(value, called, 'address');
    },
    *argument(node, called) {
      const match = clientArgument.exec(node?.value ?? '');
      if (!node || !match) return;
      if (match[1] === undefined) yield found(node, called, 'unchecked');
      else if (clear.test(match[1])) yield found(node, called, 'address');
    },
  };
}

/** Custom resources that name a server. */
function* kinds({ node, kind, group }: Resource, { flag, address }: Reporter): Iterable<OpenTransport> {
  const spec = at(node, 'spec');
  if (group === 'cert-manager.io' && /^(?:Cluster)?Issuer$/.test(kind)) {
    yield* address(at(spec, 'vault', 'server'), 'spec.vault.server');
  } else if (group === 'redhatcop.redhat.io') {
    yield* address(at(spec, 'connection', 'address'), 'spec.connection.address');
    yield* flag(at(spec, 'connection', 'tLSConfig', 'skipVerify'), 'spec.connection.tLSConfig.skipVerify');
  }
  if (kind === 'VaultConnection') {
    yield* address(at(spec, 'address'), 'spec.address');
    yield* flag(at(spec, 'skipTLSVerify'), 'spec.skipTLSVerify');
  } else if (kind === 'SecretProviderClass') {
    for (const name of ['vault', 'openbao']) {
      yield* address(at(spec, 'parameters', `${name}Address`), `spec.parameters.${name}Address`);
      yield* flag(at(spec, 'parameters', `${name}SkipTLSVerify`), `spec.parameters.${name}SkipTLSVerify`);
    }
  }
}

/** Annotations and environments of a resource. */
function* settings(root: Node, report: Reporter): Iterable<OpenTransport> {
  for (const at of maps(root)) {
    if (at.path.at(-1) === 'annotations') {
      for (const { key, value } of at.pairs) {
        const kind = kindOf(annotations, key.value);
        if (kind) yield* report[kind](value, [...at.path, key.value].join('.'));
      }
    } else yield* environment(at, report);
  }
}

/** Variables in a map, as an item of a list, and the arguments of the CSI provider. */
function* environment({ path, pairs }: MapAt, report: Reporter): Iterable<OpenTransport> {
  const name = literal(valueAt(pairs, 'name'))?.value;
  // A setting of a chart is named by its path.
  const kind = kindOf(variables, name?.slice(name.lastIndexOf('.') + 1));
  if (kind) yield* report[kind](valueAt(pairs, 'value'), `env ${name}`);
  for (const { key, value } of pairs) {
    const one = kindOf(variables, key.value);
    if (one) yield* report[one](value, [...path, key.value].join('.'));
    if (!argumentKeys.test(key.value)) continue;
    for (const item of [value, ...itemsOf(value)]) yield* report.argument(asScalar(item), key.value);
  }
}

const argumentKeys = /^(?:args|command|extraArgs)$/;
const clientArgument = /^--?vault-(?:addr=(.*)|tls-skip-verify(?:=(?:true|1))?)$/;

/** A server's configuration in JSON, the values of the VSO chart, environments, the step of a workflow, Terraform, an agent. */
function* configuration(passage: Passage, document: Document, report: Reporter): Iterable<OpenTransport> {
  const hcl = passage.dialect === 'hcl';
  for (const each of maps(document.root)) {
    const { path, pairs } = each;
    const [outer, last] = [path.at(-2), path.at(-1)];
    const called = (name: string): string => [...path, name].join('.');
    if (!hcl && outer === 'listener' && last === 'tcp') {
      const off = valueAt(pairs, 'tls_disable');
      if (off && isTrue(off) && !local.test(literal(valueAt(pairs, 'address'))?.value ?? '')) {
        yield { passage, subject: called('tls_disable'), span: spanOf(document, off), what: 'listener' };
      }
    } else if (last === 'defaultVaultConnection') {
      // The chart of the Vault Secrets Operator makes none then, whatever else is filled in.
      if (isFalse(valueAt(pairs, 'enabled'))) continue;
      yield* report.address(valueAt(pairs, 'address'), called('address'));
      yield* report.flag(valueAt(pairs, 'skipTLSVerify'), called('skipTLSVerify'));
    } else if (hcl && (path.length === 1 ? last === 'vault' : outer === 'provider' && last === 'vault')) {
      yield* report.address(valueAt(pairs, 'address'), called('address'));
      for (const name of ['skip_tls_verify', 'tls_skip_verify']) yield* report.flag(valueAt(pairs, name), called(name));
    } else yield* environment(each, report);
    if (literal(valueAt(pairs, 'uses'))?.value.startsWith('hashicorp/vault-action@')) {
      const inputs = valueAt(pairs, 'with');
      yield* report.address(at(inputs, 'url'), 'vault-action url');
      yield* report.flag(at(inputs, 'tlsSkipVerify'), 'vault-action tlsSkipVerify');
    }
    for (const item of itemsOf(valueAt(pairs, 'environment'))) yield* assigned(passage, document, asScalar(item));
  }
}

/** `VAULT_SKIP_VERIFY=true` in the environment of a Compose service. */
function* assigned(passage: Passage, document: Document, scalar: ScalarNode | undefined): Iterable<OpenTransport> {
  const [, name, value = ''] = /^(\w{1,40})=(.*)$/.exec(scalar?.value ?? '') ?? [];
  const what = isOpen(kindOf(variables, name), value);
  if (scalar && what) yield { passage, subject: `env ${name}`, span: spanOf(document, scalar), what };
}

/** `export VAULT_SKIP_VERIFY=true`, `vault kv get -tls-skip-verify`, `vault login -address=http://...`. */
function* commands(passage: Passage): Iterable<OpenTransport> {
  for (const { words, assignments, text } of passage.parsed.commands) {
    for (const { name, value } of assignments) {
      const what = isOpen(kindOf(variables, name), value.value);
      if (what) yield { passage, subject: name, span: text.span(value.start, value.end), what };
    }
    // `docker run -e VAULT_ADDR=...`, `--from-literal=VAULT_ADDR=...`, `--set server.extraEnvironmentVars.VAULT_ADDR=...`
    for (const word of words) {
      const given = /(?:^|[.=,])(\w{1,40})=([^,]*)/.exec(word.value);
      const what = given && isOpen(kindOf(variables, given[1]), given[2]!);
      if (!what) continue;
      const to = given.index + given[0].length;
      const { start, end } = partOf(word, to - given[2]!.length, to);
      yield { passage, subject: given[1]!, span: text.span(start, end), what };
    }
    const program = programOf(words);
    if (program !== 'vault' && program !== 'bao') continue;
    for (const [i, word] of words.entries()) {
      const inline = /^--?address=/.exec(word.value)?.[0];
      const separate = /^--?address$/.test(words[i - 1]?.value ?? '');
      const { start, end } = partOf(word, inline?.length ?? 0, word.value.length);
      const span = text.span(start, end);
      if (/^--?tls-skip-verify(?:=(?:true|1))?$/.test(word.value)) {
        yield { passage, subject: `${program} -tls-skip-verify`, span, what: 'unchecked' };
      } else if ((inline || separate) && isOpen('address', word.value.slice(inline?.length ?? 0))) {
        yield { passage, subject: `${program} -address`, span, what: 'address' };
      }
    }
  }
}

function valueAt(pairs: readonly Pair[], key: string): Node | undefined {
  return pairs.find((pair) => pair.key.value === key)?.value;
}
