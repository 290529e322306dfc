import type { Span } from './text.ts';

/** What stands for a value; its length is fixed, so that the length of the value does not show. */
export const mask = '••••••••';

/** A source line as it may be shown: the key, and the mask in place of the value. */
export interface MaskedLine {
  /** 1-based line in the file. */
  readonly line: number;
  /** Printable: ASCII, `…` and the mask. */
  readonly text: string;
  /** Where the value (or its mask) stands in `text`. */
  readonly start: number;
  readonly length: number;
  /** False where nothing but the mask is left. */
  readonly tells: boolean;
}

/** How far before a value its key is looked for, in UTF-16 code units. */
const reach = 160;

const name = String.raw`[A-Za-z_.][\w./-]{0,79}`;
/** Flags whose value is itself `key=value`. */
const pairFlag = `(?:--(?:from-literal|from-file|set|set-string|set-file|set-json|env|build-arg)=)?`;
/** An opening quote, possibly escaped (JSON inside an annotation); before it, in YAML, a tag and an anchor. */
const quote = String.raw`\\{0,3}["'\`]?`;
const opener = String.raw`(?:[!&][!\w./-]{0,64}[ \t]{1,8}){0,2}${quote}`;
/**
 * Keys as they stand right before a value, each only where the text before it shows that it is a key: a quoted name, the
 * start of the line, the start of an entry of a flow mapping or of a quoted text, a word of a command. A bare key with a colon
 * needs white space after it: in `user:pass` the first half is a value too.
 */
const keys: readonly RegExp[] = [
  new RegExp(String.raw`\\{0,3}(["'])(?<key>${name})\\{0,3}\1(?<separator>[ \t]{0,8}[:=])[ \t]{0,40}${opener}$`),
  new RegExp(
    String.raw`(?<=^[ \t]*(?:- +)*|[{,][ \t]{0,8}|["'])(?<key>${name})(?<separator>[ \t]{0,8}:)[ \t]{1,80}${opener}$`,
  ),
  new RegExp(String.raw`(?<=^[ \t]*(?:- +)*)(?<key>${name})(?<separator>[ \t]{1,40}:?=)[ \t]{1,40}${quote}$`),
  new RegExp(String.raw`(?<![^\s{,(["';])(?<key>${pairFlag}-{0,2}${name})(?<separator>=)${quote}$`),
  new RegExp(String.raw`(?<![^\s["'])(?<key>--[a-z][a-z-]{1,40})(?<separator>)[ \t]{1,8}${quote}$`),
];
/** Stands at the start of a text that does not begin where its line does, so that nothing there passes for a key. */
const edge = '\u0001';

/** What may stand before the first key of a line without being a value. */
const lead = /^[ \t]*(?:- +)*(?:export +)?$/;

/** What a resource is. */
const kinds =
  'ClusterExternalSecret ClusterSecretStore ConfigMap CronJob DaemonSet Deployment EncryptionConfiguration ' +
  'ExternalSecret HelmRelease Ingress Job Kustomization List Namespace Opaque Pod PushSecret SealedSecret Secret ' +
  'SecretList SecretProviderClass SecretStore ServiceAccount StatefulSet VaultAuth VaultConnection VaultDynamicSecret ' +
  'VaultStaticSecret';
const groups =
  'bitnami\\.com|(?:generators\\.)?external-secrets\\.io|kubernetes-client\\.io|secrets\\.hashicorp\\.com|secrets-store\\.csi\\.x-k8s\\.io';

/**
 * Values that are one of a few words everybody knows, by the key they may stand under; a finding that is not about a
 * credential may show them. Any other value, known to be secret or not, is masked.
 */
