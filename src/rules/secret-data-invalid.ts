import { fault, fieldFault, isKeptAsIs, tempered } from '../fault.ts';
import type { Finding } from '../finding.ts';
import type { Fix } from '../fix.ts';
import type { Repository } from '../model/repository.ts';
import { at, isNull, type Node, pairsOf, resolved, type ScalarNode, textAt } from '../parser.ts';
import type { Entry } from '../place.ts';
import type { Resource } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const secretDataInvalid: Rule = {
  id: 'secret-data-invalid',
  title: 'The API server rejects this Secret',
  why: 'A value in `data` must be base64, the login of a registry JSON, every value must be a string, and keys are limited to letters, digits, `-`, `_` and `.`: otherwise the Secret is never created, and what waits for it never starts.',
  remedy:
    'Encode the value (`base64 -w0`), quote numbers and booleans, or put the text under `stringData`; rotate a credential that stood there in clear text.',
  fix: 'Puts numbers and booleans under `stringData` into quotes. What stands under `data` has to be encoded by who knows what it is.',
  references: [
    'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data',
    'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/',
  ],
  credential: false,
  *check(repository) {
    for (const entry of repository.entriesAt('secret-data')) {
      // Terraform encodes what stands in `base64encode`.
      if (entry.passage.dialect === 'hcl') continue;
      yield* registryLogin(this.id, entry);
      if (entry.encoding !== 'base64') continue;
      if (entry.resource?.kind === 'Secret') yield* encoding(repository, this.id, entry);
    }
    for (const resource of repository.resourcesOf('Secret')) {
      if (resource.group === '') yield* structure(this.id, resource);
    }
  },
  bad: () => [
    {
      title: 'logins of a registry that are no JSON, and that are encoded twice',
      files: {
        'pull.yaml': `apiVersion: v1
kind: Secret
metadata: {name: pull}
type: kubernetes.io/dockerconfigjson
data: {.dockerconfigjson: [|${btoa('{"auths": {"r.acme.dev": {}}')}|]}
---
apiVersion: v1
kind: Secret
metadata: {name: twice}
type: kubernetes.io/dockerconfigjson
data: {.dockerconfigjson: [|${btoa(btoa('{"auths": {}}'))}|]}
---
apiVersion: v1
kind: Secret
metadata: {name: text}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: [|${btoa('{"auths": {}}')}|]}
`,
      },
      also: ['plaintext-secret-manifest'],
    },
    {
      title: 'text that was never encoded',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
data:
  username: [|app user|]
  url: [|https://db.acme.dev|]
`,
      },
    },
    {
      title: 'numbers, booleans, nested values and keys with spaces',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  port: [|5432|]
  enabled: [|true|]
  nested: [|{a: b}|]
  [|my key|]: text
`,
      },
    },
  ],
  good: () => [
    {
      title: 'logins of a registry: JSON, a gap to fill in, another key and another type',
      files: {
        'pull.yaml': `apiVersion: v1
kind: Secret
metadata: {name: pull}
type: kubernetes.io/dockerconfigjson
data: {.dockerconfigjson: ${btoa('{"auths": {}}')}}
---
apiVersion: v1
kind: Secret
metadata: {name: later}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{"auths": \${AUTHS}}'}
---
apiVersion: v1
kind: Secret
metadata: {name: copy}
stringData: {.dockerconfigjson: '{"auths"'}
`,
      },
      also: ['plaintext-secret-manifest'],
    },
    {
      title: 'what Terraform encodes',
      files: {
        'secret.tf': `resource "kubernetes_manifest" "db" {
  manifest = {
    apiVersion = "v1"
    kind       = "Secret"
    metadata   = { name = "db" }
    data       = { user = base64encode("some user") }
  }
}
`,
      },
    },
    {
      title: 'encoded, quoted, templated and substituted values',
      files: {
        'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: db
data:
  user: ${btoa('app')}
  username: |
    ${btoa('a long line that').slice(0, 12)}
    ${btoa('a long line that').slice(12)}
  password: \${DB_PASSWORD_BASE64}
  token: <token>
  empty: ""
stringData:
  port: "5432"
  .hidden_key-1: text
  gap: {token of the bot}
`,
        'chart/Chart.yaml': 'name: app\nversion: 1.0.0\n',
        'chart/templates/secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: app
data:
  password: {{ .Values.password | b64enc }}
  {{ .Values.key }}: {{ .Values.value }}
`,
      },
    },
  ],
};

/** Go's decoder, which the API server uses, passes over line breaks and nothing else. */
function isBase64(value: string): boolean {
  const joined = value.replace(/[\r\n]+/g, '');
  return joined.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(joined);
}

