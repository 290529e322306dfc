import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Case } from '../bench/accuracy/case.ts';
import { exampleRepositories } from '../bench/accuracy/cases/examples.ts';
import { probe } from '../bench/accuracy/cases/probe.ts';
import { ownShapes } from '../bench/accuracy/cases/shapes.ts';
import { mechanisms } from '../src/mechanisms/index.ts';
import { places } from '../src/places/index.ts';
import { rules } from '../src/rules/index.ts';
import { scan } from '../src/scan.ts';
import { memorySource } from '../src/sources/memory.ts';

/** `path:line` of every readable credential that a scan of the case's files reports. */
async function reportedIn(files: ReadonlyMap<string, string>): Promise<string[]> {
  const { findings, crashes } = await scan(memorySource(files), {
    places,
    mechanisms,
    rules,
    declared: { level: 2, backups: [] },
    today: new Date('2026-11-23'),
    ignored: () => false,
  });
  expect(crashes).toEqual([]);
  const lines = findings
    .filter(({ credential }) => credential)
    .map(({ span }) => `${span.file.path}:${span.file.place(span.start).line}`);
  return [...new Set(lines)].sort();
}

function each(cases: readonly Case[]): void {
  test.each(cases.map((one) => [one.shape, one.name, one] as const))('%s: %s', async (_shape, _name, one) => {
    expect(await reportedIn(one.files)).toEqual(one.leaks.map(({ path, line }) => `${path}:${line}`).sort());
  });
}

describe("every kind of place: this project's own cases, on the right line", () => each(ownShapes()));

describe('the example repositories', () => each(exampleRepositories()));

// The probe is no part of this project: name its folder to run it.
const folder = process.env['PROBE'];
describe.runIf(folder && existsSync(folder))('the probe, both variants', () => each(folder ? probe(folder) : []));
