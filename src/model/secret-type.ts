/** The keys that the API server asks for by the type of a Secret; of an inner list one is enough. */
const required: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubernetes.io/dockercfg': [['.dockercfg']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/basic-auth': [['username', 'password']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
  'bootstrap.kubernetes.io/token': [['token-id'], ['token-secret']],
};

/** True for a type whose keys are checked. https://kubernetes.io/docs/concepts/configuration/secret/#secret-types */
export function isChecked(type: string): boolean {
  return Object.hasOwn(required, type);
}

/** What a Secret of a type lacks, in words: `tls.key`, or one of several. */
export function missingKeys(type: string, keys: ReadonlySet<string>): string[] {
  if (!isChecked(type)) return [];
  return required[type]!.filter((choice) => !choice.some((key) => keys.has(key))).map((choice) =>
    choice.map((key) => `\`${key}\``).join(' or '),
  );
}