const substituted = /\{\{|\{%|\$\{|\$\(|<[^>]{1,200}>|ENC\[|%\w+%|@@?\w+@@?|#\{|__\w+__/;

function* encoding(repository: Repository, rule: string, entry: Entry): Iterable<Finding> {
  const { value, bare, subject } = entry;
  if (isBase64(value) || (bare && isOtherType(value)) || substituted.test(value.slice(0, 2000))) return;
  const { verdict } = repository.judgementOf(entry);
  if (verdict === 'placeholder' || verdict === 'reference' || verdict === 'ciphertext') return;
  yield fault(
    rule,
    subject,
    'is not base64: text belongs under `stringData`, and the API server rejects it here',
    entry.span,
    { confidence: tempered(entry.passage, 'certain') },
  );
}

const registryKeys: Readonly<Record<string, string>> = {
  '.dockerconfigjson': 'kubernetes.io/dockerconfigjson',
  '.dockercfg': 'kubernetes.io/dockercfg',
};

/** The server reads the logins of a pull Secret as JSON; of one that is encoded twice it reads base64. */
function* registryLogin(
  rule: string,
  { key, value, encoding, resource, subject, span, passage }: Entry,
): Iterable<Finding> {
  const type = Object.hasOwn(registryKeys, key) ? registryKeys[key] : undefined;
  if (type === undefined || !resource || textAt(resource.node, 'type') !== type || resource.group !== '') return;
  const text = (encoding === 'base64' ? Buffer.from(value, 'base64').toString() : value).trim();
  if (substituted.test(value.slice(0, 2000)) || substituted.test(text.slice(0, 2000))) return;
  const twice = /^eyJ|^ewog|^ewk/.test(text) && Buffer.from(text, 'base64').toString().trimStart().startsWith('{');
  if (!twice && !(text.startsWith('{') && !isJson(text))) return;
  const sentence = twice ? 'is encoded once too often: the API server finds base64 where JSON has to be' : 'is no JSON';
  yield fault(rule, subject, sentence, span, { confidence: tempered(passage, 'certain') });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const maxBytes = 1024 * 1024;

function* structure(rule: string, resource: Resource): Iterable<Finding> {
  let bytes = 0;
  for (const field of ['data', 'stringData']) {
    for (const { key, value: given } of pairsOf(at(resource.node, field))) {
      const value = resolved(given);
      const called = `${field}.${key.value}`;
      if (
        !/^(?!\.\.|\.$)[-._a-zA-Z0-9]{1,253}$/.test(key.value) &&
        !key.templated &&
        !substituted.test(key.value) &&
        key.value !== ''
      ) {
        yield fieldFault(rule, resource, field, 'has a key with characters that a Secret does not allow', key);
      }
      if (!value) continue;
      if (value.type !== 'scalar') {
        if (resource.document.templated || isGap(value)) continue;
        yield fieldFault(rule, resource, called, 'is not a string', value);
        continue;
      }
      bytes += field === 'data' ? Math.floor(value.value.length * 0.75) : value.value.length;
      if (value.tag === undefined && !value.templated && value.style === 'plain' && isOtherType(value.value)) {
        const fix = field === 'stringData' && value === given ? quoted(resource, key, value) : undefined;
        yield* nonString(rule, resource, called, value, fix);
      }
    }
  }
  const kind = at(resource.node, 'kind');
  if (bytes > maxBytes && kind) yield fieldFault(rule, resource, 'data', 'is larger than 1 MiB', kind);
}

/** `{token of the bot}`: to YAML a map, to people a gap to fill in. */
function isGap(value: Node): boolean {
  if (value.type !== 'map' || value.pairs.length !== 1) return false;
  const { key, value: inner } = value.pairs[0]!;
  return inner.type === 'scalar' && isNull(inner) && /^[A-Za-z][\w .-]*$/.test(key.value);
}

function* nonString(
  rule: string,
  resource: Resource,
  called: string,
  node: ScalarNode,
  fix: Fix | undefined,
): Iterable<Finding> {
  // The server takes null for an empty value; `kubectl apply` with client-side validation does not. Docs show it as a gap.
  if (isNull(node)) {
    if (tempered(resource.passage, 'likely') === 'possible') return;
    yield fieldFault(rule, resource, called, 'is null, which is no string', node, { confidence: 'possible' });
  } else
    yield fieldFault(rule, resource, called, 'is a number or a boolean, not a string: it needs quotes', node, { fix });
}

/** Quotes around the value; not where an anchor lends it to others, nor where the text lies in another one. */
function quoted({ passage, document, node }: Resource, key: ScalarNode, value: ScalarNode): Fix | undefined {
  const { text } = document;
  const isOwn = key.start >= node.start && value.end <= node.end;
  if (!text.isWhole || !isOwn || isKeptAsIs(passage)) return undefined;
  if (!/^\s*:\s*$/.test(text.content.slice(key.end, value.start))) return undefined;
  if (text.content.slice(value.start, value.end) !== value.value) return undefined;
  const quote = (at: number) => ({ span: text.span(at, at), text: '"' });
  return { description: 'Quote the value', edits: [quote(value.start), quote(value.end)] };
}

/** YAML 1.1 as kubectl reads it (sigs.k8s.io/yaml): `yes` and `off` are booleans. */
function isOtherType(value: string): boolean {
  return (
    /^(?:true|false|yes|no|on|off)$/i.test(value) ||
    /^(?:~|null|)$/i.test(value) ||
    /^[-+]?(?:\d[\d_]*|0x[\da-f]+|0o?[0-7]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)$/i.test(value.slice(0, 40))
  );
}
