/**
 * The words of a name or a phrase, lower case: camelCase, kebab-case, snake_case, dots, spaces; acronyms stay whole
 * (`APIKey` is `api key`), digits are words of their own (`key2` is `key 2`).
 */
export function wordsOf(name: string): readonly string[] {
  const spaced = name
    .slice(0, 400)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([A-Za-z])(\d)/g, '$1 $2')
    .replace(/(\d)([A-Za-z])/g, '$1 $2');
  return spaced
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Words that people run together: `dbpassword`, `apikey`, `clientsecret`. Longest tails first. */
const tails: readonly (readonly [string, readonly string[]])[] = [
  ['secretaccesskey', ['secret', 'access', 'key']],
  ['connectionstring', ['connection', 'string']],
  ['encryptionkey', ['encryption', 'key']],
  ['accesstoken', ['access', 'token']],
  ['secretname', ['secret', 'name']],
  ['clientsecret', ['client', 'secret']],
  ['accountkey', ['account', 'key']],
  ['passphrase', ['passphrase']],
  ['privatekey', ['private', 'key']],
  ['publickey', ['public', 'key']],
  ['accesskey', ['access', 'key']],
  ['authtoken', ['auth', 'token']],
  ['credentials', ['credentials']],
  ['signingkey', ['signing', 'key']],
  ['secretkey', ['secret', 'key']],
  ['masterkey', ['master', 'key']],
  ['password', ['password']],
  ['accountname', ['account', 'name']],
  ['username', ['username']],
  ['hostname', ['hostname']],
  ['passwd', ['passwd']],
  ['apikey', ['api', 'key']],
  ['secret', ['secret']],
  ['token', ['token']],
  ['pass', ['pass']],
  ['pwd', ['pwd']],
];

/** Words that end like a credential word and are none. */
const whole = new Set(
  `secretary tokens subsecret broken taken betoken bypass compass encompass trespass surpass overpass underpass multipass lastpass
  keepass gopass sshpass nopass requirepass`.split(/\s+/),
);

/** `wordsOf` with run-together credential words taken apart. */
export function keyWords(key: string): readonly string[] {
  const out: string[] = [];
  for (const word of wordsOf(key)) {
    const tail = whole.has(word) ? undefined : tails.find(([end]) => word.endsWith(end));
    if (!tail) out.push(word);
    else {
      const head = word.slice(0, word.length - tail[0].length);
      if (head) out.push(head);
      out.push(...tail[1]);
    }
  }
  return out;
}
