import type { Dialect } from './parser.ts';

/**
 * The dialect of a file, by its name and then by its content.
 *
 * `path` is `/` separated; `head` is the start of the content (a few kilobytes are enough, the whole is fine). Undefined
 * for what no parser reads: images, archives, styles, markup for browsers, dependency locks.
 */
export function dialectOf(path: string, head: string): Dialect | undefined {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1).toLowerCase();
  const folder = path.slice(path.lastIndexOf('/', slash - 1) + 1, Math.max(slash, 0)).toLowerCase();
  const start = head.slice(0, maxHead);
  if (ignoredName.test(name)) return undefined;
  const named = byName(name, folder);
  if (named) return named;

  let stem = name;
  for (let i = 0; i < maxSuffixes; i++) {
    const shorter = stem.replace(wrappingSuffix, '');
    if (shorter === stem || shorter === '') break;
    stem = shorter;
  }
  if (stem !== name) {
    const inner = byName(stem, folder);
    if (inner) return inner;
  }
  const dot = stem.lastIndexOf('.');
  const extension = dot === -1 ? '' : stem.slice(dot + 1);
  if (ignoredExtension.test(extension)) return undefined;
  const known = Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  if (extension === 'txt') return guessDialect(start, known) ?? listOfSettings(start) ?? known;
  if (known === 'pem' || known === 'ini') return guessDialect(start, known) ?? known;
  if (!known && (isSourceCode(stem) || templateOfPage.test(name))) return 'text';
  return known ?? guessDialect(start) ?? 'text';
}

