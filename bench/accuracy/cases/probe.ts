import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case.ts';

/** Lines that leak, and the shape, of each leaking file by its number; the labels themselves name files only. */
const leaks: Readonly<Record<string, readonly [shape: string, ...lines: number[]]>> = {
  L01: ['Secret data', 8],
  L02: ['Secret data', 8],
  L03: ['Secret stringData', 8],
  L04: ['Secret data', 3, 4, 5],
  L05: ['Secret in JSON', 8],
  L06: ['Secret in a List', 9],
  L07: ['ConfigMap', 7],
  L08: ['container env', 13],
  L09: ['Helm values', 4],
  L10: ['kustomize generator', 9],
  L11: ['script or docs', 4],
  L12: ['script or docs', 4],
  L13: ['registry login', 7],
  L14: ['Secret data', 8],
  L15: ['Secret data', 18],
  L16: ['Secret data', 4],
  L17: ['Secret data', 8],
  L18: ['Secret data', 8],
  L19: ['ExternalSecret or store', 13],
  L20: ['SealedSecret template', 12],
  L21: ['Helm template', 11],
  L22: ['annotation', 7],
  L23: ['GitOps inline values', 11],
  L24: ['GitOps inline values', 11],
  L25: ['GitOps inline values', 8],
  L26: ['Secret data', 11],
  L27: ['ConfigMap', 8],
  L28: ['Secret data', 6],
  L29: ['container args', 13],
  L30: ['container env', 11],
  L31: ['SOPS file', 7],
  L32: ['Secret data', 8],
  L33: ['Secret data', 8],
  L34: ['Secret data', 10],
};

const safe: Readonly<Record<string, string>> = {
  S01: 'SealedSecret template',
  S02: 'SOPS file',
  S03: 'ExternalSecret or store',
  S04: 'ExternalSecret or store',
  S05: 'container env',
  S07: 'Helm values',
  S08: 'Helm template',
  S09: 'Secret data',
  S10: 'Secret stringData',
  S11: 'Secret data',
  S12: 'Secret stringData',
  S13: 'Secret data',
  S14: 'ConfigMap',
  S17: 'Secret stringData',
  S22: 'ExternalSecret or store',
  S23: 'Secret data',
  S26: 'ExternalSecret or store',
  S27: 'GitOps inline values',
};

/** The probe: a folder with `labels.json` and the two variants `cases/` and `casesB/`, one file a case. */
export function probe(root: string): Case[] {
  const labels = JSON.parse(readFileSync(join(root, 'labels.json'), 'utf8')) as Record<string, [string, string]>;
  return ['cases', 'casesB'].flatMap((variant) =>
    Object.entries(labels).map(([path, [label]]) => {
      const number = path.slice(0, 3);
      const [shape, ...lines] = leaks[number] ?? [safe[number] ?? 'other resource'];
      if ((label === 'leak') !== lines.length > 0) throw new Error(`${path}: labelled ${label}, but not here`);
      return {
        set: 'probe',
        name: `${variant}/${path}`,
        shape,
        files: new Map([[path, readFileSync(join(root, variant, path), 'utf8')]]),
        leaks: lines.map((line) => ({ path, line })),
      };
    }),
  );
}
