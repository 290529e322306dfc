/**
 * Plants generated credentials in clean files of real repositories and scans them, then references in others:
 *
 *     npx node bench/accuracy/mutate.ts [--seeds 1,2,3] [--count 200] [--show] REPOSITORY...
 *
 * Prints, a row a seed, how many of the planted credentials were found on their line and how many of the references
 * raised a false alarm. `--show` lists the misses and alarms by place and kind, never by value.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { found, leaking, safe } from './mutation/mutations.ts';
import type { Carrier } from './mutation/plant.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    count: { type: 'string', default: '200' },
    show: { type: 'boolean' },
  },
});

/** Larger files say no more and cost time. */
const largest = 60_000;

function carriersIn(root: string): Carrier[] {
  const carriers: Carrier[] = [];
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path.includes('/.git/') || statSync(path).size > largest) continue;
    const content = readFileSync(path, 'utf8');
    if (!content.includes('\0') && !content.includes('\r'))
      carriers.push({ path: path.slice(root.length + 1), content });
  }
  return carriers;
}

const carriers = positionals.flatMap(carriersIn);
const count = Number(values.count);
console.log(`${carriers.length} files\n\n| seed | found | of | false alarms | of |\n|---|---|---|---|---|`);
const shown: string[] = [];
for (const seed of values.seeds.split(',').map(Number)) {
  const planted = await leaking(seed, count, carriers);
  const referenced = await safe(seed, count, carriers);
  const missed = planted.filter((each) => !found(each));
  const alarmed = referenced.filter(({ reported }) => reported.length > 0);
  console.log(
    `| ${seed} | ${planted.length - missed.length} | ${planted.length} | ${alarmed.length} | ${referenced.length} |`,
  );
  for (const each of missed)
    shown.push(
      `- ${seed} missed ${each.title} (${each.path}:${each.line}; reported ${each.reported.join(', ') || 'nothing'})`,
    );
  for (const each of alarmed)
    shown.push(`- ${seed} false alarm ${each.title} (${each.path}:${each.reported.join(', ')})`);
}
if (values.show) console.log(`\n${shown.join('\n')}`);
