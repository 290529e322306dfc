import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { type Mistake, UsageError } from '../errors.ts';
import * as policyValidator from '../generated/validate-policy.ts';
import { loadPolicies, type Policy, type PolicyLine, type Severity } from '../policy.ts';
import { entryOf, type Item, plain, quoted, readDocument, type Spot } from './document.ts';
import { mistakesIn, suggestion } from './validate.ts';

const maxChain = 10;
const maxBytes = 1 << 20;

/** Reads a file of the repository by its path from the root; undefined where it is not there. */
export type ReadFile = (path: string) => string | undefined;

/**
 * Reads files of the working tree below `root`. Throws `UsageError` for a path that leads out of it, by its steps or by
 * a link, for anything but a file, and for a file over 1 MiB.
 */
export function filesBelow(root: string): ReadFile {
  return (path) => {
    const refuse = (message: string): never => {
      throw new UsageError([{ path, message }]);
    };
    if (!isBelow(path)) refuse('the path must stay inside the scanned folder');
    let base: string;
    let real: string;
    try {
      base = realpathSync(root);
      real = realpathSync(join(base, path));
    } catch {
      return undefined;
    }
    if (!real.startsWith(base.endsWith(sep) ? base : base + sep))
      refuse('the path must stay inside the scanned folder');
    const facts = lstatSync(real);
    if (!facts.isFile()) refuse('this is not a file');
    if (facts.size > maxBytes) refuse('the file is larger than 1 MiB');
    try {
      return readFileSync(real, 'utf8');
    } catch {
      return refuse('the file cannot be read');
    }
  };
}

/** True for a relative path none of whose steps goes up. */
function isBelow(path: string): boolean {
  return path !== '' && !/^[/\\]|^[A-Za-z]:|\\|\0/.test(path) && !posix.normalize(path).startsWith('..');
}

/**
 * The policy files that a configuration names, in order, each after those it extends. `from` is the path of the
 * configuration, which the paths are relative to. What is wrong is added to `mistakes`.
 */
export async function readPolicies(
  item: Item,
  from: string,
  known: readonly string[],
  read: ReadFile,
  mistakes: Mistake[],
): Promise<Policy[]> {
  const loaded = new Map<string, Policy>();
  const builtIn = new Set(loadPolicies().policies.map((policy) => policy.name));

  async function load(name: string, below: string, at: Spot, shown: string, chain: readonly string[]): Promise<void> {
    const path = posix.join(posix.dirname(below), name);
    const wrong = (message: string): number => mistakes.push({ path: shown, ...at, message });
    if (!isBelow(path) || !isRelative(name)) return void wrong('a policy must be a file inside the repository');
    if (chain.includes(path)) return void wrong('the policies extend each other in a circle');
    if (chain.length >= maxChain) return void wrong(`more than ${maxChain} policies extend each other`);
    if (loaded.has(path)) return;
    const text = fileOr(path, read, wrong);
    if (text === undefined) return;
    const document = await readDocument(text, path, mistakes);
    if (!document) return void (mistakes.some((one) => one.path === path) || wrong(`${quoted(name)} is empty`));
    const found = [...mistakesIn(document, path, policyValidator), ...unknownRules(document, path, known)];
    mistakes.push(...found);
    if (found.length > 0) return;
    const policy = policyOf(plain(document) as PolicyFile);
    const parent = entryOf(document, 'extends');
    // Built-in policies are below every other one already.
    if (policy.extends !== undefined && parent && !builtIn.has(policy.extends)) {
      await load(policy.extends, path, parent.value.at, path, [...chain, path]);
    }
    loaded.set(path, policy);
  }

  if (item.kind === 'list') {
    for (const one of item.items) {
      if (one.kind === 'scalar' && typeof one.value === 'string') await load(one.value, from, one.at, from, []);
    }
  }
  return [...loaded.values()];
}

function isRelative(name: string): boolean {
  return !/^[/\\]|^[A-Za-z]:|\\|^[a-z][a-z0-9+.-]*:\/\//i.test(name);
}

function fileOr(path: string, read: ReadFile, wrong: (message: string) => number): string | undefined {
  try {
    const text = read(path);
    if (text === undefined) wrong(`there is no policy ${quoted(path)}`);
    return text;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    for (const problem of error.problems) wrong(`${quoted(path)}: ${problem.message}`);
    return undefined;
  }
}

/** A mistake for every key of `rules` that is no rule. */
export function unknownRules(document: Item, path: string, known: readonly string[]): Mistake[] {
  const rules = entryOf(document, 'rules')?.value;
  if (rules?.kind !== 'map') return [];
  const ids = new Set(known);
  return rules.entries
    .filter(({ key }) => !ids.has(key))
    .map(({ key, at }) => ({ path, ...at, message: `unknown rule ${quoted(key)}${suggestion(key, known)}` }));
}

type PolicyFile = Omit<Policy, 'rules'> & { readonly rules: Readonly<Record<string, PolicyLine | Severity>> };

function policyOf(file: PolicyFile): Policy {
  const rules: Record<string, PolicyLine> = {};
  for (const [id, line] of Object.entries(file.rules)) rules[id] = typeof line === 'string' ? { severity: line } : line;
  return { ...file, rules };
}

/** The folder of a scan's root, which may be one file. */
export function folderOf(root: string): string {
  return lstatSync(root, { throwIfNoEntry: false })?.isFile() ? dirname(root) : root;
}
