import { literal } from '../../literal.ts';
import { at } from '../../parser.ts';
import { nameOf, type Resource, spanOf } from '../../resource.ts';
import { maps } from '../../walk.ts';
import type { Repository } from '../repository.ts';
import { type Opening, rootOf } from './root.ts';

/** A workload into which the Vault Agent Injector writes values, and how it logs in. */
export interface Injected {
  readonly resource: Resource;
  readonly opening: Opening;
}

const prefix = 'vault.hashicorp.com/';
/** Login methods that begin with a stored credential. */
const stored = /^(?:approle|userpass|ldap|token|token_file|okta|radius|github)$/;

/** https://developer.hashicorp.com/vault/docs/deploy/kubernetes/injector/annotations */
export function* injectedBy(repository: Repository): Iterable<Injected> {
  for (const resource of repository.resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    if (!resource.document.text.holds(`${prefix}agent-inject`)) continue;
    for (const { path, node } of maps(resource.node)) {
      const on = path.at(-1) === 'annotations' ? at(node, `${prefix}agent-inject`) : undefined;
      if (!on || literal(on)?.value === 'false') continue;
      const method = literal(at(node, `${prefix}auth-type`))?.value ?? 'kubernetes';
      const span = spanOf(resource.document, on);
      const by = stored.test(method)
        ? rootOf('static', `${method} credential of ${nameOf(resource)}`, span)
        : rootOf('identity', "Pods' own ServiceAccounts at vault", span);
      yield { resource, opening: { steps: [{ kind: 'Vault Agent', name: '', note: method, span }], by } };
      break;
    }
  }
}
