/**
 * Whole processes side by side, interleaved in one run; prints Markdown:
 *
 *     npx node bench/speed/run.ts REPOSITORY... [--runs 5] [--slow-runs 1] [--no-peers] [--growth REPOSITORY]
 *
 * For each repository the floor, this tool and every other tool that is installed; its slowest files; what starting costs;
 * and with `--growth` the same repository once to sixteen times.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contestant, floor, ours, peers } from './contestants.ts';
import { interleaved, measure, median, spread } from './measure.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    'slow-runs': { type: 'string', default: '1' },
    'no-peers': { type: 'boolean', default: false },
    growth: { type: 'string' },
  },
});
const runs = Number(values.runs);
const cli = ours.argv[1]!;

startUp();
for (const repository of positionals) compare(resolve(repository));
if (values.growth) grow(resolve(values.growth));

/** What a small scan and the help cost over starting Node. */
function startUp(): void {
  const folder = mkdtempSync(join(tmpdir(), 'fifty-'));
  const made = `for i in $(seq 50); do printf 'apiVersion: v1\\nkind: Service\\nmetadata:\\n  name: a%s\\nspec:\\n  selector: {app: a}\\n' $i > s$i.yaml; done; git init -q .`;
  spawnSync('sh', ['-c', made], { cwd: folder });
  const nothing: Contestant = { name: 'node -e 0', argv: [process.execPath, '-e', '0'] };
  const help: Contestant = { name: '--help', argv: [process.execPath, cli, '--help'] };
  const small: Contestant = { name: 'scan of 50 files', argv: [process.execPath, cli, 'scan', '.'] };
  const figures = interleaved([nothing, help, small], folder, Math.max(runs, 11));
  const walls = (one: Contestant): number[] => figures.get(one)!.map(({ wall }) => wall * 1000);
  const base = median(walls(nothing));
  console.log('| start | ms (min-max) | more than node -e 0 |\n|---|---|---|');
  for (const one of [nothing, help, small]) {
    console.log(`| ${one.name} | ${spread(walls(one), 0)} | ${(median(walls(one)) - base).toFixed(0)} |`);
  }
  console.log('');
  rmSync(folder, { recursive: true });
}

function compare(repository: string): void {
  const fast = peers.filter((peer) => !peer.slow);
  const slow = peers.filter((peer) => peer.slow);
  const figures = interleaved([floor, ours, ...(values['no-peers'] ? [] : fast)], repository, runs);
  if (!values['no-peers']) {
    for (const [one, all] of interleaved(slow, repository, Number(values['slow-runs']))) figures.set(one, all);
  }
  const least = median(figures.get(floor)!.map(({ wall }) => wall));
  const mine = median(figures.get(ours)!.map(({ wall }) => wall));
  console.log(
    `| ${basename(repository)} | wall s (min-max) | CPU s | peak MB | times the floor | times secrets-ladder |\n|---|---|---|---|---|---|`,
  );
  for (const [{ name }, all] of figures) {
    if (all.length === 0) {
      console.log(`| ${name} | did not finish | | | | |`);
      continue;
    }
    const walls = all.map(({ wall }) => wall);
    const [cpu, megabytes] = [median(all.map((one) => one.cpu)), median(all.map((one) => one.megabytes))];
    const wall = median(walls);
    console.log(
      `| ${name} | ${spread(walls)} | ${cpu.toFixed(2)} | ${megabytes.toFixed(0)} | ${(wall / least).toFixed(1)} | ${(wall / mine).toFixed(1)} |`,
    );
  }
  slowest(repository);
}

/** The share of the slowest files, so that none is out of proportion. */
function slowest(repository: string): void {
  const argv = [cli, 'scan', '.', '--timings', '-o', 'json'];
  const ran = spawnSync(process.execPath, argv, { cwd: repository, encoding: 'utf8', maxBuffer: 1 << 30 });
  const { timings } = JSON.parse(ran.stdout) as {
    timings: { phases: Record<string, number>; files: { path: string; milliseconds: number }[] };
  };
  const phases = Object.entries(timings.phases).map(([name, ms]) => `${name} ${ms.toFixed(0)}`);
  console.log(`\nPhases in ms: ${phases.join(', ')}. Slowest files:\n`);
  for (const { path, milliseconds } of timings.files) console.log(`- ${milliseconds.toFixed(1)} ms \`${path}\``);
  console.log('');
}

function grow(repository: string): void {
  console.log('| copies | files | wall s (min-max) | peak MB | ms per file | to one copy |\n|---|---|---|---|---|---|');
  const folder = mkdtempSync(join(tmpdir(), 'growth-'));
  let first = 0;
  let copies = 0;
  for (const times of [1, 2, 4, 8, 16]) {
    for (; copies < times; copies++) {
      cpSync(repository, join(folder, `copy-${copies}`), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => basename(path) !== '.git',
      });
    }
    spawnSync('sh', ['-c', 'git init -q . && git add -A'], { cwd: folder });
    const files = Number(spawnSync('sh', ['-c', 'git ls-files | wc -l'], { cwd: folder, encoding: 'utf8' }).stdout);
    measure(ours.argv, folder);
    const figures = interleaved([ours], folder, runs).get(ours)!;
    const walls = figures.map(({ wall }) => wall);
    const each = (median(walls) * 1000) / files;
    if (times === 1) first = each;
    console.log(
      `| ${times} | ${files} | ${spread(walls)} | ${median(figures.map((one) => one.megabytes)).toFixed(0)} | ${each.toFixed(3)} | ${(each / first).toFixed(2)} |`,
    );
  }
  rmSync(folder, { recursive: true });
}
