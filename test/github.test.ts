import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A checkout of depth 1 does not have the base commit: its configuration comes from the API, asked on loopback here. */
const root = new URL('..', import.meta.url).pathname;
const temporary = mkdtempSync(join(tmpdir(), 'ladder-api-'));
const base = 'b'.repeat(40);
const asked: { url: string; authorization: string }[] = [];
let answers: Record<string, string> = {};
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', authorization: request.headers.authorization ?? '' });
    const path = decodeURIComponent(/contents\/([^?]+)/.exec(request.url ?? '')?.[1] ?? '');
    const text = answers[path];
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        text === undefined
          ? { message: 'Not Found' }
          : { type: 'file', encoding: 'base64', path, content: Buffer.from(text).toString('base64') },
      ),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterAll(() => {
  server.close();
  rmSync(temporary, { recursive: true, force: true });
});

async function action(token: string): Promise<{ status: number | null; stdout: string; report: Report }> {
  const home = mkdtempSync(join(temporary, 'runner-'));
  const workspace = join(home, 'workspace');
  cpSync(join(root, 'examples/level-2-broken'), workspace, { recursive: true });
  writeFileSync(join(workspace, '.secrets-ladder.yaml'), 'level: 2\nfail-on: never\n');
  execFileSync('git', ['init', '-q'], { cwd: workspace });
  writeFileSync(join(home, 'event.json'), JSON.stringify({ pull_request: { base: { sha: base } } }));
  writeFileSync(join(home, 'output'), '');
  const child = spawn(process.execPath, [join(root, 'dist/index.js')], {
    cwd: workspace,
    env: {
      PATH: process.env['PATH'],
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_PATH: join(home, 'event.json'),
      GITHUB_OUTPUT: join(home, 'output'),
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      RUNNER_TEMP: home,
      INPUT_TOKEN: token,
    },
  });
  let stdout = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  const status = await new Promise<number | null>((done) => child.on('close', done));
  return { status, stdout, report: JSON.parse(readFileSync(join(home, 'secrets-ladder/report.json'), 'utf8')) };
}

interface Report {
  readonly config: string | undefined;
  readonly failOn: string;
  readonly notChecked: readonly { what: string }[];
}

test('the configuration of the base commit is read from the API', async () => {
  answers = { '.secrets-ladder.yaml': 'level: 2\nfail-on: error\n' };
  const token = 'token-of-the-run';
  const ran = await action(token);
  expect(ran.report).toMatchObject({ config: 'base:.secrets-ladder.yaml', failOn: 'error' });
  expect(ran.status).toBe(1);
  expect(asked.at(-1)).toMatchObject({ authorization: `token ${token}`, url: expect.stringContaining(`ref=${base}`) });
  expect(ran.stdout + JSON.stringify(ran.report)).not.toContain(token);
});

test('a base without configuration means no configuration, not the one of the change', async () => {
  answers = {};
  expect((await action('t')).report).toMatchObject({ failOn: 'error' });
});

test('without a token the configuration of the change is used, and the report says so', async () => {
  const ran = await action('');
  expect(ran.report).toMatchObject({ config: '.secrets-ladder.yaml', failOn: 'never' });
  expect(ran.report.notChecked.map(({ what }) => what)).toContain('configuration of the base commit');
  expect(ran.status).toBe(0);
});
