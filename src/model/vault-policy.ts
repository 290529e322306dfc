import { literal } from '../literal.ts';
import { asScalar, at, itemsOf, type Node, pairsOf, type ScalarNode, textAt } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { maps } from '../walk.ts';
import { blocksOf, insideOf } from './hcl.ts';
import type { Repository } from './repository.ts';

/** What a policy grants on one path. https://developer.hashicorp.com/vault/docs/concepts/policies */
export interface Grant {
  readonly passage: Passage;
  readonly path: string;
  readonly span: Span;
  readonly capabilities: readonly string[];
  /** True where the parameters of requests are restricted. */
  readonly limited: boolean;
}

/** What `policy = "..."` stands for, which came before `capabilities` and is still read. */
const legacy: Readonly<Record<string, readonly string[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

const limits = /^(?:allowed|denied|required)_parameters?$/;

/** Every grant: policies in HCL and in JSON, in files of their own and inside others, `vault_policy_document` of Terraform. */
export function* grantsOf(repository: Repository): Iterable<Grant> {
  for (const passage of repository.passages) {
    const { dialect, text } = passage;
    if (dialect !== 'hcl' && dialect !== 'json') continue;
    if (!text.holds('capabilities') && !text.holds('policy')) continue;
    for (const { label, labelSpan, body } of blocksOf(passage, 'path')) {
      yield { passage, path: label, span: labelSpan, capabilities: capabilitiesOf(body), limited: isLimited(body) };
    }
    if (text.holds('vault_policy_document')) yield* documentRules(passage);
  }
}

/** `data "vault_policy_document"`: a `rule` block for each path. */
function* documentRules(passage: Passage): Iterable<Grant> {
  for (const document of passage.parsed.documents) {
    for (const { path, node } of maps(at(document.root, 'data', 'vault_policy_document'))) {
      const granted = path.at(-1) === 'rule' ? literal(at(node, 'path')) : undefined;
      if (!granted) continue;
      const span = insideOf(document, granted);
      yield {
        passage,
        path: granted.value,
        span,
        capabilities: capabilitiesOf(node),
        limited: isLimited(node, 'parameter'),
      };
    }
  }
}

function capabilitiesOf(body: Node): readonly string[] {
  const listed = itemsOf(at(body, 'capabilities')).map((item) => asScalar(item)?.value ?? '');
  const word = textAt(body, 'policy') ?? '';
  return listed.length === 0 && Object.hasOwn(legacy, word) ? legacy[word]! : listed;
}

function isLimited(body: Node, suffix = ''): boolean {
  return pairsOf(body).some(({ key }) => limits.test(key.value) || (suffix !== '' && key.value.endsWith(`_${suffix}`)));
}

/** A role of the Kubernetes auth method that any ServiceAccount of any namespace may log in with. */
export interface OpenRole {
  readonly passage: Passage;
  readonly span: Span;
}

/** Such roles, as the command line, Terraform, Bank-Vaults and the Vault Config Operator write them. */
export function* openRolesOf(repository: Repository): Iterable<OpenRole> {
  for (const passage of repository.passages) {
    if (passage.text.holds('bound_service_account')) {
      for (const document of passage.parsed.documents) {
        for (const { node } of maps(document.root)) {
          const names = star(at(node, 'bound_service_account_names'));
          if (!names || !star(at(node, 'bound_service_account_namespaces'))) continue;
          yield { passage, span: spanOf(document, names) };
        }
      }
    }
    for (const { words, text } of passage.parsed.commands) {
      const names = words.find(({ value }) => /^bound_service_account_names=["']?\*["']?$/.test(value));
      const spaces = words.find(({ value }) => /^bound_service_account_namespaces=["']?\*["']?$/.test(value));
      if (names && spaces) yield { passage, span: text.span(names.start, names.end) };
    }
  }
  for (const { passage, document, node, group } of repository.resourcesOf('KubernetesAuthEngineRole')) {
    if (group !== 'redhatcop.redhat.io') continue;
    const names = star(at(node, 'spec', 'targetServiceAccounts'));
    if (names && isEveryNamespace(at(node, 'spec', 'targetNamespaces')))
      yield { passage, span: spanOf(document, names) };
  }
}

/** A list with `*`, or a selector that selects by nothing. */
function isEveryNamespace(target: Node | undefined): boolean {
  if (star(at(target, 'targetNamespaces'))) return true;
  const selector = at(target, 'targetNamespaceSelector');
  return selector !== undefined && pairsOf(selector).every(({ value }) => isEmpty(value));
}

function isEmpty(node: Node): boolean {
  return pairsOf(node).length === 0 && itemsOf(node).length === 0;
}

function star(node: Node | undefined): ScalarNode | undefined {
  return [node, ...itemsOf(node)].map(asScalar).find((scalar) => scalar?.value === '*');
}
