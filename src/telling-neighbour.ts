import { looksRandom } from './credentials/randomness.ts';
import type { Pair } from './parser.ts';
import type { Passage } from './resource.ts';

const clientId = /^client[-_]?id$/i;
const redirects = /^redirect[-_]?ur[il]s$/i;
/** WildFly, ActiveMQ Artemis, Jetty: one `user=password` a line, whatever the users are called. */
const userFile = /(?:^|[-_./])users\.properties$/;

/**
 * The name by which a field's value can be judged where its own key says little and what stands beside it says more, or
 * undefined where the key itself decides:
 * - `{type: password, value: x}` (Keycloak users, form definitions) is a password;
 * - `secret` beside `clientId` or `redirectURIs` (Keycloak and Dex clients) is the client's secret;
 * - `secret` beside `user` and `bucket` is the key to the bucket;
 * - a random `key` beside a random `secret` is the other half of the pair;
 * - every value of `users.properties` is the password of the user before it.
 */
export function tellingName(passage: Passage, key: string, siblings: readonly Pair[]): string | undefined {
  if (key === 'value' || key === 'default')
    return /^password$/i.test(textOf(siblings, 'type')) ? 'password' : undefined;
  if (key === 'secret' || key === 'Secret') {
    if (siblings.some(({ key }) => clientId.test(key.value) || redirects.test(key.value))) return 'clientSecret';
    return isBucket(siblings) ? 'secretKey' : undefined;
  }
  // `{pass: manual, warning: manual}` of Keptn says how a stage is approved.
  if (key === 'pass')
    return siblings.some(({ key }) => /^(?:warn(?:ing)?|fail)$/.test(key.value)) ? 'approval' : undefined;
  if (key === 'key') {
    return looksRandom(textOf(siblings, 'key')) && looksRandom(textOf(siblings, 'secret')) ? 'apiKey' : undefined;
  }
  if (passage.dialect === 'properties') {
    return userFile.test(passage.within?.path.at(-1) ?? passage.file.path) ? 'password' : undefined;
  }
  return undefined;
}

function isBucket(siblings: readonly Pair[]): boolean {
  const has = (name: RegExp): boolean => siblings.some(({ key }) => name.test(key.value));
  return has(/^(?:user|access[-_]?key(?:[-_]?id)?)$/i) && has(/^(?:bucket|endpoint)$/i);
}

function textOf(siblings: readonly Pair[], name: string): string {
  for (const { key, value } of siblings) if (key.value === name && value.type === 'scalar') return value.value;
  return '';
}
