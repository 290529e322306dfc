import type { Document } from '../parser.ts';
import { type Entry, entryAt, entryIn, type Place } from '../place.ts';
import type { Passage, Resource } from '../resource.ts';
import { type Leaf, leaves } from '../walk.ts';

/**
 * Literals inside template directives: `{{ "s3cr3t" | b64enc }}`, `{{ .Values.x | default "s3cr3t" }}`,
 * `{{ $password := "s3cr3t" }}`. https://helm.sh/docs/chart_template_guide/functions_and_pipelines/
 */
export const templateDirective: Place = {
  id: 'helm-template-literal',
  about: 'String literals that a template directive puts out: defaults, `b64enc` and `quote` of a literal, variables.',
  *fromResource(resource) {
    if (!resource.document.templated) return;
    const secret = resource.kind === 'Secret' && resource.group === '';
    for (const leaf of leaves(resource.node)) yield* literalsAt(resource, leaf, secret);
  },
  *fromPassage(passage) {
    for (const document of passage.parsed.documents) {
      if (!document.templated || kindOf(document) !== undefined) continue;
      for (const leaf of leaves(document.root)) yield* literalsAt({ passage, document }, leaf, false);
    }
    if (!passage.within && passage.role === 'helm-template') yield* variables(passage);
  },
};

function kindOf(document: Document): string | undefined {
  const { root } = document;
  const kind = root?.type === 'map' ? root.pairs.find((pair) => pair.key.value === 'kind')?.value : undefined;
  return kind?.type === 'scalar' ? kind.value : undefined;
}

function* literalsAt(
  where: { passage: Passage; document: Document; resource?: Resource } | Resource,
  leaf: Leaf,
  secret: boolean,
): Iterable<Entry> {
  const { node, path } = leaf;
  if (!node.templated || path.length === 0 || path[0] === 'metadata') return;
  const resource = 'kind' in where ? where : undefined;
  const { document, passage } = where;
  const field = path[0];
  const data = secret && path.length === 2 && (field === 'data' || field === 'stringData');
  const raw = document.text.content.slice(node.start, node.end);
  for (const literal of literalsIn(raw)) {
    const line = data ? assignedIn(raw, literal.start) : undefined;
    if (line) {
      // A line of a file in the Secret: not every setting in such a file is secret.
      yield entryAt(
        'helm-template-literal',
        { passage, document, resource },
        {
          key: line,
          path,
          node: { ...at(node.start + literal.start, node.start + literal.end), value: literal.value },
          expectation: 'named',
          encoding: 'plain',
          called: `${path.join('.')} > ${line}`,
        },
      );
      continue;
    }
    const key = nameBeside(leaf) ?? path.at(-1)!;
    yield entryAt(
      'helm-template-literal',
      { passage, document, resource },
      {
        key,
        path: path.slice(0, -1),
        node: { ...at(node.start + literal.start, node.start + literal.end), value: literal.value },
        expectation: data ? 'secret' : 'named',
        encoding: data && field === 'data' && !literal.encoded ? 'base64' : 'plain',
        called: key === path.at(-1) ? path.join('.') : `${path.slice(0, -1).join('.')}[${key}]`,
      },
    );
  }
}

