/**
 * The literal that a variable falls back to: `${X:-literal}`, `${X:=literal}`, `${X-literal}` (shells, Flux, Compose) and
 * `${x.y:literal}` (Spring). It is in the file and works. Undefined when the value is anything else; an error message
 * (`:?`) and an alternative (`:+`) are no defaults.
 */
export function defaultLiteral(value: string): string | undefined {
  if (value.length > 2000 || !value.startsWith('${') || !value.endsWith('}')) return undefined;
  const match =
    /^\$\{(?!(?:vault|secrets?|env|sys|file|ssm|aws|self|cf|opt|param|bao|op|gcp|azure)[:.])[\w][\w.-]{0,120}?(?::-|:=|:(?![?+])|(?<=\{[A-Z0-9_]{1,120})[-=])(?=\S)([^\n]*)\}$/.exec(
      value,
    );
  const literal = match?.[1];
  if (literal === undefined || literal === '' || /^[?+]/.test(literal)) return undefined;
  // Two variables side by side (`${A:-x}${B}`) are no single default.
  const open = literal.split('${').length - 1;
  const closed = literal.split('}').length - 1;
  if (closed !== open) return undefined;
  const bare = /^(["'])(.*)\1$/.exec(literal);
  return bare ? bare[2] : literal;
}
