import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** In bytes. The engine's own limit is four times this, and it keeps up to three such spaces: a third of what a large scan takes. */
const enough = 8 * 1024 * 1024;

/** Node versions whose limit is too high and whose engine is known to heed the flag; Node 20's limit is lower. */
const generous = /^2[45]\./;

let bounded = !generous.test(process.versions.node);

/**
 * Keeps the part of the heap for new objects from growing past 8 MB once it is that large. Growing on saves no time: a
 * scan's objects die young or stay. Call it now and then; it costs some microseconds until it has done its work. The size
 * itself can only be given on Node's command line (`--max-semi-space-size`), which is not ours.
 */
export function boundYoungGeneration(): void {
  if (bounded) return;
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  if (space === undefined || space.space_size < enough) return;
  bounded = true;
  setFlagsFromString('--semi-space-growth-factor=1');
}
