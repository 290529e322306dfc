/**
 * Builds dist/: index.js (the Action) and cli.js, ESM with shared chunks, unminified so that people can read what runs.
 * The same sources give the same bytes; `npm run check` compares them with what is committed.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const out = process.argv[2] ?? join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

rmSync(out, { recursive: true, force: true });
const result = await build({
  absWorkingDir: root,
  entryPoints: { index: 'src/action.ts', cli: 'src/cli.ts' },
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Content hashes would rename chunks on every change and hide what moved.
  chunkNames: 'chunk-[name]-[hash]',
  charset: 'utf8',
  // Its ES modules: of the CommonJS build a dynamic import() in a bundle sees the default export only.
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
  legalComments: 'none',
  metafile: true,
  define: { __VERSION__: JSON.stringify(version) },
  // yaml and parts of the toolkit are CommonJS and call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
writeFileSync(join(out, 'THIRD_PARTY_LICENSES.txt'), licences(Object.keys(result.metafile.inputs)));

/** Name, version and licence text of every package that ended up in the bundle, sorted. */
function licences(inputs: readonly string[]): string {
  const packages = new Map<string, string>();
  for (const input of inputs) {
    const directory = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (directory) packages.set(directory, packageText(join(root, directory)));
  }
  const texts = [...new Set(packages.values())].sort();
  return `The files in this folder contain the following packages.\n\n${texts.join('\n')}`;
}

function packageText(directory: string): string {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE', 'LICENSE-MIT']
    .map((name) => join(directory, name))
    .find(existsSync);
  const text = file ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim() : '(no licence file in the package)';
  return `${'-'.repeat(80)}\n${manifest.name}@${manifest.version} (${manifest.license ?? 'licence not stated'})\n\n${text}\n`;
}
