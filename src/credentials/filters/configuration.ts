import { fake } from '../../fake.ts';
import type { Filter } from '../filter.ts';
import { hasRandomPiece, looksRandom } from '../randomness.ts';

/** Forms of settings that are no credential under any key. */
export const plain: readonly Filter[] = [
  {
    id: 'boolean',
    verdict: 'configuration',
    why: 'True or false.',
    test: (value) =>
      /^(?:true|false|yes|no|on|off|enabled?|disabled?|y|n|t|f|auto|always|never|required|optional)$/i.test(value) ||
      /^(?:True|False|None),$/.test(value),
    examples: () => ({ yes: ['true', 'False', 'yes', 'disabled', 'True,'], no: ['trueish', 'nope', 'admin'] }),
  },
  {
    id: 'duration',
    verdict: 'configuration',
    why: 'A duration or a quantity.',
    test: (value) =>
      value.length <= 24 &&
      (/^(?:\d{1,9}(?:\.\d{1,3})?(?:ns|us|µs|ms|s|m|h|d|w|mo|y|sec|min|hours?|days?|minutes?|seconds?))+$/.test(
        value,
      ) ||
        /^\d{1,9}(?:\.\d{1,3})?(?:[KMGTPE]i?B?|Ki|Mi|Gi|m|k|kb|mb|gb|%| ?bits?| ?bytes?)$/i.test(value) ||
        /^P(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?$/.test(value)),
    examples: () => ({
      yes: ['1h', '30s', '1h30m', '10Gi', '500m', '50%', '90d', 'PT15M'],
      no: ['1x', 'h1', '12345678', 'P4ssw0rd'],
    }),
  },
  {
    id: 'web-address',
    verdict: 'configuration',
    why: 'An address without a password in it.',
    test: (value) =>
      /^(?:jdbc:)?[a-z][a-z0-9+.-]{1,30}:\/\/[^\s@]+$/i.test(value) ||
      /^(?:[a-z][a-z0-9+.-]{1,30}:)?\/\/[^\s:@]+@[^\s@]+$/i.test(value) ||
      /^mailto:|^urn:|^(?:tcp|unix|amqp|ssh|git)@?:?\/\//.test(value) ||
      /^git@[\w.-]+:/.test(value),
    examples: () => ({
      yes: [
        'https://sso.acme.dev/oauth2/token',
        'jdbc:postgresql://db/app',
        'postgres://db:5432/app',
        'git@github.com:acme/app.git',
        'ssh://git@acme.dev/x',
      ],
      no: ['https', 'a://', 'x@y:z'],
    }),
  },
  {
    id: 'file-path',
    verdict: 'configuration',
    why: 'A path in a file system.',
    test: (value) =>
      (/^(?:\/[\w@.+-]+){2,}\/?$/.test(value) && !value.split('/').some(looksRandom)) ||
      (/^\/(?:[\w.-]+\/?)?$/.test(value) && !looksRandom(value)) ||
      /^(?:\.{1,2}|~)(?:\/[\w@./+ -]*)?$/.test(value) ||
      /^[A-Za-z]:\\[\w\\.() -]*$/.test(value) ||
      // Base64 has no dot.
      /^(?:\/[\w@+-][\w@.+-]*){1,12}\/[\w@+-][\w@.+-]*\.(?:pem|crt|cer|key|p12|pfx|jks|json|ya?ml|txt|env|conf|toml|xml|properties)$/.test(
        value,
      ) ||
      (/^[\w-][\w./-]{0,200}\.(?:pem|crt|cer|key|p12|pfx|jks|json|ya?ml|txt|env|conf|cfg|ini|sh|toml|xml|properties|sock|asc|gpg|pub|htpasswd|html?|png|svg|css|js|ts|py|go|rb)$/.test(
        value,
      ) &&
        !looksRandom(value)),
    examples: () => ({
      yes: [
        '/var/run/secrets/token',
        './secret.txt',
        '../x/y',
        'C:\\keys\\a.pem',
        '~/.ssh/id_rsa',
        'tls.key',
        'certs/server.pem',
        `/tmp/config/app-${fake('hex').slice(0, 12)}.json`,
        '/etc',
        '/tokens/',
      ],
      no: ['a/b', fake('base64'), 'pass.word1', `/${fake('password')}`, `/${fake('password')}/FGDLOwgbwRTofu`],
    }),
  },
  {
    id: 'name-service',
    verdict: 'configuration',
    why: 'Where users are looked up: a line of `nsswitch.conf`.',
    test: (value, { key }) =>
      /^(?:passwd|shadow|group)$/.test(key) &&
      /^(?:files|compat|db|nis|nisplus|ldap|sss|systemd|winbind|centrify|altfiles)(?:[ \t]+(?:files|compat|db|nis|nisplus|ldap|sss|systemd|winbind|centrify|altfiles|\[[A-Za-z=]+\])){0,8}$/.test(
        value,
      ),
    examples: () => ({
      yes: [
        { key: 'passwd', value: 'files ldap' },
        { key: 'passwd', value: 'files [NOTFOUND=return] sss' },
      ],
      no: [
        { key: 'password', value: 'files ldap' },
        { key: 'passwd', value: 'ldapsecret' },
      ],
    }),
  },
  {
    id: 'type-name',
    verdict: 'configuration',
    why: 'The name of a type, a format or a Kubernetes kind.',
    test: (value) =>
      /^(?:(?:\[\])?(?:string|byte)|object|array|integer|number|bool(?:ean)?|int(?:32|64)?|float|double|binary|date(?:-time)?|text|map|any|Opaque|Secret|ConfigMap|ServiceAccount|Bearer|Basic|JWT|uuid|base64|hex|utf-?8|PKCS1|PKCS8|RSA|ECDSA|Ed25519|[RHEP]S(?:256|384|512)|sha(?:1|256|512)|md5|bcrypt|argon2(?:id)?|kubernetes\.io\/[\w-]+|[a-z]+\/[a-z0-9.+-]*(?:json|yaml|xml|html|plain|octet-stream|form-data|urlencoded)[a-z0-9.+-]*)$/.test(
        value,
      ) || /^(?:string|bool(?:ean)?|int(?:eger)?|number|list|map|object|array) \([a-z][a-z ,]{2,80}\)$/.test(value),
    examples: () => ({
      yes: [
        'string',
        '[]byte',
        'Opaque',
        'kubernetes.io/tls',
        'RS256',
        'application/json',
        'ECDSA',
        'text/html',
        'string (secret reference)',
      ],
      no: ['strings1', 'opaque', 'secret', 'a/b'],
    }),
  },
  {
    id: 'tally',
    verdict: 'configuration',
    why: 'What is left of a line of counts, such as the results of tests.',
    test: (value) => /^\d{1,7}(?:,[ \t]?[A-Za-z_]{2,20}[:=][ \t]?\d{1,7}){1,12}$/.test(value),
    examples: () => ({
      yes: ['1, fail: 1, warn: 0, error: 0, skip: 0', '12, failed=3'],
      no: ['1', '1, a: b', '12,fail', '7, x: 1'],
    }),
  },
  {
    id: 'environment-name',
    verdict: 'identifier',
    why: 'The name of an environment variable or of a key.',
    test: (value) =>
      /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+){1,12}$/.test(value) && /[A-Z]{3}/.test(value) && !looksRandom(value),
    examples: () => ({
      yes: ['POSTGRES_PASSWORD', 'OAUTH2_PROXY_CLIENT_ID', 'API_KEY_2'],
      no: ['ADMIN', 'A1_B2', 'Pass_Word', 'XK9Q'],
    }),
  },
  {
    id: 'pattern',
    verdict: 'configuration',
    why: 'A regular expression or a glob.',
    test: (value) =>
      value.length <= 400 &&
      (/^\^.*\$$/.test(value) ||
        /\(\?(?:[:=!<P]|[a-z]{1,4}\))|\[\^?[a-zA-Z0]-[zZ9]|^\[\^[^\]\s]{1,12}\][+*]?$|\\[dws][+*{]/.test(value) ||
        // A generated password may have a dot and a star in it.
        ((/\.\*/.test(value) || (/^[\w./*-]*\*[\w./*-]*$/.test(value) && /[./]/.test(value))) &&
          !hasRandomPiece(value.replaceAll('*', '')))),
    examples: () => ({
      yes: ['^[a-z]+$', '(?i)password', '[A-Za-z0-9]{16}', '*.acme.dev', 'secret/*', 'token=.*', '[^{]', '[^"]*'],
      no: ['a*b', 'Pa^ss$x', '^', `${fake('password')}.*Q`, `a/${fake('password')}*9`],
    }),
  },
];
