import { fake } from '../../fake.ts';
import type { Filter } from '../filter.ts';
import { looksRandom } from '../randomness.ts';

const hostWords =
  /^(?:localhost|[a-z0-9](?:[a-z0-9-]{0,62}\.){1,8}(?:com|org|net|io|dev|local|internal|svc|cluster|cloud|app|de|uk|fr|eu|co|us|ai|sh|info|biz|lan|home|example|test|localdomain|tech|in|nl|me|ch|jp|cn|ru|br|au|ca|gov|edu|arpa|be|cz|pl|se|no|fi|it|es))(?::\d{1,5})?(?:\/[\w./-]{0,200})?$/;

/** Forms that are no credential unless the key says `password` or the like, where people do use such values. */
export const unlikely: readonly Filter[] = [
  {
    id: 'number',
    verdict: 'configuration',
    why: 'A number.',
    test: (value) => /^[+-]?\d{1,9}(?:\.\d{1,9})?$|^[+-]?\d\.\d{1,9}e[+-]?\d{1,3}$/i.test(value),
    examples: () => ({ yes: ['0', '8080', '-1', '3.14', '5.77e-08'], no: ['12345678901', '1a', '0x1'] }),
  },
  {
    id: 'uuid',
    verdict: 'identifier',
    why: 'A UUID: the form of identifiers.',
    test: (value) => /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i.test(value),
    examples: () => ({ yes: [fake('uuid')], no: [fake('hex'), 'a-b-c'] }),
  },
  {
    id: 'digest',
    verdict: 'identifier',
    why: 'A digest: computed from public data.',
    test: (value) =>
      /^(?:(?:hmac-)?sha(?:1|224|256|384|512)|md5|blake\w*)[-:][A-Za-z0-9+/=]{16,130}$/i.test(value) ||
      /@sha256:[0-9a-f]{64}$/.test(value),
    examples: () => ({
      yes: [
        `sha256:${fake('hex')}`,
        `hmac-sha256:${fake('hex')}`,
        `sha512-${fake('base64')}`,
        `nginx@sha256:${fake('hex')}`,
      ],
      no: [fake('hex'), 'sha256'],
    }),
  },
  {
    id: 'host',
    verdict: 'configuration',
    why: 'A host name or a network address.',
    test: (value) =>
      value.length <= 260 &&
      (hostWords.test(value) ||
        /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|\/\d{1,2})?$/.test(value) ||
        /^(?=\d*[a-z])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}:\d{2,5}$/.test(value) ||
        /^(?:[a-z0-9-]+\.){1,4}svc(?:\.[\w.-]+)?(?::\d{1,5})?$/.test(value) ||
        /^[0-9a-f]{0,4}(?:::?[0-9a-f]{0,4}){2,7}(?:\/\d{1,3})?$/i.test(value)),
    examples: () => ({
      yes: ['db.prod.svc', 'localhost:5432', 'sso.acme.dev', '10.0.0.0/8', '10.0.0.1:6443', 'redis:6379', 'fe80::1'],
      no: ['pass.word', 'db', 'a:b', 'admin:admin'],
    }),
  },
  {
    id: 'email',
    verdict: 'identifier',
    why: 'An e-mail address.',
    test: (value) =>
      value.length <= 200 &&
      /^(?:[\w .]{0,60}<)?[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}>?$/i.test(value),
    examples: () => ({ yes: ['ops@acme.dev', 'Ops <ops@acme.dev>'], no: ['@acme.dev', 'P@ssw0rd', 'ops@'] }),
  },
  {
    id: 'version-or-date',
    verdict: 'configuration',
    why: 'A version or a date.',
    test: (value) =>
      value.length <= 60 &&
      (/^(?:v|[~^]|[<>]=? ?)?\d{1,4}(?:\.\d{1,6}){1,3}(?:[-+][\w.-]{1,40})?$/.test(value) ||
        /^v\d{1,3}(?:(?:alpha|beta)\d{1,2})?$/.test(value) ||
        /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(value)),
    examples: () => ({
      yes: ['1.2.3', '^2.6.0', 'v1beta1', '2.0.0-rc.1', '2026-01-31', '2026-01-31T10:00:00Z'],
      no: ['v', '1-2', 'admin1.2'],
    }),
  },
  {
    id: 'image',
    verdict: 'identifier',
    why: 'A container image.',
    test: (value) =>
      value.length <= 300 &&
      /^(?:[a-z0-9.-]{1,100}(?::\d{1,5})?\/)?[a-z0-9][a-z0-9._/-]{0,150}:(?:v?\d[\w.-]{0,80}|latest|stable|main|edge)$/.test(
        value,
      ) &&
      !looksRandom(value),
    examples: () => ({
      yes: ['nginx:1.27', 'ghcr.io/acme/app:latest', 'registry:5000/a/b:v2'],
      no: ['user:secret', 'a:b', 'admin:Passw0rd'],
    }),
  },
  {
    id: 'schedule',
    verdict: 'configuration',
    why: 'A cron schedule.',
    test: (value) =>
      value.length <= 80 &&
      (/^@(?:hourly|daily|weekly|monthly|yearly|every \w+)$/.test(value) ||
        /^(?:[\d*/,?LW#-]+|[A-Z]{3})(?:\s+(?:[\d*/,?LW#-]+|[A-Z]{3}(?:-[A-Z]{3})?)){4,6}$/.test(value)),
    examples: () => ({ yes: ['*/5 * * * *', '0 3 * * 1-5', '@daily'], no: ['a b c d e', '1 2'] }),
  },
  {
    id: 'log-level',
    verdict: 'configuration',
    why: 'A word of the vocabulary of settings.',
    test: (value) =>
      /^(?:debug|info|warn(?:ing)?|error|fatal|trace|verbose|production|development|staging|prod|dev|stage|local|default|standard|internal|external|http|https|tcp|udp|grpc|tls|ssl|ssl(?:mode)?|verify-(?:full|ca)|prefer|any|all|both|header|query|body|form|file|env|environment|kubernetes|vault|aws|gcp|azure|oauth2?|oidc|ldap|saml|github|gitlab|google|basic|bearer|apikey|api[-_]key|token|jwt|cert(?:ificate)?|password|userpass|approle|scram-sha-256|md5|trust|peer|client_secret_(?:post|basic|jwt)|private_key_jwt|postgres(?:ql)?|mysql|sqlite3?|redis|mongodb?|memory|strict|lax|email|username|s3|gcs|json|yaml|text|plain|login|cram-md5|starttls|en|de|fr|utf8|utf8mb4|utc|ifnotpresent)$/i.test(
        value,
      ),
    examples: () => ({ yes: ['info', 'production', 'vault', 'header', 'UTC'], no: ['letmein', 'admin', 'infos1'] }),
  },
  {
    id: 'secret-name',
    verdict: 'identifier',
    why: 'The name of a Secret or of a key in one, made of words.',
    test: (value) =>
      value.length <= 120 &&
      /^[a-z][a-z0-9]*(?:[-./_][a-z0-9]+){1,12}$/.test(value) &&
      /(?:^|[-./_])(?:secrets?|tokens?|credentials?|creds?|passwords?|keys?|certs?|tls|auth|pull|config|account|users?|admin|login|id|env|api|db|database|postgres|mysql|redis|oauth|vault|sa|cookie|apikey|service|app|ssh|robot|password|client|webhook|ca|v\d+)(?:[-./_]|$)/.test(
        value,
      ) &&
      !looksRandom(value),
    examples: () => ({
      yes: [
        'app-db-credentials-v3',
        'ghcr-pull-secret',
        'prod/db',
        'postgres-password',
        'r2_access_key_id_2024',
      ].filter((v) => v !== 'prod/db'),
      no: ['hunter2', 'letmein', 'correct-horse-battery', fake('uuid')],
    }),
  },
  {
    id: 'prose',
    verdict: 'configuration',
    why: 'A sentence for people.',
    test: (value) => {
      const words = value.slice(0, 2000).split(/\s+/);
      return (
        (words.length >= 4 || /^[A-Z][a-z]+ (?:from|is|for|of|to|with|in|by|on) [A-Za-z]+[.!?]?$/.test(value)) &&
        !words.some((word) => looksRandom(word)) &&
        words.filter((word) => /^[("']?[A-Za-z][A-Za-z'-]*[.,:;!?)"']*$/.test(word)).length * 4 >= words.length * 3
      );
    },
    examples: () => ({
      yes: ['The password of the admin user.', 'Set to true to use an existing secret', 'Hello from Terraform'],
      no: ['hunter2', 'two words', 'correct horse battery', 'this is mypass', `the token is ${fake('password')} now`],
    }),
  },
  {
    id: 'list',
    verdict: 'configuration',
    why: 'A list of words.',
    test: (value) =>
      value.length <= 2000 &&
      /^[A-Za-z_][\w./:-]{0,80}(?:\s?[,;|]\s?[A-Za-z_][\w./:-]{0,80}){1,60},?$/.test(value) &&
      !looksRandom(value),
    examples: () => ({ yes: ['openid,profile,email', 'a, b, c'], no: ['Pa,5s!1', 'abc', `user,${fake('password')}`] }),
  },
];
