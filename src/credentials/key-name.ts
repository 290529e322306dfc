import { keyWords } from './words.ts';

/**
 * What a key says its value is:
 * - `password`: chosen by a person as a rule; any value is plausible;
 * - `secret`: key material or a shared secret, chosen or generated;
 * - `token`: issued by a machine, so that a plain word is none;
 * - `weak`: may be a secret or its name (`secret`, `auth`, `key`);
 * - `identity`: who or where (`username`, `host`, `client-id`);
 * - `public`: certificates and public keys;
 * - `about`: something about a secret (`passwordPolicy`, `tokenTtl`, `existingSecret`);
 * - `unknown`: the key says nothing.
 */
export type KeyKind = 'password' | 'secret' | 'token' | 'weak' | 'identity' | 'public' | 'about' | 'unknown';

function set(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

const passwordWords = set(
  `password passwords passwd pwd pswd passphrase passphrases passcode pass pw passwort userpass rootpw bindpw adminpw psk requirepass masterauth
  restuserkey storepass keypass srcstorepass deststorepass srckeypass destkeypass`,
);

/** What may stand before `key` to make it key material. */
const keyQualifiers = set(
  `api access secret private encryption encrypt encrypting signing sign signature master auth authentication authorization account storage
  shared session cookie hmac deploy deployment service admin root app application ssh tls ssl client server integration ingest ingestion
  write read subscription function unseal recovery decryption crypt aes license rsa jwt token host webhook security crypto cipher
  preshared wireguard wg fernet oauth consumer ecdsa ed dsa gpg pgp sops age cluster join project publish upload github google stripe
  openai anthropic datadog dd sendgrid mailgun azure aws gcp sentry grafana vault relic mapbox algolia etcd`,
);

/** What makes `secret` a shared secret rather than the name of a Kubernetes Secret. */
const secretQualifiers = set(
  `client app application consumer jwt session cookie signing sign shared hmac oauth oauth2 oidc hash rpc http webhook encryption master user
  admin db database auth0 access token cryptographic bind join api refresh state csrf site github gitlab google azure aws slack bot turn
  stun idp sso saml flask django rails nextauth nats radius salt registration macaroon form runner app_secret totp otp mfa keycloak
  server bridge cluster internal inline minio s3 secretbox ceph storage erlang code peer broker proxy`,
);

/** A `secret` after one of these is a reference to a Kubernetes Secret. */
const secretReference = set(
  'pull existing external tls cert certificate ca image named target source generated k8s kubernetes kube sealed',
);

const identityHeads = set(
  `user users username usernames login logins email emails mail host hosts hostname server servers port ports database databases db dbname
  endpoint endpoints region zone bucket buckets bucketname bucketnames container address addr domain domains id ids uid guid identifier account accounts tenant project
  organization org owner principal url urls uri uris site realm schema scheme broker brokers ip name names fullname recipient sender from to
  nickname pool topic queue vhost fname lname firstname lastname`,
);

const publicHeads = set(
  'cert certs certificate certificates crt ca cacert cabundle bundle chain fullchain public pub csr crl jwks fingerprint fingerprints thumbprint truststore',
);

const aboutHeads = set(
  `ref refs reference references file files filename filenames path paths dir dirs directory folder type types ttl expiry expiration expires expire
  expired length len policy policies enabled enable disabled disable required require rotation rotate rotated rotator interval intervals header headers
  prefix suffix field fields algorithm algorithms algo alg method methods mode modes class classes provider providers store stores issuer audience
  audiences version versions format formats count counts size sizes limit limits timeout timeouts validation validate validator validators reset namespace
  namespaces label labels annotation annotations selector selectors mount mounts volume volumes env envs variable variables var vars template templates group
  groups manager managers role roles scope scopes grant duration period lifetime age max min maximum minimum strategy source sources location encoding hash
  hashes hashing digest digests checksum checksums rule rules pattern patterns regex regexp attribute attributes attr attrs claim claims param params parameter parameters
  property properties description desc comment title message hint help status state operator controller image tag repository chart driver review reviewer
  request requests response responses bytes bits rounds cost iterations complexity strength entry entries item items list usage used generator generation
  generate sync syncer syncs sidecar projection revoke revocation renewal refresh cache caching callback button input prompt screen page form flow hooks hook
  change changed changes check checks verification recovery_url enforcement history index kind api service services plugin backend engine config
  configuration settings setting options option client clients binding bindings key_id bucket_name permission permissions access owner rate usages budget
  budgets cookie_name window windows extractor lookup template_name names exists present needed optional override overrides create created store_name
  agent webhook script command cmd symbol symbols flag flags url_template limiter introspection exchange handler rewrite loader processor provider_name
  inrole inroles application applications injector injection webhooks distribution replicator reflector reloader app apps test tests time
  timezone tz quota quotas plan plans`,
);

/** First words that make the rest a setting about a secret. */
const aboutStarts = set(
  'existing max min num total allow enable disable require is has skip should supports ignore include exclude enforce validate rotate forgot checksum digest fingerprint',
);

/** Trailing words that do not change what the value is. */
const trailing = set(
  `value values b64 base64 base encoded plain plaintext text string str data content literal raw prod production dev development staging stage
  qa uat default old new current previous primary secondary backup json yaml yml txt conf cfg ini properties xml toml dat pem p12 jks in out`,
);

/** Keys that say nothing by themselves: the key above decides. */
const generic = set('value default key data content plain plaintext literal text string stringvalue current inline');

const kinds = new Map<string, KeyKind>();
const remembered = 20_000;

/** True for `credentials: {admin: x, viewer: y}`: the keys below are whose they are. */
export function holdsCredentials(parent: string | undefined): boolean {
  if (parent === undefined || !/s$/i.test(parent)) return false;
  const words = keyWords(parent);
  const head = words.at(-1)!;
  return (
    head === 'credentials' ||
    head === 'passwords' ||
    (head === 'tokens' && words.length > 1) ||
    words.join(' ').endsWith('api keys')
  );
}

/** True for `ctfKey` and the like: nothing says that it names or finds something, so a random value may be key material. */
export function mayBeKeyMaterial(key: string): boolean {
  if (!/keys?$/i.test(key)) return false;
  const words = keyWords(key);
  return words.length > 1 && words.length <= 4 && !notSecretKeys.has(words.at(-2)!) && !namedByKey.has(words.at(-2)!);
}

/** True for `cardPin`: nothing says that it is not the pin of a chip or of a version, so the value decides. */
export function mayBePin(key: string): boolean {
  return /pin$/i.test(key) && keyWords(key).at(-1) === 'pin';
}

/** The kind of a key, with the keys above it where the key alone says nothing. */
export function keyKind(key: string, path: readonly string[] = []): KeyKind {
  const parent = path.at(-1) ?? '';
  const asked = `${key}\0${parent}`;
  let kind = kinds.get(asked);
  if (kind === undefined) {
    kind = kindOf(key, parent);
    if (kinds.size >= remembered) kinds.clear();
    kinds.set(asked, kind);
  }
  return kind;
}

function kindOf(key: string, parent: string): KeyKind {
  // NGINX hands a request on: `proxy_pass http://tea;` and `action: {pass: tea}` name an upstream
  // (https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/).
  if ((key === 'pass' && parent === 'action') || /^(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached|upload)_pass$/.test(key))
    return 'about';
  // https://docs.influxdata.com/telegraf/v1/configuration/#filters: names of metrics that pass.
  if (/^(?:name|field|tag|metric)pass$/.test(key)) return 'about';
  // https://developer.hashicorp.com/vault/docs/configuration/seal/pkcs11
  if (key === 'pin' && parent === 'pkcs11') return 'password';
  const words = keyWords(key);
  const says = words.length > 1 || !(words[0] === undefined || generic.has(words[0]) || /^\d+$/.test(words[0]));
  if (words.join() === 'secret' && /^(?:session|cookie|jwt|csrf)$/.test(keyWords(parent).at(-1) ?? '')) return 'secret';
  // The fields of a Secret say nothing about what stands in them.
  if (says || parent === '' || parent === 'stringData' || parent === 'data') return classify(words);
  if (words[0] === 'key') {
    // `encryption: {key: ...}` is key material, `secretKeyRef: {key: ...}` names a data key.
    const above = classify([...keyWords(parent), 'key']);
    return above === 'unknown' || above === 'about' ? above : 'weak';
  }
  return classify(keyWords(parent));
}

function classify(all: readonly string[]): KeyKind {
  let end = all.length;
  while (
    end > 1 &&
    ((trailing.has(all[end - 1]!) && !(all[end - 1] === 'base' && all[end - 2] === 'key')) ||
      /^\d+$/.test(all[end - 1]!) ||
      (all[end - 1]!.length === 1 && end > 2))
  )
    end--;
  const words = all.slice(0, end);
  const head = words.at(-1);
  const before = words.at(-2) ?? '';
  if (head === undefined) return 'unknown';
  if (aboutStarts.has(words[0]!) || words.includes('existing')) return 'about';
  if (publicHeads.has(head) || words.includes('public') || words.includes('pub')) return 'public';
  // `MYSQL_RANDOM_ROOT_PASSWORD=1`, `MYSQL_ALLOW_EMPTY_PASSWORD=1`: switches of the images of databases.
  if (passwordWords.has(head) && /random root|allow empty/.test(words.join(' '))) return 'about';
  // https://developers.google.com/tag-platform/tag-manager: `gtm_auth` stands in the page that every visitor gets.
  if (/(?:gtm|tag manager)(?: ga 4)? auth$/.test(words.join(' '))) return 'public';
  if (passwordWords.has(head)) return before === 'by' || before === 'proxy' || before === 'one' ? 'about' : 'password';
  switch (head) {
    case 'pin':
      return /^(?:hsm|so|user|token|card|unlock)$/.test(before) ? 'password' : 'unknown';
    case 'token':
    case 'tokens':
      // https://etcd.io/docs/v3.6/op-guide/configuration/: the same name for all members, no secret.
      // https://docs.github.com/en/rest/repos/repos: `temp_clone_token` of an answer is void within the hour.
      return /^(?:initial cluster|temp clone) token$/.test(words.slice(-3).join(' ')) ? 'about' : ofToken(head, before);
    case 'secret':
    case 'secrets':
      if (head === 'secrets' || secretReference.has(before))
        return before && secretReference.has(before) ? 'about' : 'weak';
      return secretQualifiers.has(before) || words.some((word) => /^(?:jwt|oauth|hmac|session|cookie)$/.test(word))
        ? 'secret'
        : 'weak';
    case 'key':
    case 'keys':
      return ofKeyWord(words, before);
    case 'id':
      // `VAULT_DEV_ROOT_TOKEN_ID` is the token itself.
      return before === 'secret' || (before === 'token' && words.includes('root')) ? 'token' : 'identity';
    case 'salt':
      // Of a hash; a salt with a name, as WordPress has, is a secret.
      return before === '' ? 'about' : 'weak';
    // https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file/encryption: the key of the gossip.
    case 'encrypt':
      return words.length === 1 ? 'weak' : 'unknown';
    case 'pat':
    case 'jwt':
    case 'bearer':
    case 'authorization':
    case 'authtoken':
    case 'apitoken':
      return 'token';
    case 'credential':
    case 'credentials':
    case 'creds':
    case 'auth':
    case 'seed':
    case 'mnemonic':
    case 'nonce':
    case 'cookie':
      // https://www.rabbitmq.com/docs/clustering#erlang-cookie: every node of a cluster has to know it.
      return before === 'erlang' ? 'secret' : 'weak';
    case 'otp':
    case 'sas':
    case 'hmac':
    case 'license':
    case 'licence':
      return 'weak';
    // Under a name of a file: its content in a Secret, its path or its name elsewhere.
    case 'htpasswd':
    case 'netrc':
    case 'pgpass':
    case 'dockerconfigjson':
    case 'dockercfg':
    case 'kubeconfig':
    case 'keytab':
    case 'agekey':
    case 'pepper':
      return 'weak';
  }
  if (before === 'id' && /^(?:rsa|ed|ecdsa|dsa)$/.test(head)) return 'secret';
  if (words.join(' ') === 'secret key base' || (before === 'key' && head === 'base')) return 'secret';
  if (head === 'string' || head === 'dsn') return 'identity';
  if (identityHeads.has(head)) return 'identity';
  if (aboutHeads.has(head)) return 'about';
  // Written the other way round, or one of several, each called by a word of its own: `SECRET_DJANGO`, `DOCKER_SECRET_BLUE`.
  const reversed = words.length === 2 && startsReversed.has(words[0]!);
  return reversed || words.includes('secret') || words.includes('password') ? 'weak' : 'unknown';
}

const startsReversed = set('secret password passwd pwd token apikey credential credentials');

function ofToken(head: string, before: string): KeyKind {
  if (head === 'tokens') return before === 'max' || before === 'min' || before === '' ? 'about' : 'weak';
  return /^(?:page|next|continue|continuation|sync|cancellation|design|max|separator|pagination|end|start|stop|eos|bos|pad|version|per)$/.test(
    before,
  )
    ? 'about'
    : 'token';
}

/** What may stand before `key` where it names or finds something: `cacheKey`, `siteKey`. Any other may be key material. */
const notSecretKeys = set(
  `ref refs reference references cache sort partition hash range group map row column record index search lookup sync registry label annotation selector topology node
  site publishable public project product kms cmk s 3 bucket path folder prefix topic queue routing route message event metric tag
  translation i 18 n locale message term field form query param parameter header option setting feature flag toggle pod container image
  volume mount data json yaml map dictionary tracking analytics measurement segment write_only idempotency dedup deduplication
  merge foreign composite unique natural surrogate business block arrow enter escape ctrl shift alt command meta hot short shortcut
  sudo major minor music piano touch turn home tab space backup state namespace cluster role user_name account_name instance zone region
  resource attribute property element item entry object ticket issue jira epic story board license_plate`,
);

/** Words before `key` that it is the name of: `passwordKey` names a key of a Secret. */
const namedByKey = set(
  'id password passwd pass pwd token username user key name host port database email file credentials url uri object ca cert crt certificate value config secrets',
);

function ofKeyWord(words: readonly string[], before: string): KeyKind {
  if (before === '') return 'unknown';
  if (words.includes('foreign') || words.includes('primary') || words.includes('sort') || words.includes('partition'))
    return 'about';
  if (before === 'access' && words.includes('secret')) return 'secret';
  if (before === 'access') return 'weak';
  if (namedByKey.has(before) || (before === 'secret' && words.includes('existing'))) return 'about';
  if (before === 'api' || before === 'consumer') return 'token';
  if (
    before === 'secret' ||
    before === 'private' ||
    before === 'encryption' ||
    before === 'signing' ||
    before === 'master'
  )
    return 'secret';
  return keyQualifiers.has(before) ? 'weak' : 'unknown';
}