const harmless: readonly { readonly key: RegExp; readonly value: RegExp }[] = [
  { key: /^(?:kind|type)$/, value: new RegExp(`^(?:${kinds.replaceAll(' ', '|')})$`) },
  { key: /^apiVersion$/, value: new RegExp(`^(?:${groups})/v[12](?:(?:alpha|beta)[12])?$`) },
  {
    key: /^(?:refreshInterval|refreshAfter|rotationPollInterval)$/,
    value: /^(["']?)\d{1,3}(?:s|m|h|h0m|h0m0s|m0s)?\1$/,
  },
  { key: /./, value: /^(?:true|false)$/ },
];

/**
 * The line on which a finding's value begins, safe to print. Nothing that stands in a value is shown, neither this one nor
 * any other on the line: the result is made of the indentation, the one key right before the value, and the mask. The key
 * goes too where it lies inside a credential (a script in a block scalar), repeats one, or looks like one.
 *
 * `credentials` are the spans of all readable credentials found in the same file.
 */
export function maskedLine(span: Span, credentials: readonly Span[]): MaskedLine {
  const { content } = span.file;
  const { line } = span.file.place(span.start);
  const lineStart = span.file.lineRange(line).start;
  const from = Math.max(lineStart, span.start - reach);
  const before = content.slice(from, span.start);
  const found = keyBefore(from > lineStart ? edge : '', before);
  const key = found && !exposes(found, from, span, credentials) ? found : undefined;
  const first = key ? before.slice(0, key.start) : before;
  const prefix = `${from === lineStart && lead.test(first) ? indented(first) : '… '}${key ? key.text : ''}`;
  const value = key && isHarmless(span, key.name, credentials) ? content.slice(span.start, span.end) : mask;
  return { line, text: prefix + value, start: prefix.length, length: value.length, tells: key !== undefined };
}

interface Key {
  readonly name: string;
  /** Offsets into the text before the value: of the key with its quote, and of its name. */
  readonly start: number;
  readonly nameStart: number;
  /** Key and separator as they are shown. */
  readonly text: string;
}

/** The key that ends right where the value begins. */
function keyBefore(start: string, before: string): Key | undefined {
  for (const pattern of keys) {
    const match = pattern.exec(start + before);
    const found = match?.groups?.key;
    if (!match || found === undefined) continue;
    const at = match.index - start.length;
    const sign = match[1] === '"' || match[1] === "'" ? match[1] : '';
    return {
      name: found,
      start: at,
      nameStart: at + match[0].indexOf(found),
      text: `${sign}${found}${sign}${shown(match.groups?.separator ?? '')}`,
    };
  }
  return undefined;
}

function shown(separator: string): string {
  const sign = separator.trimStart();
  if (sign === ':' || sign === '') return `${sign} `;
  return sign === separator ? sign : ` ${sign} `;
}

function exposes(key: Key, from: number, span: Span, credentials: readonly Span[]): boolean {
  // A long run with digits in it is how tokens look and not how people name things.
  if (key.name.split(/[-_./=]/).some((part) => part.length > 48 || (part.length >= 16 && /\d/.test(part)))) return true;
  const start = from + key.nameStart;
  const end = start + key.name.length;
  const hides = (other: Span): boolean => {
    if (start < other.end && end > other.start) return true;
    const length = other.end - other.start;
    return length > 2 && length <= key.name.length + 2 && key.name.includes(bare(other));
  };
  return hides(span) || credentials.some(hides);
}

/** The text of a span without its quotes. */
function bare(span: Span): string {
  const text = span.file.content.slice(span.start, span.end);
  return /^(["']).+\1$/.test(text) ? text.slice(1, -1) : text;
}

function isHarmless(span: Span, key: string, credentials: readonly Span[]): boolean {
  if (span.end - span.start > 60) return false;
  if (credentials.some((other) => span.start < other.end && span.end > other.start)) return false;
  const text = span.file.content.slice(span.start, span.end);
  return harmless.some((known) => known.key.test(key) && known.value.test(text));
}

function indented(text: string): string {
  const columns = text.replace(/\t/g, '  ');
  return columns.length > 24 ? '… ' : columns;
}
