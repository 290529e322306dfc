import { type Automaton, automaton } from './credentials/anchors.ts';
import { shapeAnchors, shapeAt } from './credentials/shapes.ts';
import { asBuffer } from './decode.ts';
import type { Dialect } from './parser.ts';
import { hidesText } from './prefilter/hidden.ts';
import { keyAt } from './prefilter/key.ts';
import { stems, structural, telling, terraformStores } from './prefilter/literals.ts';
import {
  backups,
  chartAt,
  installed,
  isNameOfSecret,
  isPolicy,
  isResource,
  isSecretAt,
  kindAt,
  onlyDefines,
  outputAt,
  used,
} from './prefilter/surroundings.ts';
import { holdsLiterals } from './prefilter/value.ts';
import type { Writing } from './prefilter/writing.ts';

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
  | 'chart'
  | 'policy'
  | 'secret'
  | 'output'
  | 'terraform'
  | 'store'
  | 'velero';

interface Table extends Automaton {
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
  add(['kubernetes_secret'], 'terraform');
  add(terraformStores, 'store');
  add(['chart'], 'chart');
  add(['velero'], 'velero');
  // The sign may be aligned with those of other lines.
  add(['capabilities', ...Array.from({ length: 9 }, (_, spaces) => `policy${' '.repeat(spaces)}=`)], 'policy');
  add(['secret'], 'secret');
  add(['destination', 'target', 'credentials', 'output'], 'output');
  const literals = list.map(({ text }) => text);
  table = {
    ...automaton(literals, true),
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
  const buffer = asBuffer(bytes);
  if (hasLoneReturn(buffer) || hidesText(buffer)) return 'values';
  const look = new Look(prepared(), buffer, dialect);
  if (dialect === 'markdown' && keyless.test(look.text)) return 'values';
  const { ready, found } = look.table;
  for (let at = look.next(0); at !== -1; at = look.next(at + 1)) {
    for (const literal of found[look.state - ready]!) if (look.mayBeValue(literal, at + 1)) return 'values';
  }
  if (look.pending && look.holdsGeneric() && look.mayHoldValues()) return 'values';
  // No rule and no mechanism asks a schema for anything.
  return look.worth === 'structure' && look.mayHoldValues() ? 'structure' : 'nothing';
}

/** "Log in as `admin` with `...`" has no key (src/places/prose.ts). */
const keyless = /\b(?:credentials?|log ?in|username|user)\b[^`"'\n|]{0,40}[`"']/i;

/** One file under the prefilter. The loop over its bytes stands alone, because it is most of the work. */
class Look {
  readonly table: Table;
  readonly #bytes: Buffer;
  readonly #dialect: Dialect;
  readonly #writing: Writing;
  #text: string | undefined;
  #defines: boolean | undefined;
  #data: boolean | undefined;
  #prose: boolean | undefined;
  /** Where the automaton stands. */
  state = 0;
  worth: 'nothing' | 'structure' = 'nothing';
  /** A word was met that is a value's name where one stands somewhere. */
  pending = false;

  constructor(table: Table, bytes: Buffer, dialect: Dialect) {
    this.table = table;
    this.#bytes = bytes;
    this.#dialect = dialect;
    this.#writing = writingOf(dialect);
  }

  /** The bytes as characters of the same offsets. */
  get text(): string {
    this.#text ??= this.#bytes.toString('latin1');
    return this.#text;
  }

  /** The offset of the next byte, from `from` on, at which a literal ends; -1 where there is none. */
  next(from: number): number {
    const bytes = this.#bytes;
    const { symbols, shift, next, ready } = this.table;
    const length = bytes.length;
    let state = this.state;
    for (let i = from; i < length; i++) {
      state = next[(state << shift) | symbols[bytes[i]!]!]!;
      if (state >= ready) {
        this.state = state;
        return i;
      }
    }
    return -1;
  }

  /** Whether a literal that ends before `end` makes the file worth all; notes where it makes it worth something. */
  mayBeValue(literal: number, end: number): boolean {
    const { literals, classes, anchors } = this.table;
    const at = end - literals[literal]!.length;
    switch (classes[literal]!) {
      case 'telling':
        return this.mayHoldValues();
      case 'structural':
        this.worth = 'structure';
        return false;
      case 'stem': {
        const answer = keyAt(this.text, at, this.#writing, this.#dialect === 'markdown' && this.isProse());
        if (answer === 'pending') this.pending = true;
        return answer === 'yes' && this.mayHoldValues();
      }
      case 'shape':
        return isExact(this.#bytes, at, literals[literal]!) && shapeAt(anchors[literal]!, this.text, at);
      case 'kind': {
        const worth = kindAt(this.text, at);
        if (worth === 'nothing' || !this.mayHoldValues()) return false;
        this.worth = 'structure';
        return worth === 'values' && (!isSecretAt(this.text, at) || this.holdsData());
      }
      case 'secret':
        // What Terraform names is no use of a Secret.
        if (this.#writing !== 'hcl' && isNameOfSecret(this.text, end)) this.worth = 'structure';
        return false;
      case 'policy':
        return isPolicy(this.text, at);
      case 'terraform':
        return (this.#writing === 'hcl' || isResource(this.text, at)) && holdsLiterals(this.text, at);
      case 'store':
        if (!isResource(this.text, at)) return false;
        // The other types of a parameter are readable to all (src/terraform-secret.ts).
        return literals[literal] !== 'aws_ssm_parameter' || this.text.includes('SecureString');
      case 'helm':
        // Terraform speaks of Helm where it installs nothing by it, and labels name it.
        if ((this.#writing === 'hcl' ? installed : used).test(this.text.slice(end, end + 20))) this.worth = 'structure';
        return false;
      case 'chart':
        if (chartAt(this.text, at)) this.worth = 'structure';
        return false;
      case 'velero':
        if (this.worth === 'nothing' && backups.test(this.text)) this.worth = 'structure';
        return false;
      case 'output':
        if (this.#writing !== 'yaml' && this.#writing !== 'json') return false;
        if (this.worth === 'nothing' && outputAt(this.text, at)) this.worth = 'structure';
        return false;
    }
  }

  mayHoldValues(): boolean {
    if (this.#dialect !== 'yaml') return true;
    this.#defines ??= onlyDefines(this.text);
    return !this.#defines;
  }

  /** Whether a document shows no code, so that only what it tells in sentences can be a credential. */
  isProse(): boolean {
    this.#prose ??= !code.test(this.text);
    return this.#prose;
  }

  /** A Secret without data, as in the lists of policies, holds nothing. */
  holdsData(): boolean {
    this.#data ??= /(?<!meta)data/i.test(this.text);
    return this.#data;
  }

  /** Whether there is a `value` or `default` that a name beside it may belong to; in HCL only a string is a value. */
  holdsGeneric(): boolean {
    const form = this.#writing === 'hcl' ? genericString : this.#writing === 'other' ? /value|default/i : generic;
    return form.test(this.text);
  }
}

/** What the reader of Markdown, AsciiDoc and reStructuredText may take for code (src/parsers/markdown.ts); errs to yes. */
const code =
  /^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(?:`{3}|~{3})|^--|^\.\.|^[ \t]*\[|^(?: {4}|\t)|^(?:apiVersion|kind):|::[ \t]*$/m;

/** The keys that give a pair its value (src/places/container-env.ts, src/places/json-patch.ts). */
const generic = /(?<![\w-])(?:value|default)\\{0,4}["']?\s{0,40}[:=]/i;
const genericString = /(?:value|default)["']?\s{0,40}[=:]\s{0,40}["<]/i;

function writingOf(dialect: Dialect): Writing {
  return dialect === 'yaml' || dialect === 'json' || dialect === 'hcl' ? dialect : 'other';
}

/** Lines that end in a carriage return alone: positions in lines would be wrong. */
function hasLoneReturn(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(13); at !== -1; at = bytes.indexOf(13, at + 1)) if (bytes[at + 1] !== 10) return true;
  return false;
}

function isExact(bytes: Buffer, at: number, literal: string): boolean {
  for (let i = 0; i < literal.length; i++) if (bytes[at + i] !== literal.charCodeAt(i)) return false;
  return true;
}