/** `creds.txt`, `credentials.txt`: a text that is nothing but names and values, as a generator or a program reads it. */
function listOfSettings(head: string): Dialect | undefined {
  const guessed = guessDialect(head);
  if (guessed === 'ini' || guessed === 'dotenv' || guessed === 'properties') return guessed;
  const lines = head.split('\n', 200).filter((line) => /^[ \t]{0,12}[^\s#]/.test(line));
  const all = (form: RegExp): boolean => lines.length > 0 && lines.every((line) => form.test(line.slice(0, 400)));
  if (all(/^[A-Za-z_][\w.-]{0,100}=\S/)) return 'properties';
  return all(/^(?:[A-Z][A-Z0-9_]{1,100}:(?:[ \t]|$)|[ \t]{1,12}- )/) ? 'yaml' : undefined;
}

const maxHead = 8192;
const maxSuffixes = 4;

/** Extensions that say how a file is made or kept, not what it holds: `values.yaml.gotmpl`, `.env.example`, `secrets.yaml.dec`. */
const wrappingSuffix =
  /\.(?:tpl|tmpl|gotmpl|tftpl|ctmpl|template|j2|jinja2?|erb|ejs|hbs|mustache|example|sample|dist|default|in|dec|decrypted|plain|unsealed|enc|bak|backup|orig|old|save|copy|disabled|off|snippet|local)$|~$/;

const ignoredName =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|go\.(?:sum|mod|work\.sum)|cargo\.lock|poetry\.lock|pdm\.lock|uv\.lock|composer\.lock|gemfile\.lock|pipfile\.lock|flake\.lock|chart\.lock|requirements\.lock|\.terraform\.lock\.hcl)$/;

/** Templates of web pages and of code, as frameworks name them; `.yaml.erb` has its own name inside. */
const templateOfPage = /^[^.]*\.(?:erb|ejs|hbs|mustache|jsp|pug|vm|page)$/;

const ignoredExtension =
  /^(?:html?|xhtml|gohtml|css|scss|sass|less|svg|png|jpe?g|gif|ico|webp|avif|bmp|tiff?|psd|pdf|woff2?|ttf|otf|eot|mp[34]|mov|webm|wav|ogg|zip|tgz|gz|bz2|xz|zst|7z|rar|jar|war|tar|whl|exe|dll|so|dylib|class|pyc|wasm|map|xsd|dtd)$/;

const byExtension: Readonly<Record<string, Dialect>> = {
  yaml: 'yaml',
  yml: 'yaml',
  kubeconfig: 'yaml',
  sls: 'yaml',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  ndjson: 'json',
  jsonl: 'json',
  tfstate: 'json',
  ipynb: 'json',
  har: 'json',
  env: 'dotenv',
  envfile: 'dotenv',
  flaskenv: 'dotenv',
  properties: 'properties',
  props: 'properties',
  ini: 'ini',
  cfg: 'ini',
  conf: 'ini',
  cnf: 'ini',
  inf: 'ini',
  service: 'ini',
  toml: 'toml',
  tf: 'hcl',
  tfvars: 'hcl',
  tofu: 'hcl',
  hcl: 'hcl',
  nomad: 'hcl',
  tfbackend: 'hcl',
  xml: 'xml',
  config: 'ini',
  plist: 'xml',
  pom: 'xml',
  csproj: 'xml',
  pubxml: 'xml',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  ksh: 'shell',
  dash: 'shell',
  ash: 'shell',
  fish: 'shell',
  bats: 'shell',
  command: 'shell',
  // Its commands and assignments read alike.
  ps1: 'shell',
  psm1: 'shell',
  envrc: 'shell',
  mk: 'makefile',
  mak: 'makefile',
  make: 'makefile',
  just: 'makefile',
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  mdc: 'markdown',
  mdown: 'markdown',
  adoc: 'markdown',
  asciidoc: 'markdown',
  asc: 'pem',
  rst: 'markdown',
  groovy: 'groovy',
  gradle: 'groovy',
  jenkinsfile: 'groovy',
  star: 'starlark',
  bzl: 'starlark',
  tiltfile: 'starlark',
  jsonnet: 'jsonnet',
  libsonnet: 'jsonnet',
  pem: 'pem',
  key: 'pem',
  crt: 'pem',
  cer: 'pem',
  cert: 'pem',
  csr: 'pem',
  pub: 'pem',
  p8: 'pem',
  p12: 'pem',
  pfx: 'pem',
  jks: 'pem',
  keystore: 'pem',
  ppk: 'pem',
  htpasswd: 'htpasswd',
  netrc: 'netrc',
  txt: 'text',
  bat: 'text',
  cmd: 'text',
  sql: 'text',
  csv: 'text',
  log: 'text',
  puml: 'text',
};

function byName(name: string, folder: string): Dialect | undefined {
  if (
    /^(?:license|licence|notice|copying|authors|maintainers|owners|codeowners|gemfile|rakefile|podfile|vagrantfile|brewfile)$/.test(
      name,
    )
  )
    return 'text';
  if (/^(?:docker|container)file(?:$|[.-](?!md$|ya?ml$|json$))/.test(name)) return 'dockerfile';
  if (/^(?:gnu)?makefile(?:$|\.(?!ya?ml$|json$|md$|py$))/.test(name) || /^\.?justfile$/.test(name)) return 'makefile';
  if (/^jenkinsfile/.test(name)) return 'groovy';
  if (/^tiltfile(?:$|\.)/.test(name)) return 'starlark';
  // The tests of a library make their values up.
  if (/_test\.(?:star|bzl|jsonnet|libsonnet)$/.test(name)) return 'text';
  if (/^(?:\.envrc|\.(?:bash|zsh|ksh)(?:rc|_profile|_aliases|_history|env)|\.z?profile|\.bash_login)$/.test(name))
    return 'shell';
  if (/^(?:readme|notes|install|contributing|changelog|usage)(?:\.txt)?$/.test(name)) return 'markdown';
  if (/^\.(?:npmrc|pypirc|gitconfig|s3cfg|boto|passwd-s3fs|my\.cnf|editorconfig)$/.test(name)) return 'ini';
  if (/^(?:pip\.conf|my\.cnf|odbc\.ini)$/.test(name)) return 'ini';
  if (folder === '.aws' && /^(?:credentials|config)$/.test(name)) return 'ini';
  if (folder === '.docker' && name === 'config.json') return 'json';
  if (/^\.?dockercfg$|^\.?dockerconfigjson$/.test(name)) return 'json';
  if (folder === '.kube' && name === 'config') return 'yaml';
  if (/^(?:talosconfig|kubeconfig)$/.test(name)) return 'yaml';
  if (/^[._]netrc$/.test(name)) return 'netrc';
  if (/^\.?pgpass(?:\.conf)?$/.test(name)) return 'pgpass';
  if (/^\.?htpasswd$/.test(name)) return 'htpasswd';
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)$/.test(name)) return 'pem';
  if (/^pipfile$/.test(name)) return 'toml';
  if (/\.tfstate(?:\.\d{1,14})?(?:\.backup)?$/.test(name)) return 'json';
  if (/^\.env(?:$|[._-])/.test(name) || /^env\.list$/.test(name)) {
    const dot = name.lastIndexOf('.');
    const last = dot > 0 ? name.slice(dot + 1) : '';
    return (Object.hasOwn(byExtension, last) ? byExtension[last] : undefined) ?? 'dotenv';
  }
  return undefined;
}

