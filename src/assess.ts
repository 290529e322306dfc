import type { Finding } from './finding.ts';
import { levelNames } from './level.ts';
import type { MechanismId } from './mechanism.ts';
import type { Repository } from './model/repository.ts';
import type { Level } from './policy.ts';
import type { LevelReport } from './report.ts';

/** Rules whose findings keep a level from being complete, by the level they belong to. */
const blockers: Readonly<Record<2 | 3 | 4, readonly string[]>> = {
  2: [
    'sealing-key-backup-missing',
    'sealing-key-backup-plaintext',
    'key-and-ciphertext-together',
    'sops-leaf-unencrypted',
  ],
  3: [
    'eso-secret-zero-static',
    'eso-secret-zero-in-git',
    'eso-api-version-removed',
    'eso-store-dangling',
    'eso-fake-provider',
  ],
  4: ['vault-dev-mode', 'vault-static-auth', 'vault-tls-disabled', 'csi-class-dangling', 'vault-token-plain'],
};

/** Secrets provided at each level: one per namespace and name, the highest mechanism counting. */
export interface Coverage {
  /** Secrets that a manifest, a sealed value or a reference provides; without those a controller generates. */
  readonly total: number;
  /** Index 1-4: how many of them by a mechanism of that level or a higher one. */
  readonly atLeast: Readonly<Record<Level, number>>;
  readonly byMechanism: ReadonlyMap<MechanismId, number>;
}

/** Counts how the Secrets of a repository are provided. */
export function coverageOf(repository: Repository, levelOf: (mechanism: MechanismId) => Level): Coverage {
  const secrets = new Map<string, Level>();
  const byMechanism = new Map<MechanismId, number>();
  for (const { mechanism, name, namespace, span } of repository.declarations) {
    if (mechanism === 'cert-manager' || mechanism === 'generated' || mechanism === 'kustomize-generator') continue;
    byMechanism.set(mechanism, (byMechanism.get(mechanism) ?? 0) + 1);
    const key = name === undefined ? `${span.file.path}:${span.start}` : `${namespace ?? ''}/${name}`;
    const level = levelOf(mechanism);
    if ((secrets.get(key) ?? 0) < level) secrets.set(key, level);
  }
  const atLeast: Record<Level, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
  for (const level of secrets.values()) {
    for (const step of [1, 2, 3, 4] as const) if (level >= step) atLeast[step]++;
  }
  return { total: secrets.size, atLeast, byMechanism };
}

/**
 * The level a repository shows: the highest whose mechanisms provide at least half of its Secrets; 1 where there are
 * none of them.
 */
export function inferredLevel(coverage: Coverage): Level {
  for (const level of [4, 3, 2] as const) {
    if (coverage.total > 0 && coverage.atLeast[level] * 2 >= coverage.total) return level;
  }
  return 1;
}

/** Declared, applied and reached level, with the evidence in sentences. A level counts only when it is complete. */
export function assess(findings: readonly Finding[], coverage: Coverage, declared: Level | undefined): LevelReport {
  const inferred = inferredLevel(coverage);
  const evidence: string[] = [];
  for (const [mechanism, count] of [...coverage.byMechanism].sort((a, b) => b[1] - a[1])) {
    evidence.push(`${count} ${count === 1 ? 'Secret' : 'Secrets'} by ${mechanism}`);
  }
  if (coverage.total === 0) evidence.push('no manifest in the repository provides a Secret');
  const missing: string[] = [];
  let reached: LevelReport['reached'] = 0;
  const readable = findings.filter((finding) => finding.credential && finding.confidence !== 'possible').length;
  if (readable > 0) missing.push(`${readable} readable ${readable === 1 ? 'credential' : 'credentials'} in Git`);
  else {
    reached = 1;
    for (const level of [2, 3, 4] as const) {
      const why = gaps(level, findings, coverage);
      if (why.length > 0) {
        missing.push(...why);
        break;
      }
      reached = level;
    }
  }
  return { declared, applied: declared ?? inferred, reached, evidence, missing };
}

function gaps(level: 2 | 3 | 4, findings: readonly Finding[], coverage: Coverage): string[] {
  const out: string[] = [];
  const name = levelNames[level];
  if (coverage.atLeast[level] * 2 < coverage.total || coverage.atLeast[level] === 0) {
    out.push(`level ${level} (${name}): ${coverage.atLeast[level]} of ${coverage.total} Secrets are kept that way`);
  }
  const counts = new Map<string, number>();
  for (const { rule } of findings) if (blockers[level].includes(rule)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  for (const [rule, count] of counts) out.push(`level ${level} (${name}): ${count} × ${rule}`);
  return out;
}
