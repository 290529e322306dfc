import { fake } from '../../fake.ts';
import type { Filter } from '../filter.ts';
import { looksRandom } from '../randomness.ts';

const name = '[A-Za-z_][\\w.-]{0,120}';

/** The whole value is a variable, in the syntax of a shell, Kubernetes, Flux, Azure pipelines, a template engine. */
const wholeVariables = new RegExp(
  [
    // HOCON: `${?NAME}`, where it is set.
    `\\$\\{\\??${name}\\}`,
    `\\$\\(${name}\\)`,
    '\\$[A-Z_][A-Z0-9_]{0,120}',
    '\\$[a-z_][A-Za-z_]{0,120}',
    // Digits only inside a name of several words: `$ec2_metadata_token`, not `$ecret123`.
    '\\$[a-z][a-z0-9]{0,40}(?:_[a-z0-9]{1,40}){0,6}_[a-z]{2,40}',
    // Argo CD: `$oidc.github.clientSecret`, `$secret-name:key`.
    '\\$[A-Za-z_][\\w-]{0,80}[.:][\\w.:-]{1,120}',
    // Argo CD's notifications: `$slack-token`, `$github-privateKey`.
    '\\$[a-z][a-z0-9]{1,40}(?:-[A-Za-z][A-Za-z0-9]{1,40}){1,6}',
    // Positional and special parameters of a shell.
    '\\$(?:[0-9@*#?!]|\\{[0-9@*#?!]\\})',
    // Frigate and others: a variable in plain braces.
    '\\{[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\}',
    // OpenCode: https://opencode.ai/docs/config/#variables. Datadog: https://docs.datadoghq.com/containers/guide/template_variables/.
    '\\{(?:env|file):[\\w./~-]{1,120}\\}',
    `%%${name}%%`,
    // Concourse and CredHub: https://concourse-ci.org/vars.html
    '\\(\\([A-Za-z_][\\w./:"-]{0,160}\\)\\)',
    // WSO2: https://apim.docs.wso2.com/en/latest/reference/config-catalog/
    `\\$(?:ref|env|sys|secret)\\{${name}\\}`,
    `%${name}%`,
    `%\\(${name}\\)s?`,
    `%\\{[^{}]{1,120}\\}`,
    `#\\{[^{}]{1,120}\\}#?`,
    '__[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){0,20}__',
    `@@${name}@@`,
    '@[A-Z][A-Z0-9_]{2,80}@',
    `\\$\\$\\{?${name}\\}?`,
  ]
    .map((form) => `^${form}$`)
    .join('|'),
);

