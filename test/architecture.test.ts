import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Who may import whom: a file may import from its own layer and the layers above it in this list, never from below.
 * A folder stands for the files in it.
 */
const layers: readonly (readonly string[])[] = [
  ['text', 'quote', 'errors', 'root', 'version', 'nearest', 'glob', 'decode', 'generated', 'policy'],
  [
    'parser',
    'finding',
    'fix',
    'credential',
    'credentials',
    'fake',
    'fake-sealed',
    'source',
    'git',
    'git-commit',
    'git-history',
  ],
  ['parsers', 'dialect', 'sources', 'resource', 'prefilter', 'map-edit'],
  [
    'walk',
    'place',
    'literal',
    'flags',
    'command-body',
    'key-owner',
    'positional',
    'spoken',
    'kubectl',
    'mechanism',
    'secret',
    'chart',
    'level',
    'sealing',
    'credential-field',
    'telling-neighbour',
    'terraform-secret',
    'kustomize-generator',
    'fault',
  ],
  ['places', 'mechanisms'],
  ['model'],
  ['rule', 'exposure', 'example', 'control'],
  ['rules'],
  [
    'check',
    'stopwatch',
    'young-generation',
    'scan',
    'report',
    'coverage',
    'assess',
    'assessment',
    'config',
    'waiver-comments',
    'baseline',
  ],
  [
    'output',
    'screen',
    'escape',
    'mask',
    'phrases',
    'mermaid',
    'secret-zero-view',
    'github',
    'diff',
    'line-map',
    'summary',
    'suggestion',
  ],
  ['outputs', 'rule-page', 'options'],
  ['run', 'prepare', 'init', 'explain-value', 'help', 'plan', 'event', 'pull-request', 'staged-file', 'fix-files'],
  ['command', 'command-run', 'command-fix', 'command-assess', 'command-plan', 'command-zero'],
  ['cli', 'action'],
];

const src = new URL('../src', import.meta.url).pathname;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(join(folder, entry.name))
      : entry.name.endsWith('.ts')
        ? [join(folder, entry.name)]
        : [],
  );
}

const files = filesBelow(src).map((path) => relative(src, path));

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s[^;]*?from '([^']+)'|import\('([^']+)'\)/gm)].map((m) => m[1] ?? m[2]!);
}

const nounOf = (file: string): string =>
  file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.ts$/, '');
const layerOf = (noun: string): number => layers.findIndex((layer) => layer.includes(noun));
const plurals = new Set(['sources', 'parsers', 'places', 'mechanisms', 'rules', 'outputs']);

describe('imports', () => {
  test.each(files)('%s imports only what stands above it', (file) => {
    const noun = nounOf(file);
    expect(layerOf(noun), `${noun} has no layer`).toBeGreaterThanOrEqual(0);
    for (const target of importsOf(file).filter((path) => path.startsWith('.'))) {
      const imported = normalize(join(dirname(file), target));
      if (imported.startsWith('..')) continue;
      const other = nounOf(imported);
      expect(layerOf(other), `${file} imports ${imported}`).toBeGreaterThanOrEqual(0);
      expect(layerOf(other), `${file} imports ${imported}`).toBeLessThanOrEqual(layerOf(noun));
    }
  });

  test('no rule, output, place or mechanism imports another one', () => {
    for (const file of files) {
      const folder = nounOf(file);
      if (!['places', 'mechanisms', 'rules', 'outputs'].includes(folder) || file.endsWith('/index.ts')) continue;
      for (const target of importsOf(file)) expect(target, file).not.toMatch(/^\.\//);
    }
  });

  test('only parsers and the configuration import yaml; only the doors know process', () => {
    for (const file of files) {
      const text = readFileSync(join(src, file), 'utf8');
      if (!file.startsWith('parsers/') && !file.startsWith('config'))
        expect(importsOf(file), file).not.toContain('yaml');
      if (!['action.ts', 'cli.ts', 'github.ts', 'git.ts'].includes(file)) {
        expect(text, file).not.toMatch(/[=(\s]process\.(?:env|argv|exit|stdout|stderr)\b/);
      }
    }
  });

  test('no drawers', () => {
    for (const file of files) expect(file).not.toMatch(/(?:^|\/)(?:utils?|helpers?|types|common|misc)(?:\.ts|\/)/);
  });
});

describe('every plural folder lists its instances', () => {
  test.each([...plurals].filter((folder) => files.includes(`${folder}/index.ts`)))('%s', (folder) => {
    const listed = importsOf(`${folder}/index.ts`);
    const single = (file: string): boolean => file.startsWith(`${folder}/`) && !file.endsWith('/index.ts');
    if (folder === 'parsers' || folder === 'sources') return;
    for (const file of files.filter(single)) expect(listed, file).toContain(`./${file.slice(folder.length + 1)}`);
  });
});
