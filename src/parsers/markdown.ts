import { commandLine, guessDialect } from '../dialect.ts';
import type { Dialect, Inset, Parsed, Parser } from '../parser.ts';
import type { Text } from '../text.ts';
import { hasPrompts, sessionIn } from './console.ts';
import { closingFence, endOfIndented, endsParagraph, isBlankLine, shiftedText, width } from './markdown-block.ts';
import { type Line, linesOf } from './nodes.ts';

/**
 * Markdown, and what AsciiDoc and reStructuredText add: fenced, delimited and indented code blocks and inline code that
 * holds a command, and manifests that stand in the text without a fence, each as a text of its own. Prose is not read here.
 */
export const markdownParser: Parser = {
  id: 'markdown',
  dialects: ['markdown'],
  parse: (text) => ({ documents: [], commands: [], insets: [...insetsOf(text)], problems: [] }) satisfies Parsed,
};

const fence = /^([ \t>]{0,40})((?:[-*+]|\d{1,9}[.)])[ \t]{1,8}|<\d{1,3}>[ \t])?(`{3,50}|~{3,50})([^`\n]{0,300})$/;
/** AsciiDoc: `----` or `....` around a block, announced by `[source,bash]`. */
const delimiter = /^(-{4,60}|\.{4,60}|--)[ \t]*$/;
const announced = /^[ \t]{0,20}\[(?:source|,|listing|%)[^\]\n]{0,200}\]?[ \t]*$/;
/** reStructuredText: `.. code-block:: bash`. */
const directive =
  /^([ \t]{0,40})\.\.[ \t]{1,4}(?:code-block|code|sourcecode|parsed-literal)::[ \t]*([\w+-]{0,40})[ \t]*$/;
const inlineCode = /(`{1,3})([^`\n]{6,2000})\1/g;
const inlineCommand =
  /^(?:\$[ \t]{1,4})?(?:sudo[ \t]{1,4})?(?:kubectl|oc|helm|vault|bao|curl|wget|docker|podman|argocd|export|psql|mysql|mysqldump|mongosh?|redis-cli|aws|az|gcloud|flux|kubeseal|htpasswd|echo|talosctl|op|sshpass)[ \t]/;

const dialects: Readonly<Record<string, Dialect | 'console'>> = {
  bash: 'shell',
  sh: 'shell',
  shell: 'shell',
  zsh: 'shell',
  ksh: 'shell',
  fish: 'shell',
  shellscript: 'shell',
  powershell: 'shell',
  pwsh: 'shell',
  ps1: 'shell',
  posh: 'shell',
  cmd: 'shell',
  command: 'shell',
  commands: 'shell',
  terminal: 'console',
  console: 'console',
  'shell-session': 'console',
  shellsession: 'console',
  'sh-session': 'console',
  'bash-session': 'console',
  'console-session': 'console',
  yaml: 'yaml',
  yml: 'yaml',
  'helm-values': 'yaml',
  kubernetes: 'yaml',
  k8s: 'yaml',
  gotmpl: 'yaml',
  'go-template': 'yaml',
  helm: 'yaml',
  jinja: 'yaml',
  'docker-compose': 'yaml',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  jsonl: 'json',
  dotenv: 'dotenv',
  env: 'dotenv',
  '.env': 'dotenv',
  properties: 'properties',
  ini: 'ini',
  cfg: 'ini',
  conf: 'ini',
  cnf: 'ini',
  dosini: 'ini',
  gitconfig: 'ini',
  npmrc: 'ini',
  systemd: 'ini',
  toml: 'toml',
  hcl: 'hcl',
  terraform: 'hcl',
  tf: 'hcl',
  tfvars: 'hcl',
  xml: 'xml',
  dockerfile: 'dockerfile',
  docker: 'dockerfile',
  containerfile: 'dockerfile',
  makefile: 'makefile',
  make: 'makefile',
  just: 'makefile',
  justfile: 'makefile',
  groovy: 'groovy',
  jenkinsfile: 'groovy',
  jenkins: 'groovy',
  starlark: 'starlark',
  tiltfile: 'starlark',
  bzl: 'starlark',
  jsonnet: 'jsonnet',
  pem: 'pem',
  netrc: 'netrc',
};
/** Names that say nothing, so that the content decides. */
const silent = new Set([
  '',
  'text',
  'txt',
  'plain',
  'plaintext',
  'none',
  'raw',
  'output',
  'code',
  'nohighlight',
  'no-highlight',
  'template',
  'tpl',
  'file',
  'config',
]);

