import type { Dice } from '../../../src/fake.ts';
import type { Manner } from './credentials.ts';

/** Names that stand beside a credential, as words. */
const names: Readonly<Record<Manner, readonly string[]>> = {
  human: [
    'password',
    'db password',
    'admin password',
    'postgres password',
    'redis password',
    'smtp pass',
    'mysql root password',
    'keystore passphrase',
    'ldap bind password',
    'user pwd',
  ],
  machine: [
    'password',
    'db password',
    'api token',
    'auth token',
    'api key',
    'client secret',
    'jwt secret',
    'secret key',
    'encryption key',
    'session secret',
    'cookie secret',
    'webhook secret',
    'admin password',
    'access token',
    'oauth client secret',
    'signing key',
    'mqtt password',
  ],
  shaped: ['token', 'api token', 'access token', 'api key', 'deploy note', 'upstream', 'settings', 'client secret'],
  address: ['database url', 'redis url', 'mongo uri', 'dsn', 'connection string', 'broker url', 'git remote'],
};

const styles = {
  /** DB_PASSWORD */
  upper: (words: readonly string[]) => words.join('_').toUpperCase(),
  /** db-password */
  kebab: (words: readonly string[]) => words.join('-'),
  /** db_password */
  snake: (words: readonly string[]) => words.join('_'),
  /** dbPassword */
  camel: (words: readonly string[]) =>
    words.map((word, i) => (i === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join(''),
  /** db.password */
  dotted: (words: readonly string[]) => words.join('.'),
};

export type Style = keyof typeof styles;

/** A name for a credential of a manner, in one of the styles. */
export function nameFor(dice: Dice, manner: Manner, ...allowed: readonly Style[]): string {
  return styles[dice.pick(allowed) as Style](dice.pick(names[manner]).split(' '));
}
