import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Contestant {
  readonly name: string;
  /** Run in the folder to scan. */
  readonly argv: readonly string[];
  /** Slow ones run once: their figures are far from the others'. */
  readonly slow?: true;
}

const here = new URL('.', import.meta.url).pathname;
const cli = join(here, '../../dist/cli.js');
const temporary = mkdtempSync(join(tmpdir(), 'bench-'));

/** The least any scan can take: `git ls-files` and reading every file once. */
export const floor: Contestant = { name: 'floor', argv: [process.execPath, join(here, 'floor.ts'), '.'] };

export const ours: Contestant = {
  name: 'secrets-ladder',
  argv: [process.execPath, cli, 'scan', '.', '-o', `json=${temporary}/out.json`],
};

/** secretlint does nothing without a configuration: the one its README recommends. */
const preset = JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] });

/** Other tools with their default rules, nothing asked over the network. */
const others: readonly Contestant[] = [
  { name: 'gitleaks', argv: ['gitleaks', 'dir', '.', '--no-banner', '-l', 'error', '--exit-code', '0'] },
  { name: 'betterleaks', argv: ['betterleaks', 'dir', '.', '--no-banner', '-l', 'error', '--exit-code', '0'] },
  { name: 'trufflehog', argv: ['trufflehog', 'filesystem', '.', '--no-verification', '--no-update', '--json'] },
  { name: 'kingfisher', argv: ['kingfisher', 'scan', '.', '--no-validate', '--no-update-check', '--git-history=none'] },
  { name: 'kube-linter', argv: ['kube-linter', 'lint', '.'] },
  { name: 'trivy (secret)', argv: ['trivy', 'fs', '--scanners', 'secret', '--offline-scan', '--quiet', '.'] },
  { name: 'detect-secrets', argv: ['detect-secrets', 'scan', '--all-files', '--no-verify', '.'], slow: true },
  { name: 'secretlint', argv: ['secretlint', '--secretlintrcJSON', preset, '**/*', '**/.*'], slow: true },
  {
    name: 'checkov (secrets)',
    argv: ['checkov', '-d', '.', '--framework', 'secrets', '--compact', '--quiet', '--skip-download'],
    slow: true,
  },
];

const installed = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

export const peers: readonly Contestant[] = others.filter(({ argv }) => installed(argv[0]!));
