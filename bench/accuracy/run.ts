/**
 * Recall, precision and F1 of this tool and of every installed one, on labelled cases:
 *
 *     node bench/accuracy/run.ts [CASES...]
 *
 * A case folder holds files and a `labels.json` ({"file": ["leak" | "safe", note]}) in it or beside it; without one the
 * examples of this project's own rules are the cases (bad: leak, good: safe). A file counts as found where the tool
 * reports anything in it, which is generous to tools that name a wrong line.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unmarked } from '../../src/example.ts';
import { rules } from '../../src/rules/index.ts';
import { labelsOf, tools, versionOf } from './tools.ts';

/** Lays out the rules' examples, a folder each; only rules that find readable credentials have labels to give. */
function ownExamples(): string {
  const root = mkdtempSync(join(tmpdir(), 'cases-'));
  const labels: Record<string, [string, string]> = {};
  for (const rule of rules.filter((each) => each.credential)) {
    for (const kind of ['bad', 'good'] as const) {
      rule[kind].forEach((example, i) => {
        const { files, marks } = unmarked(example);
        for (const [path, content] of files) {
          const at = join(rule.id, `${kind}-${i}`, path);
          mkdirSync(dirname(join(root, at)), { recursive: true });
          writeFileSync(join(root, at), content);
          const leak = marks.some((mark) => mark.path === path);
          if (kind === 'good' || leak) labels[at] = [leak ? 'leak' : 'safe', rule.id];
        }
      });
    }
  }
  writeFileSync(join(root, 'labels.json'), JSON.stringify(labels));
  return root;
}

const roots = process.argv.length > 2 ? process.argv.slice(2) : [ownExamples()];
for (const given of roots) {
  // A copy, so that no tool sees a .git or a configuration of somebody else.
  const root = mkdtempSync(join(tmpdir(), 'bench-'));
  cpSync(given, root, { recursive: true });
  const beside = join(given, '../labels.json');
  if (!existsSync(join(root, 'labels.json'))) cpSync(beside, join(root, 'labels.json'));
  const labels = labelsOf(root);
  const leaks = [...labels.values()].filter(Boolean).length;
  console.log(`\n${leaks} leaking and ${labels.size - leaks} safe files\n`);
  console.log('| tool | version | found | false alarms | recall | precision | F1 |\n|---|---|---|---|---|---|---|');
  const missed = new Map<string, string[]>();
  for (const tool of tools) {
    const version = versionOf(tool);
    if (version === undefined) {
      console.log(`| ${tool.name} | not installed | | | | | |`);
      continue;
    }
    const hits = tool.scan(root);
    if (!hits) {
      console.log(`| ${tool.name} | ${version} | failed | | | | |`);
      continue;
    }
    const files = new Set(hits.map((hit) => hit.path));
    const found = [...labels].filter(([path, leak]) => leak && files.has(path)).length;
    const alarms = [...labels].filter(([path, leak]) => !leak && files.has(path)).length;
    const recall = found / leaks;
    const precision = found + alarms === 0 ? 0 : found / (found + alarms);
    const f1 = recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
    console.log(
      `| ${tool.name} | ${version} | ${found}/${leaks} | ${alarms}/${labels.size - leaks} | ${recall.toFixed(2)} | ${precision.toFixed(2)} | ${f1.toFixed(2)} |`,
    );
    missed.set(
      tool.name,
      [...labels]
        .filter(([path, leak]) => leak !== files.has(path))
        .map(([path, leak]) => `${leak ? 'missed' : 'false alarm'} ${path}`),
    );
  }
  const own = missed.get('secrets-ladder') ?? [];
  console.log(
    own.length === 0
      ? '\nsecrets-ladder: every file right'
      : `\nsecrets-ladder:\n${own.map((line) => `- ${line}`).join('\n')}`,
  );
}
