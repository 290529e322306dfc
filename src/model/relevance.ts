import { asBuffer, isGitCrypt } from '../decode.ts';
import { dialectOf } from '../dialect.ts';
import type { Dialect } from '../parser.ts';
import { at, pairsOf } from '../parser.ts';
import type { Tree } from '../place.ts';
import { isSecretFile } from '../places/secret-file.ts';
import { type Worth, worthOf } from '../prefilter.ts';
import { showsPlatform } from './clouds.ts';
import { clusterOf } from './cluster.ts';
import type { Reading } from './passages.ts';
import { baseOf, directoryOf } from './tree.ts';

/** Which files of a tree are worth parsing, decided on their paths and bytes. */
export interface Relevance {
  worthOf(path: string, bytes: Uint8Array): Worth;
  /** Tells what a file turned out to hold: the model needs one resource of the tree and one of each cluster. */
  parsed(path: string, reading: Reading): void;
}

/** Files by which others are understood, and those that hold credentials whatever their keys are called. */
const named =
  /^(?:kustomization\.ya?ml|Kustomization|Chart\.yaml|requirements\.yaml|\.git(?:attributes|ignore)|\.sops\.ya?ml|CODEOWNERS|helmfile\.ya?ml|fleet\.ya?ml|gotk-[\w-]+\.yaml|[^/]*(?:\.key|kubeconfig|\.tfstate|talos|k3s|rke2)[^/]*)$/i;

/** Files that are about secrets by their names. */
const about = /secret|vault|credential|passw|token/i;
/** Dialects in which the keys say which values are credentials, whatever the file is called. */
const keyed: ReadonlySet<Dialect> = new Set(['yaml', 'json', 'hcl']);

/** Dialects whose every file is small and there for its values. */
const telling: ReadonlySet<Dialect> = new Set(['dotenv', 'pem', 'netrc', 'htpasswd', 'pgpass']);

/** Names of the Terraform providers that a text configures. */
function providersIn(bytes: Uint8Array): string[] {
  const buffer = asBuffer(bytes);
  const names: string[] = [];
  for (let at = buffer.indexOf('provider'); at !== -1; at = buffer.indexOf('provider', at + 8)) {
    const name = provider.exec(buffer.toString('latin1', at, at + 110))?.[1];
    if (name !== undefined && !isWordCharacter(buffer[at - 1])) names.push(name);
  }
  return names;
}

const provider = /^provider"?[ \t]{0,9}"?[ \t:{]{0,9}"([\w-]{1,80})"/;

/** Letters, digits and `_`. */
function isWordCharacter(code: number | undefined): boolean {
  return code !== undefined && /\w/.test(String.fromCharCode(code));
}

/** What a file's name says. */
interface Name {
  readonly dialect: Dialect | undefined;
  /** All values of the file matter, or other files are understood by it. */
  readonly matters: boolean;
  /** The file is part of the model, because its name says that it is about secrets. */
  readonly about: boolean;
  /** It holds the values of a chart where it lies beside one. */
  readonly values: boolean;
}

/** By the name, and where it begins with a dot by the folder, as the dialect of a path is: a tree has few different ones. */
function namesOf(): (path: string) => Name {
  const known = new Map<string, Name>();
  return (path) => {
    const slash = path.lastIndexOf('/');
    const folder = path.lastIndexOf('/', slash - 1) + 1;
    const asked = path.slice(path.charCodeAt(folder) === 46 ? folder : slash + 1);
    let name = known.get(asked);
    if (name === undefined) {
      const base = baseOf(path);
      const dialect = dialectOf(path, '');
      name = {
        dialect,
        matters:
          named.test(base) ||
          isSecretFile(base) ||
          (dialect !== undefined && (telling.has(dialect) || (!keyed.has(dialect) && about.test(base)))),
        // Terraform says by its blocks what it makes; Vault's own files are HCL too.
        about: dialect === 'hcl' ? /vault/i.test(base) : about.test(base),
        values: /^values[\w.-]*\.ya?ml$/.test(base),
      };
      known.set(asked, name);
    }
    return name;
  };
}

export function relevanceOf(paths: ReadonlySet<string>, tree: Tree): Relevance {
  const governed = [...paths].filter((path) => /(?:^|\/)\.sops\.ya?ml$/.test(path)).map(directoryOf);
  const clusters = new Set<string>();
  const providers = new Set<string>();
  const nameOf = namesOf();
  let anyResource = false;
  return {
    worthOf(path, bytes) {
      const { dialect, matters, about, values } = nameOf(path);
      // Unknown, encoded otherwise, or encrypted: the scan says what becomes of it.
      if (!dialect || matters || bytes[0] === 0xfe || bytes[0] === 0xff || isGitCrypt(bytes)) return 'values';
      if (values && tree.charts.has(directoryOf(path))) return 'values';
      const worth = worthOf(bytes, dialect);
      if (worth !== 'nothing') return worth;
      if (about || (/velero/i.test(path) && asBuffer(bytes).includes('schedules'))) return 'structure';
      if (dialect === 'hcl') return providersIn(bytes).some((name) => !providers.has(name)) ? 'structure' : 'nothing';
      if (dialect !== 'yaml' && dialect !== 'json' && dialect !== 'ini') return 'nothing';
      const cluster = clusterOf(path);
      const first =
        cluster === undefined ? !anyResource && asBuffer(bytes).includes('apiVersion') : !clusters.has(cluster);
      // Whether a file that SOPS should have encrypted is encrypted is a question to all of them.
      return first || governed.some((folder) => folder === '' || path.startsWith(`${folder}/`))
        ? 'structure'
        : 'nothing';
    },
    parsed(path, { passages, resources }) {
      const whole = passages[0];
      if (whole?.dialect === 'hcl' && showsPlatform(whole)) {
        for (const document of whole.parsed.documents) {
          for (const { key } of pairsOf(at(document.root, 'provider'))) providers.add(key.value);
        }
      }
      if (resources.length === 0) return;
      if (whole && whole.role !== 'docs' && resources.some(({ passage }) => passage === whole)) anyResource = true;
      const cluster = clusterOf(path);
      if (cluster !== undefined && whole?.role !== 'helm-template') clusters.add(cluster);
    },
  };
}
