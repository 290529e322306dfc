/**
 * Recall, precision and F1 of this tool and of every installed one, on labelled cases:
 *
 *     npx node bench/accuracy/run.ts [--probe DIR] [--gitleaks CHECKOUT] [--polaris CHECKOUT] [--semgrep CHECKOUT]
 *         [--trivy-checks CHECKOUT] [--kube-linter CHECKOUT] [--only TOOL,...] [--misses]
 *
 * The cases of this project are always in; those of others are read from a checkout of theirs. `--misses` lists where this
 * tool and the labels disagree. A tool that is not on the PATH is left out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Case, layOut } from './case.ts';
import { exampleRepositories } from './cases/examples.ts';
import { probe } from './cases/probe.ts';
import { ownRules } from './cases/rules.ts';
import { gitleaks, kubeLinter, polaris, semgrep, trivyChecks } from './cases/scanners.ts';
import { ownShapes } from './cases/shapes.ts';
import { addFiles, addLines, emptyScore, type Reported, reported } from './score.ts';
import { shapeTable, toolTable } from './tables.ts';
import { type Hit, type Tool, tools, versionOf } from './tools.ts';

const others = { probe, gitleaks, polaris, semgrep, 'trivy-checks': trivyChecks, 'kube-linter': kubeLinter };
const { values } = parseArgs({
  options: {
    ...Object.fromEntries(Object.keys(others).map((name) => [name, { type: 'string' as const }])),
    only: { type: 'string' },
    misses: { type: 'boolean' },
  },
});

const cases: Case[] = [...ownShapes(), ...ownRules(), ...exampleRepositories()];
for (const [name, read] of Object.entries(others)) {
  const checkout = (values as Record<string, unknown>)[name];
  if (typeof checkout === 'string') cases.push(...read(checkout));
}

const root = mkdtempSync(join(tmpdir(), 'cases-'));
const placed = layOut(root, cases);
const wanted = values.only?.split(',');
const runs: { tool: Tool; version: string; hits: Reported }[] = [];
for (const tool of tools.filter(({ name }) => wanted?.includes(name) ?? true)) {
  const version = versionOf(tool);
  const hits = version === undefined ? undefined : scanned(tool);
  if (version === undefined || !hits) console.error(`${tool.name}: ${version ? 'failed' : 'not installed'}`);
  else runs.push({ tool, version, hits: reported(hits) });
}
rmSync(root, { recursive: true });

/** A report that cannot be read is a failed run; what it says stays out of the error. */
function scanned(tool: Tool): readonly Hit[] | undefined {
  try {
    return tool.scan(root);
  } catch {
    return undefined;
  }
}

function scores(hits: Reported, add: typeof addLines, of: (each: Case) => boolean) {
  const score = emptyScore();
  for (const [folder, each] of placed) if (of(each)) add(score, folder, each, hits);
  return score;
}

const named = runs.map(({ tool, version, hits }) => ({ name: `${tool.name} ${version}`, hits }));
const sets = [...new Set(cases.map(({ set }) => set))];
for (const [title, add] of [
  ['line', addLines],
  ['file', addFiles],
] as const) {
  console.log(`\n## All cases, by ${title}\n`);
  console.log(toolTable(named.map(({ name, hits }) => ({ name, score: scores(hits, add, () => true) }))));
}
if (sets.some((set) => set in others)) {
  console.log('\n## Cases of others, by line\n');
  const foreign = (each: Case) => each.set in others;
  console.log(toolTable(named.map(({ name, hits }) => ({ name, score: scores(hits, addLines, foreign) }))));
}
console.log('\n## Each set, by line\n');
console.log(shapeTable('set', named, sets, (hits, set) => scores(hits, addLines, (each) => each.set === set)));
console.log('\n## Each shape, by line\n');
const shapes = [...new Set(cases.map(({ shape }) => shape))].sort();
console.log(
  shapeTable('shape', named, shapes, (hits, shape) => scores(hits, addLines, (each) => each.shape === shape)),
);

if (values.misses && runs[0]) {
  const score = scores(runs[0].hits, addLines, () => true);
  console.log(`\n## ${named[0]!.name}: where it and the labels disagree\n`);
  for (const place of score.missed) console.log(`- missed ${place}`);
  for (const place of score.alarmed) console.log(`- false alarm ${place}`);
}
