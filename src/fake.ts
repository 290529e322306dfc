import { crc32 } from 'node:zlib';

/**
 * Fake credentials, made at run time so that no source file holds anything that looks like a real one. The same kind and
 * seed give the same text. Used by rule examples and tests.
 */

export class Dice {
  #state: number;

  constructor(seed: string) {
    this.#state = crc32(seed) | 1;
  }

  /** A whole number from 0 to `below` - 1 (mulberry32, public domain). */
  roll(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  /** `length` characters of an alphabet. */
  of(alphabet: string, length: number): string {
    let out = '';
    while (out.length < length) out += alphabet[this.roll(alphabet.length)];
    return out;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.roll(256)));
  }

  pick(words: readonly string[]): string {
    return words[this.roll(words.length)] ?? '';
  }
}

const digit = '0123456789';
const hex = `${digit}abcdef`;
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const base36 = digit + lower;
const base62 = digit + upper + lower;
const word = `${base62}_-`;
const base32 = `${upper}234567`;
const base64 = `${base62}+/`;

type Maker = (dice: Dice) => string;
const token = (prefix: string, alphabet: string, length: number, suffix = ''): Maker => {
  return (dice) => prefix + dice.of(alphabet, length) + suffix;
};

/** GitHub and npm end their tokens with the CRC-32 of the body in base 62. */
function checksummed(prefix: string): Maker {
  return (dice) => {
    const body = dice.of(base62, 30);
    return prefix + body + checksum62(body);
  };
}

function checksum62(body: string): string {
  const alphabet = digit + upper + lower;
  let rest = crc32(body);
  let out = '';
  for (; rest > 0; rest = Math.floor(rest / 62)) out = alphabet[rest % 62] + out;
  return out.padStart(6, '0');
}

function uuid(dice: Dice): string {
  return [8, 4, 4, 4, 12].map((length) => dice.of(hex, length)).join('-');
}

