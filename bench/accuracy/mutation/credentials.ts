import { type Dice, type FakeKind, fake } from '../../../src/fake.ts';

/**
 * What a credential is like, and so what names stand beside it: people choose `human` ones, which only a name such as
 * `password` gives away; machines make `machine` ones; `shaped` ones say by themselves what they are; `address` ones are
 * in a URL.
 */
export type Manner = 'human' | 'machine' | 'shaped' | 'address';

export interface Credential {
  /** Which generator made it. */
  readonly kind: string;
  readonly manner: Manner;
  readonly value: string;
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const alphanumeric = lower + lower.toUpperCase() + digits;
const signs = '!#$%&*+-=?@^_~.,;:()[]{}|<>/';
const words =
  `anchor basil cobalt dragon ember falcon garnet harbor island jasper kestrel lantern marble nectar orchid pepper quartz river
  saffron timber umber velvet walnut yonder zephyr copper thistle meadow`.split(/\s+/);

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
const phrase = (dice: Dice, count: number, by: string): string =>
  Array.from({ length: count }, () => dice.pick(words)).join(by);
/** Every class of characters is in it, as password rules ask. */
const mixed = (dice: Dice, length: number): string =>
  dice.pick(lower.split('')) +
  dice.of('ABCDEFGHJKLMNPQRSTUVWXYZ', 1) +
  dice.of('23456789', 2) +
  dice.of(alphanumeric, length - 4);

type Maker = (dice: Dice) => string;
const human: Readonly<Record<string, Maker>> = {
  'word and digits': (dice) => dice.pick(words) + dice.of(digits, 2 + dice.roll(3)),
  'capital word, digits and a sign': (dice) =>
    capital(dice.pick(words)) + dice.of(digits, 2 + dice.roll(3)) + dice.of('!#$?', 1),
  'two words and digits': (dice) => capital(dice.pick(words)) + capital(dice.pick(words)) + dice.of(digits, 2),
  'words with hyphens': (dice) => phrase(dice, 4, '-'),
  'words with spaces': (dice) => phrase(dice, 4, ' '),
  leet: (dice) =>
    dice.pick(words).replace(/a/g, '4').replace(/e/g, '3').replace(/o/g, '0') + dice.of('!@#', 1) + dice.of(digits, 2),
  'eight digits': (dice) => `7${dice.of('2468013', 7)}`,
  'short with signs': (dice) => mixed(dice, 7) + dice.of('!#$%&*?@', 2),
};

const machine: Readonly<Record<string, Maker>> = {
  'letters and digits': (dice) => mixed(dice, 16 + dice.roll(24)),
  'lower case and digits': (dice) => `k${dice.of(digits, 2)}${dice.of(lower + digits, 17 + dice.roll(12))}`,
  'with signs': (dice) =>
    mixed(dice, 10) + dice.of(alphanumeric + signs, 8 + dice.roll(8)) + dice.of('!&*%', 1) + dice.of(digits, 1),
  'hex 32': (dice) => dice.bytes(16).toString('hex'),
  'hex 64': (dice) => dice.bytes(32).toString('hex'),
  'base64 of 24': (dice) => dice.bytes(24).toString('base64'),
  'base64 of 32': (dice) => dice.bytes(32).toString('base64'),
  'base64url of 32': (dice) => dice.bytes(32).toString('base64url'),
};

const shapes: readonly FakeKind[] = [
  'github-token',
  'github-fine-grained-token',
  'gitlab-token',
  'slack-token',
  'slack-webhook',
  'stripe-key',
  'aws-access-key',
  'sendgrid-key',
  'npm-token',
  'pypi-token',
  'docker-hub-token',
  'vault-token',
  'age-key',
  'anthropic-key',
  'openai-key',
  'digitalocean-token',
  'grafana-token',
  'telegram-bot-token',
  'service-account-token',
  'terraform-token',
  'gcp-api-key',
  'databricks-token',
];

const address: Readonly<Record<string, Maker>> = {
  'postgres URL': (dice) => `postgres://app:${mixed(dice, 14)}@db.prod.svc:5432/app`,
  'redis URL without a user': (dice) => `redis://:${mixed(dice, 18)}@redis:6379/0`,
  'mongodb URL': (dice) =>
    `mongodb+srv://shop:${capital(dice.pick(words))}${dice.of(digits, 3)}@cluster0.acme.dev/shop?retryWrites=true`,
  'amqp URL': (dice) => `amqp://mq:${phrase(dice, 2, '-')}${dice.of(digits, 2)}@rabbit.prod:5672`,
  'JDBC query': (dice) => `jdbc:mysql://db.prod/app?user=app&password=${mixed(dice, 12)}`,
  'key words': (dice) => `host=db.prod user=app password=${mixed(dice, 12)} dbname=app`,
  'https login': (dice) => `https://ci:${mixed(dice, 20)}@git.acme.dev/acme/app.git`,
};

/** A credential of a random kind, of one of the manners. */
export function credential(dice: Dice, manners: readonly Manner[]): Credential {
  const manner = manners[dice.roll(manners.length)]!;
  if (manner === 'shaped') {
    const kind = shapes[dice.roll(shapes.length)]!;
    return { kind, manner, value: fake(kind, dice.roll(1_000_000)) };
  }
  const makers = { human, machine, address }[manner];
  const kind = dice.pick(Object.keys(makers));
  return { kind, manner, value: makers[kind]!(dice) };
}
