import { fake } from '../../fake.ts';
import type { Filter } from '../filter.ts';
import { hasRandomPiece, looksRandom } from '../randomness.ts';
import { keyWords } from '../words.ts';

function set(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Words that say: put your own value here. One of them makes a phrase of known words a placeholder. */
const telling = set(
  `pick choose generate changeme change changed replaceme replace replaced update updateme todo fixme tbd tba your yours insert example examples dummy
  placeholder placeholders redacted fill put enter provide supply unset undefined masked hidden removed scrubbed fake mock sample
  edit editme override overrideme overwrite snip notused unused none null nil paste setme configureme ignored deleted omitted
  withheld overridden tobeoverridden sanitized anonymized changethis replacethis youshouldchangethis notset notdefined notprovided notconfigured notspecified
  notavailable notapplicable missing ignore setto`,
);

/** At the start of a phrase these may be followed by any words: `REPLACE_WITH_GRAFANA_TOKEN`, `your-stripe-key`. */
const leading = set(
  `changeme change replaceme replace update updateme todo fixme your insert placeholder redacted fill put enter provide paste
  dummy setme edit override pick choose`,
);

/** After `please` these ask for something: `if_you_see_this_please_use_vault`. */
const asking = set(
  'use set change replace update fill provide enter configure fix call see add put contact ask generate create define specify insert',
);

/** Words around a telling one. */
const filler = set(
  `please now with a an the my our this that it me to in into of for or and from by as is be are was must should will can not no
  used use using needed required real actual own secure strong random randomly generated long very value values here string some any
  different new before after production prod staging deploy deployment deploying install use it in at on via set goes go want
  password passwords passwd pass passphrase pwd token tokens secret secrets key keys api apikey access client app application
  user username name admin root db database credential credentials creds auth oauth jwt bot bearer private public signing encryption
  webhook session cookie account id login email license service server cluster registry docker github gitlab git slack aws gcp azure
  google cloud vault grafana postgres postgresql mysql redis mongo mongodb rabbitmq minio s 3 s3 stripe openai anthropic discord telegram
  twilio sendgrid cloudflare datadog argocd argo keycloak ldap smtp mail host url uri base 64 base64 b 64 encoded encode plain text hex hash
  bytes byte char chars character characters digit digits number numbers bit bits at least min max length minimum one two super data
  content file ssl tls cert certificate keytab pem rsa ssh storage bucket region tenant project organization org team yaml json e g eg only
  local dev test testing demo later immediately once default something somewhere else if you have has do does don t dont defined provided configured specified available applicable`,
);

/**
 * True for a phrase of known words with at least one that tells (`CHANGE_ME`, `your-api-key`, `password-placeholder`).
 * After a leading word any words may follow, but never something that a machine made.
 */
export function isPlaceholderPhrase(value: string): boolean {
  if (value.length > 300 || hasRandomPiece(value)) return false;
  const words = keyWords(value);
  if (words.length === 0 || words.length > 30) return false;
  if (words.length > 1 && words.at(-1) === 'placeholder' && words.every((word) => /^[a-z]+$/.test(word))) return true;
  // `some-ldap-password`, `generated-password` of a manual or a test.
  if (
    words.length > (words[0] === 'some' ? 2 : 1) &&
    /^(?:some|generated)[-_ ][a-z_ -]+$/.test(value) &&
    /^(?:password|token)$/.test(words.at(-1)!)
  )
    return true;
  if (words.length === 3 && words[1] === 'or' && words.every((word) => filler.has(word))) return true;
  if (words.length >= 4 && words.some((word, i) => word === 'please' && asking.has(words[i + 1] ?? ''))) return true;
  if (!words.some((word, i) => telling.has(word) || (i > 0 && telling.has(words[i - 1] + word)))) return false;
  const first = words[0] ?? '';
  const free = leading.has(first) || (first === 'my' && telling.has(words[1] ?? ''));
  return words.every(
    (word) =>
      telling.has(word) ||
      filler.has(word) ||
      (/^\d+$/.test(word) ? word.length <= 4 : free && /^[a-z]{1,20}$/.test(word)),
  );
}

/** How the tokens of some providers begin: `hvs.REPLACE_ME`, `ghp_your_token`. */
const providerPrefix =
  /^(?:hv[sbr]\.|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|sk[-_](?:live_|test_|ant-|proj-)?|dop_v1_|npm_|AKIA)/;

const described = set('password passphrase token secret key credential credentials certificate');

const brackets =
  /^(?:<([^<>]{0,200})>|\[([^[\]]{0,200})\]|\{([^{}":,]{0,200})\}|\(([^()]{0,200})\)|"([^"]{0,200})"|'([^']{0,200})')$/;

/** The words between brackets or quotes: `[your password]`, `<token>`. */
function inner(value: string): string | undefined {
  const match = brackets.exec(value);
  return match?.slice(1).find((part) => part !== undefined);
}

export const placeholders: readonly Filter[] = [
  {
    id: 'masked',
    verdict: 'placeholder',
    why: 'Filler characters stand where the value was.',
    test: (value) =>
      /^[xX]{3,}$|^[yY]{4,}$|^([*•#?…█▇])\1*$|^([._=-])\2{2,}$|^_$/.test(value) ||
      (value.length < 200 &&
        /x{4,}|X{4,}|\*{3,}|•{2,}|\.{3,}$|…$|\(\.{3}\)|\[\.{3}\]|[A-Za-z0-9]\.{3}[A-Za-z0-9]/.test(value)),
    examples: () => ({
      yes: [
        'xxxx',
        'XXX',
        'YYYY',
        '********',
        '...',
        '…',
        'sk-xxxxxxxx',
        'xxxx-xxxx-xxxx',
        'AKIA****',
        'abc...',
        'AgBy...R91c',
        'AgBy(...)R91c',
        '(...)',
        '____',
        '_',
      ],
      no: ['xx', '000000', 'maxx1', 'a*b', 'aaaa', 'a..b'],
    }),
  },
  {
    id: 'angle-brackets',
    verdict: 'placeholder',
    why: 'A name between angle brackets stands for a value to fill in.',
    test: (value) => {
      if (/^<\d{1,2}>$/.test(value)) return true;
      if (value.length > 400 || !value.includes('<') || value.startsWith('<?') || value.includes('</')) return false;
      // AsciiDoc numbers the lines of an example: `<password> # <4>`.
      const plain = value.replace(/[ \t]{1,8}(?:(?:#|\/\/)[ \t]{0,4})?<\d{1,2}>$/, '');
      const rest = plain.replace(/<[A-Za-z][^<>]{0,120}>/g, '');
      if (rest.length === plain.length) return false;
      return !/[<>]/.test(rest) && /^[\w\s.,:;/@=%#|?&$+“”‘’-]*$/.test(rest) && !looksRandom(rest);
    },
    examples: () => ({
      yes: [
        '<your-token>',
        '<password>',
        'Bearer <token>',
        'https://<host>:<port>',
        '<API_KEY>',
        '__<password>__ <4>',
        'SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>',
        '<password> # <4>',
        '“<MyPass>”',
        '<6>',
      ],
      no: ['a<b', '<', '3<4>2', 'Kx93Lm2P <4>', `${fake('password')}<x>`, '<a>text</a>'],
    }),
  },
  {
    id: 'placeholder-words',
    verdict: 'placeholder',
    why: 'Its words ask for the real value.',
    test: (value) => isPlaceholderPhrase((inner(value) ?? value).replace(providerPrefix, '')),
    examples: () => ({
      yes: [
        'CHANGEME',
        'MISSING',
        'some-ldap-password',
        'generated-password',
        'CHANGE_ME',
        'change-this',
        'changeme-please',
        'REPLACE_ME',
        'REPLACE_WITH_GRAFANA_TOKEN',
        'UPDATE_AWS_SECRET_ACCESS_KEY',
        'TODO',
        'FIXME',
        'your-password',
        'YOUR_TOKEN',
        'put your token here',
        'insert-key-here',
        '[your password]',
        'example',
        'dummy',
        'placeholder',
        'redacted',
        'none',
        'not-used',
        'not set',
        'NOT_CONFIGURED',
        'base64-encoded-placeholder',
        'my-example-password',
        'changeme123',
        'ReplaceMe',
        'dummy-token',
        'fake-api-key',
        'password-placeholder',
        'hvs.REPLACE_ME',
        'ghp_your_token_here',
        'if_you_see_this_please_use_vault_instead',
        'set to something secure>',
        'password_or_token',
        'zookeeper-password-placeholder',
        'toBeOverridden',
        'pick-a-password',
        'generate_a_random_key_here',
        'choose_a_strong_password',
      ],
      no: [
        'admin',
        'changeit',
        'password',
        'password123',
        'secret',
        'admin123',
        'minio123',
        'postgres',
        'root',
        'test',
        'guest',
        'letmein',
        '123456',
        `dummy-${fake('password')}`,
        'mysecretpassword',
        'hunter2',
        'correct horse battery staple',
        'please-let-me-in',
        'pickle-a-password',
      ],
    }),
  },
  {
    id: 'said-to-be-none',
    verdict: 'placeholder',
    why: 'It says itself that it is no real one.',
    test: (value) => value.length <= 200 && /(?:^|[^a-z])not[-_ ]?a[-_ ]?real[-_ ]/i.test(value),
    examples: () => ({
      yes: ['apiv3_ci_test_only_not_a_real_secret_token_0000', 'not-a-real-password'],
      no: ['notarealist', 'cannot-a-real-x', 'really'],
    }),
  },
  {
    id: 'value-word',
    verdict: 'placeholder',
    why: 'The word `value` stands for a value.',
    test: (value) =>
      /^(?:(?:a|the|my|your|some|any|test|sample|secret|extra|actual|real)[-_ ]?){0,3}value[-_ ]?(?:\d{0,3}|one|two|three|four|five)$/i.test(
        value,
      ),
    examples: () => ({
      yes: [
        'value',
        'value1',
        'secret-value',
        'SOME_VALUE',
        'my secret value',
        'testValue-2',
        'value-two',
        'actual-secret-value',
      ],
      no: ['values', 'value!', 'valueless', 'secretvault', `value${fake('password')}`],
    }),
  },
  {
    id: 'goes-here',
    verdict: 'placeholder',
    why: 'A sentence in place of the value says what belongs there.',
    test: (value) => value.length <= 120 && /\b(?:goes|go|belongs?) (?:in )?here\b/i.test(value),
    examples: () => ({
      yes: ['**access token goes here**', 'Your key goes here.', 'the password belongs here'],
      no: ['goeshere', 'there-goes-hereford-7', fake('password')],
    }),
  },
  {
    id: 'capital-noun',
    verdict: 'placeholder',
    why: 'What kind of credential belongs there, in capitals.',
    test: (value) =>
      /^(?:MY|YOUR)?(?:SECRET|ACCESS|API|PRIVATE|AUTH|CLIENT){1,3}(?:KEY|TOKEN|SECRET|PASSWORD)$/.test(value),
    examples: () => ({
      yes: ['SECRETKEY', 'MYAPIKEY', 'YOURACCESSTOKEN', 'SECRETACCESSKEY'],
      no: ['KEY', 'secretkey', 'SECRETKEY1', 'TOKENS', fake('password')],
    }),
  },
  {
    id: 'origin',
    verdict: 'placeholder',
    why: 'It says where the value comes from.',
    test: (value) =>
      /^(?:from[-_](?:a[-_])?(?:secret|env|vault|file)s?|(?:specified|given|set|passed|provided|read|taken)[-_](?:as|by|in|via|from)[-_](?:[a-z]{1,12}[-_]){0,3}(?:env|environment|var|variable|vault|secret|file)s?)$/i.test(
        value,
      ),
    examples: () => ({
      yes: ['from-secret', 'from_env', 'specified-as-env-var'],
      no: ['fromsecret', 'from-secret7', 'secret'],
    }),
  },
  {
    id: 'capital-name',
    verdict: 'placeholder',
    why: 'A name in capitals says what belongs there, in the words of its key.',
    test: (value, { key }) => {
      if (
        /^(?:PASSWORD|PASSWD|PASS|PWD)$/.test(value) &&
        keyWords(key).some((word) => /^pass(?:w(?:or)?d)?$|^pwd$/.test(word))
      )
        return true;
      // `--docker-password=TOKEN`
      if (value === 'TOKEN' && keyWords(key).at(-1) === 'password') return true;
      if (!/^(?:PASSWORD|PASSPHRASE|TOKEN|SECRET|SALT|KEY|CREDENTIALS?)$/.test(value)) return false;
      const [words, word] = [keyWords(key), value.toLowerCase()];
      return words.includes(word) || words.includes(`${word}s`) || (words.length > 1 && words.at(-1) === 'key');
    },
    examples: () => ({
      yes: [
        { key: 'admin-password', value: 'PASSWORD' },
        { key: 'TOKEN', value: 'TOKEN' },
        { key: 'password', value: 'PASS' },
        { key: 'docker-password', value: 'TOKEN' },
        { key: 'SMTP_PASS', value: 'PASSWORD' },
        { key: 'mongodb-passwords', value: 'PASSWORD' },
        { key: 'master-key', value: 'PASSWORD' },
      ],
      no: [
        { key: 'admin-password', value: 'password' },
        { key: 'root', value: 'PASSWORD' },
        { key: 'master-key', value: 'Password' },
        { key: 'password', value: 'LETMEIN' },
      ],
    }),
  },
  {
    id: 'hash-name',
    verdict: 'placeholder',
    why: 'A name after a hash sign is replaced before use, as `sed` does.',
    test: (value) => /^#{1,4}[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,6}#{0,4}$/.test(value),
    examples: () => ({
      yes: ['#REPLICATION_PASSWORD', '#DB_TOKEN#', '###DYNAMIC_FIELD###'],
      no: ['#PASSWORD1x', '#Pa_ss', 'DB#PASSWORD'],
    }),
  },
  {
    id: 'emphasised-name',
    verdict: 'placeholder',
    why: 'A name in the italics of AsciiDoc stands for a value to fill in.',
    test: (value) => /^_(?:[A-Z][A-Z0-9]{1,30}(?:[-_][A-Z0-9]{1,30}){1,6}|PASSWORD|TOKEN|SECRET|KEY)_$/.test(value),
    examples: () => ({
      yes: ['_P12-PASSWORD_', '_YOUR_API_TOKEN_', '_PASSWORD_'],
      no: ['_Pass_', '_X_', 'P12-PASSWORD'],
    }),
  },
  {
    id: 'capital-words',
    verdict: 'placeholder',
    why: 'Words in capitals between dashes name the secret that belongs there.',
    test: (value) =>
      /^[A-Z][A-Z0-9]{0,20}(?:-[A-Z0-9]{2,20}){0,5}-(?:PASSWORD|SECRET|TOKEN|KEY)$/.test(value) ||
      /^(?:PUT|INSERT|ENTER|PASTE)(?:YOUR|THE|A)?[A-Z]{0,20}(?:SECRET|TOKEN|KEY|PASSWORD)(?:HERE)?$/.test(value) ||
      /^MY[A-Z]{0,20}(?:SECRET|TOKEN|KEY|PASSWORD)HERE\d?$/.test(value),
    examples: () => ({
      yes: ['DB2-PASSWORD', 'AZURE-APP-PASSWORD', 'API-KEY', 'PUTSECRETHERE', 'MYAPIKEYHERE2'],
      no: ['Db2-Password', 'DB2-PASSWORD1', 'ADMIN-X7', '-PASSWORD'],
    }),
  },
  {
    id: 'content-of-a-file',
    verdict: 'placeholder',
    why: 'It names the file whose content belongs there.',
    test: (value) =>
      value.length <= 80 &&
      /^[A-Za-z][A-Za-z_ -]{2,60}[-_ ]contents?(?:[-_ ]here)?$/i.test(value) &&
      /(?:file|config|cert(?:ificate)?|key|json|yaml)[-_ ]contents?/i.test(value),
    examples: () => ({
      yes: ['ClientConfig-file-content', 'kubeconfig file contents', 'private_key_content_here'],
      no: ['content', 'malcontent', 'file-contents-7x'],
    }),
  },
  {
    id: 'description',
    verdict: 'placeholder',
    why: 'It says in words what the key already says.',
    test: (value, { key }) => {
      if (value.length > 120 || !/^[A-Za-z][A-Za-z'-]*(?: [A-Za-z(][A-Za-z'_)-]*){1,9}$/.test(value)) return false;
      const words = keyWords(value);
      const unknown = words.filter((word) => !filler.has(word) && !telling.has(word)).length;
      const named = new Set(keyWords(key).map((word) => (/^(?:passwd|pwd|pass)$/.test(word) ? 'password' : word)));
      // `passwd = "Proxmox password"`
      if (/^[A-Z]/.test(value) && words.length === 2 && words[1] === 'password' && named.has('password')) return true;
      return words.some((word) => described.has(word) && named.has(word)) && unknown * 3 <= words.length;
    },
    examples: () => ({
      yes: [
        { key: 'api-key', value: 'openai api key' },
        { key: 'github_token', value: 'personal github token' },
        { key: 'passphrase', value: 'passphrase of the private ssh key' },
        { key: 'ansible_pwd', value: 'password for ansible user at service VM' },
        { key: 'passwd', value: 'Proxmox password' },
      ],
      no: [
        { key: 'answer', value: 'the secret key' },
        { key: 'passwd', value: 'proxmox Passw0rd' },
        { key: 'password', value: 'correct horse battery staple' },
        { key: 'token', value: `token ${fake('password')}` },
      ],
    }),
  },
  {
    id: 'bracketed-name',
    verdict: 'placeholder',
    why: 'A name between square or curly brackets stands for a value to fill in.',
    test: (value) => {
      // A shell cuts it at its first space: `--set clientSecret=[Service Principal secret]`.
      if (/^[[{][A-Z]?[a-z]{1,30}$/.test(value)) return true;
      // `{ldap-search-context-for-users}`
      if (/^\{[a-z]{2,20}(?:-[a-z]{1,20}){1,8}\}$/.test(value)) return true;
      if (!/^(?:\[[A-Za-z][\w -]{2,60}\]|\{[A-Za-z][\w -]{2,60}\})$/.test(value)) return false;
      const words = keyWords(value);
      if (words.length > 0 && words.every((word) => telling.has(word) || filler.has(word))) return true;
      // `[password of the Conjur admin]`
      if (words.length > 2 && words.some((word) => described.has(word)) && /^\[[A-Za-z ]+\]$/.test(value)) return true;
      return (
        words.length > 1 &&
        (described.has(words.at(-1)!) || words.at(-1) === 'cookie') &&
        words.every((word) => /^[a-z]+$/.test(word))
      );
    },
    examples: () => ({
      yes: [
        '[password]',
        '{API_KEY}',
        '[db password]',
        '[REPMGR_PASSWORD]',
        '[RABBITMQ_ERLANG_COOKIE]',
        '{ldap-security-authentication}',
        '{db',
        '[password of Conjur admin user]',
        '[Service Principal secret]',
        '[Service',
      ],
      no: ['[Kx93', '[x]', '[a, b]', '{"a":1}', '[Kx93Lm2P]', '[correct horse]'],
    }),
  },
  {
    id: 'encoded-value-name',
    verdict: 'placeholder',
    why: 'It says that an encoded value belongs here.',
    test: (value) => {
      if (value.length > 120 || looksRandom(value)) return false;
      const words = keyWords(value).join(' ');
      return /^(?:base 64|b 64|64)(?: encoded?)?(?: [a-z]+){1,6}$|(?:base 64|b 64) encoded?|^encoded (?:password|token|key|secret|value|data)$/.test(
        words,
      );
    },
    examples: () => ({
      yes: ['base64-encoded-password', 'BASE64_ENCODED_VALUE', 'b64-encoded-cert', 'base64_password'],
      no: ['base64', 'encoder', fake('base64')],
    }),
  },
  {
    id: 'documented-example',
    verdict: 'placeholder',
    why: "A vendor's documentation uses this very form as its example.",
    test: (value) =>
      value.length <= 200 &&
      (/EXAMPLE(?:KEY|TOKEN)?={0,2}$/.test(value) ||
        value === `abcdef.${'0123456789'}abcdef` ||
        /^0{8}-0{4}-0{4}-0{4}-0{12}$/.test(value) ||
        /^[0-9a-f]{8}-1111-2222-3333-[0-9a-f]{12}$/.test(value)),
    examples: () => ({
      yes: [
        `AKIA${'IOSFODNN7'}EXAMPLE`,
        `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCY'}EXAMPLEKEY`,
        '00000000-0000-0000-0000-000000000000',
        `2e41f7cf-${'1111-2222'}-3333-7397a56113ca`,
      ],
      no: [fake('aws-access-key'), fake('uuid')],
    }),
  },
];