function armour(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** A DER SEQUENCE of random content: enough for everything that looks at the outside only. */
function der(dice: Dice, first: readonly number[], length: number): Buffer {
  const body = Buffer.concat([Buffer.from(first), dice.bytes(length - first.length)]);
  return Buffer.concat([Buffer.from([0x30, 0x82, length >> 8, length & 255]), body]);
}

const pem = (label: string, length: number, first: readonly number[] = [0x02, 0x01, 0x00]): Maker => {
  return (dice) => armour(label, der(dice, first, length));
};

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

function jwt(dice: Dice, claims: object, head: object = { alg: 'RS256', kid: dice.of(word, 12) }): string {
  return `${base64url(JSON.stringify(head))}.${base64url(JSON.stringify(claims))}.${dice.bytes(64).toString('base64url')}`;
}

/** Letters and digits only, so that it can stand unquoted in YAML, JSON, a shell word and a URL. */
function password(dice: Dice): string {
  let out = dice.of(lower, 1);
  while (out.length < 18) out += dice.of(digit, 1) + dice.of(upper, 1) + dice.of(lower, 1);
  return out + dice.of(digit, 1);
}

const words = ['Kestrel', 'Marble', 'Quarry', 'Saffron', 'Thistle', 'Walnut', 'Zephyr', 'Anchor', 'Copper', 'Lantern'];

const makers = {
  // Passwords and key material.
  password,
  'human-password': (dice) => `${dice.pick(words)}&${dice.of('23456789', 2)}-${dice.pick(words).toLowerCase()}`,
  hex: token('', hex, 64),
  base64: (dice) => dice.bytes(32).toString('base64'),
  uuid,
  'private-key': pem('PRIVATE KEY', 1214),
  'rsa-private-key': pem('RSA PRIVATE KEY', 1190),
  'ec-private-key': pem('EC PRIVATE KEY', 130, [0x02, 0x01, 0x01]),
  'openssh-private-key': (dice) => {
    return armour('OPENSSH PRIVATE KEY', Buffer.concat([Buffer.from('openssh-key-v1\0'), dice.bytes(384)]));
  },
  'encrypted-private-key': pem('ENCRYPTED PRIVATE KEY', 1290, [0x30, 0x40]),
  'pgp-private-key': (dice) => {
    const body =
      dice
        .bytes(900)
        .toString('base64')
        .match(/.{1,64}/g) ?? [];
    return `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${body.join('\n')}\n=${dice.of(base62, 4)}\n-----END PGP PRIVATE KEY BLOCK-----\n`;
  },
  'putty-private-key': (dice) => {
    return `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 1\n${dice.of(base64, 64)}\nPrivate-MAC: ${dice.of(hex, 64)}\n`;
  },
  'age-key': token('AGE-SECRET-KEY-1', digit + upper, 58),
  'age-pq-key': token('AGE-SECRET-KEY-PQ-1', digit + upper, 58),
  pkcs12: (dice) => der(dice, [0x02, 0x01, 0x03, 0x30], 1200).toString('base64'),
  jks: (dice) => Buffer.concat([Buffer.from([0xfe, 0xed, 0xfe, 0xed]), dice.bytes(900)]).toString('base64'),
  jwt: (dice) =>
    jwt(dice, { sub: dice.of(base36, 16), iss: 'https://sso.acme.dev', exp: 1900000000 + dice.roll(9999) }),
  'service-account-token': (dice) => {
    return jwt(dice, { iss: 'kubernetes/serviceaccount', sub: 'system:serviceaccount:ci:deployer', jti: uuid(dice) });
  },
  // Public and encrypted material.
  certificate: pem('CERTIFICATE', 900, [0x30, 0x82, 0x02, 0x6d]),
  'public-key': pem('PUBLIC KEY', 290, [0x30, 0x0d]),
  'ssh-public-key': (dice) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${dice.of(base64, 43)} deploy@acme`,
  'age-recipient': token('age1', base36, 58),
  'sealed-value': (dice) => Buffer.concat([Buffer.from([2, 0]), dice.bytes(512 + 16 + 24)]).toString('base64'),
  'sops-value': (dice) => {
    const part = (length: number) => dice.bytes(length).toString('base64');
    return `ENC[AES256_GCM,data:${part(18)},iv:${part(32)},tag:${part(16)},type:str]`;
  },
  bcrypt: token('$2b$12$', `${base62}./`, 53),
  // Kubernetes.
  'bootstrap-token': (dice) => `${dice.of(base36, 6)}.${dice.of(base36, 16)}`,
  'k3s-token': (dice) => `K10${dice.of(hex, 64)}::server:${dice.of(hex, 32)}`,
  dockerconfigjson: (dice) => {
    const login = `ci-bot:${password(dice)}`;
    return JSON.stringify({ auths: { 'registry.acme.dev': { auth: Buffer.from(login).toString('base64') } } });
  },
  kubeconfig: (dice) => {
    const key = Buffer.from(armour('RSA PRIVATE KEY', der(dice, [2, 1, 0], 1190))).toString('base64');
    return [
      'apiVersion: v1',
      'kind: Config',
      'clusters: [{name: c, cluster: {server: "https://10.0.0.1:6443"}}]',
      'users:',
      '- name: admin',
      '  user:',
      `    client-key-data: ${key}`,
      '',
    ].join('\n');
  },
  // Places where a password stands in a larger text.
  'url-password': (dice) => `postgres://app:${password(dice)}@db.prod:5432/app`,
  'query-password': (dice) => `jdbc:mysql://db.prod/app?user=app&password=${password(dice)}`,
  'dsn-password': (dice) => `app:${password(dice)}@tcp(db.prod:3306)/app`,
  'keyword-password': (dice) => `host=db.prod user=app password=${password(dice)} dbname=app`,
  'connection-string': (dice) => `Server=db.prod;Database=app;User Id=app;Password=${password(dice)};`,
  'basic-authorization': (dice) => `Authorization: Basic ${Buffer.from(`ci-bot:${password(dice)}`).toString('base64')}`,
  'bearer-authorization': (dice) => `Authorization: Bearer ${dice.of(base62, 40)}`,
  'sql-password': (dice) => `PASSWORD '${password(dice)}'`,
  'directive-password': (dice) => `requirepass ${password(dice)}`,
  'query-token': (dice) => `https://hooks.acme.dev/run?token=${dice.of(base62, 32)}`,
  'ceph-key': (dice) => {
    const bytes = Buffer.from(dice.of(base62, 28), 'latin1');
    bytes.set([1, 0], 0);
    bytes.set([16, 0], 10);
    return bytes.toString('base64');
  },
  'npmrc-auth': (dice) => `//npm.acme.dev/:_authToken=${dice.of(base62, 36)}`,
  'netrc-password': (dice) => `machine git.acme.dev login ci-bot password ${password(dice)}`,
  'sql-role-password': (dice) => `alter role app login password '${password(dice)}'`,
  'sql-bare-password': (dice) => `CREATE USER app IDENTIFIED BY ${dice.of(lower, 6)}${dice.of(base62, 12)}7`,
  'sql-set-password': (dice) => `SET PASSWORD FOR app = '${password(dice)}'`,
  'mongo-user': (dice) => `db.createUser({user: 'app', pwd: '${password(dice)}'})`,
  'jaas-password': (dice) =>
    `org.apache.kafka.common.security.scram.ScramLoginModule required username="app" password="${password(dice)}";`,
  'jaas-bare-password': (dice) => `PlainLoginModule required username=app password=${password(dice)};`,
  'redis-acl-password': (dice) => `user app on ~* &* +@all >${password(dice)}`,
  'scram-password': (dice) => `SCRAM-SHA-512=[password=${password(dice)}]`,
  // Clouds.
  'aws-access-key': token('AKIA', base32, 16),
  'aws-secret-key': token('', base64, 40),
  'gcp-api-key': token('AIza', word, 35),
  'gcp-oauth-secret': token('GOCSPX-', word, 28),
  'gcp-access-token': token('ya29.', word, 120),
  'gcp-hmac-key': token('GOOG1E', upper + digit, 55),
  'azure-storage-key': (dice) => `AccountKey=${dice.bytes(64).toString('base64')}`,
  'azure-shared-access-key': (dice) => `SharedAccessKey=${dice.bytes(32).toString('base64')}`,
  'azure-sas': (dice) => `sv=2022-11-02&se=2031-01-01&sig=${dice.of(base62, 43)}%3D`,
  'azure-client-secret': (dice) => `${dice.of(base62, 3)}8Q~${dice.of(base62, 34)}`,
  'azure-devops-token': (dice) => `${dice.of(base62, 76)}AZDO${dice.of(base62, 4)}`,
  'alibaba-access-key': token('LTAI', base62, 20),
  'tencent-secret-id': token('AKID', base62, 32),
  'digitalocean-token': token('dop_v1_', hex, 64),
  'heroku-token': token('HRKU-', word, 60),
  'fly-token': token('FlyV1 fm2_', base64, 80),
  'cloudflare-origin-key': (dice) => `v1.0-${dice.of(hex, 24)}-${dice.of(hex, 146)}`,
  'cloudflare-tunnel-token': (dice) => {
    const tunnel = { a: dice.of(hex, 32), t: uuid(dice), s: dice.bytes(32).toString('base64') };
    return Buffer.from(JSON.stringify(tunnel)).toString('base64');
  },
  'scaleway-access-key': token('SCW', upper + digit, 17),
  'netlify-token': token('nfp_', base62, 36),
  'planetscale-token': token('pscale_tkn_', word, 43),
  'supabase-token': token('sbp_', hex, 40),
  'supabase-secret-key': token('sb_secret_', word, 31),
  'tailscale-key': (dice) => `tskey-auth-${dice.of(base62, 12)}CNTRL-${dice.of(base62, 32)}`,
  'pulumi-token': token('pul-', hex, 40),
  'terraform-token': (dice) => `${dice.of(base62, 14)}.atlasv1.${dice.of(word, 67)}`,
  'databricks-token': token('dapi', hex, 32),
  'aiven-password': token('AVNS_', word, 19),
  // Code hosting and packages.
  'github-token': checksummed('ghp_'),
  'github-fine-grained-token': (dice) => `github_pat_${dice.of(base62, 22)}_${dice.of(base62, 59)}`,
  'gitlab-token': token('glpat-', word, 20),
  'gitlab-runner-token': token('GR1348941', word, 20),
  'bitbucket-token': token('ATBB', base62, 32),
  'atlassian-token': token('ATATT3', word, 186),
  'npm-token': checksummed('npm_'),
  'pypi-token': token('pypi-AgEIcHlwaS5vcmc', word, 150),
  'rubygems-key': token('rubygems_', hex, 48),
  'crates-token': token('cio', base62, 32),
  'nuget-key': token('oy2', base36, 43),
  'docker-hub-token': token('dckr_pat_', word, 27),
  'artifactory-key': token('AKCp', base62, 69),
  'artifactory-reference-token': token('cmVmd', base62, 59),
  'packagist-token': token('packagist_out_', hex, 68),
  'sonar-token': token('sqp_', hex, 40),
  'circleci-token': (dice) => `CCIPAT_${dice.of(base62, 22)}_${dice.of(hex, 40)}`,
  'buildkite-token': token('bkua_', hex, 40),
  'postman-key': (dice) => `PMAK-${dice.of(hex, 24)}-${dice.of(hex, 34)}`,
  // Chat and mail.
  'slack-token': (dice) => `xoxb-${dice.of(digit, 12)}-${dice.of(digit, 12)}-${dice.of(base62, 24)}`,
  'slack-app-token': (dice) => `xapp-1-A${dice.of(upper, 9)}-${dice.of(digit, 13)}-${dice.of(hex, 64)}`,
  'slack-webhook': (dice) =>
    `https://hooks.slack.com/services/T${dice.of(upper, 9)}/B${dice.of(upper, 9)}/${dice.of(base62, 24)}`,
  'discord-webhook': (dice) => `https://discord.com/api/webhooks/${dice.of('123456789', 18)}/${dice.of(word, 68)}`,
  'discord-bot-token': (dice) => `M${dice.of(base62, 23)}.${dice.of(word, 6)}.${dice.of(word, 38)}`,
  'telegram-bot-token': (dice) => `${dice.of('123456789', 10)}:AA${dice.of(word, 33)}`,
  'teams-webhook': (dice) => {
    return `https://acme.webhook.office.com/webhookb2/${uuid(dice)}@${uuid(dice)}/IncomingWebhook/${dice.of(hex, 32)}/${uuid(dice)}`;
  },
  'sendgrid-key': (dice) => `SG.${dice.of(word, 22)}.${dice.of(word, 43)}`,
  'mailgun-key': token('key-', hex, 32),
  'mailchimp-key': token('', hex, 32, '-us12'),
  'brevo-key': (dice) => `xkeysib-${dice.of(hex, 64)}-${dice.of(base62, 16)}`,
  'resend-key': (dice) => `re_${dice.of(base62, 8)}_${dice.of(base62, 24)}`,
  // Payment and shops.
  'stripe-key': token('sk_live_', base62, 24),
  'stripe-webhook-secret': token('whsec_', base62, 32),
  'paypal-token': (dice) => `access_token$production$${dice.of(base36, 16)}$${dice.of(hex, 32)}`,
  'square-token': token('sq0atp-', word, 22),
  'shopify-token': token('shpat_', hex, 32),
  // AI.
  'openai-key': (dice) => `sk-proj-${dice.of(word, 74)}T3BlbkFJ${dice.of(word, 74)}`,
  'anthropic-key': token('sk-ant-api03-', word, 93, 'AA'),
  'sk-api-key': token('sk-', base62, 48),
  'openrouter-key': token('sk-or-v1-', hex, 64),
  'hugging-face-token': token('hf_', upper + lower, 34),
  'groq-key': token('gsk_', base62, 52),
  'replicate-token': token('r8_', base62, 37),
  'perplexity-key': token('pplx-', base62, 48),
  'xai-key': token('xai-', base62, 80),
  'nvidia-key': token('nvapi-', word, 64),
  'langsmith-key': (dice) => `lsv2_pt_${dice.of(hex, 32)}_${dice.of(hex, 10)}`,
  // Secret stores.
  'vault-token': token('hvs.', word, 92),
  'vault-unseal-key': (dice) => `Unseal Key 1: ${dice.bytes(33).toString('base64')}`,
  'vault-root-token': token('Initial Root Token: s.', base62, 24),
  'game-database-password': (dice) => `db.acme.dev;3306;realm;${dice.of(base62, 16)};world`,
  'vault-token-row': token('token                s.', base62, 24),
  'doppler-token': token('dp.st.prd.', base62, 43),
  'infisical-token': (dice) => `st.${dice.of(hex, 24)}.${dice.of(hex, 32)}.${dice.of(hex, 32)}`,
  'onepassword-service-token': token('ops_eyJ', word, 300),
  'bitwarden-token': (dice) => `0.${uuid(dice)}.${dice.of(base62, 30)}:${dice.bytes(16).toString('base64')}`,
  // Observability and work tools.
  'grafana-token': (dice) => `glsa_${dice.of(base62, 32)}_${dice.of(hex, 8)}`,
  'grafana-cloud-token': (dice) =>
    `glc_${Buffer.from(JSON.stringify({ o: '1', k: dice.of(base62, 40) })).toString('base64')}`,
  'grafana-api-key': (dice) =>
    Buffer.from(JSON.stringify({ k: dice.of(base62, 32), n: 'ci', id: 1 })).toString('base64'),
  'new-relic-key': token('NRAK-', upper + digit, 27),
  'sentry-token': token('sntryu_', hex, 64),
  'dynatrace-token': (dice) => `dt0c01.${dice.of(base32, 24)}.${dice.of(base32, 64)}`,
  'linear-key': token('lin_api_', base62, 40),
  'notion-token': token('ntn_', base62, 46),
  'figma-token': token('figd_', word, 40),
  'airtable-token': (dice) => `pat${dice.of(base62, 14)}.${dice.of(hex, 64)}`,
  'hubspot-token': (dice) => `pat-na1-${uuid(dice)}`,
  'mapbox-secret-token': (dice) => `sk.eyJ${dice.of(base62, 60)}.${dice.of(word, 22)}`,
  'launchdarkly-key': (dice) => `sdk-${uuid(dice)}`,
  'contentful-token': token('CFPAT-', word, 43),
  'ntfy-token': token('tk_', base36, 29),
} satisfies Record<string, Maker>;

export type FakeKind = keyof typeof makers;

/** Every kind there is. */
export const fakeKinds = Object.keys(makers) as readonly FakeKind[];

/** A fake of a kind; another `seed` gives another one. */
export function fake(kind: FakeKind, seed = 0): string {
  // A fake whose body happens to look made up by hand would prove nothing, but at these lengths none does.
  return makers[kind](new Dice(`${kind}/${seed}`));
}
