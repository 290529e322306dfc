import { isShown } from '../fault.ts';
import { programOf } from '../flags.ts';
import { isTrue, literal } from '../literal.ts';
import { asScalar, at, type Document, itemsOf, type Node, type Pair, partOf, type ScalarNode } from '../parser.ts';
import { subjectOf } from '../place.ts';
import { nameOf, type Passage, type Resource, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { maps } from '../walk.ts';
import { releasesOf, settingOf } from './chart-release.ts';
import type { Repository } from './repository.ts';
import { attribute, hclHolders, mentionsVault, serverChart, stanzasOf } from './vault.ts';

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
const clear = /^http:\/\/(?!(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?:[:/]|$))/i;

/** Every such setting: of servers, of the chart, of clients in manifests, pipelines, scripts and Terraform. */
export function* openTransportsOf(repository: Repository): Iterable<OpenTransport> {
  yield* listeners(repository);
  yield* releases(repository);
  for (const resource of repository.resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    if (!signs.some((sign) => resource.passage.text.holds(sign))) continue;
    const report = reporter(resource.passage, resource.document, resource);
    yield* kinds(resource, report);
    yield* podSettings(resource, report);
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
  for (const passage of hclHolders(repository, 'tls_disable')) {
    for (const stanza of stanzasOf(passage.text.content, 'listener')) {
      const off = attribute(stanza, 'tls_disable');
      const address = attribute(stanza, 'address')?.value ?? '';
      if (!off || !/^(?:1|true)$/.test(off.value) || local.test(address)) continue;
      // A socket is a file: nothing crosses the network.
      if (stanza.label === 'unix') continue;
      const span = passage.text.span(off.start, off.end);
      yield { passage, subject: `listener ${stanza.label} tls_disable`, span, what: 'listener' };
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
  };
}

/** Custom resources that name a server. */
function* kinds({ node, kind }: Resource, { flag, address }: Reporter): Iterable<OpenTransport> {
  const spec = at(node, 'spec');
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

/** Annotations of the Vault Agent injector and of the Bank-Vaults webhook. */
const annotations: Readonly<Record<string, 'flag' | 'address'>> = {
  'vault.hashicorp.com/tls-skip-verify': 'flag',
  'vault.hashicorp.com/service': 'address',
  'vault.security.banzaicloud.io/vault-skip-verify': 'flag',
  'vault.security.banzaicloud.io/vault-addr': 'address',
};

/** Variables that every client reads. https://developer.hashicorp.com/vault/docs/commands#environment-variables */
const variables: Readonly<Record<string, 'flag' | 'address'>> = {
  VAULT_SKIP_VERIFY: 'flag',
  BAO_SKIP_VERIFY: 'flag',
  VAULT_ADDR: 'address',
  BAO_ADDR: 'address',
};

function kindOf(table: typeof variables, name: string | undefined): 'flag' | 'address' | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Annotations, and `env` lists of containers. */
function* podSettings({ node }: Resource, report: Reporter): Iterable<OpenTransport> {
  for (const { path, pairs } of maps(node)) {
    if (path.at(-1) === 'annotations') {
      for (const { key, value } of pairs) {
        const kind = kindOf(annotations, key.value);
        if (kind) yield* report[kind](value, [...path, key.value].join('.'));
      }
    } else if (path.at(-1) === 'env') {
      const name = literal(valueAt(pairs, 'name'))?.value;
      const kind = kindOf(variables, name);
      if (kind) yield* report[kind](valueAt(pairs, 'value'), `env ${name}`);
    }
  }
}

/** A server's configuration in JSON, the values of the VSO chart, `env` maps, the step of a workflow, Terraform, an agent. */
function* configuration(passage: Passage, document: Document, report: Reporter): Iterable<OpenTransport> {
  const hcl = passage.dialect === 'hcl';
  for (const { path, pairs } of maps(document.root)) {
    const [outer, last] = [path.at(-2), path.at(-1)];
    const called = (name: string): string => [...path, name].join('.');
    if (!hcl && outer === 'listener' && last === 'tcp') {
      const off = valueAt(pairs, 'tls_disable');
      if (off && isTrue(off) && !local.test(literal(valueAt(pairs, 'address'))?.value ?? '')) {
        yield { passage, subject: called('tls_disable'), span: spanOf(document, off), what: 'listener' };
      }
    } else if (last === 'defaultVaultConnection') {
      yield* report.address(valueAt(pairs, 'address'), called('address'));
      yield* report.flag(valueAt(pairs, 'skipTLSVerify'), called('skipTLSVerify'));
    } else if (hcl && (path.length === 1 ? last === 'vault' : outer === 'provider' && last === 'vault')) {
      yield* report.address(valueAt(pairs, 'address'), called('address'));
      for (const name of ['skip_tls_verify', 'tls_skip_verify']) yield* report.flag(valueAt(pairs, name), called(name));
    } else if (!hcl && (last === 'env' || last === 'environment')) {
      for (const { key, value } of pairs) {
        const kind = kindOf(variables, key.value);
        if (kind) yield* report[kind](value, called(key.value));
      }
    }
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

function isOpen(kind: 'flag' | 'address' | undefined, value: string): 'unchecked' | 'address' | undefined {
  if (kind === 'flag' && /^(?:true|1|t|yes)$/i.test(value)) return 'unchecked';
  return kind === 'address' && clear.test(value) ? 'address' : undefined;
}

/** `export VAULT_SKIP_VERIFY=true`, `vault kv get -tls-skip-verify`, `vault login -address=http://...`. */
function* commands(passage: Passage): Iterable<OpenTransport> {
  for (const { words, assignments, text } of passage.parsed.commands) {
    for (const { name, value } of assignments) {
      const what = isOpen(kindOf(variables, name), value.value);
      if (what) yield { passage, subject: name, span: text.span(value.start, value.end), what };
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
