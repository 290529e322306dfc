import { isPassing } from '../fault.ts';
import type { Entry } from '../place.ts';
import type { Passage } from '../resource.ts';
import type { Repository } from './repository.ts';
import { devModes } from './vault.ts';

/** The variable that tells a dev server its root token. */
const rootTokenKey = /^(?:VAULT|BAO)_DEV_ROOT_TOKEN/i;

/** Where a dev server is told its root token: by variable, by flag, by the value of the chart. */
const rootToken =
  /(?:(?:VAULT|BAO)_DEV_ROOT_TOKEN_ID|-dev-root-token-id|devRootToken)["']?\s{0,4}(?:[=:]|,?\s{1,40}value:)?\s{0,4}["']?([\w.-]{1,100})/g;

/** What the chart gives its dev server as root token. https://github.com/hashicorp/vault-helm/blob/main/values.yaml */
const chartRootToken = 'root';

const address =
  /(?:vault|bao)[_-]?addr(?:ess)?\b["']?\s{0,4}(?:[=:]|,?\s{1,40}value:)\s{0,4}["']?https?:\/\/([\w.-]{1,200}|\[::1\])/gi;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\]|host\.docker\.internal)$/;
/** `root`, `dev-only-token`, `vault-plaintext-root-token`. */
const word =
  /^(?:[a-z]{1,20}[-_]){0,4}(?:my|the)?(?:root|dev|test|demo|local|token|vault|bao)(?:[-_]?[a-z]{1,20}){0,2}$/i;
/** A service of Compose or of the same cluster, an address of a private net: neither a sign of a real server nor against it. */
const neighbour =
  /^[\w-]+$|\.svc(?:\.|$)|\.(?:local|localhost|test)$|^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}$/;

/**
 * Tells tokens of dev servers that live as long as a test or a developer's own cluster. Not one with the shape of a token
 * that a server issued, nor one in a text that names the address of a real server.
 */
export function passingDevTokens(repository: Repository): (entry: Entry) => boolean {
  let known: ReadonlySet<string> | undefined;
  const addresses = new Map<Passage, readonly string[]>();
  return (entry) => {
    const { passage, key, value } = entry;
    if (!isPassing(passage)) return false;
    const hosts = addresses.get(passage) ?? hostsIn(passage);
    addresses.set(passage, hosts);
    if (hosts.some((host) => !loopback.test(host) && !neighbour.test(host))) return false;
    if (rootTokenKey.test(key)) return true;
    // A tunnel ends at a loopback too: there only a word that people choose for a dev server is plainly its token.
    if (word.test(value) && hosts.some((host) => loopback.test(host))) return true;
    known ??= rootTokens(repository);
    return known.has(value);
  };
}

/** Where the servers are that a text names. */
function hostsIn({ text }: Passage): string[] {
  return [...text.content.matchAll(address)].map((found) => found[1]!.toLowerCase());
}

/** The root tokens of all dev servers that are started in passing. */
function rootTokens(repository: Repository): ReadonlySet<string> {
  const out = new Set<string>();
  for (const passage of repository.passages) {
    if (!isPassing(passage) || !mayTell(passage)) continue;
    for (const found of passage.text.content.matchAll(rootToken)) out.add(found[1]!);
  }
  for (const { passage, by } of devModes(repository)) {
    if (by.endsWith('server.dev.enabled') && isPassing(passage)) out.add(chartRootToken);
  }
  return out;
}

function mayTell({ text }: Passage): boolean {
  return text.holds('ROOT_TOKEN') || text.holds('root-token') || text.holds('devRootToken');
}
