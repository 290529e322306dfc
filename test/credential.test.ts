import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Expectation, judge, type Question, type Verdict } from '../src/credential.ts';
import { fake, fakeKinds } from '../src/fake.ts';

type Row = readonly [key: string, value: string, verdict: Verdict, more?: Partial<Question>];

const random = fake('password');
const other = fake('password', 1);
const human = fake('human-password');
const hex32 = fake('hex').slice(0, 32);

function check(expectation: Expectation, rows: readonly Row[]): void {
  it.each(rows.map((row) => [row[0], row[1].slice(0, 40), row[2], row] as const))(
    '%s: %j is %s',
    (_k, _v, _verdict, row) => {
      const [key, value, verdict, more] = row;
      const judgement = judge({ key, value, expectation, ...more });
      expect(judgement, judgement.reasons.join(', ')).toMatchObject({ verdict });
    },
  );
}

const each = (keys: string, value: string, verdict: Verdict): Row[] =>
  keys.split(/\s+/).map((key) => [key, value, verdict] as const);
const values = (key: string, list: readonly string[], verdict: Verdict): Row[] =>
  list.map((value) => [key, value, verdict] as const);

describe('named: keys whose value is a credential', () => {
  check('named', [
    ...each(
      `password PASSWORD DB_PASSWORD dbPassword db-password adminPassword postgresqlPassword rootpassword MYSQL_ROOT_PASSWORD passwd DB_PASS
      REDIS_PASS userPwd passphrase spring.datasource.password auth.password password1 PASSWORD_PROD keystorePass sshPassphrase ldapBindPassword
      GF_SECURITY_ADMIN_PASSWORD KEYCLOAK_ADMIN_PASSWORD bindpw`,
      human,
      'credential',
    ),
    ...each(
      `token authToken API_TOKEN accessToken GITHUB_TOKEN apiKey API_KEY apikey x-api-key clientSecret CLIENT_SECRET OIDC_CLIENT_SECRET jwtSecret
      JWT_SECRET SECRET_KEY secretKey SECRET_KEY_BASE encryptionKey ENCRYPTION_KEY signingKey cookieSecret sessionSecret webhookSecret sharedSecret
      AWS_SECRET_ACCESS_KEY MINIO_SECRET_KEY privateKey secret APP_SECRET masterKey hmacSecret bearer psk refreshToken botToken
      dockerPassword registryPassword consumerSecret DJANGO_SECRET_KEY accountKey credentials storageKey secretId`,
      random,
      'credential',
    ),
    ['value', random, 'credential', { path: ['auth', 'password'] }],
    ['key', fake('base64'), 'credential', { path: ['encryption'] }],
    ['0', human, 'credential', { path: ['passwords'] }],
    ['api-key', fake('sk-api-key'), 'credential'],
    ['password', `x${human}`, 'credential'],
    ['SYSTEM_PASSWORD', 'hello_123', 'credential'],
    ['SECRET_VALUE', 'youCantReadThisSecret', 'credential'],
    ['cookie-secret', 'bacon', 'credential'],
    ['sessionSecret', 'bacon', 'credential'],
    ['REGISTRY_HTTP_SECRET', 'bacon', 'credential'],
    ['HTTP_SECRET', 'bacon', 'configuration'],
    ['secret', 'keyboard cat', 'credential', { path: ['session'] }],
    ['secret', 'keyboard cat', 'configuration', { path: ['volume'] }],
    ['secret', 'bacon', 'credential', { path: ['app', 'jwt'] }],
    ['secret', 'bacon', 'configuration', { path: ['app', 'volume'] }],
    ['secret', 'app-session-secret', 'identifier', { path: ['session'] }],
    ['MY_SECRET', '123456', 'credential'],
    ['MY_SECRET', 'mysecret', 'configuration'],
    ['secrets', '12345', 'configuration'],
    ['client_token', `s.${fake('vault-root-token').slice(-24)}`, 'credential'],
    ['secretData', JSON.stringify({ value: fake('base64'), salt: 'EPgscX9CQz7UnuZDNZxtMw==' }), 'configuration'],
    ['secretData', random, 'credential'],
    ['GITLAB_SECRETS_OTP_KEY_BASE', random, 'credential'],
    ['DB_BASE', random, 'identifier'],
    ['tokenValue', 'USER', 'placeholder'],
    ['tokenValue', random, 'credential'],
    ['caCert.secretKey', 'customKey2', 'identifier'],
    ['secretKey', 'mySecretKey', 'credential'],
    ['legacySecretKey', 'existingSecret', 'identifier'],
    ['inlineSecret', 'test', 'credential'],
    ['DATABASE_URL', 'postgresql://superuser:superpassword@localhost/todo', 'credential'],
    ['DATABASE_URL', 'postgresql://prod_user:prod_password@localhost/todo', 'placeholder'],
    ['GIT_URL', 'https://user:token@github.com/acme/app.git', 'placeholder'],
    ['auth', 'mtls:CN=([^,]+)', 'configuration'],
    ['auth', 'ops:78211388', 'credential'],
    ['vault_secret_key', 'elastic/fluentd', 'identifier'],
    ['vault_secret_key', 'Elastic/Fluentd42', 'credential'],
    ['k3s_token', 's1cret0', 'credential'],
    ['temp_clone_token', random, 'configuration'],
    ['clone_token', random, 'credential'],
    ['password', 'myPasswordKey', 'identifier'],
    ['password', 'myPasswordKey1!', 'credential'],
    ['password', 'myPassword', 'credential'],
    ['challenge47secret', 'isthiswhatweneed?', 'credential'],
    ['challenge47secret', 'isthiswhatweneed', 'configuration'],
    ['secretKey', 'whatweneed?', 'credential'],
    ['storepass', human, 'credential'],
    ['VAULT_DEV_ROOT_TOKEN_ID', 'root', 'credential'],
    ['password', '${DB_PASSWORD:-Sup3r-l1teral}', 'credential'],
    ['password', '${DB_PASSWORD:=Sup3r-l1teral}', 'credential'],
    ['spring.datasource.password', '${DB_PASSWORD:Sup3r-l1teral}', 'credential'],
    ['DD_API_KEY', hex32, 'credential'],
    ['TWILIO_AUTH_TOKEN', hex32, 'credential'],
    ['bootstrapToken', fake('bootstrap-token'), 'credential'],
    ['password', fake('uuid'), 'credential'],
    ['apiToken', fake('uuid'), 'credential'],
    ['password', 'two words', 'credential'],
    // Several of one kind, each called by a word of its own.
    ['DOCKER_SECRET_BLUE', `Fal${random};`, 'credential'],
    ['APP_MCP_SECRET', 'Stolen!Secret42', 'credential'],
    ['APP_MCP_SECRET', 'stolen-secret-42', 'identifier'],
    ['CTF_KEY', `${random}!Qc2T`, 'credential'],
    ['pass', 'GET /carts/1 duration: 141ms', 'configuration'],
    ['pass', human, 'credential'],
    ['trustStorePassword', 'changeit', 'credential'],
    ['args', `app:${random}@tcp(db.{{ .Release.Namespace }}.svc:3306)/app`, 'credential'],
    ['admin', random, 'credential', { path: ['apisix', 'credentials'] }],
    ['viewer', hex32, 'credential', { path: ['apiKeys'] }],
    ['admin', 'admin-role-binding', 'configuration', { path: ['apisix', 'credentials'] }],
    ['viewer', random, 'configuration', { path: ['roles'] }],
    ['salt', random, 'configuration'],
    ['ETCD_INITIAL_CLUSTER_TOKEN', 'k8s_events_etcd1', 'configuration'],
    ['CLUSTER_TOKEN', random, 'credential'],
    ['client-id-key', random, 'configuration'],
    ['AUTH_SALT', random, 'credential'],
    ['cacheKey', random, 'configuration'],
    ['secretKeyRef.key', random, 'configuration'],
    ['dbpass', 'tektonpass7', 'credential'],
    ['requirepass', human, 'credential'],
    // Hidden behind base64, once or twice.
    ['SLACK_WEBHOOK_URL', btoa(fake('slack-webhook')), 'credential'],
    ['SLACK_WEBHOOK_URL', btoa(btoa(fake('slack-webhook'))), 'credential'],
    ['SLACK_WEBHOOK_URL', btoa(btoa('https://example.com/a/path/without/secrets')), 'identifier'],
    ['password', '12345678', 'credential'],
    ['password', '123456', 'credential', { bare: true }],
    ['password', 'my-db-password', 'credential'],
    // A sign of its own is no bracket round a placeholder.
    ...values('CLIENT_SECRET', [`${random}]>8`, `m7D35k<8sUUy!${hex32.slice(0, 6)}Q`], 'credential'),
    ['secretkey', 'test', 'credential'],
    // Chance spells a word in mixed case.
    ['client_secret', `tOdO${random}`, 'credential'],
    ['client_secret', `${random}yOUr9`, 'credential'],
    ['client_secret', `todo-${random}`, 'placeholder'],
    ['basic-auth', 'ops:78211388', 'credential'],
    ...each('SECRET_DJANGO PASSWORD_GRAFANA tokenGithub token_npmjs', random, 'credential'),
  ]);

  it('says possible for passwords that everybody tries', () => {
    const common = [
      'admin',
      'changeit',
      'password',
      'password123',
      'secret',
      's3cr3t',
      'admin123',
      'minio123',
      'postgres',
      'root',
      'test',
      'guest',
      'letmein',
      '123456',
      'mysecretpassword',
    ];
    for (const value of common) {
      expect(judge({ key: 'DB_PASSWORD', value, expectation: 'named' })).toMatchObject({
        verdict: 'credential',
        confidence: 'possible',
      });
      expect(judge({ key: 'password', value, expectation: 'secret' })).toMatchObject({
        verdict: 'credential',
        confidence: 'likely',
      });
    }
  });
});