function* insetsOf(text: Text): Iterable<Inset> {
  const { content } = text;
  const lines = [...linesOf(content)];
  let info: string | undefined;
  let i = 0;
  while (i < lines.length) {
    const line = lines[i]!;
    const raw = content.slice(line.start, Math.min(line.end, line.start + 500));
    if (line.end - line.start < 500) {
      const opened = fence.exec(raw);
      if (opened) {
        const prefix = opened[1]!;
        const language = languageOf(opened[4]!);
        // Markdown in Markdown may show a fence.
        const forgotten = (next: string): boolean =>
          Object.hasOwn(dialects, language) && Object.hasOwn(dialects, next.toLowerCase());
        const { close, next } = closingFence(content, lines, i + 1, opened[3]!, prefix.length, forgotten);
        yield* blockInset(text, lines.slice(i + 1, close), prefix, opened[2]?.length ?? 0, language);
        i = next;
        info = undefined;
        continue;
      }
      const delimited = delimiter.exec(raw);
      if (delimited && (info !== undefined || (isAsciiDoc(text) && delimited[1] !== '--'))) {
        let close = i + 1;
        while (close < lines.length && content.slice(lines[close]!.start, lines[close]!.end).trimEnd() !== delimited[1])
          close++;
        yield* blockInset(text, lines.slice(i + 1, close), '', 0, languageOf(info ?? ''));
        i = close + 1;
        info = undefined;
        continue;
      }
      const coded = directive.exec(raw);
      if (coded) {
        const close = endOfIndented(content, lines, i + 1, width(coded[1]!) + 1, true);
        yield* blockInset(text, lines.slice(i + 1, close), ' '.repeat(80), 0, languageOf(coded[2]!));
        i = close;
        continue;
      }
      // reStructuredText: a paragraph that ends with two colons announces code.
      if (/::[ \t]*$/.test(raw) && /\.rst$/i.test(text.file.path)) {
        yield* inlineInsets(text, line);
        const indent = width(/^[ \t]*/.exec(raw)![0]);
        const close = endOfIndented(content, lines, i + 1, indent + 1, false);
        yield* blockInset(text, lines.slice(i + 1, close), ' '.repeat(80), 0, '');
        i = Math.max(close, i + 1);
        continue;
      }
      if (announced.test(raw)) {
        info = raw.replace(/^[ \t]*\[(?:source|listing)?(?:%[\w-]+)?,?/, '').replace(/[\],].*$/, '');
        i++;
        continue;
      }
      if (/^(?: {4}|\t)[ \t]*\S/.test(raw) && endsParagraph(content, lines, i)) {
        // In a list the text is indented too, and a fence in it is one.
        const end = endOfIndented(content, lines, i, 4, false);
        let close = i + 1;
        while (close < end && !opensFence(content, lines[close]!)) close++;
        const block = shiftedText(text, lines.slice(i, close), ' '.repeat(80), 0);
        const guessed = guessDialect(block.content);
        if (guessed === 'shell' && commandLine.test(block.content)) yield* shellInset(block, false);
        else if (guessed === 'yaml' && /^[ \t]*(?:-[ \t]+)?apiVersion:/m.test(block.content))
          yield { dialect: 'yaml', text: block };
        else for (let at = i; at < close; at++) yield* inlineInsets(text, lines[at]!);
        i = close;
        continue;
      }
      if (/^(?:apiVersion|kind):[ \t]/.test(raw)) {
        let close = i;
        while (close < lines.length && !isBlankLine(content, lines[close]!)) close++;
        const block = shiftedText(text, lines.slice(i, close), '', 0);
        if (/^apiVersion:/m.test(block.content) && /^kind:/m.test(block.content)) {
          yield { dialect: 'yaml', text: block };
          i = close;
          continue;
        }
      }
      if (raw.trim() !== '' && !raw.startsWith('.')) {
        // A paragraph that `[source]` announced without delimiters is code to its end.
        if (info !== undefined) {
          let close = i;
          while (close < lines.length && !isBlankLine(content, lines[close]!)) close++;
          yield* blockInset(text, lines.slice(i, close), '', 0, languageOf(info));
          i = close;
          info = undefined;
          continue;
        }
      }
    }
    yield* inlineInsets(text, line);
    i++;
  }
}

