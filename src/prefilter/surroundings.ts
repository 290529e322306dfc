import { plainKinds } from './literals.ts';
import { isKeyCharacter } from './writing.ts';

/** What stands around a word that the prefilter met: whether it means there what the model looks for. */

/** `secretName: app`, `secret =`: a use of a Secret. */
export function isNameOfSecret(text: string, end: number): boolean {
  return /^[\w-]{0,40}["']?\s{0,8}[:=]/.test(text.slice(end, end + 54));
}

/** `capabilities = [...]`, `"capabilities": ["read"]`, `policy = "write"`: a policy of Vault. */
export function isPolicy(text: string, at: number): boolean {
  return grant.test(text.slice(at, at + 60));
}

const grant =
  /^(?:capabilities["']?\s{0,8}(?:=|:\s{0,8}\[\s{0,8}\\?["'](?:create|read|update|delete|list|sudo|patch)\\?["'])|policy\s{0,8}=\s{0,8}\\?["'](?:read|write|sudo)\\?["'])/i;

/** `resource "vault_kv_secret_v2"` around the name at `at`. */
export function isResource(text: string, at: number): boolean {
  return /resource[ \t]{1,8}"\w{0,40}$/.test(text.slice(Math.max(0, at - 60), at));
}

/** `helm_release`, `helm install`. */
export const installed = /^(?:_|\s{1,4}(?:install|upgrade|repo|template|pull)\b)/;
/** `helm:`, `HelmRelease`, `helm upgrade`; not `helm.sh/chart`, `helm-tiller`, `managed-by: Helm`. */
export const used =
  /^(?:["']?\s{0,8}[:=]|_|[-.]?(?:release|chart|repo|values|operator|controller|toolkit|file)|\d?[ \t\\]{1,8}[\w"'$-])/i;

/**
 * Whether a file holds definitions of custom resources and nothing else: schemas, which speak of passwords and hold none.
 * Directives of Helm with a literal in them may.
 */
export function onlyDefines(text: string): boolean {
  if (!text.includes('CustomResourceDefinition') || literalInside.test(text)) return false;
  for (let at = text.indexOf('kind'); at !== -1; at = text.indexOf('kind', at + 4)) {
    const line = text.lastIndexOf('\n', at) + 1;
    if (at - line > 11) continue;
    kindOfDocument.lastIndex = line;
    const kind = kindOfDocument.exec(text)?.[1];
    if (kind !== undefined && kind !== 'CustomResourceDefinition') return false;
  }
  return true;
}

const kindOfDocument = /(?:-[ \t]{1,8})?["']?kind["']?[ \t]*:[ \t]*["']?(\w*)/y;
/** A directive with a literal that is no name of a template, or JSON. */
const literalInside =
  /\{\{(?!-?\s{0,8}(?:include|template)\s{1,8}"[\w./-]{1,200}"[^"`{}\n]{0,200}\}\})[^{}\n]{0,400}["`]|^(?:\{(?!\{)|\[)/m;

/** `kind: Secret`, not the `kind: dyn("Secret")` of an expression. */
const kindAfter = /^["']?\s{0,8}[:=]\s{0,8}["']?(\{\{|[A-Za-z]{1,80}(?!\w*\())/;

export function kindAt(text: string, at: number): 'nothing' | 'structure' | 'values' {
  if (at > 0 && isWordCharacter(text.charCodeAt(at - 1))) return 'nothing';
  const name = kindAfter.exec(text.slice(at + 4, at + 110))?.[1];
  if (name === undefined || plainKinds.has(name)) return 'nothing';
  return /secret/i.test(name) ? 'values' : 'structure';
}

/** Whether the kind named at `at` is `Secret` itself. */
export function isSecretAt(text: string, at: number): boolean {
  return /^secret$/i.test(kindAfter.exec(text.slice(at + 4, at + 110))![1]!);
}

/** Letters, digits, and `_ . -`. */
function isWordCharacter(code: number): boolean {
  return isKeyCharacter(code) && code !== 36 && code !== 47;
}

/** What Velero is told to back up: a resource, the values of its chart, a command (src/model/key-backup.ts). */
export const backups =
  /apiVersion["']?\s{0,8}:\s{0,8}["']?velero\.io|schedules|velero["']?\s{1,8}[\w -]{0,40}(?:schedule|backup)/i;

const output = /^(?:target(?:Secret)?|destination|output\w{0,20}|\w{0,60}[cC]redentials)$/;

/** A field that may say which Secret is written: `target: {name: app}`, `outputSecret: app`. */
export function outputAt(text: string, at: number): boolean {
  const lead = /\w{0,60}$/.exec(text.slice(Math.max(0, at - 60), at))![0];
  const key = lead + /^\w{0,80}/.exec(text.slice(at, at + 80))![0];
  if (!output.test(key) || /[./-]/.test(text[at - lead.length - 1] ?? '')) return false;
  const after = text.slice(at, at + 600).replace(/^\w+/, '');
  const value = /^["']?\s{0,8}:\s{0,200}(?=([\s\S]))/.exec(after);
  if (!value || value[1] === '[') return false;
  // A map gives the name a key; what stands on the line is the name.
  return value[0].includes('\n') || value[1] === '{' ? /name/i.test(after) : true;
}

/** `chart:`, `chartRef =`, not `helm.sh/chart:` and not a templated label. */
export function chartAt(text: string, at: number): boolean {
  if (at > 0 && /[\w./-]/.test(text[at - 1]!)) return false;
  return /^(?:s|_?ref)?["']?\s{0,8}[:=](?!\s{0,8}["']?\{\{)/i.test(text.slice(at + 5, at + 40));
}