describe('named: keys that are about something else', () => {
  check('named', [
    ...each(
      `existingSecret existingSecretPasswordKey existingSecretName secretRef passwordRef passwordKey
      userPasswordKey tokenKey usernameKey passwordFile PASSWORD_FILE POSTGRES_PASSWORD_FILE tokenPath TOKEN_PATH SECRETS_DIR secretsDir
      tokenType tokenTtl TOKEN_TTL tokenExpiry tokenExpiration passwordLength passwordPolicy PASSWORD_POLICY passwordEnabled tokenRequired
      secretRotation rotationInterval tokenHeader apiKeyHeader tokenPrefix passwordSuffix secretField tokenAlgorithm authMethod authMode
      secretClass secretProvider secretStore tokenIssuer tokenAudience secretVersion tokenFormat tokenCount keySize tokenLimit
      tokenTimeout password_validation passwordReset secretNamespace secretLabel secretAnnotation secretSelector secretMount secretVolume
      tokenEnv passwordVar imagePullSecret imagePullSecrets pullSecret tlsSecret tokenReview server-tokens maxTokens max_tokens continueToken
      nextPageToken foreignKey primaryKey sortKey partitionKey labels image replicas monkey keyboard passport compass bypass secretary
      tokenizer passwordGeneratorCharset tokenBudget externalSecret certSecret`,
      'xkcd-936-setting',
      'configuration',
    ),
    ...each(
      'secretName passwordSecretName tokenSecretName tokenEndpoint name OIDC_TOKEN_URL tokenUrl accessKeyId AWS_ACCESS_KEY_ID tokenId clientId client_id username user email host database PASSWORD_USER secretUrl',
      'blue-lagoon-1',
      'identifier',
    ),
    ...each('publicKey tlsCert ca.crt caBundle public_key sshPublicKey', 'whatever', 'public'),
    ['key', 'postgres-password-01', 'configuration', { path: ['env', 'valueFrom', 'secretKeyRef'] }],
    ['name', 'app-db-credentials-v3', 'identifier', { path: ['secretKeyRef'] }],
    ['checksum/secret', fake('hex'), 'configuration'],
    ['x', random, 'configuration'],
    ['password_validation.py', 'def validate(): pass', 'configuration'],
  ]);
});

