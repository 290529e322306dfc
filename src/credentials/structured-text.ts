/**
 * True for a text that is a document rather than one value: JSON, XML, YAML, INI, properties, shell. Its leaves are judged
 * one by one by whoever reads it.
 */
export function isStructuredText(text: string): boolean {
  const head = text.slice(0, 8192).trim();
  if (/^(?:\{\s*["}]|\[\s*[{"\]])/.test(head) && /[}\]]$/.test(text.slice(-64).trimEnd())) return true;
  if (/^<\?xml|^<[A-Za-z][\w:-]*(?:\s[^<>]{0,400})?>[\s\S]{0,8000}<\//.test(head)) return true;
  if (head.startsWith('#!')) return true;
  if (!head.includes('\n')) return false;
  // A map of YAML, whatever its blocks hold: `pg_locks:` and an indented line.
  if (
    /^["']?[A-Za-z_][\w.$/-]{0,80}["']?:[ \t]{0,8}\r?\n[ \t]{1,40}(?:- )?["']?[A-Za-z_][\w.$/ -]{0,80}["']?:(?:\s|$)/.test(
      head,
    )
  )
    return true;
  const lines = head
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  // The last line may be cut.
  const seen = text.length > 8192 ? lines.slice(0, -1) : lines;
  const structured = seen.filter((line) =>
    /^(?:[#;]|\/\/|--|%)|^(?:- )?["']?[A-Za-z_.][\w.$/ -]{0,80}["']?\s{0,8}[:=]|^- |^\[[^\]]{1,80}\]$|^[{}[\](),;]{1,4}$|^---$|[{;,]$|^(?:server|location|listen|upstream|user|export|set|if|fi|then|done|for|echo|exec|cat|host|local|hostssl)\b/.test(
      line,
    ),
  );
  return seen.length >= 2 && structured.length * 10 >= seen.length * 6;
}

/** A file of one line, by the name of its key: `users.properties` with `admin=...`. */
export function isOneLineFile(key: string, value: string): boolean {
  return (
    /\.(?:properties|env|ini|cfg|conf|cnf|toml)$/.test(key) &&
    /^[A-Za-z_][\w.-]{0,80}[ \t]{0,8}=[^=]/.test(value.trim())
  );
}