const commandNames =
  'kubectl|oc|helm|helmfile|vault|bao|kubeseal|sops|curl|wget|docker|podman|nerdctl|crane|skopeo|argocd|flux|kustomize|k3d|minikube|terraform|tofu|aws|gcloud|az|gh|glab|eksctl|psql|mysql|mysqldump|mongosh?|redis-cli|openssl|keytool|htpasswd|ssh-keygen|git|echo|cat|printf|sudo|talosctl|doctl|doppler|infisical|rabbitmqctl|sshpass';

/** A line that runs a command of the trade: `kubectl ...`, `FOO=bar helm ...`, `sudo docker ...`. Words that prose uses too need more. */
export const commandLine = new RegExp(
  `^[ \\t]{0,12}(?:[$#>%][ \\t]{1,4})?(?:(?:sudo|time|env)[ \\t]{1,4})?(?:[A-Za-z_]\\w{0,60}=[^\\s]{0,200}[ \\t]{1,4})?(?:(?:${commandNames})[ \\t]+[^\\s:=]|export[ \\t]+[A-Za-z_]\\w{0,100}=|source[ \\t]+[./~$<]|kind[ \\t]+(?:create|get|load|delete|export)\\b|op[ \\t]+(?:read|item|run|inject)\\b|age[ \\t]+-)`,
);
const assignmentLine = /^[ \t]{0,12}(?:export[ \t]{1,4})?[A-Za-z_]\w{0,100}=/;
const upperAssignmentLine = /^[ \t]{0,12}[A-Z_][A-Z0-9_]{0,100}=/;
/** A line of a Java properties file; with spaces around its sign it would be a line of code. */
const dottedLine = /^[ \t]{0,12}[A-Za-z][\w-]{0,60}(?:\.[\w-]{1,80}){1,10}=(?!=)/;
const sectionLine = /^[ \t]{0,12}\[[\w.:/ "-]{1,80}\][ \t]{0,8}$/;
const settingLine = /^[ \t]{0,12}[A-Za-z_][\w.-]{0,80}[ \t]{0,8}=/;
const yamlLine = /^[ \t]{0,60}(?:-[ \t]{1,8})?(?:"[^"\n]{1,100}"|'[^'\n]{1,100}'|[\w./-]{1,100})[ \t]?:(?:[ \t]|$)/;
const manifestLine = /^[ \t]{0,20}(?:-[ \t]{1,8})?["']?(?:apiVersion|kind)["']?[ \t]?:[ \t]/;
const hclLine =
  /^[ \t]{0,12}(?:resource|data|variable|output|module|provider|terraform|locals|path|listener|storage|ha_storage|seal|auto_auth)\b[ \t]*(?:"[^"\n]{0,300}"[ \t]*){0,2}\{/;

const hclBlock = /^[ \t]{0,40}[a-z_]\w{0,40}(?:[ \t]{1,4}"[^"\n]{1,300}"){1,2}[ \t]{0,4}\{/m;

/** Whether a value holds a labelled block of HCL: a policy in a string, the configuration of a server in Helm values. */
export function holdsHclBlock(value: string): boolean {
  return value.includes('" {') || value.includes('"{') || value.includes('"\t{')
    ? hclBlock.test(value.slice(0, maxHead))
    : false;
}

/**
 * The dialect that a content shows by itself, or undefined when nothing speaks for one. `known` is what the name says
 * already: then only strong evidence counts.
 */
export function guessDialect(content: string, known?: Dialect): Dialect | undefined {
  const head = content.slice(0, maxHead);
  const first = head.search(/\S/);
  if (first === -1) return undefined;
  if (head.startsWith('#!')) return byShebang(head);
  if (head.startsWith('-----BEGIN ', first)) return 'pem';
  if (head.startsWith('PuTTY-User-Key-File', first)) return 'pem';
  if (/^\{\s{0,200}(?:["}]|$)/.test(head.slice(first, first + 300))) return 'json';
  if (/^\[\s{0,200}(?:\{|"|\])/.test(head.slice(first, first + 300)) && known !== 'ini') return 'json';
  if (head.startsWith('<?xml', first)) return 'xml';
  if (known === undefined && isUnit(head)) return 'ini';
  if (known === 'ini' && /^<(?:!--|[A-Za-z][\w:.-]{0,60}[\s/>])/.test(head.slice(first, first + 100)))
    return directives.test(head) ? undefined : 'xml';

  let lines = 0;
  let yaml = 0;
  let manifest = 0;
  let dotenv = 0;
  let assignments = 0;
  let commands = 0;
  let hcl = 0;
  let dotted = 0;
  let sections = 0;
  let settings = 0;
  let yamlFirst = false;
  for (const line of head.split(/\r\n|\n|\r/, 200)) {
    const short = line.slice(0, 400);
    if (/^\s*$/.test(short)) continue;
    if (/^\s{0,60}(?:#|\/\/|---\s*$|%YAML)/.test(short) && !commandLine.test(short)) continue;
    if (/^\s{0,60}\{\{/.test(short)) continue;
    if (++lines > 60) break;
    if (lines === 1) yamlFirst = yamlLine.test(short);
    if (manifestLine.test(short)) manifest++;
    if (dottedLine.test(short)) dotted++;
    if (settingLine.test(short)) settings++;
    if (sectionLine.test(short)) {
      if (lines === 1 || sections > 0) sections++;
      continue;
    }
    if (commandLine.test(short)) commands++;
    else if (hclLine.test(short)) hcl++;
    else if (yamlLine.test(short)) yaml++;
    else if (assignmentLine.test(short)) {
      assignments++;
      if (upperAssignmentLine.test(short)) dotenv++;
    }
  }
  if (known !== undefined) return manifest > 0 && yamlFirst && yaml > commands ? 'yaml' : undefined;
  if ((manifest > 0 && commands === 0) || (yamlFirst && yaml > commands)) return 'yaml';
  if (/^[ \t]{0,20}\{\{-?[ \t]{0,8}define\b/m.test(head)) return 'yaml';
  if (commands > 0) return 'shell';
  if (hcl > 0) return 'hcl';
  if (lines > 0 && yaml * 2 > lines) return 'yaml';
  if (lines > 0 && dotenv * 10 >= lines * 8) return 'dotenv';
  if (dotted > 0 && dotted * 10 >= lines * 8) return 'properties';
  if (sections > 0 && settings > 0 && settings + sections === lines) return 'ini';
  if (lines > 0 && assignments === lines) return 'shell';
  return undefined;
}

const unitSection = /^\[(?:Unit|Service|Container)\][ \t]*$/m;
const unitSetting = /^(?:Exec[A-Z]?\w{0,20}|Environment|PodmanArgs)[ \t]*=/m;

/** Whether an INI text is a unit of systemd or of Podman's Quadlet. */
export function isUnit(content: string): boolean {
  const head = content.slice(0, maxHead);
  return unitSection.test(head) && unitSetting.test(head);
}

/** Below an opening tag a `name value` line, as Apache and Fluentd write them: no markup. */
const directives =
  /^[ \t]{0,12}<[A-Za-z][^\n]{0,200}>[ \t]*\n[ \t]{0,12}@?[A-Za-z]\w{0,60}[ \t]{1,12}[^\s<>=]{1,200}[ \t]*$/m;

function byShebang(head: string): Dialect {
  const line = head.slice(0, 200).split('\n', 1)[0] ?? '';
  if (/\b(?:ba|z|k|da|a)?sh\b|\bbats\b/.test(line)) return 'shell';
  if (/\b(?:just|make)\b/.test(line)) return 'makefile';
  if (/\bgroovy\b/.test(line)) return 'groovy';
  return 'text';
}

const code =
  /\.(?:py|pyi|js|mjs|cjs|ts|mts|tsx|jsx|vue|svelte|go|java|kt|kts|scala|rb|erb|php|cs|fs|vb|rs|c|h|cc|cpp|hpp|m|rego|cue|lua|pl|pm|swift|proto|dart|ex|exs|erl|hs|clj|jl|r|css|scss|less|html?|svg|map)$/i;

/** True for application source code, which general secret scanners read and this tool does not: it is about repositories of configuration. */
export function isSourceCode(path: string): boolean {
  return code.test(path);
}
