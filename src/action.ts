import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as core from '@actions/core';
import { type Baseline, baselineOf, readBaseline } from './baseline.ts';
import { docsUrl } from './command.ts';
import { configNames, findConfig } from './config.ts';
import { mistakeText, UsageError } from './errors.ts';
import { commandData, visible } from './escape.ts';
import { eventOf, type PullEvent } from './event.ts';
import { isAt, showAt } from './git.ts';
import { type GitHub, gitHub } from './github.ts';
import type { Output } from './output.ts';
import { outputs } from './outputs/index.ts';
import { type Asked, prepare } from './prepare.ts';
import { annotatedLines, headLines, onPullRequest } from './pull-request.ts';
import type { NotChecked, Report } from './report.ts';
import { rules } from './rules/index.ts';
import { run } from './run.ts';

process.exitCode = await main();

/** Reads inputs, runs, writes the outputs, and returns the exit code. */
async function main(): Promise<number> {
  try {
    const root = process.env['GITHUB_WORKSPACE'] ?? '.';
    const notChecked: NotChecked[] = [];
    const event = eventOf(payload());
    const { base } = event;
    const before = textAt(root, base);
    const configText = await baseConfig(root, base, notChecked);
    const { source, settings } = await prepare({
      root,
      named: '.',
      paths: [],
      level: input('level'),
      config: input('config'),
      ...(configText === undefined ? {} : { configText }),
      include: list('paths'),
      exclude: list('exclude'),
      failOn: input('fail-on'),
      minConfidence: input('min-confidence'),
      maxFileSize: input('max-file-size'),
      baseline: await baselineAt(root, base),
      ...(before ? { textBefore: before } : {}),
      ...(base === undefined ? {} : { base: { ref: base, name: 'the base commit', optional: true } }),
      notChecked,
    });
    const formats = targets();
    const { report, exitCode } = await run(source, settings, source.hasGit ? source.root : undefined);
    await deliver(report, formats, event.pull, root);
    return exitCode;
  } catch (error) {
    if (error instanceof UsageError) {
      for (const problem of error.problems)
        process.stdout.write(`::error::${commandData(visible(mistakeText(problem)))}\n`);
      return 2;
    }
    // Not the message: it may quote input.
    process.stdout.write(`::error::internal ${error instanceof Error ? error.name : 'error'}; please report it\n`);
    return 3;
  }
}

function input(name: string): string | undefined {
  return core.getInput(name) || undefined;
}

function list(name: string): string[] {
  return core.getMultilineInput(name).filter((line) => line !== '');
}

/**
 * On a pull request the configuration of the base commit, so that a change cannot switch off the rule it breaks:
 * from git where the commit is there, else from the API. Undefined: use the working tree's.
 */
async function baseConfig(
  root: string,
  base: string | undefined,
  notChecked: NotChecked[],
): Promise<Asked['configText']> {
  if (base === undefined || input('config-from') === 'head') return undefined;
  const names = input('config') ? [input('config')!] : configNames;
  for (const path of names) {
    const text = showAt(root, base, path);
    if (text !== undefined) {
      noteChange(root, text, notChecked);
      return { name: `base:${path}`, text, read: (other) => showAt(root, base, other) };
    }
  }
  if (isAt(root, base, names[0]!) !== undefined) {
    noteChange(root, undefined, notChecked);
    return 'none';
  }
  const token = input('token');
  const repository = process.env['GITHUB_REPOSITORY'];
  if (token && repository) {
    try {
      const api = await gitHub(token, repository);
      for (const path of names) {
        const text = await api.fileAt(path, base);
        if (text === undefined) continue;
        noteChange(root, text, notChecked);
        return { name: `base:${path}`, text };
      }
      noteChange(root, undefined, notChecked);
      return 'none';
    } catch {
      // Fall through: the API may be out of reach; the run still reports, and says what it used.
    }
  }
  if (names.some((path) => existsSync(join(root, path)))) {
    notChecked.push({
      what: 'configuration of the base commit',
      why: 'the base commit is neither in the checkout nor could the API be asked, so the configuration of the pull request itself was used',
      remedy: 'give the action `token: ${{ github.token }}`, or check out with `fetch-depth: 2`',
    });
  }
  return undefined;
}

