/**
 * Wall time, CPU time and peak memory of whole processes, side by side and interleaved in one run:
 *
 *     node bench/speed/run.ts REPOSITORY... [--runs 5]
 *
 * The floor (`git ls-files` and reading every file), this tool, and gitleaks where it is installed. Prints a Markdown
 * table of medians with minimum and maximum, and each tool's ratio to the floor.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const here = new URL('.', import.meta.url).pathname;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' } },
});
const runs = Number(values.runs);
const temporary = mkdtempSync(join(tmpdir(), 'bench-'));

interface Tool {
  readonly name: string;
  readonly argv: (repository: string) => readonly string[];
}

const installed = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const cli = join(here, '../../dist/cli.js');
const tools: readonly Tool[] = [
  { name: 'floor', argv: (repository) => [process.execPath, join(here, 'floor.ts'), repository] },
  {
    name: 'secrets-ladder',
    argv: (repository) => [process.execPath, cli, 'scan', repository, '-o', `json=${temporary}/out.json`],
  },
  ...(installed('gitleaks')
    ? [
        {
          name: 'gitleaks',
          argv: (repository: string) => [
            'gitleaks',
            'dir',
            repository,
            '--no-banner',
            '-l',
            'error',
            '--exit-code',
            '0',
          ],
        },
      ]
    : []),
];

interface Figure {
  readonly wall: number;
  readonly cpu: number;
  readonly megabytes: number;
}

/** GNU time measures the child alone; without it only wall time is known. */
const time = existsSync('/usr/bin/time') ? '/usr/bin/time' : undefined;

function measure(argv: readonly string[]): Figure {
  const file = join(temporary, 'time');
  const full = time ? [time, '-o', file, '-f', '%e %U %S %M', ...argv] : argv;
  const begun = performance.now();
  spawnSync(full[0]!, full.slice(1), { stdio: 'ignore' });
  const wall = (performance.now() - begun) / 1000;
  if (!time) return { wall, cpu: Number.NaN, megabytes: Number.NaN };
  const [, user = 0, system = 0, kilobytes = 0] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .at(-1)!
    .split(' ')
    .map(Number);
  return { wall, cpu: user + system, megabytes: kilobytes / 1024 };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
}

console.log('| repository | tool | wall s (min-max) | CPU s | peak MB | wall : floor |\n|---|---|---|---|---|---|');
for (const repository of positionals) {
  const figures = new Map<string, Figure[]>(tools.map((tool) => [tool.name, []]));
  for (let run = 0; run < runs; run++) {
    for (const tool of tools) figures.get(tool.name)!.push(measure(tool.argv(repository)));
  }
  const floor = median(figures.get('floor')!.map((figure) => figure.wall));
  for (const [name, all] of figures) {
    const walls = all.map((figure) => figure.wall);
    const wall = median(walls);
    console.log(
      `| ${basename(repository)} | ${name} | ${wall.toFixed(2)} (${Math.min(...walls).toFixed(2)}-${Math.max(...walls).toFixed(2)}) | ` +
        `${median(all.map((figure) => figure.cpu)).toFixed(2)} | ${median(all.map((figure) => figure.megabytes)).toFixed(0)} | ${(wall / floor).toFixed(1)} |`,
    );
  }
}