describe('named: values that are no credential', () => {
  check('named', [
    ['SECRET_VALUE', 'SecretsManagerTest1Value', 'configuration'],
    ['tokenId', 'root', 'identifier'],
    ['session-secret', 'auto', 'configuration'],
    ['PASSWORD', 'not set', 'placeholder'],
    ...values(
      'password',
      [
        'true',
        'false',
        'no',
        'enabled',
        '1h',
        '/run/secrets/db-password',
        './password.txt',
        'https://vault.acme.dev/v1',
        'string',
        '^[a-z]{8,}$',
      ],
      'configuration',
    ),
    ...values(
      'token',
      [
        '3600',
        '1h30m',
        '/var/run/secrets/kubernetes.io/serviceaccount/token',
        'https://sso.acme.dev/token',
        'bearer',
        'header',
        'jwt',
        'vault',
        '1.2.3',
        '*.acme.dev',
        'a text of several words here',
        'openid,profile,email',
        'token.acme.dev',
      ],
      'configuration',
    ),
    ...values('secret', ['vault', 'kubernetes', 'true', 'default'], 'configuration'),
    ...values(
      'secret',
      [
        'app-db-credentials-v3',
        'wildcard-tls',
        'ghcr-pull-secret-01',
        'monitoring/basic-auth-2024',
        'OAUTH2_PROXY_CLIENT_ID',
      ],
      'identifier',
    ),
    ...values(
      'secretKey',
      ['OAUTH2_PROXY_CLIENT_ID', 'r2_access_key_id_2024', 'POSTGRES_PASSWORD', 'admin-password'],
      'identifier',
    ),
    ['token', 'app-token', 'identifier'],
    ['password', 'POSTGRES_PASSWORD', 'identifier'],
    ['auth', 'ops@acme.dev', 'identifier'],
    ['auth', 'basic', 'configuration'],
    ['wsrep_sst_auth', 'sstuser:s3cr3t', 'credential'],
    ['auth', 'header:value', 'configuration'],
    ['MQTT_PASSWORD', '{FRIGATE_MQTT_PASSWORD}', 'reference'],
    ['pwd', '${1:-.}', 'configuration'],
    ['_NEXUS_PWD', '$2', 'reference'],
    ['token', 'Y2hhbmdlbWU=', 'placeholder'],
    ['client_secret', 'azuread_service_principal_password.main[0].value', 'reference'],
    ['imagePullSecret.password', 'azurerm_registry_token_password.main[0].password1', 'reference'],
    ['secret_id', 'wrongsecret-1', 'identifier'],
    ['secret_key', 'namespace-opensearch-proxy-user', 'identifier'],
    ['secretKey', 'password', 'configuration'],
    ['secretKey', 'minio123', 'credential'],
    ['relative/path/password', 'secrets-app/value', 'identifier'],
    ['password', '32 bytes', 'configuration'],
    ['kubeconfig', 'test-kubeconfig', 'configuration'],
    ['credentials', 'include', 'configuration'],
    ['apiKey', 'my-api-key', 'identifier'],
    ['apiKey', 'mykey', 'placeholder'],
    ['token', 'ghcr.io/acme/app:v1', 'identifier'],
    ['password', '1234', 'configuration', { bare: true }],
    ['password', 'The password of the administrator, at least eight characters long.', 'configuration'],
    ['admin_password_hash', fake('bcrypt'), 'configuration'],
    ['password', fake('bcrypt'), 'configuration'],
    ['users', `admin:${fake('bcrypt')}`, 'configuration'],
    ['token', `sha256:${fake('hex')}`, 'identifier'],
    ['clientSecret', '{"type": "object"}', 'configuration'],
  ]);
});

