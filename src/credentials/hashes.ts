/**
 * Password verifiers: bcrypt, argon2, scrypt, PBKDF2, the crypt(3) family, LDAP and PostgreSQL forms, alone or as a line
 * of htpasswd. They open nothing by themselves but can be cracked.
 */
const verifier =
  /^(?:[\w.@-]{1,64}:)?(?:\$(?:2[abxy]|[156y]|apr1|md5|argon2(?:i|d|id)|scrypt|pbkdf2(?:-sha\d+)?|7)\$|\{(?:SSHA|SHA|SSHA256|SSHA512|CRYPT|BCRYPT|ARGON2|PBKDF2\w*|MD5|SMD5)\}|pbkdf2_sha\d+\$|scrypt:\d|pbkdf2:sha\d+|bcrypt:|argon2:|SCRAM-SHA-(?:1|256|512)\$|md5[0-9a-f]{32}$)\S{0,400}$/;

/** `secretData` of a user in an export of Keycloak. */
const hashAndSalt = /^\{\s{0,4}"value"\s{0,4}:\s{0,4}"[A-Za-z0-9+/=]{20,200}"\s{0,4},\s{0,4}"salt"\s{0,4}:/;

/** True when every line of a text is a password verifier. */
export function isPasswordHash(value: string): boolean {
  if (value.length > 20_000) return false;
  if (hashAndSalt.test(value)) return true;
  const lines = value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  return lines.length > 0 && lines.every((line) => verifier.test(line));
}