function opensFence(content: string, { start, end }: Line): boolean {
  return end - start < 500 && fence.test(content.slice(start, end));
}

function isAsciiDoc(text: Text): boolean {
  return /\.(?:adoc|asciidoc|asc)$/i.test(text.file.path);
}

/** The language word of an info string: `bash title="x"`, `{.yaml .copy}`, `yaml,linenums`. */
function languageOf(info: string): string {
  return (/[\w.+#-]+/.exec(info.replace(/^[\s{.]+/, ''))?.[0] ?? '').toLowerCase();
}

function* blockInset(
  text: Text,
  lines: readonly Line[],
  prefix: string,
  marker: number,
  language: string,
): Iterable<Inset> {
  if (lines.length === 0) return;
  const block = shiftedText(text, lines, prefix, marker);
  if (block.content.trim() === '') return;
  const named = Object.hasOwn(dialects, language) ? dialects[language] : undefined;
  if (named === 'console') yield* shellInset(block, true);
  else if (named === 'shell') {
    // Manifests are shown in `bash` fences too.
    if (guessDialect(block.content) === 'yaml') yield { dialect: 'yaml', text: block };
    else yield* shellInset(block, false);
  } else if (named) yield { dialect: named, text: block };
  else if (silent.has(language)) {
    const guessed = guessDialect(block.content);
    if (guessed === 'shell') yield* shellInset(block, hasPrompts(block.content));
    else if (guessed && guessed !== 'text') yield { dialect: guessed, text: block };
    else if (hasPrompts(block.content)) yield* shellInset(block, true);
  }
}

function* shellInset(block: Text, session: boolean): Iterable<Inset> {
  if (!session && !hasPrompts(block.content)) {
    if (block.content.trim() !== '') yield { dialect: 'shell', text: block };
    return;
  }
  const { typed, printed } = sessionIn(block, session);
  if (typed.content.trim() !== '') yield { dialect: 'shell', text: typed };
  for (const text of printed) {
    const dialect = text.content.length < 12 ? undefined : guessDialect(text.content);
    if (dialect === 'json' || (dialect === 'yaml' && showsObject(text.content))) yield { dialect, text };
  }
}

/** What `kubectl get -o yaml` prints; its other outputs look like YAML too. */
function showsObject(content: string): boolean {
  return /^apiVersion:[ \t]/m.test(content) && /^kind:[ \t]/m.test(content);
}

/** Inline code that holds a command: `kubectl create secret generic db --from-literal=...`. */
function* inlineInsets(text: Text, line: Line): Iterable<Inset> {
  const { content } = text;
  if (line.end - line.start < 8) return;
  const raw = content.slice(line.start, line.end);
  if (!raw.includes('`')) return;
  for (const found of raw.matchAll(inlineCode)) {
    const code = found[2]!;
    const command = code.replace(/^[ \t]*(?:\$[ \t]+)?/, '');
    if (!inlineCommand.test(command)) continue;
    const start = line.start + found.index + found[1]!.length + (code.length - command.length);
    yield { dialect: 'shell', text: text.derive(command, [[0, start]]) };
  }
}
