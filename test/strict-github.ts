import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The part of GitHub's REST API that a pull request needs, on loopback and as strict as the real one: a review is refused
 * whole (422) when one of its comments stands outside the diff, bodies have a limit, lists come in pages, a token that may
 * only read gets 403, and a comment belongs to who wrote it.
 */
export interface Comment {
  id: number;
  body: string;
  user: { login: string; type: string };
  path?: string;
  line?: number | null;
  start_line?: number | null;
}

const bot = { login: 'github-actions[bot]', type: 'Bot' };
const longest = 65_536;

export class StrictGitHub {
  readonly requests: string[] = [];
  /** Requests that GitHub does not have, or that break its contract; a test expects none. */
  readonly wrong: string[] = [];
  readonly authorizations = new Set<string>();
  mayWrite = true;
  /** The next write is answered with the limit on bursts. */
  slowDown = false;
  head = '';
  files: { filename: string; patch?: string }[] = [];
  /** `path@ref` to content. */
  contents = new Map<string, string>();
  reviewComments: Comment[] = [];
  reviews: { body: string; comments: number }[] = [];
  conversation: Comment[] = [];
  #id = 1;
  #server: Server | undefined;

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => this.#answer(request, body, response));
    });
    await new Promise<void>((ready) => this.#server!.listen(0, '127.0.0.1', ready));
  }

  stop(): void {
    this.#server?.close();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server!.address() as AddressInfo).port}`;
  }

  say(list: Comment[], comment: Omit<Comment, 'id' | 'user'> & { user?: Comment['user'] }): Comment {
    const said = { id: this.#id++, user: bot, ...comment };
    list.push(said);
    return said;
  }

  #answer(request: IncomingMessage, text: string, response: ServerResponse): unknown {
    const url = new URL(request.url ?? '/', this.url);
    const method = request.method ?? 'GET';
    this.requests.push(`${method} ${url.pathname}`);
    this.authorizations.add(request.headers.authorization ?? '');
    const send = (status: number, data?: unknown, headers: Record<string, string> = {}): unknown => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      return response.end(data === undefined ? '' : JSON.stringify(data));
    };
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    if (method !== 'GET') {
      if (!this.mayWrite) return send(403, { message: 'Resource not accessible by integration' });
      if (this.slowDown) {
        this.slowDown = false;
        return send(403, { message: 'You have exceeded a secondary rate limit' }, { 'retry-after': '0' });
      }
    }
    const route = `${method} ${url.pathname.replace(/^\/repos\/example\/shop\//, '')}`;
    if (route === 'GET /user') return send(403, { message: 'Resource not accessible by integration' });
    if (route === 'GET pulls/7/files') return this.#page(url, this.files, send);
    if (route === 'GET pulls/7/comments') return this.#page(url, this.reviewComments, send);
    if (route === 'GET issues/7/comments') return this.#page(url, this.conversation, send);
    if (route.startsWith('GET contents/')) return this.#content(url, send);
    if (route === 'POST pulls/7/reviews') return this.#review(body, send);
    const [, verb, list, id] = /^(PATCH|DELETE) (pulls|issues)\/comments\/(\d+)$/.exec(route) ?? [];
    if (verb)
      return this.#edit(verb, list === 'pulls' ? this.reviewComments : this.conversation, Number(id), body, send);
    if (route === 'POST issues/7/comments') {
      if (!this.#isBody(body['body'])) return send(422, { message: 'Body is too long or missing' });
      return send(201, this.say(this.conversation, { body: String(body['body']) }));
    }
    this.wrong.push(route);
    return send(404, { message: 'Not Found' });
  }

  #isBody(body: unknown): boolean {
    return typeof body === 'string' && body.trim() !== '' && body.length <= longest;
  }

  #page(
    url: URL,
    all: readonly unknown[],
    send: (status: number, data: unknown, headers?: Record<string, string>) => unknown,
  ): unknown {
    const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
    const page = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    const link = page * size < all.length ? { link: `<${next}>; rel="next"` } : undefined;
    return send(200, all.slice((page - 1) * size, page * size), link);
  }

  #content(url: URL, send: (status: number, data: unknown) => unknown): unknown {
    const path = decodeURIComponent(/contents\/(.+)$/.exec(url.pathname)?.[1] ?? '');
    const text = this.contents.get(`${path}@${url.searchParams.get('ref')}`);
    if (text === undefined) return send(404, { message: 'Not Found' });
    return send(200, { type: 'file', encoding: 'base64', path, content: Buffer.from(text).toString('base64') });
  }

  #review(body: Record<string, unknown>, send: (status: number, data: unknown) => unknown): unknown {
    const refuse = (message: string): unknown => send(422, { message: 'Unprocessable Entity', errors: [message] });
    if (body['commit_id'] !== this.head) return refuse('No commit found for SHA');
    if (body['event'] !== 'COMMENT' || !this.#isBody(body['body'])) return refuse('Body is required');
    const comments = (body['comments'] ?? []) as Record<string, unknown>[];
    const known = ['path', 'line', 'side', 'start_line', 'start_side', 'body'];
    for (const comment of comments) {
      const extra = Object.keys(comment).filter((key) => !known.includes(key));
      if (extra.length > 0) return refuse(`is not a permitted key: ${extra}`);
      if (comment['side'] !== 'RIGHT' || !this.#isBody(comment['body'])) return refuse('body or side');
      const patch = this.files.find(({ filename }) => filename === comment['path'])?.patch;
      const lines = patch === undefined ? [] : rightLines(patch);
      const hunk = lines.find((each) => each.has(comment['line'] as number));
      if (!hunk) return refuse("pull_request_review_thread.line must be part of the diff, diff hunk can't be blank");
      const start = comment['start_line'];
      if (start === undefined) continue;
      if (!hunk.has(start as number) || !((start as number) < (comment['line'] as number))) return refuse('start_line');
    }
    this.reviews.push({ body: String(body['body']), comments: comments.length });
    for (const { path, line, start_line, body: text } of comments) {
      this.say(this.reviewComments, {
        path: path as string,
        line: line as number,
        start_line: (start_line as number | undefined) ?? null,
        body: text as string,
      });
    }
    return send(200, { id: this.#id++ });
  }

  #edit(
    verb: string,
    list: Comment[],
    id: number,
    body: Record<string, unknown>,
    send: (status: number, data?: unknown) => unknown,
  ): unknown {
    const at = list.findIndex((comment) => comment.id === id);
    if (at === -1) return send(404, { message: 'Not Found' });
    // A token that may write could edit anybody's comment: a well-behaved program never does.
    if (list[at]!.user.login !== bot.login) this.wrong.push(`${verb} of somebody else's comment`);
    if (verb === 'DELETE') {
      list.splice(at, 1);
      return send(204);
    }
    if (!this.#isBody(body['body'])) return send(422, { message: 'Body is too long or missing' });
    list[at]!.body = String(body['body']);
    return send(200, list[at]);
  }
}

/** New-side lines of each hunk, counted by the header and not by the program under test. */
function rightLines(patch: string): Set<number>[] {
  return [...patch.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map(([, start, length]) => {
    const count = length === undefined ? 1 : Number(length);
    return new Set(Array.from({ length: count }, (_, i) => Number(start) + i));
  });
}