describe('references, placeholders, ciphertext and public material, under any expectation', () => {
  for (const expectation of ['named', 'secret'] as const) {
    check(expectation, [
      ...values(
        'password',
        [
          '${DB_PASSWORD}',
          '$DB_PASSWORD',
          '$(DB_PASSWORD)',
          '%DB_PASSWORD%',
          '#{DB_PASSWORD}#',
          '__DB_PASSWORD__',
          '@@DB_PASSWORD@@',
          '${{ secrets.DB_PASSWORD }}',
          '{{ .Values.password }}',
          '{{ .Values.password | b64enc | quote }}',
          '<path:kv/data/prod/db#password>',
          '<path:kv/db#password#2>',
          'vault:secret/data/prod/app#TOKEN',
          '>>vault:secret/data/app#KEY',
          '${vault:secret/data/db#PW}',
          'ref+vault://kv/db#/password',
          'ref+awssecrets://db/password',
          'op://vault/item/field',
          'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db',
          'projects/p/secrets/db/versions/latest',
          'db-password@azurekeyvault',
          '$__file{/etc/secrets/db}',
          '$__env{DB_PASSWORD}',
          'file:///run/secrets/db',
          'secretref:db',
          '$(cat /run/secrets/db)',
          '$(openssl rand -hex 32)',
          "os.environ['DB_PASSWORD']",
          'process.env.DB_PASSWORD',
          '${DB_PASSWORD:?must be set}',
          '${DB_PASSWORD:-}',
          '${DB_PASSWORD:-${OTHER}}',
          'https://app:${PASSWORD}@db/app',
          'postgresql://%v:%v@db:5432/%v',
          'http://%s:%s@%s',
          'postgres://app:$(PASSWORD)@db:5432/app',
          '$oidc.github.clientSecret',
          '{{resolve:secretsmanager:db:SecretString:password}}',
          'Bearer ${TOKEN}',
          '{.data.password}',
          'random_password.db.result',
          'var.db_password',
        ],
        'reference',
      ),
      ...values(
        'password',
        [
          'CHANGEME',
          'CHANGE_ME',
          'change-this',
          'changeme-please',
          'REPLACE_ME',
          'REPLACEME',
          '__REPLACE_ME__'.slice(2, -2),
          'REPLACE_WITH_YOUR_KEY',
          'UPDATE_AWS_SECRET_ACCESS_KEY',
          'TODO',
          'FIXME',
          'xxxx',
          'XXXXXXXX',
          '****',
          '...',
          'your-password',
          'YOUR_TOKEN',
          '<your-token-here>',
          '<token>',
          '[password]',
          'insert-password-here',
          'example',
          'dummy',
          'placeholder',
          'redacted',
          'none',
          'not-used',
          'base64-encoded-password',
          'put your token here',
          'sk-xxxxxxxx',
          `AKIA${'IOSFODNN7'}EXAMPLE`,
          `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCY'}EXAMPLEKEY`,
          'http://user:password@host/db',
          'ftp://admin:password@example.com',
          'https://<user>:<password>@host',
          `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${Buffer.from('{"sub":"1234567890","name":"John Doe"}').toString('base64url')}.${'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV'}`,
          `gh${'p_'}${'x'.repeat(36)}`,
          `gh${'p_'}${'1234567890'.repeat(4).slice(0, 36)}`,
          `-----BEGIN RSA PRIVATE KEY-----\nMIIE...\n-----END RSA PRIVATE KEY-----`,
        ],
        'placeholder',
      ),
      ...values(
        'password',
        [
          fake('sops-value'),
          fake('sealed-value'),
          '$ANSIBLE_VAULT;1.1;AES256\n61626364',
          'vault:v1:8SDd3WHDOjf7mq69CyCqYjBXAiQ',
          '?{gpg:targets/app/password}',
        ],
        'ciphertext',
      ),
      ...values(
        'data',
        [fake('certificate'), fake('public-key'), fake('ssh-public-key'), fake('age-recipient')],
        expectation === 'named' ? 'configuration' : 'public',
      ),
      ...values('token', [fake('certificate'), fake('ssh-public-key')], 'public'),
      ...values('password', ['', '  ', '""'], 'empty'),
      ['password', 'null', 'empty', { bare: true }],
      ['password', '~', 'empty', { bare: true }],
      // Their neighbours, which are credentials.
      ...values(
        'password',
        [
          `dummy-${random}`,
          `${human}$`,
          'Tr0ub$DOR-x9',
          `${random}{{`.replace('{{', '{'),
          'pa$$w0rd!7',
          `a<b>${random}`.replace('<b>', '<'),
          `vault-${random}`,
          `x${random}xx`,
        ],
        'credential',
      ),
      ['url', `postgres://app:${random}@db:5432/app`, 'credential'],
      ['url', 'postgres://postgres:postgres@db:5432/app', 'credential'],
      ['url', 'https://admin:password@git.acme.dev', 'credential'],
      ['url', `https://admin:${random}@git.example.com`, 'credential'],
      ['url', `ref+vault://kv/db?secret_id=${fake('uuid')}#/password`, 'credential'],
      ['x', 'ENC[AES256_GCM,data:x]', expectation === 'named' ? 'configuration' : 'credential'],
      ['bundle', `${fake('certificate')}${fake('private-key')}`, 'credential'],
    ]);
  }

  it('reads the default of a variable, not the variable', () => {
    expect(judge({ key: 'password', value: '${X:-changeme}', expectation: 'named' }).verdict).toBe('placeholder');
    expect(judge({ key: 'password', value: `\${X:-${random}}`, expectation: 'named' }).reasons).toContain(
      'default-literal',
    );
  });

  it('grades a locked private key lower than an open one', () => {
    expect(judge({ key: 'k', value: fake('encrypted-private-key'), expectation: 'shape' })).toMatchObject({
      verdict: 'credential',
      confidence: 'possible',
    });
    expect(judge({ key: 'k', value: fake('ec-private-key'), expectation: 'shape' })).toMatchObject({
      verdict: 'credential',
      confidence: 'certain',
    });
  });
});

