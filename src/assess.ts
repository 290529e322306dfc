import { type Coverage, type Kept, kindOf } from './coverage.ts';
import { isAside } from './fault.ts';
import type { Finding } from './finding.ts';
import { levelNames } from './level.ts';
import type { Level } from './policy.ts';
import type { Deploys, LevelReport } from './report.ts';

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

/**
 * A level is complete when all but one in ten of its Secrets are kept that way; what has to exist before a store can be
 * read may stay below.
 */
function isComplete(level: Level, { total, atLeast, bootstrap }: Coverage): boolean {
  if (atLeast[level] === 0) return false;
  const below = total - atLeast[level] - (level >= 3 ? bootstrap : 0);
  return below * 10 <= total;
}

/** Declared, applied and reached level, with the evidence in sentences. A level counts only when it is complete. */
export function assess(findings: readonly Finding[], coverage: Coverage, declared: Level | undefined): LevelReport {
  const inferred = inferredLevel(coverage);
  const readable = findings.filter((finding) => finding.credential && finding.confidence !== 'possible');
  const live = readable.filter(({ span }) => !isAside(span.file.path)).length;
  const deploys = deployed(coverage, live, readable.length - live);
  const missing: string[] = [];
  let reached: LevelReport['reached'] = 0;
  if (live > 0) missing.push(`${count(live, 'readable credential')} in Git`);
  else if (deploys !== 'secrets' && declared === undefined) reached = 1;
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
  return {
    declared,
    applied: declared ?? inferred,
    reached,
    deploys,
    evidence: evidenceOf(coverage, readable.length - live),
    missing,
  };
}

function deployed({ total, unfilled, used, shown }: Coverage, live: number, aside: number): Deploys {
  if (total > 0 || unfilled > 0 || used > 0 || live > 0) return 'secrets';
  return shown.length > 0 || aside > 0 ? 'samples-only' : 'nothing';
}

/** What the repository shows, one sentence each, the most first. */
function evidenceOf(coverage: Coverage, aside: number): string[] {
  const { kept, shown, atWork, readable, perhaps, unfilled, total } = coverage;
  const parts = [
    ...(readable > 0 ? [`${readable} of them readable`] : []),
    ...(perhaps > 0 ? [`${perhaps}${readable > 0 ? ' more' : ' of them'} perhaps readable`] : []),
  ];
  const rest = parts.map((part) => `, ${part}`).join('');
  const out = kept.map((each) => `${called(each)}${each.mechanism === 'plain-secret' ? rest : ''}`);
  if (total === 0 && shown.length === 0) out.push('nothing in the repository provides a Secret');
  if (unfilled > 0)
    out.push(`${count(unfilled, 'Secret manifest')} without a value: filled by a template or a controller`);
  if (atWork.length > 0) out.push(`also at work: ${atWork.join(', ')}`);
  if (shown.length > 0) out.push(`not counted, in tests, examples and docs: ${shown.map(called).join('; ')}`);
  if (aside > 0) out.push(`not counted, in tests, examples and docs: ${count(aside, 'readable credential')}`);
  return out;
}

function called({ mechanism, secrets, files }: Kept): string {
  const parts = [];
  if (secrets > 0) parts.push(`${count(secrets, 'Secret')} by ${mechanism}`);
  if (files > 0) parts.push(`${count(files, 'file')} encrypted with ${mechanism}`);
  return parts.join(' and ');
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function gaps(level: 2 | 3 | 4, findings: readonly Finding[], coverage: Coverage): string[] {
  const out: string[] = [];
  const name = levelNames[level];
  if (!isComplete(level, coverage)) {
    const how =
      coverage.total === 0 ? 'no Secret is' : `${coverage.atLeast[level]} of ${coverage.total} ${kindOf(coverage)} are`;
    out.push(`level ${level} (${name}): ${how} kept that way`);
  }
  const counts = new Map<string, number>();
  for (const { rule, confidence } of findings) {
    if (blockers[level].includes(rule) && confidence !== 'possible') counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  for (const [rule, times] of counts) out.push(`level ${level} (${name}): ${times} × ${rule}`);
  return out;
}
