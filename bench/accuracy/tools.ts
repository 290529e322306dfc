import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';

/** One finding of a tool: path from the root of the cases, line from 1 (0 where the tool names none). */
export interface Hit {
  readonly path: string;
  readonly line: number;
}

export interface Tool {
  readonly name: string;
  /** Arguments that print the version. */
  readonly version: readonly string[];
  /** Scans a folder; undefined where it is not installed or failed. */
  scan(root: string): readonly Hit[] | undefined;
}

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;

function output(argv: readonly string[], cwd: string): string | undefined {
  const ran = spawnSync(argv[0]!, argv.slice(1), { cwd, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 600_000 });
  return ran.error ? undefined : ran.stdout;
}

function inside(root: string, path: string): string {
  return isAbsolute(path) ? relative(root, path) : path.replace(/^\.\//, '');
}

interface Ours {
  readonly findings: readonly { path: string; line: number; credential: boolean }[];
}

/** secretlint does nothing without a configuration: the one its README recommends, and its rule for Kubernetes. */
const preset = JSON.stringify({
  rules: [
    { id: '@secretlint/secretlint-rule-preset-recommend' },
    { id: '@secretlint/secretlint-rule-no-k8s-kind-secret' },
  ],
});

/** gitleaks and its successor, which kept its command line and its report. */
function leaks(name: string): Tool {
  return {
    name,
    version: [name, 'version'],
    scan(root) {
      const report = join(mkdtempSync(join(tmpdir(), 'leaks-')), 'report.json');
      const argv = [name, 'dir', '.', '--no-banner', '-l', 'error', '-f', 'json', '-r', report, '--exit-code', '0'];
      if (output(argv, root) === undefined) return undefined;
      return (JSON.parse(readFileSync(report, 'utf8')) as { File: string; StartLine: number }[]).map((hit) => ({
        path: inside(root, hit.File),
        line: hit.StartLine,
      }));
    },
  };
}

export const tools: readonly Tool[] = [
  {
    name: 'secrets-ladder',
    version: [process.execPath, cli, '--version'],
    scan(root) {
      const text = output([process.execPath, cli, 'scan', root, '-o', 'json'], root);
      if (!text) return undefined;
      return (JSON.parse(text) as Ours).findings.filter((finding) => finding.credential);
    },
  },
  leaks('gitleaks'),
  leaks('betterleaks'),
  {
    name: 'trufflehog',
    version: ['trufflehog', '--version'],
    scan(root) {
      const text = output(['trufflehog', 'filesystem', '.', '--json', '--no-verification', '--no-update'], root);
      return text
        ?.split('\n')
        .filter((line) => line.startsWith('{"SourceMetadata'))
        .map((line) => {
          const { file, line: at = 0 } = (
            JSON.parse(line) as { SourceMetadata: { Data: { Filesystem: { file: string; line?: number } } } }
          ).SourceMetadata.Data.Filesystem;
          return { path: inside(root, file), line: at };
        });
    },
  },
  {
    name: 'detect-secrets',
    version: ['detect-secrets', '--version'],
    scan(root) {
      const text = output(['detect-secrets', 'scan', '--all-files', '.'], root);
      if (!text) return undefined;
      const { results } = JSON.parse(text) as { results: Record<string, { line_number: number }[]> };
      return Object.entries(results).flatMap(([path, hits]) =>
        hits.map((hit) => ({ path: inside(root, path), line: hit.line_number })),
      );
    },
  },
  {
    name: 'secretlint',
    version: ['secretlint', '--version'],
    scan(root) {
      // It ends before a pipe has taken all of a long report.
      const report = join(mkdtempSync(join(tmpdir(), 'secretlint-')), 'report.json');
      const options = ['--format', 'json', '--output', report, '--secretlintrcJSON', preset];
      if (output(['secretlint', ...options, '**/*', '**/.*'], root) === undefined) return undefined;
      const text = readFileSync(report, 'utf8');
      type Result = { filePath: string; messages: { loc: { start: { line: number } } }[] };
      return (JSON.parse(text) as Result[]).flatMap((file) =>
        file.messages.map((message) => ({ path: inside(root, file.filePath), line: message.loc.start.line })),
      );
    },
  },
  {
    name: 'kube-linter',
    version: ['kube-linter', 'version'],
    scan(root) {
      const text = output(
        ['kube-linter', 'lint', '.', '--format', 'json', '--do-not-auto-add-defaults', '--include', 'env-var-secret'],
        root,
      );
      if (!text) return undefined;
      type Report = { Reports: { Object: { Metadata: { FilePath: string } } }[] | null };
      return ((JSON.parse(text) as Report).Reports ?? []).map((hit) => ({
        path: inside(root, hit.Object.Metadata.FilePath),
        line: 0,
      }));
    },
  },
  {
    name: 'checkov',
    version: ['checkov', '--version'],
    scan(root) {
      const text = output(['checkov', '-d', '.', '--framework', 'secrets', '-o', 'json', '--quiet', '--compact'], root);
      if (!text) return undefined;
      type Report = { results?: { failed_checks: { file_path: string; file_line_range: [number, number] }[] } };
      const reports = [JSON.parse(text)].flat() as Report[];
      return reports.flatMap((report) =>
        (report.results?.failed_checks ?? []).map((hit) => ({
          path: hit.file_path.replace(/^\//, ''),
          line: hit.file_line_range[0],
        })),
      );
    },
  },
  {
    name: 'kingfisher',
    version: ['kingfisher', '--version'],
    scan(root) {
      const options = ['--no-validate', '--no-dedup', '--no-update-check', '--git-history', 'none', '--format', 'json'];
      const text = output(['kingfisher', 'scan', '.', ...options], root);
      if (!text) return undefined;
      type Report = { findings?: { finding: { path: string; line: number } }[] };
      // A second object with the counts follows on a line of its own.
      const [report = '{}'] = text.split('\n');
      return ((JSON.parse(report) as Report).findings ?? []).map(({ finding }) => ({
        path: inside(root, finding.path),
        line: finding.line,
      }));
    },
  },
  {
    name: 'trivy',
    version: ['trivy', '--version'],
    scan(root) {
      const text = output(
        ['trivy', 'fs', '.', '--scanners', 'secret', '--format', 'json', '--quiet', '--offline-scan'],
        root,
      );
      if (!text) return undefined;
      type Report = { Results?: { Target: string; Secrets?: { StartLine: number }[] }[] };
      return ((JSON.parse(text) as Report).Results ?? []).flatMap((result) =>
        (result.Secrets ?? []).map((hit) => ({ path: inside(root, result.Target), line: hit.StartLine })),
      );
    },
  },
];

/** The version of a tool, or undefined where it is not installed; a Go program built without one says it in its build data. */
export function versionOf(tool: Tool): string | undefined {
  const ran = spawnSync(tool.version[0]!, tool.version.slice(1), { encoding: 'utf8' });
  if (ran.error || ran.status !== 0) return undefined;
  const printed = /\d+\.\d+[\w.+-]*/.exec(`${ran.stdout} ${ran.stderr}`)?.[0];
  if (printed) return printed;
  const path = spawnSync('sh', ['-c', `command -v ${tool.version[0]}`], { encoding: 'utf8' }).stdout.trim();
  const built = spawnSync('go', ['version', '-m', path], { encoding: 'utf8' });
  return /\n\tmod\t\S+\tv(\S+)/.exec(built.stdout ?? '')?.[1] ?? 'unknown';
}