/** The key of the line of a longer text that a literal stands on: `  room_name: {{ default "x" .Values.y }}`. */
function assignedIn(raw: string, offset: number): string | undefined {
  const line = raw.lastIndexOf('\n', offset);
  if (line === -1 || offset - line > 300) return undefined;
  return /^\s{0,60}(?:- )?["']?([A-Za-z_][\w.-]{0,80})["']?\s{0,8}[:=]\s{0,8}["']?\{\{/.exec(
    raw.slice(line + 1, offset),
  )?.[1];
}

function at(start: number, end: number) {
  return { type: 'scalar', start, end, style: 'double', templated: false } as const;
}

/** `name: DB_PASSWORD` beside `value: {{ ... }}`. */
function nameBeside(leaf: Leaf): string | undefined {
  if (leaf.path.at(-1) !== 'value') return undefined;
  const name = leaf.parent?.find((pair) => pair.key.value === 'name')?.value;
  return name?.type === 'scalar' && !name.templated ? name.value : undefined;
}

/** `{{- $password := "s3cr3t" -}}`: the variable's name is the key. */
function* variables(passage: Passage): Iterable<Entry> {
  const { content } = passage.text;
  for (const directive of directivesIn(content)) {
    const assigned = /^\s{0,20}\$([A-Za-z_]\w{0,80})\s{0,8}:?=/.exec(directive.body);
    if (!assigned) continue;
    const from = directive.start + assigned[0].length;
    for (const literal of outputs(directive.body.slice(assigned[0].length))) {
      yield entryIn('helm-template-literal', passage, passage.text, {
        key: assigned[1]!,
        value: literal.value,
        start: from + literal.start,
        end: from + literal.end,
        expectation: 'named',
        called: `variable $${assigned[1]!}`,
      });
    }
  }
}

interface Literal {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** True where the directive encodes it: `| b64enc`. */
  readonly encoded: boolean;
}

const longestDirective = 2000;

function* directivesIn(text: string): Iterable<{ body: string; start: number }> {
  let open = text.indexOf('{{');
  while (open !== -1) {
    const window = text.slice(open + 2, open + longestDirective);
    const close = window.indexOf('}}');
    const end = close === -1 ? open + 2 : open + 2 + close;
    const trim = text.charCodeAt(open + 2) === 45 ? 1 : 0;
    if (close !== -1) yield { body: text.slice(open + 2 + trim, end), start: open + 2 + trim };
    open = text.indexOf('{{', end);
  }
}

function* literalsIn(raw: string): Iterable<Literal> {
  for (const { body, start } of directivesIn(raw)) {
    if (body.length === 0 || body.startsWith('/*') || !/["`]/.test(body)) continue;
    const encoded = /\bb64enc\b/.test(body);
    for (const literal of outputs(body)) {
      yield { ...literal, start: start + literal.start, end: start + literal.end, encoded };
    }
  }
}

/** Functions whose string argument, or input, comes out as it went in (or base64-encoded). */
const passing =
  /^(?:default|b64enc|quote|squote|toString|coalesce|ternary|print|trim|upper|lower|nospace|indent|nindent|toYaml|toJson)$/;
/** Functions of which a literal input comes out changed or not at all. */
const changing = /\|\s{0,8}(?:sha256sum|sha1sum|fail|include|required|lookup|eq|ne|hasKey|get|index|tpl|dig|printf)\b/g;

/** The string literals of a directive that reach its output: what stands first in a group, or is given to `passing`. */
function* outputs(body: string): Iterable<Omit<Literal, 'encoded'>> {
  const token = /"(?:[^"\\\n]|\\.){0,1000}"|`[^`]{0,1000}`|\$?[.\w][\w.$-]{0,200}|[()|]|\S/gy;
  const heads: (string | undefined)[] = [undefined];
  let changed = -1;
  for (const { index } of body.matchAll(changing)) changed = index;
  let at = 0;
  while (at < body.length) {
    if (/\s/.test(body[at]!)) {
      at++;
      continue;
    }
    token.lastIndex = at;
    const text = token.exec(body)?.[0];
    if (text === undefined) return;
    const start = at;
    at += text.length;
    if (text === '(') heads.push(undefined);
    else if (text === ')') {
      heads.pop();
      if (heads.length === 0) heads.push(undefined);
      heads[heads.length - 1] ??= '(';
    } else if (text === '|') heads[heads.length - 1] = undefined;
    else {
      const head = heads[heads.length - 1];
      const literal = text.length > 2 && (text[0] === '"' || text[0] === '`');
      heads[heads.length - 1] ??= text;
      if (!literal || (head !== undefined && !passing.test(head)) || start < changed) continue;
      yield { value: unescaped(text), start: start + 1, end: at - 1 };
    }
  }
}

function unescaped(literal: string): string {
  const inner = literal.slice(1, -1);
  return literal[0] === '`' ? inner : inner.replace(/\\(["\\])/g, '$1');
}