/** A change of the configuration does not count yet, which has to be seen: by its reviewers, and by who makes it. */
function noteChange(root: string, base: string | undefined, notChecked: NotChecked[]): void {
  let text: string | undefined;
  try {
    text = findConfig(root, input('config'))?.text;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  if (text === base) return;
  notChecked.push({
    what: 'configuration of this change',
    why:
      base === undefined
        ? 'the base commit has no configuration'
        : 'it differs from that of the base commit, which counts',
    remedy: 'it counts once it is merged; `config-from: head` makes it count now',
  });
}

/** Reads files of the base commit, from git or else from the API; undefined where the working tree is what counts. */
function textAt(root: string, base: string | undefined): ((path: string) => Promise<string | undefined>) | undefined {
  if (base === undefined || input('config-from') === 'head') return undefined;
  return async (path) => {
    const text = showAt(root, base, path);
    const token = input('token');
    const repository = process.env['GITHUB_REPOSITORY'];
    if (text !== undefined || !token || !repository) return text;
    try {
      return await (await gitHub(token, repository)).fileAt(path, base);
    } catch {
      // Nobody can say that it stood there, so it does not count; the report says what was not applied.
      return undefined;
    }
  };
}

/** On a pull request the baseline of the base commit, for the same reason as the configuration. */
async function baselineAt(root: string, base: string | undefined): Promise<Baseline | undefined> {
  const path = input('baseline');
  if (path === undefined) return undefined;
  const before = textAt(root, base);
  if (!before) return readBaseline(join(root, path));
  const text = await before(path.replace(/^(?:\.\/)+/, ''));
  if (text === undefined) throw new UsageError([{ path, message: 'the base commit has no such baseline' }]);
  return baselineOf(path, text);
}

/** The event that started the run, as JSON; undefined where there is none. */
function payload(): unknown {
  const path = process.env['GITHUB_EVENT_PATH'];
  if (!path || !existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

interface Target {
  readonly format: string;
  readonly path: string | undefined;
}

function targets(): Target[] {
  const folder = join(process.env['RUNNER_TEMP'] ?? '.', 'secrets-ladder');
  const asked = list('outputs').map((target) => {
    const equals = target.indexOf('=');
    return equals === -1
      ? { format: target, path: undefined }
      : { format: target.slice(0, equals), path: target.slice(equals + 1) };
  });
  const known = outputs.map((output) => output.id);
  for (const { format } of asked) {
    if (!known.includes(format)) {
      throw new UsageError([{ message: `unknown output "${format}" (there are ${known.join(', ')})` }]);
    }
  }
  const all: Target[] =
    asked.length > 0
      ? asked
      : [
          { format: 'annotations', path: undefined },
          { format: 'step-summary', path: undefined },
        ];
  for (const format of ['sarif', 'json']) {
    const file = outputs.find((output) => output.id === format)!.file;
    const at = all.findIndex((target) => target.format === format && target.path === undefined);
    if (at !== -1) all[at] = { format, path: join(folder, file) };
    else if (!all.some((target) => target.format === format)) all.push({ format, path: join(folder, file) });
  }
  return all;
}

async function deliver(
  found: Report,
  formats: readonly Target[],
  pull: PullEvent | undefined,
  root: string,
): Promise<void> {
  const options = { rules: new Map(rules.map((rule) => [rule.id, rule])), colour: false, width: 0, docs: docsUrl };
  const asked = formats.filter(isDelivered).map(({ format }) => outputNamed(format));
  const api = await access(pull, asked.length > 0 || found.verdicts.length > 0);
  const lineOnHead = pull && headLines(root, pull.head, api);
  const report = pull && lineOnHead ? await onPullRequest(found, options, asked, pull, api, lineOnHead) : found;
  const lineAt = lineOnHead && (await annotatedLines(report, lineOnHead));
  const written = formats.filter((target) => !isDelivered(target));
  // Whoever asked for comments alone still has to see what could not be posted.
  const isSilent = !written.some(({ format }) => format === 'annotations');
  if (isSilent && report !== found) written.unshift({ format: 'annotations', path: undefined });
  for (const { format, path } of written) {
    const rendered = outputNamed(format).render(report, { ...options, ...(lineAt ? { lineAt } : {}) });
    if (path !== undefined) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, rendered);
    } else if (format === 'step-summary') {
      const summary = process.env['GITHUB_STEP_SUMMARY'];
      if (summary) appendFileSync(summary, rendered);
    } else process.stdout.write(rendered);
  }
  const worst = (['error', 'warning', 'note'] as const).find((severity) => report.counts[severity] > 0);
  setOutput('findings-count', String(report.verdicts.length));
  setOutput('highest-severity', worst ?? 'none');
  setOutput('level', String(report.level.applied));
  setOutput('reached-level', String(report.level.reached));
  setOutput('sarif-file', formats.find((target) => target.format === 'sarif')?.path ?? '');
  setOutput('report-file', formats.find((target) => target.format === 'json')?.path ?? '');
  setOutput('conclusion', report.conclusion);
}

/** True for an output that only a pull request can show, and that was not asked for as a file. */
function isDelivered({ format, path }: Target): boolean {
  return path === undefined && outputNamed(format).deliver !== undefined;
}

function outputNamed(format: string): Output {
  return outputs.find(({ id }) => id === format)!;
}

async function access(pull: PullEvent | undefined, isNeeded: boolean): Promise<GitHub | undefined> {
  const token = input('token');
  const repository = process.env['GITHUB_REPOSITORY'];
  return pull && isNeeded && token && repository ? await gitHub(token, repository) : undefined;
}

/** Without GITHUB_OUTPUT the toolkit would print the retired `::set-output` command. */
function setOutput(name: string, value: string): void {
  if (process.env['GITHUB_OUTPUT']) core.setOutput(name, value);
}