describe('secret: every value unless it is plainly something else', () => {
  check('secret', [
    ...each('password token api-key foo bar config-value DB_PASS some.key mysecret', human, 'credential'),
    ...each('password token foo', 'hunter2', 'credential'),
    // What only says again what belongs there, for what a machine issues; people do set such passwords.
    ['apitoken', 'api-token', 'placeholder'],
    ['client-secret', 'clientSecret', 'placeholder'],
    ['crumb', 'crumb', 'placeholder'],
    // A word of settings is one under the name of a setting only.
    ['realm1_bindcred', 'password', 'credential'],
    ['auth_type', 'password', 'configuration'],
    ['secret_key', 'my_secret_key', 'placeholder'],
    ['some_secret_2', 'Hello from Terraform', 'placeholder'],
    ['some_secret_2', 'correct horse battery', 'credential'],
    ['db_service', '{dbname}_tp', 'configuration'],
    ['db_service', `{${human}}`, 'credential'],
    ['KEYCLOAK_ADMIN', 'admin', 'placeholder'],
    ['KEYCLOAK_ADMIN', 'hunter2', 'credential'],
    ['aws.secret.access.key', 'secret_access_key', 'placeholder'],
    ['aws.secret.access.key', 'open_sesame_now', 'credential'],
    ['password', 'my-password', 'credential'],
    ['AIRFLOW_FNAME', 'admin', 'identifier'],
    ['client_key', btoa('REDACTED'), 'placeholder', { encoding: 'base64' }],
    ['client-key-data', 'REDACTED', 'placeholder', { encoding: 'base64' }],
    ['SECRET_EXAMPLE', 'Global secrets for your cluster go in this file, which is encrypted with sops', 'placeholder'],
    ['SECRET_PHRASE', 'Global secrets for your cluster', 'credential'],
    ['token', 'my-proxy-token', 'placeholder'],
    ['password', 'password', 'credential'],
    ['admin', 'admin', 'credential'],
    ['pool', 'replicapool', 'identifier'],
    ['target_session_attrs', 'read-write', 'configuration'],
    ['INHERITED_LABELS', 'environment, example.com/*', 'configuration'],
    [
      'additional-queries',
      'pg_locks:\n  query: |\n    SELECT a\n    FROM b\n    JOIN c\n    WHERE d\n    GROUP BY e',
      'configuration',
    ],
    ['foo', `first line:\n${random} and more`, 'credential'],
    ['password', 'DB_USER_PASSWORD', 'placeholder'],
    ['password', 'DbUserPassword1', 'credential'],
    ['webhook', '1a2b3c4d5e6f7g8h9i0j1k2l', 'placeholder'],
    ...values(
      'password',
      ['admin', 'changeit', '123456', 'correct horse battery staple', 'app-db', 'localhost', '3600'],
      'credential',
    ),
    ...values('value', [random, 'plainword', fake('hex'), fake('uuid')], 'credential'),
    ...each(
      'username user db-user email host hostname port database dbname endpoint region bucket url client-id account',
      'blue-lagoon',
      'identifier',
    ),
    ...each('tls.crt ca.crt publicKey cert.pem', 'x', 'public'),
    ...values('enabled', ['true', 'false'], 'configuration'),
    ...values(
      'setting',
      [
        'true',
        '8080',
        '30s',
        'https://acme.dev/x',
        '/etc/app/x.conf',
        'info',
        'db.prod.svc',
        '10.0.0.1',
        'v1.2.3',
        'application/json',
      ],
      'configuration',
    ),
    ['contact', 'ops@acme.dev', 'identifier'],
    ['target', 'app-db-credentials', 'identifier'],
    ['config.yaml', 'server:\n  port: 8080\n  level: info\n', 'configuration'],
    ['config.json', '{"server": {"port": 8080}}', 'configuration'],
    ['app.properties', 'a.b=1\nc.d=2\n', 'configuration'],
    ['config.yaml', `server:\n  url: postgres://app:${random}@db/app\n`, 'credential'],
    ['auth', `admin:${fake('bcrypt')}`, 'credential'],
    ['htpasswd', `admin:${fake('bcrypt')}\nuser:${fake('bcrypt', 1)}`, 'credential'],
    ['tls.key', fake('private-key'), 'credential'],
    ['secret-id', fake('uuid'), 'credential'],
    ['AWS_ACCESS_KEY_ID', fake('aws-access-key'), 'credential'],
    ['notes', 'The password of the admin user is in the vault.', 'configuration'],
    ['webhook-url', `https://hooks.acme.dev/in/${random}`, 'credential'],
    ['url', 'https://git.acme.dev/platform/deployments', 'identifier'],
    ['redis', `redis.prod:6380,password=${random},ssl=True`, 'credential'],
    ['dsn', `host=db user=app password=${random} dbname=app`, 'credential'],
    ['api-key', 'openai api key', 'placeholder'],
    ['token', 'MY_TOKEN', 'placeholder'],
    ['token', '11111111-2222-3333-4444-555555555555', 'placeholder'],
    ['id_rsa', 'this is my key', 'placeholder'],
    ['sops.azure-kv', 'tenantId: some-tenant\n', 'configuration'],
    ['roles.properties', 'admin=example\nuser=other\n', 'configuration'],
    ['pull-secret', '${pull-secret}', 'reference'],
    ['password', '${pull-secret}', 'reference'],
    ['username_in', 'iqn-user', 'identifier'],
    ['azurestorageaccountname', 'acmestorage', 'identifier'],
    ['kubeconfig', fake('kubeconfig'), 'credential'],
    ['.dockerconfigjson', fake('dockerconfigjson'), 'credential'],
  ]);

  it('grades a password hash as possible', () => {
    expect(judge({ key: 'auth', value: `admin:${fake('bcrypt')}`, expectation: 'secret' })).toMatchObject({
      confidence: 'possible',
      shape: 'password-hash',
    });
  });
});

