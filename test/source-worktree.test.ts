import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { UsageError } from '../src/errors.ts';
import { gitIgnores, headCommit, isAt, showAt } from '../src/git.ts';
import type { Skipped } from '../src/source.ts';
import { openWorktree, type WorktreeOptions } from '../src/sources/worktree.ts';

const made: string[] = [];
const posix = process.platform !== 'win32';

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'worktree-')));
  made.push(path);
  return path;
}

function write(root: string, files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function git(root: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', HOME: root },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
}

/** A repository in which `tracked` is committed and `untracked` is not. */
function repository(tracked: Record<string, string | Uint8Array>, untracked: Record<string, string> = {}): string {
  const root = folder();
  git(root, 'init', '-q', '-b', 'main');
  write(root, tracked);
  git(root, 'add', '-A', '-f');
  git(root, 'commit', '-q', '--allow-empty', '-m', 'one');
  write(root, untracked);
  return root;
}

interface Looked {
  read: Record<string, string>;
  untracked: string[];
  skipped: Record<string, string>;
  paths: string[];
  notChecked: string[];
}

function look(root: string, options: Partial<WorktreeOptions> = {}): Looked {
  const source = openWorktree(root, { include: [], exclude: [], maxBytes: 1000, ...options });
  const skipped: Skipped[] = [];
  const read: Record<string, string> = {};
  const untracked: string[] = [];
  for (const entry of source.entries(skipped)) {
    read[entry.path] = Buffer.from(entry.bytes).toString('latin1');
    if (!entry.tracked) untracked.push(entry.path);
    expect(source.isTracked(entry.path)).toBe(entry.tracked);
  }
  return {
    read,
    untracked,
    skipped: Object.fromEntries(skipped.map((one) => [one.path, one.reason])),
    paths: [...source.paths],
    notChecked: source.notChecked.map((one) => one.why),
  };
}

describe('which files', () => {
  it('reads what git tracks and what it does not ignore, in path order', () => {
    const root = repository(
      { '.gitignore': '*.log\nbuild/\n', 'b.yaml': 'b', 'a/x.yaml': 'x', 'kept.log': 'k' },
      { 'new.yaml': 'n', 'noise.log': 'l', 'build/out.yaml': 'o' },
    );
    const looked = look(root);
    expect(Object.keys(looked.read)).toEqual(['.gitignore', 'a/x.yaml', 'b.yaml', 'kept.log', 'new.yaml']);
    expect(looked.untracked).toEqual(['new.yaml']);
    expect(looked.skipped).toEqual({});
    expect(looked.notChecked).toEqual([]);
  });

  it('takes a folder inside a repository, with paths from there', () => {
    const root = repository({ 'top.yaml': 't', 'sub/one.yaml': '1', 'sub/deep/two.yaml': '2' });
    expect(look(join(root, 'sub')).read).toEqual({ 'one.yaml': '1', 'deep/two.yaml': '2' });
  });

  it('takes a single file, ignored or not', () => {
    const root = repository(
      { '.gitignore': 'i.yaml', 'sub/one.yaml': '1', 'sub/two.yaml': '2' },
      { 'sub/i.yaml': 'i' },
    );
    expect(look(join(root, 'sub/one.yaml')).read).toEqual({ 'one.yaml': '1' });
    const ignored = look(join(root, 'sub/i.yaml'));
    expect(ignored.read).toEqual({ 'i.yaml': 'i' });
    expect(ignored.untracked).toEqual(['i.yaml']);
  });

  it('scans a folder that git ignores when it is asked for, and says so', () => {
    const root = repository({ '.gitignore': 'out/', 'a.yaml': 'a' }, { 'out/r.yaml': 'r' });
    const looked = look(join(root, 'out'));
    expect(looked.read).toEqual({ 'r.yaml': 'r' });
    expect(looked.untracked).toEqual(['r.yaml']);
    expect(looked.notChecked).toEqual([expect.stringContaining('git lists no file')]);
  });

  it('leaves out a tracked file that is deleted, or is now a folder', () => {
    const root = repository({ 'gone.yaml': 'g', 'kept.yaml': 'k', 'turned.yaml': 't' });
    rmSync(join(root, 'gone.yaml'));
    rmSync(join(root, 'turned.yaml'));
    write(root, { 'turned.yaml/inner.yaml': 'i' });
    const looked = look(root);
    expect(looked.read).toEqual({ 'kept.yaml': 'k', 'turned.yaml/inner.yaml': 'i' });
    expect(looked.skipped).toEqual({});
    expect(looked.paths).toEqual(['kept.yaml', 'turned.yaml/inner.yaml']);
  });

  it('lists a file in conflict once', () => {
    const root = repository({ 'a.yaml': 'base\n' });
    git(root, 'checkout', '-q', '-b', 'other');
    write(root, { 'a.yaml': 'theirs\n' });
    git(root, 'commit', '-q', '-a', '-m', 'theirs');
    git(root, 'checkout', '-q', 'main');
    write(root, { 'a.yaml': 'ours\n' });
    git(root, 'commit', '-q', '-a', '-m', 'ours');
    expect(() => git(root, 'merge', 'other')).toThrow();
    expect(Object.keys(look(root).read)).toEqual(['a.yaml']);
  });

  it('skips submodules and repositories inside the tree', () => {
    const root = repository({ 'a.yaml': 'a' });
    write(root, { 'nested/n.yaml': 'n' });
    git(join(root, 'nested'), 'init', '-q');
    git(join(root, 'nested'), 'add', '-A');
    git(join(root, 'nested'), 'commit', '-q', '-m', 'n');
    expect(look(root).skipped).toEqual({ nested: 'submodule' });
    git(root, 'add', 'nested');
    const looked = look(root);
    expect(looked.skipped).toEqual({ nested: 'submodule' });
    expect(looked.read).toEqual({ 'a.yaml': 'a' });
  });

  it('says how many files a sparse checkout leaves out', () => {
    const root = repository({ 'in/a.yaml': 'a', 'out/b.yaml': 'b', 'out/c.yaml': 'c' });
    git(root, 'sparse-checkout', 'set', 'in');
    const looked = look(root);
    expect(looked.read).toEqual({ 'in/a.yaml': 'a' });
    expect(looked.notChecked).toEqual([expect.stringContaining('sparse checkout')]);
  });

  it('refuses a root that is not there', () => {
    expect(() => look(join(tmpdir(), 'no-such-folder-here'))).toThrow(UsageError);
  });
});

describe('narrowing', () => {
  const tree = {
    'a.yaml': 'a',
    'vendor/v.yaml': 'v',
    'vendor/ours/o.yaml': 'o',
    '.hidden/h.yaml': 'h',
    'docs/d.md': 'd',
  };

  it('counts what globs exclude', () => {
    const looked = look(repository(tree), { exclude: ['vendor/', '!vendor/ours/**', '**/*.md'] });
    expect(looked.read).toEqual({ 'a.yaml': 'a', 'vendor/ours/o.yaml': 'o', '.hidden/h.yaml': 'h' });
    expect(looked.skipped).toEqual({ 'vendor/v.yaml': 'excluded', 'docs/d.md': 'excluded' });
    expect(looked.paths).toContain('vendor/v.yaml');
  });

  it('includes names that begin with a dot, and no more than asked', () => {
    const looked = look(repository(tree), { include: ['**/h.yaml', './vendor'] });
    expect(Object.keys(looked.read)).toEqual(['.hidden/h.yaml', 'vendor/ours/o.yaml', 'vendor/v.yaml']);
  });

  it('looks at the paths asked for, ignored ones too', () => {
    const root = repository({ ...tree, '.gitignore': 'gen/\n.env' }, { 'gen/g.yaml': 'g', '.env': 'e' });
    const looked = look(root, { paths: ['./vendor/ours/', '.env', 'gen', '*.yaml'] });
    expect(Object.keys(looked.read)).toEqual(['.env', 'a.yaml', 'gen/g.yaml', 'vendor/ours/o.yaml']);
    expect(looked.skipped).toEqual({});
    expect(look(root, { paths: [] }).read).toHaveProperty(['docs/d.md']);
  });

  it.each(['nope.yaml', '../a.yaml', '/etc/passwd', '.git/config', '..'])('refuses the path %s', (path) => {
    expect(() => look(repository(tree), { paths: [path] })).toThrow(UsageError);
  });
});

describe('content', () => {
  it('skips binaries and large files, and counts them', () => {
    const root = repository({
      'empty.yaml': '',
      'logo.png': new Uint8Array([137, 80, 78, 71, 0, 0, 1]),
      'large.yaml': 'x'.repeat(1001),
      'huge.bin': new Uint8Array(600_000),
      'fits.yaml': 'y'.repeat(1000),
      'utf16.yaml': Buffer.from('\ufeffkind: Secret', 'utf16le'),
    });
    const looked = look(root);
    expect(Object.keys(looked.read)).toEqual(['empty.yaml', 'fits.yaml', 'utf16.yaml']);
    expect(looked.skipped).toEqual({ 'logo.png': 'binary', 'large.yaml': 'too-large', 'huge.bin': 'binary' });
  });

  it('keeps key stores and git-crypt files, which rules name', () => {
    const bytes = new Uint8Array([48, 130, 0, 1]);
    const root = repository({ 'tls.p12': bytes, 'trust.JKS': bytes, 'x.dat': bytes, 's.yaml': '\0GITCRYPT\0abc' });
    const looked = look(root);
    expect(Object.keys(looked.read)).toEqual(['s.yaml', 'tls.p12', 'trust.JKS']);
    expect(looked.skipped).toEqual({ 'x.dat': 'binary' });
  });

  it('gives whole files of any size, one after the other in the same buffer', () => {
    const sizes = [0, 1, 262_143, 262_144, 262_145, 3_000_000, 7, 600_000];
    const root = folder();
    for (const [i, size] of sizes.entries()) writeFileSync(join(root, `${i}.txt`), String(i).repeat(size));
    const source = openWorktree(root, { include: [], exclude: [], maxBytes: 3_000_000 });
    for (const { path, bytes } of source.entries([])) {
      const i = Number.parseInt(path, 10);
      expect(bytes.length).toBe(sizes[i]);
      expect(Buffer.from(bytes).equals(Buffer.from(String(i).repeat(sizes[i]!)))).toBe(true);
    }
  });

  it('looks one path up without disturbing the file being read', () => {
    const root = repository({ 'a.yaml': 'aaaa', 'b.yaml': 'bbbb', 'c.bin': 'c\0' });
    const source = openWorktree(root, { include: [], exclude: [], maxBytes: 1000 });
    for (const { path, bytes } of source.entries([])) {
      expect(Buffer.from(source.read('b.yaml') ?? []).toString()).toBe('bbbb');
      expect(Buffer.from(bytes).toString()).toBe(path[0]?.repeat(4));
    }
    for (const path of ['c.bin', 'none', '../x', '/etc/passwd']) expect(source.read(path)).toBeUndefined();
  });
});

describe.runIf(posix)('hostile trees', () => {
  it('does not follow symlinks out of the tree, nor loops', () => {
    const outside = folder();
    write(outside, { 'secret.yaml': 's', 'dir/inner.yaml': 'i' });
    const root = repository({ 'a.yaml': 'a', 'dir/b.yaml': 'b', '.gitignore': 'local.yaml' }, { 'local.yaml': 'l' });
    const link = (target: string, name: string) => symlinkSync(target, join(root, name));
    link(join(outside, 'secret.yaml'), 'out');
    link(join(outside, 'dir'), 'outdir');
    link('a.yaml', 'in');
    link('dir', 'indir');
    link('.', 'self');
    link('nowhere', 'broken');
    link('loop', 'loop');
    link('.git/config', 'gitconfig');
    link('local.yaml', 'ignored');
    for (const commit of [false, true]) {
      if (commit) git(root, 'add', '-A');
      const looked = look(root);
      expect(looked.read).toEqual({ '.gitignore': 'local.yaml', 'a.yaml': 'a', 'dir/b.yaml': 'b' });
      expect(looked.skipped).toEqual({
        broken: 'symlink-broken',
        gitconfig: 'symlink-outside',
        ignored: 'symlink-outside',
        loop: 'symlink-broken',
        out: 'symlink-outside',
        outdir: 'symlink-outside',
      });
    }
  });

  it('does not leave the tree through a folder that became a link', () => {
    const outside = folder();
    write(outside, { 'x/k.yaml': 'private' });
    const root = repository({ 'd/x/k.yaml': 'k', 'e/x/k.yaml': 'k', 'a.yaml': 'a' });
    rmSync(join(root, 'd'), { recursive: true });
    symlinkSync(outside, join(root, 'd'));
    const looked = look(root);
    expect(looked.read).toEqual({ 'a.yaml': 'a', 'e/x/k.yaml': 'k' });
    expect(looked.skipped['d/x/k.yaml']).toBe('symlink-outside');
  });

  it('does not hang on a pipe', () => {
    const root = repository({ 'pipe.yaml': 'p', 'a.yaml': 'a' });
    rmSync(join(root, 'pipe.yaml'));
    execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
    const plain = folder();
    execFileSync('mkfifo', [join(plain, 'pipe')]);
    expect(look(root)).toMatchObject({ read: { 'a.yaml': 'a' }, skipped: { 'pipe.yaml': 'not-a-file' } });
    expect(look(plain).skipped).toEqual({ pipe: 'not-a-file' });
  });

  it.skipIf(process.getuid?.() === 0)('counts what it may not read', () => {
    const root = repository({ 'a.yaml': 'a', 'd/b.yaml': 'b' });
    chmodSync(join(root, 'a.yaml'), 0);
    expect(look(root).skipped).toEqual({ 'a.yaml': 'unreadable' });
  });

  it('reads files whatever their names', () => {
    const names = [
      'new\nline.yaml',
      '::error::x.yaml',
      'tab\t"q".yaml',
      '-rf.yaml',
      'é\u202e.yaml',
      ' .yaml',
      '*.yaml',
    ];
    const root = repository(Object.fromEntries(names.map((name, i) => [name, String(i)])));
    expect(look(root).read).toEqual(Object.fromEntries(names.map((name, i) => [name, String(i)])));
    expect(Object.keys(look(root, { paths: ['-rf.yaml'] }).read)).toEqual(['-rf.yaml']);
  });

  // macOS refuses such names.
  it.runIf(process.platform === 'linux').each([true, false])('reads names that are not UTF-8 (git: %s)', (inGit) => {
    const root = inGit ? repository({ 'a.yaml': 'a' }) : folder();
    const at = (...bytes: number[]) => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(bytes)]);
    writeFileSync(at(0x62, 0xff), 'one');
    writeFileSync(at(0x62, 0xfe), 'two');
    mkdirSync(at(0x64, 0xff));
    writeFileSync(at(0x64, 0xff, 0x2f, 0x66), 'three');
    for (const tracked of inGit ? [false, true] : [true]) {
      if (inGit && tracked) git(root, 'add', '-A');
      const { read, skipped } = look(root);
      expect(Object.keys(read).filter((path) => path !== 'a.yaml')).toEqual(['b\ufffd', 'b\ufffd~2', 'd\ufffd/f']);
      expect([read['b\ufffd'], read['b\ufffd~2']].sort()).toEqual(['one', 'two']);
      expect(read['d\ufffd/f']).toBe('three');
      expect(skipped).toEqual({});
    }
  });

  it('runs nothing that the repository configures', () => {
    const root = repository({ 'a.yaml': 'a', '.gitattributes': '* diff=evil filter=evil', 'config.yaml': 'c' });
    const ran = join(root, '.git', 'ran');
    const script = join(root, '.git', 'evil.sh');
    writeFileSync(script, `#!/bin/sh\necho "$0 $@" >> '${ran}'\ncat\n`, { mode: 0o755 });
    for (const hook of ['post-index-change', 'pre-commit', 'reference-transaction', 'post-checkout']) {
      writeFileSync(join(root, '.git', 'hooks', hook), `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o755 });
    }
    appendFileSync(
      join(root, '.git', 'config'),
      `[core]\n\tfsmonitor = ${script}\n\tsshCommand = ${script}\n\tpager = ${script}\n\teditor = ${script}
\thooksPath = ${join(root, '.git', 'hooks')}\n\tgitProxy = ${script}\n\talternateRefsCommand = ${script}
[diff "evil"]\n\ttextconv = ${script}\n\tcommand = ${script}
[diff]\n\texternal = ${script}
[filter "evil"]\n\tclean = ${script}\n\tsmudge = ${script}\n\tprocess = ${script}
[pager]\n\tls-files = ${script}
[alias]\n\tls-files = !${script}
[credential]\n\thelper = !${script}
[protocol "ext"]\n\tallow = always
[remote "origin"]\n\turl = ext::${script}\n\tpromisor = true\n\tpartialclonefilter = blob:none
[extensions]\n\tpartialClone = origin
`,
    );
    // An object that is missing would be fetched from the promisor.
    const blob = git(root, '-c', 'core.fsmonitor=false', 'rev-parse', 'HEAD:config.yaml').trim();
    rmSync(join(root, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
    rmSync(ran, { force: true });
    expect(Object.keys(look(root).read)).toEqual(['.gitattributes', 'a.yaml', 'config.yaml']);
    expect(gitIgnores(root, ['x', 'a.yaml'])).toEqual(new Set());
    expect(showAt(root, 'HEAD', 'a.yaml')).toBe('a');
    expect(showAt(root, 'HEAD', 'config.yaml')).toBeUndefined();
    expect(headCommit(root)).toMatch(/^[0-9a-f]{40}$/);
    expect(existsSync(ran)).toBe(false);
  });

  it('takes nothing from the environment but the search path', () => {
    const root = repository({ 'a.yaml': 'a' });
    const other = repository({ 'other.yaml': 'o' });
    const set = { GIT_DIR: join(other, '.git'), GIT_INDEX_FILE: join(other, '.git/index'), GIT_WORK_TREE: other };
    const path = process.env.PATH;
    const bait = join(root, 'git');
    writeFileSync(bait, `#!/bin/sh\ntouch '${root}/ran'\n`, { mode: 0o755 });
    const before = process.cwd;
    Object.assign(process.env, set, { PATH: `.:${path}` });
    try {
      process.cwd = () => root;
      expect(Object.keys(look(root).read)).toEqual(['a.yaml', 'git']);
      expect(existsSync(join(root, 'ran'))).toBe(false);
    } finally {
      process.cwd = before;
      process.env.PATH = path;
      for (const name of Object.keys(set)) delete process.env[name];
    }
  });

  it('does not take a planted bare repository for the real one', () => {
    const root = repository({ 'sub/a.yaml': 'a' });
    const planted = join(root, 'sub');
    write(planted, { HEAD: 'ref: refs/heads/main\n', 'refs/x': '', 'objects/x': '' });
    write(planted, { config: '[core]\n\trepositoryformatversion = 0\n\tworktree = /\n\tbare = false\n' });
    const looked = look(planted);
    expect(Object.keys(looked.read).sort()).toEqual(['HEAD', 'a.yaml', 'config', 'objects/x', 'refs/x']);
  });
});

describe('without git', () => {
  const files = {
    'a.yaml': 'a',
    'd/b.yaml': 'b',
    'node_modules/m/x.yaml': 'm',
    '.env': 'e',
    '.git/config': 'not = [valid',
  };

  it('walks the folders and says so', () => {
    const root = folder();
    write(root, files);
    const looked = look(root);
    expect(Object.keys(looked.read)).toEqual(['.env', 'a.yaml', 'd/b.yaml']);
    expect(looked.untracked).toEqual([]);
    expect(looked.notChecked).toEqual([expect.stringMatching(/git.*except in \.git and node_modules/)]);
  });

  it('walks a repository that git cannot read', () => {
    const root = repository({ 'a.yaml': 'a' });
    writeFileSync(join(root, '.git', 'index'), 'garbage');
    const looked = look(root);
    expect(looked.read).toEqual({ 'a.yaml': 'a' });
    expect(looked.notChecked).toEqual([expect.stringContaining('git cannot read')]);
    writeFileSync(join(root, '.git', 'config'), '[broken');
    expect(look(root).read).toEqual({ 'a.yaml': 'a' });
    expect(gitIgnores(root, ['x.yaml'])).toEqual(new Set());
  });

  it('walks where git is not installed', () => {
    const root = repository({ 'a.yaml': 'a' });
    const path = process.env.PATH;
    process.env.PATH = '/nonexistent';
    try {
      const looked = look(root);
      expect(looked.read).toEqual({ 'a.yaml': 'a' });
      expect(looked.notChecked).toEqual([expect.stringContaining('not installed')]);
      expect(headCommit(root)).toBeUndefined();
      expect(gitIgnores(root, ['a'])).toBeUndefined();
    } finally {
      process.env.PATH = path;
    }
  });
});

describe('git questions', () => {
  it('says which paths git would ignore, though they do not exist', () => {
    const root = repository({ '.gitignore': '*.key\n/out/\n', 'sub/.gitignore': '!ours.key', 'sub/x': '' });
    if (posix) symlinkSync('sub', join(root, 'link'));
    const asked = [
      'a.key',
      'sub/ours.key',
      'out/x.yaml',
      'in/x.yaml',
      'link/b.key',
      'c.key',
      ':x.key',
      '../d.key',
      '/e.key',
      '',
    ];
    expect(gitIgnores(root, asked)).toEqual(new Set(['a.key', 'out/x.yaml', 'c.key', ':x.key']));
    expect(gitIgnores(join(root, 'sub'), ['ours.key', 'other.key'])).toEqual(new Set(['other.key']));
    expect(gitIgnores(folder(), ['a.key'])).toBeUndefined();
    // More than a pipe holds: git gives up before it has read it all.
    const many = Array.from({ length: 20_000 }, (_, i) => `some/long/path/${i}`);
    expect(gitIgnores(folder(), many)).toBeUndefined();
  });

  it('shows a file of another commit', () => {
    const root = repository({ 'conf.yaml': 'old\n', 'sub/x.yaml': 'x' });
    const first = headCommit(root)!;
    write(root, { 'conf.yaml': 'new\n' });
    git(root, 'commit', '-q', '-a', '-m', 'two');
    expect(showAt(root, first, 'conf.yaml')).toBe('old\n');
    expect(showAt(root, 'main', 'conf.yaml')).toBe('new\n');
    expect(showAt(root, 'HEAD~1', 'conf.yaml')).toBe('old\n');
    expect(showAt(join(root, 'sub'), 'HEAD', 'x.yaml')).toBe('x');
    for (const ref of ['--help', 'nope', ':/one', 'HEAD@{1}', ''])
      expect(showAt(root, ref, 'conf.yaml')).toBeUndefined();
    expect(showAt(root, 'HEAD', '../conf.yaml')).toBeUndefined();
    expect(showAt(root, 'HEAD', 'none.yaml')).toBeUndefined();
    expect(headCommit(folder())).toBeUndefined();
    expect(isAt(root, first, 'conf.yaml')).toBe(true);
    expect(isAt(root, first, 'none.yaml')).toBe(false);
    expect(isAt(join(root, 'sub'), 'HEAD', 'x.yaml')).toBe(true);
    expect(isAt(root, `${'0'.repeat(39)}1`, 'conf.yaml')).toBeUndefined();
  });
});

it('reads 5,000 files in well under a second', { timeout: 60_000 }, () => {
  const root = folder();
  git(root, 'init', '-q');
  // The same content everywhere, so that git stores one object.
  const content = 'kind: ConfigMap\ndata: {n: "1"}\n';
  for (let i = 0; i < 5000; i++) {
    const at = join(root, `d${i % 100}`, `s${i % 7}`);
    if (i < 700) mkdirSync(at, { recursive: true });
    writeFileSync(join(at, `${i}.yaml`), content);
  }
  git(root, 'add', '-A');
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    let bytes = 0;
    const source = openWorktree(root, { include: [], exclude: ['vendor/'], maxBytes: 1000 });
    for (const entry of source.entries([])) bytes += entry.bytes.length;
    times.push(performance.now() - start);
    expect(source.paths.size).toBe(5000);
    expect(bytes).toBe(5000 * content.length);
  }
  // 60 to 90 ms on two idle cores. The bound only catches a change of order.
  expect(Math.min(...times)).toBeLessThan(1500);
});
