import { foldedAutomaton } from './credentials/anchors.ts';
import { shapeAnchors, shapeAt } from './credentials/shapes.ts';
import type { Dialect } from './parser.ts';
import { holdsLiterals, keyAt, type Writing } from './prefilter/context.ts';
import { hidesText } from './prefilter/hidden.ts';
import { plainKinds, stems, structural, telling, terraformStores } from './prefilter/literals.ts';

/**
 * What a file is worth: `values` may hold a credential, `structure` only shows how secrets are kept (a use, a release, a
 * cloud), `nothing` can say nothing to any rule and is not parsed.
 */
export type Worth = 'nothing' | 'structure' | 'values';

type Class =
  | 'telling'
  | 'structural'
  | 'helm'
  | 'stem'
  | 'shape'
  | 'kind'
  | 'value'
  | 'chart'
  | 'policy'
  | 'secret'
  | 'output'
  | 'return'
  | 'terraform'
  | 'store'
  | 'prose';

interface Table {
  readonly next: Uint16Array;
  readonly ready: number;
  readonly found: readonly (readonly number[])[];
  readonly literals: readonly string[];
  readonly classes: readonly Class[];
  /** Index of the shape anchor that a literal is. */
  readonly anchors: Int16Array;
}

let table: Table | undefined;

function prepared(): Table {
  if (table) return table;
  const list: { text: string; as: Class; anchor: number }[] = [];
  const add = (texts: readonly string[], as: Class): void => {
    for (const [i, text] of texts.entries()) list.push({ text, as, anchor: as === 'shape' ? i : -1 });
  };
  add(telling, 'telling');
  add(structural, 'structural');
  add(stems, 'stem');
  add(shapeAnchors(), 'shape');
  add(['helm'], 'helm');
  add(['kind'], 'kind');
  add(['\r'], 'return');
  add(['kubernetes_secret'], 'terraform');
  add(terraformStores, 'store');
  add(['user', 'log in'], 'prose');
  add(['value', 'default'], 'value');
  add(['chart'], 'chart');
  add(['capabilities'], 'policy');
  add(['secret'], 'secret');
  add(['destination', 'target', 'credentials', 'output'], 'output');
  const literals = list.map(({ text }) => text);
  table = {
    ...foldedAutomaton(literals),
    literals,
    classes: list.map(({ as }) => as),
    anchors: Int16Array.from(list, ({ anchor }) => anchor),
  };
  return table;
}

/**
 * What a file is worth by its bytes, in one pass over them. Errs towards reading: `nothing` means that a scan without
 * this test would find the same.
 */