describe('secret in base64: what Kubernetes would decode', () => {
  const encoded: Partial<Question> = { encoding: 'base64' };
  check('secret', [
    ...['hunter2', human, random, 'admin'].map((value) => ['password', btoa(value), 'credential', encoded] as const),
    ...['changeme-please', 'CHANGEME', '<password>', 'xxxx'].map(
      (value) => ['password', btoa(value), 'placeholder', encoded] as const,
    ),
    ...['vault:secret/data/prod/app#PASSWORD', '<path:kv/db#password>', '{{ .Values.x }}', '${DB_PASSWORD}'].map(
      (value) => ['password', btoa(value), 'reference', encoded] as const,
    ),
    ['password', '{{ .Values.password | b64enc }}', 'reference', encoded],
    ['password', '${DB_PASSWORD_B64}', 'reference', encoded],
    ['password', '', 'empty', encoded],
    ['password', btoa('\n'), 'empty', encoded],
    ['password', human, 'credential', encoded],
    ['username', btoa('app'), 'identifier', encoded],
    // Base64 by accident.
    ['OS_AUTH_TYPE', 'password', 'identifier', encoded],
    ['password', 'password', 'credential', encoded],
    ['enabled', btoa('true'), 'configuration', encoded],
    ['ca.crt', btoa(fake('certificate')), 'public', encoded],
    ['tls.key', btoa(fake('private-key')), 'credential', encoded],
    ['tls.key', btoa(fake('private-key')).replace(/(.{76})/g, '$1\n'), 'credential', encoded],
    ['keystore.p12', fake('pkcs12'), 'credential', encoded],
    ['keystore.jks', fake('jks'), 'credential', encoded],
    ['truststore.jks', fake('jks'), 'public', encoded],
    ['key.bin', fake('base64'), 'credential', encoded],
    ['token', btoa(fake('github-token')), 'credential', encoded],
    ['password', fake('sops-value'), 'ciphertext', encoded],
    ['password', fake('sealed-value'), 'ciphertext', encoded],
    ['.dockerconfigjson', btoa(fake('dockerconfigjson')), 'credential', encoded],
    ['auth', btoa(`ci-bot:${other}`), 'credential', encoded],
    ['auth', btoa('user:password'), 'placeholder', encoded],
    // Docker logs in with user:password only; a text that decodes to none opens nothing.
    ['auth', 'letmein', 'credential', { ...encoded, path: ['auths', 'icr.io'] }],
    ['auth', 'iamapikey', 'identifier', { ...encoded, path: ['auths', 'icr.io'] }],
  ]);

  it('gives the decoded text and the shape of binary key stores', () => {
    expect(judge({ key: 'p', value: btoa('hunter2'), expectation: 'secret', encoding: 'base64' }).decoded).toBe(
      'hunter2',
    );
    expect(judge({ key: 'p', value: fake('pkcs12'), expectation: 'secret', encoding: 'base64' }).shape).toBe('pkcs12');
    expect(judge({ key: 'p', value: fake('jks'), expectation: 'secret', encoding: 'base64' }).shape).toBe('jks');
    const der = fake('private-key').replace(/-----.*-----|\n/g, '');
    expect(judge({ key: 'p', value: der, expectation: 'secret', encoding: 'base64' }).shape).toBe('der-private-key');
  });
});

