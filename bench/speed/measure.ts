import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One run of a whole process: seconds of wall and processor time, peak memory. */
export interface Figure {
  readonly wall: number;
  readonly cpu: number;
  readonly megabytes: number;
}

const temporary = mkdtempSync(join(tmpdir(), 'bench-'));
/** GNU time measures the child alone; without it only wall time is known. */
const time = existsSync('/usr/bin/time') ? '/usr/bin/time' : undefined;
const limit = 900_000;

/** Runs a process in a folder, its output thrown away; undefined where it does not start or takes over fifteen minutes. */
export function measure(argv: readonly string[], folder: string): Figure | undefined {
  const file = join(temporary, 'time');
  const full = time ? [time, '-o', file, '-f', '%e %U %S %M', ...argv] : argv;
  const begun = performance.now();
  const { error } = spawnSync(full[0]!, full.slice(1), { cwd: folder, stdio: 'ignore', timeout: limit });
  if (error) return undefined;
  const wall = (performance.now() - begun) / 1000;
  if (!time) return { wall, cpu: Number.NaN, megabytes: Number.NaN };
  const last = readFileSync(file, 'utf8').trim().split('\n').at(-1)!;
  const [, user = 0, system = 0, kilobytes = 0] = last.split(' ').map(Number);
  return { wall, cpu: user + system, megabytes: kilobytes / 1024 };
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

/** `0.25 (0.23-0.31)`. */
export function spread(numbers: readonly number[], digits = 2): string {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return `${median(numbers).toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
}

/** Every contestant once, then every one again: what disturbs the machine disturbs them alike. */
export function interleaved<T extends { readonly argv: readonly string[] }>(
  contestants: readonly T[],
  folder: string,
  runs: number,
): Map<T, Figure[]> {
  const figures = new Map<T, Figure[]>(contestants.map((one) => [one, []]));
  for (let run = 0; run < runs; run++) {
    for (const one of contestants) {
      const figure = measure(one.argv, folder);
      if (figure) figures.get(one)!.push(figure);
    }
  }
  return figures;
}
