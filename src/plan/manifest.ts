/** What a manifest is made of. `undefined` leaves a key out. */
export type Manifest = string | boolean | readonly Manifest[] | { readonly [key: string]: Manifest | undefined };

/** A string that every YAML version reads as that string without quotes. */
const plain = /^(?:[A-Za-z/][A-Za-z0-9_./-]*|\d+h(?:\d+m\d+s)?)$/;
const words = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const printable = /^[\x20-\x7e]+$/;

/** A manifest as YAML, in block style. Strings that could be anything else are quoted; names in it come from anywhere. */
export function yamlOf(manifest: Manifest): string {
  return `${block(manifest, '')}\n`.replace(/^\n/, '');
}

function block(value: Manifest, indent: string): string {
  if (typeof value === 'string') return text(value, indent);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const items: readonly Manifest[] = value;
    if (items.length === 0) return '[]';
    return items.map((item) => `\n${indent}- ${block(item, `${indent}  `).replace(/^\n */, '')}`).join('');
  }
  const pairs = Object.entries(value).filter((pair): pair is [string, Manifest] => pair[1] !== undefined);
  if (pairs.length === 0) return '{}';
  return pairs
    .map(([key, item]) => {
      const below = block(item, `${indent}  `);
      return `\n${indent}${scalar(key)}:${below.startsWith('\n') ? '' : ' '}${below}`;
    })
    .join('');
}

function text(value: string, indent: string): string {
  const lines = value.split('\n');
  // A text of several lines, such as the `objects` of a SecretProviderClass, stays readable as one.
  if (lines.length > 2 && lines.at(-1) === '' && lines.slice(0, -1).every((line) => printable.test(line))) {
    if (!value.startsWith(' '))
      return `|\n${lines
        .slice(0, -1)
        .map((line) => indent + line)
        .join('\n')}`;
  }
  return scalar(value);
}

function scalar(value: string): string {
  if (plain.test(value) && !words.test(value)) return value;
  // JSON is YAML, but for what it leaves unescaped beyond ASCII.
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