/** A variable inside a longer text. A bare `$NAME` counts only where a word can begin, since passwords hold `$` too. */
const variableInside =
  /\$\{(?:[A-Za-z_]|\d{1,2}[:#%/^,@])[^{}\n]{0,300}\}|\$\([A-Za-z_][^()]{0,200}\)|(?:^|[\s:/@=,"'])\$[A-Z_][A-Z0-9_]{2,80}(?![A-Za-z0-9])|=\$[a-z]{2,40}[A-Z][A-Za-z]{1,40}$|[=:]\$[a-z]{1,20}(?:_[a-z]{1,20}){1,5}$|\(\([A-Za-z_][\w./:-]{1,160}\)\)/;

const storePrefix =
  /^(?:ref\+(?!echo)[a-z0-9+]+:\/\/|secretref\+|op:\/\/|bws:\/\/|bw:\/\/|keeper:\/\/|akv:\/\/|azkv:\/\/|kv:\/\/|gcpsm:\/\/|gsm:\/\/|sm:\/\/|sm@|awssm:\/\/|ssm:\/?\/|awsssm:|aws-?secretsmanager:|secretsmanager:|secrets?:\/\/|secrets\+|secretref:|secretKeyRef:|doppler:\/\/|infisical:\/\/|vault:\/\/|conjur:|keyring:|k8s(?:secret)?:\/?\/?[a-z]|kubernetes:\/\/|env:\/?\/?[A-Za-z_]|exec:\/\/|gopass:|pass:\/\/)/;

/** `KEY_SHARED_DATABASE_PASSWORD=shared.database.password`: the words of the key, as the path of a setting. */
function repeatsEnd(key: string, value: string): boolean {
  return (
    /^[a-z]{2,30}(?:\.[a-z]{2,30}){2,6}$/.test(value) && key.toLowerCase().replace(/[_-]/g, '.').endsWith(`.${value}`)
  );
}

/**
 * References whose syntax leaves no doubt. A value with such a part in it is fetched or filled in later; a literal beside
 * it (`?secret_id=...`, `${X:-literal}`) is judged before these filters are asked.
 */
export const references: readonly Filter[] = [
  {
    id: 'template',
    verdict: 'reference',
    why: 'A template engine fills it in.',
    // An assignment in a directive is no line of the file that it stands in; literals in it are read as literals.
    test: (value, { key }) => /\{\{|\{%|<%[=-]|^\$\{ [^{}]{1,300} \}$/.test(value) || /^\{\{-?\s{0,4}\$/.test(key),
    examples: () => ({
      yes: [
        '{{ .Values.db.password | b64enc }}',
        '${ awskms (env `ENCRYPTED_DB_CREDS`) }',
        'prefix-{{ .x }}',
        '{% env("X") %}',
        '${{ secrets.TOKEN }}',
        '{{resolve:secretsmanager:db}}',
        '<%= ENV["DB_PASSWORD"] %>',
        { key: '{{- $userPassword :', value: '.password | default "" }}' },
      ],
      no: ['{.data.password}', '{"a":{"b":1}}', 'pass{word'],
    }),
  },
  {
    id: 'variable',
    verdict: 'reference',
    why: 'A variable is put in its place when it is used.',
    test: (value) => value.length <= 300 && wholeVariables.test(value),
    examples: () => ({
      yes: [
        '${?LDAP_BIND_PWD}',
        '${DB_PASSWORD}',
        '$DB_PASSWORD',
        '$(DB_PASSWORD)',
        '%DB_PASSWORD%',
        '#{DB_PASSWORD}#',
        '__DB_PASSWORD__',
        '@@DB_PASSWORD@@',
        '$oidc.github.clientSecret',
        '$my-secret:key',
        '$github-privateKey',
        '$1',
        '{DB_PASSWORD}',
        '@DB_PASSWORD@',
        '$ec2_metadata_token',
        '{env:API_KEY}',
        '%%env_AUTH%%',
        '((dockerhub.password))',
        '$ref{super_admin.password}',
        '$$(DB_PASSWORD)',
      ].filter((value) => !value.startsWith('$$(')),
      no: ['pa$$word', '$ecret123', 'a%b%c', '%%', '$refund{x', '{env:}', '__x', '$2b$12$abc', '${', '$'],
    }),
  },
  {
    id: 'standard-input',
    verdict: 'reference',
    why: 'A dash alone: the value is read from the standard input, as `vault kv put` and most programs have it.',
    test: (value) => value === '-',
    examples: () => ({ yes: ['-'], no: ['--x', '-1', 'a-'] }),
  },
  {
    id: 'format-verb',
    verdict: 'reference',
    why: 'A verb of a format string: `printf` puts the value in its place.',
    test: (value) => /^%(?:\[\d{1,2}\]|\d{1,2}\$|\([\w.]{1,60}\))?[-+#0]?[svdqxT]$/.test(value),
    examples: () => ({
      yes: ['%s', '%v', '%q', '%[1]s', '%1$s', '%(password)s'],
      no: ['%', '%sure', '50%s', 'a%v'],
    }),
  },
  {
    id: 'variable-inside',
    verdict: 'reference',
    why: 'Part of it is a variable, so the text alone opens nothing.',
    test: (value) => (value.includes('$') || value.includes('((')) && variableInside.test(value),
    examples: () => ({
      yes: [
        'https://app:${PASSWORD}@db/app',
        'Bearer $TOKEN',
        '$(openssl rand -hex 32)',
        'x=$(cat /run/secret)',
        '${A}${B}',
        '${2:-}',
        'iPlanetDirectoryPro=$tokenId',
        '#jbcrypt:$new_password_hash',
        'https://app:((db.password))@db/app',
        "${1//\\'/}",
      ],
      no: ['Tr0ub$DOR', 'a$b', 'x${9y}', 'x=$ecret', '((1+2))', 'a((b', 'cost $ 5', 'pa$(', '$argon2id$v=19'],
    }),
  },
  {
    id: 'command-substitution',
    verdict: 'reference',
    why: 'The output of a command takes its place.',
    test: (value) =>
      /^<?`[^`]{2,300}`>?$/.test(value) ||
      // Quotes inside cut it in YAML that a here-document holds.
      /^`(?:echo|cat|printf|openssl|kubectl|pwgen|base64) (?:-[a-z]|["'$\w/.]|$)/.test(value) ||
      /^`(?:echo|printf)(?: -n)?$/.test(value) ||
      // Make's own, in either bracket; a recipe cuts it where its line goes on.
      /^\$[({]shell(?: [a-z]|$)/.test(value) ||
      /^\$\((?![)])[\s\S]{1,400}\)$/.test(value) ||
      /^<\([\s\S]{1,300}\)$/.test(value),
    examples: () => ({
      yes: [
        '`openssl rand -hex 8`',
        '`echo -n',
        '`echo -n "$username',
        "<`echo -n 'x' | base64`>",
        '$(shell',
        '${shell cat token \\\n  | base64}',
        "$(shell kubectl get secret x -o jsonpath='{.data.y}'",
        '$(kubectl get secret x -o json)',
      ],
      no: ['`', '$()', 'a`b`'],
    }),
  },
  {
    id: 'store-reference',
    verdict: 'reference',
    why: 'It names a secret in a store, in the syntax of an injector (vals, 1Password, Bitwarden, AWS, Azure, Google Cloud).',
    // https://argocd-image-updater.readthedocs.io/en/stable/configuration/registries/#credentials
    test: (value) =>
      storePrefix.test(value) || /^(?:(?:pull)?secret:[\w.-]{1,63}\/[\w.#-]{1,200}|ext:\/[\w./-]{1,200})$/.test(value),
    examples: () => ({
      yes: [
        'ref+vault://kv/db#/password',
        'op://vault/item/password',
        'secretref:db',
        'env:DB_PASSWORD',
        'ref+awssecrets://x',
        'secret:argocd/dockerhub#my-token',
        'pullsecret:argocd/dockerhub',
        'ext:/scripts/auth.sh',
      ],
      no: ['ref+echo://hello', 'op:/', 'environment', 'passphrase', 'secretsauce', 'secret:hunter2'],
    }),
  },
  {
    id: 'vault-reference',
    verdict: 'reference',
    why: 'bank-vaults or the Argo CD Vault plugin fetches it from Vault.',
    test: (value) =>
      /^(?:>>)?vault:(?!v\d+:)[^\s#]{1,300}(?:#|$)/.test(value) ||
      value.includes('${vault:') ||
      value.includes('<path:'),
    examples: () => ({
      yes: [
        'vault:secret/data/app#TOKEN',
        '>>vault:kv/app#KEY',
        '${vault:secret/data/db#PW}',
        '<path:kv/data/db#password>',
        '<path:kv/db#p | base64encode>',
      ],
      no: ['vault:v1:abcdefgh', 'vault', 'path:x'],
    }),
  },
  {
    id: 'cloud-resource',
    verdict: 'reference',
    why: 'The resource name of a secret, key or role, not the thing itself.',
    test: (value) =>
      /^arn:aws[a-z-]*:[a-z0-9-]+:/.test(value) ||
      /^projects\/[^/\s]+\/(?:locations|secrets|serviceAccounts)\/\S+$/.test(value) ||
      /@azurekeyvault\b/.test(value) ||
      /^@Microsoft\.KeyVault\(/i.test(value) ||
      /^https:\/\/[a-z0-9-]+\.vault\.azure\.net\//.test(value) ||
      /^\/subscriptions\/[0-9a-f-]{36}\//i.test(value) ||
      /^(?:ocid1|crn:v1)[.:]/.test(value),
    examples: () => ({
      yes: [
        'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-x',
        'projects/p/secrets/db/versions/1',
        'db@azurekeyvault',
        '@Microsoft.KeyVault(SecretUri=https://x)',
      ],
      no: ['arn', 'projects', 'azurekeyvault'],
    }),
  },
  {
    id: 'file-or-env-lookup',
    verdict: 'reference',
    why: 'It is read from a file or the environment at run time.',
    test: (value) =>
      /^\$__(?:file|env|vault)\{/.test(value) ||
      /^(?:file|FILE):\/{0,3}[\w./~-]+$/.test(value) ||
      /^@(?:\/[\w./-]+|[\w./~-]{1,200}\.[a-z]{2,5})$/.test(value) ||
      /^\?\{vaultkv:/.test(value),
    examples: () => ({
      yes: ['$__file{/etc/secrets/x}', '$__env{PW}', 'file:///run/secret', '@/run/secret', '@password.txt'],
      no: ['file', '$__x', '@home', '@ss.W0rd'],
    }),
  },
  {
    id: 'code-expression',
    verdict: 'reference',
    why: 'An expression of a programming language that yields the value.',
    test: (value, { key }) =>
      value.length <= 400 &&
      // `os.environ["MYSQL_PWD"] = db_password`
      ((/\[["'][\w.-]{1,80}["']\]$/.test(key) &&
        /^[a-z]{1,20}_(?:pass|passwd|password|secret|token|key)(?: (?:if|unless) [^\n]{1,200})?;?$/.test(value)) ||
        /^(?:os\.(?:environ|getenv)|process\.env|System\.getenv|getenv|ENV\[|env\(|secrets\.|inputs\.|vars\.|params\.|steps\.|needs\.|var\.|local\.|data\.[a-z_]+\.[\w-]+|module\.|each\.|self\.|this\.|config\.|settings\.|\.Values|\.Data|\.Secrets|random_(?:password|string|id|uuid)\.|[a-z]+_[a-z_]+\.[\w-]+(?:\[[\w"*.]{0,40}\])?\.)/.test(
          value,
        ) ||
        // https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
        /^\[(?:parameters|variables|reference|listKeys|concat|format|if|json|base64|guid|uniqueString)\(.*\]$/.test(
          value,
        ) ||
        // Python that was read as settings: a chain of calls and members, a formatted text, the name of a variable.
        (/^[A-Za-z_]\w{0,60}(?:\.\w{1,60}|\([^()]{0,120}\)|\[(?:\d{1,3}|'[^'\]]{1,60}'|"[^"\]]{1,60}")\]){1,12}[,;]?$/.test(
          value,
        ) &&
          /\w\(|\[["']/.test(value)) ||
        /^[fF](["'])[^"'{]{0,80}\{[A-Za-z_][\w.[\]]{0,80}\}[^"']{0,80}\1[,;)]?$/.test(value) ||
        (/^[fF]["']\w{1,40}$/.test(key) && /\{[A-Za-z_]/.test(value)) ||
        /^[a-z]{2,30}(?:_[a-z]{2,30}){1,6},$/.test(value) ||
        /^[a-z_]{2,60} ?\+ ?[a-z_.]{2,40}\(/.test(value) ||
        // PowerShell puts characters together; Python declares what an argument takes.
        /^-join(?: ?\(|$)/.test(value) ||
        /^(?:Optional|Union)\[\w[\w ,.[\]]{0,80}\](?: ?= ?None)?,?$/.test(value) ||
        (/^[A-Za-z_][\w.]{1,60}\([^()]*(?:\([^()]*\)[^()]*)?\)[,;]?$/.test(value) && !looksRandom(value))),
    examples: () => ({
      yes: [
        "os.environ['X']",
        'process.env.TOKEN',
        'getenv("X")',
        'var.db_password',
        'random_password.db.result',
        'azuread_sp_password.main[0].value',
        "[parameters('clientSecret')]",
        'lookup(x)',
        'base64decode(var.x)',
        '.Values.password',
        'readEnv("S3_SECRET"),',
        '-join ($bytes | ForEach-Object { $set[$_] })',
        'Optional[str] = None,',
        'f.read().strip()',
        "data['member'][0]['apikey']",
        'f"PWD={password};"',
        'manage_user_password,',
        { key: 'f"PWD', value: '{password};"' },
        'user+str(random.randint(0,100))',
        { key: 'os.environ["MYSQL_PWD"]', value: 'db_password' },
        { key: "rails['root_password']", value: "root_pass unless root_pass.to_s == '';" },
      ],
      no: [
        'variable',
        'Secret!',
        'process',
        'data.csv2',
        'os',
        '-joined',
        'Optional',
        'abc[0]',
        'f"plain"',
        'word,',
        'Pa_ss,',
        'x(y',
      ],
    }),
  },
  {
    id: 'setting-path',
    verdict: 'reference',
    why: 'The path of a setting that holds the secret: `postgresql.auth.postgresPassword`.',
    test: (value, { key }) =>
      value.length <= 120 &&
      (/^[a-z][A-Za-z0-9]{1,40}(?:\.[a-z][A-Za-z0-9]{1,60}){0,6}\.[a-z][a-z0-9]{1,40}(?:[A-Z][A-Za-z0-9]{1,40})*(?:Password|Passwd|Secret|Token|Key|KeyId)$/.test(
        value,
      ) ||
        /^[a-z]{2,30}(?:[A-Z][a-z]{1,30}){1,4}(?:\.[a-z][A-Za-z]{1,30}){0,4}\.(?:password|secret|token)$/.test(value) ||
        // In the words of an address: `docker.acme.com.password`.
        /^(?:[a-z0-9-]{1,40}\.){1,4}(?:com|org|net|io|dev)\.(?:password|passwd)$/.test(value) ||
        repeatsEnd(key, value)),
    examples: () => ({
      yes: [
        'postgresql.auth.postgresPassword',
        's3.auth.adminSecretAccessKey',
        's3.auth.readAccessKeyId',
        'externalPostgresql.password',
        'docker.acme.com.password',
        { key: 'SYS_KEY_SHARED_DATABASE_PASSWORD', value: 'shared.database.password' },
      ],
      no: [
        { key: 'DATABASE_PASSWORD', value: 'shared.database.password' },
        { key: 'password', value: 'my.password' },
        'my.password',
        'postgresPassword',
        'Secret.Password1',
        `a.${fake('password')}`,
      ],
    }),
  },
  {
    id: 'path-expression',
    verdict: 'reference',
    why: 'A JSONPath, JMESPath or CEL expression.',
    test: (value) => /^\{?\$?\.[A-Za-z_][\w.[\]"'*-]{1,200}\}?$/.test(value) || /^\{\.[^{}]{1,200}\}$/.test(value),
    examples: () => ({ yes: ['{.data.password}', '$.data.token', '.spec.token'], no: ['{a}', '.', '..'] }),
  },
];
