import type { Level } from '../policy.ts';

const raw = 'https://raw.githubusercontent.com/secrets-ladder/secrets-ladder/main/schemas/config.schema.json';
const docs = 'https://github.com/secrets-ladder/secrets-ladder/blob/main/docs';

const fits: Readonly<Record<Level, string>> = {
  1: '1 kubectl           nothing secret in Git; a proof of concept, one developer, one cluster',
  2: '2 sealed-secrets    encrypted secrets in Git; a team of 2-10, one cluster, rotation by hand',
  3: '3 external-secrets  references to a store; several clusters or clouds, SOC 2, HIPAA, automatic rotation',
  4: '4 vault             short-lived credentials under fine-grained policies; regulated platforms (PCI)',
};

/** Guidance of the file `init` writes, all of it commented out: each block can be used by removing its `# `. */
const guidance = `
# A part of the repository may be on another level; the last glob that matches wins.
# levels:
#   sandbox/**: 1
#   clusters/prod/**: 3

# Files not to scan; they are counted in the report.
# exclude:
#   - vendor/

# Severities other than the level's policy: error, warning, note or off. Say why.
# rules:
#   eso-cluster-store-unrestricted:
#     severity: note
#     reason: all namespaces belong to one team
#     paths: [clusters/dev/**]

# The least severity that fails the run: error, warning, note or never.
# fail-on: error

# What files cannot show about the team and its platform; it decides which level is recommended.
# profile:
#   team-size: 4
#   clusters: 1
#   compliance: [SOC2]
#   rotation: manual

# Agreed exceptions. A reason is required; after the last day of \`expires\` the finding counts again.
# waivers:
#   - rule: kubectl-create-secret-imperative
#     path: scripts/bootstrap.sh
#     reason: creates the secret zero of a new cluster
#     expires: 2030-12-31
`;

/**
 * The configuration file that `init` writes: the level with what it rests on, and the other keys as comments.
 * `evidence` may hold names from the repository; they are made harmless and cut.
 */
export function configText({
  level,
  evidence,
}: {
  readonly level: Level;
  readonly evidence: readonly string[];
}): string {
  const because =
    evidence.length === 0 ? '' : `# Proposed because:\n${evidence.map((line) => `#   - ${harmless(line)}\n`).join('')}`;
  const backups =
    level === 2
      ? `
# Without the sealing key no SealedSecret can be opened again. Say where its backup is kept when no file shows it.
# backups:
#   - where: 1Password, vault Platform
#     verified: 2030-01-31
#     covers: [prod]
`
      : '';
  return `# yaml-language-server: $schema=${raw}
# How secrets are managed here, and what secrets-ladder holds this repository to.
# Every key: ${docs}/configuration.md
# The levels: ${docs}/levels.md

${because}# ${Object.values(fits).join('\n# ')}
level: ${level}
${backups}${guidance}`;
}

/** One line without control, bidi or invisible characters, at most 160 long. */
function harmless(line: string): string {
  const clean = line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return clean.length > 160 ? `${clean.slice(0, 159)}\u2026` : clean;
}