describe('shape: only what is known by its form', () => {
  check('shape', [
    ['note', human, 'configuration'],
    ['password', random, 'configuration'],
    ['note', `see ${fake('github-token')}`, 'credential'],
    ['note', fake('jwt'), 'credential'],
    ['note', fake('bcrypt'), 'configuration'],
    ['note', `docker://alpine:3.20@sha256:${fake('hex')}`, 'configuration'],
    ['note', `image: acme/app@sha256:${fake('hex')}`, 'configuration'],
    ['note', 'git@github.com:acme/app.git', 'configuration'],
    ['note', `uses: acme/action@${fake('hex').slice(0, 40)}`, 'configuration'],
    ['note', `sha512-${fake('base64')}`, 'configuration'],
    ['note', 'Basic authentication is off', 'configuration'],
    ['note', 'a Bearer token is needed', 'configuration'],
  ]);
});

describe('judge', () => {
  const expectations = ['secret', 'named', 'shape'] as const;

  it('never throws, whatever the value', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.constantFrom(...expectations),
        fc.boolean(),
        (value, key, expectation, base64) => {
          const { verdict, reasons } = judge({ key, value, expectation, encoding: base64 ? 'base64' : 'plain' });
          expect(verdict).toBeTypeOf('string');
          expect(reasons.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('never throws on pieces of the syntaxes it knows', () => {
    const pieces = fc.constantFrom(
      '${',
      '}',
      '{{',
      '}}',
      ':-',
      '<',
      '>',
      '-----BEGIN ',
      'PRIVATE KEY-----',
      '://',
      '@',
      ':',
      'eyJ',
      '.',
      'vault:',
      '#',
      '$2b$',
      'ENC[',
      '"auth":"',
      '\n',
      'a',
      '9',
      'Basic ',
      '=',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), fc.constantFrom(...expectations), (list, expectation) => {
        judge({ key: 'password', value: list.join(''), expectation });
      }),
    );
  });

  it('never names the value in its reasons', () => {
    for (const kind of fakeKinds) {
      const value = fake(kind, 7);
      for (const expectation of expectations) {
        const { reasons, shape } = judge({ key: 'password', value, expectation });
        const said = [...reasons, shape ?? ''].join(' ');
        for (const part of value.match(/[A-Za-z0-9]{8,}/g) ?? [])
          if (!/^[A-Za-z]+$/.test(part)) expect(said).not.toContain(part);
      }
    }
  });

  it('finds a generated password under every seed', () => {
    for (let seed = 0; seed < 300; seed++) {
      for (const kind of ['password', 'human-password'] as const) {
        expect(judge({ key: 'DB_PASSWORD', value: fake(kind, seed), expectation: 'named' })).toMatchObject({
          verdict: 'credential',
          confidence: 'likely',
        });
      }
      expect(judge({ key: 'apiToken', value: fake('password', seed), expectation: 'named' }).verdict).toBe(
        'credential',
      );
    }
  });
});

describe('tokens of documentations', () => {
  it('are placeholders, whatever they look like', () => {
    const stripe = `sk_${'test'}_4eC39Hq${'LyjWDarjtT1zdp7dc'}`;
    expect(judge({ key: 'stripeKey', value: stripe, expectation: 'shape' }).verdict).toBe('placeholder');
    expect(judge({ key: 'stripeKey', value: fake('stripe-key'), expectation: 'shape' }).verdict).toBe('credential');
  });

  it('are told from real ones by the checksum where there is one', () => {
    const token = fake('github-token');
    const altered = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    expect(judge({ key: 'k', value: token, expectation: 'shape' }).confidence).toBe('certain');
    expect(judge({ key: 'k', value: altered, expectation: 'shape' }).confidence).toBe('likely');
  });
});

describe('named: names of Secrets and of their keys, beside values that only look like them', () => {
  check('named', [
    ['codecov-token-secret-key', 'secret', 'identifier'],
    ['rox_api_token', 'roxsecrets', 'identifier'],
    // A variable and the key of the Secret that it comes from, and the same words where they are the value.
    ['ADMIN_USER_PASS', 'admin-user-pass', 'identifier', { path: ['frontend', 'envSecrets'] }],
    ['SMTP_PASSWORD', 'smtp-email-password', 'identifier', { path: ['envSecrets'] }],
    ['SMTP_PASSWORD', 'hunter-two-mails', 'credential', { path: ['envSecrets'] }],
    ['SMTP_PASSWORD', 'smtp-email-password', 'credential', { path: ['env'] }],
    ['ADMIN_USER_PASS', random, 'credential', { path: ['envSecrets'] }],
    ['secretKeySecretKey', 'rootPassword', 'identifier'],
    ['accessKeySecretKey', 'rootUser', 'identifier'],
    ['secretKeySecretKey', random, 'credential'],
    ['secretKey', 'rootPassword', 'credential'],
    ['namepass', 'telegraf_*', 'configuration'],
    ['namepass', '["telegraf_*"]', 'configuration'],
    ['mypass', 'telegraf_*', 'credential'],
    ['password', 'defined in secure.yml as user_password', 'configuration'],
    ['password', 'defined in-7 secure!', 'credential'],
    ['MAIL_PASSWORD', '_', 'placeholder'],
    ['password', 'some-ldap-password', 'placeholder'],
    ['password', 'some-password', 'credential'],
    ['password', 'generated-password', 'placeholder'],
    ['password', 'generated-4711', 'credential'],
    ['app_secret_key', random, 'credential'],
    ['rox_api_token', random, 'credential'],
    ['minio-secret-key', 'minio123', 'credential'],
    ['db_password', 'dbsecrets', 'credential'],
  ]);
});
