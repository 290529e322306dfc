import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Makes garbage that lives for a while, as a scan does, and prints the size in MB that the space for new objects has reached. */
const program = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { boundYoungGeneration } from ${JSON.stringify(new URL('../src/young-generation.ts', import.meta.url).href)};
  let kept = [];
  for (let i = 0; i < 400; i++) {
    if (process.argv[1] === 'bounded') boundYoungGeneration();
    for (let j = 0; j < 5000; j++) kept.push({ i, j, text: [i, j] });
    if (kept.length > 100_000) kept = kept.slice(-50_000);
  }
  console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 1024 / 1024);
`;

function reached(how: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program, how], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return Number(stdout);
}

test('the space for new objects stays small where it would grow, and nothing is said', () => {
  const [free, bounded] = [reached('free'), reached('bounded')];
  expect(bounded).toBeLessThan(free);
  expect(bounded).toBeLessThanOrEqual(16);
});