export function worthOf(bytes: Uint8Array, dialect: Dialect): Worth {
  const { next, ready, found, literals, classes, anchors } = prepared();
  const writing = writingOf(dialect);
  let text: string | undefined;
  let worth: Worth = 'nothing';
  let definitions: boolean | undefined;
  const mayHoldValues = (): boolean => {
    if (writing !== 'yaml') return true;
    text ??= textOf(bytes);
    definitions ??= onlyDefines(text);
    return !definitions;
  };
  let pending = false;
  let valued = false;
  let state = 0;
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i]!;
    // A byte of no ASCII character may be part of a word in another script: the text itself decides.
    if (code >= 128) {
      state = 0;
      continue;
    }
    state = next[(state << 7) | code]!;
    if (state < ready) continue;
    for (const literal of found[state - ready]!) {
      const at = i + 1 - literals[literal]!.length;
      switch (classes[literal]) {
        case 'telling':
          if (mayHoldValues()) return 'values';
          break;
        case 'structural':
          worth = 'structure';
          break;
        case 'helm':
          // Terraform speaks of Helm where it installs nothing by it.
          if (writing !== 'hcl') worth = 'structure';
          else if (/^(?:_|\s{1,4}(?:install|upgrade|repo|template|pull)\b)/.test(latin(bytes, i + 1, 20)))
            worth = 'structure';
          break;
        case 'value':
          if (valued) break;
          text ??= textOf(bytes);
          // In HCL only a string is a value.
          valued = writing !== 'hcl' || /^["']?\s{0,40}[=:]\s{0,40}["<]/.test(text.slice(i + 1, i + 90));
          break;
        case 'stem': {
          text ??= textOf(bytes);
          const answer = keyAt(text, at, writing);
          if (answer === 'yes' && mayHoldValues()) return 'values';
          if (answer === 'pending') pending = true;
          break;
        }
        case 'shape': {
          const anchor = anchors[literal]!;
          if (!isExact(bytes, at, literals[literal]!)) break;
          text ??= textOf(bytes);
          if (shapeAt(anchor, text, at)) return 'values';
          break;
        }
        case 'kind':
          text ??= textOf(bytes);
          switch (kindAt(text, at)) {
            case 'values':
              if (mayHoldValues()) return 'values';
              break;
            case 'structure':
              if (mayHoldValues()) worth = 'structure';
          }
          break;
        case 'chart':
          text ??= textOf(bytes);
          if (chartAt(text, at)) worth = 'structure';
          break;
        case 'policy':
          text ??= textOf(bytes);
          if (
            /^["']?\s{0,8}(?:=|:\s{0,8}\[\s{0,8}["'](?:create|read|update|delete|list|sudo|patch)["'])/.test(
              text.slice(at + 12, at + 60),
            )
          )
            return 'values';
          break;
        case 'secret':
          // What Terraform names is no use of a Secret.
          if (writing === 'hcl') break;
          text ??= textOf(bytes);
          if (/^[\w-]{0,40}["']?\s{0,8}[:=]/.test(text.slice(at + 6, at + 60))) worth = 'structure';
          break;
        case 'terraform':
          if (writing !== 'hcl') break;
          text ??= textOf(bytes);
          if (holdsLiterals(text, at)) return 'values';
          break;
        case 'store':
          if (writing !== 'hcl') break;
          text ??= textOf(bytes);
          if (/resource[ \t]{1,8}"\w{0,40}$/.test(text.slice(Math.max(0, at - 60), at))) return 'values';
          break;
        case 'prose':
          // "Log in as `admin` with `...`" has no key.
          if (dialect === 'markdown') return 'values';
          break;
        case 'return':
          // Lines that end in a carriage return alone: positions in lines would be wrong.
          if (bytes[i + 1] !== 10) return 'values';
          break;
        case 'output':
          if (writing !== 'yaml' && writing !== 'json') break;
          text ??= textOf(bytes);
          if (worth === 'nothing' && outputAt(text, at)) worth = 'structure';
      }
    }
  }
  return (pending && valued && mayHoldValues()) || hidesText(bytes) ? 'values' : worth;
}

function writingOf(dialect: Dialect): Writing {
  return dialect === 'yaml' || dialect === 'json' || dialect === 'hcl' ? dialect : 'other';
}

/** The bytes as characters of the same offsets. */
function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function latin(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function isExact(bytes: Uint8Array, at: number, literal: string): boolean {
  for (let i = 0; i < literal.length; i++) if (bytes[at + i] !== literal.charCodeAt(i)) return false;
  return true;
}

/**
 * Whether a file holds definitions of custom resources and nothing else: schemas, which speak of passwords and hold none.
 * Directives of Helm with a literal in them may.
 */
function onlyDefines(text: string): boolean {
  if (!text.includes('CustomResourceDefinition') || /\{\{[^{}\n]{0,400}["`]|^[{[]/m.test(text)) return false;
  for (const [, kind] of text.matchAll(/^(?:-[ \t]{1,8})?["']?kind["']?[ \t]*:[ \t]*["']?(\w*)/gm)) {
    if (kind !== 'CustomResourceDefinition') return false;
  }
  return true;
}

const kindAfter = /^["']?\s{0,8}[:=]\s{0,8}["']?(\{\{|[A-Za-z]{1,80})/;

function kindAt(text: string, at: number): Worth {
  if (at > 0 && /[\w.-]/.test(text[at - 1]!)) return 'nothing';
  const name = kindAfter.exec(text.slice(at + 4, at + 110))?.[1];
  if (name === undefined) return 'nothing';
  if (/secret/i.test(name)) return 'values';
  return plainKinds.has(name) ? 'nothing' : 'structure';
}

const output = /^(?:target(?:Secret)?|destination|output\w{0,20}|\w{0,60}[cC]redentials)$/;

/** A field that may say which Secret is written: `target: {name: app}`, `outputSecret: app`. */
function outputAt(text: string, at: number): boolean {
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
function chartAt(text: string, at: number): boolean {
  if (at > 0 && /[\w./-]/.test(text[at - 1]!)) return false;
  return /^(?:s|_?ref)?["']?\s{0,8}[:=](?!\s{0,8}["']?\{\{)/i.test(text.slice(at + 5, at + 40));
}
