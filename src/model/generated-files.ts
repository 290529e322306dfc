import { dialectOf } from '../dialect.ts';
import { parserFor } from '../parsers/index.ts';
import { type Entry, entryAt, entryIn, type Place } from '../place.ts';
import type { Passage } from '../resource.ts';
import { SourceFile, Text } from '../text.ts';
import { leaves } from '../walk.ts';
import { type GeneratedFile, type Generator, generatorsOf } from './kustomization.ts';

/** What the files of generators add to a scan: their entries, and the files whose own entries these replace. */
export interface GeneratedEntries {
  readonly entries: readonly Entry[];
  readonly passages: readonly Passage[];
  /** Entries of the scan that stand here as entries of the generated Secret or ConfigMap. */
  readonly replaced: ReadonlySet<Entry>;
}

/** Places that say no more than how the file is written; what a generator makes of it says more. */
const generic: ReadonlySet<Place['id']> = new Set(['config-file', 'dotenv', 'key-file', 'free-text', 'resource-field']);

/** Those of them that hold named values. */
const settings: ReadonlySet<Place['id']> = new Set(['config-file', 'dotenv', 'resource-field']);

/** Whole-file ciphertext: SOPS dotenv, ansible-vault. Leaf by leaf the judgement tells; metadata leaves must not be asked. */
const encrypted = /^\s{0,4}\$ANSIBLE_VAULT;|(?:^|\n)sops_version=|"sops":\s{0,4}\{|(?:^|\n)sops:\s/;

/**
 * Follows `secretGenerator` to the files it reads. Every pair of an `envs` file and every whole `files` entry is data of
 * a Secret, whatever its name or extension; those of `configMapGenerator` get their place from it. `read` gives a file's text, or undefined where it is binary or not there.
 */
export function generatedEntries(
  passages: readonly Passage[],
  scanned: readonly Entry[],
  read: (path: string) => string | undefined,
): GeneratedEntries {
  const entries: Entry[] = [];
  const added: Passage[] = [];
  const replaced = new Set<Entry>();
  const byFile = new Map<string, { passage: Passage; own: Entry[] }>();
  const seen = new Set<string>();
  for (const kustomization of passages) {
    for (const generator of generatorsOf(kustomization)) {
      if (generator.kind !== 'Secret') continue;
      for (const file of generator.envs) follow(generator, file);
      for (const file of generator.files) follow(generator, file);
    }
  }
  for (const kustomization of passages) {
    for (const generator of generatorsOf(kustomization)) {
      if (generator.kind !== 'ConfigMap') continue;
      for (const file of [...generator.envs, ...generator.files]) open(generator, file);
    }
  }
  return { entries, passages: added, replaced };

  /** What a ConfigMap takes from a file is judged as it was; where it ends says more than how the file is written. */
  function open(generator: Generator, { path, key, span }: GeneratedFile): void {
    if (path === undefined || seen.has(path)) return;
    seen.add(path);
    const name = generator.name ?? '(unnamed)';
    const via = { span, note: `configMapGenerator ${name} reads the file here` };
    for (const entry of filed(path)?.own ?? []) {
      if (!settings.has(entry.place)) continue;
      replaced.add(entry);
      const called = ['configMapGenerator', name, key, entry.key].filter((part) => part !== undefined && part !== '');
      entries.push({ ...entry, place: 'kustomize-configmap-literal', subject: called.join(' '), via });
    }
  }

  function follow(generator: Generator, file: GeneratedFile): void {
    const { path, key } = file;
    if (path === undefined || seen.has(path)) return;
    seen.add(path);
    const known = filed(path);
    const content = known?.passage.file.content ?? read(path);
    if (content === undefined || encrypted.test(content.slice(0, 100_000))) return;
    const source = known?.passage.file ?? new SourceFile(path, content);
    const name = generator.name ?? '(unnamed)';
    const via = { span: file.span, note: `secretGenerator ${name} reads the file here` };
    const found = key === undefined ? pairsIn(source, generator, name) : valueIn(source, name, key, known?.own ?? []);
    for (const entry of known?.own ?? []) {
      if (found.some(({ span }) => span.start < entry.span.end && entry.span.start < span.end)) replaced.add(entry);
    }
    for (const entry of found) entries.push({ ...entry, via });
    if (!known && found[0]) added.push(found[0].passage);
  }

  /** A file that the scan has read, and its generic entries. */
  function filed(path: string): { passage: Passage; own: Entry[] } | undefined {
    if (byFile.size === 0) {
      for (const passage of passages) if (!passage.within) byFile.set(passage.file.path, { passage, own: [] });
      for (const entry of scanned) {
        if (generic.has(entry.place)) byFile.get(entry.passage.file.path)?.own.push(entry);
      }
    }
    return byFile.get(path);
  }
}

function passageOf(file: SourceFile, dialect: 'dotenv' | 'text'): Passage {
  const text = Text.of(file);
  const parser = parserFor(dialect);
  const parsed = parser?.parse(text, dialect) ?? { documents: [], commands: [], insets: [], problems: [] };
  return { file, text, dialect, parsed, role: 'plain', within: undefined };
}

/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/: one `KEY=value` a line. */
function pairsIn(file: SourceFile, generator: Generator, name: string): Entry[] {
  const passage = passageOf(file, 'dotenv');
  const out: Entry[] = [];
  for (const document of passage.parsed.documents) {
    for (const { path, node } of leaves(document.root)) {
      const key = path.at(-1);
      if (key === undefined || node.value === '') continue;
      out.push(
        entryAt(
          'kustomize-file',
          { passage, document },
          {
            key,
            node,
            expectation: 'secret',
            called: `${generator.kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator'} ${name} ${key}`,
          },
        ),
      );
    }
  }
  return out;
}

const structured = /^(?:yaml|json|properties|ini|toml|xml|dotenv|pem|netrc|htpasswd|shell|hcl)$/;

/**
 * The value of one data key. A file with a structure of its own is judged by its parts, which the scan has found; any
 * other one is the value, as a whole.
 */
function valueIn(file: SourceFile, name: string, key: string, own: readonly Entry[]): Entry[] {
  const called = `secretGenerator ${name} ${key}`;
  if (own.length > 0) {
    return own.map((entry) => ({
      ...entry,
      place: 'kustomize-file',
      subject: entry.key === '' ? called : `${called} ${entry.key}`,
    }));
  }
  const value = file.content.trim();
  const dialect = dialectOf(file.path, file.content);
  const oneLine = !/[\r\n]/.test(value);
  // Text of several words is a script, a query or prose, whose known shapes the scan reports by itself.
  if (value === '' || (!oneLine && ((dialect && structured.test(dialect)) || /[^\S\r\n]/.test(value)))) return [];
  const passage = passageOf(file, 'text');
  const start = file.content.indexOf(value);
  return [
    entryIn('kustomize-file', passage, passage.text, {
      key,
      value,
      start,
      end: start + value.length,
      expectation: 'secret',
      called,
    }),
  ];
}
